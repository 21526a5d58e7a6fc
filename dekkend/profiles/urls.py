"""The working pages, under /werk/: a person's list, a school's start page, a version and its questions."""

from django.urls import path

from dekkend.profiles import views

VERSION = "profiel/<int:pk>/"

urlpatterns = [
    path("", views.work, name="work"),
    path("school/<str:code>/", views.school, name="school"),
    path("school/<str:code>/begin/", views.start_version, name="start-version"),
    path("bestuur/<str:number>/", views.board, name="board"),
    path("bestuur/<str:number>/vaststellen/", views.sign, name="sign"),
    path("regio/<str:code>/", views.region, name="region"),
    path("regio/<str:code>/afspraken/", views.regime, name="regime"),
    path("mail/", views.mail_choice, name="mail-choice"),
    path("mail/agenda/", views.calendar_link, name="calendar-link"),
    path("agenda/<str:token>.ics", views.calendar, name="calendar"),
    path(VERSION + "hoofdstuk/<slug:chapter>/", views.chapter, name="chapter"),
    path(VERSION + "antwoord/<str:key>/", views.answer, name="answer"),
    path(VERSION + "antwoord/<str:key>/bevestigen/", views.confirm, name="confirm"),
    path(VERSION + "hoofdstuk/<slug:chapter>/bevestigd/", views.confirmed, name="confirmed"),
    path(VERSION + "antwoord/<str:key>/verloop/", views.answer_history, name="answer-history"),
    path(VERSION + "antwoord/<str:key>/tips/", views.tips, name="tips"),
    path(VERSION + "antwoord/<str:key>/voorbeelden/", views.examples, name="examples"),
    path(VERSION + "leesbaarheid/", views.readability, name="readability"),
    path(VERSION + "voorbeeld/profiel.pdf", views.preview_pdf, name="preview-pdf"),
    path(VERSION + "voorbeeld/<slug:reader>/", views.preview, name="preview"),
    path("school/<str:code>/delen/", views.sharing, name="sharing"),
    path(VERSION + "stukken/<str:key>/", views.papers, name="papers"),
    path(VERSION + "stuk/<int:paper>/", views.paper, name="paper"),
    path(VERSION + "stuk/<int:paper>/weg/", views.remove_paper, name="remove-paper"),
    path(VERSION + "stuk/<int:paper>/terug/", views.restore_paper, name="restore-paper"),
    path(VERSION + "controle/", views.checks, name="checks"),
    path(VERSION + "lezen/", views.read, name="read"),
    path(VERSION + "leerlingen/", views.pupils, name="pupils"),
    path(VERSION + "mr/<slug:say>/", views.speak, name="speak"),
    path(VERSION + "mr/<slug:say>/terug/", views.take_back, name="take-back"),
    path("mening/<str:token>/", views.team_opinion, name="team-opinion"),
    path(VERSION + "teamronde/", views.team_round, name="team-round"),
    path(VERSION + "teamronde/verlengen/", views.extend_team_round, name="extend-team-round"),
    path(VERSION + "teamronde/herinneren/", views.remind_team, name="remind-team"),
    path(VERSION + "teamronde/sluiten/", views.close_team_round, name="close-team-round"),
    path(VERSION + "stap/<slug:transition>/", views.step, name="step"),
    path(VERSION + "aanvulling/", views.start_addendum, name="start-addendum"),
    path("aanvulling/<int:pk>/", views.addendum, name="addendum"),
    path("aanvulling/<int:pk>/stap/<slug:transition>/", views.addendum_step, name="addendum-step"),
    path("aanvulling/<int:pk>/mr/<slug:say>/", views.addendum_say, name="addendum-say"),
    path(VERSION + "verslag/", views.record, name="record"),
    path(VERSION + "verantwoording/", views.account, name="account-of"),
    path(VERSION + "verantwoording/pdf/", views.account_file, name="account-pdf"),
]
