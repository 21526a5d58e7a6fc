"""Forms for signing in, one's own account and people at a place. The words are ours, the checks allauth's."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.timezone import localdate

from dekkend.organisations.concepts import Concept
from dekkend.organisations.models import Role, User

LONG_ENOUGH = "Minstens 12 tekens. Drie of vier woorden achter elkaar zijn sterk en makkelijk te onthouden."


def say(form: forms.Form, **words: tuple[str, str]) -> None:
    """Give fields our own label and hint, and no text inside the control that vanishes when you type."""
    for name, (label, hint) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, login=("E-mailadres", ""), password=("Wachtwoord", ""))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class PasswordAgainForm(account_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, password=("Uw wachtwoord", ""))


class ForgottenPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, email=("E-mailadres", "Het adres waarmee u inlogt."))

    def save(self, request: HttpRequest, **kwargs) -> str:
        """Mail a link. An unknown address gets a mail too: nobody can see which addresses are known."""
        if self.users:
            return super().save(request, **kwargs)
        email = self.cleaned_data["email"]
        get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


class NewPasswordForm(account_forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, password1=("Nieuw wachtwoord", LONG_ENOUGH), password2=("Nog een keer", ""))

    def clean(self):
        return say_they_differ(self, super().clean())


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(
            self,
            oldpassword=("Uw wachtwoord van nu", ""),
            password1=("Nieuw wachtwoord", LONG_ENOUGH),
            password2=("Nog een keer", ""),
        )

    def clean(self):
        return say_they_differ(self, super().clean())


def say_they_differ(form: forms.Form, cleaned_data):
    if form.has_error("password2") and form.cleaned_data.get("password1"):
        form.errors["password2"] = form.error_class(
            ["De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw."]
        )
    return cleaned_data


class NewEmailForm(account_forms.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, email=("Nieuw e-mailadres", "Wij sturen een link naar dit adres. Daarna geldt het."))


class OnceOnly(code_forms.BaseAuthenticateForm):
    """A code works once. allauth forgets it after a period, while with our tolerance it is valid longer."""

    def clean_code(self) -> str:
        code = super().clean_code()
        periods = 1 + 2 * settings.MFA_TOTP_TOLERANCE
        used = f"code?user={self.user.pk}&code={normalize_user_code(code)}"
        if not cache.add(used, "used", timeout=periods * mfa_settings.TOTP_PERIOD):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, code_forms.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=("Code", "Uit uw app, of een herstelcode."))


class CodeAgainForm(OnceOnly, code_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=("Code", "Uit uw app, of een herstelcode."))


class ActivateAppForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=("Code uit de app", "Zes cijfers."))


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(
            self,
            name=("Naam", "Zo herkent u de passkey later, bijvoorbeeld “mijn telefoon”."),
            passwordless=(
                "Inloggen zonder wachtwoord",
                "Uw apparaat vraagt dan om uw vinger, gezicht of pincode.",
            ),
        )
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, name=("Naam", ""))


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": "Uw naam"}
        help_texts = {"name": "Zo zien de mensen met wie u werkt u."}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class AcceptForm(forms.Form):
    """A first account: name and password. The address is that of the invitation."""

    name = forms.CharField(
        label="Uw naam", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label="Kies een wachtwoord",
        help_text=LONG_ENOUGH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(self.cleaned_data["password"], person)
        return self.cleaned_data["password"]


class InviteForm(forms.Form):
    """Whom to invite, for which of the roles that may be given here."""

    name = forms.CharField(label="Naam", max_length=100)
    email = forms.EmailField(label="E-mailadres", help_text="Wij sturen een link die 14 dagen werkt.")

    def __init__(self, *args, roles: tuple[Role, ...], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles]
        self.fields["role"] = forms.ChoiceField(label="Rol", choices=choices, widget=forms.RadioSelect)


class LastDayForm(forms.Form):
    on = forms.DateField(
        label="Laatste dag",
        help_text="Die dag kan deze persoon nog alles. Kies gisteren als de rol nu meteen moet stoppen.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", localdate())


class ConceptForm(forms.Form):
    """How the school teaches; saying nothing is a choice too."""

    concept = forms.ChoiceField(
        label="Hoe geeft de school les?",
        help_text="Kies wat er het best bij past. Ouders kunnen hierop zoeken.",
        choices=[
            *((value, capfirst(label)) for value, label in Concept.choices),
            ("", "Dit zeggen wij niet"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
