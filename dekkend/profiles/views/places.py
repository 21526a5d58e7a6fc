"""Where people begin: what waits for them, a school's start page, a new version."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.core.audience import Audience
from dekkend.core.entrances import entrances_for
from dekkend.organisations.models import CASE_ROLES, Membership, Site, User
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.addendum.waiting import addenda_of
from dekkend.profiles.models import Version
from dekkend.profiles.overview import Standing, StartPage, is_time_to_renew, start_page, work_list
from dekkend.profiles.phrases import STEPS, Headline, Stop, headline, route_line
from dekkend.profiles.presence.rows import Present, present_in
from dekkend.profiles.presence.words import Together, together
from dekkend.profiles.progress import Count, Progress
from dekkend.profiles.rules import TEAM, WRITERS, may_amend, may_invite_friend, may_meet, may_read
from dekkend.profiles.transitions import ROUTE, nobody_refused, pupils_were_asked
from dekkend.profiles.views.assigning import asked_headline, ways_to_write
from dekkend.profiles.views.ways import Way, step_url, ways_to_speak
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.table import Transition

DUE_WORDS: dict[str, str] = {
    Version.State.WORKING: "het profiel van nu geldt tot en met",
    Version.State.WITH_MR: "de MR kan iets zeggen tot en met",
    Version.State.HEARD: "het profiel van nu geldt tot en met",
    Version.State.WITH_BOARD: "het profiel van nu geldt tot en met",
    Version.State.ESTABLISHED: "het profiel van nu geldt tot en met",
    Version.State.PUBLISHED: "geldt tot en met",
    Version.State.EXPIRED: "gold tot en met",
}
STARTS = (
    Audience("De school", "schrijft en leest de tekst."),
    Audience("De MR en het bestuur", "lezen hem pas als de directeur hem stuurt.", sees=False),
    Audience("Ouders en anderen", "zien nog niets.", sees=False),
)


@dataclass(frozen=True)
class Part:
    """One profile of the school on its start page: the answer, the way, the one button, the rest."""

    standing: Standing
    headline: Headline
    route: list[Stop]
    due_words: str
    main: Way | None
    others: list[Way]
    can_read: bool
    writes: bool
    next_chapter: str
    together: Together | None


@require_safe
def work(request: SignedInRequest) -> HttpResponse:
    on = localdate()
    memberships = memberships_of(request.user, on)
    items = work_list(request.user, on, memberships)
    about_schools = [membership for membership in memberships if membership.role not in CASE_ROLES]
    entrances = entrances_for(request.user, memberships)
    context = {
        "items": items,
        "waits": len(items) + sum(entrance.waits for entrance in entrances),
        "memberships": about_schools,
        "entrances": entrances,
        "here": "work",
    }
    return render(request, "profiles/work.html", context)


@require_safe
def school(request: SignedInRequest, code: str) -> HttpResponse:
    memberships = memberships_of(request.user, localdate())
    page = _start_page(memberships, code)
    present = _present(page, request.user.pk)
    parts = [_part(page, standing, present, request.user) for standing in page.standings]
    published = [standing.published for standing in page.standings if standing.published]
    addenda = [beside for version in published for beside in addenda_of(version, memberships)]
    holding = next(iter(published), None)
    context = {
        "site": page.site,
        "parts": parts,
        "addenda": sorted(addenda, key=lambda beside: beside.addendum.pk, reverse=True),
        "amends": holding if holding and may_amend(page.roles, holding.state) else None,
        "here": "school",
    }
    return render(request, "profiles/school.html", context)


@require_http_methods(["GET", "POST"])
def start_version(request: SignedInRequest, code: str) -> HttpResponse:
    """A page that says what the new version begins with; `regio` chooses between partnerships."""
    page = _start_page(memberships_of(request.user, localdate()), code)
    standing = _chosen(page, request.POST.get("regio") or request.GET.get("regio"))
    if not standing.may_start:
        raise PermissionDenied(standing.may_start.reason)
    if request.method == "GET":
        return render(
            request, "profiles/start_version.html", {"site": page.site, "standing": standing, "sees": STARTS}
        )
    try:
        version = actions.start_working_copy(
            site=page.site, partnership=standing.partnership, actor=request.user, at=timezone.now()
        )
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
        return redirect("school", page.site.code)
    messages.success(request, "U kunt beginnen. Alles wat u schrijft, wordt vanzelf bewaard.")
    return redirect("chapter", version.pk, questionnaire_of(version.edition).pages[0].key)


def _start_page(memberships: list[Membership], code: str) -> StartPage:
    """The school with its profiles. Raises Http404 for who has nothing to do with it."""
    page = start_page(site=_site(memberships, code), memberships=memberships, on=localdate())
    if not page.roles:
        raise Http404("Deze school kennen wij niet.")
    return page


def _site(memberships: list[Membership], code: str) -> Site:
    """Who works there brings the school along; for others it is one more query."""
    known = (membership.site for membership in memberships if membership.site)
    site = next((site for site in known if site.code == code), None)
    return site or get_object_or_404(Site.objects.select_related("school__board"), code=code)


def _chosen(page: StartPage, code: str | None) -> Standing:
    for standing in page.standings:
        if code in (None, standing.partnership.code):
            return standing
    raise Http404("Deze regio heeft geen formulier voor deze school.")


def _present(page: StartPage, user_id: int) -> dict[int, list[Present]]:
    """Who else has a working copy of this school open, for who may know: {version: who}."""
    versions = [standing.current for standing in page.standings if standing.current]
    open_to = [version.pk for version in versions if may_meet(page.roles, version.state)]
    return present_in(open_to, besides=user_id, at=timezone.now()) if open_to else {}


def _together(version: Version, present: dict[int, list[Present]]) -> Together | None:
    if version.pk not in present:
        return None
    return together(questionnaire_of(version.edition), version.pk, present[version.pk], None)


def _part(page: StartPage, standing: Standing, present: dict[int, list[Present]], user: User) -> Part:
    version, roles = standing.current, page.roles
    writes = bool(version and version.state == Version.State.WORKING and roles & WRITERS)
    theirs = [one for one in standing.assigned.values() if one.is_open and one.assignee_id == user.pk]
    asked = theirs if roles & TEAM else []
    ways = [*_ways(page.site, standing, roles, writes), *ways_to_write(asked)]
    if standing.published and standing.published == version and not is_time_to_renew(version, localdate()):
        ways.insert(0, Way("Bekijk wat ouders lezen", reverse("published", args=[page.site.code])))
    return Part(
        standing=standing,
        headline=asked_headline(asked) if asked and not writes else headline(standing, roles),
        route=route_line(standing),
        due_words=DUE_WORDS.get(version.state, "") if version else "",
        main=ways[0] if ways and ways[0].goes_on else None,
        others=ways[1:] if ways and ways[0].goes_on else ways,
        can_read=bool(version and may_read(roles, version.state)),
        writes=writes,
        next_chapter=_next_chapter(standing.progress),
        together=_together(version, present) if version else None,
    )


def _ways(site: Site, standing: Standing, roles: AbstractSet[str], writes: bool) -> Iterator[Way]:
    """What this person can do next, the most likely first."""
    version = standing.current
    if version and writes:
        yield from _writing(standing, version)
        if may_invite_friend(roles, version.state):
            yield Way("Laat een andere school meelezen", reverse("friends", args=[version.pk]))
    elif version:
        yield from ways_to_speak(version, roles, has_secretary=standing.has_secretary)
        for step in _by_likelihood(standing):
            goes_on = not _goes_back(step) or (step.name == "rework" and _was_refused(version))
            yield Way(step.label, step_url(version, step.name), goes_on)
    if standing.may_start:
        place = reverse("start-version", args=[site.code])
        yield Way("Begin een nieuw profiel", f"{place}?regio={standing.partnership.code}")


def _writing(standing: Standing, version: Version) -> Iterator[Way]:
    check = Way("Controleer het profiel", reverse("checks", args=[version.pk]))
    write = Way("Schrijf verder", reverse("chapter", args=[version.pk, _next_chapter(standing.progress)]))
    yield from (check, write) if _is_complete(standing.whole) else (write, check)
    if not pupils_were_asked(version, localdate()):
        yield Way("Leg de mening van de leerlingen vast", reverse("pupils", args=[version.pk]))


def _by_likelihood(standing: Standing) -> list[Transition]:
    """Going on before going back. What is said in the MR has its own pages: see `ways_to_speak`."""
    return sorted((step for step in standing.steps if step.name in STEPS), key=_goes_back)


def _goes_back(step: Transition) -> bool:
    order = list(ROUTE.by_state)
    return order.index(step.target) < order.index(step.source[0])


def _was_refused(version: Version) -> bool:
    """Then a better text is the only way on."""
    return not nobody_refused(version, localdate())


def _is_complete(whole: Count) -> bool:
    """Ready for the checks: what must be answered is, and in a later round someone looked at all of it."""
    return whole.is_done if whole.is_round else not whole.missing


def _next_chapter(progress: list[Progress]) -> str:
    """The first chapter with something to fill in."""
    left = next((chapter for chapter in progress if not chapter.is_done), None)
    return (left or progress[0]).chapter.key if progress else ""
