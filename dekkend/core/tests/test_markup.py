"""The small markup: what it knows, and that nothing else gets through."""

import pytest

from dekkend.core.markup import to_blocks, to_html


def run(text, **style):
    return {"text": text, "bold": False, "italic": False, "href": ""} | style


def test_paragraphs_emphasis_and_lists():
    source = "Wij **lezen** elke *dag*.\n\n- taal\n- rekenen"
    assert to_html(source) == (
        "<p>Wij <strong>lezen</strong> elke <em>dag</em>.</p>\n<ul>\n<li>taal</li>\n<li>rekenen</li>\n</ul>\n"
    )
    assert to_blocks(source) == [
        {
            "kind": "paragraph",
            "runs": [run("Wij "), run("lezen", bold=True), run(" elke "), run("dag", italic=True), run(".")],
        },
        {"kind": "bullets", "items": [[run("taal")], [run("rekenen")]]},
    ]


def test_a_link_and_a_line_break():
    assert to_blocks("Zie [ons](https://example.org)\nof bel") == [
        {
            "kind": "paragraph",
            "runs": [run("Zie "), run("ons", href="https://example.org"), run("\n"), run("of bel")],
        }
    ]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ('<img src=x onerror="a">', "<p>&lt;img src=x onerror=&quot;a&quot;&gt;</p>\n"),
        ("[klik](javascript:alert(1))", "<p>[klik](javascript:alert(1))</p>\n"),
        ("[klik](data:text/html,x)", "<p>[klik](data:text/html,x)</p>\n"),
        ("**niet af", "<p>**niet af</p>\n"),
        ("# geen kop", "<p># geen kop</p>\n"),
        ("![plaatje](x.png)", '<p>!<a href="x.png">plaatje</a></p>\n'),
    ],
)
def test_the_rest_stays_text(source, html):
    assert to_html(source) == html


@pytest.mark.parametrize("source", ["", None])
def test_nothing(source):
    assert (to_html(source), to_blocks(source)) == ("", [])


def test_a_very_long_and_hostile_text_comes_through():
    source = "*" * 5000 + "[" * 5000 + "- " * 500
    assert "<script" not in to_html(source)
    assert to_blocks(source)
