"""What the privacy officer may ask of the log."""

from django import forms
from django.utils.timezone import localdate


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, widget=widget, error_messages={"invalid": "Deze datum bestaat niet."}
    )


class LogForm(forms.Form):
    """By file, by reader and by day. It may stand in an address: nothing of it is about a child."""

    number = forms.CharField(label="Nummer van het dossier", required=False, max_length=12)
    reader = forms.CharField(label="Wie keek", required=False, max_length=100)
    begin = _day("Vanaf")
    end = _day("Tot en met")

    def clean(self) -> None:
        begin, end = self.cleaned_data.get("begin"), self.cleaned_data.get("end")
        if begin and end and end < begin:
            self.add_error("end", "Deze dag ligt voor de eerste.")
        if begin and begin > localdate():
            self.add_error("begin", "Deze dag moet nog komen.")
