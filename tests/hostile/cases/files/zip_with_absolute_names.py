"""Hands in an archive with a file under an absolute name, and one under a name of Windows."""

# expects: anything
# comes as: an archive

from tests.hostile.making import NAME, archive, as_text


def make(folder, notebook, arena):
    text = as_text(notebook).encode()
    archive(
        folder,
        {
            f"{folder.name}/{NAME}": text,
            f"{arena}/loot/unpacked": b"here",
            f"{folder.name}\\..\\..\\unpacked": b"here",
            "C:\\unpacked": b"here",
        },
    )
