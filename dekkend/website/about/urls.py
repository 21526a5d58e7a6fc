"""Each page in general, and as it is for one partnership."""

from django.urls import path

from dekkend.website.about import views

pages = [
    path("over/", views.about, name="about"),
    path("over/<slug:code>/", views.about, name="about-of"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("toegankelijkheid/<slug:code>/", views.accessibility, name="accessibility-of"),
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/<slug:code>/", views.privacy, name="privacy-of"),
]
