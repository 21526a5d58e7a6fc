"""The school corrects who the child is: found and read by the new facts, with the old ones sealed away."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.blind import blind
from dekkend.cases.declaration.fetching import find_declaration
from dekkend.cases.letters.queries import letters_for
from dekkend.cases.models import Case, ChildIndex, Letter
from dekkend.cases.phrases import record_of
from dekkend.cases.queries import child_corrections, parties_of
from dekkend.cases.tests.conftest import CHILD
from dekkend.cases.tests.parents import address, come_in, token_of, words
from dekkend.organisations.models import Role

RIGHT = replace(CHILD, last_name="Dakker", born_on=date(2018, 4, 13), group="5")
TYPED = RIGHT.kept() | {"seen": "0"}


def correct(case, actor, child=RIGHT, seen=0):
    actions.correct_child(case_id=case.pk, child=child, seen=seen, actor=actor, at=now())
    return Case.objects.get(pk=case.pk)


def found(case, initials, born_on):
    digest = blind(case.partnership, initials, born_on)
    return ChildIndex.objects.filter(case=case, digest=digest).exists()


def test_it_is_found_by_the_new_facts_only(case, coordinator):
    assert found(case, "K.B.", CHILD.born_on)
    assert correct(case, coordinator).child == RIGHT
    assert found(case, "K.D.", RIGHT.born_on)
    assert not found(case, "K.B.", CHILD.born_on)


def test_the_record_tells_which_facts_and_keeps_the_rest_sealed(case, coordinator):
    case = correct(case, coordinator)
    event = child_corrections(case).get()
    assert event.details == {"changed": ["last_name", "born_on", "group"]}
    assert CHILD.last_name not in event.reason
    told = record_of(case, frozenset({Role.SUPPORT_COORDINATOR}))[0]
    assert told.reason == "Eerst stond er: Kees Bakkerman, geboren op 14 maart 2018, groep 4."


def test_the_same_again_is_no_correction(case, coordinator):
    correct(case, coordinator)
    correct(case, coordinator, seen=0)
    assert child_corrections(case).count() == 1


def test_who_did_not_see_what_a_colleague_wrote_overwrites_nothing(case, coordinator, head):
    correct(case, head)
    with pytest.raises(actions.NotPossible, match="Een collega veranderde dit net"):
        correct(case, coordinator, replace(CHILD, group="6"))
    assert Case.objects.get(pk=case.pk).child == RIGHT


def test_only_who_leads_the_file(sent, desk, teacher, coordinator):
    actions.share_with(case_id=sent.pk, user=teacher, actor=coordinator, at=now())
    for someone in (desk, teacher):
        with pytest.raises(actions.NotPossible, match="alleen de directeur"):
            correct(sent, someone)


def test_a_closed_file_stays_as_it_was(go, case, coordinator):
    actions.withdraw_request(case_id=case.pk, actor=coordinator, reason="Niet meer nodig.", at=now())
    with pytest.raises(actions.NotPossible, match="gesloten"):
        correct(case, coordinator)
    assert go(coordinator).get(reverse("case-child", args=[case.pk])).status_code == 403


def test_the_special_school_fetches_by_the_new_day_and_letters_stay(declaration, coordinator):
    case = declaration.decision.case
    before = [letter.words for letter in letters_for(case)]
    case = correct(case, coordinator)
    assert find_declaration(declaration.number, CHILD.born_on) is None
    assert find_declaration(declaration.number, RIGHT.born_on) == declaration
    assert [letter.words for letter in letters_for(case)] == before
    assert Letter.objects.filter(case=case).exists()


def test_parents_read_the_new_one_and_that_it_was_corrected(client_for, sent, coordinator):
    father = parties_of(sent)[1]
    client, token = come_in(client_for(), father), token_of(father)
    assert "De school verbeterde dit" not in words(client.get(address(token, "parent-file")))
    correct(sent, coordinator)
    page = words(client.get(address(token, "parent-file")))
    assert "Kees Dakker, geboren op 13 april 2018, groep 5." in page
    assert "De school verbeterde dit op" in page
    lines = words(client.get(address(token, "parent-record")))
    assert "De school verbeterde de naam, de geboortedatum of de groep van uw kind" in lines
    assert CHILD.last_name not in lines


class TestPage:
    def test_from_the_file_and_back(self, go, sent, coordinator):
        client, where = go(coordinator), reverse("case-child", args=[sent.pk])
        assert where in client.get(reverse("case", args=[sent.pk])).content.decode()
        page = words(client.get(where))
        assert 'value="2018-03-14"' in page
        assert "Brieven die al geschreven zijn" not in page
        reply = words(client.post(where, TYPED, follow=True))
        assert "De gegevens zijn bewaard." in reply
        assert "Kees Dakker, groep 5" in reply

    def test_after_a_declaration_it_says_what_stays(self, go, declaration, coordinator):
        page = words(go(coordinator).get(reverse("case-child", args=[declaration.decision.case_id])))
        assert "Brieven die al geschreven zijn, veranderen niet." in page
        assert "De nieuwe school haalt haar op met de geboortedatum" in page

    @pytest.mark.parametrize(
        "wrong",
        [{"last_name": ""}, {"born_on": "2018-02-30"}, {"born_on": "9999-12-31"}, {"seen": "x"}],
    )
    def test_what_is_wrong_changes_nothing(self, go, case, coordinator, wrong):
        where = reverse("case-child", args=[case.pk])
        assert go(coordinator).post(where, TYPED | wrong).status_code == 422
        assert Case.objects.get(pk=case.pk).child == CHILD
