"""Addresses of what a school takes along."""

from django.urls import path

from dekkend.website import files
from dekkend.website.outlets import views

SCHOOL = "scholen/<site_code:code>/"

# In every language.
pages = [
    path(f"{SCHOOL}kort/", views.outlet, {"name": files.BRIEF}, name="outlet-brief"),
    path(f"{SCHOOL}kort.pdf", views.outlet_brief_pdf, name="outlet-brief-pdf"),
]

# In Dutch, as the school wrote it, so with one address each.
documents = [
    path(f"{SCHOOL}meenemen/", views.outlets, name="outlets"),
    path(f"{SCHOOL}schoolgids/", views.outlet, {"name": files.GUIDE}, name="outlet-guide"),
    path(f"{SCHOOL}schoolgids.docx", views.outlet, {"name": files.GUIDE_WORD}, name="outlet-guide-word"),
    path(f"{SCHOOL}schoolgids.txt", views.outlet, {"name": files.GUIDE_TEXT}, name="outlet-guide-text"),
    path(f"{SCHOOL}kaart/", views.outlet_card, name="outlet-card"),
    path(f"{SCHOOL}tekst-500.txt", views.outlet, {"name": files.TEXT_SHORT}, name="outlet-text-short"),
    path(f"{SCHOOL}tekst-2000.txt", views.outlet, {"name": files.TEXT_LONG}, name="outlet-text-long"),
]
