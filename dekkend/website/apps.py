from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "dekkend.website"

    def ready(self):
        from dekkend.website import publishing  # noqa: F401 connects the receivers; models must be loaded
