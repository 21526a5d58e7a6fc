"""Asking, changing, taking back, finishing and opening again: who may, what is kept, who hears of it."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils.timezone import localdate

from dekkend.conftest import make_person, make_regime
from dekkend.organisations.models import Membership, Role
from dekkend.profiles import actions
from dekkend.profiles.assigning.queries import assigned_of
from dekkend.profiles.models import Assignment, MailChoice
from dekkend.profiles.tests.assigning.conftest import MISSION, NOTE
from dekkend.profiles.tests.conftest import refuses
from dekkend.questionnaires.loader import load_edition
from dekkend.workflow.models import Event

pytestmark = pytest.mark.django_db


def record_of(version) -> list[tuple[str, str, str]]:
    """(act, who, role) of what was done about chapters, the oldest first."""
    events = Event.objects.filter(subject_id=version.pk, details__has_key="assignee").order_by("id")
    return [(event.act, event.actor_name, event.actor_role) for event in events]


class TestAsking:
    def test_who_what_and_until_when(self, version, asked, head, teacher, at):
        stored = assigned_of(version, localdate(at))[MISSION]
        assert (stored.assignee, stored.assignee_name) == (teacher, "Youssef Amrani")
        assert (stored.note, stored.due_on) == (NOTE, localdate(at) + timedelta(days=14))
        assert (stored.asked_by, stored.asked_by_name, stored.asked_at) == (head, "Marit de Wit", at)
        assert stored.is_open
        assert stored.works_here

    def test_it_is_in_the_record_without_the_note(self, version, asked):
        event = Event.objects.get(act="assign_chapter")
        assert (event.actor_name, event.actor_role) == ("Marit de Wit", "directeur")
        assert event.details["about"] == "hoofdstuk 2 “Missie en visie”"
        assert event.reason.startswith("Aan Youssef Amrani, uiterlijk ")
        assert NOTE not in str(event.details) + event.reason

    @pytest.mark.parametrize("who", ["head", "coordinator", "teacher"])
    def test_everyone_of_the_team_can_be_asked(self, ask, who, request):
        person = request.getfixturevalue(who)
        assert ask(assignee_id=person.pk).assignee == person

    @pytest.mark.parametrize("who", ["mr_parent", "board_member", "other_head", "outsider"])
    def test_nobody_else_can(self, ask, who, request):
        with refuses("heeft geen rol in uw team"):
            ask(assignee_id=request.getfixturevalue(who).pk)
        assert not Assignment.objects.exists()

    @pytest.mark.parametrize("who", ["teacher", "mr_parent", "board_member", "other_head", "staff"])
    def test_only_writers_ask(self, ask, who, request):
        with refuses("Alleen de directeur en de intern begeleider vragen"):
            ask(actor=request.getfixturevalue(who))

    def test_not_a_chapter_that_the_region_wrote(self, ask, region, other_site, client_for, at):
        """There is nothing to write, so nobody is asked, and nothing leads there."""
        form = load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")
        make_regime(region, form, begins_on=date(2025, 8, 1))
        head = make_person("Ruud Kamp", Role.HEAD_TEACHER, site=other_site)
        colleague = make_person("Iris Blom", Role.TEACHER, site=other_site)
        version = actions.start_working_copy(site=other_site, partnership=region, actor=head, at=at)
        with refuses("schrijft de school niets"):
            ask(version_id=version.pk, chapter="foreword", actor=head, assignee_id=colleague.pk)
        found = []
        for chapter in ("foreword", "school"):
            page = client_for(head).get(f"/werk/profiel/{version.pk}/hoofdstuk/{chapter}/")
            found.append("Vraag een collega" in page.content.decode())
        assert found == [False, True]

    def test_not_when_it_has_left_the_school(self, version, bring, ask):
        bring(version, "with_mr")
        with refuses("De stand van het profiel is: bij de MR."):
            ask()

    @pytest.mark.parametrize(
        ("days", "words"), [(-1, "Deze dag is voorbij"), (370, "binnen een jaar"), (9999, "binnen een jaar")]
    )
    def test_a_day_that_cannot_be(self, ask, at, days, words):
        with refuses(words):
            ask(due_on=localdate(at) + timedelta(days=days))

    def test_today_can(self, ask, at):
        assert ask(due_on=localdate(at)).due_on == localdate(at)

    @pytest.mark.parametrize(
        ("words", "reason"),
        [({"chapter": "bestaat-niet"}, "niet in het formulier"), ({"note": "a" * 501}, "te lang")],
    )
    def test_what_is_odd_is_refused(self, ask, words, reason):
        with refuses(reason):
            ask(**words)

    def test_the_same_form_sent_twice_asks_once(self, ask, sent):
        first, second = ask(), ask()
        assert (first.pk, second.revision) == (second.pk, 1)
        assert (Event.objects.filter(act="assign_chapter").count(), len(sent)) == (1, 1)

    def test_the_next_working_copy_starts_without(self, version, asked, bring, site, region, head, at):
        bring(version, "published")
        new = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert assigned_of(new, localdate(at)) == {}


class TestChanging:
    def test_another_day(self, ask, asked, sent, teacher, at):
        changed = ask(revision=1, due_on=localdate(at) + timedelta(days=3), note="")
        assert (changed.pk, changed.due_on, changed.note) == (asked.pk, localdate(at) + timedelta(days=3), "")
        ((template, to, text),) = sent
        assert (template, to) == ("ask_chapter.txt", [teacher.email])
        assert text.startswith("Veranderd: de vraag om hoofdstuk 2 “Missie en visie” te schrijven.")

    def test_another_person_takes_the_place_of_the_first(
        self, version, ask, asked, sent, teacher, coordinator
    ):
        ask(revision=1, assignee_id=coordinator.pk)
        assert Assignment.objects.get().assignee == coordinator
        assert [(name, to) for name, to, _ in sent] == [
            ("tell_chapter_over.txt", [teacher.email]),
            ("ask_chapter.txt", [coordinator.email]),
        ]
        assert [act for act, *_ in record_of(version)] == ["assign_chapter", "assign_chapter"]

    def test_what_was_not_seen_is_not_overwritten(self, ask, asked, coordinator):
        with pytest.raises(actions.StaleAssignment) as stale:
            ask(actor=coordinator, assignee_id=coordinator.pk)
        assert stale.value.current.assignee_name == "Youssef Amrani"
        assert Assignment.objects.get().revision == 1

    def test_nothing_changed_tells_nobody(self, ask, asked, sent):
        ask(revision=1)
        assert (sent, Assignment.objects.get().revision) == ([], 1)

    def test_who_finished_is_asked_anew(self, ask, asked, act, teacher, at):
        act("finish", teacher)
        again = ask(revision=2, due_on=localdate(at) + timedelta(days=20))
        assert again.is_open


class TestTakingBack:
    def test_it_no_longer_stands(self, version, asked, act, head, sent, teacher, at):
        act("withdraw", head)
        assert assigned_of(version, localdate(at)) == {}
        assert [(name, to) for name, to, _ in sent] == [("tell_chapter_over.txt", [teacher.email])]

    def test_two_people_take_it_back_once(self, asked, act, head, coordinator):
        for person in (head, coordinator):
            act("withdraw", person)
        assert Assignment.objects.get().withdrawn_by_name == "Marit de Wit"
        assert Event.objects.filter(act="withdraw_assignment").count() == 1

    def test_undo_asks_the_same_again(self, version, asked, act, head, sent, teacher, at):
        act("withdraw", head)
        act("restore", head)
        assert assigned_of(version, localdate(at))[MISSION].due_on == asked.due_on
        assert sent[-1][:2] == ("ask_chapter.txt", [teacher.email])

    def test_undo_is_not_for_a_day_that_has_passed(self, asked, act, head, at):
        act("withdraw", head)
        with refuses("Deze dag is voorbij"):
            act("restore", head, at=at + timedelta(days=30))

    def test_undo_is_not_for_who_left(self, asked, act, head, teacher, at):
        act("withdraw", head)
        Membership.objects.filter(user=teacher).update(ends_on=localdate(at) - timedelta(days=1))
        with refuses("heeft geen rol in uw team"):
            act("restore", head)

    def test_nobody_was_asked(self, act, version, head):
        with refuses("Niemand is gevraagd"):
            act("withdraw", head)

    def test_a_teacher_may_not(self, asked, act, teacher):
        with refuses("vragen een collega om een hoofdstuk"):
            act("withdraw", teacher)


class TestFinishing:
    def test_whoever_asked_hears_so(self, version, asked, act, teacher, head, sent):
        act("finish", teacher)
        ((template, to, text),) = sent
        assert (template, to) == ("tell_chapter_done.txt", [head.email])
        assert "Youssef Amrani zegt dat hoofdstuk 2 “Missie en visie” klaar is." in text
        assert record_of(version)[-1] == ("finish_assignment", "Youssef Amrani", "leerkracht")

    def test_a_second_press_does_nothing(self, asked, act, teacher, sent, at):
        act("finish", teacher)
        act("finish", teacher, at=at + timedelta(minutes=1))
        assert Assignment.objects.get().done_at == at
        assert (Event.objects.filter(act="finish_assignment").count(), len(sent)) == (1, 1)

    def test_only_who_was_asked_says_so(self, asked, act, head, coordinator):
        for person in (head, coordinator):
            with refuses("nu gevraagd aan Youssef Amrani"):
                act("finish", person)

    def test_not_what_was_taken_back(self, asked, act, head, teacher):
        act("withdraw", head)
        with refuses("Marit de Wit nam deze vraag terug"):
            act("finish", teacher)

    def test_not_when_the_version_has_left(self, version, asked, act, bring, teacher):
        bring(version, "with_mr")
        with refuses("bij de MR"):
            act("finish", teacher)

    def test_not_by_who_lost_their_role(self, asked, act, teacher, at):
        Membership.objects.filter(user=teacher).update(ends_on=localdate(at) - timedelta(days=1))
        with refuses("Alleen de directeur en de intern begeleider schrijven"):
            act("finish", teacher)

    def test_when_the_asker_has_left_the_head_hears_it(self, ask, act, coordinator, teacher, head, sent, at):
        ask(actor=coordinator)
        Membership.objects.filter(user=coordinator).update(ends_on=localdate(at) - timedelta(days=1))
        act("finish", teacher)
        assert sent[-1][1] == [head.email]


class TestOpeningAgain:
    def test_by_the_asker_who_wants_more(self, asked, act, teacher, head, sent):
        act("finish", teacher)
        assert act("reopen", head).is_open
        template, to, text = sent[-1]
        assert (template, to) == ("ask_chapter.txt", [teacher.email])
        assert text.startswith("Toch nog niet klaar: hoofdstuk 2")

    def test_by_who_was_asked_tells_nobody(self, asked, act, teacher, sent):
        act("finish", teacher)
        before = len(sent)
        assert act("reopen", teacher).is_open
        assert len(sent) == before

    def test_not_by_another_teacher(self, asked, act, teacher, site):
        other = make_person("Gijs Terpstra", Role.TEACHER, site=site)
        act("finish", teacher)
        with refuses("vragen een collega om een hoofdstuk"):
            act("reopen", other)

    def test_not_what_was_taken_back(self, asked, act, head, teacher):
        act("finish", teacher)
        act("withdraw", head)
        with refuses("nam deze vraag terug"):
            act("reopen", teacher)


class TestMail:
    def test_what_it_says(self, asked, ask, act, sent, teacher, version):
        act("withdraw", asked.asked_by)
        act("restore", asked.asked_by)
        _, to, text = sent[-1]
        assert to == [teacher.email]
        assert text.startswith("Wilt u hoofdstuk 2 “Missie en visie” schrijven? De Regenton\n")
        assert "Marit de Wit vraagt u om hoofdstuk 2 “Missie en visie” te schrijven." in text
        assert f"Let hierop: {NOTE}\n" in text
        assert f"http://localhost:8000/werk/profiel/{version.pk}/hoofdstuk/mission/\n" in text

    def test_nobody_is_mailed_about_what_they_did_themselves(self, ask, act, head, sent):
        ask(assignee_id=head.pk)
        for name in ("finish", "reopen", "withdraw", "restore"):
            act(name, head)
        assert sent == []

    @pytest.mark.parametrize("often", [MailChoice.Often.WEEKLY, MailChoice.Often.NEVER])
    def test_who_chose_so_gets_none_at_once(self, ask, teacher, sent, often):
        actions.choose_mail(user=teacher, often=often)
        ask()
        assert sent == []

    def test_a_refused_act_mails_nobody(self, ask, sent):
        with refuses("voorbij"):
            ask(due_on=date(2020, 1, 1))
        assert sent == []

    def test_who_left_is_not_told_that_it_is_over(self, ask, asked, teacher, coordinator, sent, at):
        Membership.objects.filter(user=teacher).update(ends_on=localdate(at) - timedelta(days=1))
        ask(revision=1, assignee_id=coordinator.pk)
        assert [to for _, to, _ in sent] == [[coordinator.email]]


def test_every_act_is_in_the_record_in_words(version, ask, asked, act, head, teacher, client_for):
    for name, actor in (("finish", teacher), ("reopen", head), ("withdraw", head), ("restore", head)):
        act(name, actor)
    ask(revision=5, note="Anders.")
    assert [act for act, *_ in record_of(version)] == [
        "assign_chapter",
        "finish_assignment",
        "reopen_assignment",
        "withdraw_assignment",
        "restore_assignment",
        "change_assignment",
    ]
    page = client_for(head).get(f"/werk/profiel/{version.pk}/verslag/").content.decode()
    for words in ("Collega gevraagd", "Klaar gemeld", "Weer opengezet", "Vraag aan een collega teruggenomen"):
        assert f"{words}: hoofdstuk 2 “Missie en visie”" in page
    assert NOTE not in page
