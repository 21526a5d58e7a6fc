"""What a parent reads: how it stands, the file, what happened, who looked; each in their own language."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, override

from dekkend.cases import actions
from dekkend.cases.consents import stances_of
from dekkend.cases.models import Case, Entry, Reading
from dekkend.cases.parents.links import still_works
from dekkend.cases.parents.situation import situation_of, stops_of
from dekkend.cases.parents.words import ACTS, ANSWERED, REASONS
from dekkend.cases.tests.conftest import FATHER, MOTHER, award, mails_waiting, say_yes, with_parents
from dekkend.cases.tests.parents import (
    FOREIGN,
    address,
    come_in,
    heading,
    left_in_dutch,
    read,
    token_of,
    words,
)
from dekkend.cases.transitions import ROUTE
from dekkend.core.templatetags.dekkend import day
from tools.kept import kept

SCHOOL_WROTE = "Hij leest elke dag een verhaal voor aan de jongsten."
INSIDE = "Wij twijfelen of de groep te vol is."
MOTHER_WROTE = "Kitap okumayı çok seviyor."
FATHER_WROTE = "Bij mij timmert hij graag."
HIDDEN = frozenset(
    {
        "talk_inside",
        "end_talk",
        "ask_expert",
        "give_opinion",
        "decline_opinion",
        "free_seat",
        "declare_conflict",
        "lift_conflict",
        "advise",
        "write_minutes",
    }
)
CARE = "Het wijkteam helpt het gezin met een ander huis."


@kept
def written(case, parents, coordinator):
    """School and both parents wrote something; it is with the parents."""
    values = {"pupil.strengths": (SCHOOL_WROTE, 0), "talk.notes": (INSIDE, 0)}
    actions.write_as_school(case_id=case.pk, form="growth", values=values, actor=coordinator, at=now())
    shared = with_parents(case, coordinator)
    for party, text in zip(shared, (MOTHER_WROTE, FATHER_WROTE), strict=True):
        actions.write_as_party(
            party=party, form=Entry.Form.GROWTH, values={"parents.good": (text, 0)}, at=now()
        )
    return shared


@pytest.fixture
def inside(client_for, written):
    return come_in(client_for(), written[0])


class TestFile:
    def test_all_that_is_theirs_and_nothing_that_stays_inside(self, inside, written):
        page = words(inside.get(address(token_of(written[0]), "parent-file")))
        for text in (SCHOOL_WROTE, MOTHER_WROTE, FATHER_WROTE, "Een deskundige komt naar school"):
            assert text in page
        assert INSIDE not in page

    def test_each_in_the_language_it_was_written_in(self, inside, written):
        page = read(inside, address(token_of(written[0]), "parent-file", language="tr"))
        spoken = {text: language for language, text in page}
        assert spoken[SCHOOL_WROTE] == spoken[FATHER_WROTE] == "nl"
        assert spoken[MOTHER_WROTE] == "tr"

    def test_while_the_school_changes_its_text_only_what_parents_wrote(self, inside, written, coordinator):
        actions.take_back_from_parents(
            case_id=written[0].case_id, actor=coordinator, reason="Er komt iets bij.", at=now()
        )
        token = token_of(written[0])
        page = words(inside.get(address(token, "parent-file")))
        assert (SCHOOL_WROTE in page, MOTHER_WROTE in page, FATHER_WROTE in page) == (False, True, True)
        assert heading(inside.get(address(token))) == "De school past de aanvraag aan"
        assert "Er komt iets bij." in words(inside.get(address(token, "parent-record")))

    def test_a_talk_within_the_school_cannot_be_told_from_writing(self, inside, written, coordinator):
        pk = written[0].case_id
        actions.take_back_from_parents(case_id=pk, actor=coordinator, reason="Er komt iets bij.", at=now())
        token = token_of(written[0])
        before = words(inside.get(address(token, "parent-record"))).partition("<main")[2]
        actions.talk_inside(case_id=pk, actor=coordinator, at=now())
        assert words(inside.get(address(token, "parent-record"))).partition("<main")[2] == before
        assert heading(inside.get(address(token))) == "De school past de aanvraag aan"

    def test_answers_behind_a_condition_are_there_as_long_as_they_are_asked(
        self, inside, written, coordinator
    ):
        def save(**values):
            values = {f"youth_care.{key}": value for key, value in values.items()}
            pk = written[0].case_id
            actions.write_as_school(case_id=pk, form="growth", values=values, actor=coordinator, at=now())

        path = address(token_of(written[0]), "parent-file")
        save(contact=(True, 0), about=(CARE, 0))
        page = words(inside.get(path))
        assert "Waarover gaat dat contact?" in page
        assert CARE in page
        save(contact=(False, 1))
        page = words(inside.get(path))
        assert "Er is contact tussen de school en jeugdhulp" in page
        assert "Waarover gaat dat contact?" not in page
        assert CARE not in page


class TestLog:
    def test_every_page_writes_a_line_under_no_name(self, inside, written):
        token = token_of(written[0])
        names = ["parent-case", "parent-file", "parent-say", "parent-record", "parent-looks"]
        for name in names:
            inside.get(address(token, name))
        inside.get(address(token, "parent-write", "groeidocument", "parents"))
        lines = list(Reading.objects.order_by("number").values_list("reader_name", "reader_role", "what"))
        assert lines == [
            ("ouder 1", "ouder of voogd", what)
            for what in (
                "het begin", "het dossier", "de vraag wat de ouder vindt", "wat er gebeurde",
                "wie er keek", "het eigen deel",
            )
        ]  # fmt: skip

    def test_who_looked_and_in_what(self, client_for, inside, written, coordinator):
        come_in(client_for(), written[1]).get(address(token_of(written[1])))
        page = words(inside.get(address(token_of(written[0]), "parent-looks", language="tr")))
        for said in ("diğer veli", "siz", "kimin baktığı", "başlangıç"):
            assert said in page
        assert "ouder 2" not in page

    def test_page_by_page(self, inside, written):
        token = token_of(written[0])
        for _ in range(55):
            inside.get(address(token))
        first = words(inside.get(address(token, "parent-looks")))
        assert (first.count("<tr") - 1, "?bladzijde=2" in first) == (50, True)
        assert words(inside.get(address(token, "parent-looks") + "?bladzijde=2")).count("<tr") - 1 == 7


class TestSituation:
    @pytest.mark.parametrize(
        ("state", "says", "turn"),
        [
            ("draft", "De school past de aanvraag aan", "De school is aan zet."),
            ("internal", "De school past de aanvraag aan", "De school is aan zet."),
            ("sent", "Het Loket kijkt of alles er is", "Het Loket is aan zet."),
            ("asked", "Er is een vraag aan de school", "De school is aan zet."),
            ("intake", "Het Loket kijkt wat uw kind nodig heeft", "Het Loket is aan zet."),
            ("on_agenda", "De mensen die beslissen (CTC) kijken ernaar", "De CTC is aan zet."),
            ("refused", "De hulp komt er niet", ""),
            ("ended", "De hulp is afgerond", ""),
            ("withdrawn", "De aanvraag is ingetrokken", ""),
        ],
    )
    def test_answer_first(self, written, case, state, says, turn):
        case.state = state
        situation = situation_of(case, written[0], [], None, on=localdate())
        assert (situation.heading, situation.turn, situation.asks) == (says, turn, "")

    @pytest.mark.parametrize(
        ("state", "says"),
        [
            ("sent", "Het besluit had er op 4 januari 2027 moeten zijn."),
            ("asked", "De school had op 3 januari 2027 moeten antwoorden. Ook het besluit"),
        ],
    )
    def test_a_day_that_went_by_is_not_promised_any_more(self, written, case, state, says):
        case.state, case.answer_by, case.due_on = state, date(2027, 1, 3), date(2027, 1, 4)
        in_time = situation_of(case, written[0], [], None, on=date(2027, 1, 3))
        late = situation_of(case, written[0], [], None, on=date(2027, 1, 5))
        assert (in_time.is_late, late.is_late) == (False, True)
        assert "uiterlijk op" in in_time.lead
        assert says in late.lead

    def test_a_question_without_an_answer_holds_the_decision_no_longer(self, written, case):
        case.state, case.paused_on, case.answer_by = "asked", date(2027, 1, 1), date(2027, 1, 8)
        case.due_on = date(2027, 1, 20)
        waits = situation_of(case, written[0], [], None, on=date(2027, 1, 8))
        goes_on = situation_of(case, written[0], [], None, on=date(2027, 1, 9))
        assert "Zolang wacht het besluit." in waits.lead
        assert goes_on.lead == (
            "De school had op 8 januari 2027 moeten antwoorden. Het Loket kan nu verder zonder antwoord. "
            "Het besluit is er uiterlijk op 27 januari 2027."
        )

    def test_every_state_has_one(self, written, case):
        for case.state in Case.State.values:
            assert situation_of(case, written[0], stances_of(case), None, on=localdate()).heading
            assert sum(stop.when == "now" for stop in stops_of(case)) <= 1

    @pytest.mark.parametrize(
        ("state", "last", "number"),
        [("refused", "De hulp komt er niet", 6), ("withdrawn", "De aanvraag is ingetrokken", 2)],
    )
    def test_the_route_of_what_ended_on_the_way_stops_there(self, written, case, state, last, number):
        case.state = state
        stops = stops_of(case)
        assert (len(stops), stops[-1].name, stops[-1].when) == (number, last, "now")
        assert all(stop.when == "done" for stop in stops[:-1])

    def test_the_one_who_did_not_answer_is_asked_and_the_other_waits(self, written, case):
        mother, father = written
        say_yes(case, mother)
        case.refresh_from_db()
        for party, says, asks in [
            (mother, "U hebt antwoord gegeven", ""),
            (father, "De school vraagt of u ja zegt", "parent-say"),
        ]:
            situation = situation_of(case, party, stances_of(case), None, on=localdate())
            assert (situation.heading, situation.asks) == (says, asks)

    def test_until_when_in_date_and_days(self, client_for, sent):
        mother = sent.parties.first()
        page = words(come_in(client_for(), mother).get(address(token_of(mother))))
        assert "nog 42 dagen" in page
        assert "Het besluit is er uiterlijk op" in page

    def test_the_decision_and_its_letter(self, client_for, taken_in, desk):
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        mother, father = taken_in.parties.all()
        inside, token = come_in(client_for(), mother), token_of(mother)
        assert heading(inside.get(address(token))) == "De hulp komt er"
        own, others = mother.letters.first(), father.letters.first()
        letter = inside.get(address(token, "parent-letter", own.pk))
        assert MOTHER.name in words(letter)
        assert inside.get(address(token, "parent-letter", others.pk)).status_code == 404
        pdf = inside.get(address(token, "parent-letter-pdf", own.pk))
        assert pdf.content.startswith(b"%PDF")
        assert "attachment" in pdf["Content-Disposition"]


class TestWords:
    def test_of_each_step_it_is_decided_whether_parents_are_told(self):
        """Add yours to ACTS in parents/words.py, or to HIDDEN here when it is not for parents."""
        told = ACTS.keys() | set(ANSWERED)
        assert {step.name for step in ROUTE.transitions} - told - HIDDEN == set()
        assert told & HIDDEN == set()
        assert ACTS.keys() >= REASONS

    @pytest.mark.parametrize("language", FOREIGN)
    def test_no_text_of_ours_is_left_in_dutch(self, language, inside, written):
        pages = [
            ("parent-case",), ("parent-file",), ("parent-say",), ("parent-record",), ("parent-looks",),
            ("parent-write", "groeidocument", "parents"), ("parent-write", "groeidocument", "child"),
            ("parent-write", "aanvraag", "view"), ("parent-questions",), ("parent-everything",),
            ("parent-correct", "groeidocument", "pupil.strengths"),
        ]  # fmt: skip
        assert left_in_dutch(inside, written[0], pages, [language]) - {MOTHER_WROTE} == set()

    @pytest.mark.parametrize("language", FOREIGN)
    def test_nor_at_the_door(self, language, client_for, written):
        with override(language):
            said = gettext("Het dossier van uw kind")
        assert heading(client_for().get(address(token_of(written[0]), language=language))) == said

    def test_from_now_on_in_another_language(self, inside, written):
        mother, token = written[0], token_of(written[0])
        inside.post(address(token, "parent-language", language="pl"), {"language": "pl"})
        mother.refresh_from_db()
        assert mother.language == "pl"
        inside.post(address(token, "parent-language"), {"language": "xx"})
        mother.refresh_from_db()
        assert mother.language == "pl"


@pytest.mark.parametrize(
    ("name", "more", "most"),
    [
        ("parent-case", (), 18),
        ("parent-file", (), 15),
        ("parent-say", (), 21),
        ("parent-record", (), 7),
        ("parent-looks", (), 7),
        ("parent-write", ("groeidocument", "parents"), 8),
    ],
)
def test_a_fixed_number_of_queries(inside, written, name, more, most, django_assert_num_queries):
    path = address(token_of(written[0]), name, *more)
    inside.get(path)
    with django_assert_num_queries(most):
        assert inside.get(path).status_code == 200


def test_of_a_request_that_was_left_they_are_told_and_can_still_read_it(client_for, written, case):
    """Their link ran out long before: it opens again, for the month that is left."""
    later, before = now() + timedelta(days=400), len(mails_waiting())
    assert not any(still_works(party, localdate(later)) for party in written)
    assert actions.abandon_drafts(at=later) == 1
    mails = {mail["to"]: mail for mail in mails_waiting()[before:]}
    assert mails[MOTHER.email]["subject"] == "Başvuru düştü"
    case.refresh_from_db()
    last_day, token = day(case.retain_until), token_of(written[1])
    assert still_works(written[1], case.retain_until)
    assert f"Na {last_day} is het weg" in mails[FATHER.email]["body"]
    assert address(token) in mails[FATHER.email]["body"]
    inside = come_in(client_for(), written[1])
    page = inside.get(address(token))
    assert heading(page) == "De aanvraag is vervallen"
    assert f"blijft tot en met {last_day}" in words(page)
    assert FATHER_WROTE in words(inside.get(address(token, "parent-file")))
    assert actions.abandon_drafts(at=later) == 0


def test_of_a_draft_that_was_never_shared_no_parent_is_told(case, parents):
    before = len(mails_waiting())
    assert actions.abandon_drafts(at=now() + timedelta(days=400)) == 1
    assert {mail["to"] for mail in mails_waiting()[before:]} & {MOTHER.email, FATHER.email} == set()
