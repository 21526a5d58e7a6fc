"""What a parent fills in to say what they think of a request."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dekkend.cases.actions.objecting import SHORTEST
from dekkend.cases.models import Consent, PlanAgreement

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


class PlanAnswerForm(forms.Form):
    """Yes or no to the part of a plan that needs it; a no says what should be different."""

    answer = forms.ChoiceField(
        label=_("Bent u het eens met wat de school gaat doen?"),
        choices=[
            (PlanAgreement.Answer.YES.value, _("Ja, ik ben het ermee eens")),
            (PlanAgreement.Answer.NO.value, _("Nee, ik wil iets anders")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee."), "invalid_choice": _("Kies ja of nee.")},
    )
    words = forms.CharField(
        label=_("Wat wilt u anders?"),
        help_text=_("Zegt u nee? Schrijf hier wat u anders wilt. Het mag in uw eigen taal."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": TOO_LONG},
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("answer") == PlanAgreement.Answer.NO and not typed.get("words") and "words" in typed:
            self.add_error("words", _("Schrijf wat u anders wilt. Een paar woorden is genoeg."))
        return typed


class ObjectForm(forms.Form):
    """Why one does not agree with a decision; and when it is late, why so."""

    grounds = forms.CharField(
        label=_("Waarom bent u het niet eens met het besluit?"),
        help_text=_("Een paar zinnen zijn genoeg. Het mag in uw eigen taal."),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Schrijf waarom u het niet eens bent."),
            "min_length": _("Schrijf in een paar zinnen waarom u het niet eens bent."),
            "max_length": TOO_LONG,
        },
    )
    why_late = forms.CharField(
        label=_("Waarom is het later?"),
        help_text=_("Bijvoorbeeld: u was ziek, of u kreeg de brief te laat."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf waarom het later is."), "max_length": TOO_LONG},
    )
    decision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["why_late"]
