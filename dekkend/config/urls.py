"""Every room's pages. Private unless its view says otherwise; docs/access.md lists who may see what."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from dekkend.cases.urls import pages as parents_pages
from dekkend.website.urls import documents, pages, work

urlpatterns = [
    *documents,
    *i18n_patterns(*pages, *parents_pages, prefix_default_language=False),
    *work,
    path("werk/", include("dekkend.profiles.urls")),
    path("", include("dekkend.cases.urls")),
    path("", include("dekkend.organisations.urls")),
    path("", include("dekkend.demo.urls")),
]

handler400 = "dekkend.core.views.bad_request"
handler403 = "dekkend.core.views.forbidden"
handler404 = "dekkend.core.views.not_found"
