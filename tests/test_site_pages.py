"""The pages themselves, built once from the stored lessons and looked through without a browser."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import yaml
from bs4 import BeautifulSoup
from filelock import FileLock
from nbformat.v4 import new_output

from course_utils.notebook_cells import WIDGET_VIEW, corrections
from course_utils.notebook_form import read_notebook
from course_utils.pitfalls import pitfalls
from docs import build
from docs.executed import ExecutedLesson
from docs.names import used_names
from docs.reference import Reference
from tests.lesson_source import LESSONS
from tests.test_site_outputs import DATA

SPHINX = """
import sys
from itertools import pairwise
from pathlib import Path

from docs.build import build_pages

sys.exit(not build_pages(Path(sys.argv[1]), Path(sys.argv[2])))
"""
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
NOT_LOADED = (
    "http://www.w3.org/2000/svg",  # the name of a format
    "https://pydata-sphinx-theme.readthedocs.io",  # in a message of the theme
)


def executed(path):
    """A stored lesson as if it had been executed: each widget has the same few views."""
    notebook, explorers = read_notebook(path), {}
    for cell in notebook.cells:
        if "widget" in cell.metadata.get("tags", []):
            cell.outputs = [new_output("execute_result", {WIDGET_VIEW: {"model_id": cell.id}})]
            if "digit_drawer(" not in cell.source:
                explorers[cell.id] = DATA
    return ExecutedLesson(path, notebook, explorers)


def write_no_reader(folder):
    for name in ("digit-reader.js", "digit-reader-network.js", "digit-reader.css"):
        (folder / name).write_text("")


@pytest.fixture(scope="module")
def lessons():
    return [executed(path) for path in LESSONS]


@pytest.fixture(scope="module")
def site(lessons, tmp_path_factory):
    """The folder of the site; of several processes that test, the first builds it for all."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site"
    with FileLock(f"{root}.lock"):
        if not (root / "site").exists():
            build_site(lessons, root)
    return root / "site"


