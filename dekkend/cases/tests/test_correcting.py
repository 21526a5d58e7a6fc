"""A parent says what is not right in a part of others; it stands beside it, and whose part it is answers."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.consents import stances_of
from dekkend.cases.models import Correction, Entry
from dekkend.cases.queries import parties_of, value_of
from dekkend.cases.tests.conftest import CHILD, MOTHER, award, mails_waiting, say_yes, with_parents
from dekkend.cases.tests.parents import address, come_in, heading, token_of, words
from dekkend.workflow.models import Event
from dekkend.workflow.terms import add_months
from tools.kept import kept

KEY = "pupil.strengths"
SCHOOL_WROTE = "Hij is vaak te laat op school."
INSIDE = ("talk.notes", "Wij twijfelen of de groep te vol is.")
WRONG, RIGHT = "Kees hiç geç kalmadı.", "Kees altijd op tijd."
BECAUSE = "Wij keken het na in de lijst van dit jaar."


@kept
def mother(case, parents, coordinator):
    write(case, coordinator, SCHOOL_WROTE)
    write(case, coordinator, INSIDE[1], key=INSIDE[0])
    return with_parents(case, coordinator)[0]


@pytest.fixture
def inside(client_for, mother):
    return come_in(client_for(), mother)


def write(case, actor, text, key=KEY, revision=0):
    values = {key: (text, revision)}
    return actions.write_as_school(case_id=case.pk, form="growth", values=values, actor=actor, at=now())


def correct(party, where="growth", key=KEY) -> Correction:
    return actions.correct(party=party, where=where, key=key, wrong=WRONG, right=RIGHT, at=now())


def settle(correction, actor, outcome="kept", answer=BECAUSE) -> None:
    actions.answer_correction(
        case_id=correction.case_id, number=correction.number, outcome=outcome, answer=answer,
        actor=actor, at=now(),
    )  # fmt: skip


def part(token, where="groeidocument", key=KEY) -> str:
    return address(token, "parent-correct", where, key)


class TestSaid:
    def test_it_stands_beside_that_part_for_everyone_who_reads_it(self, go, client_for, inside, mother, head):
        token, before = token_of(mother), len(mails_waiting())
        assert part(token) in words(inside.get(address(token, "parent-file")))
        assert SCHOOL_WROTE in words(inside.get(part(token)))
        reply = inside.post(part(token), {"wrong": WRONG, "right": RIGHT}, follow=True)
        assert "Het staat erbij. U krijgt een mail als er antwoord is." in words(reply)
        father = parties_of(mother.case)[1]
        there = come_in(client_for(), father)
        for page, who in (
            (inside.get(address(token, "parent-file")), "(u, "),
            (there.get(address(token_of(father), "parent-file")), "(de andere ouder,"),
            (go(head).get(reverse("case", args=[mother.case_id])), "(ouder 1, "),
        ):
            said = words(page)
            for text in (SCHOOL_WROTE, WRONG, RIGHT, who):
                assert text in said
        mails = [mail for mail in mails_waiting()[before:] if "niet klopt" in mail["subject"]]
        assert mails
        for mail in mails:
            assert "Antwoord binnen een maand." in mail["body"]
            secret = (WRONG, SCHOOL_WROTE, CHILD.first_name, MOTHER.name)
            assert not [text for text in secret if text in str(mail)]

    def test_nothing_of_the_school_is_overwritten_and_it_is_sealed(self, mother):
        correction = correct(mother)
        entry = Entry.objects.get(key=KEY)
        assert (value_of(entry), entry.revision, entry.versions.count()) == (SCHOOL_WROTE, 1, 1)
        assert correction.words == {"wrong": WRONG, "right": RIGHT}
        assert WRONG not in bytes(correction.sealed).decode("utf-8", "replace")
        assert correction.due_on == add_months(localdate(), 1)

    @pytest.mark.parametrize(
        ("where", "key"),
        [
            ("groeidocument", INSIDE[0]),  # stays inside the school
            ("groeidocument", "parents.good"),  # a parent's own
            ("groeidocument", "pupil.hard"),  # nothing is written there
            ("aanvraag", KEY),
            ("plan", KEY),
            ("besluit", "1"),
            ("besluit", "x"),
        ],
    )
    def test_only_of_what_this_parent_reads_and_others_wrote(self, inside, mother, where, key):
        reply = inside.post(part(token_of(mother), where, key), {"wrong": WRONG, "right": RIGHT})
        assert reply.status_code == 404
        assert INSIDE[1] not in words(reply)
        assert not Correction.objects.exists()

    def test_while_the_school_changes_its_text_it_cannot_be_said(self, inside, mother, coordinator):
        actions.take_back_from_parents(case_id=mother.case_id, reason="Even.", actor=coordinator, at=now())
        assert inside.get(part(token_of(mother))).status_code == 404

    def test_who_was_typing_when_the_school_took_it_back_keeps_both_texts(self, inside, mother, coordinator):
        actions.take_back_from_parents(case_id=mother.case_id, reason="Even.", actor=coordinator, at=now())
        reply = inside.post(part(token_of(mother)), {"wrong": WRONG, "right": RIGHT})
        assert (reply.status_code, heading(reply)) == (404, "Dit kan nu niet meer")
        page = words(reply)
        for said in (WRONG, RIGHT, "Het is niet opgeslagen."):
            assert said in page
        assert SCHOOL_WROTE not in page
        assert not Correction.objects.exists()

    @pytest.mark.parametrize("missing", ["wrong", "right"])
    def test_both_are_asked_and_what_was_typed_stays(self, inside, mother, missing):
        typed = {"wrong": WRONG, "right": RIGHT} | {missing: " "}
        reply = inside.post(part(token_of(mother)), typed)
        assert reply.status_code == 422
        assert (WRONG if missing == "right" else RIGHT) in words(reply)

    def test_sent_twice_once_and_something_else_only_after_an_answer(self, inside, mother):
        where = part(token_of(mother))
        for _ in range(2):
            assert inside.post(where, {"wrong": WRONG, "right": RIGHT}).status_code == 302
        assert Event.objects.filter(act="correct").count() == Correction.objects.count() == 1
        reply = inside.post(where, {"wrong": "Iets anders.", "right": RIGHT})
        assert (reply.status_code, "Daar komt nog antwoord op." in words(reply)) == (409, True)
        assert "Iets anders." in words(reply)

    def test_the_database_keeps_it_so(self, mother):
        another = correct(mother)
        another.pk, another.number = None, 2
        with pytest.raises(IntegrityError), transaction.atomic():
            another.save(force_insert=True)


class TestAnswered:
    def test_changed_only_when_the_text_is_another(self, go, inside, mother, coordinator):
        correction, client = correct(mother), go(coordinator)
        where = reverse("case-correction", args=[mother.case_id, correction.number])
        page = words(client.get(where))
        for text in (SCHOOL_WROTE, WRONG, RIGHT, "Verander dan eerst de tekst"):
            assert text in page
        refused = client.post(where, {"outcome": "changed", "answer": BECAUSE})
        assert (refused.status_code, "De tekst is nog dezelfde." in words(refused)) == (409, True)
        write(mother.case, coordinator, "Hij is op tijd.", revision=1)
        assert "veranderd nadat de ouder dit zei" in words(client.get(where))
        assert client.post(where, {"outcome": "changed", "answer": BECAUSE}).status_code == 302
        page = words(inside.get(address(token_of(mother), "parent-file")))
        for text in ("Hij is op tijd.", WRONG, "De tekst is veranderd", BECAUSE):
            assert text in page

    def test_not_changed_and_why(self, go, inside, mother, coordinator):
        correction, before = correct(mother), len(mails_waiting())
        settle(correction, coordinator)
        (mail,) = mails_waiting()[before:]
        assert (mail["to"], BECAUSE in str(mail)) == (MOTHER.email, False)
        token = token_of(mother)
        assert "Er is antwoord over wat niet klopt" in words(inside.get(address(token)))
        page = words(inside.get(address(token, "parent-questions")))
        assert "De tekst blijft zoals hij is" in page
        assert BECAUSE in page
        assert "Er is antwoord over wat niet klopt" not in words(inside.get(address(token)))

    def test_two_at_once_do_not_both_answer(self, go, mother, coordinator, head):
        correction = correct(mother)
        settle(correction, head)
        where = reverse("case-correction", args=[mother.case_id, correction.number])
        reply = go(coordinator).post(where, {"outcome": "beside", "answer": "U hebt gelijk."})
        page = words(reply)
        assert reply.status_code == 409
        for text in (f"{head.name} gaf hier al antwoord op.", BECAUSE, "U hebt gelijk."):
            assert text in page
        correction.refresh_from_db()
        assert (correction.outcome, correction.answer) == ("kept", BECAUSE)

    def test_sent_twice_it_is_said_once(self, mother, coordinator):
        correction, before = correct(mother), len(mails_waiting())
        for _ in range(2):
            settle(correction, coordinator)
        assert len(mails_waiting()) == before + 1
        assert Event.objects.filter(act="answer_correction").count() == 1

    @pytest.mark.parametrize("typed", [{"outcome": "", "answer": BECAUSE}, {"outcome": "kept", "answer": ""}])
    def test_without_a_choice_or_without_words(self, go, mother, coordinator, typed):
        correction = correct(mother)
        where = reverse("case-correction", args=[mother.case_id, correction.number])
        assert go(coordinator).post(where, typed).status_code == 422
        correction.refresh_from_db()
        assert correction.outcome == ""

    def test_the_file_rises_on_the_list(self, go, mother, coordinator):
        correct(mother)
        client = go(coordinator)
        assert "Een ouder vroeg iets: geef antwoord" in words(client.get(reverse("cases")))
        assert "Ouder 1 zegt wat niet klopt" in words(client.get(reverse("case", args=[mother.case_id])))

    def test_another_parent_knows_that_it_was_said(self, client_for, mother, coordinator):
        settle(correct(mother), coordinator)
        father = parties_of(mother.case)[1]
        page = words(come_in(client_for(), father).get(address(token_of(father), "parent-record")))
        assert "De andere ouder zei wat niet klopt" in page
        assert "De andere ouder kreeg antwoord over wat niet klopt" in page


class TestDecision:
    @pytest.fixture
    def decided(self, taken_in, desk):
        actions.award_by_desk(case_id=taken_in.pk, award=award(date.today()), actor=desk, at=now())
        return parties_of(taken_in)[0]

    def test_of_the_facts_in_a_decision_the_loket_answers(self, go, client_for, decided, desk, coordinator):
        token, inside = token_of(decided), come_in(client_for(), decided)
        letter = decided.letters.first()
        assert part(token, "besluit", "1") in words(inside.get(address(token, "parent-letter", letter.pk)))
        inside.post(part(token, "besluit", "1"), {"wrong": WRONG, "right": RIGHT})
        correction = Correction.objects.get()
        assert (correction.to, correction.revision) == ("desk", 0)
        for page in (
            inside.get(address(token, "parent-letter", letter.pk)),
            go(coordinator).get(reverse("case", args=[decided.case_id])),
        ):
            assert WRONG in words(page)
        where = reverse("case-correction", args=[decided.case_id, 1])
        assert go(coordinator).get(where).status_code == 404
        page = words(go(desk).get(where))
        assert 'value="changed"' not in page
        assert go(desk).post(where, {"outcome": "beside", "answer": BECAUSE}).status_code == 302
        with pytest.raises(actions.NotPossible):
            settle(correction, coordinator)

    def test_of_one_decision_once_however_its_round_is_written(self, decided):
        said = correct(decided, "decision", "01")
        assert (said.key, correct(decided, "decision", "1")) == ("1", said)

    def test_a_decision_itself_is_never_said_to_be_changed(self, decided, desk):
        with pytest.raises(actions.NotPossible, match="Kies wat u met de verbetering doet"):
            settle(correct(decided, "decision", "1"), desk, "changed")


def test_a_correction_asks_for_no_new_yes(mother):
    """It is about the text, and not the text."""
    say_yes(mother.case, mother)
    correct(mother)
    assert stances_of(mother.case)[0].is_of_now


@pytest.mark.parametrize("n", [1, 4])
def test_as_many_queries_for_one_as_for_four(n, go, inside, mother, coordinator, django_assert_num_queries):
    keys = [KEY, "pupil.helps", "pupil.hard", "pupil.learning"][:n]
    for key in keys[1:]:
        write(mother.case, coordinator, SCHOOL_WROTE, key=key)
    for key in keys:
        correct(mother, key=key)
    client = go(coordinator)
    for who, path, most in (
        (client, reverse("case-correction", args=[mother.case_id, 1]), 12),
        (inside, part(token_of(mother)), 8),
        (inside, address(token_of(mother), "parent-file"), 15),
    ):
        who.get(path)
        with django_assert_num_queries(most):
            assert who.get(path).status_code == 200
