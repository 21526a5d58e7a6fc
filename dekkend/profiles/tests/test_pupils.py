"""The pupils are heard before the MR, where the regime demands it; it can be changed until then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.models import PupilsOpinion, Version
from dekkend.profiles.tests.conftest import PUPILS, hear_pupils, refuses
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import events_of

pytestmark = pytest.mark.django_db
FIRST = "Vraag eerst de leerlingen wat zij vinden."


def send(version, head, at):
    return actions.send_to_mr(version_id=version.pk, actor=head, confirmed=set(), at=at)


class TestBeforeTheMr:
    def test_without_them_it_is_not_sent(self, guide, head, at):
        with refuses(FIRST):
            send(guide, head, at)
        hear_pupils(guide, head, at)
        assert send(guide, head, at).state == "with_mr"

    def test_where_nobody_asks_for_it_it_is_not_recorded(self, version, head, at):
        with refuses("Bij dit profiel hoeft u de mening van de leerlingen niet vast te leggen."):
            hear_pupils(version, head, at)
        assert send(version, head, at).state == "with_mr"

    @pytest.mark.parametrize("who", ["head", "coordinator"])
    def test_the_writers_record_it(self, guide, at, who, request):
        person = request.getfixturevalue(who)
        opinion = hear_pupils(guide, person, at, outcome=" Een stille plek. ")
        assert (opinion.asked_on, opinion.outcome, opinion.revision) == (
            localdate(at),
            "Een stille plek.",
            1,
        )
        assert (opinion.recorded_by, opinion.recorded_by_name) == (person, person.name)

    @pytest.mark.parametrize("who", ["teacher", "mr_parent", "board_member", "staff", "other_head"])
    def test_nobody_else(self, guide, at, who, request):
        with refuses("Alleen de directeur en de intern begeleider"):
            hear_pupils(guide, request.getfixturevalue(who), at)

    @pytest.mark.parametrize("missing", ["groups", "how", "outcome"])
    def test_it_says_all_three(self, guide, head, at, missing):
        with refuses("Vul in met welke groepen u sprak, hoe u dat deed, en wat eruit kwam."):
            hear_pupils(guide, head, at, **{missing: "  "})

    def test_they_were_asked_already(self, guide, head, at):
        with refuses("Die dag moet nog komen."):
            hear_pupils(guide, head, at, asked_on=localdate(at) + timedelta(days=1))


class TestChanging:
    def test_the_record_keeps_what_it_was(self, guide, head, coordinator, at):
        hear_pupils(guide, head, at)
        hear_pupils(guide, coordinator, at, outcome="Toch iets anders.", revision=1)
        assert PupilsOpinion.objects.get().outcome == "Toch iets anders."
        said = [(event.actor_name, event.reason) for event in events_of(KIND, guide.pk)][:2]
        assert [name for name, _ in said] == ["Femke Aalders", "Marit de Wit"]
        assert said[1][1].startswith("groep 5 tot en met 8, op ")
        assert said[1][1].endswith("een kringgesprek\nEen stille plek helpt. Die komt er.")

    def test_not_over_someone_elses_text(self, guide, head, coordinator, at):
        hear_pupils(guide, head, at)
        with pytest.raises(actions.StaleOpinion) as stale:
            hear_pupils(guide, coordinator, at, outcome="Iets anders.")
        assert stale.value.reason.startswith("Marit de Wit heeft dit intussen veranderd.")
        assert stale.value.current.outcome == PUPILS["outcome"]
        assert PupilsOpinion.objects.get().revision == 1

    def test_not_with_the_mr(self, asked, head, at):
        with refuses("U kunt nu niets veranderen."):
            hear_pupils(asked, head, at, revision=1)

    def test_it_stays_when_the_text_comes_back(self, asked, head, at):
        actions.withdraw_from_mr(version_id=asked.pk, actor=head, at=at)
        assert send(asked, head, at).state == "with_mr"

    def test_a_next_version_asks_anew(self, asked, head, site, region, at):
        dates = {"established_on": localdate(at), "valid_until": localdate(at), "published_at": at}
        Version.objects.update(state="published", snapshot={"answers": {}}, **dates)
        second = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert not hasattr(second, "pupils_opinion")


class TestPage:
    def words(self, **more):
        return PUPILS | {"asked_on": localdate().isoformat(), "revision": 0} | more

    def test_the_checks_lead_there_and_back(self, guide, head, client_for):
        client, address = client_for(head), reverse("pupils", args=[guide.pk])
        checks = reverse("checks", args=[guide.pk])
        page = client.get(checks).content.decode()
        assert f'<a class="button primary" href="{address}">' in page
        assert "Stuur naar de MR</button>" not in page
        assert client.post(reverse("step", args=[guide.pk, "send_to_mr"])).status_code == 409
        response = client.post(address, self.words())
        assert response.url == checks
        assert "Stuur naar de MR</button>" in client.get(checks).content.decode()

    def test_what_is_missing_is_said_and_the_rest_stays(self, guide, head, client_for):
        response = client_for(head).post(reverse("pupils", args=[guide.pk]), self.words(how=""))
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["how"]
        assert PUPILS["outcome"] in response.content.decode()
        assert "<title>Fout: " in response.content.decode()

    def test_two_writers_both_see_both_texts(self, guide, head, coordinator, client_for, at):
        hear_pupils(guide, head, at)
        client, address = client_for(coordinator), reverse("pupils", args=[guide.pk])
        second = client.post(address, self.words(outcome="Mijn eigen tekst hierover."))
        page = second.content.decode()
        assert second.status_code == 409
        assert "Mijn eigen tekst hierover." in page
        assert PUPILS["outcome"] in page
        client.post(address, self.words(outcome="Mijn eigen tekst hierover.", revision=1))
        assert PupilsOpinion.objects.get().outcome == "Mijn eigen tekst hierover."

    def test_the_text_went_on_meanwhile(self, asked, head, client_for):
        words = self.words(outcome="Nog een laatste zin.", revision=1)
        response = client_for(head).post(reverse("pupils", args=[asked.pk]), words)
        assert response.status_code == 409
        assert "Nog een laatste zin." in response.content.decode()

    def test_the_mr_reads_it(self, asked, mr_parent, client_for):
        page = client_for(mr_parent).get(reverse("pupils", args=[asked.pk])).content.decode()
        assert PUPILS["outcome"] in page
        assert "<form" not in page.partition("<main")[2]
        assert (
            PUPILS["outcome"] in client_for(mr_parent).get(reverse("read", args=[asked.pk])).content.decode()
        )

    def test_where_it_is_not_asked_there_is_no_page(self, version, head, client_for):
        assert client_for(head).get(reverse("pupils", args=[version.pk])).status_code == 404
