"""Numbers that are given out once each, in order, without a gap: the row is held until the act is saved."""

from dekkend.cases.models import Counter
from dekkend.organisations.models import Partnership


def next_number(partnership: Partnership, name: str) -> int:
    """One more than the last. Inside a transaction: what is rolled back gives its number back."""
    Counter.objects.get_or_create(partnership=partnership, name=name)
    counter = Counter.objects.select_for_update().get(partnership=partnership, name=name)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
