"""For parents, in every language; and for who reads what they say."""

from django.urls import path

from dekkend.website import codes  # noqa: F401 registers site_code
from dekkend.website.feedback import views

pages = [
    path("scholen/<site_code:code>/herkent-u-dit/", views.give_feedback, name="give-feedback"),
    path("scholen/<site_code:code>/herkent-u-dit/dank/", views.thanks, name="feedback-thanks"),
]
work = [
    path("werk/school/<str:code>/reacties/", views.school_feedback, name="school-feedback"),
    path("werk/regio/<str:code>/reacties/", views.region_feedback, name="region-feedback"),
    path("werk/reactie/<int:pk>/", views.feedback, name="feedback"),
    path("werk/reactie/<int:pk>/stap/<slug:transition>/", views.feedback_step, name="feedback-step"),
]
