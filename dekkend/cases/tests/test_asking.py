"""A parent asks the school or the Loket, and reads the answer; nobody else reads along."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.actions.asking import MOST_OPEN
from dekkend.cases.asking.queries import with_parent_asks
from dekkend.cases.asking.rules import LONGEST
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Case, Enquiry, Party, Remark
from dekkend.cases.parents.links import end_link
from dekkend.cases.queries import parties_of
from dekkend.cases.tests.conftest import CHILD, FATHER, MOTHER, mails_waiting, with_parents
from dekkend.cases.tests.parents import address, come_in, left_in_dutch, token_of, words
from dekkend.cases.tests.test_route import listed
from dekkend.organisations.models import Membership, Role
from dekkend.workflow.models import Event
from tools.kept import kept

QUESTION = "Kees en matematikte zorlanıyor mu?"
MORE = "Ne zaman başlıyor?"
ANSWER = "Ja, vooral met klokkijken. Wij oefenen elke dag."


@kept
def mother(case, parents, coordinator):
    return with_parents(case, coordinator)[0]


@pytest.fixture
def inside(client_for, mother):
    return come_in(client_for(), mother)


def ask(party, to="school", text=QUESTION) -> Enquiry:
    return actions.ask(party=party, to=to, words=text, at=now())


def answer(enquiry, actor, text=ANSWER, seen=1) -> None:
    actions.answer_enquiry(
        case_id=enquiry.case_id, number=enquiry.number, words=text, seen=seen, actor=actor, at=now()
    )


def said(enquiry) -> list[str]:
    return [one.words for one in Enquiry.objects.get(pk=enquiry.pk).remarks.all()]


def in_clear(value) -> str:
    return bytes(value).decode("utf-8", "replace")


class TestAsked:
    def test_sealed_and_told_without_a_word_of_it(self, inside, mother):
        before = len(mails_waiting())
        reply = inside.post(address(token_of(mother), "parent-questions"), {"words": QUESTION}, follow=True)
        assert "Uw vraag is verstuurd." in words(reply)
        assert QUESTION in words(reply)
        remark = Remark.objects.get()
        assert (remark.words, remark.enquiry.to) == (QUESTION, "school")
        assert QUESTION not in in_clear(remark.sealed)
        (mail,) = mails_waiting()[before:]
        assert mail["subject"] == f"Vraag van een ouder: dossier {mother.case.number}"
        assert not [name for name in (QUESTION, CHILD.first_name, MOTHER.name) if name in str(mail)]

    def test_sent_twice_it_is_asked_once(self, inside, mother):
        for _ in range(2):
            inside.post(address(token_of(mother), "parent-questions"), {"words": QUESTION})
        assert (Enquiry.objects.count(), Remark.objects.count()) == (1, 1)
        assert Event.objects.filter(act="ask").count() == 1

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"words": " "}, "Schrijf uw vraag."),
            ({"words": "x" * (LONGEST + 1)}, "Dit is te lang."),
        ],
    )
    def test_what_cannot_be_sent_says_why_and_keeps_what_was_typed(self, inside, mother, typed, why):
        reply = inside.post(address(token_of(mother), "parent-questions"), typed)
        assert (reply.status_code, why in words(reply)) == (422, True)
        assert typed["words"].strip() in words(reply)
        assert not Enquiry.objects.exists()

    def test_ten_at_a_time(self, inside, mother):
        for number in range(MOST_OPEN):
            ask(mother, text=f"Vraag {number}")
        reply = inside.post(address(token_of(mother), "parent-questions"), {"words": QUESTION})
        assert reply.status_code == 409
        assert "Er staan al tien vragen van u open." in words(reply)
        assert QUESTION in words(reply)

    def test_the_loket_only_once_it_reads_the_file(self, client_for, sent, coordinator):
        mother = parties_of(sent)[0]
        inside, where = come_in(client_for(), mother), address(token_of(mother), "parent-questions")
        assert 'value="desk"' in words(inside.get(where))
        inside.post(where, {"to": "desk", "words": QUESTION})
        assert Enquiry.objects.get().to == "desk"
        Case.objects.filter(pk=sent.pk).update(state="with_parents")
        assert 'value="desk"' not in words(inside.get(where))
        mother = parties_of(Case.objects.get(pk=sent.pk))[0]
        with pytest.raises(actions.NotPossible, match="Het Loket leest het dossier nu niet"):
            ask(mother, "desk", MORE)
        page = words(inside.get(address(token_of(mother), "parent-question", 1)))
        assert "Het Loket leest het dossier nu niet" in page

    def test_who_was_kept_out_meanwhile_asks_nothing(self, mother):
        Party.objects.filter(pk=mother.pk).update(kept_out=True, token_hash=None)
        with pytest.raises(actions.NotPossible, match="U leest dit dossier niet meer"):
            ask(mother)


class TestSight:
    def test_another_parent_learns_nothing_of_it(self, client_for, mother, coordinator):
        enquiry = ask(mother)
        answer(enquiry, coordinator)
        father = parties_of(mother.case)[1]
        there, token = come_in(client_for(), father), token_of(father)
        assert there.get(address(token, "parent-question", enquiry.number)).status_code == 404
        for name in ("parent-case", "parent-questions", "parent-record", "parent-file"):
            page = words(there.get(address(token, name)))
            assert not [one for one in (QUESTION, ANSWER, "een vraag (", "vroeg iets") if one in page], name

    def test_school_and_loket_each_their_own(self, go, sent, desk, coordinator, teacher):
        mother = parties_of(sent)[0]
        to_school, to_desk = ask(mother), ask(mother, "desk", MORE)
        actions.share_with(case_id=sent.pk, user=teacher, actor=coordinator, at=now())
        for user, mine, others in ((coordinator, to_school, to_desk), (desk, to_desk, to_school)):
            client = go(user)
            assert client.get(reverse("case-enquiry", args=[sent.pk, mine.number])).status_code == 200
            assert client.get(reverse("case-enquiry", args=[sent.pk, others.number])).status_code == 404
            page = words(client.get(reverse("case-enquiries", args=[sent.pk])))
            assert (said(mine)[0] in page, said(others)[0] in page) == (True, False)
            assert words(client.get(reverse("case", args=[sent.pk]))).count("Ouder 1 vroeg iets") == 1
        assert go(teacher).get(reverse("case-enquiries", args=[sent.pk])).status_code == 403
        page = words(go(teacher).get(reverse("case", args=[sent.pk])))
        assert "vroeg iets" not in page
        with pytest.raises(actions.NotPossible):
            answer(to_school, desk)

    def test_a_parent_who_asked_is_not_taken_off_the_file(self, mother, coordinator):
        ask(mother)
        with pytest.raises(actions.NotPossible, match="al iets gezegd"):
            actions.remove_party(party_id=mother.pk, actor=coordinator, at=now(), reason="Vergissing.")


class TestAnswered:
    @pytest.mark.parametrize(("to", "turn"), [("school", "school"), ("desk", "loket")])
    def test_who_is_of_the_school_and_of_the_loket_finds_it_under_who_was_asked(
        self, sent, region, coordinator, to, turn
    ):
        Membership.objects.create(
            user=coordinator, partnership=region, role=Role.SERVICE_DESK, begins_on=localdate()
        )
        Case.objects.filter(pk=sent.pk).update(state="in_force")
        ask(parties_of(sent)[0], to)
        assert listed(coordinator, localdate()) == ("Een ouder vroeg iets: geef antwoord", True, turn)

    def test_it_rises_and_sinks_again(self, go, sent, offering, site, region, coordinator, desk):
        first = actions.open_case(
            site=site, partnership=region, kind="workshop", child=CHILD, actor=coordinator, at=now()
        )
        actions.make_urgent(case_id=sent.pk, reason="Spoed.", actor=coordinator, at=now())
        Case.objects.filter(pk=sent.pk).update(is_urgent=False, due_on=None)
        enquiry, client = ask(parties_of(sent)[0]), go(coordinator)
        page = words(client.get(reverse("cases")))
        assert page.index(f"{sent.number} ·") < page.index(f"{first.number} ·")
        assert "Een ouder vroeg iets: geef antwoord" in page
        our_turn = reverse("cases") + "?zet=school"
        assert f"{sent.number} ·" in words(client.get(our_turn))
        assert "Een ouder vroeg iets" in words(client.get(reverse("case", args=[sent.pk])))
        assert "Een ouder vroeg iets" not in words(go(desk).get(reverse("cases")))
        answer(enquiry, coordinator)
        assert "Een ouder vroeg iets" not in words(client.get(reverse("cases")))
        assert f"{sent.number} ·" not in words(client.get(our_turn))

    def test_mailed_and_read(self, go, client_for, inside, mother, coordinator):
        enquiry, before = ask(mother), len(mails_waiting())
        where = reverse("case-enquiry", args=[mother.case_id, enquiry.number])
        reply = go(coordinator).post(where, {"words": ANSWER, "seen": 1}, follow=True)
        assert "Uw antwoord staat er. De ouder krijgt een mail." in words(reply)
        (mail,) = mails_waiting()[before:]
        assert (mail["to"], ANSWER in str(mail)) == (MOTHER.email, False)
        token = token_of(mother)
        assert "Er is antwoord op uw vraag" in words(inside.get(address(token)))
        assert ANSWER in words(inside.get(address(token, "parent-question", enquiry.number)))
        assert "Er is antwoord op uw vraag" not in words(inside.get(address(token)))

    def test_two_at_once_do_not_both_answer(self, go, mother, coordinator, head):
        enquiry = ask(mother)
        answer(enquiry, head)
        where = reverse("case-enquiry", args=[mother.case_id, enquiry.number])
        reply = go(coordinator).post(where, {"words": "Iets anders.", "seen": 1})
        assert reply.status_code == 409
        page = words(reply)
        first = f"{head.name} antwoordde net nog iets."
        for text in (first, ANSWER, "Iets anders.", 'name="seen" value="2"'):
            assert text in page
        assert said(enquiry) == [QUESTION, ANSWER]

    def test_sent_twice_it_is_said_once(self, mother, coordinator):
        enquiry, before = ask(mother), len(mails_waiting())
        for _ in range(2):
            answer(enquiry, coordinator)
        assert said(enquiry) == [QUESTION, ANSWER]
        assert len(mails_waiting()) == before + 1

    def test_the_parent_asked_on_while_it_was_written(self, mother, coordinator):
        enquiry = ask(mother)
        actions.ask_on(party=mother, number=enquiry.number, words=MORE, at=now())
        with pytest.raises(actions.NotPossible, match="De ouder vroeg net nog iets"):
            answer(enquiry, coordinator)

    @pytest.mark.parametrize("typed", [{"words": " ", "seen": 1}, {"words": ANSWER, "seen": "x"}])
    def test_what_cannot_be_read(self, go, mother, coordinator, typed):
        enquiry = ask(mother)
        where = reverse("case-enquiry", args=[mother.case_id, enquiry.number])
        assert go(coordinator).post(where, typed).status_code == 422
        assert said(enquiry) == [QUESTION]

    def test_without_a_link_that_works_the_school_is_told_to_call(self, go, mother, coordinator):
        enquiry, before = ask(mother), len(mails_waiting())
        end_link(mother)
        where = reverse("case-enquiry", args=[mother.case_id, enquiry.number])
        reply = go(coordinator).post(where, {"words": ANSWER, "seen": 1}, follow=True)
        assert "Deze ouder heeft geen link die werkt" in words(reply)
        assert len(mails_waiting()) == before


class TestOnAndClosed:
    def test_a_follow_up_waits_for_an_answer_again(self, inside, mother, coordinator):
        enquiry = ask(mother)
        answer(enquiry, coordinator)
        where = address(token_of(mother), "parent-question", enquiry.number)
        for _ in range(2):
            assert inside.post(where, {"words": MORE}).status_code == 302
        enquiry.refresh_from_db()
        assert (said(enquiry), enquiry.state) == ([QUESTION, ANSWER, MORE], "waits")
        assert inside.post(where, {"words": ""}).status_code == 422

    def test_closed_by_school_and_opened_again_by_asking_on(self, go, inside, mother, coordinator):
        enquiry, client = ask(mother), go(coordinator)
        where = reverse("case-enquiry", args=[mother.case_id, enquiry.number])
        assert "Antwoord eerst." in words(client.post(where, {"close": "yes"}, follow=True))
        answer(enquiry, coordinator)
        client.post(where, {"close": "yes"})
        enquiry.refresh_from_db()
        assert (enquiry.state, enquiry.is_news) == ("closed", True)
        inside.post(address(token_of(mother), "parent-question", enquiry.number), {"words": MORE})
        enquiry.refresh_from_db()
        assert enquiry.state == "waits"

    def test_closed_by_the_parent(self, inside, mother):
        enquiry = ask(mother)
        where = address(token_of(mother), "parent-question", enquiry.number)
        assert "Deze vraag is klaar." in words(inside.post(where, {"close": "yes"}, follow=True))
        inside.post(where, {"close": "yes"})
        assert Event.objects.filter(act="close_enquiry").count() == 1


def test_the_link_sent_again_with_a_button(go, client_for, mother, coordinator, teacher):
    client, old = go(coordinator), token_of(mother)
    where = reverse("case-party", args=[mother.case_id, mother.number])
    assert "Stuur een nieuwe link" in words(client.get(where))
    reply = client.post(where, {"send_link": "yes"}, follow=True)
    assert "Er gaat een nieuwe link naar ouder 1. De oude werkt niet meer." in words(reply)
    assert client_for().get(address(old)).status_code == 404
    assert client_for().get(address(token_of(mother))).status_code == 200
    assert mails_waiting()[-1]["to"] == MOTHER.email


def test_another_address_gets_its_link_by_that_button(go, mother, coordinator):
    who = actions.Who(MOTHER.name, "nieuw@example.org", MOTHER.relation)
    actions.change_party(party_id=mother.pk, who=who, actor=coordinator, at=now())
    go(coordinator).post(reverse("case-party", args=[mother.case_id, 1]), {"send_link": "yes"})
    assert mails_waiting()[-1]["to"] == "nieuw@example.org"


class TestBackAtTheSchool:
    """The Loket does not read the file then: its question rests, and is there again afterwards."""

    @pytest.fixture
    def rests(self, sent):
        """Asked of the Loket; then the mother took her yes back."""
        mother = parties_of(sent)[0]
        enquiry = ask(mother, "desk")
        actions.withdraw_consent(party=mother, words="", at=now())
        mother.case.refresh_from_db()
        return enquiry

    def pages(self, client, enquiry):
        token = token_of(enquiry.party)
        return (
            words(client.get(address(token, "parent-question", enquiry.number))),
            words(client.get(address(token, "parent-questions"))),
        )

    def test_the_parent_reads_what_holds_and_what_to_do(self, client_for, rests):
        one, every = self.pages(come_in(client_for(), rests.party), rests)
        assert "Het Loket leest het dossier nu niet, en uw vraag ook niet." in one
        assert "Stel een vraag aan de school" in one
        assert "Er is nog geen antwoord. U krijgt een mail als het er is." not in one
        assert "wacht tot de school de aanvraag opnieuw verstuurt" in every
        assert "wacht op antwoord" not in every

    def test_once_it_stopped_the_loket_reads_it_no_more(self, client_for, rests, coordinator):
        actions.withdraw_request(case_id=rests.case_id, actor=coordinator, reason="Klaar.", at=now())
        one, every = self.pages(come_in(client_for(), rests.party), rests)
        assert "De aanvraag is gestopt. Het Loket leest uw vraag niet meer." in one
        assert "het Loket leest dit niet meer" in every

    def test_it_waits_on_nobodys_list_and_the_school_never_reads_it(self, go, rests, region, coordinator):
        desk = {"partnership": region, "role": Role.SERVICE_DESK, "begins_on": localdate()}
        both = Membership.objects.create(user=coordinator, **desk)
        client = go(coordinator)
        assert "Een ouder vroeg iets" not in words(client.get(reverse("cases")))
        cases, roles = Case.objects.all(), frozenset({Role.SERVICE_DESK, Role.SUPPORT_COORDINATOR})
        assert not [case for case in with_parent_asks(cases, roles) if case.parent_asks]
        both.delete()
        assert client.get(reverse("case-enquiry", args=[rests.case_id, rests.number])).status_code == 404
        for name in ("case", "case-enquiries"):
            page = words(client.get(reverse(name, args=[rests.case_id])))
            assert QUESTION not in page
            assert "Een ouder vroeg iets" not in page

    def test_sent_again_it_waits_for_the_loket_as_before(self, go, client_for, rests, coordinator, desk):
        client, where = go(desk), reverse("case-enquiry", args=[rests.case_id, rests.number])
        assert client.get(where).status_code == 404
        actions.answer_as_parent(
            party=rests.party, answer="yes", words="", digest=request_digest(rests.party.case), at=now()
        )
        actions.send_case(case_id=rests.case_id, actor=coordinator, at=now())
        assert "Een ouder vroeg iets" in words(client.get(reverse("cases")))
        assert QUESTION in words(client.get(where))
        one, _ = self.pages(come_in(client_for(), rests.party), rests)
        assert "Er is nog geen antwoord." in one
        answer(rests, desk)
        assert said(rests) == [QUESTION, ANSWER]

    def test_no_text_of_ours_is_left_in_dutch(self, client_for, rests, coordinator):
        inside, pages = come_in(client_for(), rests.party), [("parent-question", 1), ("parent-questions",)]
        left = left_in_dutch(inside, rests.party, pages)
        actions.withdraw_request(case_id=rests.case_id, actor=coordinator, reason="Klaar.", at=now())
        left |= left_in_dutch(inside, rests.party, pages)
        assert {one for one in left if one not in QUESTION} == set()


@pytest.mark.parametrize("n", [1, 6])
def test_as_many_queries_for_one_question_as_for_six(
    n, go, inside, mother, coordinator, django_assert_num_queries
):
    for number in range(n):
        ask(mother, text=f"Vraag {number}")
    client = go(coordinator)
    for who, path, most in (
        (client, reverse("case-enquiries", args=[mother.case_id]), 11),
        (client, reverse("case-enquiry", args=[mother.case_id, 1]), 10),
        (inside, address(token_of(mother), "parent-questions"), 10),
        (inside, address(token_of(mother), "parent-question", 1), 8),
    ):
        who.get(path)
        with django_assert_num_queries(most):
            assert who.get(path).status_code == 200


def test_names_of_nobody_in_the_record(mother, coordinator):
    answer(ask(mother), coordinator)
    kept = str(list(Event.objects.values_list("act", "reason", "details", "actor_name")))
    assert not [one for one in (QUESTION, ANSWER, MOTHER.name, FATHER.name) if one in kept]
