"""What someone beside the writers fills in: a proposal, an invitation to read along. Nothing here writes."""

from datetime import timedelta
from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dekkend.organisations.models import Site
from dekkend.profiles.forms import long_text


class SuggestionForm(forms.Form):
    """Another text for a question, and why."""

    text = long_text(
        label="Uw voorstel",
        help_text="Begin met de tekst van nu, en verander wat u anders wilt. Noem geen namen van kinderen.",
        error_messages={"required": "Schrijf eerst uw voorstel."},
        keep="suggestion",
    )
    why = long_text(
        label="Waarom is dit beter?",
        required=False,
        keep="suggestion-why",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, is_line: bool, **kwargs):
        """`is_line`: the question takes one line of text."""
        super().__init__(*args, **kwargs)
        keep = {"data-keep": "suggestion", "data-prefilled": ""}
        widget = forms.TextInput(attrs=keep) if is_line else forms.Textarea(attrs=keep | {"rows": 8})
        self.fields["text"].widget = widget
        self.fields["why"].widget.attrs["rows"] = 3


class DecisionForm(forms.Form):
    """What a writer does with a proposal. A missing number is that of no page of ours."""

    revision = forms.IntegerField(min_value=0, required=False)
    answer_revision = forms.IntegerField(min_value=0, required=False)


class FriendForm(forms.Form):
    """Which other school is asked to read along, until when, and what to look at."""

    site = forms.ModelChoiceField(
        label="Welke school vraagt u?",
        help_text="Staat een school er niet bij? Dan is daar nog niemand in Dekkend die ja kan zeggen.",
        queryset=Site.objects.none(),
        empty_label="Kies een school",
        error_messages={"required": "Kies een school.", "invalid_choice": "Kies een school uit de lijst."},
    )
    question = long_text(
        label="Wat wilt u van de andere school weten?",
        help_text="Bijvoorbeeld: waar wordt het onduidelijk?",
        error_messages={"required": "Schrijf wat u van de andere school wilt weten."},
        keep="friend",
    )
    until = forms.DateField(
        label="Tot en met welke dag mag de school meelezen?",
        help_text="Een dag na vandaag, en binnen acht weken.",
        error_messages={"required": "Vul de dag in.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, sites: QuerySet[Site], **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["site"]).queryset = sites
        self.fields["question"].widget.attrs["rows"] = 3
        self.initial.setdefault("until", localdate() + timedelta(weeks=2))


class FriendAnswerForm(forms.Form):
    """Why a school does not read along, when it wants to say so."""

    answer = long_text(
        label="Wilt u er iets bij zeggen?",
        help_text="De directeur die het vroeg, leest dit.",
        required=False,
        keep="friend-answer",
    )
