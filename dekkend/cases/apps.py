from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dekkend.cases"

    def ready(self):
        # They register themselves, and need the models.
        from dekkend.cases import checks, doors, nightly  # noqa: F401
