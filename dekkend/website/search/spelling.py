"""Text as it is compared: small letters, no accents, the digits and letters of Arabic made one."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
# Letters that no accent explains.
ALIKE = str.maketrans(
    {
        "ł": "l", "ı": "i", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ĳ": "ij",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك",
        "ـ": "", "ґ": "г", "ʼ": "", "’": "", "'": "", "`": "", "\u200c": "", "\u200d": "",
    }
)  # fmt: skip
# An accent on one of these is a letter of its own: й is no и, ї no і.
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال")
SHORTEST_STEM = 3
STEMMER = Stemmer.Stemmer("dutch")


def folded(text: str) -> str:
    """`text` for comparing: "İŞİTME" and "isitme" are one, and so are "٣٤٩٥" and "3495"."""
    text = unicodedata.normalize("NFKC", text.replace("İ", "i")).casefold().translate(ALIKE)
    return "".join(_plain(sign) for sign in text)


@lru_cache(4096)
def _plain(sign: str) -> str:
    """A sign without what was put on it; a digit of any script as ours."""
    if sign.isascii() or CYRILLIC.match(sign):
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    parts = unicodedata.normalize("NFD", sign)
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared; Arabic ones without their article."""
    return [_bare(word) for word in WORD.findall(folded(text))]


def _bare(word: str) -> str:
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= SHORTEST_STEM:
            return word[len(article) :]
    return word


def stem_of(word: str) -> str:
    """A Dutch word without its ending; schools write Dutch."""
    return STEMMER.stemWord(word)[:LONGEST_WORD]
