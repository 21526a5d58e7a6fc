"""The route of extra support, as a table that a policy officer can read.

Read it from top to bottom: `states`, then the steps in the order of the route: `preparing`, `deciding`,
`afterwards`, and `keeping` the file.

Who may award (the Loket or the CTC), whether the parents must say yes, within how many weeks a decision is
due, how long an award lasts: that differs by kind of support and by region. It stands in
`definitions/arrangements/`, a file for each school year. What must be so before a step may be taken:
`conditions`.
"""

from dekkend.cases.involvement import roles_to_act
from dekkend.cases.models import Case
from dekkend.cases.reasons import sealed
from dekkend.cases.transitions.afterwards import AFTERWARDS
from dekkend.cases.transitions.deciding import DECIDING
from dekkend.cases.transitions.keeping import KEEPING
from dekkend.cases.transitions.preparing import PREPARING
from dekkend.cases.transitions.states import DECIDED, STATES, UNDER_WAY
from dekkend.workflow.table import Table

__all__ = ["DECIDED", "KIND", "ROUTE", "UNDER_WAY"]

KIND = "case"
ROUTE = Table(
    KIND,
    Case,
    roles_to_act,
    STATES,
    (*PREPARING, *DECIDING, *AFTERWARDS, *KEEPING),
    seal=sealed,
)
