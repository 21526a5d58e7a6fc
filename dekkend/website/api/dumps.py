"""Everything in one file, made while it is sent: the memory it takes does not grow with the country."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from dekkend.profiles.documents import profile_json
from dekkend.website.api import shapes
from dekkend.website.api.queries import Wanted, current_profiles, in_chunks, schools

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
OF_SCHOOLS = [
    "code", "brin", "name", "kind", "denomination", "concept", "street", "house_number", "postcode",
    "city", "municipality", "municipality_code", "province", "latitude", "longitude", "phone", "website",
    "board_code", "board_name", "partnership_codes", "has_profile", "page", "profile",
]  # fmt: skip
OF_PROFILES = [
    "school_code", "school_name", "partnership_code", "version", "established_on", "valid_until",
    "chapter", "question", "type", "label", "value",
]  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"  # by this Excel knows that it is UTF-8


def schools_csv(wanted: Wanted) -> Iterator[str]:
    return as_csv(OF_SCHOOLS, map(_school_row, _schools(wanted)))


def schools_json(wanted: Wanted) -> Iterator[str]:
    return as_json(_schools(wanted))


def profiles_csv(partnership: str | None) -> Iterator[str]:
    return as_csv(OF_PROFILES, (row for profile in _profiles(partnership) for row in _answers(profile)))


def profiles_json(partnership: str | None) -> Iterator[str]:
    return as_json(_profiles(partnership))


def as_csv(columns: list[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A line at a time, the first with the names of the columns."""
    writer = csv.DictWriter(_Passed(), columns, extrasaction="ignore")  # type: ignore[type-var]  # see _Passed
    yield BYTE_ORDER_MARK + ",".join(columns) + "\r\n"
    for row in rows:
        yield writer.writerow({name: cell(row.get(name)) for name in columns})  # type: ignore[misc]


def as_json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A list, an element at a time."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula; numbers of ours stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA) else text


class _Passed:
    """A file for the csv module that hands back what is written."""

    def write(self, line: str) -> str:
        return line


def _schools(wanted: Wanted) -> Iterator[dict[str, Any]]:
    return (shapes.school(site) for site in in_chunks(schools(wanted), "code"))


def _profiles(partnership: str | None) -> Iterator[dict[str, Any]]:
    return (
        profile_json(version) for version in in_chunks(current_profiles(partnership), "profile__site__code")
    )


def _school_row(found: dict[str, Any]) -> dict[str, Any]:
    """A school on one line."""
    board = found["board"] or {"code": None, "name": None}
    return (
        found
        | found["address"]
        | {
            "board_code": board["code"],
            "board_name": board["name"],
            "partnership_codes": " ".join(one["code"] for one in found["partnerships"]),
        }
    )


def _answers(profile: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each question with an answer, and for each addendum."""
    about = {
        "school_code": profile["site"]["code"],
        "school_name": profile["site"]["name"],
        "partnership_code": profile["partnership"]["code"],
        "version": profile["version"],
        "established_on": profile["established_on"],
        "valid_until": profile["valid_until"],
    }
    for row in _rows(profile["profile"]):
        yield about | row
    for beside in profile["addenda"]:
        yield about | {
            "question": beside["question"],
            "type": "addendum",
            "label": beside["label"],
            "value": beside["text"],
        }


def _rows(chapters: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for chapter in chapters:
        for question in chapter["questions"]:
            if question.get("value") is not None:
                yield {**question, "question": question["key"], "chapter": chapter["key"]}
        yield from _rows(chapter["chapters"])
