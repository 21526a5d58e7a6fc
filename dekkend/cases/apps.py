from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dekkend.cases"

    def ready(self):
        from dekkend.cases import doors  # noqa: F401  registers itself; needs the models
