"""Browser input to clean data, for the acts on the route. Nothing here writes."""

from django import forms
from django.utils.timezone import localdate

from dekkend.profiles.models import Advice, MailChoice, Version
from dekkend.workflow.terms import add_months

TO_CHOOSE = [choice for choice in Advice.Outcome.choices if choice[0] != Advice.Outcome.LAPSED]
MAX_WORDS = 10_000
TOO_LONG = "Uw tekst is te lang: {} tekens. Maak hem korter dan {}."


def long_text(**options) -> forms.CharField:
    """A text box; `keep` names its draft on the device of the writer."""
    keep = options.pop("keep")
    options.setdefault("error_messages", {}).setdefault(
        "max_length", TOO_LONG.format("%(show_value)s", "%(limit_value)s")
    )
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6, "data-keep": keep}), max_length=MAX_WORDS, **options
    )


class AdviceForm(forms.Form):
    """The MR's advice: an outcome, and the reasons the board has to answer."""

    outcome = forms.ChoiceField(
        label="Wat is het advies van de hele MR?",
        choices=TO_CHOOSE,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat het advies van de MR is."},
    )
    reasons = long_text(
        label="Waarom?",
        help_text="Het bestuur geeft antwoord op elk punt. Schrijf dus één punt per regel.",
        error_messages={"required": "Vul in waarom. Het bestuur moet uw redenen kunnen lezen."},
        keep="advice",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reasons"].required = self["outcome"].data != Advice.Outcome.NONE


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
    """The board's decision: its day, how long it holds, the answer to the advice."""

    on = forms.DateField(
        label="Op welke dag besloot het bestuur?",
        help_text="Vandaag, of een dag die al was.",
        error_messages={"required": "Vul de dag van het besluit in.", "invalid": "Deze datum bestaat niet."},
    )
    valid_until = forms.DateField(
        label="Tot en met welke dag geldt het profiel?",
        error_messages={"required": "Vul de einddatum in.", "invalid": "Deze datum bestaat niet."},
    )
    answer_to_advice = long_text(
        label="Wat doet het bestuur met het advies?",
        help_text="De MR leest dit. Ga in op elk punt van het advies.",
        error_messages={
            "required": "Geef antwoord op het advies van de MR. Leg uit wat het bestuur ermee doet."
        },
        keep="answer-to-advice",
    )
    publish = forms.BooleanField(
        label="Publiceer het profiel meteen",
        help_text="Zonder vinkje ziet nog niemand buiten de school, het bestuur en de regio het.",
        required=False,
        initial=True,
    )

    def __init__(self, *args, version: Version, advice: Advice | None, **kwargs):
        super().__init__(*args, **kwargs)
        months = version.regime.valid_months
        self.fields["answer_to_advice"].required = bool(advice and advice.needs_answer)
        self.fields[
            "valid_until"
        ].help_text = (
            f"Dat mag hoogstens {_long(months)} na het besluit zijn. Dat is zo afgesproken in de regio."
        )
        self.initial.setdefault("on", localdate())
        self.initial.setdefault("valid_until", add_months(localdate(), months))
        for name in ("on", "valid_until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
