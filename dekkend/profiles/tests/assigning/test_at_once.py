"""Two people ask for the same chapter, and other things at the same moment: one clear state."""

import pytest

from dekkend.profiles import actions
from dekkend.profiles.models import Answer, Assignment
from dekkend.profiles.tests.test_together import one_won, together
from dekkend.workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("round_", range(3))
def test_two_people_ask_for_the_same_chapter(ask, head, coordinator, round_):
    reason = one_won(
        together(
            lambda: ask(actor=head),
            lambda: ask(actor=coordinator, assignee_id=coordinator.pk),
        )
    )
    assert reason == "Iemand anders veranderde dit intussen. Lees eerst wie er nu is gevraagd."
    stands = Assignment.objects.get()
    assert stands.asked_by_name == Event.objects.get(act="assign_chapter").actor_name


def test_a_form_sent_twice_asks_once(ask):
    assert [one.revision for one in together(ask, ask)] == [1, 1]
    assert Event.objects.filter(act="assign_chapter").count() == 1


def test_a_double_press_on_done(asked, act, teacher):
    assert not [one for one in together(*[lambda: act("finish", teacher)] * 2) if isinstance(one, Exception)]
    assert Event.objects.filter(act="finish_assignment").count() == 1


def test_done_while_it_is_given_to_another(asked, ask, act, teacher, coordinator):
    """Whoever was first is told to the other; it never stands as done by who was not asked."""
    one_won(
        together(
            lambda: act("finish", teacher),
            lambda: ask(revision=1, assignee_id=coordinator.pk),
        )
    )
    stands = Assignment.objects.get()
    assert (stands.assignee, stands.is_open) in [(teacher, False), (coordinator, True)]


def test_a_chapter_saved_while_it_is_taken_back(version, asked, act, head, teacher, at):
    """Saved before it was taken back, or not at all."""

    def save():
        return actions.save_chapter(version=version, actor=teacher, values={"mission": ("Nieuw", 1)}, at=at)

    saved, taken = together(save, lambda: act("withdraw", head))
    assert not isinstance(taken, Exception)
    assert (Answer.objects.get(key="mission").value == "Nieuw") == (not isinstance(saved, Exception))
