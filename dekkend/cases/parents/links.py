"""The link by which a parent comes into the file of their child. Alone it opens nothing: a code does."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.cases.models import Party
from dekkend.core.tokens import hash_of, new_token
from dekkend.workflow.engine import NotPossible

WORKS = timedelta(days=182)


def issue_link(party: Party, at: datetime) -> None:
    """Give this parent a link of their own, or longer use of the one they have.

    The link itself is sealed with who they are, so that later mails can carry it; a look-up needs only its
    hash. Raises NotPossible for who is kept out.
    """
    if party.kept_out:
        raise NotPossible("Deze ouder krijgt geen link.")
    about = party.about
    if party.token_hash is None:
        about["token"] = new_token()
        party.token_hash = hash_of(about["token"])
        party.wrong_codes, party.code_hash, party.opened_at = 0, "", None
        party.sealed = party.case.vault.seal_value(party.place, about)
    party.token_until = localdate(at) + WORKS
    party.link_sent_at = at
    party.save()


def renew_link(party: Party, at: datetime) -> None:
    """Another link: the one before opens nothing from now on, also not for a browser that was let in."""
    end_link(party)
    issue_link(party, at)


def end_link(party: Party) -> None:
    """From now on the link opens nothing, also not for a browser that was let in; its passkeys are gone."""
    party.token_hash, party.token_until, party.code_hash = None, None, ""
    party.save(update_fields=["token_hash", "token_until", "code_hash"])
    party.passkeys.all().delete()
    party.passkey_challenges.all().delete()


def link_of(party: Party) -> str:
    """The whole address, for a mail to this parent; empty without a link."""
    token = party.about.get("token") if party.token_hash else None
    return f"{settings.SITE_URL}{reverse('parent-case', args=[token])}" if token else ""


def still_works(party: Party, on: date) -> bool:
    return party.token_hash is not None and party.token_until is not None and on <= party.token_until
