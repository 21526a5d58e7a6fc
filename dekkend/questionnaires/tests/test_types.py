"""What each type takes, refuses and shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from dekkend.questionnaires.blocks import Items, Line, Mark, Prose, Table
from dekkend.questionnaires.definition import Need, Option, Question, Questionnaire, Row
from dekkend.questionnaires.types import KINDS, Context
from dekkend.questionnaires.values import InvalidAnswer, clean, is_empty, read_input

NOT_IN_LIST = "Deze keuze staat niet in de lijst. Kies een van de antwoorden."
UNREADABLE = "Dit antwoord is niet te lezen. Vul de vraag opnieuw in."
JUDGEMENT = (Option("goed", "goed"), Option("matig", "kan beter"))
NEEDS = (Option("reading", "lezen"), Option("quiet", "rust"))
ROWS = (Row("nurse", "verpleegkundige"), Row("police", "wijkagent"))


def ask(kind: str, **fields: Any) -> Question:
    return Question(key="vraag", type=kind, label="Vraag", **fields)


def refusal(question: Question, value: Any) -> str:
    with pytest.raises(InvalidAnswer) as refused:
        clean(question, value)
    assert str(refused.value) == refused.value.message
    return refused.value.message


def shown(question: Question, value: Any, **answers: Any) -> tuple:
    needs = tuple(Need(option.value, option.label) for option in NEEDS)
    whole = Questionnaire("elk", "1", "Elk", "nl", "", needs, (), (), "")
    return KINDS[question.type].blocks(question, value, Context(whole, answers))


class TestText:
    def test_a_line(self):
        assert clean(ask("text"), "  De \t Ton\r\nvan Oudveen\x00\x1b ") == "De Ton van Oudveen"
        assert shown(ask("text"), "De Ton") == (Line("De Ton"),)

    def test_letters_written_in_two_ways_are_one(self):
        assert clean(ask("text"), "Cafe\u0301") == "Café"

    @pytest.mark.parametrize("value", [None, "", "   ", "\x00"])
    def test_nothing(self, value):
        assert clean(ask("text"), value) is None

    def test_too_long(self):
        short = ask("text", max_length=5)
        assert clean(short, "12345") == "12345"
        assert refusal(short, "123456") == "Deze tekst is 1 teken te lang. Er passen er 5. Maak hem korter."
        assert (
            refusal(short, "12345678") == "Deze tekst is 3 tekens te lang. Er passen er 5. Maak hem korter."
        )

    def test_what_is_no_text(self):
        assert refusal(ask("text"), ["x"]) == "Dit is geen tekst. Vul de vraag opnieuw in."

    @pytest.mark.parametrize("typed", ["3495ab", "3495 AB", " 3495  ab "])
    def test_a_postcode_is_tidied(self, typed):
        postcode = ask("text", normalise="postcode", pattern="[1-9][0-9]{3} [A-Z]{2}")
        assert clean(postcode, typed) == "3495 AB"

    def test_a_pattern_says_what_is_wanted(self):
        asked = ask("text", pattern="[0-9]{4}", help="Vier cijfers.")
        assert refusal(asked, "12a") == "“12a” heeft niet de juiste vorm. Vier cijfers."
        assert refusal(ask("text", pattern="x"), "y") == "“y” heeft niet de juiste vorm. Kijk het na."

    def test_a_brin_is_tidied(self):
        assert clean(ask("text", normalise="brin"), " 99 ab00") == "99AB00"


class TestProse:
    def test_it_keeps_its_lines_and_its_markup_as_typed(self):
        typed = "**Samen**\r\n\r\n- een\r\n- <script>alert(1)</script>\r\n"
        kept = "**Samen**\n\n- een\n- <script>alert(1)</script>"
        assert clean(ask("prose"), typed) == kept
        assert shown(ask("prose"), kept) == (Prose(kept),)

    def test_8000_signs_fit_unless_the_form_says_otherwise(self):
        assert clean(ask("prose"), "a" * 8000) == "a" * 8000
        assert refusal(ask("prose"), "a" * 8001).startswith("Deze tekst is 1 teken te lang.")
        assert refusal(ask("prose", max_length=10), "a" * 12).startswith("Deze tekst is 2 tekens te lang.")


class TestDate:
    @pytest.mark.parametrize(
        "typed",
        ["2026-02-03", "3-2-2026", "03/02/2026", "3.2.2026", "3 februari 2026", "3 Feb 2026", " 3 2 2026 "],
    )
    def test_as_a_browser_and_as_people_write_it(self, typed):
        assert clean(ask("date"), typed) == "2026-02-03"

    def test_march_is_short_in_two_ways(self):
        assert clean(ask("date"), "1 mrt 2026") == clean(ask("date"), "1 maa 2026") == "2026-03-01"

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ("31-02-2026", "31 februari 2026 bestaat niet. Die maand heeft 28 dagen."),
            ("2024-02-30", "30 februari 2024 bestaat niet. Die maand heeft 29 dagen."),
            ("0 april 2026", "0 april 2026 bestaat niet. Die maand heeft 30 dagen."),
            ("01-13-2026", "Maand 13 bestaat niet. Schrijf een maand van 1 tot en met 12."),
            ("01-01-0202", "Het jaar 0202 kan niet. Schrijf vier cijfers, zoals 2025."),
            (
                "1 brumaire 2026",
                "“1 brumaire 2026” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026.",
            ),
            ("gisteren", "“gisteren” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026."),
            ("٣-٢-٢٠٢٦", "“٣-٢-٢٠٢٦” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026."),
        ],
    )
    def test_what_is_no_date(self, typed, message):
        assert refusal(ask("date"), typed) == message

    def test_the_future(self):
        tomorrow = localdate() + timedelta(days=1)
        past = ask("date", not_in_future=True)
        assert clean(past, localdate().isoformat()) == localdate().isoformat()
        assert clean(ask("date"), tomorrow.isoformat()) == tomorrow.isoformat()
        assert refusal(past, tomorrow.isoformat()).endswith(
            " is nog niet geweest. Vul een datum tot en met vandaag in."
        )

    def test_it_is_shown_in_full(self):
        assert shown(ask("date"), "2026-02-03") == (Line("3 februari 2026"),)


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "number"), [("184", 184), (" 0 ", 0), ("1.250", 1250), (184, 184), ("-3", -3)]
    )
    def test_a_whole_number(self, typed, number):
        assert clean(ask("number"), typed) == number

    @pytest.mark.parametrize(
        "typed", ["veel", "12,5", "1.5", "1e3", "²", "9999999999", 10**12, True, 1.5, []]
    )
    def test_what_is_none(self, typed):
        assert refusal(ask("number"), typed or "[]") == (
            f"“{typed or '[]'}” is geen heel getal. Gebruik alleen cijfers."
        )

    def test_its_limits(self):
        asked = ask("number", minimum=1, maximum=40)
        assert (clean(asked, "1"), clean(asked, "40")) == (1, 40)
        assert refusal(asked, "0") == "0 is te laag. Vul 1 of meer in."
        assert refusal(asked, "41") == "41 is te hoog. Vul 40 of minder in."

    def test_with_its_year(self):
        counted = ask("number", with_year=True, minimum=0)
        assert clean(counted, {"number": "184", "year": "2025"}) == {"number": 184, "year": 2025}
        assert shown(counted, {"number": 184, "year": 2025}) == (Line("184 op 1 oktober 2025"),)
        assert clean(counted, {"number": "", "year": ""}) is None

    @pytest.mark.parametrize("typed", [{"number": "184", "year": ""}, {"year": "2025"}])
    def test_both_or_none(self, typed):
        assert refusal(ask("number", with_year=True), typed) == "Vul allebei in: het aantal en het jaar."

    @pytest.mark.parametrize("year", ["25", "1066", "volgend", str(localdate().year + 1)])
    def test_what_is_no_year(self, year):
        asked, now = ask("number", with_year=True), localdate().year
        message = f"“{year}” is geen jaar tot en met nu. Schrijf vier cijfers, zoals {now}."
        assert refusal(asked, {"number": "1", "year": year}) == message

    def test_a_forged_part(self):
        assert refusal(ask("number", with_year=True), {"number": 1, "year": 2025, "x": 1}) == UNREADABLE


class TestYesNo:
    def test_it(self):
        values = ["yes", "no", True, False, "", None]
        assert [clean(ask("yes_no"), value) for value in values] == [True, False, True, False, None, None]
        assert (shown(ask("yes_no"), True), shown(ask("yes_no"), False)) == ((Line("ja"),), (Line("nee"),))
        assert not is_empty(ask("yes_no"), False)

    def test_forged(self):
        assert refusal(ask("yes_no"), "maybe") == NOT_IN_LIST


class TestChoice:
    asked = ask("choice", options=JUDGEMENT)

    def test_it(self):
        assert clean(self.asked, "matig") == "matig"
        assert clean(self.asked, "") is None
        assert shown(self.asked, "matig") == (Line("kan beter"),)

    @pytest.mark.parametrize("forged", ["kan beter", "GOED", 1, ["goed"], {"goed": 1}])
    def test_forged(self, forged):
        assert refusal(self.asked, forged) == NOT_IN_LIST


class TestCheck:
    def test_not_ticked_is_an_answer_once_the_form_was_saved(self):
        sent = QueryDict("")
        assert clean(ask("check"), read_input(ask("check"), sent, "vraag")) is False
        assert clean(ask("check"), read_input(ask("check"), QueryDict("vraag=yes"), "vraag")) is True
        assert clean(ask("check"), None) is None

    def test_it_is_shown_with_its_label(self):
        assert shown(ask("check"), True) == (Mark(True, "Vraag"),)
        assert Mark(False, "Vraag").lines() == ["nee: Vraag"]

    def test_forged(self):
        assert refusal(ask("check"), "perhaps") == "Dit vinkje is niet te lezen. Zet het opnieuw."


class TestCheckText:
    one, more = ask("check_text"), ask("check_text", several=True)

    def test_one_text(self):
        sent = QueryDict("vraag=yes&vraag.text=+Leerspoor+")
        assert clean(self.one, read_input(self.one, sent, "vraag")) == {"checked": True, "text": "Leerspoor"}
        assert shown(self.one, {"checked": True, "text": "Leerspoor"}) == (Mark(True, "Vraag", "Leerspoor"),)

    def test_several(self):
        sent = QueryDict("vraag=yes&vraag.text=leesliniaal&vraag.text=&vraag.text=timer")
        value = {"checked": True, "items": ["leesliniaal", "timer"]}
        assert clean(self.more, read_input(self.more, sent, "vraag")) == value
        assert shown(self.more, value) == (Mark(True, "Vraag"), Items(("leesliniaal", "timer")))

    def test_without_its_tick_the_text_is_kept_and_not_shown(self):
        value = clean(self.one, {"checked": False, "text": "Leerspoor"})
        assert value == {"checked": False, "text": "Leerspoor"}
        assert shown(self.one, value) == (Mark(False, "Vraag"),)
        assert shown(self.more, {"checked": False, "items": ["timer"]}) == (Mark(False, "Vraag"),)

    def test_too_long_names_the_row(self):
        asked = ask("check_text", several=True, max_length=3)
        message = "Regel 2: Deze tekst is 1 teken te lang. Er passen er 3. Maak hem korter."
        assert refusal(asked, {"checked": True, "items": ["ab", "abcd"]}) == message

    def test_forged(self):
        assert refusal(self.one, {"checked": True, "items": []}) == UNREADABLE
        assert refusal(self.one, "yes") == UNREADABLE


class TestList:
    def test_empty_rows_fall_out(self):
        sent = QueryDict("vraag=Femke&vraag=&vraag=+Joost++Bakx+")
        assert clean(ask("list"), read_input(ask("list"), sent, "vraag")) == ["Femke", "Joost Bakx"]
        assert shown(ask("list"), ["Femke"]) == (Items(("Femke",)),)
        assert clean(ask("list"), ["", " "]) is None

    def test_too_many(self):
        assert refusal(ask("list"), ["x"] * 101) == "Dit zijn 101 regels. Houd het bij 100 of minder."


class TestAmbitions:
    asked = ask("ambitions", options=NEEDS)

    def test_rows_from_a_form(self):
        sent = QueryDict(
            "vraag.0.id=ab12cd34&vraag.0.text=Een+stille+kamer&vraag.0.needs=quiet&vraag.0.needs=reading"
            "&vraag.1.id=&vraag.1.text=&vraag.10.id=&vraag.10.text=Beter+lezen"
        )
        first, second = clean(self.asked, read_input(self.asked, sent, "vraag"))
        assert first == {"id": "ab12cd34", "text": "Een stille kamer", "needs": ["reading", "quiet"]}
        assert (second["text"], second["needs"], len(second["id"])) == ("Beter lezen", [], 8)

    def test_an_id_stays_and_is_of_one_ambition(self):
        rows = [{"id": "ab12", "text": "a", "needs": []}, {"id": "ab12", "text": "b", "needs": []}]
        first, second = clean(self.asked, rows)
        assert first["id"] == "ab12" != second["id"]
        assert clean(self.asked, [first, second]) == [first, second]

    def test_they_are_shown_with_their_needs(self):
        rows = [
            {"id": "ab12", "text": "Stil", "needs": ["quiet"]},
            {"id": "cd34", "text": "Meer", "needs": []},
        ]
        assert shown(self.asked, rows) == (Items(("Stil (rust)", "Meer")),)

    def test_forged(self):
        assert refusal(self.asked, [{"text": "a", "needs": ["gold"]}]) == f"Regel 1: {NOT_IN_LIST}"
        assert refusal(self.asked, [{"text": "a", "owner": "x"}]) == f"Regel 1: {UNREADABLE}"


class TestPlan:
    asked = ask("plan", ambitions=("ambitions",))
    row = {"step": "Kiezen", "who": "Femke", "due": "2031-02-28", "status": "doing"}
    ambitions = [{"id": "ab12", "text": "Stil", "needs": []}, {"id": "cd34", "text": "Meer", "needs": []}]

    def test_rows_from_a_form(self):
        sent = QueryDict(
            "vraag.ab12.step=Kiezen&vraag.ab12.who=Femke&vraag.ab12.due=28-2-2031&vraag.ab12.status=doing"
            "&vraag.cd34.step=&vraag.cd34.who=&vraag.cd34.due=&vraag.cd34.status=todo"
        )
        assert clean(self.asked, read_input(self.asked, sent, "vraag")) == {"ab12": self.row}

    def test_a_date_that_does_not_exist(self):
        assert refusal(self.asked, {"ab12": {"due": "31-02-2031"}}) == (
            "31 februari 2031 bestaat niet. Die maand heeft 28 dagen."
        )

    @pytest.mark.parametrize("forged", [{"../x": {}}, {"ab12": "x"}, {"ab12": {"cost": "1"}}, ["ab12"]])
    def test_forged(self, forged):
        assert refusal(self.asked, forged) == UNREADABLE

    def test_it_is_shown_beside_its_ambitions(self):
        (table,) = shown(self.asked, {"cd34": self.row}, ambitions=self.ambitions)
        assert table == Table(
            ("Ambitie", "Stap", "Wie", "Klaar op", "Stand"),
            (("Meer", "Kiezen", "Femke", "28 februari 2031", "mee bezig"),),
        )

    def test_steps_of_ambitions_that_are_not_there_fall_out(self):
        kind = KINDS["plan"]
        assert kind.among(
            self.asked, {"ab12": self.row, "gone": self.row}, {"ambitions": self.ambitions}
        ) == {"ab12": self.row}
        assert kind.among(self.asked, {"ab12": self.row}, {}) is None


class TestNeeds:
    asked = ask("needs", options=NEEDS)

    def test_in_the_order_of_the_form_and_each_once(self):
        sent = QueryDict("vraag=quiet&vraag=reading&vraag=quiet")
        assert clean(self.asked, read_input(self.asked, sent, "vraag")) == ["reading", "quiet"]
        assert clean(self.asked, []) is None
        assert shown(self.asked, ["quiet"]) == (Items(("rust",)),)

    def test_forged(self):
        assert refusal(self.asked, ["gold"]) == NOT_IN_LIST
        assert refusal(self.asked, "quiet") == UNREADABLE


class TestScale:
    asked = ask("scale", low="stil", high="levendig", steps=4)

    def test_it(self):
        assert [clean(self.asked, value) for value in ["1", 4, ""]] == [1, 4, None]
        assert shown(self.asked, 3) == (Line("3 van 4 (1 is stil, 4 is levendig)"),)

    @pytest.mark.parametrize("forged", ["5", 0, True, "twee", [2], 1.0])
    def test_forged(self, forged):
        assert refusal(self.asked, forged) == "Kies een stap van 1 tot en met 4."


class TestMatrix:
    asked = ask("matrix", options=JUDGEMENT, rows=ROWS)

    def test_it(self):
        sent = QueryDict("vraag.police=goed&vraag.nurse=matig&vraag.ghost=goed")
        value = clean(self.asked, read_input(self.asked, sent, "vraag"))
        assert list(value.items()) == [("nurse", "matig"), ("police", "goed")]
        rows = (("verpleegkundige", "kan beter"), ("wijkagent", "goed"))
        assert shown(self.asked, value) == (Table(("Onderdeel", "Antwoord"), rows),)
        assert clean(self.asked, {"nurse": ""}) is None

    def test_forged(self):
        assert refusal(self.asked, {"ghost": "goed"}) == UNREADABLE
        assert refusal(self.asked, {"nurse": "gold"}) == NOT_IN_LIST


class TestFixed:
    def test_it_takes_no_answer(self):
        assert read_input(ask("fixed"), QueryDict("vraag=x"), "vraag") is None
        assert refusal(ask("fixed"), "x") == "Deze vraag heeft geen antwoord."


ONE_OF_EACH = [
    ask("text"),
    ask("prose"),
    ask("date"),
    ask("number"),
    ask("number", with_year=True),
    ask("yes_no"),
    ask("choice", options=JUDGEMENT),
    ask("check"),
    ask("check_text"),
    ask("check_text", several=True),
    ask("list"),
    ask("ambitions", options=NEEDS),
    ask("plan", ambitions=("ambitions",)),
    ask("needs", options=NEEDS),
    ask("scale", low="stil", high="levendig"),
    ask("matrix", options=JUDGEMENT, rows=ROWS),
    ask("fixed", text="Vast"),
]
words = st.text(max_size=8) | st.sampled_from(
    [
        "checked",
        "text",
        "items",
        "id",
        "needs",
        "ab12",
        "due",
        "nurse",
        "goed",
        "reading",
        "number",
        "year",
        "2025",
    ]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def test_every_type_is_among_them():
    assert {question.type for question in ONE_OF_EACH} == set(KINDS)


@settings(derandomize=True, deadline=None, max_examples=1500)
@given(st.sampled_from(ONE_OF_EACH), json_values)
def test_any_json_is_cleaned_or_refused(question, value):
    """Nothing a browser or a file sends makes another error; what is clean stays as it is."""
    try:
        cleaned = clean(question, value)
    except InvalidAnswer as refused:
        assert refused.message.endswith((".", "!", "?"))
        return
    assert cleaned is None or clean(question, cleaned) == cleaned
