"""What the file knows of its experts: who was asked, whether both advised, and who may not. Reads only."""

from datetime import date

from django.db.models import Q

from dekkend.cases.declaration.seats import FIRST, SECOND
from dekkend.cases.models import Case, EntryVersion, ExpertOpinion
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Membership, Partnership, Role, User
from dekkend.organisations.queries import on_day

SEATS = {FIRST: "de eerste deskundige", SECOND: "de tweede deskundige"}


def opinions_of(case: Case) -> list[ExpertOpinion]:
    """Who has a seat in this round, in order of the seats, with the case at hand. One query."""
    seated = ExpertOpinion.objects.filter(case=case, round=case.round, ended_at=None)
    found = list(seated.select_related("expert"))
    for opinion in found:
        opinion.case = case
    return found


def experts_are_complete(case: Case, on: date | None = None) -> Verdict:
    """For a declaration both experts advised in this round; other kinds need none. At most one query."""
    if not case.offering.catalogue.kind(case.kind).is_declaration:
        return YES
    given = {one.seat for one in opinions_of(case) if one.given_at}
    missing = " en ".join(words for seat, words in SEATS.items() if seat not in given)
    return no(f"Nog nodig voor een verklaring (tlv): het advies van {missing}.") if missing else YES


def works_for_school(user: User, case: Case, on: date) -> bool:
    """Whether this person has a role at the applying school, its board, or a school of that board."""
    school = case.site.school
    here = Q(site__school=school)
    if school.board_id:
        here |= Q(board=school.board_id) | Q(site__school__board=school.board_id)
    return Membership.objects.filter(on_day(on), here, user=user).exists()


def took_part(user: User, case: Case) -> bool:
    """Whether this person ever wrote in the file, added something to it, or read along for the school."""
    wrote = EntryVersion.objects.filter(entry__case=case, saved_by=user)
    added, read = case.attachments.filter(added_by=user), case.shares.filter(user=user)
    return wrote.exists() or added.exists() or read.exists()


def experts_of(partnership: Partnership, on: date) -> list[User]:
    """Who can be asked: the experts of the partnership, by name. One query."""
    roles = Membership.objects.filter(
        on_day(on), partnership=partnership, role=Role.EXPERT, user__is_active=True
    )
    return list(User.objects.filter(pk__in=roles.values("user")).order_by("name"))
