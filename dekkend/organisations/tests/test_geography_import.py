"""Where postcodes and municipalities lie, read from files: good rows, bad rows, and the same file again."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dekkend.organisations.models import Municipality, PostcodeArea

pytestmark = pytest.mark.django_db
GEO = settings.DATA / "geo"
needs_files = pytest.mark.skipif(not GEO.is_dir(), reason=f"no geography in {GEO}; set DEKKEND_DATA")
POSTCODES = "id,postcode,gemeente,latitude,longitude\n"
LEFT = [[4.8, 52.0], [4.9, 52.0], [4.901, 52.05], [4.9, 52.1], [4.8, 52.1], [4.8, 52.0]]
RIGHT = [[4.9, 52.0], [5.0, 52.0], [5.0, 52.1], [4.9, 52.1], [4.901, 52.05], [4.9, 52.0]]


def read(command: str, *paths) -> dict[str, list]:
    out = StringIO()
    call_command(command, *paths, "--json", stdout=out)
    return json.loads(out.getvalue())


def counts(report: dict) -> list[int]:
    return [len(report[name]) for name in ("new", "changed", "refused", "unchanged")]


@pytest.fixture
def postcodes(tmp_path):
    def write(rows: str, header: str = POSTCODES):
        path = tmp_path / "pc4.csv"
        path.write_text(header + rows)
        return path

    return write


@pytest.fixture
def borders(tmp_path):
    def write(*features, end: str = "]}"):
        path = tmp_path / "grenzen.geojson"
        path.write_text(
            '{"type": "FeatureCollection", "features": [' + ",".join(map(json.dumps, features)) + end
        )
        return path

    return write


def municipality(code, name, *rings, kind: str = "Polygon"):
    return {
        "properties": {"statcode": code, "statnaam": name},
        "geometry": {
            "type": kind,
            "coordinates": [*rings] if kind == "Polygon" else [[ring] for ring in rings],
        },
    }


class TestPostcodes:
    def test_read_once_and_again_and_changed(self, postcodes):
        path = postcodes("1,3495,Oud,52.1,4.9\n2,3491,Oud,52.2,4.8\n")
        assert counts(read("import_postcodes", path)) == [2, 0, 0, 0]
        assert counts(read("import_postcodes", path)) == [0, 0, 0, 2]
        report = read("import_postcodes", postcodes("1,3495,Oud,52.15,4.9\n"))
        assert report["changed"] == [
            {"file": "pc4.csv", "row": 2, "code": "3495", "fields": {"latitude": [52.1, 52.15]}}
        ]
        area = PostcodeArea.objects.get(figures="3495")
        assert (area.latitude, area.longitude) == (52.15, 4.9)

    @pytest.mark.parametrize(
        ("row", "column", "value", "reason"),
        [
            ("1,349,Oud,52.1,4.9", "postcode", "349", "vier cijfers"),
            ("1,0495,Oud,52.1,4.9", "postcode", "0495", "vier cijfers"),
            ("1,٣٤٩٥,Oud,52.1,4.9", "postcode", "٣٤٩٥", "vier cijfers"),
            ("1,3495,Oud,,4.9", "latitude", "", "geen coördinaat"),
            ("1,3495,Oud,nan,4.9", "latitude", "nan", "buiten Nederland"),
            ("1,3495,Oud,4.9,52.1", "latitude", "4.9", "buiten Nederland"),
            ("1,3495,Oud,52.1", "", "", "4 kolommen; het zijn er 5"),
            ("1,3491,Twee,52.1,4.9", "", "3491", "al eerder"),
        ],
    )
    def test_a_bad_row_is_told_and_stops_nothing(self, postcodes, row, column, value, reason):
        report = read("import_postcodes", postcodes(f"1,3491,Oud,52.1,4.9\n{row}\n3,3493,Oud,52.3,4.7\n"))
        assert [one["code"] for one in report["new"]] == ["3491", "3493"]
        (refused,) = report["refused"]
        assert (refused["row"], refused["column"], refused["value"]) == (3, column, value)
        assert reason in refused["reason"]

    def test_another_list_is_refused_and_the_next_file_read(self, postcodes, tmp_path):
        other = tmp_path / "iets.csv"
        other.write_text("naam,plaats\nDe Regenton,Oudveen\n")
        with pytest.raises(CommandError, match="1 van 3"):
            call_command(
                "import_postcodes",
                other,
                postcodes("1,3495,Oud,52.1,4.9\n"),
                postcodes(""),
                stdout=StringIO(),
            )
        with pytest.raises(CommandError, match="1 van 1"):
            call_command("import_postcodes", tmp_path / "nergens.csv", stdout=StringIO())

    @needs_files
    def test_the_real_list(self):
        path = GEO / "4pp_postcode4_2014.csv"
        assert counts(read("import_postcodes", path)) == [4699, 0, 0, 0]
        assert counts(read("import_postcodes", path)) == [0, 0, 0, 4699]


class TestBorders:
    def test_neighbours_go_on_sharing_their_border(self, borders):
        path = borders(
            municipality("GM0001", "Links (gemeente)", LEFT), municipality("GM0002", "Rechts", RIGHT)
        )
        assert counts(read("import_borders", path)) == [2, 0, 0, 0]
        assert counts(read("import_borders", path)) == [0, 0, 0, 2]
        left, right = Municipality.objects.order_by("code")
        assert (left.code, left.name) == ("0001", "Links")
        shared = {tuple(point) for point in left.rings[0]} & {tuple(point) for point in right.rings[0]}
        assert shared == {(4.9, 52.0), (4.901, 52.05), (4.9, 52.1)}

    def test_what_lies_nearly_on_the_line_goes_at_both_sides(self, borders):
        nearly = [4.9001, 52.05]
        left, right = (
            [nearly if point == [4.901, 52.05] else point for point in ring] for ring in (LEFT, RIGHT)
        )
        read("import_borders", borders(municipality("1", "Links", left), municipality("2", "Rechts", right)))
        for found in Municipality.objects.all():
            assert nearly not in found.rings[0]
            assert found.rings[0][0] == found.rings[0][-1]

    def test_islands_and_holes(self, borders):
        island = [[5.5, 53.0], [5.6, 53.0], [5.6, 53.1], [5.5, 53.0]]
        read("import_borders", borders(municipality("3", "Eiland", LEFT, island, kind="MultiPolygon")))
        assert len(Municipality.objects.get().rings) == 2

    @pytest.mark.parametrize(
        ("feature", "reason"),
        [
            (municipality("", "Naamloos", LEFT), "gemeentecode"),
            (municipality("0009", "", LEFT), "geen naam"),
            (municipality("0009", "Zonder grens"), "geen grens"),
            (municipality("0009", "Open", LEFT[:-1]), "geen grens"),
            (municipality("0009", "In meters", [[120000, 450000]] * 4), "buiten Nederland"),
            (
                {
                    "properties": {"code": "9", "name": "Punt"},
                    "geometry": {"type": "Point", "coordinates": [5, 52]},
                },
                "geen grens",
            ),
            ({"properties": None, "geometry": None}, "gemeentecode"),
            (municipality("0001", "Nog eens", LEFT), "al eerder"),
        ],
    )
    def test_a_bad_municipality_is_told_and_stops_nothing(self, borders, feature, reason):
        path = borders(
            municipality("GM0001", "Links", LEFT), feature, municipality("GM0002", "Rechts", RIGHT)
        )
        report = read("import_borders", path)
        assert [one["code"] for one in report["new"]] == ["0001", "0002"]
        (refused,) = report["refused"]
        assert refused["row"] == 2
        assert reason in refused["reason"]
        assert len(refused["value"]) <= 80

    def test_a_file_cut_off_is_read_as_far_as_it_goes(self, borders):
        report = read("import_borders", borders(municipality("GM0001", "Links", LEFT), end=', {"prop'))
        assert [one["code"] for one in report["new"]] == ["0001"]
        assert "niet gelezen" in report["refused"][0]["reason"]

    @pytest.mark.parametrize("text", ["", "{}", '{"features": []}', '{"features": [{]}', "\0"])
    def test_what_is_no_geojson_is_refused(self, tmp_path, text):
        path = tmp_path / "stuk.geojson"
        path.write_text(text)
        with pytest.raises(CommandError, match="1 van 1"):
            call_command("import_borders", path, stdout=StringIO())
        assert not Municipality.objects.exists()

    @needs_files
    @pytest.mark.parametrize(
        ("name", "number"),
        [("gemeenten_2022_cbs_345", 345), ("gemeenten_grof_342", 342), ("gemeenten_po2604_5", 5)],
    )
    def test_the_real_borders(self, name, number):
        path = GEO / f"{name}.geojson"
        assert counts(read("import_borders", path)) == [number, 0, 0, 0]
        assert counts(read("import_borders", path)) == [0, 0, 0, number]
