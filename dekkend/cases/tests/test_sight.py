"""Who sees a file, as school and parents are told: everyone whom the rules let in, and nobody else."""

from itertools import chain

import pytest
from django.http import Http404
from django.utils.timezone import localdate, now
from django.utils.translation import override

from dekkend.cases import actions
from dekkend.cases.committee.route import COMMITTEE_ROLES
from dekkend.cases.involvement import roles_for
from dekkend.cases.models import Case, Meeting
from dekkend.cases.parents.sight import who_sees_of
from dekkend.cases.plan.queries import get_plan_for
from dekkend.cases.queries import parties_of
from dekkend.cases.sight import who_sees
from dekkend.cases.tests.conftest import CHILD, MOTHER, advised, ask, award, in_session, say_yes, with_parents
from dekkend.cases.tests.parents import FOREIGN
from dekkend.cases.tests.test_declaring import award_by_committee
from dekkend.conftest import make_person
from dekkend.core.audience import Audience
from dekkend.organisations.models import Membership, Role, Site, User
from tools.kept import kept

# How each list calls who is not named: to the school, and to a parent.
CALLED = {
    Role.SERVICE_DESK: ("Het Loket", "De mensen van het Loket"),
    Role.COMMITTEE_SECRETARY: ("De secretaris van de CTC", "De secretaris van de CTC"),
    Role.COMMITTEE_MEMBER: ("De leden van de CTC", "De leden van de CTC"),
}
WHOLE_COMMITTEE = ("De CTC", "De mensen die beslissen (CTC)")


@kept
def everyone(
    coordinator,
    head,
    teacher,
    desk,
    secretary,
    members,
    expert,
    special_head,
    other_head,
    board_member,
    region,
):
    """Someone of each role, and an expert whom nobody asked."""
    make_person("Bea Quist", Role.EXPERT, partnership=region)
    return list(User.objects.all())


def lists(case: Case) -> tuple[list[Audience], list[Audience]]:
    case = Case.objects.get(pk=case.pk)
    parties, on = parties_of(case), localdate()
    return who_sees(case, parties, on), who_sees_of(case, parties[0], parties, on)


def opens(user: User, case: Case) -> bool:
    """The file, or the plan that belongs to it."""
    case = Case.objects.get(pk=case.pk)
    if roles_for(user, case, localdate()):
        return True
    try:
        return bool(get_plan_for(user, case.pk, localdate()))
    except Http404:
        return False


def is_told(user: User, sees: list[Audience], which: int) -> bool:
    """Whether a list says that this person sees it: by name, by their school, or as one of a group."""
    role = Membership.objects.select_related("site").get(user=user)
    names = {user.name, *CALLED.get(role.role, ("", ""))[which : which + 1]}
    names |= {role.site.name} if role.site and role.site.kind == Site.Kind.SO else set()
    names |= {WHOLE_COMMITTEE[which]} if role.role in COMMITTEE_ROLES else set()
    return any(name in one.who for name in names - {""} for one in sees if one.sees)


def told_as_it_is(case: Case, everyone: list[User]) -> None:
    allowed = {user.name for user in everyone if opens(user, case)}
    for which, sees in enumerate(lists(case)):
        told = {user.name for user in everyone if is_told(user, sees, which)}
        assert told == allowed, [(one.who, one.what) for one in sees]


def words(case: Case) -> str:
    return " ".join(f"{one.who} {one.what}" for one in chain(*lists(case)))


def test_at_every_step_of_a_declaration(
    placement, everyone, coordinator, desk, expert, secretary, members, special, special_head, teacher
):
    told_as_it_is(placement, everyone)
    actions.share_with(case_id=placement.pk, user=teacher, actor=coordinator, at=now())
    told_as_it_is(placement, everyone)
    advised(placement, desk, expert)
    assert expert.name in words(placement)
    told_as_it_is(placement, everyone)
    actions.put_on_agenda(case_id=placement.pk, actor=desk, at=now())
    assert "zien het pas als er een vergadering is gepland" in words(placement)
    told_as_it_is(placement, everyone)
    in_session([placement], secretary, members)
    told_as_it_is(placement, everyone)
    declaration = award_by_committee(placement, secretary, actions.Declared("SO", "low")).declaration
    told_as_it_is(placement, everyone)
    actions.close_meeting(meeting_id=Meeting.objects.get().pk, actor=secretary, at=now())
    assert "zien het niet meer" in words(placement)
    told_as_it_is(placement, everyone)
    actions.take_in_declaration(
        declaration_id=declaration.pk, site=special, enrolled_on=localdate(), actor=special_head, at=now()
    )
    assert special.name in words(placement)
    told_as_it_is(placement, everyone)


def test_at_every_step_of_a_request(case, parents, everyone, coordinator, desk):
    told_as_it_is(case, everyone)
    for party in with_parents(case, coordinator):
        say_yes(case, party)
    told_as_it_is(case, everyone)
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    told_as_it_is(case, everyone)
    actions.accept(case_id=case.pk, actor=desk, at=now())
    actions.award_by_desk(case_id=case.pk, award=award(), actor=desk, at=now())
    told_as_it_is(case, everyone)


def test_a_request_that_was_withdrawn(case, parents, everyone, coordinator):
    with_parents(case, coordinator)
    actions.withdraw_request(case_id=case.pk, actor=coordinator, reason="Verhuisd.", at=now())
    assert "pas als u verstuurt" not in words(case)
    told_as_it_is(case, everyone)


def test_an_expert_whose_seat_was_freed_reads_no_more(placement, everyone, desk, expert):
    seat = ask(placement, desk, expert)
    told_as_it_is(placement, everyone)
    actions.free_seat(opinion_id=seat.pk, reason="Geen tijd.", actor=desk, at=now())
    assert expert.name not in words(placement)
    told_as_it_is(placement, everyone)


def test_before_it_is_sent_one_reads_that_experts_will_read_a_declaration(
    offering, site, region, coordinator, case
):
    actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
    assert "Deskundigen" not in words(case)
    declared = actions.open_case(
        site=site, partnership=region, kind="placement", child=CHILD, actor=coordinator, at=now()
    )
    actions.add_party(case_id=declared.pk, who=MOTHER, actor=coordinator, at=now())
    parties, on = parties_of(declared), localdate()
    for sees in (
        who_sees(declared, parties, on, once_sent=True),
        who_sees_of(declared, parties[0], parties, on, once_sent=True),
    ):
        told = {one.who: (one.what.partition(" ")[2], one.sees) for one in sees}
        assert told["Deskundigen"] == ("het dossier pas als het Loket om hun advies vraagt.", False)
    assert "Deskundigen" in words(declared)


@pytest.mark.parametrize("language", FOREIGN)
def test_parents_read_it_in_their_own_language(language, declaration, special, special_head, secretary):
    actions.take_in_declaration(
        declaration_id=declaration.pk, site=special, enrolled_on=localdate(), actor=special_head, at=now()
    )
    actions.close_meeting(meeting_id=Meeting.objects.get().pk, actor=secretary, at=now())
    dutch = [text for one in lists(declaration.case)[1] for text in (one.who, one.what)]
    with override(language):
        spoken = [text for one in lists(declaration.case)[1] for text in (one.who, one.what)]
    assert [text for text in spoken if text in dutch] == []
