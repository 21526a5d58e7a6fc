from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "dekkend.questionnaires"
