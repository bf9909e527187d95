"""The page of a lesson: nothing comes from elsewhere, formulas are typeset, hints stay folded."""

from base64 import b64decode, b64encode

import pytest
from bs4 import BeautifulSoup
from nbformat import from_dict

from course_utils.html_image import html_image
from course_utils.notebook_form import METADATA, stored_text
from course_utils.pages import export_html

PNG = b64encode(b"not looked at").decode()
FOLDED = """
<details>
<summary>Hint 1 of 2</summary>

The *first* hint.

<details>
<summary>Hint 2 of 2</summary>

```python
x = 1 < 2
```

</details>
</details>

Not folded.
"""


def code(id, source, outputs=()):
    cell = {"cell_type": "code", "id": id, "metadata": {}, "source": source}
    return cell | {"execution_count": 7, "outputs": list(outputs)}


def prose(source, id="prose"):
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def notebook(*cells):
    return from_dict({"cells": list(cells), "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def page_of(tmp_path):
    def make(*cells):
        target = tmp_path / "build" / "lessons" / "99_small_lesson.html"
        export_html(notebook(*cells), tmp_path / "99_small_lesson.ipynb", target)
        assert list(target.parent.iterdir()) == [target]
        return BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser")

    return make


def test_it_needs_no_connection(page_of):
    page = page_of(prose("# It costs 3 dollars", "title"), code("open", "shown = 1"), prose("$h_t$"))
    links = [tag.get("src") or tag.get("href") for tag in page.find_all(["script", "link", "img", "iframe"])]
    assert [link for link in links if link and not link.startswith("data:")] == []
    assert page.find_all("script") == []
    assert page.title.text == "99_small_lesson"
    assert "shown = 1" in page.text


@pytest.mark.parametrize(
    ("source", "display"),
    [
        ("so $h_t = \\tanh(x)$ it is", "inline"),
        ("$$h_t = \\tanh(x)$$", "block"),
        ("\\begin{equation}h_t = \\tanh(x)\\end{equation}", "block"),
    ],
)
def test_formulas_are_typeset(source, display, page_of):
    (formula,) = page_of(prose(source)).find_all("math")
    assert formula["display"] == display
    assert [tag.text for tag in formula.find("msub").find_all(["mi", "mn"])] == ["h", "t"]
    assert "tanh" in formula.text
    assert "$" not in formula.parent.text


def test_hints_stay_folded_one_in_another(page_of):
    first, second = page_of(prose(FOLDED)).find_all("details")
    assert second in first.descendants
    assert "The first hint." in first.text
    assert "x = 1 < 2" in second.text
    assert "The first hint." not in second.text
    assert "Not folded." not in first.text


def test_figures_have_alt_text_and_pictures_of_the_prose_are_inside(page_of, tmp_path):
    (tmp_path / "cell.png").write_bytes(b"picture")
    alt = 'The loss falls "fast" & stays < 0.1'
    shown = {
        "output_type": "display_data",
        "data": {"image/png": PNG, "text/html": html_image("image/png", b64decode(PNG), alt)},
        "metadata": {"image/png": {"alt": alt}},
    }
    page = page_of(prose("![An LSTM cell](cell.png)"), code("figure", "plt.show()", outputs=[shown]))
    pictures = {image["alt"]: image["src"] for image in page.find_all("img")}
    assert pictures.keys() == {"An LSTM cell", alt}
    assert pictures[alt] == f"data:image/png;base64,{PNG}"
    assert pictures["An LSTM cell"].startswith("data:image/png;base64,")


def test_the_notebook_is_left_as_it_was(tmp_path):
    executed = notebook(code("opener", "x = 1"))
    before = stored_text(executed)
    export_html(executed, tmp_path / "a.ipynb", tmp_path / "a.html")
    assert stored_text(executed) == before
