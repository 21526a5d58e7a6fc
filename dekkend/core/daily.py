"""What rooms above have the calendar do. `manage.py daily` stands in a room that knows none of them."""

from collections.abc import Callable
from datetime import datetime

type Work = Callable[[datetime], int]

MORE: dict[str, Work] = {}


def also_daily(name: str, work: Work) -> None:
    """Do `work(at)` every day as well; it returns how much there was to do. Say so when the room is ready."""
    MORE[name] = work
