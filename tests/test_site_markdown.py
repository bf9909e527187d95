from markdown_it import MarkdownIt

from docs.markdown import plain, table


def test_plain_text_means_nothing():
    text = "c_n may leave (-1, 1): *D*, `h`, [a](b), <b>, {x}, $y$, a|b, a\\b"
    rendered = MarkdownIt().render(plain(text))
    for sign in ("<em>", "<code>", "<a ", "<b>"):
        assert sign not in rendered
    assert "{x}, $y$, a|b, a\\b" in rendered


def test_a_table_has_a_header_and_keeps_what_is_in_its_cells():
    rendered = MarkdownIt("commonmark").enable("table").render(table(("a", "b"), [("1", plain("x|y"))]))
    assert rendered.count("<th>") == 2
    assert "<td>x|y</td>" in rendered
