"""Each question type: what it takes, what it refuses and in which words, how it is shown, and its schema."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils.timezone import localdate

from dekkend.questionnaires.blocks import Items, Line, Mark, Prose, Table
from dekkend.questionnaires.definition import Column, Need, Option, Question, Questionnaire, Row
from dekkend.questionnaires.types import KINDS, Context
from dekkend.questionnaires.values import InvalidAnswer, clean, is_empty, read_input

JUDGEMENT = (Option("goed", "Goed"), Option("kan_beter", "Kan beter"))
NEEDS = (Option("reading", "lezen"), Option("quiet", "rust"))
ROWS = (Row("nurse", "verpleegkundige"), Row("police", "wijkagent"))
PART = {"choice": {"options": JUDGEMENT}, "matrix": {"options": JUDGEMENT, "rows": ROWS}}
PART |= {"needs": {"options": NEEDS}, "ambitions": {"options": NEEDS}, "plan": {"ambitions": ("growth",)}}
PART |= {"table": {"columns": (Column("what", "Wat"), Column("by", "Klaar op", "date"))}}
PART |= {"scale": {"low": "stil", "high": "levendig"}}
UNREADABLE = "Dit antwoord is niet te lezen. Vul de vraag opnieuw in."
NOT_IN_LIST = "Deze keuze staat niet in de lijst. Kies een van de antwoorden."
GROWTH = [{"id": "0a1b2c3d", "text": "Een stille kamer", "needs": ["quiet"]}]


def asked(kind: str, **fields) -> Question:
    return Question(key="q.one", type=kind, label="Een vraag", **PART.get(kind, {}) | fields)


def shown(question: Question, value) -> tuple:
    whole = Questionnaire("f", "1", "F", "nl", "", tuple(Need(o.value, o.label) for o in NEEDS), (), (), "")
    return KINDS[question.type].blocks(question, value, Context(whole, {"growth": GROWTH}))


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (asked("text"), "  een\n regel \x00\ufffe\uffff", "een regel"),
        (asked("text"), "e\u0301e\u0301n", "één"),
        (asked("text", normalise="postcode"), "3495ab", "3495 AB"),
        (asked("text", normalise="brin"), "99 ab 00", "99AB00"),
        (asked("prose"), " Een.\r\n\r\nTwee. ", "Een.\n\nTwee."),
        (asked("date"), "2026-02-28", "2026-02-28"),
        (asked("date"), "28-2-2026", "2026-02-28"),
        (asked("date"), "28 februari 2026", "2026-02-28"),
        (asked("date", not_in_future=True), localdate().isoformat(), localdate().isoformat()),
        (asked("number"), " 184 ", 184),
        (asked("number"), "1.250", 1250),
        (asked("number"), 0, 0),
        (asked("number", with_year=True), {"number": "184", "year": "2025"}, {"number": 184, "year": 2025}),
        (asked("yes_no"), "yes", True),
        (asked("yes_no"), "no", False),
        (asked("yes_no"), False, False),
        (asked("choice"), "goed", "goed"),
        (asked("check"), "yes", True),
        (asked("check"), "on", True),
        (asked("check"), "", False),
        (asked("check_text"), {"checked": "yes", "text": " KIJK! "}, {"checked": True, "text": "KIJK!"}),
        (asked("check_text"), {"checked": "", "text": "oud"}, {"checked": False, "text": "oud"}),
        (
            asked("check_text", several=True),
            {"checked": "yes", "items": ["a", " ", "b"]},
            {"checked": True, "items": ["a", "b"]},
        ),
        (asked("list"), ["Nadia", "", " Sem "], ["Nadia", "Sem"]),
        (asked("needs"), ["quiet", "reading", "quiet"], ["reading", "quiet"]),
        (asked("scale"), "3", 3),
        (asked("scale"), 4, 4),
        (asked("matrix"), {"nurse": "goed", "police": ""}, {"nurse": "goed"}),
        (
            asked("table"),
            [{"what": " Lezen\nmet Sem ", "by": "1-8-2027"}, {"what": "", "by": " "}, {"what": "Rust"}],
            [{"what": "Lezen met Sem", "by": "2027-08-01"}, {"what": "Rust", "by": ""}],
        ),
        (asked("ambitions"), GROWTH, GROWTH),
        (
            asked("plan"),
            {"0a1b2c3d": {"step": "Kamer leegmaken", "due": "1-8-2027"}},
            {"0a1b2c3d": {"step": "Kamer leegmaken", "who": "", "due": "2027-08-01", "status": "todo"}},
        ),
    ],
)
def test_it_takes(question, raw, value):
    assert clean(question, raw) == value
    assert clean(question, value) == value, "a stored value is valid"


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"fixed", "check"}))
@pytest.mark.parametrize("raw", [None, ""])
def test_nothing_is_no_answer(kind, raw):
    value = clean(asked(kind), raw)
    assert value is None
    assert is_empty(asked(kind), value)


@pytest.mark.parametrize("kind", ["list", "needs", "ambitions", "table"])
def test_an_empty_list_is_no_answer(kind):
    assert clean(asked(kind), []) is None


def test_a_tick_that_is_off_is_an_answer():
    assert not is_empty(asked("check"), False)
    assert not is_empty(asked("check_text"), {"checked": False, "text": ""})
    assert clean(asked("check"), None) is None


@pytest.mark.parametrize(
    ("question", "raw", "message"),
    [
        (asked("text"), 12, "Dit is geen tekst. Vul de vraag opnieuw in."),
        (
            asked("text", max_length=5),
            "zeven..",
            "Deze tekst is 2 tekens te lang. Er passen er 5. Maak hem korter.",
        ),
        (
            asked("prose", max_length=5),
            "zes...",
            "Deze tekst is 1 teken te lang. Er passen er 5. Maak hem korter.",
        ),
        (
            asked("text", pattern="[0-9]+", help="Alleen cijfers."),
            "acht",
            "“acht” heeft niet de juiste vorm. Alleen cijfers.",
        ),
        (asked("text", pattern="[0-9]+"), "acht", "“acht” heeft niet de juiste vorm. Kijk het na."),
        (
            asked("date"),
            "gisteren",
            "“gisteren” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026.",
        ),
        (asked("date"), "31-2-2026", "31 februari 2026 bestaat niet. Die maand heeft 28 dagen."),
        (asked("date"), "1-13-2026", "Maand 13 bestaat niet. Schrijf een maand van 1 tot en met 12."),
        (asked("date"), "1-1-0026", "Het jaar 0026 kan niet. Schrijf vier cijfers, zoals 2025."),
        (asked("number"), "1,5", "“1,5” is geen heel getal. Gebruik alleen cijfers."),
        (asked("number"), True, "“True” is geen heel getal. Gebruik alleen cijfers."),
        (asked("number", minimum=4), "3", "3 is te laag. Vul 4 of meer in."),
        (asked("number", maximum=4), "5", "5 is te hoog. Vul 4 of minder in."),
        (
            asked("number", with_year=True),
            {"number": "5", "year": ""},
            "Vul allebei in: het aantal en het jaar.",
        ),
        (asked("number", with_year=True), {"number": "5", "maand": "1"}, UNREADABLE),
        (
            asked("number", with_year=True),
            {"number": "5", "year": "25"},
            f"“25” is geen jaar tot en met nu. Schrijf vier cijfers, zoals {localdate().year}.",
        ),
        (asked("yes_no"), "misschien", NOT_IN_LIST),
        (asked("choice"), "zeer_goed", NOT_IN_LIST),
        (asked("choice"), ["goed"], NOT_IN_LIST),
        (asked("check"), "maybe", "Dit vinkje is niet te lezen. Zet het opnieuw."),
        (asked("check_text"), {"checked": "yes", "items": []}, UNREADABLE),
        (asked("list"), "Nadia", UNREADABLE),
        (asked("list"), ["a"] * 101, "Dit zijn 101 regels. Houd het bij 100 of minder."),
        (
            asked("list", max_length=3),
            ["goed"],
            "Regel 1: Deze tekst is 1 teken te lang. Er passen er 3. Maak hem korter.",
        ),
        (asked("needs"), ["flying"], NOT_IN_LIST),
        (asked("needs"), "quiet", UNREADABLE),
        (asked("scale"), "5", "Kies een stap van 1 tot en met 4."),
        (asked("scale"), True, "Kies een stap van 1 tot en met 4."),
        (asked("matrix"), {"teacher": "goed"}, UNREADABLE),
        (asked("matrix"), {"nurse": "slecht"}, NOT_IN_LIST),
        (asked("ambitions"), [{"text": "Iets", "needs": ["flying"]}], f"Regel 1: {NOT_IN_LIST}"),
        (asked("ambitions"), ["Iets"], f"Regel 1: {UNREADABLE}"),
        (asked("table"), [{"what": "Rust"}, {"by": "2027-08-01"}], "Regel 2: Vul ook “Wat” in."),
        (asked("table"), [{"what": "Rust", "colour": "red"}], f"Regel 1: {UNREADABLE}"),
        (asked("table"), {"what": "Rust"}, UNREADABLE),
        (
            asked("table"),
            [{"what": "Rust", "by": "ooit"}],
            "Regel 1: “ooit” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026.",
        ),
        (asked("plan"), {"0a1b2c3d": {"status": "later"}}, NOT_IN_LIST),
        (asked("plan"), {"../": {"step": "x"}}, UNREADABLE),
        (
            asked("plan"),
            {"0a1b2c3d": {"due": "ooit"}},
            "“ooit” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026.",
        ),
        (asked("fixed"), "iets", "Deze vraag heeft geen antwoord."),
    ],
)
def test_it_refuses_in_these_words(question, raw, message):
    with pytest.raises(InvalidAnswer) as refused:
        clean(question, raw)
    assert refused.value.message == message


def test_a_day_that_is_yet_to_come_is_refused_by_its_name():
    tomorrow = (localdate() + timedelta(days=1)).isoformat()
    with pytest.raises(InvalidAnswer, match="is nog niet geweest"):
        clean(asked("date", not_in_future=True), tomorrow)
    assert clean(asked("date"), tomorrow) == tomorrow


def test_an_ambition_keeps_its_id_and_a_new_one_gets_one():
    rows = clean(asked("ambitions"), [*GROWTH, {"id": "", "text": "Nieuw"}, *GROWTH])
    ids = [row["id"] for row in rows]
    assert ids[0] == "0a1b2c3d"
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("question", "sent", "raw"),
    [
        (asked("text"), "x=iets", "iets"),
        (asked("text"), "", ""),
        (asked("number", with_year=True), "x=5&x.year=2025", {"number": "5", "year": "2025"}),
        (asked("check_text"), "x=yes&x.text=a", {"checked": "yes", "text": "a"}),
        (asked("check_text", several=True), "x.text=a&x.text=b", {"checked": "", "items": ["a", "b"]}),
        (asked("list"), "x=a&x=b", ["a", "b"]),
        (asked("needs"), "x=quiet", ["quiet"]),
        (asked("matrix"), "x.nurse=goed", {"nurse": "goed", "police": ""}),
        (
            asked("ambitions"),
            "x.10.text=b&x.2.text=a&x.2.needs=quiet&x.2.id=abcd&xy.0.text=c",
            [{"id": "abcd", "text": "a", "needs": ["quiet"]}, {"id": "", "text": "b", "needs": []}],
        ),
        (
            asked("table"),
            "x.10.what=b&x.2.what=a&x.2.by=2027-08-01&x.2.colour=red&xy.0.what=c",
            [{"what": "a", "by": "2027-08-01"}, {"what": "b"}],
        ),
        (asked("plan"), "x.abcd.step=a&x.abcd.colour=red&x.AB.step=b", {"abcd": {"step": "a"}}),
        (asked("fixed"), "x=iets", None),
    ],
)
def test_it_reads_what_a_browser_sends(question, sent, raw):
    assert read_input(question, QueryDict(sent), "x") == raw


@pytest.mark.parametrize(
    ("question", "value", "blocks"),
    [
        (asked("text"), "iets", (Line("iets"),)),
        (asked("prose"), "**iets**", (Prose("**iets**"),)),
        (asked("date"), "2026-02-28", (Line("28 februari 2026"),)),
        (asked("number"), 184, (Line("184"),)),
        (asked("number", with_year=True), {"number": 184, "year": 2025}, (Line("184 op 1 oktober 2025"),)),
        (asked("yes_no"), False, (Line("nee"),)),
        (asked("choice"), "kan_beter", (Line("Kan beter"),)),
        (asked("check"), True, (Mark(True, "Een vraag"),)),
        (asked("check_text"), {"checked": True, "text": "KIJK!"}, (Mark(True, "Een vraag", "KIJK!"),)),
        (asked("check_text"), {"checked": False, "text": "KIJK!"}, (Mark(False, "Een vraag", ""),)),
        (
            asked("check_text", several=True),
            {"checked": True, "items": ["a", "b"]},
            (Mark(True, "Een vraag"), Items(("a", "b"))),
        ),
        (asked("list"), ["a", "b"], (Items(("a", "b")),)),
        (asked("needs"), ["quiet"], (Items(("rust",)),)),
        (asked("scale"), 2, (Line("2 van 4 (1 is stil, 4 is levendig)"),)),
        (
            asked("matrix"),
            {"police": "goed"},
            (Table(("Onderdeel", "Antwoord"), (("wijkagent", "Goed"),)),),
        ),
        (
            asked("table"),
            [{"what": "Rust", "by": "2027-08-01"}, {"what": "Lezen"}],
            (Table(("Wat", "Klaar op"), (("Rust", "1 augustus 2027"), ("Lezen", "")), ours=(1,)),),
        ),
        (asked("ambitions"), GROWTH, (Items(("Een stille kamer (rust)",)),)),
        (
            asked("plan"),
            {"0a1b2c3d": {"step": "Meten", "who": "Sem", "due": "2027-08-01", "status": "doing"}},
            (
                Table(
                    ("Ambitie", "Stap", "Wie", "Klaar op", "Stand"),
                    (("Een stille kamer", "Meten", "Sem", "1 augustus 2027", "mee bezig"),),
                    ours=(3, 4),
                ),
            ),
        ),
        (asked("plan"), {"gone": {"step": "Meten", "who": "", "due": "", "status": "todo"}}, ()),
    ],
)
def test_it_is_shown_as(question, value, blocks):
    assert shown(question, value) == blocks


@pytest.mark.parametrize(
    ("question", "schema"),
    [
        (asked("text", max_length=9), {"type": "string", "maxLength": 9}),
        (asked("date"), {"type": "string", "format": "date"}),
        (asked("number", minimum=0), {"type": "integer", "minimum": 0}),
        (asked("yes_no"), {"type": "boolean"}),
        (asked("check"), {"type": "boolean"}),
        (asked("choice"), {"enum": ["goed", "kan_beter"]}),
        (asked("needs"), {"type": "array", "items": {"enum": ["reading", "quiet"]}, "uniqueItems": True}),
        (asked("fixed"), {}),
    ],
)
def test_its_schema(question, schema):
    assert KINDS[question.type].schema(question) == schema


def test_a_row_outlives_a_column_that_its_form_dropped():
    question, kind = asked("table"), KINDS["table"]
    old = [{"what": "Rust", "room": "Zolder", "by": ""}]
    assert clean(question, kind.salvage(question, old)) == [{"what": "Rust", "by": ""}]
    assert kind.salvage(question, "geen rijen") == "geen rijen"


def test_days_are_dates():
    assert date.fromisoformat(clean(asked("date"), "1 mrt 2026")) == date(2026, 3, 1)
