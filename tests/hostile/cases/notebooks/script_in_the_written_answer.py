"""Writes a script, a link that runs one and a picture from elsewhere into the written answer."""

# expects: full, nothing injected

from tests.hostile.making import write

TEXT = """
<script>alert('injected')</script> [here](javascript:alert('injected')) ![](http://127.0.0.1:1/seen.png)
<iframe srcdoc="<script>alert('injected')</script>"></iframe> $\\href{javascript:alert('injected')}{x}$
"""


def make(folder, notebook, arena):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = TEXT
    write(folder, notebook)
