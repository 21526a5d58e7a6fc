"""How far each school is: one story for every state of the route."""

from collections.abc import Callable
from datetime import date, timedelta

from dekkend.demo.region import read_region
from dekkend.demo.route import Route
from dekkend.workflow.terms import add_months

Story = Callable[[Route], None]
YES = {"outcome": "given", "reasons": ""}


def published(route: Route) -> None:
    whole_round(route, route.calendar.weeks_ago(route.school.weeks_ago))


def renewing(route: Route) -> None:
    """The published profile holds; the next one has just begun, with every old answer in it."""
    published(route)
    route.begin(route.calendar.weeks_ago(2))
    route.receive()
    route.ask_team(route.calendar.days_ago(3), last_day=route.calendar.today + timedelta(days=11))
    if route.school.remark:
        route.remark(route.calendar.days_ago(2))


def empty(route: Route) -> None:
    route.begin(route.calendar.weeks_ago(route.school.weeks_ago))


def half(route: Route) -> None:
    empty(route)
    route.write(route.calendar.weeks_ago(route.school.weeks_ago - 1), part=0.5)
    route.ask_colleagues()


def fault(route: Route) -> None:
    """Everything is filled in, but one answer is not right yet."""
    empty(route)
    route.write(route.calendar.weeks_ago(route.school.weeks_ago - 2), fault=True)
    route.ask_colleagues()
    route.receive()


def with_mr(route: Route) -> None:
    to_the_mr(route, days_ago=20)


def advised_positive(route: Route) -> None:
    to_the_mr(route, days_ago=38)
    route.speak(route.calendar.days_ago(3), said_in(route))


def advised_negative(route: Route) -> None:
    to_the_mr(route, days_ago=33)
    route.speak(route.calendar.days_ago(6), said_in(route))


def advised_lapsed(route: Route) -> None:
    to_the_mr(route, days_ago=48)
    route.lapse(route.calendar.days_ago(5))


def with_board(route: Route) -> None:
    to_the_mr(route, days_ago=52)
    route.speak(route.calendar.days_ago(20), said_in(route))
    route.to_board(route.calendar.days_ago(4))


def sent_back(route: Route) -> None:
    to_the_mr(route, days_ago=60)
    route.speak(route.calendar.days_ago(30), said_in(route))
    route.to_board(route.calendar.days_ago(28))
    route.send_back(route.calendar.days_ago(2), reason_of(route))


def established(route: Route) -> None:
    to_the_mr(route, days_ago=70)
    route.speak(route.calendar.days_ago(40), said_in(route))
    route.to_board(route.calendar.days_ago(36))
    route.establish(route.calendar.days_ago(2), answer_of(route))


def expired(route: Route) -> None:
    """Its four years were over five weeks ago, and no new profile was begun."""
    last_day = route.calendar.weeks_ago(5)
    whole_round(route, add_months(last_day, -48) - timedelta(days=60), earlier=True)
    route.expire()


STORIES: dict[str, Story] = {
    story.__name__: story
    for story in (
        published, renewing, empty, half, fault, with_mr, advised_positive, advised_negative,
        advised_lapsed, with_board, sent_back, established, expired,
    )
}  # fmt: skip


def tell(route: Route) -> None:
    """The school's profile in the older form, when it had one, and then its story."""
    if route.school.earlier is not None:
        whole_round(route, earlier_start(route), earlier=True)
    STORIES[route.school.story](route)
    if route.school.shares:
        route.share()


def whole_round(route: Route, start: date, *, earlier: bool = False) -> None:
    """From the first word to published, in two months."""
    days = (start + timedelta(days=days) for days in (0, 8, 20, 41, 44, 60, 62))
    route.begin(next(days))
    route.write(next(days), earlier=earlier)
    route.ask_mr(next(days))
    answer = earlier_advice(route)[1] if earlier else answer_of(route)
    route.speak(next(days), said_in(route, earlier=earlier))
    route.to_board(next(days))
    route.establish(next(days), answer, until=earlier_until(route) if earlier else None)
    route.publish(next(days))


def earlier_start(route: Route) -> date:
    """Spread over a few months before the turn; the same day at every run."""
    spread = sum(route.school.code.encode()) % 20
    return route.calendar.turn - timedelta(weeks=30 + spread, days=spread % 5)


def earlier_until(route: Route) -> date | None:
    """A new profile is most urgent where the old one is nearly over."""
    left = route.school.earlier_days_left
    return None if left is None else route.calendar.today + timedelta(days=left)


def to_the_mr(route: Route, *, days_ago: int) -> None:
    start = route.calendar.weeks_ago(route.school.weeks_ago)
    route.begin(start)
    route.write(start + timedelta(days=3))
    route.ask_mr(route.calendar.days_ago(days_ago))


def earlier_advice(route: Route) -> tuple[dict[str, str], str]:
    """One of the advices in the region's file, the same one at every run, and the board's answer to it."""
    advices = read_region()["advices"]
    advice = advices[sum(route.school.code.encode()) % len(advices)]
    return advice, advice.get("answer", "")


def said_in(route: Route, *, earlier: bool = False) -> dict[str, dict[str, str]]:
    """What the MR says, by right: from the school's file, or else the region's. Parents mostly say yes."""
    of_region = earlier_advice(route)[0]
    if earlier:
        return {"advice": of_region}
    return {"advice": route.school.advice or of_region, "consent": route.school.consent or YES}


def answer_of(route: Route) -> str:
    """What the board answers to the MR."""
    return (route.school.answer or {}).get("text", "") if route.school.advice else earlier_advice(route)[1]


def reason_of(route: Route) -> str:
    return (route.school.sent_back or {})["reason"]
