"""Public addresses; a site is known by its establishment code (two digits, two letters, two digits)."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from dekkend.website import views


class SiteCode:
    regex = r"[0-9]{2}[A-Z]{2}[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SiteCode, "site_code")

VERSION = "scholen/<site_code:code>/versies/<int:number>/"

# In every language: /scholen/ and /tr/scholen/.
pages: list[URLPattern | URLResolver] = [
    path("", include("dekkend.website.about.urls")),
    path("", views.home, name="home"),
    path("scholen/", views.schools, name="schools"),
    path("scholen/<site_code:code>/", views.published, name="published"),
    path("scholen/<site_code:code>/versies/", views.published_versions, name="published-versions"),
    path(VERSION, views.published_version, name="published-version"),
    path(VERSION + "veranderd/", views.published_changes, name="published-changes"),
]

# As the school made them, so with one address.
documents: list[URLPattern | URLResolver] = [
    path("", include("dekkend.website.face.urls")),
    path("scholen/<site_code:code>/profiel.pdf", views.published_pdf, name="published-pdf"),
    path("scholen/<site_code:code>/profiel.json", views.published_json, name="published-json"),
    path(
        "scholen/<site_code:code>/stuk/<int:paper>/<str:name>", views.published_paper, name="published-paper"
    ),
    path(VERSION + "veranderd/pdf/", views.published_changes_pdf, name="published-changes-pdf"),
]
