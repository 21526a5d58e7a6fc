"""What other schools of the region show: only public, only published, only who shares, never one's own."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.conftest import make_person, make_site
from dekkend.organisations.models import Role
from dekkend.profiles import actions
from dekkend.profiles.actions.sharing import KIND
from dekkend.profiles.examples import MOST_EXAMPLES, Named, examples_at, names_for, said_around
from dekkend.profiles.models import SupportProfile, Version
from dekkend.profiles.tests.conftest import COMPLETE, refuses
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.models import Event

THEIRS = "Bij ons begint elke dag met een kring, en elk kind komt aan de beurt."


@pytest.fixture
def publish(region, other_board, regime, at):
    """Another school of the region with a published profile; `shares` its texts."""
    made = []

    def make(*, shares: bool = True, school: str = "", partnership=region, state="published", **answers):
        number = len(made)
        site = make_site(school or f"9{number:01}ZZ00", f"School {number}", other_board, partnership)
        profile = SupportProfile.objects.create(site=site, partnership=partnership, shares_texts=shares)
        texts = {key.replace("__", "."): value for key, value in answers.items()}
        made.append(site)
        return Version.objects.create(
            profile=profile,
            number=1,
            edition=regime.edition,
            regime=regime,
            state=state,
            started_at=at,
            established_on=localdate(),
            valid_until=localdate() + timedelta(days=365),
            published_at=now() + timedelta(seconds=number),  # what is remembered of a school goes by this
            snapshot={
                "edition": {},
                "register": {"site.name": site.name},
                "answers": COMPLETE | {"mission": THEIRS} | texts,
            },
        )

    return make


def question(version, key="mission"):
    return questionnaire_of(version.edition).question(key)


def shown(version, key="mission", on=None):
    return [(e.school, e.source) for e in examples_at(version, question(version, key), on or localdate())]


class TestExamples:
    def test_a_published_text_of_a_school_that_shares(self, version, publish):
        publish()
        assert shown(version) == [("School 0", THEIRS)]

    def test_not_of_who_does_not_share(self, version, publish):
        publish(shares=False)
        assert shown(version) == []

    @pytest.mark.parametrize("state", ["established", "succeeded", "expired"])
    def test_only_what_holds_now(self, version, publish, state):
        publish(state=state)
        assert shown(version) == []

    def test_not_of_another_region(self, version, publish, far_region):
        publish(partnership=far_region)
        assert shown(version) == []

    def test_not_of_the_own_school_even_at_another_site(self, version, publish):
        publish(school="99AB01")
        assert shown(version) == []

    def test_not_what_is_for_the_school_or_the_region_only(self, version, publish):
        publish(team__note="Alleen voor ons.", region__note="Alleen voor de regio.")
        assert shown(version, "team.note") == []
        assert shown(version, "region.note") == []

    def test_not_what_a_condition_hides(self, version, publish):
        publish(inspection__explanation="Er is niets meer aan de hand.")
        assert shown(version, "inspection.explanation") == []

    def test_who_left_it_open_is_passed_over(self, version, publish):
        publish(support__referral=None)
        assert shown(version, "support.referral") == []

    def test_at_most_ten_the_same_all_day_and_others_tomorrow(self, version, publish):
        for number in range(MOST_EXAMPLES + 4):
            publish(school=f"{10 + number}ZZ00")
        days = [date(2026, 11, day) for day in range(1, 9)]
        draws = {day: shown(version, on=day) for day in days}
        assert {len(draw) for draw in draws.values()} == {MOST_EXAMPLES}
        assert all(shown(version, on=day) == draw for day, draw in draws.items())
        assert len({tuple(draw) for draw in draws.values()}) > 1
        assert len({name for draw in draws.values() for name, _ in draw}) == MOST_EXAMPLES + 4

    def test_other_answers_are_lines(self, version, publish):
        publish(support__dyslexia=True)
        (example,) = examples_at(version, question(version, "support.dyslexia"), localdate())
        assert (example.source, example.lines) == ("", ["ja: een dyslexieprotocol"])


class TestNames:
    def named(self, version):
        return names_for(said_around(version), question(version, "support.tracking"))

    def test_used_by_two_schools_whoever_shares_and_however_spelled(self, version, publish):
        for text in ("Leerspoor, KIJK!", "leerspoor.", "Leerspoor; Kleuterkring"):
            publish(shares=False, support__tracking={"checked": True, "text": text})
        assert self.named(version) == [Named("Leerspoor", 3)]

    def test_not_ticked_is_not_used(self, version, publish):
        for checked in (True, False):
            publish(support__tracking={"checked": checked, "text": "Leerspoor"})
        assert self.named(version) == []

    def test_one_school_with_two_sites_is_one_school(self, version, publish):
        for site in ("91ZZ00", "91ZZ01"):
            publish(school=site, support__tracking={"checked": True, "text": "Leerspoor"})
        assert self.named(version) == []

    def test_no_names_of_people(self, version, publish):
        for _ in range(2):
            publish(school__nickname="De Ton")
        assert names_for(said_around(version), question(version, "school.nickname")) == []

    def test_they_stand_at_the_field(self, client_for, head, version, publish):
        for _ in range(2):
            publish(support__tracking={"checked": True, "text": "Leerspoor"})
        page = client_for(head).get(reverse("chapter", args=[version.pk, "support"])).content.decode()
        assert '<option value="Leerspoor">' in page
        assert "Andere scholen noemen: Leerspoor (2&nbsp;scholen)." in page

    def test_one_query_whatever_the_number_of_schools(self, version, publish, django_assert_num_queries):
        for number in range(6):
            publish(school=f"{20 + number}ZZ00")
        said_around(version)
        with django_assert_num_queries(1):
            assert len(said_around(version)) == 6


class TestPage:
    def address(self, version, key="mission"):
        return reverse("examples", args=[version.pk, key])

    def test_the_text_with_its_school(self, client_for, head, version, publish):
        publish()
        page = client_for(head).get(self.address(version)).content.decode()
        assert THEIRS in page
        assert '<h2 id="school-90ZZ00">School 0</h2>' in page
        assert "Gebruik als begin" not in page  # that takes a script

    def test_the_piece_for_a_script_has_the_text_as_typed(self, client_for, head, version, publish):
        publish(mission="Wij **helpen** <b>elkaar</b>.")
        piece = client_for(head).get(self.address(version) + "?deel").content.decode()
        assert "<template data-source>Wij **helpen** &lt;b&gt;elkaar&lt;/b&gt;.</template>" in piece
        assert "<html" not in piece

    def test_none_yet(self, client_for, head, version):
        page = client_for(head).get(self.address(version)).content.decode()
        assert "Er zijn nog geen voorbeelden bij deze vraag." in page

    def test_the_chapter_leads_there_when_there_are_any(self, client_for, head, version, publish):
        client, chapter = client_for(head), reverse("chapter", args=[version.pk, "mission"])
        assert self.address(version) not in client.get(chapter).content.decode()
        publish()
        assert "Zo schrijft 1 andere school het" in client.get(chapter).content.decode()

    @pytest.mark.parametrize("key", ["no.such.key", "support.region", "school.name"])
    def test_no_such_question(self, client_for, head, version, key):
        assert client_for(head).get(self.address(version, key)).status_code == 404

    def test_a_fixed_number_of_queries(self, client_for, head, version, publish, django_assert_num_queries):
        client = client_for(head)
        for number in range(4):
            publish(school=f"{30 + number}ZZ00")
            client.get(self.address(version))
            with django_assert_num_queries(5):
                client.get(self.address(version))


class TestSharing:
    def shares(self, site):
        return list(SupportProfile.objects.filter(site=site).values_list("shares_texts", flat=True))

    def events(self, version):
        of = Event.objects.filter(subject_kind=KIND, subject_id=version.profile_id)
        return list(of.values_list("act", "actor_name"))

    def test_off_until_the_head_teacher_says_so(self, version, site, head, at):
        assert self.shares(site) == [False]
        actions.share_texts(site=site, actor=head, shares=True, at=at)
        assert self.shares(site) == [True]
        assert self.events(version) == [("share_texts", "Marit de Wit")]

    def test_twice_is_once(self, version, site, head, at):
        for _ in range(2):
            actions.share_texts(site=site, actor=head, shares=True, at=at)
        actions.share_texts(site=site, actor=head, shares=False, at=at)
        assert [act for act, _ in self.events(version)] == ["share_texts", "stop_sharing"]

    @pytest.mark.parametrize(
        "who", ["coordinator", "teacher", "mr_parent", "board_member", "staff", "other_head"]
    )
    def test_nobody_else(self, request, version, site, at, who):
        with refuses("Alleen de directeur"):
            actions.share_texts(site=site, actor=request.getfixturevalue(who), shares=True, at=at)
        assert self.shares(site) == [False]

    def test_without_a_profile(self, site, head, at):
        with refuses("nog geen profiel"):
            actions.share_texts(site=site, actor=head, shares=True, at=at)

    def test_the_page_switches_and_back(self, client_for, head, version, site):
        client, address = client_for(head), reverse("sharing", args=[site.code])
        page = client.post(address, {"shares": "yes"}, follow=True).content.decode()
        assert self.shares(site) == [True]
        assert "Stop met delen" in page
        client.post(address, {"shares": "no"})
        assert self.shares(site) == [False]

    def test_a_teacher_reads_what_it_means(self, client_for, teacher, version, site):
        page = client_for(teacher).get(reverse("sharing", args=[site.code])).content.decode()
        assert "Alleen de directeur beslist" in page
        assert '<button class="button primary"' not in page

    def test_the_region_sees_it_because_of_the_profile(self, client_for, staff, version, site):
        assert client_for(staff).get(reverse("sharing", args=[site.code])).status_code == 200

    def test_a_former_head_teacher_does_not(self, client_for, version, site):
        former = make_person("Oud Hoofd", Role.HEAD_TEACHER, site=site)
        former.memberships.update(ends_on=localdate() - timedelta(days=1))
        assert client_for(former).get(reverse("sharing", args=[site.code])).status_code == 404
