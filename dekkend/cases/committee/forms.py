"""Browser input of the committee to clean data; no writes."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.timezone import localtime, make_aware

from dekkend.cases.actions.deciding import Award
from dekkend.cases.actions.meetings import When
from dekkend.cases.catalogue import Kind
from dekkend.cases.declaration.issuing import Declared
from dekkend.cases.forms import REQUIRED, AwardForm, RefuseForm, day_field, near, prose_field
from dekkend.cases.models import Advice, Decision, Declaration, Meeting
from dekkend.organisations.models import User

MOST_MEMBERS = 25


class MeetingForm(forms.Form):
    """When and where, and how many members must be there."""

    held_on = day_field("Op welke dag?")
    starts = forms.TimeField(
        label="Hoe laat?",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Vul de tijd in.", "invalid": "Schrijf de tijd als 14:30."},
    )
    place = forms.CharField(
        label="Waar?", max_length=100, error_messages=REQUIRED, help_text="Bijvoorbeeld: zaal 2, of online."
    )
    quorum = forms.IntegerField(
        label="Hoeveel leden moeten er zijn om te beslissen?",
        min_value=1,
        max_value=MOST_MEMBERS,
        help_text="Wie niet meebeslist over een dossier, telt daarbij niet mee.",
        error_messages={
            "required": "Vul een getal in.",
            "invalid": "Vul een heel getal in.",
            "min_value": "Er moet minstens 1 lid zijn.",
            "max_value": f"Hoogstens {MOST_MEMBERS}.",
        },
    )

    def clean_held_on(self) -> date:
        return near(self.cleaned_data["held_on"])

    @classmethod
    def of(cls, meeting: Meeting, data=None) -> "MeetingForm":
        moment = localtime(meeting.held_at)
        known = {"held_on": moment.date(), "starts": moment.time()}
        return cls(data, initial=known | {"place": meeting.place, "quorum": meeting.quorum})

    @property
    def when(self) -> When:
        said = self.cleaned_data
        starts: time = said["starts"]
        return When(make_aware(datetime.combine(said["held_on"], starts)), said["place"], said["quorum"])


class PresentForm(forms.Form):
    """Who is there."""

    members = forms.TypedMultipleChoiceField(
        label="Welke leden zijn er?",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies uit de leden van de CTC."},
    )

    def __init__(self, *args: Any, members: Collection[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(one.pk, one.name) for one in members]  # type: ignore[attr-defined]


class AdviceForm(forms.Form):
    """What a member advises, and why."""

    vote = forms.ChoiceField(
        label="Wat adviseert u?",
        choices=Advice.Vote.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat u adviseert."},
    )
    reasons = prose_field(
        "Waarom?", rows=5, help_text="De secretaris leest dit, en leden die zelf ook advies gaven."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MinutesForm(forms.Form):
    """What was said about one item."""

    text = prose_field(
        "Wat is er besproken?", rows=6, help_text="Alleen u leest dit, en wie u de notulen geeft."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ConflictForm(forms.Form):
    """Whom, where someone else may be meant, and what the tie is."""

    member = forms.TypedChoiceField(
        label="Wie beslist niet mee?", coerce=int, error_messages={"required": "Kies wie het is."}
    )
    ground = prose_field(
        "Wat is het belang?",
        rows=3,
        help_text="Bijvoorbeeld familie, of eerder met het kind gewerkt. Alleen de secretaris leest dit.",
    )

    def __init__(self, *args: Any, people: Collection[User], **kwargs: Any):
        """`people`: who can be meant; of one alone nothing is asked."""
        super().__init__(*args, **kwargs)
        if len(people) > 1:
            choices = [("", "Kies een lid"), *((one.pk, one.name) for one in people)]
            self.fields["member"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["member"]


class DeclareForm(AwardForm):
    """An award that is a declaration (tlv): also for which school, and in which category."""

    school_kind = forms.ChoiceField(
        label="Voor welke school is de verklaring?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies voor welke school."},
    )
    category = forms.ChoiceField(
        label="In welke categorie?",
        required=False,
        choices=[("", "Geen: het is voor SBO"), *Declaration.Category.choices],
        help_text="Alleen een verklaring voor SO heeft een categorie.",
    )
    field_order = ("school_kind", "category", "begins_on", "ends_on", "reasons", "conditions")

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any):
        super().__init__(*args, kind=kind, **kwargs)
        choices = [(one.value, one.label) for one in Declaration.SchoolKind if one.value in kind.declaration]
        self.fields["school_kind"].choices = choices  # type: ignore[attr-defined]

    @property
    def award(self) -> Award:
        said = dict(self.cleaned_data)
        declared = Declared(said.pop("school_kind"), said.pop("category"))
        return Award(**said, declaration=declared)


def decision_form(outcome: str, kind: Kind, data: Any = None) -> forms.Form:
    """What must be filled in for this outcome and this kind of support."""
    if outcome == Decision.Outcome.REFUSED:
        return RefuseForm(data)
    return DeclareForm(data, kind=kind) if kind.is_declaration else AwardForm(data, kind=kind)
