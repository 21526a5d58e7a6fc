"""Pages about a case. Parents' own pages stand at the address of their link."""

from django.urls import path

from dekkend.cases import views

urlpatterns = [
    path("dossiers/<int:pk>/", views.case, name="case"),
    path("kind/<str:token>/", views.parent_case, name="parent-case"),
]
