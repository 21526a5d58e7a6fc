from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "dekkend.workflow"
