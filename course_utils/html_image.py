"""A picture as an HTML image: the only form in which JupyterLab gives a picture its alternative text."""

from base64 import b64encode
from html import escape


def html_image(mime: str, content: bytes, alternative: str) -> str:
    """Return an ``<img>`` that holds the picture itself.

    It is shown in a notebook that is not trusted yet, too, where JupyterLab refuses SVG.

    Args:
        mime: such as "image/png".
        content: of the picture's file.
        alternative: the words for those who do not see it.

    Raises:
        ValueError: there are no words.
    """
    if not alternative.strip():
        raise ValueError(
            "alternative is empty; wanted is what a reader who does not see the picture must know"
        )
    source = f"data:{mime};base64,{b64encode(content).decode()}"
    return f'<img src="{source}" alt="{escape(alternative)}">'
