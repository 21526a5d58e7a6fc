"""Every text for parents is there in every language, and says what the Dutch one says."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils.translation import gettext, override

from tools import messages

ANEW = "run `make messages`, translate what it counts, and commit the .po and the .mo"
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
TAG = re.compile(r"</?\w+")
LANGUAGES = messages.languages()
FOREIGN = [code for code in LANGUAGES if code != "nl-simple"]
PLACES = messages.places()
# The number stands in the word itself: one question, two questions, no question.
WORDS_FOR_NUMBERS = {"ar"}
# Words that two languages share.
THE_SAME = {
    "en": {"E-mail", "Filter", "Filters", "Postcode", "Privacy", "Status", "was"},
    "tr": {"Adres"},
    "pl": {"Adres", "E-mail"},
    "uk": set(),
    "ar": set(),
}


def name_of(place: Path) -> str:
    return str(place.relative_to(messages.ROOT))


@cache
def wanted(place: Path) -> Catalog:
    return messages.template_of(messages.texts_of(place))


@cache
def catalogue(place: Path, language: str) -> Catalog:
    return messages.read(place, language)


def texts(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(text) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def keys(catalog: Catalog) -> set:
    return {(message.context, message.id) for message in texts(catalog)}


every_catalogue = pytest.mark.parametrize(
    ("place", "language"),
    [(place, language) for place in PLACES for language in LANGUAGES],
    ids=lambda value: value if isinstance(value, str) else name_of(value),
)


@every_catalogue
def test_it_holds_exactly_the_texts_that_there_are(place, language):
    there, needed = keys(catalogue(place, language)), keys(wanted(place))
    assert (needed - there, there - needed) == (set(), set()), ANEW


@every_catalogue
def test_every_text_is_translated_in_every_number(place, language):
    catalog = catalogue(place, language)
    assert [message.id for message in messages.missing(catalog)] == [], ANEW
    plural = [message for message in texts(catalog) if not isinstance(message.id, str)]
    assert {len(message.string) for message in plural} <= {catalog.num_plurals}


@every_catalogue
def test_what_is_filled_in_and_the_markup_are_those_of_the_dutch_text(place, language):
    wrong = [
        said
        for message in texts(catalogue(place, language))
        for said in forms(message.string)
        if not fits(said, message, language)
    ]
    assert wrong == []


def fits(said: str, message: Message, language: str) -> bool:
    """All that is filled in, and nothing more; a number may be a word."""
    found = set(PLACEHOLDER.findall(said))
    dutch = [set(PLACEHOLDER.findall(form)) for form in forms(message.id)]
    needed = set() if language in WORDS_FOR_NUMBERS and len(dutch) > 1 else set.intersection(*dutch)
    if not needed <= found <= set.union(*dutch):
        return False
    return sorted(TAG.findall(said)) == sorted(TAG.findall(forms(message.id)[-1]))


@every_catalogue
def test_what_runs_is_what_is_written(place, language):
    path = messages.path_of(place, language)
    assert path.with_suffix(".mo").read_bytes() == messages.as_mo(catalogue(place, language)), ANEW


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("place", PLACES, ids=name_of)
def test_no_dutch_is_left_over(place, language):
    same = {
        message.id
        for message in texts(catalogue(place, language))
        if isinstance(message.id, str) and message.id == message.string and has_letters(message.id)
    }
    assert same - THE_SAME[language] == set()


def has_letters(text: str) -> bool:
    return bool(re.search(r"[a-zA-Z]{3}", PLACEHOLDER.sub("", text)))


@pytest.mark.parametrize("place", PLACES, ids=name_of)
def test_the_dutch_text_is_its_own_translation(place):
    """No library of ours may take a Dutch word for an English one, and answer with its own Dutch."""
    with override("nl"):
        changed = [text for _, text in keys(wanted(place)) if isinstance(text, str) and gettext(text) != text]
    assert changed == []


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("pl", 1, "1 pytanie"),
        ("pl", 3, "3 pytania"),
        ("pl", 12, "12 pytań"),
        ("pl", 22, "22 pytania"),
        ("uk", 21, "21 питання"),
        ("uk", 5, "5 питань"),
        ("ar", 1, "سؤال واحد"),
        ("ar", 2, "سؤالان"),
        ("ar", 7, "7 أسئلة"),
        ("ar", 30, "30 سؤالًا"),
        ("tr", 7, "7 soru"),
    ],
)
def test_numbers_bend_their_word_as_the_language_does(language, number, words):
    from django.utils.translation import ngettext

    with override(language):
        assert ngettext("%(count)s vraag", "%(count)s vragen", number) % {"count": number} == words


def test_this_would_see_a_placeholder_that_is_lost_or_made_up():
    message = Message("%(name)s <strong>schrijft</strong>", "x")
    assert fits("<strong>yazıyor</strong> %(name)s", message, "tr")
    assert not fits("<strong>yazıyor</strong>", message, "tr")
    assert not fits("<strong>yazıyor</strong> %(name)s %(day)s", message, "tr")
    assert not fits("yazıyor %(name)s", message, "tr")
    counted = Message(("%(count)s vraag", "%(count)s vragen"), ("x", "x"))
    assert fits("سؤال واحد", counted, "ar")
    assert not fits("jedno pytanie", counted, "pl")
