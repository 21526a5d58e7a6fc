"""What a writer fills in to ask a colleague for a chapter."""

from collections.abc import Collection
from datetime import date, timedelta

from django import forms
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles.assigning.queries import Colleague
from dekkend.profiles.assigning.rules import may_be_due
from dekkend.profiles.forms import offer
from dekkend.profiles.models.assigning import LONGEST_NOTE

TWO_WEEKS = timedelta(days=14)


class AssignmentForm(forms.Form):
    """Who writes the chapter, at the latest on which day, and what to look at.

    `revision` is what stood there when the page was drawn; 0 when nobody was asked.
    """

    assignee = forms.TypedChoiceField(
        label="Wie vraagt u?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een collega.",
            "invalid_choice": "Deze collega heeft geen rol in uw team. Kies iemand anders.",
        },
    )
    due_on = forms.DateField(
        label="Op welke dag moet het klaar zijn?",
        help_text="Uw collega ziet dit als “uiterlijk”. De dag zelf telt mee.",
        error_messages={"required": "Kies een dag.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label="Waar moet uw collega op letten?",
        help_text="Alleen uw team leest dit. Noem geen namen van kinderen.",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": "assignment"}),
        error_messages={
            "max_length": "Uw tekst is te lang: %(show_value)s tekens. Maak hem korter dan %(limit_value)s."
        },
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, colleagues: Collection[Colleague], asker: User, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["assignee"], [(one.user.pk, _named(one, asker)) for one in colleagues])
        self.initial.setdefault("due_on", localdate() + TWO_WEEKS)
        self.initial.setdefault("revision", 0)

    def clean_due_on(self) -> date:
        due_on = self.cleaned_data["due_on"]
        if not (verdict := may_be_due(due_on, localdate())):
            raise forms.ValidationError(verdict.reason)
        return due_on


def _named(colleague: Colleague, asker: User) -> str:
    return f"{colleague.words} (uzelf)" if colleague.user == asker else colleague.words
