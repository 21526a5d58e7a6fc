"""What whoever lets a guest in fills in, and what the guest fills in to come in."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.timezone import localdate

from dekkend.profiles.guests.standing import TWO_WEEKS, name_of
from dekkend.questionnaires.definition import Chapter

READ, WRITE = "read", "write"


class LastDayForm(forms.Form):
    """Until when the guest can come in."""

    until = forms.DateField(
        label="Tot en met welke dag?",
        help_text="Hoogstens drie maanden. U kunt later meer tijd geven, of eerder stoppen.",
        error_messages={"required": "Kies een dag.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class GuestForm(LastDayForm):
    """Who is asked, for which chapter, to do what, until when."""

    name = forms.CharField(
        label="Hoe heet de gast?",
        max_length=80,
        error_messages={"required": "Vul de naam van de gast in."},
    )
    role = forms.CharField(
        label="Wat doet de gast?",
        help_text="Bijvoorbeeld: jeugdverpleegkundige. Zet hier geen naam: ouders lezen dit later ook.",
        max_length=60,
        error_messages={"required": "Vul in wat de gast doet, bijvoorbeeld: jeugdverpleegkundige."},
    )
    email = forms.EmailField(
        label="E-mailadres",
        help_text="De link en de code gaan naar dit adres. Alleen wie gasten uitnodigt, ziet het.",
        error_messages={
            "required": "Vul het e-mailadres van de gast in.",
            "invalid": "Dit is geen e-mailadres. Een adres lijkt op naam@voorbeeld.nl.",
        },
    )
    chapter = forms.ChoiceField(
        label="Welk hoofdstuk?",
        error_messages={
            "required": "Kies een hoofdstuk.",
            "invalid_choice": "Kies een hoofdstuk uit de lijst.",
        },
    )
    access = forms.ChoiceField(
        label="Wat mag de gast doen?",
        choices=[(READ, "Alleen lezen"), (WRITE, "Lezen en schrijven")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat de gast mag doen.", "invalid_choice": "Kies een van de twee."},
    )
    note = forms.CharField(
        label="Wilt u er iets bij zeggen?",
        help_text="Dit staat in de mail aan de gast, en boven het hoofdstuk.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-keep": "note"}),
        error_messages={"max_length": "Dit is te lang. Maak het korter dan %(limit_value)s tekens."},
    )
    field_order = ["name", "role", "email", "chapter", "access", "until", "note"]

    def __init__(self, *args, pages: Iterable[Chapter], **kwargs):
        super().__init__(*args, **kwargs)
        chapters = cast(forms.ChoiceField, self.fields["chapter"])
        chapters.choices = [("", "Kies een hoofdstuk"), *((page.key, name_of(page)) for page in pages)]
        self.initial.setdefault("until", localdate() + TWO_WEEKS)

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if access := cleaned.pop("access", None):
            cleaned["writes"] = access == WRITE
        return cleaned
