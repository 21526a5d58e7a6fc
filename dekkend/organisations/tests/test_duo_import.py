"""The import of the register, with small files of our own."""

from datetime import date

import pytest
from django.core.management import call_command

from dekkend.organisations.duo.importing import FILLED
from dekkend.organisations.models import Board, Partnership, PupilCount, School, Site, SitePartnership
from dekkend.organisations.tests.duo_files import (
    HISTORY,
    REGION,
    SITES_2013,
    Register,
    all_quoted,
    geojson,
    semicolons,
    site_row,
    sites_csv,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path, capsys):
    return Register(tmp_path, capsys)


def counts(report: dict) -> dict[str, int]:
    return {name: len(rows) for name, rows in report.items() if rows}


def reasons(report: dict) -> list[tuple]:
    return [(row["row"], row["column"], row["value"], row["reason"]) for row in report["refused"]]


# Lists of sites


def test_a_site_with_all_its_facts(register):
    report = register(sites_csv(site_row(VESTIGINGSNAAM='Basisschool "De Regentôn"', TELEFOONNUMMER="")))
    assert report == {
        "new": [{"file": "lijst.csv", "row": 2, "code": "99AB00"}],
        "changed": [],
        "gone": [],
        "refused": [],
        "unchanged": [],
    }
    site = Site.objects.select_related("school__board").get()
    assert (site.code, site.name, site.kind, site.denomination) == (
        "99AB00",
        'Basisschool "De Regentôn"',
        Site.Kind.BO,
        "Openbaar",
    )
    assert (site.street, site.house_number, site.postcode) == ("Kadeweg", "4-A", "3495 AB")
    assert (site.city, site.municipality, site.municipality_code, site.province) == (
        "Oudveen aan den Rijn",
        "Rietland",
        "0999",
        "Utrecht",
    )
    assert (site.phone, site.website, site.closed_on) == ("", "www.regenton.example", None)
    assert (site.school.brin, site.school.board.number, site.school.board.name) == ("99AB", "90001", "")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_every_encoding_gives_the_same_name(register, encoding):
    register(sites_csv(site_row(VESTIGINGSNAAM="De Beëindiging – â ’s"), encoding=encoding))
    assert Site.objects.get().name == "De Beëindiging – â ’s"


def test_the_header_of_2013_with_its_other_names(register):
    register(sites_csv(site_row(), header=SITES_2013))
    assert Site.objects.get().name == "De Regenton"


def test_dialect_b_and_columns_in_another_order(register):
    row = site_row(VESTIGINGSNAAM='De "Regenton", Oudveen')
    names = list(reversed(row))
    register(all_quoted(names, [row[name] for name in names]))
    assert Site.objects.get().name == 'De "Regenton", Oudveen'


