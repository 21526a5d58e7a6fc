"""What our templates need besides Django's own: icons, days, terms and people."""

from datetime import date, datetime

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime

register = template.Library()

SOON = 7


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from the sprite; decoration only, so a word must stand beside it."""
    markup = (
        '<svg class="i" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><use href="{}#{}"/></svg>'
    )
    return format_html(markup, static("core/icons.svg"), name)


@register.filter
def day(moment: date | datetime | None) -> str:
    """15 december 2026, in our time zone."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = localtime(moment).date()
    return date_format(moment, "j F Y")


@register.filter
def get(mapping, key):
    """The value of a key with a dot in it."""
    return mapping.get(key)


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
        kind, name, text = "late", "bad", f"{-days} {'dag' if days == -1 else 'dagen'} te laat"
    elif days == 0:
        kind, name, text = "soon", "warn", "vandaag"
    else:
        kind, name = ("soon", "warn") if days <= SOON else ("", "clock")
        text = f"nog {days} {'dag' if days == 1 else 'dagen'}"
    return format_html('<span class="term {}">{} {}</span>', kind, icon(name), text)
