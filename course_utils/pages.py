"""An executed lesson as one page of HTML that holds all it needs: pictures, styles and formulas."""

import os
from pathlib import Path

from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from course_utils.notebook_form import normalise, write_atomically

TEMPLATES = Path(__file__).parent / "templates"


def export_html(notebook: NotebookNode, source: str | os.PathLike, target: str | os.PathLike) -> None:
    """Write an executed notebook as one page of HTML; formulas become MathML, which browsers typeset.

    Args:
        notebook: the executed notebook.
        source: its file; images in its prose are looked up beside it.
        target: the file to write; missing folders are made.
    """
    target = Path(target)
    exporter = _PageExporter(template_name="course", extra_template_basedirs=[str(TEMPLATES)])
    resources = {"metadata": {"name": target.stem, "path": str(Path(source).parent)}}
    page, _ = exporter.from_notebook_node(normalise(notebook), resources)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, page)


class _Renderer(IPythonRenderer):
    """Typesets formulas; leaves HTML alone, where nbconvert would close <details> after its summary."""

    def block_html(self, html: str) -> str:
        return html + "\n"

    def inline_math(self, body: str) -> str:
        return convert(body)

    def block_math(self, body: str) -> str:
        return convert(body, display="block")

    def latex_environment(self, name: str, body: str) -> str:
        return convert(f"\\begin{{{name}}}{body}\\end{{{name}}}", display="block")


class _PageExporter(HTMLExporter):
    @pass_context
    def markdown2html(self, context, source: str) -> str:
        path = context["resources"]["metadata"]["path"]
        renderer = _Renderer(escape=False, embed_images=True, path=path)
        return MarkdownWithMath(renderer=renderer).render(source)
