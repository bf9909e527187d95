"""Hands in an archive with a file that is to be unpacked three folders higher, over the roster."""

# expects: anything
# comes as: an archive

from tests.hostile.making import NAME, archive, as_text


def make(folder, notebook, arena):
    text = as_text(notebook).encode()
    archive(
        folder,
        {
            f"{folder.name}/{NAME}": text,
            f"{folder.name}/../../../../class/roster.csv": b"id\nmallory\n",
            f"../{folder.name}/../../../loot/unpacked": b"here",
        },
    )
