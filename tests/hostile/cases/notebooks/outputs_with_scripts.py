"""Brings outputs and attachments with scripts, which somebody's browser might run."""

# expects: full, nothing injected

from tests.hostile.making import answer_cell, write

SCRIPT = "<script>alert('injected')</script>"


def make(folder, notebook, arena):
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": SCRIPT, "image/svg+xml": SCRIPT},
    }
    output["data"]["application/javascript"] = "alert('injected')"
    answer_cell(notebook)["outputs"] = [output]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["attachments"] = {"picture.svg": {"image/svg+xml": SCRIPT}}
    write(folder, notebook)
