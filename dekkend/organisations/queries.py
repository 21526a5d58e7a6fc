"""Who is where: reads that other rooms build on. Each function is one query."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.timezone import localdate

from dekkend.organisations.models import (
    CASE_ROLES,
    SCHOOL_ROLES,
    Board,
    Invitation,
    Membership,
    Partnership,
    Role,
    Site,
    User,
)

# Who works on single children in a partnership is nobody to its schools and their boards.
ABOUT_SCHOOLS = ~Q(role__in=CASE_ROLES)


def on_day(on: date, prefix: str = "") -> Q:
    """What has begun and has not ended: the last day still counts."""
    begun = Q(**{f"{prefix}begins_on__lte": on})
    return begun & (Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": on}))


def held_by(user: User, on: date) -> QuerySet[Membership]:
    """The roles this person has on this day, for who needs no more of a place than its key."""
    held = Membership.objects.filter(on_day(on), user=user).order_by("pk")
    return held if user.is_active else held.none()


def memberships_of(user: User, on: date) -> list[Membership]:
    """The same, each with its place (and the site's school and board)."""
    return list(held_by(user, on).select_related("site__school__board", "board", "partnership"))


def sites_of_board(board: Board) -> list[Site]:
    """The open sites of the board's schools, by name, each with its school."""
    return list(Site.objects.filter(school__board=board, closed_on=None).select_related("school"))


def sites_of_partnership(partnership: Partnership, on: date) -> QuerySet[Site]:
    """The open sites that lie in the partnership on this day, by name, each with its school and board."""
    lying = Site.objects.filter(
        on_day(on, "sitepartnership__"), sitepartnership__partnership=partnership, closed_on=None
    )
    return lying.select_related("school__board")


def partnerships_of(site: Site, on: date) -> list[Partnership]:
    """The partnerships the site lies in on this day: its region, and perhaps a national one."""
    return list(site.partnerships.filter(on_day(on, "sitepartnership__")))


def people_of(site: Site, on: date) -> list[Membership]:
    """The roles at this site itself on this day, each with its user, in the order of the roles."""
    roles = Membership.objects.filter(on_day(on), site=site, user__is_active=True).select_related("user")
    return sorted(roles, key=lambda role: (SCHOOL_ROLES.index(role.role), role.user.name))


def roles_at(user: User, site: Site, on: date) -> frozenset[Role]:
    """What this person is to this site: at the site, in its board, or at a partnership it lies in."""
    lying = site.sitepartnership_set.filter(on_day(on)).values("partnership")
    here = Q(site=site) | Q(board__schools__sites=site) | (Q(partnership__in=lying) & ABOUT_SCHOOLS)
    roles = Membership.objects.filter(on_day(on), here, user=user, user__is_active=True)
    return frozenset(Role(role) for role in roles.values_list("role", flat=True))


def at(place: Site | Board | Partnership) -> dict[str, Site | Board | Partnership]:
    """A place as the column it fills in a role or an invitation."""
    return {place._meta.model_name or "": place}


def roles_for(user: User, place: Site | Board | Partnership, on: date) -> frozenset[Role]:
    """What this person is to this place: at it, or above it. See `rules.GRANTS` for what that allows."""
    if isinstance(place, Site):
        return roles_at(user, place, on)
    here = Q(**at(place))
    if isinstance(place, Board):
        lying = Q(on_day(on, "sitepartnership__"), sitepartnership__site__school__board=place)
        here |= Q(partnership__in=Partnership.objects.filter(lying)) & ABOUT_SCHOOLS
    roles = Membership.objects.filter(on_day(on), here, user=user, user__is_active=True)
    return frozenset(Role(role) for role in roles.values_list("role", flat=True))


def get_place_for[Place: (Site, Board, Partnership)](
    user: User, places: QuerySet[Place], on: date | None = None
) -> tuple[Place, frozenset[Role]]:
    """The one place in `places` and the roles `user` has for it; Http404 when they have none. Two queries."""
    place = places.first()
    if place is None or not (roles := roles_for(user, place, on or localdate())):
        raise Http404("Deze plek kennen wij niet.")
    return place, roles


def people_at(place: Site | Board | Partnership, on: date) -> list[Membership]:
    """The roles at this place that have not ended, also those that have still to begin, with their user."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    roles = Membership.objects.filter(lasting, **at(place), user__is_active=True).select_related("user")
    order = Role.values
    return sorted(roles, key=lambda role: (order.index(role.role), role.user.name))


def open_invitations(place: Site | Board | Partnership) -> list[Invitation]:
    """Invitations for this place that were neither accepted nor taken back, also expired ones."""
    waiting = Invitation.objects.filter(**at(place), accepted_at=None, withdrawn_at=None)
    return list(waiting.select_related("invited_by", "site", "board", "partnership"))


def has_successor(head: Membership, on: date) -> bool:
    """Whether the school still has a head teacher on the day after `on` when this role ends then."""
    others = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), site=head.site_id, role=Role.HEAD_TEACHER, user__is_active=True
    )
    return others.exclude(pk=head.pk).exists()
