"""A plan becomes due: an award was made, or a child was enrolled in special education."""

from datetime import date

from dekkend.cases.models import Case, Plan
from dekkend.organisations.models import Site


def start_plan(case: Case, site: Site, due_on: date) -> Plan:
    """The plan of this case, at the school that writes it.

    One that is there already moves along to another school, which has a term of its own and asks the parents
    anew: what was written stays, and who reads and leads it is who is at that school. At the same school it
    stays as it is.
    """
    plan, _ = Plan.objects.get_or_create(case=case, defaults={"site": site, "due_on": due_on})
    if plan.site_id != site.pk:
        plan.site, plan.due_on, plan.shared_on, plan.shared_digest = site, due_on, None, ""
        plan.save(update_fields=["site", "due_on", "shared_on", "shared_digest"])
    return plan


def leave_plan(case: Case, site: Site) -> None:
    """This school writes it no more; nobody reads it until a school takes the child in."""
    Plan.objects.filter(case=case, site=site).update(site=None, shared_on=None, shared_digest="")
