"""Where a face is seen, and the page where staff choose it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from dekkend.organisations.models import Face
from dekkend.website.face.actions import remove_logo, set_logo
from dekkend.website.face.logo import Picture
from dekkend.website.publishing import make_files
from dekkend.website.tests.conftest import FACTS, GREEN, give_face, picture
from dekkend.workflow.models import Event

pytestmark = pytest.mark.django_db
PAGE = "/werk/regio/PO9901/huisstijl/"
DOMAIN = "scholen.rietland.example"
COLOURS = ("pen", "pen_deep", "margin", "pen_dark", "pen_deep_dark", "margin_dark")
LOGO = re.compile(r'<img src="(/stijl/[^"]+)"')
SHEET = re.compile(r'<link rel="stylesheet" href="(/stijl/[^"]+)">')


@pytest.fixture
def own_address(region, staff, settings):
    """Rietland on an address of its own."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, DOMAIN, "elders.example"]
    return give_face(region, staff, domain=DOMAIN)


def typed(**changed) -> dict:
    """What the form sends."""
    words = {name: "" if value is None else value for name, value in FACTS.items()}
    return words | dict.fromkeys(COLOURS, "") | {"revision": 0, "pen": GREEN, "languages": ["en"]} | changed


def words_of(answer) -> str:
    return answer.content.decode()


