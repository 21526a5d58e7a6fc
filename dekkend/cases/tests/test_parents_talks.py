"""What the Loket plans: a parent reads what, when and with whom; and at the start what is still to come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from dekkend.cases import actions
from dekkend.cases.models import Talk
from dekkend.cases.parents.talks import talks_of
from dekkend.cases.queries import parties_of
from dekkend.cases.tests.conftest import CHILD, FATHER, MOTHER, mails_waiting
from dekkend.cases.tests.parents import address, come_in, token_of, words
from dekkend.core.templatetags.dekkend import day
from dekkend.workflow.engine import NotPossible
from tools.kept import kept

WHO, ABOUT, GROUND = "Juf Wies en de ouders", "Wat Kees al durft.", "Toestemming van de ouders"


def plan(case, desk, *, form=Talk.Form.TALK, in_days=3, ground=""):
    planned = actions.Planned(form, now() + timedelta(days=in_days), WHO, ABOUT, ground)
    return actions.plan_talk(case_id=case.pk, planned=planned, actor=desk, at=now())


@kept
def father(taken_in):
    return parties_of(taken_in)[1]


@pytest.fixture
def read(client_for, father):
    """A page of the father's, whose language is Dutch."""
    client = come_in(client_for(), father)
    return lambda name, **more: words(client.get(address(token_of(father), name, **more)))


def test_it_stands_at_the_start_and_in_the_file(read, taken_in, desk):
    talk = plan(taken_in, desk)
    for page in (read("parent-case"), read("parent-file")):
        for said in ("Een gesprek", WHO, ABOUT, day(talk.planned_at)):
            assert said in page


def test_what_was_is_in_the_file_only(read, taken_in, desk):
    plan(taken_in, desk, in_days=-3)
    assert WHO not in read("parent-case")
    assert WHO in read("parent-file")


def test_what_was_cancelled_is_nowhere(read, taken_in, desk):
    talk = plan(taken_in, desk)
    before = len(mails_waiting())
    actions.cancel_talk(talk_id=talk.pk, actor=desk, at=now())
    assert WHO not in read("parent-case") + read("parent-file")
    assert "Een gesprek of bezoek is afgezegd" in read("parent-record")
    mails = {mail["to"]: mail for mail in mails_waiting()[before:]}
    assert set(mails) == {MOTHER.email, FATHER.email, "femke.aalders@example.org"}
    for mail in mails.values():
        assert not {CHILD.first_name, WHO, ABOUT} & set(mail["subject"] + mail["body"])
    assert day(talk.planned_at) in mails[FATHER.email]["body"]


def test_it_is_cancelled_once_and_only_while_it_is_to_come(taken_in, desk, coordinator):
    coming, gone = plan(taken_in, desk), plan(taken_in, desk, in_days=-1)
    with pytest.raises(NotPossible, match="Dit is al geweest"):
        actions.cancel_talk(talk_id=gone.pk, actor=desk, at=now())
    with pytest.raises(NotPossible, match="medewerker van het Loket"):
        actions.cancel_talk(talk_id=coming.pk, actor=coordinator, at=now())
    actions.cancel_talk(talk_id=coming.pk, actor=desk, at=now())
    with pytest.raises(NotPossible, match="al afgezegd"):
        actions.cancel_talk(talk_id=coming.pk, actor=desk, at=now())
    assert taken_in.talks.filter(cancelled_at=None).get() == gone


def test_the_loket_calls_it_off_on_a_page_that_says_who_is_told(taken_in, desk, client_for, second_step):
    talk, gone = plan(taken_in, desk), plan(taken_in, desk, in_days=-1)
    client, address = second_step(client_for(desk)), reverse("cancel-talk", args=[taken_in.pk, talk.pk])
    file = client.get(reverse("case", args=[taken_in.pk])).content.decode()
    assert address in file
    assert reverse("cancel-talk", args=[taken_in.pk, gone.pk]) not in file
    page = client.get(address).content.decode()
    assert WHO in page
    assert "School en ouders krijgen een mail" in page
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    assert (
        "Gesprek of observatie afgezegd" in client.get(reverse("case", args=[taken_in.pk])).content.decode()
    )


def test_nothing_planned_is_nothing_said(read):
    assert "Wat er gepland is" not in read("parent-case")
    assert "Gesprekken en bezoeken" not in read("parent-file")


def test_our_words_in_the_language_of_the_reader_and_theirs_as_dutch(read, taken_in, desk):
    plan(taken_in, desk, form=Talk.Form.OBSERVATION)
    page = read("parent-file", language="en")
    assert "Someone comes to see how it is going" in page
    assert f'<span lang="nl">{WHO}</span>' in page


def test_youth_care_with_the_ground_and_never_without(read, taken_in, desk):
    talk = plan(taken_in, desk, form=Talk.Form.YOUTH_CARE, ground=GROUND)
    page = read("parent-file")
    assert all(said in page for said in ("Overleg met jeugdhulp", WHO, ABOUT, GROUND))
    talk.sealed = taken_in.vault.seal_value(talk.place, {"with": WHO, "about": ABOUT, "ground": " "})
    talk.save()
    for name in ("parent-case", "parent-file"):
        page = read(name)
        assert (WHO in page, ABOUT in page) == (True, False)


@pytest.mark.parametrize("form", Talk.Form.values)
def test_every_form_has_words(taken_in, desk, form):
    plan(taken_in, desk, form=form, ground=GROUND)
    with override("nl"):
        assert talks_of(taken_in, now())[0].what not in (form, Talk.Form(form).label)


def test_one_query_however_many(taken_in, desk, django_assert_num_queries):
    for _ in range(3):
        plan(taken_in, desk)
    assert taken_in.vault
    with django_assert_num_queries(1):
        assert len(talks_of(taken_in, now())) == 3
