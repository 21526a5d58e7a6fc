"""A parent does not agree with a decision: says so in their own place, and may take it back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Case, Decision, Objection
from dekkend.cases.objection.terms import last_day
from dekkend.cases.tests.conftest import mails_waiting
from dekkend.cases.tests.parents import address, come_in, heading, left_in_dutch, token_of, words
from dekkend.organisations.models import Role
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event
from tools.kept import kept

GROUNDS = "Bence daha fazla yardıma ihtiyacı var."
WHY_LATE = "Ik lag in het ziekenhuis."
REASONS = "Met deze hulp is genoeg te doen, ook na wat u schreef."


@kept
def refused(taken_in, desk):
    """The Loket said no; the region lets look at it again (no Awb)."""
    actions.refuse_by_desk(
        case_id=taken_in.pk, reasons="Dit kan de school zelf, met wat er al is.", actor=desk, at=now()
    )
    taken_in.refresh_from_db()
    return taken_in.decisions.get()


@kept
def mother(refused):
    return refused.case.parties.first()


@pytest.fixture
def inside(client_for, mother):
    return come_in(client_for(), mother)


def typed(decision, **more):
    return {"grounds": GROUNDS, "decision": decision.pk} | more


def in_the_past(decision, weeks=20):
    Decision.objects.filter(pk=decision.pk).update(
        decided_on=localdate() - timedelta(weeks=weeks),
        objected_until=localdate() - timedelta(weeks=weeks - 6),
    )


class TestPage:
    def test_from_the_first_page_and_from_the_letter(self, inside, mother, refused):
        token, until = token_of(mother), last_day(refused.objected_until)
        days = (until - localdate()).days
        for path in (address(token), address(token, "parent-letter", mother.letters.last().pk)):
            page = words(inside.get(path))
            assert address(token, "parent-object") in page
            assert f"nog {days} dagen" in page

    def test_until_when_to_whom_what_it_means_and_that_help_goes_on(self, inside, mother):
        page = words(inside.get(address(token_of(mother), "parent-object")))
        for text in (
            "U kunt dat zeggen tot en met",
            "Samenwerkingsverband Rietland",
            "Andere mensen dan de eerste keer kijken ernaar.",
            "Wat de school nu voor uw kind doet, gaat door.",
            "U kunt het terugnemen tot er antwoord is.",
            "Vraag om opnieuw te kijken",
        ):
            assert text in page
        assert "Dat heet bezwaar maken." not in page  # a region's own way, no Awb

    def test_by_law_it_is_an_objection_with_a_committee(self, inside, mother, refused):
        Decision.objects.update(
            kind="placement", outcome="awarded", begins_on=localdate(), ends_on=localdate()
        )
        page = words(inside.get(address(token_of(mother), "parent-object")))
        for text in (
            "Dat heet bezwaar maken.",
            "Landelijke Bezwaaradviescommissie",
            "De hulp die er is, gaat door.",
        ):
            assert text in page

    def test_before_there_is_a_decision(self, client_for, sent):
        mother = sent.parties.first()
        inside, token = come_in(client_for(), mother), token_of(mother)
        page = inside.get(address(token, "parent-object"))
        assert heading(page) == "Er is nu geen besluit waar u iets tegen kunt doen"
        assert address(token, "parent-object") not in words(inside.get(address(token))).partition("<main")[2]

    def test_without_authority(self, inside, mother, refused):
        mother.has_authority = False
        mother.save()
        where = address(token_of(mother), "parent-object")
        page = words(inside.get(where))
        assert "kan alleen wie het gezag over uw kind heeft" in page
        assert 'name="grounds"' not in page
        assert inside.post(where, typed(refused)).status_code == 409
        assert not Objection.objects.exists()

    def test_a_fixed_number_of_queries(self, inside, mother, django_assert_num_queries):
        path = address(token_of(mother), "parent-object")
        inside.get(path)
        with django_assert_num_queries(10):
            inside.get(path)

    def test_no_text_of_ours_is_left_in_dutch(self, inside, mother, refused):
        left = left_in_dutch(inside, mother, [("parent-object",)])
        in_the_past(refused)
        left |= left_in_dutch(inside, mother, [("parent-object",), ("parent-case",)])
        inside.post(address(token_of(mother), "parent-object"), typed(refused, why_late=WHY_LATE))
        back = ("parent-take-back", Objection.objects.get().pk)
        left |= left_in_dutch(inside, mother, [("parent-object",), back, ("parent-case",)])
        assert {one for one in left if GROUNDS not in one and WHY_LATE not in one} == set()


class TestObjecting:
    def test_in_their_own_words_and_what_follows(self, inside, mother, refused):
        where = address(token_of(mother), "parent-object")
        done = inside.post(where, typed(refused), follow=True)
        page = words(done)
        assert "Het is verstuurd." in page
        assert heading(done) == "U vroeg om er opnieuw naar te kijken"
        assert GROUNDS in page
        objection = Objection.objects.get()
        assert (objection.party, objection.is_late, objection.words["grounds"]) == (mother, False, GROUNDS)
        refused.case.refresh_from_db()
        assert refused.case.is_on_hold
        to = {address for mail in mails_waiting() for address in mail["to"]}
        assert len(to) > 2
        assert not [mail for mail in mails_waiting() if GROUNDS in mail["body"]]

    def test_sent_twice_it_is_said_once(self, inside, mother, refused):
        where = address(token_of(mother), "parent-object")
        for _ in range(2):
            assert inside.post(where, typed(refused)).status_code == 302
        assert Objection.objects.count() == Event.objects.filter(act="object").count() == 1

    def test_another_text_comes_back_to_be_kept(self, inside, mother, refused):
        where = address(token_of(mother), "parent-object")
        inside.post(where, typed(refused))
        again = inside.post(where, typed(refused, grounds="Een heel andere reden dan eerst."))
        assert again.status_code == 409
        for text in ("Dit staat al in het dossier.", "Een heel andere reden dan eerst.", GROUNDS):
            assert text in words(again)

    @pytest.mark.parametrize(
        ("grounds", "told"),
        [("", "Schrijf waarom u het niet eens bent."), ("Nee.", "Schrijf in een paar zinnen")],
    )
    def test_too_few_words(self, inside, mother, refused, grounds, told):
        reply = inside.post(address(token_of(mother), "parent-object"), typed(refused, grounds=grounds))
        assert (reply.status_code, told in words(reply)) == (422, True)
        assert not Objection.objects.exists()

    def test_too_late_says_so_and_what_can_still_be_done(self, inside, mother, refused):
        in_the_past(refused)
        where = address(token_of(mother), "parent-object")
        page = words(inside.get(where))
        for text in ("De tijd is voorbij: dit kon tot en met", "U kunt het nog wel versturen.", "steunpunt"):
            assert text in page
        reply = inside.post(where, typed(refused))
        assert (reply.status_code, "Schrijf waarom het later is." in words(reply)) == (422, True)
        inside.post(where, typed(refused, why_late=WHY_LATE))
        objection = Objection.objects.get()
        assert (objection.is_late, objection.words["why_late"]) == (True, WHY_LATE)

    def test_a_decision_that_no_longer_stands(self, inside, mother, refused):
        Case.objects.update(round=2, state=Case.State.INTAKE)
        reply = inside.post(address(token_of(mother), "parent-object"), typed(refused))
        assert reply.status_code == 409
        assert GROUNDS in words(reply)
        assert not Objection.objects.exists()

    def test_each_parent_their_own_and_no_words_of_the_other(self, client_for, inside, mother, refused):
        inside.post(address(token_of(mother), "parent-object"), typed(refused))
        father = refused.case.parties.last()
        theirs = come_in(client_for(), father)
        where = address(token_of(father), "parent-object")
        page = words(theirs.get(where))
        assert "De andere ouder is het niet eens met het besluit." in page
        assert GROUNDS not in page
        theirs.post(where, typed(refused, grounds="Ik ben het er ook niet mee eens."))
        assert Objection.objects.count() == 2

    def test_the_link_of_another_parent_is_a_door(self, inside, refused):
        fathers = address(token_of(refused.case.parties.last()), "parent-object")
        assert inside.post(fathers, typed(refused)).status_code == 403
        assert not Objection.objects.exists()

    def test_once_it_is_decided_on_the_reasons_stand_there(self, client_for, inside, mother, refused, region):
        from dekkend.conftest import make_person

        where = address(token_of(mother), "parent-object")
        inside.post(where, typed(refused))
        actions.end_objection(
            objection_id=Objection.objects.get().pk,
            outcome="rejected",
            reasons=REASONS,
            actor=make_person("Joris Prins", Role.SERVICE_DESK, partnership=region),
            at=now(),
        )
        page = words(inside.get(where))
        assert REASONS in page
        assert 'name="grounds"' not in page
        father = refused.case.parties.last()
        assert REASONS in words(come_in(client_for(), father).get(address(token_of(father), "parent-record")))
        again = inside.post(where, typed(refused, grounds="Ik ben het er nog niet mee eens."))
        assert (again.status_code, "Hierover is al beslist." in words(again)) == (409, True)
        assert Objection.objects.count() == 1


class TestTakingBack:
    @pytest.fixture
    def objection(self, inside, mother, refused):
        inside.post(address(token_of(mother), "parent-object"), typed(refused))
        return Objection.objects.get()

    def test_first_what_it_means_then_it_is_done_once(self, inside, mother, refused, objection):
        where = address(token_of(mother), "parent-take-back", objection.pk)
        assert "Niemand kijkt nog opnieuw naar het besluit." in words(inside.get(where))
        assert not Objection.objects.get().outcome
        done = inside.post(where, {"words": "Opgelost."}, follow=True)
        assert "U nam het terug." in words(done)
        assert "Dit kan nu niet meer" not in words(inside.post(where, {"words": ""}, follow=True))
        objection.refresh_from_db()
        assert (objection.outcome, objection.ended_by) == ("withdrawn", None)
        refused.case.refresh_from_db()
        assert not refused.case.is_on_hold
        assert Event.objects.filter(act="withdraw_objection").count() == 1

    def test_words_typed_while_it_was_decided_come_back(self, inside, mother, objection, desk):
        where = address(token_of(mother), "parent-take-back", objection.pk, language="tr")
        Objection.objects.update(outcome="rejected", ended_on=localdate(), ended_by=desk)
        late = inside.post(where, {"words": "Biz anlaştık."})
        assert (late.status_code, "Biz anlaştık." in words(late)) == (409, True)
        assert address(token_of(mother), "parent-object", language="tr") in words(late)
        wordless = inside.post(where, {"words": ""})
        assert wordless["Location"] == address(token_of(mother), "parent-object", language="tr")
        objection.refresh_from_db()
        assert (objection.outcome, objection.reasons) == ("rejected", "")

    def test_taken_back_already_other_words_come_back(self, inside, mother, objection):
        where = address(token_of(mother), "parent-take-back", objection.pk)
        inside.post(where, {"words": "Opgelost, dank u."})
        again = inside.post(where, {"words": "Toch niet opgelost."})
        assert (again.status_code, "Toch niet opgelost." in words(again)) == (409, True)
        assert inside.post(where, {"words": "Opgelost, dank u."}).status_code == 302

    def test_within_the_term_one_may_think_again(self, inside, mother, refused, objection):
        inside.post(address(token_of(mother), "parent-take-back", objection.pk), {"words": ""})
        inside.post(
            address(token_of(mother), "parent-object"),
            typed(refused, grounds="Toch niet eens, en wel hierom."),
        )
        assert [one.outcome for one in Objection.objects.order_by("pk")] == ["withdrawn", ""]

    def test_that_of_someone_else(self, client_for, refused, objection):
        father = refused.case.parties.last()
        where = address(token_of(father), "parent-take-back", objection.pk)
        assert come_in(client_for(), father).post(where, {"words": ""}).status_code == 404
        with pytest.raises(NotPossible, match="Alleen wie het verstuurde"):
            actions.withdraw_objection(party=father, objection_id=objection.pk, words="", at=now())
        assert not Objection.objects.get().outcome

    def test_another_objection_keeps_the_file_on_hold(self, inside, mother, refused, objection):
        father = refused.case.parties.last()
        actions.object_as_parent(
            party=father,
            decision_id=refused.pk,
            grounds="Ik ben het er ook niet mee eens.",
            why_late="",
            at=now(),
        )
        inside.post(address(token_of(mother), "parent-take-back", objection.pk), {"words": ""})
        refused.case.refresh_from_db()
        assert refused.case.is_on_hold
