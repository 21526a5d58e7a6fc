"""What a parent fills in to ask or to correct, and what school or Loket fills in to answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dekkend.cases.asking.rules import LONGEST, WRITE, outcomes_for
from dekkend.cases.models import Addressee, Correction

TOO_LONG = _("Dit is te lang. Maak het korter dan %(limit_value)s tekens.")
MISSING = _(WRITE)
CHOOSE = _("Kies aan wie u het vraagt.")


def words_field(label: Any, *, rows: int = 5, missing: Any = MISSING, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": TOO_LONG},
        **more,
    )


class AskOnForm(forms.Form):
    """More in a question that was asked before."""

    words = words_field(_("Wat wilt u nog vragen?"), help_text=_("Het mag in uw eigen taal."))


class AskForm(forms.Form):
    """A question, to the school, or to the Loket where that reads the file."""

    to = forms.ChoiceField(
        label=_("Aan wie vraagt u het?"),
        choices=[(Addressee.SCHOOL.value, _("De school")), (Addressee.DESK.value, _("Het Loket"))],
        initial=Addressee.SCHOOL.value,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    words = words_field(_("Wat wilt u vragen?"), help_text=_("Het mag in uw eigen taal."))

    def __init__(self, *args: Any, asks_desk: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not asks_desk:
            del self.fields["to"]

    @property
    def to_whom(self) -> str:
        return self.cleaned_data.get("to", Addressee.SCHOOL)


class CorrectForm(forms.Form):
    """What is not right, and what should stand there."""

    wrong = words_field(_("Wat klopt er niet?"), rows=3, missing=_("Schrijf wat er niet klopt."))
    right = words_field(_("Wat moet er wel staan?"), rows=3, missing=_("Schrijf wat er wel moet staan."))


class AnswerForm(forms.Form):
    """An answer of school or Loket; `seen` is the last remark that was on the page."""

    words = words_field("Uw antwoord", missing="Schrijf uw antwoord.", help_text="De ouder leest dit.")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OutcomeForm(forms.Form):
    """What became of a correction, and what the parent is told."""

    outcome = forms.ChoiceField(
        label="Wat doet u ermee?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat u ermee doet.", "invalid_choice": "Kies uit de lijst."},
    )
    answer = words_field(
        "Uw antwoord aan de ouder", missing="Schrijf uw antwoord.",
        help_text="Blijft de tekst zoals hij is? Leg dan uit waarom. Wie dit deel leest, leest ook dit.",
    )  # fmt: skip

    CHOICES = {
        Correction.Outcome.CHANGED.value: "Ik heb de tekst veranderd",
        Correction.Outcome.BESIDE.value: "Het klopt wat de ouder zegt: die woorden horen bij de tekst",
        Correction.Outcome.KEPT.value: "De tekst klopt, en blijft zoals hij is",
    }

    def __init__(self, *args: Any, correction: Correction, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(one, self.CHOICES[one]) for one in outcomes_for(correction)]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
