"""Small files in the shapes of the register, with schools that do not exist."""

import csv
import io
import json
from pathlib import Path

from django.core.management import CommandError, call_command

SITES_2026 = [
    "PROVINCIE",
    "BEVOEGD GEZAG NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "VESTIGINGSNAAM",
    "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING",
    "POSTCODE",
    "PLAATSNAAM",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "DENOMINATIE",
    "TELEFOONNUMMER",
    "INTERNETADRES",
    "VAKANTIEREGIO",
]
SITES_2013 = [
    {
        "INSTELLINGSCODE": "BRIN NUMMER",
        "VESTIGINGSCODE": "VESTIGINGSNUMMER",
        "VESTIGINGSNAAM": "VESTIGINGSNAAM ",
    }.get(name, name)
    for name in SITES_2026[:-1]
]
REGENTON = {
    "PROVINCIE": "Utrecht",
    "BEVOEGD GEZAG NUMMER": "90001",
    "INSTELLINGSCODE": "99AB",
    "VESTIGINGSCODE": "99AB00",
    "VESTIGINGSNAAM": "De Regenton",
    "STRAATNAAM": "Kadeweg",
    "HUISNUMMER-TOEVOEGING": "4-A",
    "POSTCODE": "3495 AB",
    "PLAATSNAAM": "OUDVEEN AAN DEN RIJN",
    "GEMEENTENUMMER": "0999",
    "GEMEENTENAAM": "RIETLAND",
    "DENOMINATIE": "Openbaar",
    "TELEFOONNUMMER": "0300123456",
    "INTERNETADRES": "www.regenton.example",
    "VAKANTIEREGIO": "Midden",
}
HISTORY = [
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "NAAM_VESTIGING",
    "SOORT_VESTIGING",
    "DENOMINATIE_VESTIGING",
    "BEVOEGD_GEZAG_NUMMER",
    "GEMEENTECODE_VESTIGING",
    "GEMEENTENAAM_VESTIGING",
    "LEERLINGEN_2023",
    "LEERLINGEN_2024",
    "LEERLINGEN_2025",
]
REGION = [
    "VESTIGINGSCODE",
    "BRIN",
    "SOORT",
    "NAAM",
    "STRAAT",
    "HUISNUMMER",
    "POSTCODE",
    "PLAATS",
    "GEMEENTE",
    "DENOMINATIE",
    "BESTUURSNUMMER",
    "BESTUURSNAAM",
    "TELEFOON",
    "WEBSITE",
    "LEERLINGEN_2024",
    "LEERLINGEN_2025",
    "LAT",
    "LON",
    "GEO_BRON",
]


def site_row(code: str = "99AB00", **other: str) -> dict[str, str]:
    """De Regenton, or a school like it under another code; `other` by the first word of the column."""
    row = REGENTON | {"VESTIGINGSCODE": code, "INSTELLINGSCODE": code[:4]}
    names = {name.split()[0].split("-")[0]: name for name in row}
    return row | {names[word]: value for word, value in other.items()}


def sites_csv(*rows: dict[str, str], header: list[str] = SITES_2026, encoding: str = "cp1252") -> bytes:
    """Dialect A: `;`, CRLF, quotes only where they must, a missing value is one space."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([row[name] or " " for name in SITES_2026[: len(header)]])
    return out.getvalue().encode(encoding)


def semicolons(header: list[str], *rows: str) -> bytes:
    """Dialect A with a BOM, from rows that are written out."""
    return "\r\n".join([";".join(header), *rows, ""]).encode("utf-8-sig")


def all_quoted(header: list[str], *rows: list[str]) -> bytes:
    """Dialect B: `,`, everything quoted, a BOM."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig")


def geojson(*places: tuple[str, str, float, float]) -> bytes:
    """Code, postcode without its space, longitude, latitude."""
    features = [
        {
            "type": "Feature",
            "properties": {"vestigingscode": code, "postcode": postcode, "leerlingen": None},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for code, postcode, lon, lat in places
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


class Register:
    """Imports bytes as a file; gives the report as the command prints it."""

    def __init__(self, folder: Path, capsys) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, content: bytes, *options: str, name: str = "lijst.csv") -> dict:
        path = self.folder / name
        path.write_bytes(content)
        return self.run(path, "--json", *options)

    def run(self, *arguments) -> dict:
        self.capsys.readouterr()
        try:
            call_command("import_duo", *map(str, arguments))
        except CommandError as problem:
            self.error = str(problem)
        else:
            self.error = ""
        return json.loads(self.capsys.readouterr().out)
