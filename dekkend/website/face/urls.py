"""The face itself, for every page; and the page where staff choose it."""

from django.urls import path

from dekkend.website.face import views

documents = [
    path("stijl/<slug:code>.<slug:hash>.css", views.face_style, name="face-style"),
    path("stijl/<slug:code>.<slug:hash>.png", views.face_logo, name="face-logo"),
]
work = [
    path("werk/regio/<slug:code>/huisstijl/", views.face, name="face"),
    path("werk/regio/<slug:code>/huisstijl/logo/", views.change_logo, name="change-logo"),
    path("werk/regio/<slug:code>/huisstijl/proef.css", views.face_sample, name="face-sample"),
]
