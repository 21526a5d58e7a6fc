"""What the website writes: what parents say of a profile, and who wants to hear of a change."""

from dekkend.website.models.feedback import Feedback, FeedbackAgreement
from dekkend.website.models.following import Subscription

__all__ = ["Feedback", "FeedbackAgreement", "Subscription"]
