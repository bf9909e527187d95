import base64

import pytest
from bs4 import BeautifulSoup

from course_utils.html_image import html_image

NASTY = 'Loss "falls" & rises, 3 < 4'


def test_the_image_holds_the_picture_and_its_words():
    (image,) = BeautifulSoup(html_image("image/png", b"\x00\xffabc", NASTY), "html.parser").find_all("img")
    assert image["alt"] == NASTY
    kind, content = image["src"].split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(content) == b"\x00\xffabc"


@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_picture_without_words_is_refused(words):
    with pytest.raises(ValueError, match="^alternative is empty; wanted is what a reader"):
        html_image("image/png", b"abc", words)
