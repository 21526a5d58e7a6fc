"""What the register writes, and what we keep of it."""

import pytest

from dekkend.organisations.duo import cleaners
from dekkend.organisations.duo.cleaners import BadValue


@pytest.mark.parametrize(
    ("cleaner", "raw", "value"),
    [
        (cleaners.site_code, " 99ab00 ", "99AB00"),
        (cleaners.brin, "99AB", "99AB"),
        (cleaners.board_number, "90001", "90001"),
        (cleaners.board_number_or_none, "0", None),
        (cleaners.postcode, "3495AB", "3495 AB"),
        (cleaners.postcode, "3495 ab", "3495 AB"),
        (cleaners.partnership_code, "PO 99.01", "PO9901"),
        (cleaners.partnership_code, "99.01", "PO9901"),
        (cleaners.partnership_code, "PO9901", "PO9901"),
        (cleaners.municipality_code, "99", "0099"),
        (cleaners.chamber_of_commerce, "1234567", "01234567"),
        (cleaners.kind, "SBAO", "SBO"),
        (cleaners.kind, "SO/VSO", "SO/VSO"),
        (cleaners.phone, "0300123456", "0300123456"),
        (cleaners.web_address, "www.regenton.example.", "www.regenton.example"),
        (cleaners.web_address, "https://regenton.example/school", "https://regenton.example/school"),
        (cleaners.web_address, "www. regenton.example", ""),
        (cleaners.web_address, "javascript:alert(1)", ""),
        (cleaners.text, "De\u00a0 Regenton", "De Regenton"),
        (cleaners.latitude, "52.12345678", 52.123457),
        (cleaners.longitude, "4.9", 4.9),
        (cleaners.pupils, "<5", None),
        (cleaners.pupils, "0", 0),
        (cleaners.pupils, "184", 184),
    ],
)
def test_kept(cleaner, raw, value):
    assert cleaner(raw) == value


@pytest.mark.parametrize(
    ("cleaner", "raw"),
    [
        (cleaners.site_code, "99AB"),
        (cleaners.site_code, "9٩AB00"),
        (cleaners.brin, "AB99"),
        (cleaners.board_number, "9001"),
        (cleaners.board_number_or_none, "00"),
        (cleaners.postcode, "0495 AB"),
        (cleaners.postcode, "3495  AB"),
        (cleaners.partnership_code, "Europoort"),
        (cleaners.partnership_code, "VO9901"),
        (cleaners.municipality_code, "12345"),
        (cleaners.chamber_of_commerce, "123456"),
        (cleaners.kind, "HAVO"),
        (cleaners.phone, "geen"),
        (cleaners.text, "De \x07 bel"),
        (cleaners.text, "De Regent\ufffdn"),
        (cleaners.latitude, "4.9"),
        (cleaners.latitude, "nan"),
        (cleaners.longitude, "52.1"),
        (cleaners.longitude, "oost"),
        (cleaners.pupils, "-1"),
        (cleaners.pupils, "12,5"),
        (cleaners.pupils, "123456"),
    ],
)
def test_refused(cleaner, raw):
    with pytest.raises(BadValue):
        cleaner(raw)


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("'S-GRAVENVEEN", "'s-Gravenveen"),
        ("'T RIETHUIS", "'t Riethuis"),
        ("DE VEENHOEK", "De Veenhoek"),
        ("OUDVEEN AAN DEN IJSSEL", "Oudveen aan den IJssel"),
        ("IJSVEEN", "IJsveen"),
        ("NIEUW-OUDVEEN", "Nieuw-Oudveen"),
        ("VEEN GEM RIETLAND", "Veen gem Rietland"),
        ("OUDVEEN NB", "Oudveen NB"),
        ("2E RIETMOND", "2e Rietmond"),
        ("Oudveen a/d Rijn", "Oudveen a/d Rijn"),
    ],
)
def test_place_names_lose_their_capitals(printed, written):
    assert cleaners.place(printed) == written
    assert cleaners.place(written) == written
