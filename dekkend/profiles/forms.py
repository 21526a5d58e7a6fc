"""Browser input to clean data, for the acts on the route. Nothing here writes."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.timezone import localdate

from dekkend.core.files.kinds import EMPTY, KINDS, TOO_LARGE
from dekkend.core.files.names import LONGEST_TITLE
from dekkend.core.signs import allowed
from dekkend.profiles.actions import Votes
from dekkend.profiles.hearing import MANY, Voice
from dekkend.profiles.models import (
    OUTCOMES,
    WITHOUT_REASONS,
    Consultation,
    MailChoice,
    Paper,
    RegimeKind,
    Right,
    Saying,
    Version,
)
from dekkend.questionnaires.models import Edition
from dekkend.workflow.terms import add_months

YEARS_TO_CHOOSE = 3
# For each right: the question, what is said when it is not answered, and the hint at the reasons.
QUESTIONS: dict[str, tuple[str, str, str]] = {
    Right.ADVICE: (
        "Wat is het advies van {body}?",
        "Kies wat het advies is.",
        "Het bestuur geeft antwoord op elk punt. Schrijf dus één punt per regel.",
    ),
    Right.CONSENT: (
        "{verb} {body} ja tegen deze tekst (instemming)?",
        "Kies ja of nee.",
        "Bij nee leest de school wat anders moet. Schrijf één punt per regel.",
    ),
}
MAX_WORDS = 10_000
TOO_LONG = "Uw tekst is te lang: {} tekens. Maak hem korter dan {}."


def offer(field: forms.Field, choices: list) -> None:
    """Set what can be chosen, where that is known only when the form is made."""
    cast(forms.ChoiceField, field).choices = choices


def long_text(**options) -> forms.CharField:
    """A text box; `keep` names its draft on the device of the writer."""
    keep = options.pop("keep")
    options.setdefault("error_messages", {}).setdefault(
        "max_length", TOO_LONG.format("%(show_value)s", "%(limit_value)s")
    )
    return LongText(
        widget=forms.Textarea(attrs={"rows": 6, "data-keep": keep}), max_length=MAX_WORDS, **options
    )


class LongText(forms.CharField):
    def to_python(self, value: Any) -> str:
        return allowed(super().to_python(value) or "")


def votes(label: str) -> forms.IntegerField:
    wrong = {"invalid": "Vul een getal in, of laat dit leeg."}
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=999, error_messages=wrong)


class OutcomeForm(forms.Form):
    """What the MR or a section of it says: an outcome, when, by how many votes, and why."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect)
    decided_on = forms.DateField(
        label="Op welke dag was dat?",
        help_text="De dag van de vergadering. Niet voor de dag waarop de directeur het profiel stuurde.",
        error_messages={"required": "Vul de dag in.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reasons = long_text(
        label="Waarom?",
        error_messages={
            "required": "Vul in waarom. De school en het bestuur moeten uw redenen kunnen lezen."
        },
        keep="outcome",
    )
    votes_for = votes("Stemmen voor")
    votes_against = votes("Stemmen tegen")
    abstained = votes("Niet gestemd (onthouding)")

    def __init__(self, *args, voice: Voice, **kwargs):
        super().__init__(*args, **kwargs)
        question, missing, why = QUESTIONS[voice.demand.right]
        body = voice.demand.get_body_display()
        outcome = self.fields["outcome"]
        outcome.label = question.format(body=body, verb="Zeggen" if voice.demand.body in MANY else "Zegt")
        outcome.error_messages["required"] = missing
        offer(outcome, [(choice.value, choice.label) for choice in OUTCOMES[voice.demand.right]])
        self.fields["reasons"].help_text = why
        self.fields["reasons"].required = self["outcome"].data not in WITHOUT_REASONS
        self.fields["reasons"].widget.attrs["data-keep"] = voice.slug
        self.initial.setdefault("decided_on", localdate())

    def words(self) -> dict[str, Any]:
        """As `actions.record_outcome` asks for it."""
        words = dict(self.cleaned_data)
        counted = Votes(words.pop("votes_for"), words.pop("votes_against"), words.pop("abstained"))
        return words | {"votes": counted}


class PupilsForm(forms.Form):
    """How the pupils were asked what they think of the support on offer."""

    asked_on = forms.DateField(
        label="Op welke dag vroeg u het?",
        help_text="Waren het meer dagen? Kies de laatste.",
        error_messages={"required": "Vul de dag in.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    groups = forms.CharField(
        label="Met welke groepen?",
        help_text="Bijvoorbeeld: groep 1 tot en met 8.",
        max_length=200,
        error_messages={"required": "Vul in met welke groepen u sprak."},
    )
    how = forms.CharField(
        label="Hoe vroeg u het?",
        help_text="Bijvoorbeeld: een kringgesprek, een tekening, de leerlingenraad.",
        max_length=400,
        error_messages={"required": "Vul in hoe u het vroeg."},
    )
    outcome = long_text(
        label="Wat kwam eruit?",
        help_text="Schrijf ook wat de school ermee doet. Noem geen namen van kinderen.",
        error_messages={"required": "Vul in wat eruit kwam."},
        keep="pupils",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RegimeForm(forms.Form):
    """Which route and which form the schools of a partnership follow, and from which school year."""

    kind = forms.ModelChoiceField(
        label="Welke route volgen de scholen?",
        queryset=RegimeKind.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Kies een route."},
    )
    edition = forms.ModelChoiceField(
        label="Met welk formulier?",
        queryset=Edition.objects.for_profiles().defer("definition"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Kies een formulier."},
    )
    begins_on = forms.TypedChoiceField(
        label="Vanaf welk schooljaar?",
        coerce=date.fromisoformat,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een schooljaar."},
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["begins_on"], [(day.isoformat(), _school_year(day)) for day in _next_years(on)])


class ReasonForm(forms.Form):
    """Why something goes back."""

    reason = long_text(
        help_text="Wie verder werkt, leest dit. Schrijf één punt per regel.",
        error_messages={"required": "Vul in waarom. Wie verder werkt, moet uw reden kunnen lezen."},
        keep="reason",
    )

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class EstablishForm(forms.Form):
    """The board's decision: its day, how long it holds, the answer to each who said something."""

    on = forms.DateField(
        label="Op welke dag besloot het bestuur?",
        help_text="Vandaag, of een dag die al was.",
        error_messages={"required": "Vul de dag van het besluit in.", "invalid": "Deze datum bestaat niet."},
    )
    valid_until = forms.DateField(
        label="Tot en met welke dag geldt het profiel?",
        error_messages={"required": "Vul de einddatum in.", "invalid": "Deze datum bestaat niet."},
    )
    publish = forms.BooleanField(
        label="Publiceer het profiel meteen",
        help_text="Zonder vinkje ziet nog niemand buiten de school, het bestuur en de regio het.",
        required=False,
        initial=True,
    )

    def __init__(self, *args, version: Version, said: list[Consultation], **kwargs):
        super().__init__(*args, **kwargs)
        months = version.regime.valid_months
        self.to_answer = [consultation for consultation in said if consultation.may_be_answered]
        for consultation in self.to_answer:
            self.fields[f"answer-{consultation.slug}"] = answer_field(consultation)
        self.order_fields(
            ["on", "valid_until", *(name for name in self.fields if name.startswith("answer-"))]
        )
        self.fields[
            "valid_until"
        ].help_text = (
            f"Dat mag hoogstens {_long(months)} na het besluit zijn. Dat is zo afgesproken in de regio."
        )
        self.initial.setdefault("on", localdate())
        self.initial.setdefault("valid_until", add_months(localdate(), months))
        for name in ("on", "valid_until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def words(self) -> dict[str, Any]:
        """As `actions.establish_profile` asks for it."""
        words = dict(self.cleaned_data)
        answers = {said.slug: words.pop(f"answer-{said.slug}") for said in self.to_answer}
        return words | {"answers": answers}


class CommentForm(forms.Form):
    """A remark at a question, or an answer to one."""

    text = long_text(
        label="Uw opmerking",
        help_text="Noem geen namen van kinderen.",
        error_messages={"required": "Schrijf eerst uw opmerking."},
        keep="comment",
    )
    answers = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class AddendumForm(forms.Form):
    """What changes in the course of the year, for which question, and why."""

    key = forms.ChoiceField(
        label="Bij welke vraag hoort de verandering?", error_messages={"required": "Kies een vraag."}
    )
    text = long_text(
        label="Wat geldt er vanaf nu?",
        help_text="Ouders lezen dit naast de tekst van nu. Schrijf het op zoals het is.",
        error_messages={"required": "Vul in wat er verandert."},
        keep="addendum-text",
    )
    reason = long_text(
        label="Waarom verandert het?",
        help_text="De MR, het bestuur en ouders lezen dit.",
        error_messages={"required": "Vul in waarom het verandert."},
        keep="addendum-reason",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, initial=1)

    def __init__(self, *args, questions: list[tuple[str, list[tuple[str, str]]]], **kwargs):
        """`questions` are the choices, by chapter; none when the question is known already."""
        super().__init__(*args, **kwargs)
        if questions:
            offer(self.fields["key"], [("", "Kies een vraag"), *questions])
        else:
            del self.fields["key"]


class SignForm(forms.Form):
    """The board's decision about several profiles at once; the answers to the MR stand with each school."""

    on = forms.DateField(
        label="Op welke dag besloot het bestuur?",
        help_text="Vandaag, of een dag die al was. Deze dag geldt voor alle scholen hieronder.",
        error_messages={"required": "Vul de dag van het besluit in.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label="Tot en met welke dag gelden de profielen?",
        error_messages={"required": "Vul de einddatum in.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    publish = forms.BooleanField(
        label="Publiceer de profielen meteen",
        help_text="Zonder vinkje ziet nog niemand buiten de school, het bestuur en de regio ze.",
        required=False,
        initial=True,
    )

    def __init__(self, *args, months: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].help_text = f"Dat mag hoogstens {_long(months)} na het besluit zijn."
        self.initial.setdefault("on", localdate())
        self.initial.setdefault("valid_until", add_months(localdate(), months))


class AnswersForm(forms.Form):
    """The board's answers to the MR of one school, on the page where it signs many."""

    def __init__(self, *args, said: Sequence[Saying], **kwargs):
        super().__init__(*args, **kwargs)
        self.to_answer = [consultation for consultation in said if consultation.may_be_answered]
        for consultation in self.to_answer:
            self.fields[consultation.slug] = answer_field(consultation)
            self.fields[consultation.slug].widget.attrs["data-keep"] = f"{self.prefix}-{consultation.slug}"


class AddendumSignForm(AnswersForm):
    """The board's decision about an addendum: from when it holds, and its answers to the MR."""

    on = forms.DateField(
        label="Vanaf welke dag geldt het?",
        help_text="Vandaag, of een dag die al was.",
        error_messages={"required": "Vul de dag in.", "invalid": "Deze datum bestaat niet."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=localdate,
    )


def answer_field(said: Saying) -> forms.CharField:
    """The board's answer to one who said something; needed where they asked for something."""
    the = "het" if said.right == Right.ADVICE else "de"
    return long_text(
        label=f"Wat antwoordt het bestuur op {the} {said.name}?",
        help_text="De MR en ouders lezen dit. Ga in op elk punt.",
        required=said.needs_answer,
        error_messages={
            "required": f"Geef antwoord op {the} {said.name}. Leg uit wat het bestuur ermee doet."
        },
        keep=f"answer-{said.slug}",
    )


def _next_years(on: date) -> Iterator[date]:
    """The first days of this school year and the next ones."""
    this = on.year if on >= date(on.year, 8, 1) else on.year - 1
    return (date(year, 8, 1) for year in range(this, this + YEARS_TO_CHOOSE))


def _school_year(begins_on: date) -> str:
    return f"{begins_on.year}–{begins_on.year + 1}, vanaf 1 augustus {begins_on.year}"


def _long(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} jaar" if not rest else f"{months} maanden"


class MailForm(forms.Form):
    """How often someone wants mail."""

    often = forms.ChoiceField(
        label="Wanneer krijgt u mail?",
        choices=MailChoice.Often.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe vaak u mail wilt."},
    )


class PaperForm(forms.Form):
    """A file to add to a question, what it is called, and for whom it is. The action judges it."""

    file = forms.FileField(
        label="Welk bestand?",
        error_messages={"required": "Kies een bestand.", "empty": EMPTY, "missing": "Kies een bestand."},
        widget=forms.FileInput(attrs={"accept": ",".join(kind.extension for kind in KINDS.values())}),
    )
    title = forms.CharField(
        label="Hoe heet het stuk?",
        help_text="Laat u dit leeg? Dan nemen wij de naam van het bestand.",
        max_length=LONGEST_TITLE,
        error_messages={"max_length": TOO_LONG.format("%(show_value)s", "%(limit_value)s")},
        required=False,
    )

    def __init__(self, *args, allowed: tuple[str, ...], too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Paper.Audience.choices)
        choice = forms.ChoiceField(
            label="Wie mag dit stuk lezen?",
            choices=[(value, labels[value]) for value in allowed],
            initial=allowed[0],
            widget=forms.RadioSelect,
            error_messages={"required": "Kies wie dit stuk mag lezen."},
        )
        self.fields["audience"] = choice
        if too_large:
            self.fields["file"].error_messages["required"] = TOO_LARGE
