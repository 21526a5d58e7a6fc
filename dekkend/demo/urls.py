"""Pages that exist only in the demo."""

from django.conf import settings
from django.urls import path

from dekkend.demo import views

pages = [
    path("demo/post/", views.mail, name="demo-mail"),
    path("demo/post/<slug:letter_id>/", views.letter, name="demo-letter"),
]

urlpatterns = pages if settings.DEMO else []
