"""How allauth behaves here: nobody signs up, mail is ours, and what it says is said in our words."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime

from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.models import User, UserSession

CODE_IS_WRONG = "Deze code klopt niet. Kijk in uw app en typ de code die er nu staat."

# What allauth would say with a template of that name. What is not here, is not said.
MESSAGES = {
    "account/messages/logged_out.txt": "U bent uitgelogd.",
    "account/messages/password_changed.txt": "Uw wachtwoord is veranderd. Elders bent u uitgelogd.",
    "account/messages/email_confirmation_sent.txt": "Wij stuurden een mail naar {email}. Open de link erin.",
    "account/messages/email_confirmed.txt": "U logt voortaan in met {email}.",
    "account/messages/email_confirmation_failed.txt": "{email} kan niet: het hoort bij een ander account.",
    "account/messages/email_deleted.txt": "Uw adres blijft zoals het was.",
    "mfa/messages/totp_activated.txt": "De app staat aan. U logt voortaan in met uw wachtwoord en een code.",
    "mfa/messages/totp_deactivated.txt": "De app staat uit.",
    "mfa/messages/webauthn_added.txt": "De passkey is toegevoegd.",
    "mfa/messages/webauthn_removed.txt": "De passkey is weg.",
    "mfa/messages/recovery_codes_generated.txt": "U hebt nieuwe herstelcodes. De oude werken niet meer.",
}

# What happened to an account, for the mail that tells its owner.
CHANGES = {
    "password_changed": "Uw wachtwoord is veranderd.",
    "password_reset": "U hebt een nieuw wachtwoord gekozen.",
    "email_changed": "Uw e-mailadres is veranderd.",
    "email_deleted": "Een nieuw e-mailadres dat nog niet bevestigd was, is weggehaald.",
    "totp_activated": "Inloggen met een code uit een app staat aan.",
    "totp_deactivated": "Inloggen met een code uit een app staat uit.",
    "webauthn_added": "Er is een passkey toegevoegd.",
    "webauthn_removed": "Er is een passkey weggehaald.",
    "recovery_codes_generated": "Er zijn nieuwe herstelcodes gemaakt.",
}

OF_A_HOME = 64  # bits of an IPv6 address that are the same for all in one home or office
LINKS = ("activate_url", "password_reset_url")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is gesloten.",
        "duplicate_email": "Dit is al uw adres. Typ een ander adres.",
        "email_password_mismatch": "Het e-mailadres of het wachtwoord klopt niet. Probeer het nog een keer.",
        "enter_current_password": "Dit is niet uw wachtwoord van nu. Probeer het nog een keer.",
        "incorrect_password": "Dit wachtwoord klopt niet. Probeer het nog een keer.",
        "incorrect_code": CODE_IS_WRONG,
        "too_many_login_attempts": "Dit ging te vaak mis. Wacht 5 minuten en probeer het dan opnieuw.",
        "rate_limited": "Dit ging te vaak achter elkaar. Wacht even en probeer het dan opnieuw.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """By what throttling knows who asks. Of IPv6 the network: one home has addresses without end."""
        address = ip_address(super().get_client_ip(request))
        if isinstance(address, IPv6Address) and not address.ipv4_mapped:
            return str(ip_network((address, OF_A_HOME), strict=False))
        return str(address)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of our mails; only what the mail shows goes along."""
        name = template_prefix.rpartition("/")[2]
        shown: dict[str, Any] = {key: context[key] for key in LINKS if key in context}
        if name in CHANGES:
            name, shown = "account_changed", {"change": CHANGES[name], "at": _now()}
        send_mail_on_commit(f"organisations/mail/{name}.txt", shown, [email])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or MESSAGES.get(message_template or "", "").format_map(message_context or {})
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every other session of this person."""
        super().set_password(user, password)
        UserSession.objects.filter(user=user).exclude(session_key=self.request.session.session_key).delete()

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        words = {
            "account_reauthenticate": "Gebruik uw wachtwoord",
            "mfa_reauthenticate": "Gebruik een code",
            "mfa_reauthenticate:webauthn": "Gebruik een passkey",
        }
        methods = super().get_reauthentication_methods(user)
        return [
            method | {"description": words.get(method["id"], method["description"])} for method in methods
        ]


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Zet eerst de app aan of voeg een passkey toe.",
        "incorrect_code": CODE_IS_WRONG,
        "unverified_email": "Bevestig eerst uw nieuwe e-mailadres. De link staat in onze mail.",
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Dekkend"}


def _now() -> str:
    return date_format(localtime(), "j F Y, H:i")
