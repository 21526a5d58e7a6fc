"""Another parent is spoken of to who has one that reads along, and to nobody else."""

import pytest
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.models import Party
from dekkend.cases.queries import parties_of
from dekkend.cases.tests.conftest import MOTHER, say_yes, with_parents
from dekkend.cases.tests.parents import FOREIGN, address, come_in, left_in_dutch, token_of, words
from tools.kept import kept

REFUSAL = "Dit kan de school zelf, met wat er al is."


@kept
def mother(case, coordinator):
    """The only parent in the file; she said yes, and the school sent it."""
    actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
    (mother,) = with_parents(case, coordinator)
    say_yes(case, mother)
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    return parties_of(case)[0]


@pytest.fixture
def inside(client_for, mother):
    return come_in(client_for(), mother)


def refuse(case, desk):
    actions.accept(case_id=case.pk, actor=desk, at=now())
    actions.refuse_by_desk(case_id=case.pk, reasons=REFUSAL, actor=desk, at=now())


def object_to(party):
    """Gives the page on which it is taken back."""
    decision = party.case.decisions.get()
    grounds = "Hij heeft echt meer hulp nodig."
    objection = actions.object_as_parent(
        party=party, decision_id=decision.pk, grounds=grounds, why_late="", at=now()
    )
    return ("parent-take-back", objection.pk)


def add_another(case, coordinator, *, kept_out):
    who = actions.Who("Piet Bakkerman", "piet@example.org", "vader", kept_out=kept_out)
    actions.add_party(case_id=case.pk, who=who, actor=coordinator, at=now(), reason="Een rechter.")


def said_on(inside, party, *pages) -> list[bool]:
    """Of each page, whether it speaks of another parent."""
    token = token_of(party)
    return ["andere ouder" in words(inside.get(address(token, *page))) for page in pages]


@pytest.mark.parametrize("is_there", ["alone", "kept out", "reads along"])
def test_only_who_has_another_reads_of_another(is_there, inside, mother, case, coordinator, desk):
    if is_there != "alone":
        add_another(case, coordinator, kept_out=is_there == "kept out")
    expected = is_there == "reads along"
    assert said_on(inside, mother, ("parent-withdraw",), ("parent-questions",)) == [expected] * 2
    refuse(case, desk)
    assert said_on(inside, mother, ("parent-object",), ("parent-questions",)) == [expected] * 2
    back = object_to(Party.objects.get(pk=mother.pk))
    assert said_on(inside, mother, back) == [expected]


def test_before_it_is_sent_too(client_for, case, coordinator):
    actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
    (mother,) = with_parents(case, coordinator)
    inside = come_in(client_for(), mother)
    assert said_on(inside, mother, ("parent-questions",), ("parent-case",), ("parent-say",)) == [False] * 3
    page = words(inside.get(address(token_of(mother), "parent-questions")))
    assert "Alleen u, de directeur en de intern begeleider lezen dit. Het Loket niet." in page


@pytest.mark.parametrize("language", FOREIGN)
def test_in_every_language(language, inside, mother, case, desk):
    assert left_in_dutch(inside, mother, [("parent-withdraw",), ("parent-questions",)], [language]) == set()
    refuse(case, desk)
    pages = [("parent-object",), object_to(Party.objects.get(pk=mother.pk))]
    assert left_in_dutch(inside, mother, pages, [language]) - {"Hij heeft echt meer hulp nodig."} == set()
