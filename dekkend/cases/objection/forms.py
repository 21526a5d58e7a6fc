"""Browser input about objections to clean data; no writes."""

from django import forms

from dekkend.cases.actions import Objecting
from dekkend.cases.forms import day_field, prose_field
from dekkend.cases.models import Objection, Party
from dekkend.cases.objection.words import ReviewWords

SCHOOL = "school"


class ObjectionForm(forms.Form):
    """Who objects, since when, and why."""

    whose = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Kies van wie het is.", "invalid_choice": "Kies uit de lijst."},
    )
    received_on = day_field("Wanneer kwam het binnen?")
    posted_on = day_field(
        "Wanneer is het op de post gedaan?",
        required=False,
        help_text="Alleen voor een brief. Wie op tijd post, is op tijd.",
    )
    grounds = prose_field("Waarom is men het niet eens met het besluit?")
    why_late = prose_field(
        "Waarom is het later dan kan?", required=False, rows=3, help_text="Alleen als het te laat binnenkwam."
    )

    def __init__(self, *args, parties: list[Party], called: ReviewWords, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whose"].label = f"Van wie is het {called.short}?"
        self.parties = {str(party.pk): party for party in parties if party.has_authority}
        names = [
            (key, f"{party.about['name']}, {party.about['relation']}") for key, party in self.parties.items()
        ]
        self.fields["whose"].choices = [*names, (SCHOOL, "De school")]  # type: ignore[attr-defined]

    @property
    def objecting(self) -> Objecting:
        typed = dict(self.cleaned_data)
        return Objecting(party=self.parties.get(typed.pop("whose")), **typed)


class CommitteesAdviceForm(forms.Form):
    given_on = day_field("Van welke dag is het advies?")
    advice = prose_field("Wat adviseert de commissie, en waarom?")


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Wat is het besluit?",
        choices=Objection.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een besluit.", "invalid_choice": "Kies uit de lijst."},
    )
    reasons = prose_field("Waarom? School en ouders lezen dit.")