def test_a_second_import_writes_nothing(register, django_assert_num_queries):
    content = sites_csv(site_row(), site_row("99AC00"))
    register(content)
    with django_assert_num_queries(6) as queries:  # three reads, those still open, and the savepoint around
        report = register(content)
    writes = ("INSERT", "UPDATE", "DELETE")
    assert not [query for query in queries if query["sql"].startswith(writes)]
    assert report == {
        "new": [],
        "changed": [],
        "gone": [],
        "refused": [],
        "unchanged": ["99AB00", "99AC00"],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_few_queries_for_one_row_and_for_three(register, number, django_assert_num_queries):
    content = sites_csv(*[site_row(f"99A{letter}00") for letter in "BCD"[:number]])
    with django_assert_num_queries(10 + len(FILLED)):  # each table is told to the planner, and the search
        assert counts(register(content)) == {"new": number}


def test_what_a_school_says_of_itself_is_left_alone(register):
    register(sites_csv(site_row()))
    Site.objects.update(concept="dalton")
    register(sites_csv(site_row(STRAATNAAM="Dijkpad")))
    assert Site.objects.values_list("street", "concept").get() == ("Dijkpad", "dalton")


def test_what_changed_is_told_with_old_and_new(register):
    register(sites_csv(site_row()))
    report = register(sites_csv(site_row(STRAATNAAM="Dijkpad", BEVOEGD="90002", INTERNETADRES="")))
    assert report["changed"] == [
        {
            "file": "lijst.csv",
            "row": 2,
            "code": "99AB00",
            "fields": {
                "site.street": ["Kadeweg", "Dijkpad"],
                "site.website": ["www.regenton.example", ""],
                "school.board": ["90001", "90002"],
            },
        }
    ]
    site = Site.objects.get()
    assert (site.street, site.website, site.school.board.number) == ("Dijkpad", "", "90002")


def test_a_bad_row_leaves_the_others_alone_and_nothing_of_itself(register):
    report = register(sites_csv(site_row(POSTCODE="34 95", BEVOEGD="90009"), site_row("99AC00")))
    assert counts(report) == {"new": 1, "refused": 1}
    assert report["refused"] == [
        {
            "file": "lijst.csv",
            "row": 2,
            "column": "POSTCODE",
            "value": "34 95",
            "reason": "Dit is geen postcode: vier cijfers en twee letters.",
        }
    ]
    assert [School.objects.get().brin, Site.objects.get().code] == ["99AC", "99AC00"]
    assert not Board.objects.filter(number="90009").exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"VESTIGINGSCODE": "99AB"}, ("VESTIGINGSCODE", "99AB")),
        ({"VESTIGINGSCODE": ""}, ("VESTIGINGSCODE", "")),
        ({"INSTELLINGSCODE": "99XX"}, ("", "99AB00")),
        ({"BEVOEGD": "1"}, ("BEVOEGD GEZAG NUMMER", "1")),
        ({"VESTIGINGSNAAM": ""}, ("VESTIGINGSNAAM", "")),
        ({"VESTIGINGSNAAM": "x" * 201}, ("VESTIGINGSNAAM", "x" * 80)),
        ({"GEMEENTENUMMER": "abcd"}, ("GEMEENTENUMMER", "abcd")),
        ({"TELEFOONNUMMER": "bel maar"}, ("TELEFOONNUMMER", "bel maar")),
    ],
)
def test_every_column_we_use_is_checked(register, change, refusal):
    report = register(sites_csv(site_row(**change)))
    assert [(row["column"], row["value"]) for row in report["refused"]] == [refusal]
    assert not Site.objects.exists()


def test_rows_that_are_broken_off_or_badly_quoted(register):
    header, row, end = sites_csv(site_row()).split(b"\r\n")
    short, quoted = (
        b"Utrecht;90001;99AC",
        row.replace(b"99AB", b"99AD").replace(b"De Regenton", b'"De "Regenton'),
    )
    report = register(b"\r\n".join([header, short, quoted, b"", row, end]))
    assert [(number, reason) for number, _, _, reason in reasons(report)] == [
        (2, "Deze rij heeft 3 kolommen; het zijn er 15."),
        (3, "De aanhalingstekens in deze rij kloppen niet."),
    ]
    assert report["new"] == [{"file": "lijst.csv", "row": 5, "code": "99AB00"}]


def test_the_second_row_of_a_code_is_refused(register):
    report = register(sites_csv(site_row(), site_row(VESTIGINGSNAAM="De Zeepkist")))
    assert reasons(report) == [(3, "", "99AB00", "Deze code staat al eerder in dit bestand.")]
    assert Site.objects.get().name == "De Regenton"


def test_a_school_has_one_board(register):
    report = register(sites_csv(site_row(), site_row("99AB01", BEVOEGD="90002")))
    assert reasons(report) == [
        (3, "", "90002", "Een eerdere rij noemt een ander bestuur voor dezelfde school.")
    ]
    assert Site.objects.get().school.board.number == "90001"


# Gone, closed, back again


def many(*letters: str) -> bytes:
    return sites_csv(*[site_row(f"99A{letter}00") for letter in letters])


def test_a_site_that_is_gone_is_closed_with_its_history_and_returns(register):
    register(many("B", "C"))
    PupilCount.objects.create(site=Site.objects.get(code="99AC00"), year=2025, pupils=60)
    report = register(many("B"), "--on", "2026-08-01")
    assert report["gone"] == [{"file": "lijst.csv", "code": "99AC00", "name": "De Regenton"}]
    closed = Site.objects.get(code="99AC00")
    assert (closed.closed_on, closed.pupil_counts.get().pupils) == (date(2026, 8, 1), 60)
    assert counts(register(many("B"), "--on", "2026-09-01")) == {"unchanged": 1}
    report = register(many("B", "C"), "--on", "2026-10-01")
    assert report["changed"][0]["fields"] == {"site.closed_on": ["2026-08-01", None]}
    assert Site.objects.get(code="99AC00").closed_on is None


