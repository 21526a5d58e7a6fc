"""A page from its kept shape is the page itself, whatever the words."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from dekkend.core.rendering import render_by_shape
from dekkend.core.templatetags.dekkend import leading

TEMPLATE = "website/parts/search.html"
TEXTS = ["", "prikkels", "<b>&\"'", "\x02place\x03", "{{ place }}"]


@pytest.fixture
def draw(rf: RequestFactory):
    """draw(words) is the answer to a reader without a cookie; with `whole`, as Django draws it."""

    def drawn(words: dict[str, str], *, whole: bool = False, **more) -> HttpResponse:
        request = rf.get("/scholen/")
        if whole:
            request.COOKIES["any"] = "cookie"
        return render_by_shape(request, TEMPLATE, {}, words, **more)

    return drawn


@pytest.mark.parametrize("place", TEXTS)
@pytest.mark.parametrize("text", TEXTS)
def test_it_is_what_django_draws(draw, text, place):
    words = {"text": text, "place": place, "kept_by_search": mark_safe("<input>"), "text_error": place}
    for _ in range(2):
        assert draw(words).content == draw(words, whole=True).content


def test_a_shape_is_drawn_once(draw, drawn_templates):
    for word in ("een", "twee"):
        draw({"text": word})
    assert drawn_templates == [TEMPLATE]
    draw({"text": "een", "text_error": "Te lang."})
    draw({"text": "een"}, frame="the face of a region")
    assert drawn_templates == [TEMPLATE] * 3


@pytest.fixture
def drawn_templates(monkeypatch):
    from dekkend.core import rendering

    drawn, real = [], rendering.render_to_string
    monkeypatch.setattr(
        rendering, "render_to_string", lambda name, *rest: drawn.append(name) or real(name, *rest)
    )
    return drawn


def test_the_status_is_that_of_the_answer(draw):
    assert draw({"text": "een"}, status=404).status_code == 404


@pytest.mark.parametrize(
    ("label", "reads"), [("Naam", "Naam:"), ("Wanneer was het?", "Wanneer was het?"), ("متى؟", "متى؟")]
)
def test_a_label_that_asks_something_gets_no_colon_after_its_question_mark(label, reads):
    assert leading(label) == reads
