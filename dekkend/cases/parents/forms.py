"""What a parent fills in to say what they think of a request."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dekkend.cases.models import Consent

Answer = Consent.Answer
LONGEST = 4000
TOO_LONG = _("Dit is te lang. Maak het korter dan %(limit_value)s tekens.")


class WordsForm(forms.Form):
    """Words alone: with a yes that is taken back."""

    words = forms.CharField(
        label=_("Wilt u er iets bij zeggen?"),
        help_text=_("De school en het Loket lezen dit. Het mag in uw eigen taal."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": TOO_LONG},
    )


class SayForm(WordsForm):
    """`digest` names the text that was read. A kind that needs no consent asks for words only."""

    answer = forms.ChoiceField(
        label=_("Vindt u het goed dat de school dit aanvraagt?"),
        choices=[
            (Answer.YES.value, _("Ja, ik vind het goed")),
            (Answer.NO.value, _("Nee, ik vind het niet goed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee."), "invalid_choice": _("Kies ja of nee.")},
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["answer", "words", "digest"]

    def __init__(self, *args: Any, needs_consent: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not needs_consent:
            del self.fields["answer"]
            words = cast(forms.CharField, self.fields["words"])
            words.label, words.required = _("Wat vindt u van deze aanvraag?"), True
            words.error_messages["required"] = _("Schrijf wat u vindt. Een paar woorden is genoeg.")

    @property
    def said(self) -> str:
        return self.cleaned_data.get("answer", Answer.VIEW)
