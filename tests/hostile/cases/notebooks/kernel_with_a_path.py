"""Names a path as its kernel."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    notebook["metadata"]["kernelspec"] = {
        "name": "../../../kernel",
        "argv": ["touch", f"{arena}/loot/kernel"],
    }
    write(folder, notebook)
