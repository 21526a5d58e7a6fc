"""By which initials a child is found."""

from dataclasses import replace
from datetime import date

import pytest

from dekkend.cases.blind import blind, index_child, short_forms
from dekkend.cases.models import ChildIndex
from dekkend.cases.tests.conftest import CHILD

BORN = date(2018, 3, 14)


@pytest.mark.parametrize(
    ("first", "last", "forms"),
    [
        ("Kees", "Bakkerman", {"KB"}),
        ("Sara", "van den Dool", {"SD"}),
        ("Anne-Marie", "Bakker-de Wit", {"AB", "AW"}),
        ("Ömer", "Yıldız", {"ÖY"}),
        ("Jip", "'t Hooft", {"JH"}),
        ("Bo", "janssen", {"BJ"}),
        ("Madonna", "", {"MM"}),
    ],
)
def test_the_first_letter_and_each_name(first, last, forms):
    assert short_forms(replace(CHILD, first_name=first, last_name=last)) == forms


@pytest.mark.parametrize("said", ["S.D.", "sd", "S. v.d. D.", "S.J. van D", "S-D"])
def test_whoever_writes_initials_his_own_way_finds_the_same(case, region, said):
    index_child(case, replace(CHILD, first_name="Sara", last_name="van den Dool"))
    assert ChildIndex.objects.filter(case=case, digest=blind(region, said, BORN)).exists()


@pytest.mark.parametrize(("said", "born"), [("S.B.", BORN), ("S.D.", date(2018, 3, 15)), ("", BORN)])
def test_another_child_is_not_found(case, region, said, born):
    index_child(case, replace(CHILD, first_name="Sara", last_name="van den Dool"))
    assert not ChildIndex.objects.filter(digest=blind(region, said, born)).exists()


def test_every_partnership_has_an_index_of_its_own(case, region, far_region):
    assert blind(region, "K.B.", BORN) != blind(far_region, "K.B.", BORN)
    assert [one.digest for one in case.child_indexes.all()] == [blind(region, "K.B.", BORN)]