def test_a_site_in_a_refused_row_is_not_gone(register):
    register(many("B", "C"))
    report = register(sites_csv(site_row(), site_row("99AC00", POSTCODE="?")))
    assert counts(report) == {"unchanged": 1, "refused": 1}
    assert Site.objects.filter(closed_on=None).count() == 2


def test_nothing_is_closed_while_a_row_has_no_readable_code(register):
    register(many("B", "C"))
    broken = sites_csv(site_row(), site_row("99A?00", INSTELLINGSCODE="99AC"))
    report = register(broken)
    assert [row["reason"] for row in report["refused"]] == [
        "Dit is geen vestigingscode: twee cijfers, twee letters, twee cijfers.",
        "Er zijn vestigingen verdwenen, maar ook rijen zonder leesbare vestigingscode. "
        "Er is niets gesloten. Klopt het toch? Gebruik dan --allow-closing.",
    ]
    assert Site.objects.filter(closed_on=None).count() == 2
    assert counts(register(broken, "--allow-closing")) == {"gone": 1, "refused": 1, "unchanged": 1}


def test_an_unlikely_number_is_closed_only_when_told_to(register):
    letters = "ABCDEFGHIJKL"
    register(many(*letters))
    report = register(many("A"))
    assert counts(report) == {"unchanged": 1, "refused": 1}
    assert reasons(report) == [
        (
            None,
            "",
            "11",
            "Er zijn onwaarschijnlijk veel vestigingen verdwenen. Er is niets gesloten. "
            "Klopt het toch? Gebruik dan --allow-closing.",
        )
    ]
    assert Site.objects.filter(closed_on=None).count() == 12
    assert len(register(many("A"), "--allow-closing")["gone"]) == 11
    assert Site.objects.get(closed_on=None).code == "99AA00"


def test_a_list_without_rows_closes_nothing(register):
    register(many("B"))
    assert counts(register(many())) == {}
    assert Site.objects.get().closed_on is None


def test_the_list_of_primary_schools_says_nothing_about_special_ones(register, board, region):
    register(semicolons(HISTORY, "99ZZ;99ZZ00;De Kei;SO;Openbaar;90001;99;RIETLAND;10;10;10"))
    register(many("B"))
    assert Site.objects.get(code="99ZZ00").closed_on is None


# Pupils per year


def test_pupils_per_year_with_less_than_five_and_without_zeros(register):
    register(many("B"))
    report = register(semicolons(HISTORY, "99AB;99AB00;De Ton;BO;Openbaar;90007;999;OUD;0;<5;184"))
    assert report["changed"][0]["fields"] == {"site.pupils.2024": [0, "<5"], "site.pupils.2025": [0, 184]}
    assert list(PupilCount.objects.values_list("year", "pupils")) == [(2025, 184), (2024, None)]
    site = Site.objects.get()
    assert (site.name, site.school.board.number) == ("De Regenton", "90001"), "the list of sites knows better"


def test_pupils_are_corrected_and_a_zero_takes_them_away(register):
    row = "99ZZ;99ZZ00;De Kei;SBO;Openbaar;90001;99;RIETLAND;"
    register(semicolons(HISTORY, row + "12;13;14"))
    assert counts(register(semicolons(HISTORY, row + "12;13;14"))) == {"unchanged": 1}
    report = register(semicolons(HISTORY, row + " ;0;<5"))
    assert report["changed"][0]["fields"] == {"site.pupils.2024": [13, 0], "site.pupils.2025": [14, "<5"]}
    assert list(PupilCount.objects.values_list("year", "pupils")) == [(2025, None), (2023, 12)]


