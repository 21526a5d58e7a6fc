"""The address alone says in which language a page is."""

import re
from datetime import date

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

from dekkend.core.languages import LANGUAGES, addresses_of

FOREIGN = ["en", "tr", "pl", "uk", "ar"]


def render(source: str, language: str, **context) -> str:
    with override(language):
        return Template("{% load dekkend %}" + source).render(Context(context))


def test_dutch_has_no_prefix_and_every_other_language_has():
    with override("nl"):
        found = {language.code: address for language, address in addresses_of("/scholen/?zoek=a&pagina=2")}
    assert found == {
        "nl": "/scholen/?zoek=a&pagina=2",
        "nl-simple": "/nl-simple/scholen/?zoek=a&pagina=2",
        "en": "/en/scholen/?zoek=a&pagina=2",
        "tr": "/tr/scholen/?zoek=a&pagina=2",
        "pl": "/pl/scholen/?zoek=a&pagina=2",
        "uk": "/uk/scholen/?zoek=a&pagina=2",
        "ar": "/ar/scholen/?zoek=a&pagina=2",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_from_any_language_to_any_other_is_the_same(language):
    with override("nl"):
        addresses = addresses_of("/scholen/99AB00/")
    with override(language):
        assert addresses_of(f"/{LANGUAGES[language].prefix}scholen/99AB00/") == addresses


@pytest.mark.parametrize(
    "address", ["/werk/", "/account/inloggen/", "/scholen/99AB00/profiel.pdf", "/nergens/"]
)
def test_a_page_that_is_dutch_only_offers_no_languages(address):
    with override("nl"):
        assert addresses_of(address) == []


@pytest.mark.parametrize(
    ("language", "attributes"),
    [
        ("nl", 'lang="nl"'),
        ("nl-simple", 'lang="nl"'),
        ("en", 'lang="en"'),
        ("tr", 'lang="tr"'),
        ("pl", 'lang="pl"'),
        ("uk", 'lang="uk"'),
        ("ar", 'lang="ar" dir="rtl"'),
    ],
)
def test_a_page_says_its_language_and_its_direction(language, attributes):
    assert render("<html{% language_here %}>", language) == f"<html {attributes}>"


@pytest.mark.parametrize(
    ("language", "marks"),
    [("nl", ""), ("nl-simple", ""), ("tr", ' lang="nl"'), ("ar", ' lang="nl" dir="ltr"')],
)
def test_a_schools_own_words_are_marked_where_the_page_is_not_dutch(language, marks):
    assert render("{% school_words %}", language) == marks


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "3 maart 2026"),
        ("nl-simple", "3 maart 2026"),
        ("en", "3 March 2026"),
        ("tr", "3 Mart 2026"),
        ("pl", "3 marca 2026"),
        ("uk", "3 березня 2026"),
        ("ar", "3 مارس 2026"),
    ],
)
def test_a_day_as_its_readers_write_it(language, words):
    assert render("{{ on|day }}", language, on=date(2026, 3, 3)) == words


def test_without_a_request_and_an_address_there_is_no_switch():
    assert render("{% page_languages as languages %}{{ languages|length }}", "nl") == "0"
    request = RequestFactory().get("/scholen/")
    assert render("{% page_languages as languages %}{{ languages|length }}", "nl", request=request) == "7"


@pytest.mark.django_db
@pytest.mark.parametrize("language", FOREIGN)
def test_the_frame_is_in_the_language_of_the_address(language):
    response = Client().get(f"/{language}/scholen/")
    page = response.content.decode()
    assert f'<html lang="{language}"' in page
    assert response["Content-Language"] == language
    assert "Naar de inhoud" not in page
    assert "Alle scholen</a>" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("asks", ["tr", "ar,en;q=0.5"])
def test_no_cookie_and_no_browser_setting_changes_the_language(asks):
    client = Client(headers={"accept-language": asks})
    client.cookies["django_language"] = "tr"
    for address in ("/scholen/", "/account/inloggen/"):
        response = client.get(address)
        assert '<html lang="nl">' in response.content.decode()
        assert "Accept-Language" not in response.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/tr/werk/", "/tr/account/inloggen/", "/nl/scholen/", "/xx/scholen/"])
def test_there_are_no_other_addresses(address):
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_after_a_foreign_page_the_next_one_is_dutch_again():
    client = Client()
    client.get("/ar/scholen/")
    assert '<html lang="nl">' in client.get("/scholen/").content.decode()


@pytest.mark.django_db
def test_the_switch_names_each_language_in_itself_and_keeps_the_search():
    page = Client().get("/tr/scholen/?zoek=Oudveen").content.decode()
    switch = page[page.index('<details class="langs">') : page.index("</details>")]
    found = re.findall(r'href="([^"]+)" hreflang="([^"]+)" lang="([^"]+)"[^>]*>([^<]+)<', switch)
    assert found == [
        ("/scholen/?zoek=Oudveen", "nl", "nl", "Nederlands"),
        ("/nl-simple/scholen/?zoek=Oudveen", "nl", "nl", "Eenvoudig Nederlands"),
        ("/en/scholen/?zoek=Oudveen", "en", "en", "English"),
        ("/tr/scholen/?zoek=Oudveen", "tr", "tr", "Türkçe"),
        ("/pl/scholen/?zoek=Oudveen", "pl", "pl", "Polski"),
        ("/uk/scholen/?zoek=Oudveen", "uk", "uk", "Українська"),
        ("/ar/scholen/?zoek=Oudveen", "ar", "ar", "العربية"),
    ]
    assert re.findall(r'aria-current="true"[^>]*>(\w+)<', switch) == ["Türkçe"]
    assert 'data-offer="Bu sayfayı Türkçe okuyun"' in switch


@pytest.mark.django_db
def test_search_engines_find_the_same_page_in_every_language(settings):
    settings.SITE_URL = "https://dekkend.example.nl"
    page = Client().get("/tr/scholen/").content.decode()
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    assert list(found) == ["nl", "x-default", "nl-simple", "en", "tr", "pl", "uk", "ar"]
    assert found["x-default"] == found["nl"] == "https://dekkend.example.nl/scholen/"
    assert found["ar"] == "https://dekkend.example.nl/ar/scholen/"


@pytest.mark.django_db
def test_a_work_page_has_no_switch(client_for, head):
    page = client_for(head).get("/werk/").content.decode()
    assert "langs" not in page
    assert "hreflang" not in page


def test_what_is_not_there_is_told_in_the_readers_language(db):
    page = Client().get("/tr/scholen/99ZZ99/").content.decode()
    assert '<html lang="tr">' in page
    assert "Bulunamadı" in page
