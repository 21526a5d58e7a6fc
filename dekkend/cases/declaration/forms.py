"""Browser input about declarations and their experts to clean data; no writes."""

from collections.abc import Iterable

from django import forms

from dekkend.cases.actions import Asked
from dekkend.cases.forms import REQUIRED, day_field, prose_field
from dekkend.cases.models import ExpertOpinion
from dekkend.organisations.models import Site, User

CHOOSE = {"required": "Kies een antwoord.", "invalid_choice": "Kies uit de lijst."}
OTHER = ""


class ExpertForm(forms.Form):
    """Whom to ask for which seat. Someone without an account is asked outside Dekkend."""

    seat = forms.TypedChoiceField(
        label="Welke plaats?",
        choices=ExpertOpinion.Seat.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    profession = forms.ChoiceField(
        label="Beroep",
        choices=[("", "Kies een beroep"), *ExpertOpinion.Profession.choices],
        error_messages=CHOOSE,
    )
    expert = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label="Wie?",
        empty_label="Iemand anders: vul de naam in",
        error_messages=CHOOSE,
    )
    name = forms.CharField(
        label="Naam", max_length=100, required=False, help_text="Alleen als u hierboven iemand anders kiest."
    )
    employer = forms.ChoiceField(
        label="Waar werkt deze deskundige?",
        choices=ExpertOpinion.Employer.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    employer_name = forms.CharField(label="Naam van die organisatie", max_length=100, required=False)
    involved = forms.TypedChoiceField(
        label="Was deze deskundige al betrokken bij de aanvraag, of bij de begeleiding van het kind?",
        choices=[("no", "Nee"), ("yes", "Ja")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def __init__(self, *args, experts: Iterable[User], **kwargs):
        super().__init__(*args, **kwargs)
        known = User.objects.filter(pk__in=[user.pk for user in experts]).order_by("name")
        self.fields["expert"].queryset = known  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class OwnAdviceForm(forms.Form):
    """The expert's own advice, and that nothing stands in the way of giving it."""

    advice = prose_field(
        "Uw advies",
        rows=12,
        help_text="Wat heeft dit kind nodig? Past een school voor speciaal onderwijs daarbij, en waarom?",
    )
    is_independent = forms.BooleanField(
        label="Ik werk niet bij de school of het bestuur, en was niet eerder betrokken bij dit kind.",
        error_messages={"required": "Bevestig dit, of geef de plaats terug."},
    )


class RecordedAdviceForm(forms.Form):
    advice = prose_field("Het advies, zoals het binnenkwam", rows=12)


class LookUpForm(forms.Form):
    """Number and day of birth: both right, or nothing."""

    number = forms.CharField(
        label="Nummer van de verklaring",
        max_length=30,
        help_text="Het staat in de brief aan de ouders. Bijvoorbeeld: PO1234-000042.",
        error_messages=REQUIRED,
    )
    born_on = day_field("Geboortedatum van het kind")
    site = forms.ModelChoiceField(queryset=Site.objects.none(), label="Voor welke school?", empty_label=None)

    def __init__(self, *args, sites: list[Site], **kwargs):
        super().__init__(*args, **kwargs)
        if len(sites) == 1:
            del self.fields["site"]
        else:
            known = Site.objects.filter(pk__in=[site.pk for site in sites])
            self.fields["site"].queryset = known  # type: ignore[attr-defined]


class TakeInForm(forms.Form):
    enrolled_on = day_field(
        "Vanaf welke dag staat het kind bij u ingeschreven?",
        help_text="Vanaf die dag hebt u 6 weken voor het plan (opp).",
    )
