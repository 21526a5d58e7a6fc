"""Public addresses; a site is known by its establishment code (two digits, two letters, two digits)."""

from django.urls import path

from dekkend.website import codes, views  # noqa: F401 codes registers site_code
from dekkend.website.about.urls import pages as about_pages
from dekkend.website.api.urls import documents as open_data
from dekkend.website.compare.views import compare
from dekkend.website.face.urls import documents as face_documents
from dekkend.website.face.urls import work as face_work
from dekkend.website.feedback.urls import pages as feedback_pages
from dekkend.website.feedback.urls import work as feedback_work
from dekkend.website.find import views as find
from dekkend.website.following.urls import pages as following_pages
from dekkend.website.outlets.urls import documents as outlet_documents
from dekkend.website.outlets.urls import pages as outlet_pages

VERSION = "scholen/<site_code:code>/versies/<int:number>/"

# In every language: /scholen/ and /tr/scholen/.
pages = [
    *about_pages,
    *feedback_pages,
    *following_pages,
    *outlet_pages,
    path("", find.home, name="home"),
    path("scholen/", find.schools, name="schools"),
    path("vergelijk/", compare, name="compare"),
    path("scholen/<site_code:code>/", views.published, name="published"),
    path("scholen/<site_code:code>/versies/", views.published_versions, name="published-versions"),
    path(VERSION, views.published_version, name="published-version"),
    path(VERSION + "veranderd/", views.published_changes, name="published-changes"),
]

# As the school made them, so with one address.
documents = [
    *open_data,
    *face_documents,
    *outlet_documents,
    path("scholen/<site_code:code>/profiel.pdf", views.published_pdf, name="published-pdf"),
    path("scholen/<site_code:code>/profiel.json", views.published_json, name="published-json"),
    path(
        "scholen/<site_code:code>/stuk/<int:paper>/<str:name>", views.published_paper, name="published-paper"
    ),
    path(VERSION + "veranderd/pdf/", views.published_changes_pdf, name="published-changes-pdf"),
]

# For who works for a school or a partnership.
work = [*face_work, *feedback_work]
