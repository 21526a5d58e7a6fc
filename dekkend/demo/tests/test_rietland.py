"""Rietland as `make run` shows it: loaded once, by the product's own acts, for everything that reads it."""

import gzip
import re
from collections import Counter
from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles.finders import find
from django.db import transaction
from django.test import override_settings
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from dekkend.cases.declaration.days import school_year_ends
from dekkend.cases.declaration.renewing import renewal_round
from dekkend.cases.log import broken_lines
from dekkend.cases.models import (
    Attachment,
    Case,
    Conflict,
    Declaration,
    ExpertOpinion,
    Meeting,
    Objection,
    Party,
    PlanVersion,
    Reading,
)
from dekkend.cases.plan.queries import due_plans
from dekkend.cases.retention import expired, expiring
from dekkend.cases.transitions import KIND as CASE
from dekkend.conftest import files_in
from dekkend.demo.load import load_demo
from dekkend.demo.people import PASSWORD, demo_people
from dekkend.demo.region import read_schools
from dekkend.demo.tests.test_load import only_the_last_week_sent_mail
from dekkend.organisations.models import Board, Membership, Partnership, Role, School, Site, User
from dekkend.profiles.assigning.queries import assigned_of
from dekkend.profiles.checks import findings_of
from dekkend.profiles.examples import examples_at
from dekkend.profiles.guests.standing import standing_of
from dekkend.profiles.models import (
    AnswerRevision,
    Consultation,
    Demand,
    Friendship,
    Paper,
    Regime,
    Suggestion,
    SupportProfile,
    Version,
)
from dekkend.profiles.papers import store
from dekkend.profiles.queries import answer_values
from dekkend.profiles.team.queries import team_view
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.evaluation import freeze
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.values import clean
from dekkend.website.outlets.brief import brief_pdf
from dekkend.website.outlets.document import Heading
from dekkend.website.outlets.guide import BASIC, EXTRA, guide_of
from dekkend.website.outlets.national import LONG, SHORT, national_text
from dekkend.website.publishing import page_of
from dekkend.workflow.models import Event

