"""What parents of Rietland said of the profiles, and what came of it, by the product's own acts."""

import tomllib
from datetime import datetime, time
from typing import Any

from dekkend.core.mail import mail_held
from dekkend.demo.region import DATA
from dekkend.demo.route import Calendar, moment
from dekkend.organisations.models import Membership, Role, Site
from dekkend.website.feedback import actions
from dekkend.website.following import actions as following
from dekkend.website.models import Subscription
from dekkend.website.queries import current_version


def hear_parents(calendar: Calendar) -> None:
    """Everything in `parents.toml`; the answers and decisions came a day later."""
    told = tomllib.loads((DATA / "parents.toml").read_text())
    with mail_held():
        for number, words in enumerate(told["said"]):
            _say(words, number, calendar)
        for words in told["follows"]:
            _follow(words, calendar)


def _say(words: dict[str, Any], number: int, calendar: Calendar) -> None:
    site = Site.objects.get(code=words["school"])
    version = current_version(site)
    assert version is not None, f"{site.code} has nothing that parents can read"  # noqa: S101
    said = actions.give_feedback(
        version=version,
        key="",
        about="",
        choice=words["choice"],
        words=words["words"],
        ticket=f"demo-{number}",
        at=moment(calendar.days_ago(words["days_ago"]), time(20, 15)),
    )
    _decide(said.pk, words, site, moment(calendar.days_ago(words["days_ago"] - 1), time(9, 30)))


def _decide(pk: int, words: dict[str, Any], site: Site, at: datetime) -> None:
    head = Membership.objects.get(site=site, role=Role.HEAD_TEACHER).user
    if words.get("answer"):
        actions.answer(feedback_id=pk, text=words["answer"], instead_of="", actor=head, at=at)
    if words.get("then") == "let_through":
        actions.let_through(feedback_id=pk, left_out=[], actor=head, at=at)
    if words.get("then") == "keep":
        actions.keep(feedback_id=pk, reason=words["reason"], actor=head, at=at)


def _follow(words: dict[str, Any], calendar: Calendar) -> None:
    at = moment(calendar.days_ago(3), time(21, 5))
    site = Site.objects.filter(code=words.get("school")).first()
    following.ask_to_follow(email=words["email"], site=site, query=words.get("search", ""), at=at)
    if words.get("confirmed", True):
        following.confirm(pk=Subscription.objects.get(email=words["email"]).pk, at=at)
