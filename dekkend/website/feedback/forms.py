"""What a parent says; what the school and the partnership do with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dekkend.website.feedback.personal import Spot
from dekkend.website.models import Feedback, FeedbackAgreement
from dekkend.website.models.feedback import LONGEST_ANSWER, LONGEST_WORDS
from dekkend.website.shield import ShieldedForm

ALL, WHOLE = "alles", gettext_lazy("Het hele profiel")
TOO_LONG = gettext_lazy("Dit zijn %(show_value)s tekens. Er passen er %(limit_value)s. Maak het korter.")
CHOICES = [
    (Feedback.Choice.YES, gettext_lazy("Ja, dit herken ik")),
    (Feedback.Choice.PARTLY, gettext_lazy("Voor een deel")),
    (Feedback.Choice.NO, gettext_lazy("Nee, dit herken ik niet")),
]


class FeedbackForm(ShieldedForm):
    """`questions` are the (key, title) that a parent reads on the page."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Herkent u wat de school schrijft?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een van de drie.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Wilt u iets uitleggen?"),
        help_text=gettext_lazy("Schrijf geen namen of telefoonnummers op. De school leest het eerst."),
        max_length=LONGEST_WORDS,
        required=False,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data=None, *, questions: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.titles = dict(questions)
        about = forms.ChoiceField(
            label=gettext_lazy("Waar gaat het over?"), choices=[(ALL, WHOLE), *questions]
        )
        self.fields = {"key": about} | self.fields

    def clean_key(self) -> str:
        """Which question; "" for the whole."""
        return "" if self.cleaned_data["key"] == ALL else self.cleaned_data["key"]

    @property
    def about(self) -> str:
        """The question as the parent read it; "" for the whole."""
        return self.titles.get(self.cleaned_data["key"], "")[:200]


class LetThroughForm(forms.Form):
    """What to leave out; everything that was found is left out unless someone says otherwise."""

    def __init__(self, data=None, *, spots: list[Spot]):
        super().__init__(data)
        choices = [(spot.value, f"“{spot.text}”: {spot.what}") for spot in spots]
        self.fields["left_out"] = forms.MultipleChoiceField(
            label="Wat laat u weg?",
            help_text="Op de pagina staat dan: [weggelaten].",
            choices=choices,
            initial=[value for value, _ in choices],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Wat u wilt weglaten, staat er niet meer zo. Kies opnieuw."},
        )
        self.fields["looked"] = forms.BooleanField(
            label="Ik heb gekeken: er staat niets in over een kind of een persoon dat geheim moet blijven.",
            error_messages={"required": "Lees de tekst na en zet hier een vinkje."},
        )


class KeepForm(forms.Form):
    reason = forms.CharField(
        label="Waarom niet? Het samenwerkingsverband leest dit mee.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Vul in waarom. Het samenwerkingsverband leest dit mee."},
    )


class AnswerForm(forms.Form):
    """`instead_of` is the answer that stood there when the page was opened."""

    text = forms.CharField(
        label="Wat antwoordt de school?",
        help_text="Ouders lezen dit bij de reactie. Leeg: er staat geen antwoord bij.",
        max_length=LONGEST_ANSWER,
        required=False,
        error_messages={"max_length": str(TOO_LONG)},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    instead_of = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class AgreementForm(forms.Form):
    """How the partnership goes about it."""

    is_open = forms.BooleanField(label="Ouders kunnen reageren op een profiel", required=False)
    told = forms.ChoiceField(
        label="Wanneer hoort het steunpunt dat er een reactie is?",
        choices=FeedbackAgreement.Told,
        widget=forms.RadioSelect,
    )
    keep_months = forms.IntegerField(
        label="Hoeveel maanden bewaart u wat niet op de pagina komt?",
        help_text="Daarna wissen wij het. Kies 1 tot en met 36.",
        min_value=1,
        max_value=36,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
