"""Browser input about a case to clean data; no writes."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate

from dekkend.cases.actions import Award, Planned, Who
from dekkend.cases.actions.deciding import OVER
from dekkend.cases.catalogue import Catalogue, Kind
from dekkend.cases.child import Child
from dekkend.cases.models import Party, Talk
from dekkend.cases.terms import FAR, is_near

REQUIRED = {"required": "Vul dit in."}
DATE = {"required": "Kies een dag.", "invalid": "Deze datum bestaat niet."}
OLDEST = 21


def day_field(label: str, *, required: bool = True, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, error_messages=DATE, **more)


def prose_field(label: str, *, required: bool = True, rows: int = 6, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, widget=widget, max_length=8000, error_messages=REQUIRED, **more
    )


def near(day: date) -> date:
    """The day itself, for a `clean_…`. Raises ValidationError for a year that can only be a slip."""
    if not is_near(day, localdate()):
        raise forms.ValidationError(FAR)
    return day


class ChildForm(forms.Form):
    """Who the child is."""

    first_name = forms.CharField(label="Voornaam van het kind", max_length=60, error_messages=REQUIRED)
    last_name = forms.CharField(
        label="Achternaam", max_length=80, error_messages=REQUIRED, help_text="Met voorvoegsel: van der Berg."
    )
    born_on = day_field("Geboortedatum")
    group = forms.CharField(label="Groep", max_length=10, error_messages=REQUIRED)

    def clean_born_on(self) -> date:
        born_on, today = self.cleaned_data["born_on"], localdate()
        if not today - timedelta(days=365 * OLDEST) < born_on < today:
            raise forms.ValidationError("Deze datum past niet bij een kind op een basisschool.")
        return born_on

    @property
    def child(self) -> Child:
        return Child(
            **{name: self.cleaned_data[name] for name in ("first_name", "last_name", "born_on", "group")}
        )


class CorrectChildForm(ChildForm):
    """`seen`: how many corrections there were when the page was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NewCaseForm(ChildForm):
    """Which child, and what kind of support. Nobody but the school sees it yet."""

    kind = forms.ChoiceField(
        label="Welke hulp vraagt u?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies welke hulp u vraagt.", "invalid_choice": "Kies uit de lijst."},
    )

    def __init__(self, *args, catalogue: Catalogue, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.key, kind.name) for kind in catalogue.open_kinds]  # type: ignore[attr-defined]


class PartyForm(forms.Form):
    """A parent or guardian, and what they may."""

    name = forms.CharField(label="Naam", max_length=100, error_messages=REQUIRED)
    relation = forms.CharField(
        label="Wie is dit voor het kind?",
        max_length=40,
        help_text="Bijvoorbeeld: moeder, vader, voogd.",
        error_messages=REQUIRED,
    )
    email = forms.EmailField(
        label="E-mailadres",
        help_text="De link en de code gaan naar dit adres. Gebruik voor elke ouder een eigen adres.",
        error_messages=REQUIRED
        | {"invalid": "Dit is geen e-mailadres. Een adres lijkt op naam@voorbeeld.nl."},
    )
    language = forms.ChoiceField(label="In welke taal leest deze ouder?", choices=settings.LANGUAGES)
    household = forms.TypedChoiceField(
        label="Waar woont deze ouder?",
        choices=[(1, "Bij het kind, of op het eerste adres"), (2, "Op een ander adres")],
        coerce=int,
        widget=forms.RadioSelect,
        initial=1,
    )
    has_authority = forms.BooleanField(
        label="Deze ouder heeft het gezag",
        required=False,
        initial=True,
        help_text="Alleen wie het gezag heeft, geeft toestemming. Een voogd heeft het gezag.",
    )
    kept_out = forms.BooleanField(
        label="Deze ouder mag niets zien",
        required=False,
        help_text="Alleen als een rechter of instantie dat bepaalde. Er gaat dan geen link.",
    )
    reason = prose_field(
        "Waarom mag deze ouder niets zien?", required=False, rows=3, help_text="Alleen de school leest dit."
    )

    @classmethod
    def of(cls, party: Party, data=None) -> "PartyForm":
        about = {name: party.about[name] for name in ("name", "email", "relation")}
        kept = {name: getattr(party, name) for name in ("language", "household", "has_authority", "kept_out")}
        return cls(data, initial=about | kept)

    @property
    def who(self) -> Who:
        return Who(**{name: value for name, value in self.cleaned_data.items() if name != "reason"})


