"""For parents, in every language: also where the links in mails lead."""

from django.urls import path

from dekkend.website import codes  # noqa: F401 registers site_code
from dekkend.website.following import views

pages = [
    path("scholen/<site_code:code>/volgen/", views.follow_site, name="follow-site"),
    path("volgen/", views.follow_search, name="follow-search"),
    path("volgen/verstuurd/", views.asked, name="follow-asked"),
    path("volgen/ja/<str:token>/", views.confirm, name="follow-confirm"),
    path("volgen/stop/<str:token>/", views.leave, name="follow-leave"),
]
