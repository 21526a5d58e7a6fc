from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "dekkend.website"

    def ready(self):
        # Models must be loaded; publishing connects its receivers.
        from dekkend.core.daily import also_daily
        from dekkend.profiles.overview import ALSO_WAITING
        from dekkend.website import publishing  # noqa: F401
        from dekkend.website.feedback import actions as feedback
        from dekkend.website.feedback.queries import waiting_at
        from dekkend.website.following import actions as following
        from dekkend.website.search import receivers  # noqa: F401

        ALSO_WAITING.append(waiting_at)
        also_daily("feedback forgotten", lambda at: feedback.forget_feedback(at=at))
        also_daily("support points told", lambda at: feedback.tell_weekly(at=at))
        also_daily("unconfirmed followers forgotten", lambda at: following.forget_unconfirmed(at=at))
        also_daily("followers told", lambda at: following.send_news(at=at))