def build_site(lessons, root):
    root.mkdir()
    (root / "mathjax.js").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "MATHJAX", root / "mathjax.js")
        patch.setattr(build, "write_digit_reader", write_no_reader)
        patch.setenv("GITHUB_REPOSITORY", "somebody/rnn-course")
        build.write_source(lessons, root / "source")
    command = [sys.executable, "-c", SPHINX, str(root / "source"), str(root / "site")]
    outcome = subprocess.run(command, cwd=Path(build.__file__).parent.parent, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


@pytest.fixture(scope="module")
def pages(site):
    """Every page by its path, parsed."""
    found = {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*.html")
        if path.parent.name != "_static"
    }
    return {name: BeautifulSoup(path.read_text("utf-8"), "html.parser") for name, path in found.items()}


def lesson_page(lesson):
    return f"lessons/{lesson.path.stem}.html"


def test_there_is_a_page_for_each_lesson_and_each_misconception(pages, lessons):
    wanted = {lesson_page(lesson) for lesson in lessons} | {f"misconceptions/{id}.html" for id in pitfalls()}
    assert wanted | {"index.html", "run.html", "search.html", "reference/networks.html"} <= set(pages)


def test_every_link_leads_somewhere(pages, site):
    ids = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        for link in page.find_all("a", href=True):
            address, fragment = urldefrag(link["href"])
            if re.match(r"\w+:", address):
                continue
            target = (site / name).parent / unquote(address) if address else site / name
            target = target.resolve()
            known = ids.get(target.relative_to(site.resolve()).as_posix(), set())
            if not target.exists() or (fragment and unquote(fragment) not in known):
                dead.append((name, link["href"]))
    assert [link for link in dead if link[1] != "#"] == []


def test_nothing_is_loaded_from_elsewhere(pages, site):
    for name, page in pages.items():
        for tag in page.find_all(["script", "link", "img", "iframe", "source", "use", "object", "video"]):
            address = tag.get("src") or tag.get("href") or tag.get("data") or ""
            assert not re.match(r"(\w+:)?//", address), (name, address)
    for path in [*site.rglob("*.js"), *site.rglob("*.css")]:
        text = COMMENT.sub("", path.read_text("utf-8"))
        addresses = re.findall(r"https?://[^\s\"'`)]+", text)
        assert [address for address in addresses if not address.startswith(NOT_LOADED)] == [], path.name
        assert not re.search(r"""(url\(|@import )["']?//""", text), path.name


def test_headings_are_in_order_with_one_title(pages):
    for name, page in pages.items():
        levels = [int(tag.name[1]) for tag in page.find("main").find_all(re.compile(r"^h[1-6]$"))]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(low + 1 >= high for low, high in pairwise(levels)), (name, levels)


def test_pictures_have_words_and_tables_have_headers(pages):
    for name, page in pages.items():
        for image in page.find("main").find_all("img"):
            assert len(image["alt"]) > 10, (name, image["src"])
            assert not re.search(r"\.\w{3,4}$", image["alt"]), (name, image["alt"])
        for picture in page.find("main").select('svg[role="img"]'):
            assert (
                picture.get("aria-label") or picture.get("aria-labelledby") or picture.get("aria-hidden")
            ), name
        assert all(table.find("th") for table in page.find_all("table")), name


def test_link_texts_say_where_they_lead(pages):
    for name, page in pages.items():
        for link in page.find("main").select("a:not(.headerlink)"):
            text = link.get_text(" ", strip=True) or link.get("aria-label", "")
            assert text, (name, link)
            assert text.lower() not in {"here", "this", "link", "click here", "more", "this page"}, (
                name,
                text,
            )


def test_every_lesson_says_how_to_run_it(pages, lessons, site):
    for lesson in lessons:
        line = pages[lesson_page(lesson)].find("p", class_="run-this-lesson")
        download, binder, _ = line.find_all("a")
        copy = (site / "lessons" / download["href"]).resolve()
        assert copy.read_bytes() == lesson.path.read_bytes()
        assert binder["href"].endswith(f"somebody/rnn-course/HEAD?labpath=notebooks%2F{lesson.path.name}")
        assert (
            line.find("code", string=f"course lab {lesson.number}")
            or f"course lab {lesson.number}" in line.text
        )


def test_every_cell_of_a_lesson_can_be_linked_to(pages, lessons):
    for lesson in lessons:
        for cell in lesson.notebook.cells:
            assert pages[lesson_page(lesson)].find(id=f"cell-{lesson.number}-{cell.id}"), cell.id


def test_lessons_and_functions_lead_to_one_another(pages, lessons):
    reference = Reference()
    documented = {tag["id"]: tag.parent for page in pages.values() for tag in page.select("dt.sig[id]")}
    for lesson in lessons:
        links = pages[lesson_page(lesson)].select("#from-the-package a")
        linked = {urldefrag(link["href"]).fragment for link in links}
        for entry in filter(None, map(reference.find, used_names(lesson.notebook))):
            assert entry.name in linked
            users = [link["href"] for link in documented[entry.name].find_all("a")]
            assert any(f"/{lesson_page(lesson)}#cell-" in user for user in users), (entry.name, lesson.number)


def test_misconceptions_and_the_cells_that_refute_them_lead_to_one_another(pages, lessons):
    for lesson in lessons:
        page = pages[lesson_page(lesson)]
        for found in corrections(lesson.notebook):
            misconception = pages[f"misconceptions/{found.pitfall}.html"]
            target = f"../{lesson_page(lesson)}#cell-{lesson.number}-{found.cell}"
            assert any(link["href"] == target for link in misconception.select("main a"))
            if found.claim:
                assert f"[{found.claim}]" in misconception.text
                assert page.select(f'.refutes a[href$="{found.pitfall}.html"]')


def test_widgets_are_in_their_places(pages, lessons):
    readers = {name for name, page in pages.items() if page.find(class_="rnn-digit-reader")}
    assert readers == {"index.html", "lessons/03_read_digits_row_by_row.html"}
    for lesson in lessons:
        places = pages[lesson_page(lesson)].select(".rnn-page-explorer")
        assert {place["data-frames"] for place in places} == {
            f"{lesson.number}-{id}" for id in lesson.explorers
        }


def test_hints_stay_folded_and_formulas_are_left_to_mathjax(pages):
    page = pages["lessons/01_give_a_loop_a_memory.html"]
    hint = page.find("summary", string="Hint 1 of 3").parent
    assert hint.find("summary", string="Hint 3 of 3")
    assert r"\tanh" in page.find("span", class_="math").text
    summaries = [tag for page in pages.values() for tag in page.find_all("summary")]
    assert [tag.text for tag in summaries if "$" in tag.text] == []
    assert any(tag.find("span", class_="math") for tag in summaries)


def test_the_reference_tells_shapes(pages):
    fit = pages["reference/networks.html"].find("dt", id="course_utils.models.RowClassifier").parent
    assert fit.find("p", class_="rubric", string="Shape")
    assert "rows (N, L, H_in) -> logits (N, num_classes)" in fit.text


def test_without_mathjax_the_remedy_is_named(lessons, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "MATHJAX", tmp_path / "node_modules" / "mathjax.js")
    with pytest.raises(FileNotFoundError, match="mathjax.js is not there, .*; run `npm ci`"):
        build.write_source(lessons, tmp_path / "source")


def test_make_site_is_what_publishes():
    root = Path(build.__file__).parent.parent
    workflow = yaml.safe_load((root / ".github" / "workflows" / "site.yml").read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert [step["run"] for step in steps if "run" in step] == ["make mnist", "make site"]
    assert {step["with"]["path"] for step in steps if "upload-pages" in step.get("uses", "")} == {
        "build/site"
    }
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
