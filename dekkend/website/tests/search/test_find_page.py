"""The page on which parents find a school: what it shows, what it costs, and what it says to nonsense."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.timezone import now

from dekkend.conftest import make_regime, make_site
from dekkend.organisations.actions import describe_site
from dekkend.organisations.models import Partnership, PostcodeArea, PupilCount, Site
from dekkend.organisations.signals import sites_imported
from dekkend.profiles import actions
from dekkend.profiles.models import SupportProfile, Version
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401
from dekkend.website.models import Change, Entry, EntryWord, Passage
from dekkend.website.search import fresh
from dekkend.website.search.asked import Asked
from tools.kept import kept

pytestmark = pytest.mark.django_db
HERE = {"latitude": 52.10, "longitude": 4.90}
SAID = {
    "mission": "Leest uw kind moeilijk? Dan helpt een leescoach <b>elke dag</b>.",
    "support.dyslexia": True,
    "support.referral": "Een kind in een rolstoel kan onze trap niet op.",
    "support.referral_needs": ["wheelchair"],
    "team.note": "Geheimteam voor autisme",
    "region.note": "Geheimregio voor autisme",
}


@kept
def published(version, bring, head, site):  # noqa: F811
    """De Regenton, which can be read."""
    Site.objects.filter(pk=site.pk).update(**HERE)
    PupilCount.objects.create(site=site, year=2025, pupils=212)
    answer(version, SAID, head)
    return bring(version, "published")


def look(query: str = "", status: int = 200, client: Client | None = None) -> str:
    response = (client or Client()).get(f"/scholen/{query}")
    assert response.status_code == status, response
    return unescape(response.content.decode())


def found(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/scholen/\w+/">(.*?)</a></h3>', page)


def counts(page: str, name: str) -> dict[str, int]:
    pattern = rf'name="{name}" value="([^"]+)".*?<span class="count num">(\d+)<'
    return {value: int(number) for value, number in re.findall(pattern, page)}


class TestFinding:
    def test_by_a_need_in_own_words_with_the_reason(self, published):
        page = look("?zoek=mijn+kind+leest+moeilijk")
        assert found(page) == ["De Regenton"]
        assert "lezen en dyslexie <span" in page
        assert "Doet de school standaard" in page
        raw = Client().get("/scholen/?zoek=mijn+kind+leest+moeilijk").content.decode()
        assert (
            "<mark>Leest</mark> uw kind moeilijk? Dan helpt een <mark>leescoach</mark> "
            "&lt;b&gt;elke dag&lt;/b&gt;." in raw
        )
        assert "Basisschool in Oudveen · 212 kinderen" in page

    def test_a_need_taken_off_and_another_one_added(self, published):
        page = look("?zoek=lezen")
        assert 'href="/scholen/?zoek=lezen&niet=dyslexia"' in page
        assert "Wij zoeken op" not in look("?zoek=lezen&niet=dyslexia")
        assert found(look("?nodig=dyslexia")) == ["De Regenton"]

    @pytest.mark.parametrize(
        "words",
        ["regenton", "oudveen", "Stichting Vaart", "3495", "regen", "regentom", "leescoach", "99AB00"],
    )
    def test_by_name_place_postcode_board_text_or_code(self, published, other_site, words):
        assert found(look(f"?zoek={words.replace(' ', '+')}"))[:1] in (["De Regenton"],)

    def test_without_a_profile_a_school_is_listed_as_such(self, published, other_site):
        page = look()
        assert found(page) == ["De Regenton", "De Zeepkist"]
        assert page.count("Deze school heeft nog geen profiel hier.") == 1
        assert counts(page, "profiel") == {"met": 1, "zonder": 1}
        assert "Nog 1 school hier heeft geen profiel om in te zoeken" in look("?nodig=dyslexia")
        assert found(look("?profiel=zonder")) == ["De Zeepkist"]

    def test_a_choice_that_no_school_has_is_not_offered(self, published, client):
        assert counts(look(), "profiel") == {}
        assert counts(look("?zoek=xyzzyq"), "profiel") == {}

    def test_with_and_without_a_profile_is_any(self, published, client):
        assert client.get("/scholen/?profiel=met&profiel=zonder").headers["Location"] == "/scholen/"

    def test_a_closed_school_is_not_found(self, published, site):
        assert found(look()) == ["De Regenton"]
        Site.objects.filter(pk=site.pk).update(closed_on=date(2026, 8, 1))
        sites_imported.send(sender=Site)
        assert found(look()) == []

    def test_nor_one_of_a_partnership_that_does_not_take_part(self, published, far_site):
        assert found(look("?zoek=bergkam")) == []

    def test_an_expired_profile_is_found_and_says_so(self, published):
        actions.expire_profiles(on=published.valid_until + timedelta(days=1))
        page = look("?zoek=lezen")
        assert found(page) == ["De Regenton"]
        assert "Deze tekst gold tot" in page

    def test_how_the_school_meets_the_need(self, published):
        page = look("?zoek=lezen")
        assert counts(page, "hoe") == {"standaard": 1, "extra": 0, "regio": 0, "elders": 0}
        assert found(look("?zoek=lezen&hoe=elders")) == []
        assert found(look("?nodig=wheelchair&hoe=elders")) == ["De Regenton"]
        assert "Hier helpt een andere school" in look("?nodig=wheelchair")

    def test_a_name_that_is_also_a_need(self, published, region, board):
        make_site("99XY00", "De Rolstoel", board, region)
        page = look("?zoek=rolstoel")
        assert "Zoekt u een school die zo heet?" in page
        assert "De Rolstoel (Oudveen)" in page

    def test_a_word_that_stands_nowhere_is_left_out_beside_a_need(self, published):
        page = look("?zoek=lezen+xyzzyq")
        assert found(page) == ["De Regenton"]
        assert "Hier vonden wij niets mee: xyzzyq." in page
        assert found(look("?zoek=xyzzyq")) == []


class TestDistance:
    @pytest.fixture
    def towns(self, published, region, board):
        make_site("99BB00", "De Bron", board, region, city="Merwijk", postcode="3499 ZZ",
                  latitude=52.14, longitude=4.90)  # fmt: skip
        make_site("99CC00", "De Cirkel", board, region, city="Verweg", postcode="7000 AA",
                  latitude=52.50, longitude=6.00)  # fmt: skip

    @pytest.mark.parametrize("place", ["3495+AB", "3495", "oudveen", "٣٤٩٥", "۳۴۹۵"])
    def test_from_a_postcode_or_a_town_in_any_digits(self, towns, place):
        page = look(f"?plaats={quote(place, safe='+')}")
        assert found(page) == ["De Regenton", "De Bron"]
        assert re.findall(r'class="km">(.*?)<', page) == ["0,0 km", "4,4 km"]
        assert "Afstand in een rechte lijn vanaf" in page

    def test_in_arabic_a_number_stays_behind_the_town_before_it(self, published, client):
        page = client.get("/ar/scholen/").content.decode()
        assert "Oudveen\u200f · 212 " in page
        assert "\u200f" not in look()

    def test_a_distance_has_one_word_for_a_kilometre(self, towns, client):
        page = client.get("/ar/scholen/?plaats=3495&ver=5").content.decode()
        assert re.findall(r'<span class="km">([^<]+)</span>', page)
        assert "كم" in page
        assert not re.search(r"\bkm\b", re.sub(r"<[^>]+>", "", page))

    def test_counts_skip_their_own_filter(self, towns):
        page = look("?plaats=3495&ver=2")
        assert found(page) == ["De Regenton"]
        assert counts(page, "ver") == {"2": 1, "5": 2, "10": 2, "25": 2, "alles": 3}
        assert counts(page, "grootte") == {}

    def test_in_either_order(self, towns):
        page = look("?zoek=lezen&plaats=Merwijk&ver=alles")
        assert "1 school" in page
        assert found(look("?plaats=Merwijk&ver=alles")) == ["De Bron", "De Regenton", "De Cirkel"]

    def test_an_unknown_postcode_is_told_at_the_field_and_the_rest_still_found(self, towns):
        page = look("?zoek=lezen&plaats=9999+ZZ")
        assert "Deze postcode of plaats kennen wij niet." in page
        assert 'aria-describedby="plaats-fout"' in page
        assert found(page) == ["De Regenton"]

    def test_a_place_in_two_provinces(self, published, region, board):
        for code, province in (("99DD00", "Limburg"), ("99EE00", "Noord-Holland")):
            make_site(code, f"School {province}", board, region, city="Bergen", province=province, **HERE)
        page = look("?plaats=Bergen")
        assert "Er zijn meer plaatsen die zo heten. Wij zoeken bij Bergen (Limburg)." in page
        assert 'href="/scholen/?plaats=Bergen+%28Noord-Holland%29"' in page
        assert "vanaf Bergen (Noord-Holland)." in look("?plaats=Bergen+%28Noord-Holland%29")


class TestNothing:
    def test_what_to_change_what_is_near_and_whom_to_call(self, published, region, board):
        Partnership.objects.update(
            support_point_name="Steunpunt Rietland", support_point_phone="(0000) 12-34 56"
        )
        make_site("99CC00", "De Cirkel", board, region, city="Verweg", postcode="7000 AA",
                  latitude=52.50, longitude=6.00)  # fmt: skip
        page = look("?zoek=lezen&plaats=7000&soort=basisschool")
        assert "Geen school past bij alles wat u vraagt." in page
        assert 'href="/scholen/?zoek=lezen&plaats=7000&soort=basisschool&ver=alles"' in page
        assert "Zoek op alle afstanden (1 school)" in page
        assert "Deze liggen het dichtst bij" in page
        assert found(page) == ["De Regenton"]
        assert 'href="tel:0000123456"' in page
        assert '<meta name="robots" content="noindex">' in page

    def test_with_nothing_at_all_there_is_still_a_way_on(self, db):
        page = look("?zoek=xyzzyq")
        assert "Kijk of alles goed is gespeld." in page
        assert "Bekijk alle scholen" in page


class TestNonsense:
    def test_ten_thousand_signs(self, published):
        page = look("?zoek=" + "a" * 10_000, status=400)
        assert "Dit is te lang. Er passen 200 tekens." in page
        assert "a" * 300 not in page
        assert "Er passen 80 tekens." in look("?plaats=" + "a" * 1000, status=400)

    @pytest.mark.parametrize("page", ["99999", "0100", "2", "abc", "99999999999", "-1", "²"])
    def test_a_page_that_is_not_there(self, published, page):
        response = Client().get(f"/scholen/?pagina={page}", follow=True)
        assert response.status_code == 404
        assert "Deze bladzijde is er niet" in response.content.decode()
        assert 'href="/scholen/">Ga naar de eerste' in response.content.decode()

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "'; DROP TABLE organisations_site; --",
            '" onfocus="alert(1)',
            "{{ 7|add:7 }} %s %(x)s {0}",
            "\x00\x01\u202e",
            "%F0%28%8C%28",
        ],
    )
    def test_markup_sql_and_what_cannot_be_seen_are_words(self, published, client, text):
        response = client.get("/scholen/", {"zoek": text}, follow=True)
        assert response.status_code == 200
        page = response.content.decode()
        assert "<script>alert" not in page
        assert ' onfocus="' not in page
        assert Site.objects.exists()

    def test_values_that_no_filter_has_are_dropped_by_a_redirect(self, published, client):
        response = client.get("/scholen/?soort=universiteit&ver=1e9&zoek=&utm_source=x&hoe=extra")
        assert (response.status_code, response["Location"]) == (302, "/scholen/?hoe=extra")

    def test_a_need_that_nobody_knows_is_no_need(self, published):
        assert "Wij zoeken op" not in look("?nodig=onbekend")


class TestAddress:
    def test_one_search_has_one_address(self, published, client):
        response = client.get("/scholen/?plaats=Oudveen&soort=so&zoek=lezen&soort=basisschool&pagina=1")
        wanted = "/scholen/?zoek=lezen&plaats=Oudveen&soort=basisschool&soort=so"
        assert response["Location"] == wanted
        page = look(wanted.removeprefix("/scholen/"))
        assert f'<link rel="canonical" href="http://localhost:8000{wanted}">' in page
        assert '<meta name="robots" content="noindex">' in page
        assert "noindex" not in look("?zoek=lezen&plaats=Oudveen")

    def test_the_search_keeps_the_filters_and_the_filters_keep_the_search(self, published):
        page = look("?zoek=lezen&plaats=Oudveen&soort=basisschool")
        search, filters = re.findall(r"<form.*?</form>", page, re.DOTALL)[:2]
        assert '<input type="hidden" name="soort" value="basisschool">' in search
        assert '<input type="hidden" name="zoek" value="lezen">' in filters
        assert 'type="hidden" name="soort"' not in filters

    def test_an_asked_search_reads_its_own_address(self, rf):
        asked = Asked(text="a b", place="Bergen (L.)", needs=("x",), kinds=("sbo",), km="5", page=3)
        assert Asked.of(rf.get(f"/scholen/{asked.query}").GET) == asked


class TestWhomToAsk:
    @pytest.fixture
    def regions(self, published, far_region, region, board, edition):  # noqa: F811
        """Two regions that each have a support point: only the place tells whose it is."""
        for one, name in ((region, "Steunpunt Rietland"), (far_region, "Steunpunt Heuvelzoom")):
            Partnership.objects.filter(pk=one.pk).update(
                support_point_name=name, support_point_phone="0000 12 34 56"
            )
        make_regime(far_region, edition)
        make_site("98EF00", "De Bergkam", board, far_region, city="Verre", latitude=50.9, longitude=5.9)
        fresh.forget()

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ("?zoek=qqqq&plaats=Oudveen", "Steunpunt Rietland"),
            ("?zoek=qqqq&plaats=Verre", "Steunpunt Heuvelzoom"),
            ("?zoek=lezen&plaats=Oudveen", "Steunpunt Rietland"),
        ],
    )
    def test_the_region_of_the_place_also_where_nothing_was_found(self, regions, query, name):
        assert f"{name} denkt gratis met u mee" in look(query)

    def test_nobody_where_no_place_tells_the_region(self, regions):
        assert "denkt gratis" not in look("?zoek=qqqq")


class TestFresh:
    def test_what_another_process_published_is_seen_by_the_next_reader(self, version, bring, head):  # noqa: F811
        answer(version, SAID, head)
        assert found(look("?nodig=dyslexia")) == []
        bring(version, "published")
        assert found(look("?nodig=dyslexia")) == ["De Regenton"]

    def test_only_that_site_is_read_again(self, published, django_assert_num_queries):
        fresh.columns_now()
        with django_assert_num_queries(1):
            before = fresh.columns_now()
        Change.objects.create(site=published.profile.site)
        with django_assert_num_queries(4):  # the change (seen, then locked), its profile, its facts
            after = fresh.columns_now()
        assert after.schools is before.schools

    def test_a_transaction_that_ends_later_than_a_newer_one_is_not_missed(self, published):
        first = Change.objects.create(site=published.profile.site)
        number = first.pk
        first.delete()
        Change.objects.create(site=published.profile.site)
        fresh.columns_now()
        Version.objects.filter(pk=published.pk).update(state="succeeded")
        Change.objects.create(pk=number, site=published.profile.site)
        assert fresh.columns_now().read == 0

    def test_an_import_reads_everything_again(self, published, region, board):
        look()
        make_site("99BB00", "De Bron", board, region)
        assert found(look()) == ["De Regenton"]
        sites_imported.send(sender=Site)
        assert found(look()) == ["De Bron", "De Regenton"]


class TestConcept:
    @pytest.fixture
    def two(self, published, other_site, head, site):
        describe_site(site=site, concept="dalton", actor=head, at=now())
        Site.objects.filter(pk=other_site.pk).update(concept="regulier")

    def test_with_how_many_schools_and_in_the_row(self, two):
        page = look()
        assert counts(page, "concept") == {"dalton": 1, "regulier": 1}
        assert "Basisschool in Oudveen · 212 kinderen · dalton" in page
        assert found(look("?concept=dalton")) == ["De Regenton"]
        assert found(look("?concept=dalton&concept=regulier")) == ["De Regenton", "De Zeepkist"]
        assert counts(look("?concept=dalton"), "concept") == {"dalton": 1, "regulier": 1}

    def test_who_says_nothing_is_offered_under_nothing(self, published):
        assert counts(look(), "concept") == {}

    def test_what_a_school_says_of_itself_is_found_at_once(self, published, head, site):
        assert found(look("?concept=freinet")) == []
        describe_site(site=site, concept="freinet", actor=head, at=now())
        assert found(look("?concept=freinet")) == ["De Regenton"]

    def test_its_page_and_the_comparison_say_it(self, two, client):
        assert "<dt>Onderwijs</dt><dd>Dalton</dd>" in client.get("/scholen/99AB00/").content.decode()
        assert (
            "Hoe geeft de school les?"
            in client.get("/vergelijk/?school=99AB00&school=99CD00").content.decode()
        )


class TestCost:
    def queries_of(self, client, query: str, assert_queries, number: int) -> None:
        client.get(f"/scholen/{query}")
        with assert_queries(number):
            client.get(f"/scholen/{query}")

    @pytest.mark.parametrize("schools", [1, 3])
    @pytest.mark.parametrize(
        ("query", "queries"),
        [
            ("", 1),  # what changed
            ("?zoek=lezen", 2),  # and the sentences
            ("?zoek=lezen&plaats=3495", 2),  # where a place lies is known
            ("?zoek=trap", 4),  # is it a word, where does it stand, the texts of those on the page
        ],
    )
    def test_it_does_not_grow_with_the_schools(
        self, client, published, region, board, schools, query, queries, django_assert_num_queries
    ):
        PostcodeArea.objects.create(figures="3495", latitude=52.1, longitude=4.9)
        for number in range(1, schools):
            copy_of(
                published, make_site(f"99Z{chr(65 + number)}00", f"School {number}", board, region, **HERE)
            )
        fresh.forget()
        assert len(found(look(query))) == schools
        self.queries_of(client, query, django_assert_num_queries, queries)

    def test_publishing_takes_the_same_queries_for_one_school_or_many(
        self, published, region, board, django_assert_num_queries
    ):
        from dekkend.website.search.rebuilding import renew

        renew(published.profile.site_id, everything=True)
        with django_assert_num_queries(22):
            renew(published.profile.site_id, everything=True)
        for number in range(1, 4):
            copy_of(published, make_site(f"99Z{chr(65 + number)}00", f"School {number}", board, region))
        with django_assert_num_queries(22):
            renew(published.profile.site_id, everything=True)


def copy_of(published, site):
    """Another school that says the same."""
    from dekkend.website.search.rebuilding import renew

    profile = SupportProfile.objects.create(site=site, partnership=published.profile.partnership)
    copied = Version.objects.get(pk=published.pk)
    copied.pk, copied.profile, copied.previous = None, profile, None
    copied.save(force_insert=True)
    renew(site.pk)


def test_nothing_of_another_audience_is_found_or_shown(published, head, at):  # noqa: F811
    following = actions.start_working_copy(
        site=published.profile.site, partnership=published.profile.partnership, actor=head, at=at
    )
    answer(following, {"mission": "Geheimwerkversie over autisme"})
    actions.add_comment(
        version_id=following.pk, key="mission", text="Geheimopmerking", answers=None, actor=head, at=at
    )
    for word in ("Geheimteam", "Geheimregio", "Geheimwerkversie", "Geheimopmerking", head.name.split()[0]):
        assert found(look(f"?zoek={word}")) == [], word
    assert "eheim" not in look() + look("?zoek=autisme") + look("?zoek=lezen")
    kept = [
        *Entry.objects.values_list("prose"),
        *EntryWord.objects.values_list("word"),
        *Passage.objects.values(),
    ]
    assert "eheim" not in str(kept)
    assert found(look("?zoek=leescoach")) == ["De Regenton"]


def test_the_front_door_offers_what_schools_say_something_about(published):
    page = Client().get("/").content.decode()
    assert 'href="/scholen/?nodig=dyslexia">lezen en dyslexie' in page
    assert 'href="/scholen/?nodig=wheelchair">een rolstoel' in page
    assert 'role="search" action="/scholen/"' in page
