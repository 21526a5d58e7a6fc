"""What a fault leaves behind names nobody."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.views.debug import get_exception_reporter_class

from dekkend.core.reports import DiscreetFormatter

NAME = "".join(["Zwx", "naam"])  # lines of code stand in a report


def a_fault():
    who = NAME
    try:
        try:
            raise KeyError(who)
        except KeyError as first:
            raise ValueError(f"niet te lezen: {who}") from first
    except ValueError:
        return sys.exc_info()


def test_a_line_in_the_journal_says_where_and_not_what():
    record = logging.LogRecord("dekkend", logging.ERROR, __file__, 1, "stuk", (), a_fault())
    said = DiscreetFormatter("%(levelname)s %(message)s").format(record)
    assert NAME not in said
    assert said.startswith("ERROR stuk")
    assert "in a_fault" in said
    assert said.index("builtins.KeyError") < said.index("builtins.ValueError")


@pytest.mark.parametrize("form", ["get_traceback_text", "get_traceback_html"])
def test_the_report_of_a_fault_holds_no_value(settings, form):
    settings.DEBUG = False
    request = RequestFactory().post("/dossiers/1/", {"first_name": NAME}, headers={"Cookie": NAME})
    request.user = None
    said = getattr(get_exception_reporter_class(request)(request, *a_fault()), form)()
    assert "a_fault" in said
    assert NAME not in said


def test_the_product_writes_its_journal_in_this_way(settings):
    assert settings.LOGGING["root"]["handlers"] == ["journal"]
    assert settings.LOGGING["handlers"]["journal"]["formatter"] == "discreet"
