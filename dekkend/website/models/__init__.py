"""What the website keeps: its search index, what parents say, and who wants to hear of changes."""

from dekkend.website.models.feedback import Feedback, FeedbackAgreement
from dekkend.website.models.following import Subscription
from dekkend.website.models.search import Change, Entry, EntryWord, Passage

__all__ = ["Change", "Entry", "EntryWord", "Feedback", "FeedbackAgreement", "Passage", "Subscription"]
