"""Nothing in the database ties an answer to who gave it: not a column, not a key, not the place of a row."""

import pytest
from django.db import connection, models

from dekkend.profiles import actions
from dekkend.profiles.models import TeamAnswer, TeamExample, TeamInvitation, TeamRound
from dekkend.profiles.tests.teamround.conftest import GOAL, NEEDS, NO, YES, answer, close
from dekkend.workflow.models import Event

SAID = [TeamAnswer, TeamExample]


def columns(model) -> list[str]:
    """As the database has them, whatever the model says."""
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return [column.name for column in table]


def everything(model) -> list[dict]:
    """Every row, every column, in the order in which the database keeps them."""
    names = columns(model)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {model._meta.db_table}")  # noqa: S608
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize(("model", "word"), [(TeamAnswer, "value"), (TeamExample, "text")])
def test_the_columns_of_what_was_said(db, model, word):
    """A new column here is a decision to take again."""
    assert sorted(columns(model)) == sorted(["id", "key", "round_id", word])


@pytest.mark.parametrize("model", SAID)
def test_it_points_at_the_round_only_and_only_the_round_points_at_it(model):
    points_at = {field.related_model for field in model._meta.get_fields() if field.is_relation}
    assert points_at == {TeamRound}


@pytest.mark.parametrize("model", [*SAID, TeamInvitation])
def test_it_holds_no_time(model):
    assert not [f for f in model._meta.concrete_fields if isinstance(f, models.DateField | models.TimeField)]


def test_the_columns_of_who_may_take_part(db):
    names = ["email", "id", "reminder_hash", "round_id", "token_hash", "took_part"]
    assert sorted(columns(TeamInvitation)) == names


def test_two_people_who_say_other_things_leave_alike_rows(opened, at):
    """Swap who says what: all that differs between the two databases is random."""
    tokens = list(opened.tokens.values())
    for token, choice in zip(tokens[:2], (YES, NO), strict=True):
        actions.give_opinion(token=token, choices={NEEDS: choice, GOAL: choice}, examples={}, at=at)
    rows = [(row["key"], row["value"], row["round_id"]) for row in everything(TeamAnswer)]
    round_id = opened.round.pk
    assert sorted(rows) == sorted((key, word, round_id) for key in (NEEDS, GOAL) for word in (YES, NO))
    took = {row["email"]: bool(row["took_part"]) for row in everything(TeamInvitation)}
    assert sum(took.values()) == 2


def test_keys_say_nothing_of_the_order_or_of_who_belongs_together(opened, at):
    """Over and over, the rows of who came last do not have the largest keys, nor do they stand last."""
    last_has_largest = last_stands_last = 0
    tokens = list(opened.tokens.values())
    for token in tokens[:5]:
        actions.give_opinion(token=token, choices={NEEDS: YES}, examples={}, at=at)
    actions.give_opinion(token=tokens[5], choices={NEEDS: NO}, examples={}, at=at)
    for _ in range(60):
        actions.teamround._mix_in(TeamAnswer, "value", opened.round, {})
        rows = everything(TeamAnswer)
        last_has_largest += max(rows, key=lambda row: row["id"])["value"] == NO
        last_stands_last += rows[-1]["value"] == NO
    # One in six by chance; 60 times all or none would be one in billions.
    assert 0 < last_has_largest < 40
    assert 0 < last_stands_last < 40


def test_a_key_is_never_used_again(opened, at):
    answer(opened, at, [YES])
    before = {row["id"] for row in everything(TeamAnswer)}
    token = list(opened.tokens.values())[1]
    actions.give_opinion(token=token, choices={NEEDS: NO}, examples={}, at=at)
    after = {row["id"] for row in everything(TeamAnswer)}
    assert len(after) == 2
    assert not before & after


def test_on_sqlite_a_row_stands_where_its_random_key_says(opened, at):
    """Without this SQLite would number the rows in the order in which they came."""
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    answer(opened, at, [YES, NO])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, id FROM {TeamAnswer._meta.db_table}")  # noqa: S608
        assert all(rowid == key for rowid, key in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_all_answers_were_written_by_the_transaction_of_the_last(opened, at):
    """PostgreSQL keeps with each row which transaction wrote it: it may not say who gave which answer."""
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL")
    answer(opened, at, [YES, NO, YES])
    assert len(writers_of(TeamAnswer)) == 1
    assert len(writers_of(TeamInvitation, "took_part")) == 3


def writers_of(model, condition: str = "true") -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {model._meta.db_table} WHERE {condition}")  # noqa: S608
        return {int(row[0]) for row in cursor.fetchall()}


def test_the_record_says_nothing_of_who_answered_or_when(version, head, opened, at):
    answer(opened, at, [YES] * 5)
    acts = Event.objects.filter(act__contains="team").values_list("act", flat=True)
    assert list(acts) == ["open_team_round"]
    close(version, head, at)
    details = Event.objects.get(act="close_team_round").details
    assert details == {"invited": 6, "took_part": 5}


def test_whoever_is_signed_in_plays_no_part(client_for, teacher, opened):
    """Someone may open the link of the mail on a computer where a colleague is signed in."""
    invitation = TeamInvitation.objects.exclude(email=teacher.email).first()
    token = opened.tokens[invitation.email]
    client = client_for(teacher)
    assert teacher.name not in client.get(f"/werk/mening/{token}/").content.decode()
    assert client.post(f"/werk/mening/{token}/", {NEEDS: YES}).status_code == 302
    assert TeamInvitation.objects.get(took_part=True) == invitation
    assert Event.objects.filter(actor=teacher).count() == 0
