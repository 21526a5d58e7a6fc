"""A plan on paper: the whole of a version, and one page for the child. Made when someone asks for it.

Both are in Dutch, as the school wrote them. A title or a file name says nothing about anyone.
"""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override

from dekkend.cases.models import PlanVersion
from dekkend.cases.plan.contents import for_child, tree_of, views_of, with_names
from dekkend.cases.plan.rules import NO_ACTION
from dekkend.core.languages import DUTCH
from dekkend.core.pdf import render_pdf
from dekkend.questionnaires.outputs.pdf import tree_for_pdf

TEMPLATES = Path(__file__).parents[1] / "templates" / "cases" / "pdf"


def plan_pdf(version: PlanVersion, parents: list[dict[str, str]]) -> bytes:
    """PDF/UA-1 and PDF/A-2a. `parents`: what each said to the action part, as the reader may know it."""
    with override(DUTCH):
        data = _head(version) | {
            "ends_on": _day(version.ends_on),
            "begins_on": _day(version.begins_on),
            "established_by": version.established_by.name,
            "agreed": "de ouders zeiden ja" if version.is_agreed else "niet elke ouder zei ja",
            "without_yes": "" if version.is_agreed else NO_ACTION,
            "parents": parents,
            "chapters": tree_for_pdf(
                [*tree_of(version, DUTCH), *with_names(views_of(version, language=DUTCH))]
            ),
        }
    return render_pdf(TEMPLATES / "plan.typ", data, title=_title(version, "Plan"))


def child_pdf(version: PlanVersion) -> bytes:
    """One page that the child can read, in letters as large as fit."""
    with override(DUTCH):
        data = _head(version) | asdict(for_child(version))
    return render_pdf(TEMPLATES / "child.typ", data, title=_title(version, "Plan voor het kind"))


def file_name(version: PlanVersion, what: str = "plan") -> str:
    return f"{what}-{version.plan.case.number}-versie-{version.number}.pdf"


def _head(version: PlanVersion) -> dict[str, Any]:
    child, plan = version.plan.case.child, version.plan
    return {
        "school": version.site.name,
        "number": plan.case.number,
        "version": str(version.number),
        "child": child.name,
        "first_name": child.first_name,
        "day": _day(version.established_on),
    }


def _title(version: PlanVersion, what: str) -> str:
    return f"{what}, dossier {version.plan.case.number}, versie {version.number}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")
