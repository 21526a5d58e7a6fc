"""Find a file by its number, or by initials and birth date, among those that someone is involved in."""

import re
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dekkend.cases.blind import blind
from dekkend.cases.models import Case, IndexKey
from dekkend.organisations.models import Partnership, User
from dekkend.organisations.throttle import happens_too_often

MOST, SECONDS = 30, 600
ON_A_PAGE = 20
# The year and the number in it, as people write them: 2026-0012, 2026/12.
NUMBER = re.compile(r"\s*(\d{4})\D{1,3}(\d{1,6})\s*")
SAY_WHICH = "Vul het nummer in, of de voorletters en de geboortedatum."


class FindForm(forms.Form):
    """A number, or initials with a birth date. Sent by POST: it stands in no address and no history."""

    number = forms.CharField(
        label="Nummer van het dossier", required=False, max_length=20, help_text="Bijvoorbeeld 2026-0012"
    )
    initials = forms.CharField(
        label="Voorletters van het kind",
        required=False,
        max_length=20,
        help_text="Zoals u ze kent: S.D. of S. van der D. Alleen de eerste en de laatste tellen.",
    )
    born_on = forms.DateField(
        label="Geboortedatum van het kind",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Deze datum bestaat niet."},
    )

    def clean_number(self) -> str:
        said = self.cleaned_data["number"]
        if not said:
            return ""
        if not (parts := NUMBER.fullmatch(said)):
            raise forms.ValidationError("Een nummer is een jaar met een nummer: 2026-0012.")
        return f"{parts[1]}-{int(parts[2]):04}"

    def clean_initials(self) -> str:
        said = self.cleaned_data["initials"]
        if said and not any(map(str.isalpha, said)):
            raise forms.ValidationError("Vul letters in.")
        return said

    def clean_born_on(self) -> date | None:
        born_on = self.cleaned_data["born_on"]
        if born_on and born_on > localdate():
            raise forms.ValidationError("Deze datum moet nog komen.")
        return born_on

    def clean(self) -> None:
        said = self.cleaned_data
        if self.errors or said["number"]:
            return
        if not said["initials"]:
            self.add_error("initials" if said["born_on"] else "number", SAY_WHICH)
        elif not said["born_on"]:
            self.add_error("born_on", "Vul ook de geboortedatum in.")


def find(cases: QuerySet[Case], number: str, initials: str, born_on: date | None) -> list[Case]:
    """At most a page of `cases`, newest first; nothing about a child is opened.

    Those of others take no part, so that whether there are any makes no difference, in words or in time.
    """
    found = (
        cases.filter(number=number)
        if number
        else cases.filter(child_indexes__digest__in=_all(initials, born_on))
    )
    found = found.select_related("site", "partnership").order_by("-opened_on", "-pk")
    return list(found[:ON_A_PAGE])


def asks_too_often(user: User) -> bool:
    """Nobody tries all birth dates: so many times in ten minutes is enough for work."""
    return happens_too_often(f"find-case:{user.pk}", most=MOST, seconds=SECONDS)


def _all(initials: str, born_on: date | None) -> list[str]:
    """What this child is called in the index of each partnership. Two queries, and one for each of those."""
    assert born_on is not None  # noqa: S101  the form asks for it
    with_index = IndexKey.objects.values("partnership")
    return [blind(one, initials, born_on) for one in Partnership.objects.filter(pk__in=with_index)]
