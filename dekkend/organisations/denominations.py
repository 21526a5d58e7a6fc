"""The denominations (richtingen) of schools, as the register calls them."""

from django.utils.translation import gettext, gettext_noop

# In small letters; what the register adds stays as it is.
DENOMINATIONS = (
    gettext_noop("openbaar"),
    gettext_noop("rooms-katholiek"),
    gettext_noop("protestants-christelijk"),
    gettext_noop("algemeen bijzonder"),
    gettext_noop("reformatorisch"),
    gettext_noop("gereformeerd vrijgemaakt"),
    gettext_noop("islamitisch"),
    gettext_noop("antroposofisch"),
    gettext_noop("interconfessioneel"),
    gettext_noop("evangelisch"),
    gettext_noop("hindoeïstisch"),
    gettext_noop("joods"),
    gettext_noop("humanistisch"),
    gettext_noop("bijzonder"),
    gettext_noop("samenwerking pc, rk"),
)


def denomination_in_words(denomination: str) -> str:
    """As the middle of a sentence, in the reader's language where we have a word for it."""
    return gettext(denomination.lower()) if denomination else ""
