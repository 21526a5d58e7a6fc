"""A school as schema.org describes it, for search engines: data in its page that no browser runs."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from dekkend.core.templatetags.dekkend import web_address
from dekkend.organisations.models import Partnership, Site
from dekkend.website.api.shapes import whole

# Inside a script element nothing is unescaped, so nothing may end it or begin another.
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def school_markup(site: Site, partnership: Partnership) -> SafeString:
    """JSON-LD that is safe inside `<script type="application/ld+json">`."""
    written = json.dumps(described(site, partnership), ensure_ascii=False).translate(ESCAPED)
    return mark_safe(written)  # noqa: S308  escaped in the line above


def described(site: Site, partnership: Partnership) -> dict[str, Any]:
    """The facts of the register; what is not known is left out."""
    board, page = site.school.board, whole("published", site.code)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "School",
        "@id": f"{page}#school",
        "identifier": {"@type": "PropertyValue", "propertyID": "BRIN-vestiging", "value": site.code},
        "name": site.name,
        "address": address_of(site),
        "telephone": site.phone,
        "url": web_address(site.website) if site.website else "",
        "geo": place_of(site),
        "parentOrganization": {"@type": "Organization", "name": str(board)} if board else None,
        "memberOf": {"@type": "Organization", "name": partnership.name, "identifier": partnership.code},
        "mainEntityOfPage": page,
    }
    return {name: value for name, value in facts.items() if value}


def address_of(site: Site) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": f"{site.street} {site.house_number}".strip(),
        "postalCode": site.postcode,
        "addressLocality": site.city,
        "addressCountry": "NL",
    }


def place_of(site: Site) -> dict[str, Any] | None:
    if site.latitude is None or site.longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": site.latitude, "longitude": site.longitude}