def test_the_history_makes_special_and_closed_schools(register):
    register(
        semicolons(
            HISTORY,
            "99ZA;99ZA00;De Kei;SBO;Openbaar;90001;99;RIETLAND;10;11;12",
            "99ZB;99ZB00;De Rots;SO/VSO;Openbaar;0;99;RIETLAND;10;0;0",
            "99ZC;99ZC00;De Oude Ton;BO;Openbaar;90001;99;RIETLAND;10;11;0",
            "99ZD;99ZD00;De Verse Ton;BO;Openbaar;90001;99;RIETLAND;10;11;12",
        ),
        "--on",
        "2026-05-01",
    )
    sites = Site.objects.order_by("code").values_list("code", "kind", "closed_on", "school__board__number")
    assert list(sites) == [
        ("99ZA00", "SBO", None, "90001"),
        ("99ZB00", "SO/VSO", date(2024, 10, 1), None),
        ("99ZC00", "BO", date(2025, 10, 1), "90001"),
        ("99ZD00", "BO", date(2026, 5, 1), "90001"),  # open primary schools are for the list of sites to name
    ]
    assert Site.objects.get(code="99ZA00").municipality_code == "0099"


def test_the_history_closes_and_reopens_special_schools_only(register):
    register(many("B"))
    special, primary = "99ZA;99ZA00;De Kei;SBO;Openbaar;90001;99;RIETLAND;", "99AB;99AB00;Ton;BO;;90001;;;"
    register(semicolons(HISTORY, special + "10;11;12", primary + "10;11;12"))
    register(semicolons(HISTORY, special + "10;11;0", primary + "10;11;0"))
    assert Site.objects.get(code="99ZA00").closed_on == date(2025, 10, 1)
    assert Site.objects.get(code="99AB00").closed_on is None
    register(semicolons(HISTORY, special + "10;11;12"))
    assert Site.objects.get(code="99ZA00").closed_on is None


def test_a_count_or_a_year_that_cannot_be(register):
    header = [*HISTORY, "LEERLINGEN_2199"]
    report = register(
        semicolons(
            header,
            "99ZA;99ZA00;De Kei;SBO;Openbaar;90001;99;RIETLAND;10;twaalf;12;9",
            "99ZB;99ZB00;De Rots;SBO;Openbaar;90001;99;RIETLAND;10;11;12;9",
        )
    )
    assert reasons(report) == [
        (1, "LEERLINGEN_2199", "2199", "Dit jaar kan niet kloppen."),
        (2, "LEERLINGEN_2024", "twaalf", "Dit is geen aantal leerlingen."),
    ]
    assert sorted(PupilCount.objects.values_list("site__code", "year")) == [
        ("99ZB00", 2023),
        ("99ZB00", 2024),
        ("99ZB00", 2025),
    ]


# Partnerships, boards, coordinates

LYING = ["VESTIGINGSCODE", "PC4", "SWV_PO_2015"]


def test_sites_lie_in_their_partnership(register):
    register(many("B", "C", "D"))
    content = semicolons(
        LYING, "99AB00;3495;PO 99.01", "99AC00;3495;PO0001", "99AD00;3495;Europoort", "99AD00;3495;"
    )
    report = register(content)
    assert counts(report) == {"changed": 2, "refused": 2}
    assert [(row, value) for row, _, value, _ in reasons(report)] == [(4, "Europoort"), (5, "")]
    partnerships = Partnership.objects.values_list("code", "name", "is_national")
    assert list(partnerships) == [
        ("PO0001", "Samenwerkingsverband 00.01", True),
        ("PO9901", "Samenwerkingsverband 99.01", False),
    ]
    ties = SitePartnership.objects.values_list("site__code", "partnership__code", "begins_on", "ends_on")
    assert sorted(ties) == [
        ("99AB00", "PO9901", date(2014, 8, 1), None),
        ("99AC00", "PO0001", date(2014, 8, 1), None),
    ]
    assert counts(register(content)) == {"unchanged": 2, "refused": 2}


