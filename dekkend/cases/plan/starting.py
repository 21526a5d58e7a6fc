"""A plan becomes due: an award was made, or a child was enrolled in special education."""

from datetime import date

from dekkend.cases.models import Case, Plan
from dekkend.organisations.models import Site


def start_plan(case: Case, site: Site, due_on: date) -> Plan:
    """The plan of this case, at the school that writes it; one that is there already stays as it is."""
    plan, _ = Plan.objects.get_or_create(case=case, defaults={"site": site, "due_on": due_on})
    return plan
