"""Whether someone signed in with more than a password: an app's code, or a passkey."""

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest


def took_second_step(request: HttpRequest) -> bool:
    """In this session: having an app is not enough."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
