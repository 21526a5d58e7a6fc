"""A version as a document: node tree, JSON and PDF. None of them knows a question by name."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate

from dekkend.core.languages import DUTCH
from dekkend.core.pdf import render_pdf
from dekkend.organisations.faces import look_of
from dekkend.organisations.register import register_of
from dekkend.profiles.account import Reader, account_of
from dekkend.profiles.addendum.queries import Beside, in_force
from dekkend.profiles.attached import attachments_of
from dekkend.profiles.models import Version
from dekkend.profiles.queries import answer_values
from dekkend.profiles.rules import Audience
from dekkend.profiles.transitions import ROUTE
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.outputs.json import tree_to_json
from dekkend.questionnaires.outputs.pdf import tree_for_pdf
from dekkend.questionnaires.tree import ChapterNode, build_tree

FORMAT = "dekkend.profile.1"
TEMPLATES = Path(__file__).parent / "templates" / "profiles" / "pdf"
PDF_TEMPLATE = TEMPLATES / "profile.typ"
ACCOUNT_TEMPLATE = TEMPLATES / "account.typ"


def tree_of(
    version: Version,
    audience: Audience,
    *,
    only_answered: bool = False,
    absolute: bool = False,
    language: str = "",
    with_papers: bool = True,
) -> tuple[ChapterNode, ...]:
    """The version's chapters as `audience` may see them: frozen when it is frozen, live before that.

    The form's words are in the reader's language, unless another is given. Papers have an `absolute` address
    in what is read outside our pages.
    """
    answers, register = contents_of(version)
    return build_tree(
        questionnaire_of(version.edition),
        answers,
        audience=audience,
        register=register,
        only_answered=only_answered,
        language=language,
        attachments=attachments_of(version, absolute=absolute) if with_papers else {},
    )


def contents_of(version: Version) -> tuple[dict[str, Any], dict[str, Any]]:
    """(answers, register facts) of a version, without anyone's name."""
    if version.snapshot is not None:
        return version.snapshot["answers"], version.snapshot["register"]
    profile = version.profile
    return answer_values(version.pk), register_of(profile.site, profile.partnership)


def profile_json(version: Version) -> dict[str, Any]:
    """The public content of an established version; docs/open-data.md describes the shape."""
    profile, snapshot = version.profile, version.snapshot or {}
    return {
        "format": FORMAT,
        "site": {"code": profile.site.code, "name": snapshot["register"]["site.name"]},
        "partnership": {"code": profile.partnership.code, "name": profile.partnership.name},
        "register": snapshot["register"],
        "edition": snapshot["edition"],
        "version": version.number,
        "established_on": _iso(version.established_on),
        "valid_until": _iso(version.valid_until),
        "published_at": _iso(version.published_at),
        "addenda": [_amended(beside) for beside in in_force(version)],
        "profile": tree_to_json(tree_of(version, "public", absolute=True, language=DUTCH)),
    }


def profile_pdf(version: Version, audience: Audience = "public") -> bytes:
    """The version as an accessible PDF: cover label, table of contents, the form's chapters."""
    title = f"{version.edition.title} {version.profile.site.name}"
    label = label_of(version)
    if version.snapshot is None:
        title = f"Concept: {title}"
        label["concept"] = f"Concept van {_day(localdate())}: nog niet vastgesteld"
    addenda = [_amended(beside) for beside in in_force(version)] if version.snapshot else []
    chapters = tree_for_pdf(tree_of(version, audience, absolute=True, language=DUTCH))
    data = {"label": label, "addenda": addenda, "chapters": chapters}
    return render_pdf(PDF_TEMPLATE, data, title=title)


def account_pdf(version: Version, reader: Reader) -> bytes:
    """How the version came about, as an accessible PDF with the same cover."""
    parts = [asdict(part) for part in account_of(version, reader)]
    title = f"Verantwoording {version.profile.site.name}, versie {version.number}"
    return render_pdf(ACCOUNT_TEMPLATE, {"label": label_of(version), "parts": parts}, title=title)


def _amended(beside: Beside) -> dict[str, Any]:
    """An addendum as data: for which question, since when, what holds and why."""
    addendum = beside.addendum
    return {
        "question": addendum.key,
        "label": beside.title,
        "since": _iso(addendum.in_force_on),
        "day": _day(addendum.in_force_on),
        "text": addendum.text,
        "reason": addendum.reason,
    }


def label_of(version: Version) -> dict[str, Any]:
    """What stands on the cover: facts as they were when the version was frozen, else as they are."""
    _, register = contents_of(version)
    return {
        "look": look_of(version.profile.partnership),
        "title": version.edition.title,
        "name": register["site.name"],
        "address": register["site.address"],
        "place": f"{register['site.postcode']} {register['site.city']}".strip(),
        "board": register["site.board"],
        "partnership": register["site.partnership"],
        "state": "" if version.snapshot else ROUTE.state(version.state).inside,
        "established_on": _day(version.established_on),
        "valid_until": _day(version.valid_until),
    }


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