def test_a_site_moves_to_another_region_keeps_its_past_and_may_return(register):
    register(many("B"))
    register(semicolons(LYING, "99AB00;3495;PO9901"))
    report = register(semicolons(LYING, "99AB00;3495;PO9902"), "--on", "2026-08-01")
    assert report["changed"][0]["fields"] == {"site.partnership": [["PO9901"], "PO9902"]}
    ties = SitePartnership.objects.order_by("pk").values_list("partnership__code", "begins_on", "ends_on")
    assert list(ties) == [
        ("PO9901", date(2014, 8, 1), date(2026, 7, 31)),
        ("PO9902", date(2026, 8, 1), None),
    ]
    register(semicolons(LYING, "99AB00;3495;PO0001"), "--on", "2026-09-01")
    assert ties.filter(ends_on=None).count() == 2, "a national partnership lies over the region"
    register(semicolons(LYING, "99AB00;3495;PO9901"), "--on", "2027-08-01")
    assert set(ties.all()) == {
        ("PO9901", date(2014, 8, 1), None),
        ("PO9902", date(2026, 8, 1), date(2027, 7, 31)),
        ("PO0001", date(2026, 9, 1), None),
    }


def test_a_partnership_of_unknown_sites_only_is_not_made(register):
    report = register(semicolons(LYING, "99AB00;3495;PO9901"))
    assert reasons(report) == [
        (2, "", "99AB00", "Deze vestiging kennen wij niet. Lees eerst de lijst van alle vestigingen in.")
    ]
    assert not Partnership.objects.exists()


def test_boards_of_dialect_b_get_their_name_and_number(register):
    register(many("B"))
    header = ["BEVOEGD GEZAG NUMMER", "BEVOEGD GEZAG NAAM", "PLAATSNAAM", "KVK-NUMMER"]
    content = all_quoted(
        header, ["90001", 'Stichting "Aan de Vaart"', "X", "1234567"], ["90002", "", "X", ""]
    )
    report = register(content)
    assert ([row["code"] for row in report["changed"]], report["new"][0]["code"]) == (["90001"], "90002")
    boards = Board.objects.values_list("number", "name", "chamber_of_commerce")
    assert list(boards) == [("90001", 'Stichting "Aan de Vaart"', "01234567"), ("90002", "", "")]
    assert counts(register(content)) == {"unchanged": 2}
    register(all_quoted(header, ["90001", "", "X", ""]))
    assert Board.objects.get(number="90001").name == 'Stichting "Aan de Vaart"', (
        "an empty name empties nothing"
    )


def test_a_regional_list_adds_and_never_closes(register):
    register(many("B", "C"))
    row = "99ZA00;99ZA;SBAO;De Kei;Dijk;1;3495AC;Oudveen;RIETLAND;Openbaar;90001;De Vaart;;;<5;12;52.1;4.9;"
    report = register(semicolons(REGION, row), name="po9901_scholen.csv")
    assert counts(report) == {"new": 1}
    site = Site.objects.get(code="99ZA00")
    assert (site.kind, site.postcode, site.latitude, site.longitude) == ("SBO", "3495 AC", 52.1, 4.9)
    assert (site.school.board.name, site.partnerships.get().code) == ("De Vaart", "PO9901")
    assert list(site.pupil_counts.values_list("year", "pupils")) == [(2025, 12), (2024, None)]
    assert Site.objects.filter(closed_on=None).count() == 3
    assert counts(register(semicolons(REGION, row), "--partnership", "99.01")) == {"unchanged": 1}


def test_coordinates_are_of_an_address(register):
    register(many("B", "C"))
    content = geojson(
        ("99AB00", "3495AB", 4.9000001, 52.1),
        ("99AC00", "1234ZZ", 5.1, 52.2),
        ("99AB00", "3495AB", 4.8, 52.3),
        ("99XX00", "3495AB", 4.8, 52.3),
        ("99AD00", "3495AB", 52.3, 4.8),
    )
    report = register(content, name="scholen.geojson")
    assert [(row, column) for row, column, _, _ in reasons(report)] == [(3, ""), (5, "lat"), (4, "")]
    places = Site.objects.order_by("code").values_list("latitude", "longitude")
    assert list(places) == [(52.1, 4.9), (52.2, 5.1)], "for want of better, also of an earlier address"
    assert register(content, name="scholen.geojson")["unchanged"] == ["99AB00", "99AC00"]
    register(
        geojson(("99AB00", "1234ZZ", 5.0, 52.0), ("99AC00", "3495AB", 5.0, 52.0)), name="scholen.geojson"
    )
    assert list(places.all()) == [(52.1, 4.9), (52.0, 5.0)]


