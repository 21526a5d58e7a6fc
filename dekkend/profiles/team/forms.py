"""What whoever leads a team round fills in."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate

from dekkend.profiles.team.addresses import read_addresses

TWO_WEEKS = timedelta(days=14)


class LastDayForm(forms.Form):
    """Until when the team can answer."""

    until = forms.DateField(
        label="Tot en met welke dag kan het team antwoorden?",
        error_messages={"required": "Kies een dag.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TeamRoundForm(LastDayForm):
    """The last day, and the colleagues who have no role in Dekkend."""

    addresses = forms.CharField(
        label="Wie vraagt u nog meer?",
        help_text="Voor collega’s zonder account. Plak hun e-mailadressen: één op elke regel.",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": "addresses", "spellcheck": "false"}),
        error_messages={"max_length": "Dit zijn te veel adressen."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", localdate() + TWO_WEEKS)

    def clean_addresses(self) -> tuple[str, ...]:
        addresses = read_addresses(self.cleaned_data["addresses"])
        if addresses.faults:
            raise forms.ValidationError(list(addresses.faults))
        return addresses.found
