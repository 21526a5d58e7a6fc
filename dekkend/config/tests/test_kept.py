"""What tests begin with is built once, and is for each of them as if it were built anew."""

import pytest

from dekkend.organisations.models import Partnership
from tools.kept import kept

NAME = "Zoals het gebouwd is"
BUILT = []


@kept
def renamed(region) -> Partnership:
    """The cast's own region, by another name."""
    BUILT.append(NAME)
    region.name = NAME
    region.save()
    return region


@kept
def neighbour(renamed) -> Partnership:
    return Partnership.objects.create(code="PO9909", name=f"Buur van {renamed.name}")


class TestManyTimes:
    @pytest.mark.parametrize("time", range(5))
    def test_each_finds_what_was_built_and_nothing_of_the_others(self, renamed, neighbour, time):
        assert renamed.name == Partnership.objects.get(pk=renamed.pk).name == NAME
        assert neighbour.name == f"Buur van {NAME}"
        assert Partnership.objects.count() == 2
        renamed.name = f"Van proef {time}"
        renamed.save()
        neighbour.delete()
        Partnership.objects.create(code="PO9908", name="Nog een")

    def test_it_was_not_built_for_each(self, renamed, neighbour):
        """Once, and once more where nothing was kept: in a test that commits, or the first of all."""
        assert 1 <= len(BUILT) <= 2


def test_who_wants_less_finds_no_more(region):
    assert region.name == "Samenwerkingsverband Rietland"
    assert Partnership.objects.count() == 1


def test_who_wants_nothing_finds_nothing(db):
    assert Partnership.objects.count() == 0


def test_who_commits_has_their_own(transactional_db, renamed, region):
    assert renamed is region
    assert Partnership.objects.get().name == NAME


def test_copies_have_in_common_what_was_in_common(renamed, region):
    """As with ordinary fixtures: one object, by whichever name it is asked for."""
    assert renamed is region
