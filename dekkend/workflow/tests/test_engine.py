"""The engine on a table of its own: a partnership's name moves through three states."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from dekkend.core.verdict import YES, no
from dekkend.organisations.models import Partnership, Role
from dekkend.workflow.engine import NotPossible, available, events_of, may, perform, record
from dekkend.workflow.models import Event
from dekkend.workflow.table import SYSTEM, State, Table, Transition

AT = datetime(2026, 11, 3, 9, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
HEAD, STAFF = Role.HEAD_TEACHER, Role.PARTNERSHIP_STAFF


class Named(Partnership):
    """A partnership whose website column is its state."""

    class Meta:
        proxy = True
        app_label = "workflow_tests"  # in no installed app: no migration is made for it

    @property
    def state(self):
        return self.website

    @state.setter
    def state(self, name):
        self.website = name


def named_long_enough(subject, on):
    return YES if len(subject.name) > 3 else no("De naam is te kort.")


STATES = (
    State("draft", "kladje", "nog niets"),
    State("sent", "verstuurd", "onderweg"),
    State("late", "te laat", "weg"),
)
SEND = Transition("send", ("draft",), "sent", (HEAD, STAFF), "Stuur", "Gestuurd", condition=named_long_enough)
BACK = Transition("back", ("sent",), "draft", (STAFF,), "Terug", "Teruggestuurd", needs_reason=True)
LATE = Transition("late", ("sent",), "late", (SYSTEM,), "Te laat", "Te laat")


def table(*roles):
    return Table("name", Named, lambda user, subject, on: roles, STATES, (SEND, BACK, LATE))


@pytest.fixture
def subject(db):
    return Named.objects.create(code="PO9909", name="Waterland", website="draft")


@pytest.fixture
def actor(head):
    return head


def do(transition, subject, actor, *roles, **more):
    with (
        transaction.atomic(),
        perform(table(*roles), pk=subject.pk, transition=transition, actor=actor, at=AT, **more) as locked,
    ):
        return locked


def refusal(*args, **more):
    with pytest.raises(NotPossible) as refused:
        do(*args, **more)
    return refused.value.reason


def test_a_transition_saves_the_callers_changes_the_state_and_the_record(subject, actor):
    with transaction.atomic():
        step = {"transition": "send", "actor": actor, "at": AT, "reason": " klaar ", "details": {"copies": 2}}
        with perform(table(STAFF, HEAD), pk=subject.pk, **step) as locked:
            locked.name = "Waterrijk"
    subject = Named.objects.get(pk=subject.pk)
    assert (subject.state, subject.name) == ("sent", "Waterrijk")
    event = Event.objects.get()
    assert (event.subject_kind, event.subject_id, event.act) == ("name", subject.pk, "send")
    assert (event.from_state, event.to_state) == ("draft", "sent")
    assert (event.actor, event.actor_name, event.actor_role) == (actor, "Marit de Wit", "directeur")
    assert (event.at, event.reason, event.details) == (AT, "klaar", {"copies": 2})


def test_who_has_no_role_for_it_is_told_who_has(subject, actor):
    assert refusal("send", subject, actor, Role.TEACHER) == (
        "Dit kan alleen: directeur of medewerker van het samenwerkingsverband."
    )
    assert Event.objects.count() == 0


def test_a_person_cannot_do_what_the_calendar_does(subject, actor):
    do("send", subject, actor, HEAD)
    assert (
        refusal("late", subject, actor, HEAD, STAFF)
        == "Dit kan alleen: Dekkend zelf, op de dag dat het moet."
    )


def test_the_calendar_cannot_do_what_people_do(subject):
    assert "Dit kan alleen" in refusal("send", subject, None)


def test_the_calendar_is_recorded_under_our_own_name(subject, actor):
    do("send", subject, actor, HEAD)
    do("late", subject, None)
    event = Event.objects.get(act="late")
    assert (event.actor, event.actor_name, event.actor_role) == (None, "Dekkend", "")


def test_a_second_time_says_who_was_first(subject, actor):
    do("send", subject, actor, HEAD)
    assert refusal("send", subject, actor, HEAD) == (
        "Dit kan nu niet. De stand is: verstuurd. Dat deed Marit de Wit op 3 november 2026 om 09:12."
    )
    assert Event.objects.count() == 1


def test_a_condition_gives_its_reason(subject, actor):
    Named.objects.update(name="Ka")
    assert refusal("send", subject, actor, HEAD) == "De naam is te kort."


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_that_is_asked_for_must_be_there(subject, actor, reason):
    do("send", subject, actor, HEAD)
    assert "Vul in waarom." in refusal("back", subject, actor, STAFF, reason=reason)
    assert Named.objects.get(code="PO9909").state == "sent"


def test_a_fault_in_the_callers_part_leaves_nothing_behind(subject, actor):
    step = perform(table(HEAD), pk=subject.pk, transition="send", actor=actor, at=AT)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), step as locked:
        locked.name = str(1 / 0)
    assert Named.objects.get(code="PO9909").state == "draft"
    assert Event.objects.count() == 0


def test_a_subject_that_is_gone(db, actor):
    assert refusal("send", SimpleNamespace(pk=404), actor, HEAD) == "Dit bestaat niet meer."


@pytest.mark.django_db(transaction=True)
def test_it_insists_on_a_transaction():
    step = perform(table(HEAD), pk=1, transition="send", actor=None, at=AT)
    with pytest.raises(transaction.TransactionManagementError), step:
        pass


def test_available_lists_what_these_roles_may_do_now(subject):
    steps = table()
    assert available(steps, subject, {HEAD}, AT.date()) == [SEND]
    assert available(steps, subject, {Role.TEACHER}, AT.date()) == []
    subject.state = "sent"
    assert available(steps, subject, {STAFF}, AT.date()) == [BACK]
    subject.name = "Ka"
    subject.state = "draft"
    assert may(SEND, subject, {HEAD}, AT.date()).reason == "De naam is te kort."


def test_a_table_with_an_unknown_state_does_not_load():
    wrong = Transition("send", ("draft",), "nowhere", (HEAD,), "Stuur", "Gestuurd")
    with pytest.raises(ValueError, match="send names unknown states"):
        Table("name", Named, lambda *_: (), STATES, (wrong,))


def test_an_act_without_a_change_of_state_is_recorded_too(actor):
    record("name", 7, "start", actor=actor, role=HEAD, at=AT)
    record("name", 7, "read", actor=actor, role=HEAD, at=AT)
    record("name", 8, "start", actor=actor, role=HEAD, at=AT)
    assert [event.act for event in events_of("name", 7)] == ["read", "start"]
    assert events_of("name", 8)[0].actor_role == "directeur"


def test_the_record_is_append_only(actor):
    event = record("name", 7, "start", actor=actor, role=HEAD, at=AT)
    event.reason = "anders"
    for change in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(TypeError, match="append-only"):
            change()
    with pytest.raises(TypeError, match="append-only"):
        Event.objects.update(reason="anders")
    assert Event.objects.get().reason == ""