class TestWhereItIsSeen:
    def test_on_the_address_of_the_partnership(self, client, own_address):
        page = words_of(client.get("/scholen/", HTTP_HOST=DOMAIN))
        assert "<title>Alle scholen – Scholen in Rietland</title>" in page
        assert "Een site van alle scholen in Rietland." in page
        assert SHEET.search(page)[1] == f"/stijl/PO9901.{own_address.style_hash}.css"
        assert "Welkom in Rietland." in words_of(client.get("/", HTTP_HOST=f"{DOMAIN}:8000"))

    def test_a_logo_comes_and_goes_on_a_page_that_was_drawn_before(self, client, own_address, region, staff):
        def shown() -> list[str]:
            return LOGO.findall(words_of(client.get("/scholen/", HTTP_HOST=DOMAIN)))

        who = {"partnership": region, "actor": staff, "at": now()}
        assert shown() == []
        for colour in (b"red", b"blue"):
            hash = set_logo(picture=Picture(colour, "image/png", 240, 80), **who).logo_hash
            assert shown() == [f"/stijl/PO9901.{hash}.png"]
        remove_logo(**who)
        assert shown() == []

    @pytest.mark.parametrize("host", ["testserver", "localhost:8000", "elders.example"])
    def test_dekkend_itself_elsewhere(self, client, own_address, host):
        page = words_of(client.get("/scholen/", HTTP_HOST=host))
        assert "– Dekkend</title>" in page
        assert not SHEET.search(page)
        assert "Rietland" not in page

    def test_on_our_own_hosts_nobody_is_asked(self, client, own_address, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/account/gesloten/")

    def test_a_host_we_do_not_answer_to_still_gets_a_page(self, client, own_address):
        answer = client.get("/scholen/", HTTP_HOST="vreemd.example")
        assert answer.status_code == 400
        assert "Dat begrepen wij niet" in words_of(answer)

    def test_on_the_page_of_a_school_whatever_the_address(self, client, version, bring, face):
        bring(version, "published")
        page = words_of(client.get("/scholen/99AB00/"))
        assert f"/stijl/PO9901.{face.style_hash}.css" in page
        assert "– Scholen in Rietland</title>" in page

    def test_a_change_reaches_the_page_that_was_made_before(self, client, version, bring, staff, region):
        bring(version, "published")
        assert "– Dekkend</title>" in words_of(client.get("/scholen/99AB00/"))
        give_face(region, staff)
        make_files.func(code="99AB00")
        assert "– Scholen in Rietland</title>" in words_of(client.get("/scholen/99AB00/"))

    def test_only_the_languages_that_it_chose_are_offered(self, client, own_address):
        page = words_of(client.get("/scholen/", HTTP_HOST=DOMAIN))
        assert set(re.findall(r'<a [^>]*hreflang="([a-z-]+)"', page)) == {"nl", "en"}
        page = words_of(client.get("/tr/scholen/", HTTP_HOST=DOMAIN))
        assert set(re.findall(r'<a [^>]*hreflang="([a-z-]+)"', page)) == {"nl", "en", "tr"}
        assert 'hreflang="uk"' in words_of(client.get("/scholen/"))

    def test_another_region_has_its_own(self, client, far_region, face):
        Face.objects.create(partnership=far_region, name="Heuvelzoom")
        assert "Over Heuvelzoom" in words_of(client.get("/over/PO9902/"))
        assert "Over Scholen in Rietland" in words_of(client.get("/over/PO9901/"))


class TestSheetAndLogo:
    def test_the_sheet_is_small_kept_forever_and_black_on_paper(self, client, face):
        sheet = client.get(f"/stijl/PO9901.{face.style_hash}.css")
        assert sheet["Content-Type"] == "text/css; charset=utf-8"
        assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
        light, dark = words_of(sheet).splitlines()
        assert light.startswith(f"@media screen{{:root{{--pen:{GREEN};--pen-deep:#")
        assert dark.startswith("@media screen and (prefers-color-scheme: dark){:root{--pen:#")
        assert "Set-Cookie" not in sheet.headers

    def test_a_page_of_before_gets_the_colours_of_now(self, client, face):
        sheet = client.get("/stijl/PO9901.0123456789ab.css")
        assert GREEN in words_of(sheet)
        assert sheet["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize("path", ["/stijl/PO9902.abc.css", "/stijl/PO9901.abc.png", "/stijl/x.y.css"])
    def test_what_there_is_not(self, client, face, far_region, path):
        assert client.get(path).status_code == 404

    def test_a_logo_stands_on_the_page_with_its_name(self, client_for, staff, own_address):
        sent = {"file": SimpleUploadedFile("huis.png", picture("JPEG"))}
        answer = client_for(staff).post(f"{PAGE}logo/", sent, follow=True)
        assert "Het logo staat erop." in words_of(answer)
        shown = Face.objects.get()
        page = words_of(client_for().get("/scholen/", HTTP_HOST=DOMAIN))
        address = f"/stijl/PO9901.{shown.logo_hash}.png"
        assert f'<img src="{address}" width="240" height="80" alt="Scholen in Rietland">' in page
        logo = client_for().get(address)
        assert (logo["Content-Type"], logo["Cache-Control"]) == (
            "image/jpeg",
            "public, max-age=31536000, immutable",
        )
        assert client_for(staff).post(f"{PAGE}logo/", {"away": "1"}, follow=True).status_code == 200
        assert client_for().get(address).status_code == 404


class TestChoosing:
    def test_staff_choose_it(self, client_for, staff, region):
        client = client_for(staff)
        answer = client.post(PAGE, typed(), follow=True)
        assert answer.redirect_chain == [(PAGE, 302)]
        page = words_of(answer)
        assert "Het kleinste contrast: links en knoppen 5,8 op 1" in page
        assert "Joost Bakx veranderde de huisstijl" in page
        assert Face.objects.get().languages == ["nl", "en"]

    def test_looking_first_keeps_nothing(self, client_for, staff, region):
        answer = client_for(staff).post(PAGE, typed(look="1"))
        assert answer.status_code == 200
        page = words_of(answer)
        assert "Zo zou het worden" in page
        assert f"proef.css?pen={GREEN[1:]}&amp;pen_deep=" in page
        assert "Welkom in Rietland." in page
        assert not Face.objects.exists()
        assert not Event.objects.exists()

    def test_a_refused_colour_says_what_would_pass_and_keeps_the_rest(self, client_for, staff, region):
        answer = client_for(staff).post(PAGE, typed(pen="#F08030"))
        assert answer.status_code == 422
        page = words_of(answer)
        assert "<title>Fout: Huisstijl" in page
        assert "Te weinig contrast: 2,3 op 1, op een rustig vlak. Nodig is 4,5 op 1. Wel goed is #" in page
        assert 'value="#F08030"' in page
        assert "Welkom in Rietland." in page
        assert not Face.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"pen": "groen"}, "Schrijf een kleur als # met zes tekens"),
            ({"pen": "#1d6842;}body{display:none"}, "Schrijf een kleur als # met zes tekens"),
            ({"pen": "", "margin": "#d4796c"}, "Vul deze kleur in."),
            ({"domain": "https://rietland.example/"}, "Dit is geen adres van een site."),
            ({"domain": "localhost"}, "Dit is geen adres van een site."),
            ({"contact_email": "info"}, "Voer een geldig e-mailadres in."),
            ({"about": "a" * 10_000}, "5000 tekens"),
            ({"languages": ["fr"]}, "fr"),
            ({"accessibility_on": "2999-01-01"}, "Deze dag moet nog komen."),
            ({"revision": 9}, "Een collega heeft dit intussen ook veranderd."),
        ],
    )
    def test_what_cannot_be_kept_is_told_beside_the_field(self, client_for, staff, region, changed, words):
        answer = client_for(staff).post(PAGE, typed(**changed))
        assert answer.status_code == 422
        assert words in words_of(answer)
        assert not Face.objects.exists()

    def test_an_address_belongs_to_one(self, client_for, staff, region, far_region):
        Face.objects.create(partnership=far_region, domain=DOMAIN)
        assert "gebruikt dit adres al" in words_of(client_for(staff).post(PAGE, typed(domain=DOMAIN)))

    def test_an_address_that_is_not_served_yet_is_told(self, client_for, staff, region):
        page = words_of(client_for(staff).post(PAGE, typed(domain=DOMAIN.upper()), follow=True))
        assert f"De beheerder van Dekkend moet het adres {DOMAIN} nog aanzetten." in page

    def test_a_picture_that_is_none_is_refused_at_the_field(self, client_for, staff, region):
        sent = {"file": SimpleUploadedFile("logo.png", b"<svg/>", "image/png")}
        answer = client_for(staff).post(f"{PAGE}logo/", sent)
        assert answer.status_code == 422
        assert "Een svg of pdf kan niet" in words_of(answer)
        assert not Face.objects.exists()

    def test_the_sample_takes_colours_and_nothing_else(self, client_for, staff, region):
        sheet = client_for(staff).get(f"{PAGE}proef.css?pen=1d6842&margin=red;}}body{{color:red")
        light, dark = words_of(sheet).splitlines()
        assert light.startswith(".sample.light{--paper:#fbf8f1;")
        assert "--pen:#1d6842" in light
        assert "--margin:#d4796c" in light
        assert "red" not in light + dark


