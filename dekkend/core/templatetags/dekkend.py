"""What our templates need besides Django's own: icons, days, terms, people and languages."""

from datetime import date, datetime
from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, ngettext, override

from dekkend.core.languages import DUTCH, Language, addresses_of, current, marking

register = template.Library()

SOON = 7
TURNING = {"refer"}  # drawings of a direction


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing from the sprite; decoration only, so a word must stand beside it."""
    look = "i turns" if name in TURNING else "i"
    markup = (
        '<svg class="{}" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><use href="{}#{}"/></svg>'
    )
    return format_html(markup, look, static("core/icons.svg"), name)


@register.filter
def day(moment: date | datetime | None) -> str:
    """15 december 2026, in our time zone and the reader's language."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = localtime(moment).date()
    return date_format(moment, "j E Y")  # E, not F: Polish and Ukrainian bend the month after a day


@register.filter
def get(mapping, key):
    """The value of a key with a dot in it."""
    return mapping.get(key)


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as a telephone takes it: 0000 12 34 56 → 0000123456."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.filter
def web_address(written: str) -> str:
    """Where a browser goes for what the register has: www.school.nl → https://www.school.nl."""
    return written if written.startswith(("http://", "https://")) else f"https://{written}"


@register.filter
def leading(label: str) -> str:
    """A label before what is said of it: with a colon, unless it asks something."""
    return label if label.endswith(("?", "؟")) else f"{label}:"


@register.filter
def initials(name: str) -> str:
    parts = name.split()
    return (parts[0][:1] + parts[-1][:1]).upper() if len(parts) > 1 else name[:2].upper()


@register.simple_tag
def term(due_on: date | None) -> SafeString:
    """How long someone still has, in days and with a symbol."""
    if due_on is None:
        return SafeString("")
    days = (due_on - localdate()).days
    if days < 0:
        late = ngettext("%(count)s dag te laat", "%(count)s dagen te laat", -days)
        kind, name, text = "late", "bad", late % {"count": -days}
    elif days == 0:
        kind, name, text = "soon", "warn", gettext("vandaag")
    else:
        kind, name = ("soon", "warn") if days <= SOON else ("", "clock")
        text = ngettext("nog %(count)s dag", "nog %(count)s dagen", days) % {"count": days}
    return format_html('<span class="term {}">{} {}</span>', kind, icon(name), text)


@register.simple_tag
def language_here() -> SafeString:
    """The `lang` and `dir` of a page in the reader's language."""
    return _attributes(current())


@register.simple_tag
def school_words() -> SafeString:
    """The `lang` and `dir` of what a school wrote itself: Dutch, said where the page is not."""
    return marking(DUTCH, current().code)


@register.simple_tag
def words_in(language: str) -> SafeString:
    """The `lang` and `dir` of words in a language, said where the page is in another one."""
    return marking(language, current().code)


@register.simple_tag
def is_dutch() -> bool:
    """Whether the page around is in Dutch, so that its reader can read a school's own words."""
    return current().is_dutch


@register.simple_tag(takes_context=True)
def page_languages(context) -> list[dict]:
    """The same page in every language, for the switch and for search engines; [] where it is Dutch only.

    A page that is kept knows no request and sets `page_address` instead, and `page_query` when it has one. Of
    a partnership that chose languages (see `face`) only those are offered, and the one of this page.
    """
    request, query = context.get("request"), context.get("page_query", "")
    address = context.get("page_address") or (request.get_full_path() if request else "")
    here, face = current(), context.get("face")
    chosen = face.languages if face else []
    return [
        {
            "language": language,
            "attributes": _attributes(language),
            "address": path + query,
            "whole_address": settings.SITE_URL + path + query,
            "is_here": language == here,
            **_offer(language),
        }
        for language, path in (addresses_of(address) if address else ())
        if not chosen or language.code in chosen or language == here
    ]


def _offer(language: Language) -> dict[str, str]:
    """How this language is offered to its readers, in that language."""
    with override(language.code):
        # Translators: name your own language here, for a reader who is on the page in another one.
        return {"offer": gettext("Lees deze bladzijde in het Nederlands"), "close": gettext("Nee, bedankt")}


def _attributes(language: Language) -> SafeString:
    direction = ' dir="rtl"' if language.direction == "rtl" else ""
    return SafeString(f' lang="{language.tag}"{direction}')
