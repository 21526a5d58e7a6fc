"""What a letter about a case can say, for who reads it: the words of `words.py` with what stands there."""

from datetime import date

from django.utils.formats import date_format, number_format

from dekkend.cases.catalogue import Kind
from dekkend.cases.extension import runs_after
from dekkend.cases.models import Case, Decision, Party
from dekkend.organisations.models import Partnership, User


def facts_of(case: Case, on: date, signed_by: str) -> dict[str, str]:
    """What is the same in every letter of that day, but for its reader."""
    catalogue, child = case.offering.catalogue, case.child
    kind, words = catalogue.kind(case.kind), catalogue.words
    return {
        "voornaam": child.first_name,
        "naam": child.name,
        "groep": child.group,
        "school": case.site.name,
        "hulp": kind.name,
        "hulp in gewone woorden": kind.plain,
        "uitleg": kind.explanation,
        "nummer": case.number,
        "dag": day(on),
        "regio": words.partnership,
        "loket": words.desk,
        "commissie": words.committee,
        "plan": words.plan,
        "steunpunt": support_point(case.partnership),
        "ondertekenaar": signed_by,
    }


def facts_of_decision(decision: Decision, kind: Kind) -> dict[str, str]:
    """What was decided, why, and until when one can have it looked at again."""
    words, said, review = decision.case.offering.catalogue.words, decision.words, kind.review
    return {
        "besluit van": words.desk if decision.body == Decision.Body.DESK else words.committee,
        "begin": day(decision.begins_on),
        "einde": day(decision.ends_on),
        "aantal": amount_of(decision, kind),
        "reactie tot": day(decision.objected_until),
        "reactie weken": str(review.weeks),
        "reactie bij": review.to,
        "reactie uitleg": review.explanation,
        "bezwaarcommissie": review.committee,
        "loopt tot": day(runs_after(decision)),
        "redenen": said["reasons"],
        "voorwaarden": said["conditions"],
        **_facts_of_declaration(decision),
    }


def conditions_of(decision: Decision, kind: Kind, *, is_again: bool) -> set[str]:
    """The words behind `als` that hold for a decision; `is_again`: there was an award before."""
    holds = {
        "toegekend": decision.outcome == Decision.Outcome.AWARDED,
        "afgewezen": decision.outcome == Decision.Outcome.REFUSED,
        "loket": decision.body == Decision.Body.DESK,
        "ctc": decision.body == Decision.Body.COMMITTEE,
        "tlv": kind.is_declaration,
        "verlenging": is_again,
        "loopt": runs_after(decision) is not None,
        "voorwaarden": bool(decision.words["conditions"]),
        "aantal": decision.amount is not None,
        "plan": kind.demands_plan,
        "verklaring": bool(_facts_of_declaration(decision)),
        "bezwaar": kind.review.is_objection,
        "heroverweging": not kind.review.is_objection,
        "bezwaarcommissie": bool(kind.review.committee),
    }
    return {word for word, is_so in holds.items() if is_so}


def _facts_of_declaration(decision: Decision) -> dict[str, str]:
    """Nothing for a decision that brought no declaration."""
    declared = getattr(decision, "declaration", None)
    if declared is None:
        return {}
    category = f", categorie {declared.get_category_display()}" if declared.category else ""
    return {
        "nummer verklaring": declared.number,
        "soort school": f"{declared.get_school_kind_display()}{category}",
    }


def conditions_for(party: Party | None) -> set[str]:
    """Who reads it."""
    if party is None:
        return {"school"}
    return {"ouder", "gezag"} if party.has_authority else {"ouder"}


def signature(case: Case, writer: User, body: str) -> str:
    """Who writes, and for whom: “Sevim Demir, namens het Loket Rietland”."""
    words = case.offering.catalogue.words
    return f"{writer.name}, namens {words.desk if body == Decision.Body.DESK else words.committee}"


def amount_of(decision: Decision, kind: Kind) -> str:
    """As “40 uur per schooljaar” or “€ 6.500 per schooljaar”; empty where nothing is counted."""
    if decision.amount is None:
        return ""
    number = number_format(decision.amount, use_l10n=True, force_grouping=True)
    if kind.hours:
        return f"{number} uur {kind.hours.period}"
    return f"€ {number} {kind.budget.period}" if kind.budget else number


def support_point(partnership: Partnership) -> str:
    """How the help for parents is called and reached."""
    reach = [partnership.support_point_phone, partnership.support_point_email]
    known = ", ".join(filter(None, reach))
    return f"{partnership.support_point} ({known})" if known else partnership.support_point


def day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else ""
