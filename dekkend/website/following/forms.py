"""What someone fills in who wants to hear of changes."""

from django import forms
from django.utils.translation import gettext_lazy

from dekkend.website.shield import ShieldedForm


class FollowForm(ShieldedForm):
    """Where to send the mail."""

    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"),
        help_text=gettext_lazy("Wij gebruiken het alleen hiervoor."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Vul uw e-mailadres in."),
            "invalid": gettext_lazy("Dit is geen e-mailadres. Kijk of u geen fout typte."),
            "max_length": gettext_lazy("Dit is geen e-mailadres. Kijk of u geen fout typte."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
