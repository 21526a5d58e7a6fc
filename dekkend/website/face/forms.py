"""What staff of a partnership fill in about its face."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.utils.timezone import localdate

from dekkend.organisations.models import COLOURS, SCHEMES, Face
from dekkend.website.face.actions import OF_PARTNERSHIP
from dekkend.website.face.colours import completed, faults

COLOUR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
COLOUR_FIELDS = [name + end for end in SCHEMES.values() for name in COLOURS]
WRONG_ADDRESS = "Dit is geen adres van een site. Vul alleen de naam in, zoals scholen.rietland.nl."


class ColourField(forms.CharField):
    """ "#1f4390", however it was typed."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        typed = super().clean(value).strip()
        if not typed:
            return ""
        match = COLOUR.fullmatch(typed)
        if match is None:
            raise ValidationError("Schrijf een kleur als # met zes tekens, bijvoorbeeld #1f4390.")
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        return f"#{digits.lower()}"


class FaceForm(forms.Form):
    """All of it on one page. Colours are judged together: what is left empty follows from the first."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Hoe heet de site?",
        help_text="Staat bovenaan elke pagina. Leeg: de naam van het samenwerkingsverband.",
        max_length=60,
        required=False,
    )
    welcome = forms.CharField(
        label="Welkom",
        help_text="Eén of twee zinnen op de eerste pagina.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    about = forms.CharField(
        label="Over ons",
        help_text="Wie u bent en wat u doet. **Vet**, *schuin*, lijsten en links kunnen.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    footer = forms.CharField(
        label="Onderaan elke pagina", help_text="Eén zin.", max_length=200, required=False
    )
    contact_email = forms.EmailField(label="E-mailadres", required=False)
    contact_phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    contact_address = forms.CharField(label="Adres", max_length=200, required=False)
    website = forms.URLField(label="Eigen website", required=False, assume_scheme="https")
    support_point_name = forms.CharField(
        label="Hoe heet het steunpunt voor ouders en jongeren?", max_length=200, required=False
    )
    support_point_phone = forms.CharField(label="Telefoon van het steunpunt", max_length=20, required=False)
    support_point_email = forms.EmailField(label="E-mailadres van het steunpunt", required=False)
    languages = forms.MultipleChoiceField(
        label="In welke talen lezen ouders de site?",
        help_text="Nederlands staat altijd aan.",
        choices=[choice for choice in settings.LANGUAGES if choice[0] != "nl"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    domain = forms.CharField(
        label="Eigen adres van de site",
        help_text="Bijvoorbeeld scholen.rietland.nl. De beheerder van Dekkend moet dit adres ook aanzetten.",
        max_length=253,
        required=False,
    )
    accessibility = forms.ChoiceField(
        label="Hoe toegankelijk is de site?", choices=Face.Accessibility, widget=forms.RadioSelect
    )
    accessibility_on = forms.DateField(
        label="Wanneer is dat onderzocht?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    accessibility_report = forms.URLField(
        label="Waar staat het rapport?", required=False, assume_scheme="https"
    )
    pen = ColourField(
        label="Kleur van links en knoppen",
        help_text="Zoals #1f4390. Leeg: de kleuren van Dekkend. De andere kleuren volgen hieruit vanzelf.",
    )
    pen_deep = ColourField(label="Dezelfde kleur, als iemand erop wijst")
    margin = ColourField(label="Lijn in de kantlijn", help_text="Alleen versiering.")
    pen_dark = ColourField(label="Donker scherm: links en knoppen")
    pen_deep_dark = ColourField(label="Donker scherm: als iemand erop wijst")
    margin_dark = ColourField(label="Donker scherm: lijn in de kantlijn")

    def __init__(self, data=None, *, face: Face):
        known = {name: getattr(face, name) for name in self.base_fields if hasattr(face, name)}
        known |= {name: getattr(face.partnership, name) for name in OF_PARTNERSHIP}
        super().__init__(data, initial=known)
        self.face = face
        if not face.languages:
            self.initial["languages"] = [code for code, _ in settings.LANGUAGES]

    def clean_languages(self) -> list[str]:
        """Dutch and what was chosen. All of them is the same as never having chosen: nothing."""
        chosen = ["nl", *self.cleaned_data["languages"]]
        return [] if len(chosen) == len(settings.LANGUAGES) else chosen

    def clean_domain(self) -> str | None:
        name = self.cleaned_data["domain"].strip().lower().rstrip(".")
        if not name:
            return None
        try:
            DomainNameValidator(accept_idna=False)(name)
        except ValidationError:
            raise ValidationError(WRONG_ADDRESS) from None
        if name in settings.OWN_HOSTS:
            raise ValidationError("Dit is het adres van Dekkend zelf. Kies een adres van uw regio.")
        if Face.objects.filter(domain=name).exclude(partnership=self.face.partnership).exists():
            raise ValidationError("Een ander samenwerkingsverband gebruikt dit adres al.")
        return name

    def clean_accessibility_on(self):
        day = self.cleaned_data["accessibility_on"]
        if day and day > localdate():
            raise ValidationError("Deze dag moet nog komen. Vul in wanneer het onderzoek was.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = {name: cleaned[name] for name in COLOUR_FIELDS if name in cleaned}
        if len(given) < len(COLOUR_FIELDS):
            return cleaned
        if any(given.values()) and not given["pen"]:
            self.add_error("pen", "Vul deze kleur in. De andere horen erbij.")
            return cleaned
        colours = completed(given)
        for fault in faults(colours):
            self.add_error(fault.field, str(fault))
        return cleaned | colours


class LogoForm(forms.Form):
    file = forms.FileField(
        label="Welk plaatje?",
        help_text="Een png of jpg, hoogstens 2 MB. Een doorzichtige of witte achtergrond is het mooist.",
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg.",
            "missing": "Kies een bestand.",
        },
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