def test_names_of_partnerships(register, region):
    content = (
        b'{"bron": "zelf", "swv": [{"code": "PO9901", "naam": "Het Riet"}, {"code": "PO9902", "naam": null}]}'
    )
    assert counts(register(content, name="namen.json")) == {"new": 1, "changed": 1}
    region.refresh_from_db()
    assert region.name == "Het Riet"


# Whole files that cannot be read


@pytest.mark.parametrize(
    "content",
    [
        sites_csv(site_row(VESTIGINGSNAAM="De Beëindiging"), encoding="cp850"),
        sites_csv(site_row(), encoding="utf-16"),
        sites_csv(site_row(VESTIGINGSNAAM="De Beëindiging"), encoding="utf-8-sig") + b"\xff",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00",
    ],
    ids=["cp850", "utf-16", "broken utf-8", "picture"],
)
def test_another_encoding_is_refused(register, content):
    report = register(content)
    assert reasons(report) == [
        (
            None,
            "",
            "",
            "De tekens in dit bestand zijn geen UTF-8 en ook geen Windows-1252. "
            "Bewaar het bestand opnieuw als CSV met UTF-8.",
        )
    ]
    assert register.error == "Niet (helemaal) ingelezen: 1 van 1 bestanden."
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("lijst.csv", b"", "Dit bestand is leeg."),
        (
            "lijst.csv",
            b"VESTIGINGSCODE;NAAM_VESTIGING;SOORT_VESTIGING\r\n",
            "De kolommen van dit bestand kennen wij niet. Het lijkt het meest op "
            "«leerlingen per vestiging en jaar», maar dan ontbreekt: LEERLINGEN_jaar.",
        ),
        (
            "lijst.csv",
            b"PC4;GEMEENTE;SWV_PO;SWV_VO\r\n3495;Rietland;PO9901;VO9901\r\n",
            "Dit is een lijst van postcodes. Dekkend leest geen postcodes, "
            "maar de lijst van vestigingen per samenwerkingsverband.",
        ),
        ("lijst.json", b'{"scholen": []}', "In dit bestand staat geen lijst die wij kennen."),
        ("lijst.json", b'{"features": [{"type": ', "De JSON in dit bestand is niet goed gevormd."),
    ],
)
def test_a_file_we_do_not_know_is_refused_with_the_reason(register, name, content, reason):
    assert reasons(register(content, name=name)) == [(None, "", "", reason)]
    assert register.error == "Niet (helemaal) ingelezen: 1 van 1 bestanden."


def test_a_file_that_breaks_off_keeps_what_was_read(register):
    register(many("B"))
    content = geojson(("99AB00", "3495AB", 4.9, 52.1))[:-2] + b", {oeps"
    report = register(content, name="scholen.geojson")
    assert reasons(report) == [
        (2, "", "", "De JSON in dit bestand is niet goed gevormd. Wat hierna komt, is niet gelezen.")
    ]
    assert Site.objects.get().latitude == 52.1


def test_one_bad_file_does_not_stop_the_others_and_order_does_not_matter(register, tmp_path):
    (tmp_path / "a.csv").write_bytes(semicolons(LYING, "99AB00;3495;PO9901"))
    (tmp_path / "b.csv").write_bytes(many("B"))
    report = register.run(tmp_path / "a.csv", tmp_path / "geen.csv", tmp_path / "b.csv", "--json")
    assert counts(report) == {"new": 1, "changed": 1, "refused": 1}
    assert reasons(report) == [(None, "", "", "Dit bestand bestaat niet of kan niet worden gelezen.")]
    assert register.error == "Niet (helemaal) ingelezen: 1 van 3 bestanden."


def test_the_summary_is_short_and_dutch(register, tmp_path, capsys):
    path = tmp_path / "lijst.csv"
    path.write_bytes(
        sites_csv(site_row(), site_row("99AC00", POSTCODE="?"), site_row("99AD00", POSTCODE="??"))
    )
    call_command("import_duo", str(path))
    assert capsys.readouterr().out == (
        "Nieuw: 1 · gewijzigd: 0 · verdwenen: 0 · geweigerd: 2 · ongewijzigd: 0\n"
        "  2 × Dit is geen postcode: vier cijfers en twee letters.\n"
        "      lijst.csv rij 3 POSTCODE «?», lijst.csv rij 4 POSTCODE «??»\n"
    )
