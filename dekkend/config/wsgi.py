"""The application that granian serves: published pages first, Django for everything else."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 settings exist from here on
from django.db import connections  # noqa: E402
from django.utils.csp import build_policy  # noqa: E402

from dekkend.cases.checks import refuse_wrong_master_keys  # noqa: E402
from dekkend.website.published import PublishedPages  # noqa: E402

refuse_wrong_master_keys()
connections.close_all()  # threads that answer have their own


def security_headers(policy: dict[str, list[str]]) -> dict[str, str]:
    """The headers Django's middleware would have set, for pages that do not pass through it."""
    headers = {
        "Content-Security-Policy": build_policy(policy),  # type: ignore[arg-type]  # stubs too wide
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return headers


def framed_headers() -> dict[str, str]:
    """The same for the page that other sites may show within their own."""
    headers = security_headers(settings.CSP_FRAMED)
    del headers["X-Frame-Options"]
    return headers


application = PublishedPages(
    django_application, settings.PUBLISHED_ROOT, security_headers(settings.SECURE_CSP), framed_headers()
)
