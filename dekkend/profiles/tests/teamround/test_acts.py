"""The acts of a team round: who is asked, taking part once, closing, and what may be seen when."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from dekkend.conftest import make_person
from dekkend.organisations.models import Membership, Role
from dekkend.profiles import actions
from dekkend.profiles.account import account_of
from dekkend.profiles.models import TeamAnswer, TeamExample, TeamInvitation, TeamRound, Version
from dekkend.profiles.team.addresses import read_addresses
from dekkend.profiles.team.queries import examples_of, participation_of, spread_of, team_view
from dekkend.profiles.tests.conftest import refuses
from dekkend.profiles.tests.teamround.conftest import GOAL, NEEDS, NO, YES, answer, close, open_round
from dekkend.profiles.transitions import KIND
from dekkend.workflow.models import Event


def acts_on(version) -> list[str]:
    return list(
        Event.objects.filter(subject_kind=KIND, subject_id=version.pk)
        .order_by("id")
        .values_list("act", flat=True)
    )


def shown(version, on) -> dict[str, str]:
    return {key: spread.words for key, spread in team_view(version, on).spreads.items()}


# Opening


def test_everyone_in_the_team_gets_a_link_of_their_own(opened, colleagues, site):
    assert sorted(opened.tokens) == sorted(person.email for person in colleagues)
    assert len(set(opened.tokens.values())) == 6
    assert opened.round.invited == 6
    assert opened.round.questions == [NEEDS, GOAL, "work.shared", "work.proud"]


def test_colleagues_without_an_account_are_added_once(version, head, teacher, at):
    extra = ["nieuw@school.example", "Nieuw@school.example", teacher.email.upper()]
    opened = open_round(version, head, at, addresses=extra)
    assert (opened.round.invited, opened.round.by_address) == (7, 1)
    assert "nieuw@school.example" in opened.tokens


def test_who_left_or_is_of_the_mr_is_not_asked(version, head, teacher, mr_staff, mr_parent, at):
    Membership.objects.filter(user=teacher).update(ends_on=localdate() - timedelta(days=1))
    opened = open_round(version, head, at)
    assert not {teacher.email, mr_staff.email, mr_parent.email} & set(opened.tokens)
    assert opened.round.invited == 5


def test_the_mail_says_what_by_when_and_brings_the_link(
    version, head, at, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        opened = open_round(version, head, at)
    sent = [task.args_kwargs["kwargs"] for task in DBTaskResult.objects.all()]
    links = {one["to"]: one["body"] for one in sent if "mening" in one["body"]}
    assert set(links) == set(opened.tokens)
    for address, token in opened.tokens.items():
        assert f"/werk/mening/{token}/" in links[address]
        assert "2 minuten" in links[address]


def test_the_coordinator_may_too_a_teacher_may_not(version, coordinator, teacher, at):
    with refuses("Alleen de directeur en de intern begeleider"):
        open_round(version, teacher, at)
    assert open_round(version, coordinator, at).round.invited == 6
    event = Event.objects.get(act="open_team_round")
    assert event.actor == coordinator
    assert event.details == {
        "invited": 6,
        "by_address": 0,
        "until": (localdate() + timedelta(days=7)).isoformat(),
    }


@pytest.mark.parametrize("days", [-1, 0, 57])
def test_the_last_day_is_near_and_after_today(version, head, at, days):
    with refuses("Kies een laatste dag"):
        open_round(version, head, at, days=days)


def test_fewer_than_five_are_not_asked(version, head, colleagues, at):
    Membership.objects.filter(user__in=colleagues[4:]).delete()
    with refuses("ten minste 5 mensen"):
        open_round(version, head, at)
    assert open_round(version, head, at, addresses=["vijfde@school.example"]).round.invited == 5


def test_two_rounds_at_once_are_refused(version, head, opened, at):
    with refuses("Er loopt al een teamronde"):
        open_round(version, head, at)
    assert TeamRound.objects.count() == 1


def test_the_database_refuses_a_second_open_round_too(opened):
    again = TeamRound.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_not_while_the_text_is_with_others(version, head, at):
    Version.objects.update(state="with_board")
    with refuses("bij het bestuur"):
        open_round(version, head, at)


# Taking part


def test_an_answer_and_taking_part_are_saved_together(opened, at):
    token = next(iter(opened.tokens.values()))
    actions.give_opinion(
        token=token,
        choices={NEEDS: YES, "work.shared": "3", "work.proud": "no"},
        examples={GOAL: "Elke week kiezen wij één doel."},
        at=at,
    )
    assert sorted(TeamAnswer.objects.values_list("key", "value")) == [
        (NEEDS, YES),
        ("work.proud", "no"),
        ("work.shared", "3"),
    ]
    assert TeamExample.objects.values_list("key", "text").get() == (GOAL, "Elke week kiezen wij één doel.")
    assert TeamRound.objects.get().took_part == 1
    assert TeamInvitation.objects.filter(took_part=True).count() == 1


@pytest.mark.parametrize(
    ("choices", "examples"),
    [
        ({}, {}),
        ({NEEDS: "heel goed"}, {}),
        ({"mission": "Ieder kind"}, {}),
        ({NEEDS: YES}, {"mission": "Een voorbeeld"}),
    ],
)
def test_nonsense_is_refused_whole(opened, at, choices, examples):
    with pytest.raises(actions.NotPossible):
        actions.give_opinion(
            token=next(iter(opened.tokens.values())), choices=choices, examples=examples, at=at
        )
    assert TeamRound.objects.get().took_part == 0
    assert not TeamInvitation.objects.filter(took_part=True).exists()
    assert not TeamAnswer.objects.exists()


def why_not(token, at) -> str:
    with pytest.raises(actions.CannotTakePart) as refused:
        actions.give_opinion(token=token, choices={NEEDS: NO}, examples={}, at=at)
    return refused.value.why


def test_a_second_time_is_refused_and_changes_nothing(opened, at):
    answer(opened, at, [YES])
    assert why_not(next(iter(opened.tokens.values())), at) == "done"
    assert list(TeamAnswer.objects.values_list("value", flat=True)) == [YES]
    assert TeamRound.objects.get().took_part == 1


@pytest.mark.parametrize("token", ["", "onzin", "a" * 500, "\x00", "ïé"])
def test_a_link_that_is_not_ours(opened, at, token):
    assert why_not(token, at) == "unknown"


def test_a_round_is_open_on_its_last_day_and_over_the_day_after(opened, at):
    answer(opened, at + timedelta(days=7), [YES])
    assert why_not(list(opened.tokens.values())[1], at + timedelta(days=8)) == "closed"


def test_closed_while_someone_answers(version, head, opened, at):
    close(version, head, at)
    assert why_not(next(iter(opened.tokens.values())), at) == "closed"
    assert not TeamInvitation.objects.filter(took_part=True).exists()


# Longer, reminding


def test_a_round_can_be_extended(version, head, opened, at):
    later = localdate(at) + timedelta(days=20)
    actions.extend_team_round(version_id=version.pk, actor=head, until=later, at=at)
    assert TeamRound.objects.get().until == later
    answer(opened, at + timedelta(days=19), [YES])
    with refuses("na de laatste dag van nu"):
        actions.extend_team_round(version_id=version.pk, actor=head, until=later, at=at)


def test_one_reminder_to_who_did_not_take_part_and_both_links_work(
    version, head, opened, at, django_capture_on_commit_callbacks
):
    answer(opened, at, [YES, NO])
    did = set(list(opened.tokens)[:2])
    with django_capture_on_commit_callbacks(execute=True):
        actions.remind_team(version_id=version.pk, actor=head, at=at)
    sent = [task.args_kwargs["kwargs"] for task in DBTaskResult.objects.all()]
    reminded = {one["to"]: one["body"] for one in sent if "enige herinnering" in one["body"]}
    assert set(reminded) == set(opened.tokens) - did
    address, body = next(iter(reminded.items()))
    token = body.split("/werk/mening/")[1].split("/")[0]
    assert actions.find_team_invitation(token, at) == actions.find_team_invitation(opened.tokens[address], at)
    actions.give_opinion(token=token, choices={NEEDS: YES}, examples={}, at=at)
    assert why_not(opened.tokens[address], at) == "done"
    with refuses("Dat kan één keer"):
        actions.remind_team(version_id=version.pk, actor=head, at=at)


def test_the_record_says_that_but_not_how_many(version, head, opened, at):
    actions.remind_team(version_id=version.pk, actor=head, at=at)
    assert Event.objects.get(act="remind_team").details == {}


# What may be seen


def test_nothing_is_seen_while_the_round_runs_however_many_answered(version, opened, at):
    answer(opened, at, [YES] * 4 + [NO])
    assert shown(version, localdate(at)) == {}
    assert spread_of(TeamRound.objects.get(), localdate(at)) == {}
    answer_last = list(opened.tokens.values())[5]
    actions.give_opinion(token=answer_last, choices={NEEDS: NO}, examples={}, at=at)
    assert shown(version, localdate(at)) == {}


def test_five_answers_are_seen_once_it_is_closed(version, head, opened, at):
    answer(opened, at, [YES, YES, NO, YES, YES])
    close(version, head, at)
    assert shown(version, localdate(at)) == {NEEDS: "4 ingevoerd, 1 in ontwikkeling"}
    spread = spread_of(TeamRound.objects.get(), localdate(at))[NEEDS]
    assert [(part.tone, part.x, part.width) for part in spread.slices] == [
        ("basic", 0, 800),
        ("arr", 800, 200),
    ]


def test_four_answers_are_never_seen_nor_kept(version, head, opened, at):
    for token in list(opened.tokens.values())[:4]:
        actions.give_opinion(token=token, choices={NEEDS: YES}, examples={NEEDS: "Zo doe ik het."}, at=at)
    close(version, head, at)
    on = localdate(at)
    view = team_view(version, on)
    assert (view.standing, view.spreads) == ("over", {})
    assert view.participation.took_part is None
    assert "4" not in view.participation.words.split(",")[0]
    assert not TeamAnswer.objects.exists()
    assert not TeamExample.objects.exists()
    assert Event.objects.get(act="close_team_round").details == {"invited": 6, "took_part": None}


def test_a_question_that_four_answered_stays_hidden_beside_one_that_five_did(version, head, opened, at):
    for number, token in enumerate(opened.tokens.values()):
        choices = {NEEDS: YES} | ({GOAL: NO} if number < 4 else {})
        actions.give_opinion(token=token, choices=choices, examples={GOAL: "Een doel.", NEEDS: "Zo."}, at=at)
    close(version, head, at)
    assert shown(version, localdate(at)) == {NEEDS: "6 ingevoerd"}
    assert set(TeamAnswer.objects.values_list("key", flat=True)) == {NEEDS}
    round = TeamRound.objects.get()
    assert examples_of(round, spread_of(round, localdate(at))) == {NEEDS: ["Zo."] * 6}


def test_the_day_after_the_last_it_is_over_also_before_the_calendar_ran(version, opened, at):
    answer(opened, at, [YES] * 5)
    for token in list(opened.tokens.values())[5:]:
        actions.give_opinion(token=token, choices={GOAL: NO}, examples={}, at=at)
    assert shown(version, localdate(at) + timedelta(days=8)) == {NEEDS: "5 ingevoerd"}


def test_how_the_team_took_part_in_words(version, head, opened, at):
    assert participation_of(version, localdate(at)) is None
    answer(opened, at, [YES] * 5)
    close(version, head, at + timedelta(days=2))
    took_part = participation_of(version, localdate(at) + timedelta(days=2))
    assert (took_part.invited, took_part.took_part) == (6, 5)
    assert (took_part.begins_on, took_part.until) == (localdate(at), localdate(at) + timedelta(days=2))
    assert took_part.words.startswith("5 van de 6 collega’s gaven hun mening, tussen ")


def test_the_account_of_the_procedure_tells_it_from_five(version, head, opened, at):
    def told() -> list[tuple[str, ...]]:
        return [part.lines for part in account_of(version, "public") if part.key == "team"]

    answer(opened, at, [YES] * 4)
    assert told() == []
    actions.give_opinion(token=list(opened.tokens.values())[4], choices={NEEDS: NO}, examples={}, at=at)
    assert told() == []
    close(version, head, at)
    [lines] = told()
    assert lines[0].startswith("5 van de 6 collega’s gaven hun mening, op ")


# Closing


def test_the_calendar_closes_what_is_over_once(version, head, opened, at):
    answer(opened, at, [YES] * 5)
    assert actions.close_team_rounds(at=at + timedelta(days=7)) == 0
    assert actions.close_team_rounds(at=at + timedelta(days=9)) == 1
    assert actions.close_team_rounds(at=at + timedelta(days=9)) == 0
    round = TeamRound.objects.get()
    assert round.closed_on == round.until
    assert acts_on(version) == ["start", "open_team_round", "close_team_round"]
    assert Event.objects.get(act="close_team_round").actor is None


def test_the_daily_command_does_it(opened, capsys):
    TeamRound.objects.update(opened_on=localdate() - timedelta(days=9), until=localdate() - timedelta(days=1))
    call_command("daily")
    assert "team rounds closed: 1" in capsys.readouterr().out


def test_who_was_invited_is_forgotten_at_the_end(version, head, opened, at):
    answer(opened, at, [YES] * 5)
    assert TeamInvitation.objects.exclude(email="").count() == 6
    close(version, head, at)
    assert TeamInvitation.objects.exclude(email="").count() == 0
    assert why_not(next(iter(opened.tokens.values())), at) == "done"


def test_a_closed_round_stays_closed(version, head, opened, at):
    close(version, head, at)
    for act in (actions.close_team_round, actions.remind_team):
        with refuses("Er loopt nu geen teamronde"):
            act(version_id=version.pk, actor=head, at=at)
    with refuses("Er loopt nu geen teamronde"):
        actions.extend_team_round(
            version_id=version.pk, actor=head, until=localdate(at) + timedelta(days=20), at=at
        )


def test_a_new_round_only_when_the_one_before_showed_nothing(version, head, opened, at):
    answer(opened, at, [YES] * 4)
    close(version, head, at)
    again = open_round(version, head, at)
    assert why_not(next(iter(opened.tokens.values())), at) == "done"
    answer(again, at, [NO] * 5)
    close(version, head, at)
    assert shown(version, localdate(at)) == {NEEDS: "5 in ontwikkeling"}
    with refuses("gaf zijn mening al"):
        open_round(version, head, at)


def test_a_new_round_first_closes_one_that_was_over(version, head, opened, at):
    answer(opened, at, [YES] * 4)
    later = at + timedelta(days=10)
    open_round(version, head, later)
    assert TeamRound.objects.filter(closed_on=None).count() == 1
    assert not TeamAnswer.objects.exists()


def test_someone_of_another_school_leads_nothing(version, opened, other_head, at):
    for act in (actions.close_team_round, actions.remind_team):
        with refuses("Alleen de directeur en de intern begeleider"):
            act(version_id=version.pk, actor=other_head, at=at)


# The pasted list


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a@b.nl", ["a@b.nl"]),
        ("A@B.nl\n\na@b.nl", ["a@b.nl"]),
        (
            "Noor Vis <noor@b.nl>; Jan Bos <jan@b.nl>\r\npiet@b.nl, els@b.nl",
            ["noor@b.nl", "jan@b.nl", "piet@b.nl", "els@b.nl"],
        ),
        ("  a@b.nl\t c@d.nl ", ["a@b.nl", "c@d.nl"]),
    ],
)
def test_a_list_as_people_paste_it(text, found):
    addresses = read_addresses(text)
    assert (list(addresses.found), addresses.faults) == (found, ())


def test_each_fault_names_its_line():
    addresses = read_addresses("goed@b.nl\njan(at)b.nl\nNoor <noor@>")
    assert addresses.found == ("goed@b.nl",)
    assert addresses.faults == (
        "Regel 2: “jan(at)b.nl” is geen e-mailadres.",
        "Regel 3: “noor@” is geen e-mailadres.",
    )


def test_a_list_has_an_end():
    text = "\n".join(f"mens{number}@b.nl" for number in range(101))
    assert read_addresses(text).faults == ("Dit zijn 101 adressen. U kunt er hoogstens 100 toevoegen.",)


def test_no_mail_goes_out_when_the_round_does_not_open(version, head, at):
    with refuses("laatste dag"):
        open_round(version, head, at, days=0)
    assert not DBTaskResult.objects.exists()


def test_a_new_colleague_is_not_asked_halfway(version, opened, site, at):
    make_person("Dina Smit", Role.TEACHER, site=site)
    assert TeamInvitation.objects.count() == 6
