"""The partnerships, boards, schools and people of the demo, as rows in the register's tables."""

from collections.abc import Iterator
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from dekkend.demo.people import PASSWORD
from dekkend.demo.region import Post, School, all_posts, read_region, read_schools
from dekkend.organisations import models
from dekkend.organisations.models import BOARD_ROLES, SCHOOL_ROLES, Membership, Partnership, PupilCount, User

YEARS_OF_HISTORY = 6
PARTNERSHIP_FACTS = (
    "code", "name", "is_national", "website",
    "support_point_name", "support_point_phone", "support_point_email",
)  # fmt: skip
SITE_FACTS = (
    "code", "name", "kind", "denomination", "concept", "street", "house_number", "postcode", "city",
    "municipality", "phone", "latitude", "longitude",
)  # fmt: skip


def make_places(today: date) -> None:
    """Partnerships, boards, schools, sites and their pupils."""
    begins_on = long_ago(today)
    for facts in read_region()["partnerships"]:
        Partnership.objects.create(**{name: facts[name] for name in PARTNERSHIP_FACTS})
    for facts in read_region()["boards"]:
        models.Board.objects.create(number=facts["number"], name=facts["name"])
    for school in read_schools():
        make_site(school, begins_on, today)


def make_site(school: School, begins_on: date, today: date) -> None:
    """One site with its school, partnerships and pupil counts."""
    board = models.Board.objects.get(number=school.board)
    institution, _ = models.School.objects.get_or_create(brin=school.code[:4], defaults={"board": board})
    site = models.Site.objects.create(
        school=institution, **{name: getattr(school, name) for name in SITE_FACTS}
    )
    for code in school.partnerships:
        partnership = Partnership.objects.get(code=code)
        models.SitePartnership.objects.create(site=site, partnership=partnership, begins_on=begins_on)
    counts = pupil_counts(school, today)
    PupilCount.objects.bulk_create(
        PupilCount(site=site, year=year, pupils=pupils) for year, pupils in counts.items()
    )


def pupil_counts(school: School, today: date) -> dict[int, int | None]:
    """Pupils on 1 October of each year; None for fewer than five. A count appears some months later."""
    published = today - timedelta(days=90)
    newest = published.year if (published.month, published.day) >= (10, 1) else published.year - 1
    first = newest - len(school.pupils) + 1
    return {first + row: None if pupils == "<5" else int(pupils) for row, pupils in enumerate(school.pupils)}


def make_people(today: date) -> None:
    """Everyone in every role. One password, so it is hashed once."""
    posts = list(all_posts())
    password = make_password(PASSWORD)
    names = {post.email: post.name for post in posts}
    users = User.objects.bulk_create(
        User(email=email, name=name, password=password) for email, name in names.items()
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Membership.objects.bulk_create(_memberships(posts, long_ago(today)))


def long_ago(today: date) -> date:
    return today - timedelta(days=365 * YEARS_OF_HISTORY)


def _memberships(posts: list[Post], begins_on: date) -> Iterator[Membership]:
    users = {user.email: user for user in User.objects.all()}
    sites = {site.code: site for site in models.Site.objects.all()}
    boards = {board.number: board for board in models.Board.objects.all()}
    partnerships = {partnership.code: partnership for partnership in Partnership.objects.all()}
    for post in posts:
        membership = Membership(user=users[post.email], role=post.role, begins_on=begins_on)
        if post.role in SCHOOL_ROLES:
            membership.site = sites[post.place]
        elif post.role in BOARD_ROLES:
            membership.board = boards[post.place]
        else:
            membership.partnership = partnerships[post.place]
        yield membership
