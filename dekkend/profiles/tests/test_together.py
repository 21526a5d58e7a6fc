"""Several people at once, in real threads on the configured database: exactly one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from dekkend.profiles import actions
from dekkend.profiles.actions import NotPossible
from dekkend.profiles.hearing import standing
from dekkend.profiles.models import Answer, AnswerRevision, Consultation, Presence, SupportProfile, Version
from dekkend.profiles.presence.arriving import arrive
from dekkend.profiles.presence.rows import GONE, Place, Visitor, meet
from dekkend.profiles.saving import StaleAnswer, authorise_save, save_answer
from dekkend.profiles.tests.conftest import advise, consent, establish
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Do all acts at the same moment; returns each one's result or exception, in order."""
    gate = Barrier(len(acts))

    def do(act):
        connection.ensure_connection()
        gate.wait()
        try:
            return act()
        except Exception as fault:
            return fault
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def one_won(results):
    """The refusal of the only one that lost."""
    lost = [result for result in results if isinstance(result, Exception)]
    assert len(lost) == 1, results
    assert isinstance(lost[0], NotPossible), lost
    return lost[0].reason


@pytest.mark.parametrize("round_", range(3))
def test_two_board_members_sign_one_version(version, bring, board_member, signatory, at, round_):
    bring(version, "with_board")
    reason = one_won(
        together(
            lambda: establish(version, board_member, at, publish=True),
            lambda: establish(version, signatory, at, publish=True),
        )
    )
    assert reason.startswith("Dit kan nu niet. De stand is: gepubliceerd. Dat deed ")
    assert Event.objects.filter(act="establish").count() == 1
    assert Event.objects.filter(act="publish").count() == 1
    advice = Consultation.objects.get()
    assert advice.answered_by_name == Event.objects.get(act="establish").actor_name


def test_a_form_sent_twice_sends_once(version, head, at):
    def send():
        return actions.send_to_mr(version_id=version.pk, actor=head, confirmed=set(), at=at)

    assert one_won(together(send, send)).startswith("Dit kan nu niet. De stand is: bij de MR.")
    assert Event.objects.filter(act="send_to_mr").count() == 1


def test_two_people_begin_a_version(site, region, regime, head, coordinator, at):
    def start(actor):
        return lambda: actions.start_working_copy(site=site, partnership=region, actor=actor, at=at)

    reason = one_won(together(start(head), start(coordinator)))
    assert reason == "Er is al een versie waar de school aan werkt. Ga daarmee verder."
    assert (SupportProfile.objects.count(), Version.objects.count()) == (1, 1)


def test_the_mr_advises_while_the_school_takes_it_back(version, bring, head, mr_parent, at):
    bring(version, "with_mr")
    who = {"version_id": version.pk, "at": at}
    one_won(
        together(
            lambda: actions.withdraw_from_mr(actor=head, **who),
            lambda: advise(version, mr_parent, at, "positive"),
        )
    )
    state = Version.objects.get().state
    assert Consultation.objects.count() == {"working": 0, "heard": 1}[state]


@pytest.mark.parametrize("round_", range(3))
def test_two_secretaries_record_one_advice(asked, site, mr_secretary, at, round_):
    other = make_person("Tweede Secretaris", Role.MR_SECRETARY, site=site)
    reason = one_won(
        together(
            lambda: advise(asked, mr_secretary, at, "positive"),
            lambda: advise(asked, other, at, "negative"),
        )
    )
    assert " legde dit al vast op " in reason
    assert Consultation.objects.count() == 1


def test_the_last_two_words_of_the_mr_close_its_turn_once(asked, site, mr_secretary, at):
    other = make_person("Tweede Secretaris", Role.MR_SECRETARY, site=site)
    results = together(lambda: advise(asked, mr_secretary, at, "positive"), lambda: consent(asked, other, at))
    assert not [result for result in results if isinstance(result, Exception)]
    assert Version.objects.get().state == "heard"
    assert Event.objects.filter(act="close_hearing").count() == 1


def test_a_term_lapses_while_someone_speaks(version, bring, mr_parent, at):
    """Late is recorded, or the note that nothing was said: never both as what counts."""
    bring(version, "with_mr")
    later = at + timedelta(weeks=7)
    results = together(lambda: actions.lapse_terms(at=later), lambda: advise(version, mr_parent, later))
    assert not [result for result in results if isinstance(result, Exception)]
    assert [one.outcome for one in standing(Version.objects.get())] == ["positive_if"]


@pytest.mark.parametrize(("key", "revision"), [("mission", 1), ("team.note", 0)])
def test_many_save_one_answer_and_one_gets_through(version, client_for, head, coordinator, at, key, revision):
    sessions = [client_for(user).session.session_key for user in (head, coordinator) * 3]
    question = questionnaire_of(version.edition).question(key)

    def saver(number, session):
        def save():
            author = authorise_save(session_key=session, version_id=version.pk, key=key, at=at)
            return save_answer(
                author=author, question=question, value=f"Tekst {number}", revision=revision, at=at
            )

        return save

    results = together(*(saver(number, session) for number, session in enumerate(sessions)))
    winners = [number for number, result in enumerate(results) if not isinstance(result, Exception)]
    assert len(winners) == 1, results
    assert {type(result) for result in results if isinstance(result, Exception)} == {StaleAnswer}
    assert Answer.objects.get(key=key).value == f"Tekst {winners[0]}"
    assert AnswerRevision.objects.filter(key=key).count() == 1


def test_what_the_mr_gets_is_what_was_checked(version, client_for, head, at):
    """Saves that emptied the answers race with sending: either the checks saw it, or it was not saved."""
    session = client_for(head).session.session_key
    question = questionnaire_of(version.edition).question("mission")

    def empty():
        author = authorise_save(session_key=session, version_id=version.pk, key="mission", at=at)
        return save_answer(author=author, question=question, value="", revision=1, at=at)

    sent, saved = together(
        lambda: actions.send_to_mr(version_id=version.pk, actor=head, confirmed=set(), at=at), empty
    )
    lost = [result for result in (sent, saved) if isinstance(result, Exception)]
    assert len(lost) == 1
    assert isinstance(lost[0], NotPossible)
    stands = (Version.objects.get().state, Answer.objects.get(key="mission").value is None)
    assert stands == (("with_mr", False) if saved in lost else ("working", True))


def test_two_chapters_saved_at_once_lose_nothing(version, head, coordinator, at):
    def save(actor, key):
        values = {key: (f"Van {actor.name}", 0)}
        return lambda: actions.save_chapter(version=version, actor=actor, values=values, at=at)

    results = together(save(head, "team.note"), save(coordinator, "region.note"))
    assert [result.saved for result in results] == [{"team.note": 1}, {"region.note": 1}]


def test_everyone_comes_in_at_once_and_is_there_once(version, head, coordinator, at):
    """Two windows of one person, and a colleague; who was there before is forgotten by all of them."""
    for number in range(5):
        Presence.objects.create(version=version, visitor=f"gone-{number}", name="Weg", seen_at=at - GONE)

    def come(person, chapter):
        visitor = Visitor.of_team(person.pk, person.name, {"head_teacher"})
        where = {"version_id": version.pk, "visitor": visitor, "place": Place(chapter), "at": at}
        return [lambda: arrive(**where), lambda: meet(**where)]

    results = together(*come(head, "mission"), *come(head, "support"), *come(coordinator, "mission"))
    assert not [result for result in results if isinstance(result, Exception)]
    assert sorted(Presence.objects.values_list("name", flat=True)) == ["Femke Aalders", "Marit de Wit"]
