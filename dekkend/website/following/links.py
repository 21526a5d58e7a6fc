"""The links in mails: signed, so that nothing has to be kept, and nobody can make one for another."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from dekkend.core.languages import DUTCH

CONFIRM, LEAVE = "website.follow.confirm", "website.follow.leave"
CONFIRM_WITHIN = timedelta(days=7)


class LinkFault(Exception):
    """A link that does not work; `why` is "unknown" or "expired"."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def confirm_url(pk: int, language: str = DUTCH) -> str:
    """The whole address at which a subscription is confirmed; it works for CONFIRM_WITHIN."""
    return _address("follow-confirm", signing.TimestampSigner(salt=CONFIRM).sign(str(pk)), language)


def leave_url(pk: int, language: str = DUTCH) -> str:
    """It works for as long as the subscription is there: someone may stop years later."""
    return _address("follow-leave", signing.Signer(salt=LEAVE).sign(str(pk)), language)


def _address(name: str, token: str, language: str) -> str:
    with override(language):
        return settings.SITE_URL + reverse(name, args=[token])


def read_confirm(token: str) -> int:
    """The subscription that a link confirms. Raises LinkFault."""
    try:
        return int(signing.TimestampSigner(salt=CONFIRM).unsign(token, max_age=CONFIRM_WITHIN))
    except signing.SignatureExpired:
        raise LinkFault("expired") from None
    except signing.BadSignature:
        raise LinkFault("unknown") from None


def read_leave(token: str) -> int:
    """The subscription that a link stops. Raises LinkFault."""
    try:
        return int(signing.Signer(salt=LEAVE).unsign(token))
    except signing.BadSignature:
        raise LinkFault("unknown") from None