class TestAboutUs:
    @pytest.mark.parametrize("page", ["over", "toegankelijkheid", "privacy"])
    def test_each_page_has_the_contact_of_the_partnership(self, client, face, page):
        words = words_of(client.get(f"/{page}/PO9901/"))
        assert "info@rietland.example" in words
        assert "Steunpunt Rietland" in words
        assert f'href="/{page}/PO9901/"' in words

    @pytest.mark.parametrize("page", ["over", "toegankelijkheid", "privacy"])
    def test_without_one_you_choose(self, client, regime, far_region, page):
        words = words_of(client.get(f"/{page}/"))
        assert f'<a href="/{page}/PO9901/">Samenwerkingsverband Rietland</a>' in words
        assert "Heuvelzoom" not in words
        assert client.get(f"/{page}/PO0000/").status_code == 404

    def test_the_statement_says_how_it_stands_and_since_when(self, client, region, staff):
        give_face(region, staff)
        words = words_of(client.get("/toegankelijkheid/PO9901/"))
        assert "Status B: <span>voldoet gedeeltelijk</span>." in words
        assert "Een onafhankelijk onderzoek van deze site is er nog niet." in words
        give_face(region, staff, revision=1, accessibility="A", accessibility_on="2026-03-02")
        words = words_of(client.get("/toegankelijkheid/PO9901/"))
        assert "Status A: <span>voldoet volledig</span>." in words
        assert "Onderzocht op 2 maart 2026." in words

    def test_markup_of_the_partnership_is_text(self, client, region, staff):
        give_face(region, staff, about="Wij zijn **er** <script>alert(1)</script>")
        words = words_of(client.get("/over/PO9901/"))
        assert "<strong>er</strong> &lt;script&gt;" in words
