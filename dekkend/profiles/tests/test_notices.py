"""Mail to those whose turn it is: who, when, and what stands in it."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils.formats import date_format

from dekkend.profiles import actions, notices
from dekkend.profiles.models import MailChoice
from dekkend.profiles.tests.conftest import establish

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """[(template, receivers, text)] of every mail an act asked for."""
    mails = []

    def keep(template, context, to, sender=""):
        mails.append((template.split("/")[-1], sorted(to), render_to_string(template, context)))

    monkeypatch.setattr(notices, "send_mail_on_commit", keep)
    return mails


def test_the_mr_hears_what_to_do_and_by_when(version, bring, sent, mr_parent, mr_staff):
    bring(version, "with_mr")
    ((template, to, text),) = sent
    assert (template, to) == ("ask_mr.txt", [mr_parent.email, mr_staff.email])
    assert text.startswith("De MR is aan zet: het profiel van De Regenton\n")
    assert "http://localhost:8000/werk/school/99AB00/" in text
    version.refresh_from_db()
    assert f"- De MR geeft advies. Dat kan tot en met {date_format(version.mr_due_on, 'j F Y')}.\n" in text


def test_every_act_tells_the_next(version, bring, sent, coordinator, mr_staff, signatory):
    last = bring(version, "published").valid_until
    actions.expire_profiles(on=last + timedelta(days=1))
    assert [(template, len(to)) for template, to, _ in sent] == [
        ("ask_mr.txt", 2),
        ("tell_outcome.txt", 1),
        ("ask_board.txt", 2),
        ("tell_established.txt", 4),
        ("tell_expired.txt", 1),
    ]


def test_the_ways_back(version, bring, sent, head, board_member, mr_parent, at):
    """Who reads along finds it in the weekly overview; mail goes to who is waited for."""
    bring(version, "heard")
    actions.rework(version_id=version.pk, actor=head, reason="Meer <taal> & rekenen", at=at)
    bring(version, "with_board")
    actions.send_back(version_id=version.pk, actor=board_member, reason="De missie <mist>.", at=at)
    bring(version, "with_mr")
    actions.lapse_terms(at=at + timedelta(weeks=7))
    texts = {template: (to, text) for template, to, text in sent}
    assert texts["tell_sent_back.txt"][0] == [head.email]
    assert "De reden: De missie <mist>.\n" in texts["tell_sent_back.txt"][1]
    assert texts["tell_lapsed.txt"][0] == [head.email]


@pytest.mark.parametrize("often", [MailChoice.Often.WEEKLY, MailChoice.Often.NEVER])
def test_who_chose_so_gets_no_mail_at_once(version, bring, sent, mr_parent, mr_staff, often):
    actions.choose_mail(user=mr_parent, often=often)
    bring(version, "with_mr")
    assert [to for _, to, _ in sent] == [[mr_staff.email]]


def test_a_refused_act_mails_nobody(version, bring, sent, board_member, at):
    bring(version, "with_board")
    before = len(sent)
    with pytest.raises(actions.NotPossible):
        establish(version, board_member, at, answers={})
    assert len(sent) == before


def test_a_school_without_an_mr_mails_nobody(version, sent, head, at):
    actions.send_to_mr(version_id=version.pk, actor=head, confirmed=set(), at=at)
    assert sent == []
