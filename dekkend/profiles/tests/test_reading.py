"""Who may read what, in every state."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from dekkend.conftest import make_person
from dekkend.organisations.models import Membership, Partnership, Role
from dekkend.profiles import actions
from dekkend.profiles.models import Version
from dekkend.profiles.queries import get_version_for, people_with, roles_for
from dekkend.profiles.rules import audience_of, may_answer, may_read, may_see, may_write, writing_role
from dekkend.questionnaires.loader import questionnaire_of

pytestmark = pytest.mark.django_db

TEAM = ["head", "coordinator", "teacher"]
MR = ["mr_staff", "mr_parent"]
BOARD = ["board_member", "signatory"]
STAFF = ["staff"]
STRANGERS = ["other_head", "far_head", "outsider"]
READERS = {
    "working": TEAM,
    "with_mr": TEAM + MR,
    "heard": TEAM + MR,
    "with_board": TEAM + MR + BOARD,
    "established": TEAM + MR + BOARD + STAFF,
    "published": TEAM + MR + BOARD + STAFF,
    "succeeded": TEAM + MR + BOARD + STAFF,
    "expired": TEAM + MR + BOARD + STAFF,
}
EVERYONE = TEAM + MR + BOARD + STAFF + STRANGERS


def put(version, state):
    """Set a state without the acts that lead to it."""
    Version.objects.filter(pk=version.pk).update(
        state=state,
        snapshot={},
        established_on=localdate(),
        valid_until=localdate(),
        published_at=timezone.now(),
    )


@pytest.mark.parametrize("state", Version.State.values)
@pytest.mark.parametrize("who", EVERYONE)
def test_reading(version, who, state, request):
    put(version, state)
    user = request.getfixturevalue(who)
    expected = who in READERS[state]
    roles = roles_for(user, version, localdate())
    assert bool(may_read(roles, state)) is expected
    if expected:
        assert get_version_for(user, version.pk, need="read") == (version, roles)
    else:
        with pytest.raises(Http404 if who in STRANGERS else PermissionDenied):
            get_version_for(user, version.pk, need="read")


@pytest.mark.parametrize("who", EVERYONE)
def test_seeing_how_things_stand(version, who, request):
    user = request.getfixturevalue(who)
    assert bool(may_see(roles_for(user, version, localdate()))) is (who not in STRANGERS)
    if who in STRANGERS:
        with pytest.raises(Http404):
            get_version_for(user, version.pk, need="see")
    else:
        assert get_version_for(user, version.pk, need="see")[0] == version


@pytest.mark.parametrize("state", Version.State.values)
@pytest.mark.parametrize("who", TEAM + MR + BOARD + STAFF)
def test_writing(version, who, state, request):
    put(version, state)
    user = request.getfixturevalue(who)
    if who in ("head", "coordinator") and state == "working":
        assert get_version_for(user, version.pk, need="write")[0] == version
    else:
        with pytest.raises(PermissionDenied):
            get_version_for(user, version.pk, need="write")


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("mr_parent", "De MR leest het profiel als de directeur het naar de MR stuurt."),
        ("board_member", "Het bestuur leest het profiel als de directeur het naar het bestuur stuurt."),
        ("staff", "U leest het profiel als het bestuur het heeft vastgesteld."),
    ],
)
def test_a_refusal_says_when_it_will_be_possible(version, who, reason, request):
    with pytest.raises(PermissionDenied) as refused:
        get_version_for(request.getfixturevalue(who), version.pk, need="read")
    assert str(refused.value) == reason


def test_who_may_not_write_reads_why(version, teacher, head, bring):
    with pytest.raises(PermissionDenied, match="Alleen de directeur en de intern begeleider schrijven"):
        get_version_for(teacher, version.pk, need="write")
    bring(version, "with_mr")
    with pytest.raises(PermissionDenied, match="De stand van het profiel is: bij de MR"):
        get_version_for(head, version.pk, need="write")
    assert may_write({Role.HEAD_TEACHER}, "published").reason == (
        "U kunt nu niets veranderen. De stand van het profiel is: gepubliceerd."
    )


def test_a_version_that_is_not_there(head):
    with pytest.raises(Http404):
        get_version_for(head, 404404, need="see")


def test_another_partnership_of_the_same_site_stays_outside(version, site):
    national = Partnership.objects.create(code="PO9999", name="Landelijk", is_national=True)
    site.sitepartnership_set.create(partnership=national, begins_on=localdate())
    person = make_person("Nel Landelijk", Role.PARTNERSHIP_STAFF, partnership=national)
    put(version, "published")
    assert roles_for(person, version, localdate()) == frozenset()
    with pytest.raises(Http404):
        get_version_for(person, version.pk, need="read")


def test_fetching_takes_two_queries_however_many_versions(version, head, bring, site, region, at):
    def count():
        with CaptureQueriesContext(connection) as queries:
            found, _ = get_version_for(head, version.pk, need="read")
            assert found.profile.site.school.board.name
            assert (found.edition.title, found.regime.valid_months) == ("Ondersteuningsprofiel", 48)
        return len(queries)

    assert count() == 2
    bring(version, "published")
    bring(actions.start_working_copy(site=site, partnership=region, actor=head, at=at), "published")
    assert count() == 2


@pytest.mark.parametrize(
    ("roles", "audience"),
    [
        ({Role.TEACHER}, "school"),
        ({Role.MR_PARENT}, "school"),
        ({Role.SIGNATORY}, "school"),
        ({Role.PARTNERSHIP_STAFF}, "region"),
        ({Role.PARTNERSHIP_STAFF, Role.HEAD_TEACHER}, "school"),
        (set(), "public"),
    ],
)
def test_audience(roles, audience):
    assert audience_of(roles) == audience


def test_everyone_who_writes_may_answer_every_question_of_the_school(edition):
    refused = {q.key: may_answer(q).reason for q in questionnaire_of(edition).questions if not may_answer(q)}
    assert refused == {
        "school.name": "Dit komt uit het register van DUO. Klopt het niet? Meld het bij DUO.",
        "support.region": "Dit is een tekst van de regio. De school verandert hem niet.",
    }


def test_the_head_teacher_writes_as_head_teacher():
    assert writing_role({Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR}) == Role.HEAD_TEACHER
    assert writing_role({Role.SUPPORT_COORDINATOR}) == Role.SUPPORT_COORDINATOR


def test_people_with_a_role_are_the_active_ones_here(
    version, head, mr_parent, mr_staff, board_member, other_head
):
    mr_staff.is_active = False
    mr_staff.save()
    everyone = (Role.HEAD_TEACHER, Role.MR_PARENT, Role.MR_STAFF, Role.BOARD_MEMBER)
    assert people_with(version, everyone, localdate()) == [board_member, head, mr_parent]
    Membership.objects.filter(user=head).update(ends_on=localdate())
    assert head in people_with(version, everyone, localdate())
    assert head not in people_with(version, everyone, localdate().replace(year=localdate().year + 1))
