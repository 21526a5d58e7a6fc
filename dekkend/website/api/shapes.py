"""The shape of every answer, as openapi.json describes it, and how it is made of what the database has."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from ninja import Field, Schema

from dekkend.core.languages import DUTCH, LANGUAGES
from dekkend.organisations.models import Board, Partnership, Site
from dekkend.profiles.models import Version
from dekkend.questionnaires.definition import Need, Questionnaire


class Named(Schema):
    """Something with a code that never changes."""

    code: str
    name: str


class Address(Schema):
    street: str
    house_number: str
    postcode: str
    city: str
    municipality: str
    municipality_code: str
    province: str


class School(Schema):
    """A site of a school. `code` is its BRIN and two digits for the site, and does not change."""

    code: str
    brin: str
    name: str
    kind: str
    denomination: str
    concept: str
    address: Address
    latitude: float | None
    longitude: float | None
    phone: str
    website: str
    board: Named | None
    partnerships: list[Named]
    has_profile: bool
    page: str
    profile: str | None
    feed: str


class ProfileLine(Schema):
    """A version that was published: from when until when, and where to get its text."""

    school: Named
    partnership: Named
    version: int
    is_current: bool
    established_on: date
    valid_until: date
    published_at: datetime
    profile: str
    page: str


class Form(Schema):
    form: str
    name: str
    checksum: str


class Profile(Schema):
    """The text of one version; docs/open-data.md describes it in full."""

    format: str
    site: Named
    partnership: Named
    register_: dict[str, Any] = Field(alias="register")  # `register` is of the class itself
    edition: Form
    version: int
    established_on: date
    valid_until: date
    published_at: datetime
    addenda: list[dict[str, Any]]
    profile: list[dict[str, Any]]


class SupportPoint(Schema):
    """Where parents and young people can ask for help."""

    name: str
    phone: str
    email: str


class PartnershipOut(Schema):
    code: str
    name: str
    is_national: bool
    website: str
    support_point: SupportPoint
    number_of_schools: int
    number_of_profiles: int
    schools: str
    feed: str


class NeedOut(Schema):
    """Something a child may need: in the form's words, in a parent's, and in theirs per language."""

    key: str
    label: str
    parents: str
    languages: dict[str, str]


class FormNeeds(Schema):
    form: str
    edition: str
    title: str
    needs: list[NeedOut]


class Page[Row](Schema):
    """One page of a list. `next` and `previous` are whole addresses, or null at the end."""

    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    results: list[Row]


class Every[Row](Schema):
    """A list that is short enough for one page."""

    count: int
    results: list[Row]


def whole(name: str, *args: Any, **query: Any) -> str:
    """The whole address of one of ours, the Dutch one: it may not change with who asks."""
    with override(DUTCH):
        return settings.SITE_URL + reverse(name, args=args, query=query or None)


def school(site: Site) -> dict[str, Any]:
    """`site` as `queries.schools` gives it."""
    has_profile = site.has_profile  # type: ignore[attr-defined]  # annotated
    return {
        "code": site.code,
        "brin": site.school.brin,
        "name": site.name,
        "kind": site.kind,
        "denomination": site.denomination,
        "concept": site.concept,
        "address": {name: getattr(site, name) for name in Address.model_fields},
        "latitude": site.latitude,
        "longitude": site.longitude,
        "phone": site.phone,
        "website": site.website,
        "board": board(site.school.board),
        "partnerships": [named(one) for one in site.partnerships.all()],
        "has_profile": has_profile,
        "page": whole("published", site.code),
        "profile": whole("api-profile", site.code, "current") if has_profile else None,
        "feed": whole("site-feed", site.code),
    }


def named(thing: Site | Partnership) -> dict[str, str]:
    return {"code": thing.code, "name": thing.name}


def board(found: Board | None) -> dict[str, str] | None:
    return {"code": found.number, "name": str(found)} if found else None


def profile_line(version: Version, current: Version | None) -> dict[str, Any]:
    code = version.profile.site.code
    is_current = version == current
    number = "current" if is_current else str(version.number)
    return {
        "school": named(version.profile.site),
        "partnership": named(version.profile.partnership),
        "version": version.number,
        "is_current": is_current,
        "established_on": version.established_on,
        "valid_until": version.valid_until,
        "published_at": version.published_at,
        "profile": whole("api-profile", code, number),
        "page": whole("published-version", code, version.number),
    }


def partnership(found: Partnership) -> dict[str, Any]:
    """`found` as `queries.partnerships` gives it."""
    point = {name: getattr(found, f"support_point_{name}") for name in SupportPoint.model_fields}
    return {
        "code": found.code,
        "name": found.name,
        "is_national": found.is_national,
        "website": found.website,
        "support_point": point,
        "number_of_schools": found.number_of_schools,  # type: ignore[attr-defined]  # annotated
        "number_of_profiles": found.number_of_profiles,  # type: ignore[attr-defined]
        "schools": whole("api-schools", partnership=found.code),
        "feed": whole("region-feed", found.code),
    }


def form_needs(form: Questionnaire) -> dict[str, Any]:
    needs = [need_out(need) for need in form.needs]
    return {"form": form.form, "edition": form.name, "title": form.title, "needs": needs}


def need_out(need: Need) -> dict[str, Any]:
    languages = {code: in_language(need.in_parents_words, code) for code in LANGUAGES}
    return {"key": need.key, "label": need.label, "parents": need.in_parents_words, "languages": languages}


def in_language(text: str, code: str) -> str:
    """A text of a form in a language; Dutch where nobody translated it."""
    with override(code):
        return gettext(text)
