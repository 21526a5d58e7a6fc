"""Holds off machines without a third party: a ticket that is signed and dated, a field nobody sees.

It works without script and without a cookie. A refusal keeps what was typed and says what to do.
"""

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from dekkend.organisations.throttle import comes_too_often

LEAST, MOST = 3, timedelta(hours=12)  # seconds a person takes at least; how long a form may stay open
SALT = "website.shield"
AN_HOUR = 3600
OFTEN = {"feedback": (30, AN_HOUR), "follow": (20, AN_HOUR)}  # a whole school may share one address
WRONG, TOO_MANY = 422, 429

TOO_QUICK = gettext_lazy("Dat ging erg snel. Kijk na wat u schreef en verstuur het dan nog een keer.")
TOO_OLD = gettext_lazy("Deze pagina stond lang open. Uw tekst staat er nog. Verstuur hem nog een keer.")
NOT_OURS = gettext_lazy("Dit formulier klopt niet meer. Uw tekst staat er nog. Verstuur hem nog een keer.")
A_MACHINE = gettext_lazy("Laat dit veld leeg.")
TOO_OFTEN = gettext_lazy("Van uw internetadres kwam net te veel. Wacht een uur en verstuur het dan opnieuw.")


def new_ticket() -> str:
    """Signed, dated, and unlike every other."""
    return signing.dumps(secrets.token_urlsafe(12), salt=SALT)


class ShieldedForm(forms.Form):
    """A form for who has no account. `number` of a valid one tells one filled-in form from another."""

    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    # For machines, which fill in whatever they find. People do not see it: see `field_for_machines.html`.
    homepage = forms.CharField(required=False, label=gettext_lazy("Laat dit leeg"))

    def __init__(self, data=None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.number = ""
        self.ticket_now = new_ticket()

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise ValidationError(A_MACHINE)
        return ""

    def clean_ticket(self) -> str:
        """Its faults are told above the form, for nobody can mend a field they do not see."""
        ticket = self.cleaned_data["ticket"]
        try:
            self.number = signing.loads(ticket, salt=SALT, max_age=MOST)
        except signing.SignatureExpired:
            self.add_error(None, TOO_OLD)
        except signing.BadSignature:
            self.add_error(None, NOT_OURS)
        else:
            self.ticket_now = ticket
            if _is_young(ticket):
                self.add_error(None, TOO_QUICK)
        return ticket


def _is_young(ticket: str) -> bool:
    try:
        signing.loads(ticket, salt=SALT, max_age=LEAST)
    except signing.SignatureExpired:
        return False
    return True


def refusal(request: HttpRequest, form: ShieldedForm, what: str) -> int:
    """Why a form for `what` (of OFTEN) is not taken in, as a status; 0 when it is. Counts the ones that are.

    The form then says what to do.
    """
    if not form.is_valid():
        return WRONG
    most, seconds = OFTEN[what]
    if comes_too_often(request, what, most=most, seconds=seconds):
        form.add_error(None, TOO_OFTEN)
        return TOO_MANY
    return 0
