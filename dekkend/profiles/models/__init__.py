"""A school's support profile: what was agreed, its versions and answers, and what was said about them."""

from dekkend.profiles.models.advice import Advice
from dekkend.profiles.models.answers import Answer, AnswerRevision
from dekkend.profiles.models.mailing import CalendarLink, MailChoice, Signal
from dekkend.profiles.models.regime import Regime
from dekkend.profiles.models.version import UNDER_WAY, SupportProfile, Version

__all__ = [
    "UNDER_WAY",
    "Advice",
    "Answer",
    "AnswerRevision",
    "CalendarLink",
    "MailChoice",
    "Regime",
    "Signal",
    "SupportProfile",
    "Version",
]
