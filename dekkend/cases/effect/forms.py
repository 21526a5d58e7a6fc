"""Browser input about an award to clean data; no writes."""

from collections.abc import Mapping

from django import forms
from django.utils.timezone import localdate

from dekkend.cases.effect.evaluation import HELP, STATES, Evaluated, LookingBack
from dekkend.cases.forms import day_field, prose_field

CHOOSE = {"required": "Kies wat past.", "invalid_choice": "Kies uit de lijst."}


class EvaluationForm(forms.Form):
    """A choice for each goal and each need; words and a day only where the plan does not tell them."""

    def __init__(self, *args, asked: LookingBack, needs: Mapping[str, str], label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.needs = asked, needs
        if asked.told_on is None:
            self.fields["talked_on"] = day_field("Wanneer keek u hier samen met de ouders op terug?")
            self.fields["words"] = prose_field(label)
        for place, goal in enumerate(asked.goals):
            told = f"In het plan staat: {goal.came_of_it}" if goal.came_of_it else ""
            self.fields[_goal(place)] = _choice(f"Doel: {goal.text}", STATES, told)
        for key, name in needs.items():
            self.fields[_need(key)] = _choice(f"Hielp de hulp hierbij: {name}?", HELP)

    def clean_talked_on(self):
        talked_on = self.cleaned_data["talked_on"]
        if not self.asked.decided_on <= talked_on <= localdate():
            raise forms.ValidationError("Kies een dag na het besluit, die al geweest is.")
        return talked_on

    @property
    def evaluated(self) -> Evaluated:
        said = self.cleaned_data
        return Evaluated(
            tuple(said[_goal(place)] for place in range(len(self.asked.goals))),
            {key: said[_need(key)] for key in self.needs},
            said.get("words", ""),
            said.get("talked_on"),
        )


def _choice(label: str, options: Mapping[str, str], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(options.items()),
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages=CHOOSE,
    )


def _goal(place: int) -> str:
    return f"goal_{place}"


def _need(key: str) -> str:
    return f"need_{key}"
