"""One page, one view. GET asks a query, POST calls one action."""

from dekkend.cases.views.case import case, case_log
from dekkend.cases.views.lists import cases
from dekkend.cases.views.school import case_parties, case_party, case_share, new_case
from dekkend.cases.views.steps import case_step
from dekkend.cases.views.writing import case_chapter

__all__ = [
    "case",
    "case_chapter",
    "case_log",
    "case_parties",
    "case_party",
    "case_share",
    "case_step",
    "cases",
    "new_case",
]
