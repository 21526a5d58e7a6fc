"""The demo in the database: loaded by the product's own acts, on days that fit together."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from dekkend.demo.load import load_demo
from dekkend.demo.people import PASSWORD, demo_people
from dekkend.demo.places import pupil_counts
from dekkend.demo.region import read_schools
from dekkend.demo.route import Calendar, workday
from dekkend.organisations.models import Board, Membership, Role, School, Site, User
from dekkend.profiles.assigning.queries import assigned_of
from dekkend.profiles.checks import findings_of
from dekkend.profiles.examples import examples_at
from dekkend.profiles.guests.standing import standing_of
from dekkend.profiles.models import (
    AnswerRevision,
    Consultation,
    Demand,
    Friendship,
    Regime,
    Suggestion,
    SupportProfile,
    Version,
)
from dekkend.profiles.queries import answer_values
from dekkend.profiles.team.queries import team_view
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.evaluation import freeze
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.values import clean
from dekkend.workflow.models import Event


def newest(code: str) -> Version:
    return Version.objects.select_related("edition").filter(profile__site__code=code).first()


class TestRietland(TestCase):
    """Loaded once for all of these."""

    @classmethod
    def setUpTestData(cls):
        assert load_demo() is True

    def test_what_there_is(self):
        assert Board.objects.count() == 4
        assert Site.objects.count() == 24
        assert School.objects.count() == 23
        kinds = Counter(Site.objects.values_list("kind", flat=True))
        assert kinds == {"BO": 22, "SBO": 1, "SO": 1}

    def test_someone_in_every_role(self):
        assert set(Membership.objects.values_list("role", flat=True)) == set(Role) - {Role.PARENT}

    def test_two_schools_lie_in_two_partnerships(self):
        twice = [site.code for site in Site.objects.all() if site.partnerships.count() == 2]
        assert sorted(twice) == ["90AP00", "90AR00"]

    def test_a_version_in_every_state(self):
        states = Counter(Version.objects.values_list("state", flat=True))
        assert set(states) == set(Version.State)
        assert states["published"] == 18
        assert states["succeeded"] == 9

    def test_every_outcome(self):
        assert set(Consultation.objects.values_list("outcome", flat=True)) == set(Consultation.Outcome)

    def test_both_routes(self):
        """Older versions went by the advice of the MR alone; those of now heard pupils and parents too."""
        for version in Version.objects.filter(mr_asked_on__isnull=False, profile__partnership__code="PO9901"):
            route, heard = ("profile", 0) if version.edition.name == "2017" else ("school_guide", 1)
            assert version.regime.key == route
            assert hasattr(version, "pupils_opinion") is bool(heard)
            parents = version.consultations.filter(body="parents").count()
            assert parents <= heard
            assert parents == heard or version.state == "with_mr"

    def test_one_was_refused_and_waits_for_a_better_text(self):
        version = newest("90AK00")
        assert version.state == "heard"
        assert {said.slug: said.outcome for said in version.consultations.all()} == {
            "mr-advice": "negative",
            "parents-consent": "refused",
        }

    def test_answers_are_valid_in_their_edition(self):
        for version in Version.objects.select_related("edition"):
            form = questionnaire_of(version.edition)
            for key, value in answer_values(version.pk).items():
                assert clean(form.question(key), value) == value, (version, key)

    def test_snapshots_are_what_was_answered(self):
        for version in Version.objects.select_related("edition").filter(snapshot__isnull=False):
            answered = freeze(questionnaire_of(version.edition), answer_values(version.pk))
            assert version.snapshot["answers"] == answered

    def test_the_form_changed_between_two_versions(self):
        versions = Version.objects.filter(profile__site__code="90AA00").order_by("number")
        assert [(v.edition.name, v.state) for v in versions] == [("2017", "succeeded"), ("2021", "published")]
        assert versions[0].snapshot["answers"]["mission"] != versions[1].snapshot["answers"]["mission"]

    def test_every_act_was_on_its_day(self):
        for version in Version.objects.all():
            acts = list(Event.objects.filter(subject_kind=KIND, subject_id=version.pk).order_by("id"))
            assert [act.at for act in acts] == sorted(act.at for act in acts)
            assert acts[0].act == "start"
            assert acts[-1].to_state in ("", version.state)

    def test_nothing_happened_in_the_future_or_was_saved_before_its_version(self):
        tomorrow = localdate() + timedelta(days=1)
        assert not Event.objects.filter(at__date__gte=tomorrow).exists()
        for revision in AnswerRevision.objects.select_related("version"):
            assert revision.version.started_at <= revision.saved_at

    def test_a_plan_keeps_the_ids_of_its_ambitions(self):
        answers = newest("90AA00").snapshot["answers"]
        ids = [row["id"] for key in ("support", "instead_of_referral") for row in answers[f"ambitions.{key}"]]
        assert sorted(answers["ambitions.plan"]) == sorted(ids)

    def test_plans_of_now_are_not_overdue_by_accident(self):
        for school in read_schools():
            version = newest(school.code)
            answers = (version.snapshot or {}).get("answers") or answer_values(version.pk)
            for step in answers.get("ambitions.plan", {}).values():
                late = step["status"] != "done" and step["due"] < localdate().isoformat()
                assert not late or version.state == "expired", (school.name, step)

    def test_one_profile_has_one_fault(self):
        findings = findings_of(newest("90AU00"), localdate())
        assert [(finding.level, finding.key) for finding in findings] == [
            ("error", "instruction.compensating_means")
        ]

    def test_a_guest_wrote_and_one_is_over(self):
        over, writes = newest("90AU00").guests.all()
        assert [standing_of(guest, localdate()) for guest in (over, writes)] == ["over", "open"]
        assert (over.writes, writes.writes) == (False, True)
        text = AnswerRevision.objects.filter(version=writes.version, key=writes.chapter).first()
        assert text.saved_by_name == "Lieke Brandt (gast)"
        assert "elke dinsdag" in text.value

    def test_one_is_empty_and_one_half_done(self):
        assert answer_values(newest("90AT01").pk) == {}
        half = len(answer_values(newest("90AE00").pk))
        assert 20 < half < len(newest("90AA00").snapshot["answers"]) * 0.6

    def test_some_schools_share_their_texts_and_a_writer_finds_them(self):
        sharing = SupportProfile.objects.filter(shares_texts=True)
        assert sharing.count() == 8
        version = newest("90AE00")
        mission = questionnaire_of(version.edition).question("mission")
        names = {example.school for example in examples_at(version, mission, localdate())}
        assert len(names) == 8
        assert version.profile.site.name not in names

    def test_a_new_working_copy_has_the_old_answers(self):
        version = newest("90AW00")
        assert version.state == "working"
        assert answer_values(version.pk) == version.previous.snapshot["answers"]

    def test_one_came_back_from_the_board_with_a_reason(self):
        version = newest("90AP00")
        sent_back = Event.objects.filter(subject_kind=KIND, subject_id=version.pk).order_by("id").last()
        assert (version.state, sent_back.act, sent_back.to_state) == ("working", "send_back", "working")
        assert "wie ouders kunnen bellen" in sent_back.reason

    def test_the_mr_of_de_zeepkist_has_22_days_or_a_little_less(self):
        left = newest("90AD00").mr_due_on - localdate()
        assert 20 <= left.days <= 22

    def test_some_old_profiles_are_nearly_over(self):
        left = {
            version.profile.site.code: (version.valid_until - localdate()).days
            for version in Version.objects.filter(state="published", edition__name="2017")
        }
        assert (left["90AV00"], left["90AN00"], left["90AD00"]) == (41, 69, 130)

    def test_fewer_than_five_pupils(self):
        counts = Site.objects.get(code="90AT01").pupil_counts.all()
        assert [str(count) for count in counts] == ["38", "19", "<5"]

    def test_everyone_shown_can_sign_in(self):
        for person in demo_people():
            user = User.objects.get(email=person.email)
            assert user.check_password(PASSWORD)
            assert user.emailaddress_set.get().verified

    def test_others_read_along_and_propose(self):
        friendships = Friendship.objects.values_list("version__profile__site__code", "site__code", "state")
        assert sorted(friendships) == [("90AU00", "90AE00", "reads"), ("90AW00", "90AP00", "declined")]
        states = Counter(Suggestion.objects.values_list("state", flat=True))
        assert states == {"open": 2, "accepted": 1, "declined": 1}
        assert Suggestion.objects.get(friend__code="90AE00").is_open
        assert newest("90AU00").comments.get(friend__code="90AE00").key == "additional"

    def test_three_teams_have_spoken_and_one_is_asked_now(self):
        stood = {
            code: team_view(newest(code), localdate()) for code in ("90AA00", "90AD00", "90AU00", "90AW00")
        }
        assert [view.standing for view in stood.values()] == ["over", "over", "over", "open"]
        assert [view.participation.took_part for view in stood.values()] == [12, 12, 12, 6]
        assert [len(view.spreads) for view in stood.values()] == [7, 7, 7, 0]
        assert {spread.total for spread in stood["90AD00"].spreads.values()} == {12}

    def test_chapters_are_asked_of_colleagues(self):
        """One is done, one late, and one is a teacher's, who is among the people shown."""
        on = localdate()
        stands = {
            (code, chapter): (one.assignee_name, one.is_open, one.is_late)
            for code in ("90AE00", "90AU00")
            for chapter, one in assigned_of(newest(code), on).items()
        }
        assert stands == {
            ("90AE00", "teacher_level"): ("Hidde Ruiter", True, True),
            ("90AE00", "extra"): ("Femke Aalders", True, False),
            ("90AU00", "school_level"): ("Cheyenne de Freitas", False, False),
            ("90AU00", "ambitions"): ("Maud Lubbers", True, False),
        }
        assert "Maud Lubbers" in [person.name for person in demo_people()]

    def test_both_partnerships_have_two_agreements(self):
        agreed = Regime.objects.values_list("partnership__code", "edition__name", "key", "valid_months")
        assert sorted(agreed) == [
            ("PO9900", "2017", "profile", 48),
            ("PO9900", "2021", "profile", 48),
            ("PO9901", "2017", "profile", 48),
            ("PO9901", "2021", "school_guide", 12),
        ]
        assert Demand.objects.filter(body="pupils").count() == 1

    def test_a_second_time_does_nothing(self):
        before = Version.objects.count()
        assert load_demo() is False
        assert Version.objects.count() == before


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 8, 31)], ids=["leap day", "a Sunday"])
def test_it_loads_on_any_day_and_only_the_last_week_sends_mail(db, today, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load_demo(today)
    assert set(Version.objects.values_list("state", flat=True)) == set(Version.State)
    tasks = Counter(
        path.rsplit(".", 1)[1] for path in DBTaskResult.objects.values_list("task_path", flat=True)
    )
    assert 5 <= tasks["deliver"] <= 60
    assert tasks["make_files"] >= 18


def test_only_in_the_demo(settings, db):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEKKEND_DEMO"):
        call_command("load_demo")


@pytest.mark.parametrize(
    ("today", "turn"),
    [
        (date(2026, 11, 23), date(2025, 8, 1)),
        (date(2027, 7, 31), date(2025, 8, 1)),
        (date(2027, 8, 1), date(2026, 8, 1)),
        (date(2024, 2, 29), date(2022, 8, 1)),
    ],
)
def test_the_turn_is_the_newest_first_of_august_a_year_ago(today, turn):
    assert Calendar.of(today).turn == turn


@pytest.mark.parametrize(("day", "expected"), [(20, 20), (21, 20), (22, 20), (23, 23)])
def test_a_weekend_becomes_the_friday_before(day, expected):
    assert workday(date(2026, 11, day)) == date(2026, 11, expected)


@pytest.mark.parametrize(
    ("today", "newest_year"),
    [(date(2026, 11, 23), 2025), (date(2026, 12, 30), 2026), (date(2027, 1, 15), 2026)],
)
def test_a_count_is_known_some_months_later(today, newest_year):
    school = read_schools()[0]
    assert max(pupil_counts(school, today)) == newest_year
    assert pupil_counts(school, today)[newest_year] == 212
