"""Pages about a case. Parents' own pages stand at the address of their link."""

from django.urls import path

from dekkend.cases import views
from dekkend.cases.views import letters

urlpatterns = [
    path("dossiers/", views.cases, name="cases"),
    path("dossiers/nieuw/<slug:code>/", views.new_case, name="new-case"),
    path("dossiers/<int:pk>/", views.case, name="case"),
    path("dossiers/<int:pk>/brieven/", letters.letters, name="letters"),
    path("dossiers/<int:pk>/brieven/<int:letter>/", letters.letter, name="letter"),
    path("dossiers/<int:pk>/brieven/<int:letter>/pdf/", letters.letter_file, name="letter-pdf"),
    path("dossiers/<int:pk>/ouders/", views.case_parties, name="case-parties"),
    path("dossiers/<int:pk>/ouders/<int:number>/", views.case_party, name="case-party"),
    path("dossiers/<int:pk>/collega/", views.case_share, name="case-share"),
    path("dossiers/<int:pk>/stap/<slug:step>/", views.case_step, name="case-step"),
    path("dossiers/<int:pk>/logboek/", views.case_log, name="case-log"),
    path("dossiers/<int:pk>/<slug:form>/<str:chapter>/", views.case_chapter, name="case-chapter"),
    path("kind/<str:token>/", views.parent_case, name="parent-case"),
]
