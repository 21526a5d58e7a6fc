"""A text from the register becomes a value. Each cleaner raises BadValue with the reason in Dutch."""

import re
from collections.abc import Callable

from dekkend.organisations.models import Site

SITE_CODE = re.compile(r"\d{2}[A-Z]{2}\d{2}", re.ASCII)
BRIN = re.compile(r"\d{2}[A-Z]{2}", re.ASCII)
BOARD_NUMBER = re.compile(r"\d{5}", re.ASCII)
POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Z]{2})", re.ASCII)
PARTNERSHIP = re.compile(r"(?:PO)?[ -]?(\d{2})\.?(\d{2})", re.ASCII)
PHONE = re.compile(r"[+()\d -]{6,20}", re.ASCII)
WEB_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?")
KINDS = {
    "BO": Site.Kind.BO,
    "BASISONDERWIJS": Site.Kind.BO,
    "BASISSCHOOL": Site.Kind.BO,
    "SBO": Site.Kind.SBO,
    "SBAO": Site.Kind.SBO,
    "SO": Site.Kind.SO,
    "VSO": Site.Kind.VSO,
    "SO/VSO": Site.Kind.SO_VSO,
    "(V)SO": Site.Kind.SO_VSO,
}
# Inside a place name these stay small; the register prints names in capitals.
SMALL_WORDS = {"aan", "ad", "bij", "de", "den", "der", "en", "gem", "in", "op", "ter", "van"}
CAPITAL_WORDS = {"CA", "DR", "FR", "GN", "LB", "NB", "NH", "OV", "UT", "ZH"}
# A box around the European part of the country, in degrees.
SOUTH, NORTH, WEST, EAST = 50.7, 53.6, 3.3, 7.3


class BadValue(Exception):
    """This text cannot be right; the message says why, in Dutch."""


def text(raw: str) -> str:
    """One line of printable text."""
    line = " ".join(raw.split())
    if not line.isprintable() or "\ufffd" in line:
        raise BadValue("Hier staat een teken dat geen tekst is.")
    return line


def _shaped(pattern: re.Pattern, reason: str) -> Callable[[str], str]:
    def clean(raw: str) -> str:
        value = raw.strip().upper()
        if not pattern.fullmatch(value):
            raise BadValue(reason)
        return value

    return clean


site_code = _shaped(SITE_CODE, "Dit is geen vestigingscode: twee cijfers, twee letters, twee cijfers.")
brin = _shaped(BRIN, "Dit is geen BRIN: twee cijfers en twee letters.")
board_number = _shaped(BOARD_NUMBER, "Dit is geen bestuursnummer van vijf cijfers.")
phone = _shaped(PHONE, "Dit is geen telefoonnummer.")


def board_number_or_none(raw: str) -> str | None:
    """The history prints 0 for a school that no longer has a board."""
    return None if raw.strip() == "0" else board_number(raw)


def postcode(raw: str) -> str:
    """`3495AB` and `3495 AB` become `3495 AB`."""
    found = POSTCODE.fullmatch(raw.strip().upper())
    if not found:
        raise BadValue("Dit is geen postcode: vier cijfers en twee letters.")
    return f"{found[1]} {found[2]}"


def partnership_code(raw: str) -> str:
    """`PO 26.04`, `26.04` and `PO2604` become `PO2604`."""
    found = PARTNERSHIP.fullmatch(raw.strip().upper())
    if not found:
        raise BadValue("Dit is geen code van een samenwerkingsverband: PO en vier cijfers.")
    return f"PO{found[1]}{found[2]}"


def municipality_code(raw: str) -> str:
    """Four digits; some files drop the zeros in front."""
    return _digits(raw, range(1, 5), "Dit is geen gemeentecode van ten hoogste vier cijfers.")


def chamber_of_commerce(raw: str) -> str:
    """Eight digits; some files drop the zero in front."""
    return _digits(raw, range(7, 9), "Dit is geen KvK-nummer van acht cijfers.")


def _digits(raw: str, lengths: range, reason: str) -> str:
    value = raw.strip()
    if not (value.isascii() and value.isdigit() and len(value) in lengths):
        raise BadValue(reason)
    return value.zfill(lengths[-1])


def kind(raw: str) -> Site.Kind:
    """The kind of school, by any of the register's names for it."""
    try:
        return KINDS[raw.strip().upper()]
    except KeyError:
        raise BadValue("Deze soort onderwijs kennen wij niet: BO, SBO, SO, VSO of SO/VSO.") from None


def web_address(raw: str) -> str:
    """Empty when nobody can follow it: the register's typing errors are no reason to refuse a school."""
    value = text(raw).rstrip(".")
    return value if WEB_ADDRESS.fullmatch(value) else ""


def place(raw: str) -> str:
    """`ALPHEN AAN DEN RIJN` becomes `Alphen aan den Rijn`; a name already in small letters stays."""
    name = text(raw)
    if name != name.upper():
        return name
    words = re.split(r"([ -])", name.lower())
    return "".join(_place_word(word, first=not index) for index, word in enumerate(words))


def _place_word(word: str, *, first: bool) -> str:
    if word.startswith("'") or (word in SMALL_WORDS and not first):
        return word
    if word.upper() in CAPITAL_WORDS and not first:
        return word.upper()
    return "IJ" + word[2:] if word.startswith("ij") else word.capitalize()


def latitude(raw: str) -> float:
    return _degrees(raw, SOUTH, NORTH)


def longitude(raw: str) -> float:
    return _degrees(raw, WEST, EAST)


def _degrees(raw: str, lowest: float, highest: float) -> float:
    """Six decimals: eleven centimetres. Files that agree then stay equal."""
    try:
        degrees = round(float(raw), 6)
    except ValueError:
        raise BadValue("Dit is geen coördinaat in graden.") from None
    if not lowest <= degrees <= highest:
        raise BadValue("Deze coördinaat ligt buiten Nederland.")
    return degrees


def pupils(raw: str) -> int | None:
    """A count; None for `<5`, which the register prints to keep single children out of sight."""
    if raw == "<5":
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 5):
        raise BadValue("Dit is geen aantal leerlingen.")
    return int(raw)
