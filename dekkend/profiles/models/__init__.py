"""A school's support profile: what was agreed, its versions and answers, and what was said about them."""

from dekkend.profiles.models.addendum import Addendum, AddendumSaying
from dekkend.profiles.models.answers import Answer, AnswerRevision
from dekkend.profiles.models.assigning import Assignment
from dekkend.profiles.models.comments import Comment
from dekkend.profiles.models.consultation import (
    OUTCOMES,
    WITHOUT_REASONS,
    Consultation,
    PupilsOpinion,
    Saying,
)
from dekkend.profiles.models.facts import Fact
from dekkend.profiles.models.friends import Friendship
from dekkend.profiles.models.guests import Guest
from dekkend.profiles.models.mailing import CalendarLink, MailChoice, Signal
from dekkend.profiles.models.papers import Paper
from dekkend.profiles.models.presence import Presence
from dekkend.profiles.models.regime import Body, Demand, Regime, RegimeKind, Right
from dekkend.profiles.models.suggestions import Suggestion
from dekkend.profiles.models.teamround import TeamAnswer, TeamExample, TeamInvitation, TeamRound
from dekkend.profiles.models.version import UNDER_WAY, SupportProfile, Version

__all__ = [
    "OUTCOMES",
    "UNDER_WAY",
    "WITHOUT_REASONS",
    "Addendum",
    "AddendumSaying",
    "Answer",
    "AnswerRevision",
    "Assignment",
    "Body",
    "CalendarLink",
    "Comment",
    "Consultation",
    "Demand",
    "Fact",
    "Friendship",
    "Guest",
    "MailChoice",
    "Paper",
    "Presence",
    "PupilsOpinion",
    "Regime",
    "RegimeKind",
    "Right",
    "Saying",
    "Signal",
    "Suggestion",
    "SupportProfile",
    "TeamAnswer",
    "TeamExample",
    "TeamInvitation",
    "TeamRound",
    "Version",
]