MOST_BYTES = 35_000  # of a page with its styles and scripts, as CHANGELOG.md says
pytestmark = pytest.mark.once("the demo keeps its rows in SQLite; each act in it has its own tests on both")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Where its files are. What a test does with the rows is undone, they stay."""
    storages = files_in(tmp_path_factory.mktemp("demo"))
    with override_settings(STORAGES=storages), django_db_blocker.unblock(), transaction.atomic():
        assert load_demo() is True
        yield storages
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, settings, own_folder, db):
    settings.STORAGES = loaded


@pytest.fixture
def rietland(demo) -> Partnership:
    return Partnership.objects.get(code="PO9901")


def public_versions() -> list[Version]:
    public = Version.objects.filter(state__in=["published", "expired"])
    return list(public.select_related("edition", "profile__partnership", "profile__site__school__board"))


@pytest.fixture
def public(demo) -> list[Version]:
    return public_versions()


@pytest.fixture(scope="module")
def pages(loaded, django_db_blocker) -> dict[Version, bytes]:
    with django_db_blocker.unblock():
        return {version: page_of(version.profile.site, version) for version in public_versions()}


def weight(page: bytes) -> int:
    """With the styles and scripts it asks for, each packed."""
    asked = re.findall(r'<(?:link rel="stylesheet" href|script src)="/static/([^"?]+)', page.decode())
    return sum(
        len(gzip.compress(part)) for part in (page, *(Path(find(name)).read_bytes() for name in asked))
    )


def newest(code: str) -> Version:
    return Version.objects.select_related("edition").filter(profile__site__code=code).first()


@pytest.mark.usefixtures("demo")
class TestSchools:
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

    def test_only_the_last_week_sends_mail(self):
        only_the_last_week_sent_mail()

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


@pytest.mark.usefixtures("demo")
class TestChildren:
    def test_a_file_in_every_state(self):
        states = Counter(Case.objects.values_list("state", flat=True))
        # What was sent an hour ago is taken up by the Loket in the demo itself.
        assert set(states) == set(Case.State)

    def test_numbers_rise_with_the_days(self):
        opened = [case.opened_on for case in Case.objects.order_by("number")]
        assert opened == sorted(opened)
        serials = [one.decision.decided_on for one in Declaration.objects.order_by("serial")]
        assert serials == sorted(serials)

    def test_declarations_to_fetch_fetched_and_to_be_renewed(self, rietland):
        kinds = Declaration.objects.values_list("school_kind", "category", "fetched_by_site__code")
        assert sorted(kinds, key=str) == [
            ("SBO", "", "90AL00"), ("SO", "low", "90AM00"), ("SO", "middle", None),
        ]  # fmt: skip
        (ending,) = [one for one in renewal_round(rietland, localdate()) if one.school_kind == "SBO"]
        assert ending.ends_on == school_year_ends(localdate())
        assert ending.signalled_on

    def test_one_expert_has_an_advice_to_give(self):
        (waiting,) = ExpertOpinion.objects.filter(given_at=None)
        assert waiting.expert.name == "Noa Feenstra"

    def test_an_objection_under_way_and_one_that_ended(self):
        outcomes = Objection.objects.order_by("received_on").values_list("outcome", "committee")
        assert [(outcome, bool(committee)) for outcome, committee in outcomes] == [
            ("rejected", False),
            ("", True),
        ]
        assert Objection.objects.get(outcome="").due_on > localdate()

    def test_plans_in_versions_agreed_and_not_and_one_due_within_days(self):
        again = PlanVersion.objects.get(number=2)
        assert not again.is_agreed
        assert again.plan.versions.count() == 2
        said = again.plan.agreements.values_list("party__number", "answer")
        assert set(said) == {(1, "yes"), (2, "no")}
        soon = due_plans([Site.objects.get(code="90AM00")], localdate() + timedelta(days=7))
        assert [due.what for due in soon] == ["establish"]
        assert due_plans(Site.objects.all(), localdate()) == []

    def test_files_of_the_school_and_of_parents_at_several_places(self):
        kinds = Counter((file.where, file.kind, file.added_by_name) for file in Attachment.objects.all())
        assert kinds == {
            ("growth", "pdf", "Mehmet Yildirim"): 1,
            ("growth", "png", "ouder 1"): 2,
            ("request", "pdf", "Cheyenne de Freitas"): 1,
            ("paper", "pdf", "Mehmet Yildirim"): 1,
            ("paper", "pdf", "Anouk Verschoor"): 1,
        }

    def test_meetings_with_minutes_and_one_to_come_with_a_tie(self):
        states = Counter(Meeting.objects.values_list("state", flat=True))
        assert states == {"closed": 3, "planned": 1}
        to_come = Meeting.objects.get(state="planned")
        assert to_come.held_on > localdate()
        assert to_come.items.count() == 2
        assert Conflict.objects.get().case in [item.case for item in to_come.items.all()]
        assert all(
            item.minutes for meeting in Meeting.objects.filter(state="closed") for item in meeting.items.all()
        )

    def test_late_urgent_kept_and_soon_to_go(self, rietland):
        on = localdate()
        assert Case.objects.filter(state="intake", due_on__lt=on).count() == 1
        assert Case.objects.filter(state="asked", answer_by__lt=on).count() == 1
        assert Case.objects.filter(state="asked", answer_by__gt=on).count() == 1
        assert Case.objects.filter(is_urgent=True).count() == 1
        assert expiring(Case.objects.filter(partnership=rietland), on).count() == 1
        assert expired(on).count() == 0
        held = Case.objects.filter(is_on_hold=True, retain_until__lt=on)
        assert held.count() == 1

    def test_families_differ(self):
        assert Party.objects.filter(kept_out=True).count() == 1
        assert Party.objects.filter(household=2).count() == 4
        assert set(Party.objects.values_list("language", flat=True)) == {"nl", "tr", "en"}
        relations = {party.about["relation"] for party in Party.objects.select_related("case__key")}
        assert relations == {"moeder", "vader", "ouder", "voogd"}

    def test_nothing_happened_ahead_and_each_file_in_its_order(self):
        acts = Event.objects.filter(subject_kind=CASE)
        assert not acts.filter(at__date__gt=localdate()).exists()
        for case in Case.objects.all():
            days = [act.at for act in acts.filter(subject_id=case.pk).order_by("id")]
            assert days == sorted(days)

    def test_who_looked_is_in_a_log_that_holds(self, rietland):
        roles = set(Reading.objects.values_list("reader_role", flat=True))
        assert len(roles) == 4
        assert list(broken_lines(rietland)) == []

    def test_parents_of_this_week_have_their_link_in_the_post(self):
        sealed = DBTaskResult.objects.filter(task_path__endswith="deliver_sealed")
        numbers = {one.args_kwargs["kwargs"]["case_id"] for one in sealed}
        assert len(numbers) >= 6


class TestOutlets:
    """What the schools take along: the summary on one sheet, the other texts within their measure."""

    def test_every_summary_is_one_sheet(self, public):
        assert len(public) > 10
        for version in public:
            with pikepdf.open(BytesIO(brief_pdf(version))) as pdf:
                assert len(pdf.pages) == 1, version.profile.site

    def test_every_text_for_the_national_site_fits_and_ends_with_a_whole_sentence(self, public):
        for version in public:
            for most in (SHORT, LONG):
                text = national_text(version, most)
                assert len(text) <= most
                *paragraphs, source = text.split("\n\n")
                assert all(paragraph[-1] in ".!?" for paragraph in paragraphs), paragraphs
                assert "Standaard helpt de school bij" in text
                assert source.endswith(f"/scholen/{version.profile.site.code}/")

    def test_every_section_for_the_school_guide_has_what_the_law_asks(self, public):
        for version in public:
            titles = [piece.text for piece in guide_of(version).pieces if isinstance(piece, Heading)]
            assert {BASIC, EXTRA, "Hoe konden leerlingen, ouders en team meepraten?"} <= set(titles)


@pytest.mark.usefixtures("demo")
class TestPages:
    """What parents read: light enough for a phone, complete, and comparable."""

    def test_every_page_fits_a_phone_plan(self, pages):
        heaviest = max(weight(page) for page in pages.values())
        assert 20_000 < heaviest < MOST_BYTES

    def test_headings_in_order_and_every_link_on_the_page_leads_somewhere(self, pages):
        for page in pages.values():
            text = page.decode()
            levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
            assert all(low <= high + 1 for high, low in pairwise(levels))
            ids = re.findall(r' id="([^"]+)"', text)
            assert len(ids) == len(set(ids))
            assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)

    def test_every_need_of_the_region_has_an_address(self, pages):
        for version, page in pages.items():
            for need in version.edition.definition["need"]:
                assert f'id="behoefte-{need["key"]}"'.encode() in page

    def test_the_sentences_of_a_school_stand_under_the_need_they_are_about(self, pages):
        page = next(page for version, page in pages.items() if version.profile.site.code == "90AA00")
        part = page.decode().split('id="behoefte-gifted"')[1].split("<details")[0]
        assert "Druppelgroep" in part
        assert "leeshulp" not in part

    def test_the_older_form_reads_the_same_way(self, client):
        older = Version.objects.filter(edition__name="2017", state="succeeded").first()
        text = client.get(f"/scholen/{older.profile.site.code}/versies/{older.number}/").content.decode()
        assert 'id="behoefte-dyslexia"' in text
        assert "<strong" in text.split('id="praten"')[1]

    def test_three_schools_beside_each_other(self, client):
        answered = client.get("/vergelijk/?school=90AA00&school=90AB00&school=90AC00")
        assert answered.status_code == 200
        assert "Doet zij standaard" in answered.content.decode()


def test_some_schools_have_papers_and_one_took_them_along(demo):
    """Made by us, added by the product's own act."""
    titles = {}
    for paper in Paper.objects.select_related("version__profile__site"):
        version = paper.version
        titles.setdefault((version.profile.site.code, version.state), []).append(
            (paper.title, paper.is_carried)
        )
    assert titles == {
        ("90AA00", "published"): [
            ("Medicijnen op school", False),
            ("Zo helpen wij bij moeilijk lezen", False),
        ],
        ("90AD00", "with_mr"): [("Onze route op één bladzijde", False)],
        ("90AW00", "published"): [("Wat wij doen bij pesten", False)],
        ("90AW00", "working"): [("Wat wij doen bij pesten", True)],
    }
    assert len(store.names()) == 4  # the one that was taken along is one file
    public = Version.objects.get(profile__site__code="90AA00", state="published")
    assert [paper["title"] for paper in public.snapshot["papers"]] == [
        "Medicijnen op school",
        "Zo helpen wij bij moeilijk lezen",
    ]
    with store.fetch(public.papers.first().stored) as file:
        assert file.read(5) == b"%PDF-"
