"""Saying something without an account, and the pages of who reads it first."""

import re
from datetime import date

import pytest

from dekkend.conftest import make_person
from dekkend.organisations.models import Role, SitePartnership
from dekkend.website.models import Feedback, FeedbackAgreement
from dekkend.website.publishing import make_files
from dekkend.website.shield import new_ticket
from dekkend.website.tests.filling_in import filled, ticket

pytestmark = pytest.mark.django_db
PAGE, THANKS = "/scholen/99AB00/herkent-u-dit/", "/scholen/99AB00/herkent-u-dit/dank/"


@pytest.fixture(autouse=True)
def published(version, bring):
    return bring(version, "published")


def words_of(answer) -> str:
    return answer.content.decode()


def make(version, words="Onze Sem kreeg hulp.", state="waiting", **more):
    facts = {"choice": "partly", "fingerprint": words, "ticket": words, "given_at": version.published_at}
    shown = words if state == "published" else ""
    facts |= {"words": words, "state": state, "shown_words": shown}
    return Feedback.objects.create(version=version, **facts, **more)


class TestSaying:
    def test_about_a_question_without_a_cookie(self, client):
        page = words_of(client.get(PAGE + "?vraag=mission"))
        assert '<option value="mission" selected>' in page
        sent = filled(choice="yes", key="mission", words=" Dat merken wij ook. ")
        answer = client.post(PAGE, sent)
        assert (answer.status_code, answer["Location"]) == (302, THANKS)
        said = Feedback.objects.get()
        assert (said.key, said.choice, said.words, said.state) == (
            "mission",
            "yes",
            "Dat merken wij ook.",
            "waiting",
        )
        assert said.about
        assert not client.cookies
        assert "Dank u wel" in words_of(client.get(THANKS))

    def test_from_each_thing_that_the_school_says(self, client):
        """The page leads to the question it stands at; every address it gives is one that can be chosen."""
        for prefix in ("", "/tr"):
            page = words_of(client.get(f"{prefix}/scholen/99AB00/"))
            keys = re.findall(rf'href="{prefix}{PAGE}\?vraag=([^"]+)"', page)
            assert "mission" in keys
            assert len(keys) == page.count("?vraag=")
            for key in {*keys}:
                assert f'<option value="{key}" selected>' in words_of(client.get(f"{PAGE}?vraag={key}"))

    def test_nobody_is_asked_where_the_partnership_does_not_ask(self, client, published):
        FeedbackAgreement.objects.create(partnership=published.profile.partnership, is_open=False)
        make_files.call(code="99AB00")
        assert "?vraag=" not in words_of(client.get("/scholen/99AB00/"))

    def test_in_another_language_too(self, client):
        assert client.post("/tr" + PAGE, filled(key="alles", choice="no"))["Location"] == "/tr" + THANKS

    def test_the_same_form_sent_twice(self, client):
        sent = filled(key="alles", choice="yes", words="Klopt.")
        assert [client.post(PAGE, sent)["Location"] for _ in range(2)] == [THANKS, THANKS]
        assert Feedback.objects.get().times == 1

    def test_nothing_chosen_is_told_and_the_words_stay(self, client):
        answer = client.post(PAGE, filled(key="alles", words="Dit blijft staan."))
        assert answer.status_code == 422
        assert "Kies een van de drie." in words_of(answer)
        assert "Dit blijft staan." in words_of(answer)

    def test_ten_thousand_signs(self, client):
        answer = client.post(PAGE, filled(key="alles", choice="yes", words="a" * 10_000))
        assert answer.status_code == 422
        assert "Dit zijn 10000 tekens. Er passen er 1500. Maak het korter." in words_of(answer)
        assert "a" * 10_000 in words_of(answer)
        assert not Feedback.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"ticket": ""}, "Dit formulier klopt niet meer."),
            ({"ticket": "verzonnen:abc:def"}, "Dit formulier klopt niet meer."),
            ({"ticket": "€" * 5000}, "Dit formulier klopt niet meer."),
            ({"homepage": "https://koop.example"}, "Laat dit veld leeg."),
            ({"key": "inspection.improvement"}, "key"),
            ({"choice": "misschien"}, "misschien"),
        ],
    )
    def test_a_forged_form(self, client, changed, words):
        answer = client.post(PAGE, filled(key="alles", choice="yes", words="Hallo") | changed)
        assert answer.status_code == 422
        assert words in words_of(answer)
        assert "Hallo" in words_of(answer)
        assert not Feedback.objects.exists()

    def test_too_quick_for_a_person_then_the_same_form_once_more(self, client):
        answer = client.post(PAGE, filled(key="alles", choice="yes", words="Snel") | {"ticket": new_ticket()})
        assert answer.status_code == 422
        assert "Dat ging erg snel." in words_of(answer)

    def test_open_for_too_long_gets_a_new_ticket(self, client):
        old = ticket(13 * 3600)
        answer = client.post(PAGE, filled(key="alles", choice="yes", words="Oud") | {"ticket": old})
        assert answer.status_code == 422
        assert "Deze pagina stond lang open." in words_of(answer)
        assert old not in words_of(answer)

    def test_too_much_from_one_address_keeps_the_words(self, client):
        for number in range(30):
            assert (
                client.post(PAGE, filled(key="alles", choice="yes", words=f"Nummer {number}")).status_code
                == 302
            )
        answer = client.post(PAGE, filled(key="alles", choice="yes", words="Nummer 31"))
        assert answer.status_code == 429
        assert "Wacht een uur" in words_of(answer)
        assert "Nummer 31" in words_of(answer)
        assert Feedback.objects.count() == 30

    def test_where_nobody_asks_there_is_nothing(self, client, region, other_site):
        assert client.get("/scholen/99CD00/herkent-u-dit/").status_code == 404
        FeedbackAgreement.objects.create(partnership=region, is_open=False)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, filled(key="alles", choice="yes")).status_code == 404
        assert not Feedback.objects.exists()


