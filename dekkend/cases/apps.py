from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dekkend.cases"

    def ready(self):
        # Both need the models.
        from dekkend.cases import doors  # noqa: F401  registers itself
        from dekkend.cases.actions.attachments import sweep_attachments
        from dekkend.cases.actions.calendar import lapse_awards, tell_of_terms
        from dekkend.cases.actions.fetching import signal_renewals
        from dekkend.core.daily import also_daily

        also_daily("aflopen van hulp", lapse_awards)
        also_daily("termijnen van dossiers", tell_of_terms)
        also_daily("verklaringen die aflopen", signal_renewals)
        also_daily("bijlagen opgeruimd", sweep_attachments)
