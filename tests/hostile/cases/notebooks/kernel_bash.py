"""Names bash as its kernel, so that its cells run in a shell."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}
    notebook["metadata"]["language_info"] = {"name": "bash"}
    write(folder, notebook)
