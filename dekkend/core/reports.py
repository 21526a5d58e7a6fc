"""What a fault leaves behind, for who has to mend it: where it happened, and nothing of whom it was about.

What was posted, what stood in variables and what an exception says may be about a child. Lines of code and
kinds of exceptions are enough to find a fault, and never name anyone.
"""

import logging
import traceback
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.views.debug import ExceptionReporter

HIDDEN = "[niet in een verslag]"
# Of what the browser and the server told about the request.
KEPT = ("REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "HTTP_USER_AGENT")


class DiscreetReporter(ExceptionReporter):
    """Django's report without values; with DEBUG on it is on the screen of who makes it, and whole."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        if settings.DEBUG:
            return data
        meta = data.get("request_meta") or {}
        for frame in data.get("frames", []):
            frame["vars"] = []
            frame["exc_cause"] = frame.get("exc_cause") and HIDDEN
        for said in ("exception_value", "exception_notes", "unicode_hint"):
            data[said] = data.get(said) and HIDDEN
        data["request_meta"] = {name: meta[name] for name in KEPT if name in meta}
        data["filtered_POST_items"] = data["request_COOKIES_items"] = data["request_GET_items"] = []
        return data


class DiscreetFormatter(logging.Formatter):
    """As any other, but of an exception only its kind and the lines of code it went through."""

    def formatException(self, ei: Any) -> str:
        return "\n".join(_without_words(ei[1]))


def _without_words(fault: BaseException | None) -> Iterator[str]:
    """The fault that came first, first."""
    if fault is None:
        return
    earlier = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    yield from _without_words(earlier)
    yield from (line.rstrip() for line in traceback.format_tb(fault.__traceback__))
    yield f"{type(fault).__module__}.{type(fault).__qualname__}"
