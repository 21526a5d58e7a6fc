"""Browser input about a plan to clean data; no writes."""

from django import forms

from dekkend.cases.forms import day_field, prose_field
from dekkend.cases.models import PlanAgreement


class AgreementForm(forms.Form):
    """What a parent said to the school about the part that needs their yes."""

    answer = forms.ChoiceField(
        label="Wat zei deze ouder?",
        choices=PlanAgreement.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat deze ouder zei.", "invalid_choice": "Kies uit de lijst."},
    )
    given_on = day_field("Op welke dag?")
    words = prose_field(
        "Wat wil deze ouder anders?",
        required=False,
        rows=4,
        help_text="Bij een ja mag dit leeg. Kwam er geen antwoord? Vul in hoe en wanneer u het vroeg.",
    )
    digest = forms.CharField(widget=forms.HiddenInput)


class EstablishForm(forms.Form):
    begins_on = day_field("Vanaf welke dag geldt het plan?")
    ends_on = day_field("Tot en met welke dag?")


class EvaluateForm(forms.Form):
    next_on = day_field("Wanneer kijkt u er weer samen met de ouders naar?", help_text="Binnen een jaar.")
