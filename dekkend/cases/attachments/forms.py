"""A chosen file to clean data; no writes. The action judges what is in it."""

from pathlib import Path

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dekkend.cases.actions import Chosen
from dekkend.cases.models import Consent
from dekkend.core.files.kinds import EMPTY, KINDS, TOO_LARGE
from dekkend.core.files.names import LONGEST_TITLE

CHOOSE = _("Kies een bestand.")
ENDINGS = ",".join(kind.extension for kind in KINDS.values())


class FileForm(forms.Form):
    """A file, on disk: see `core.files.receiving`."""

    file = forms.FileField(
        label=_("Welk bestand?"),
        error_messages={"required": CHOOSE, "empty": _(EMPTY), "missing": CHOOSE, "invalid": CHOOSE},
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    @classmethod
    def of(cls, request: HttpRequest, **more):
        """Empty for a page that is asked for, else with what was sent."""
        if request.method != "POST":
            return cls(**more)
        form = cls(request.POST, request.FILES, **more)  # reading these is what finds a file too large
        if getattr(request, "has_too_large_file", False):
            form.fields["file"].error_messages["required"] = _(TOO_LARGE)
        return form

    @property
    def chosen(self) -> Chosen:
        file, said = self.cleaned_data["file"], self.cleaned_data
        path = Path(file.temporary_file_path())  # LimitedUpload puts every file on disk
        return Chosen(path, file.name or "", said.get("title", ""), said.get("inside", False))


class AttachmentForm(FileForm):
    """A file and what it is called; the school may keep it to itself where that is possible."""

    title = forms.CharField(
        label=_("Hoe heet het?"),
        help_text=_("Laat u dit leeg? Dan nemen wij de naam van het bestand."),
        max_length=LONGEST_TITLE,
        required=False,
        error_messages={"max_length": _("Dit is te lang. Gebruik hoogstens 100 tekens.")},
    )
    inside = forms.BooleanField(
        label="Dit blijft binnen de school",
        required=False,
        help_text="Ouders en Loket zien het bestand dan niet.",
    )

    def __init__(self, *args, can_stay_inside: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_stay_inside:
            del self.fields["inside"]


class PaperConsentForm(FileForm):
    """What a parent said on paper, beside a photo or scan of it."""

    answer = forms.ChoiceField(
        label="Wat staat er op het papier?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies wat er op het papier staat.",
            "invalid_choice": "Kies uit de lijst.",
        },
    )
    digest = forms.CharField(widget=forms.HiddenInput)
    field_order = ["answer", "file"]

    def __init__(self, *args, needs_consent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        yes_or_no = [
            (Consent.Answer.YES, "Ja, deze ouder geeft toestemming"),
            (Consent.Answer.NO, "Nee, geen toestemming"),
        ]
        heard = [(Consent.Answer.VIEW, "Deze ouder is gehoord: de mening staat op het papier")]
        self.fields["answer"].choices = yes_or_no if needs_consent else heard  # type: ignore[attr-defined]
        self.fields["file"].label = "Een foto of scan van het getekende papier"
        self.order_fields(self.field_order)