class TestReading:
    def test_the_school_reads_what_waits_first(self, client_for, head, published):
        make(published, "Getoond", "published")
        make(published, "Wachtend")
        make(published, "Bewaard", "kept")
        Feedback.objects.create(
            version=published, choice="yes", fingerprint="leeg", ticket="x", times=4,
            given_at=published.published_at, state="counted",
        )  # fmt: skip
        page = words_of(client_for(head).get("/werk/school/99AB00/reacties/"))
        assert page.index("Wachtend") < page.index("Getoond") < page.index("Bewaard")
        assert "7 keer gaf een ouder antwoord." in page

    def test_another_partnership_of_the_school_reads_its_own_profile_only(
        self, client_for, far_region, site, published
    ):
        """A school may lie in a national partnership too: what parents say goes to the one of the profile."""
        SitePartnership.objects.create(site=site, partnership=far_region, begins_on=date(2020, 1, 1))
        make(published)
        far_staff = make_person("Ver Weg", Role.PARTNERSHIP_STAFF, partnership=far_region)
        page = words_of(client_for(far_staff).get("/werk/school/99AB00/reacties/"))
        assert "Sem" not in page
        assert "1 keer gaf een ouder antwoord." not in page

    @pytest.mark.parametrize("number", [1, 3])
    def test_a_list_takes_as_many_queries_however_long(
        self, client_for, staff, published, number, django_assert_num_queries
    ):
        for each in range(number):
            make(published, f"Reactie {each}")
        client = client_for(staff)
        client.get("/werk/regio/PO9901/reacties/")
        with django_assert_num_queries(6):
            client.get("/werk/regio/PO9901/reacties/")

    def test_letting_through_points_out_a_name(self, client_for, head, published):
        said = make(published)
        address = f"/werk/reactie/{said.pk}/stap/let_through/"
        client = client_for(head)
        page = words_of(client.get(address))
        assert "“Sem”: misschien een naam" in page
        assert client.post(address, {}).status_code == 422
        client.post(address, {"left_out": ["5-8"], "looked": "on"})
        assert Feedback.objects.get().shown_words == "Onze [weggelaten] kreeg hulp."

    def test_a_place_that_was_not_found_is_refused(self, client_for, head, published):
        said = make(published)
        sent = {"left_out": ["0-20"], "looked": "on"}
        answer = client_for(head).post(f"/werk/reactie/{said.pk}/stap/let_through/", sent)
        assert answer.status_code == 422
        assert Feedback.objects.get().state == "waiting"

    def test_keeping_asks_why(self, client_for, head, published):
        said = make(published)
        address = f"/werk/reactie/{said.pk}/stap/keep/"
        answer = client_for(head).post(address, {"reason": ""})
        assert answer.status_code == 422
        assert "Vul in waarom." in words_of(answer)
        answer = client_for(head).post(address, {"reason": "Gaat over één kind."}, follow=True)
        assert "Niet op de pagina gezet door Marit de Wit" in words_of(answer)
        assert "Gaat over één kind." in words_of(answer)

    def test_what_was_decided_meanwhile_says_so_and_keeps_the_reason(self, client_for, head, published):
        said = make(published, state="kept")
        answer = client_for(head).post(f"/werk/reactie/{said.pk}/stap/keep/", {"reason": "Mijn reden"})
        assert answer.status_code == 409
        assert "Mijn reden" in words_of(answer)

    def test_an_answer_that_crossed_another_keeps_what_was_typed(self, client_for, head, published):
        said = make(published, answer="Van een collega")
        sent = {"text": "Van mij", "instead_of": ""}
        answer = client_for(head).post(f"/werk/reactie/{said.pk}/", sent)
        assert answer.status_code == 422
        assert "Van mij" in words_of(answer)
        assert Feedback.objects.get().answer == "Van een collega"

    @pytest.mark.parametrize("path", ["/werk/reactie/999/", "/werk/reactie/999/stap/keep/"])
    def test_what_is_not_there(self, client_for, head, path):
        assert client_for(head).get(path).status_code == 404

    def test_the_agreement_is_kept_and_judged(self, client_for, staff, region):
        client, page = client_for(staff), "/werk/regio/PO9901/reacties/"
        answer = client.post(page, {"told": "at_once", "keep_months": "99"})
        assert answer.status_code == 422
        client.post(page, {"told": "at_once", "keep_months": "6"})
        agreed = FeedbackAgreement.objects.get()
        assert (agreed.is_open, agreed.told, agreed.keep_months) == (False, "at_once", 6)