class ReasonForm(forms.Form):
    """Why: who works on must be able to read it."""

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = prose_field(label)


class AskForm(ReasonForm):
    """A question to the school, and by when."""

    answer_by = day_field("Tot en met welke dag kan de school antwoorden?", help_text="Hoogstens vier weken.")
    field_order = ["reason", "answer_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer_by", localdate() + timedelta(weeks=2))
        self.order_fields(self.field_order)


class MoreTimeForm(ReasonForm):
    until = day_field("Wanneer is het besluit er dan uiterlijk?")


class TalkForm(forms.Form):
    """What is planned, with whom and about what."""

    form = forms.ChoiceField(
        label="Wat plant u?", choices=Talk.Form.choices, widget=forms.RadioSelect, error_messages=REQUIRED
    )
    at = forms.DateTimeField(
        label="Wanneer?",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Kies een dag en een tijd.", "invalid": "Kies een dag en een tijd."},
    )
    who = forms.CharField(label="Met wie?", max_length=200, error_messages=REQUIRED)
    about = prose_field(
        "Waarover?",
        rows=4,
        help_text="Elke ouder kan dit lezen, ook met wie u praat: het hoort bij het dossier.",
    )
    ground = forms.CharField(
        label="Op welke grond deelt u iets met jeugdhulp?",
        required=False,
        max_length=200,
        help_text="Alleen bij contact met jeugdhulp: bijvoorbeeld toestemming van de ouders.",
    )

    def clean_at(self) -> datetime:
        near(self.cleaned_data["at"].date())
        return self.cleaned_data["at"]

    @property
    def planned(self) -> Planned:
        return Planned(**self.cleaned_data)


class NeedsForm(forms.Form):
    needs = forms.MultipleChoiceField(
        label="Wat heeft dit kind nodig?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies uit de lijst."},
    )

    def __init__(self, *args, needs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = [(need.key, need.label) for need in needs]  # type: ignore[attr-defined]


class AwardForm(forms.Form):
    """What is awarded, within what the kind of support allows."""

    reasons = prose_field("Waarom kent u dit toe?", help_text="School en ouders lezen dit in de brief.")
    conditions = prose_field("Zijn er voorwaarden?", required=False, rows=3)
    begins_on = day_field("Vanaf welke dag?")
    ends_on = day_field("Tot en met welke dag?")
    amount = forms.IntegerField(
        label="Hoeveel?", required=False, min_value=1, error_messages={"invalid": "Vul een heel getal in."}
    )

    def __init__(self, *args, kind: Kind, **kwargs):
        super().__init__(*args, **kwargs)
        most = kind.hours or kind.budget
        if most is None:
            del self.fields["amount"]
            return
        unit = "uren" if kind.hours else "euro"
        self.fields["amount"].label = f"Hoeveel {unit} {most.period}?"
        self.fields["amount"].help_text = f"Hoogstens {most.most}."

    def clean_begins_on(self) -> date:
        return near(self.cleaned_data["begins_on"])

    def clean_ends_on(self) -> date:
        if self.cleaned_data["ends_on"] < localdate():
            raise forms.ValidationError(OVER)
        return self.cleaned_data["ends_on"]

    @property
    def award(self) -> Award:
        return Award(**self.cleaned_data)


class RefuseForm(forms.Form):
    reasons = prose_field("Waarom wijst u het af?", help_text="School en ouders lezen dit in de brief.")


class PassOnForm(forms.Form):
    kind = forms.ChoiceField(
        label="Welke hulp vraagt u nu?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies welke hulp u vraagt.", "invalid_choice": "Kies uit de lijst."},
    )

    def __init__(self, *args, kinds: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
