"""The pages for parents in every language: nothing of ours is left in Dutch, and what is Dutch says so."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from dekkend.config.tests.world import make_version
from dekkend.conftest import make_regime
from dekkend.core.languages import LANGUAGES
from dekkend.core.tests.spoken import WORD, words_of
from dekkend.profiles.models import Version
from dekkend.questionnaires.loader import load_edition, questionnaire_of
from dekkend.website.files import PAGE, folder_of
from dekkend.website.publishing import make_files
from tools.kept import kept

FOREIGN = [code for code, language in LANGUAGES.items() if not language.is_dutch]
TYPED = "De school schrijft dit zelf."
SCHOOL_WROTE = (
    "Wat de school zelf schreef, staat hier in het Nederlands. Wij vertalen dat niet. "
    "Vraag de school om uitleg als u iets niet begrijpt."
)


@kept
def published(site, other_site, region, head):
    """Two schools with the real form of a region, with an answer to every question."""
    edition = load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")
    regime = make_regime(region, edition, "school_guide")
    site.denomination = "Rooms-Katholiek"
    site.phone, site.website = "0000 12 34 56", "regenton.example"
    site.save()
    for place in (site, other_site):
        version = make_version(place, region, regime, "published")
        version.refresh_from_db()
        version.snapshot["answers"] = answers_to(questionnaire_of(edition), full=place == site)
        version.save()
    region.support_point_name, region.support_point_phone = "Steunpunt Rietland", "0000 11 22 33"
    region.save()
    return Version.objects.get(profile__site=site)


def answers_to(questionnaire, *, full: bool) -> dict:
    """Something under every public question that a school answers."""
    ambition = {"id": "abcd", "text": TYPED, "needs": ["dyslexia"]}
    plan = {"abcd": {"step": TYPED, "who": "Femke", "due": "2027-03-03", "status": "doing"}}
    said = {
        "prose": TYPED,
        "text": TYPED,
        "list": [TYPED],
        "date": "2026-03-03",
        "check": full,
        "ambitions": [ambition],
        "plan": plan,
        "needs": ["dyslexia", "autism"],
    }
    answers = {}
    for question in questionnaire.questions:
        if question.is_answered_here and question.audience == "public":
            answers[question.key] = said.get(question.type)
            if question.type == "choice":
                answers[question.key] = question.options[0 if full else -1].value
            if question.type == "check_text":
                rest = {"items": [TYPED]} if question.several else {"text": TYPED}
                answers[question.key] = {"checked": True} | rest
    return {key: value for key, value in answers.items() if value is not None}


def addresses(code: str, other: str) -> list[str]:
    return [
        reverse("home"),
        reverse("schools"),
        f"{reverse('schools')}?zoek=lezen&plaats=Oudveen",
        f"{reverse('schools')}?zoek=qqqq&plaats=9999ZZ",
        f"{reverse('compare')}?school={code}&school={other}",
        reverse("compare"),
        reverse("published", args=[code]),
        reverse("published-versions", args=[code]),
        reverse("published-changes", args=[code, 1]),
        f"{reverse('schools')}99ZZ99/",
    ]


# Names, words of the register, and what two languages share.
NAMES = re.compile(
    r"De Regenton|De Zeepkist|Stichting Scholen aan de Vaart|Vereniging De Eigen Wijs|Oudveen|Kadeweg"
    r"|Samenwerkingsverband Rietland|Femke|Dekkend|English|Polski|Open data"
)


@pytest.mark.parametrize("language", FOREIGN)
def test_no_text_of_ours_is_left_in_dutch(language, published, other_site):
    site = published.profile.site
    client = Client()
    with override("nl"):
        dutch = {text for path in addresses(site.code, other_site.code) for _, text in read(client, path)}
    with override(language):
        paths = addresses(site.code, other_site.code)
    left = {
        (path, text)
        for path in paths
        for spoken, text in read(client, path)
        if spoken == LANGUAGES[language].tag and text in dutch and WORD.search(NAMES.sub("", text))
    }
    assert left == set()


def read(client: Client, path: str) -> list[tuple[str, str]]:
    return words_of(client.get(path).content.decode())


@pytest.mark.parametrize("language", FOREIGN)
def test_what_the_school_typed_is_said_to_be_dutch(language, published):
    with override(language):
        path = reverse("published", args=[published.profile.site.code])
    typed = {spoken for spoken, text in read(Client(), path) if TYPED in text}
    assert typed == {"nl"}


@pytest.mark.parametrize("language", FOREIGN)
def test_the_reader_is_told_that_the_school_wrote_in_dutch(language, published):
    with override(language):
        path = reverse("published", args=[published.profile.site.code])
        told = gettext(SCHOOL_WROTE)
    assert told in Client().get(path).content.decode()
    assert SCHOOL_WROTE not in Client().get(f"/scholen/{published.profile.site.code}/").content.decode()


def test_this_would_see_dutch_that_is_left_over():
    page = '<html lang="tr"><body><p>Kies een school</p><p lang="nl">Kies zelf</p><img alt="x"></body></html>'
    assert words_of(page) == [("tr", "Kies een school"), ("nl", "Kies zelf")]


def test_publishing_writes_the_page_in_every_language(published):
    code = published.profile.site.code
    make_files.func(code=code)
    for language in LANGUAGES.values():
        page = (folder_of(code, language.code) / PAGE).read_text()
        assert f'<html lang="{language.tag}"' in page
        assert f'href="/{language.prefix}scholen/"' in page
    assert not (folder_of(code, "tr") / "profiel.pdf").exists()
