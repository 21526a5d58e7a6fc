"""Whether everyone with authority said yes to the request as it is. Reads only."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from dekkend.cases.models import Attachment, Case, Consent, Entry, Party, consent_place
from dekkend.questionnaires.loader import questionnaire_of

Answer = Consent.Answer
SENT_ALONG = (Entry.Form.GROWTH, Entry.Form.REQUEST)


@dataclass(frozen=True)
class Stance:
    """One parent, and the last thing they said to what is asked now; None when they said nothing.

    `is_of_now` is False when the request was changed after they said it.
    """

    party: Party
    said: Consent | None
    is_of_now: bool

    @property
    def agrees(self) -> bool:
        return bool(self.said and self.is_of_now and self.said.answer == Answer.YES)

    @property
    def was_heard(self) -> bool:
        """For a kind that needs no consent: they said what they think, whatever that is."""
        return bool(self.said and self.said.answer != Answer.WITHDRAWN)

    @property
    def has_answered(self) -> bool:
        """Yes, no or a view, to the text as it is."""
        return self.was_heard and self.is_of_now


def stances_of(case: Case) -> list[Stance]:
    """Every parent whose say is asked, in order. Three queries."""
    parties = [party for party in case.parties.filter(removed_at=None) if party.is_asked]
    last = {said.party_id: said for said in said_to(case)}
    digest = request_digest(case)
    for party in parties:
        party.case = case
    return [
        Stance(party, said := last.get(party.pk), bool(said and said.digest == digest)) for party in parties
    ]


def said_to(case: Case) -> QuerySet[Consent]:
    """What parents said since they were asked, oldest first."""
    return case.consents.filter(round__gte=case.asked_round)


def missing_consent(case: Case, stances: Iterable[Stance], *, is_needed: bool) -> list[Stance]:
    """Whose word is still needed before the request may go on.

    Where consent is needed (an arrangement) everyone with authority says yes; where it is not (a tlv)
    everyone was heard.
    """
    return [one for one in stances if not (one.agrees if is_needed else one.was_heard)]


def is_missing(party: Party, *, is_needed: bool) -> bool:
    """Whether the word of this parent is asked and still needed: `missing_consent` of one. Three queries."""
    own = [one for one in stances_of(party.case) if one.party.pk == party.pk]
    return bool(missing_consent(party.case, own, is_needed=is_needed))


def words_said(party: Party, said: Consent) -> str:
    """What a parent wrote with their answer; empty when they wrote nothing."""
    if not said.sealed_words:
        return ""
    return party.case.vault.open(consent_place(party, said.given_at), said.sealed_words).decode()


def request_digest(case: Case) -> str:
    """Names what the parents are asked about: the kind, and all that the school sends along as it is now.

    That is its part of the growth file and the request, and its files; not what stays inside the school, nor
    a paper that a parent signed. One query, once a process has read the growth file's form.
    """
    growth = questionnaire_of(case.growth_edition)
    inside = [question.key for question in growth.questions if question.audience == "school"]
    written = case.entries.filter(form__in=SENT_ALONG, party=None).exclude(
        form=Entry.Form.GROWTH, key__in=inside
    )
    files = case.attachments.filter(party=None, inside=False, removed_at=None).exclude(
        where=Attachment.Where.CONSENT
    )
    files = files.annotate(part=Concat(Value("file "), Cast("number", CharField())))
    # Neither in an order of its own: a union of two takes none.
    rows = written.order_by().values_list("form", "key", "revision")
    rows = rows.union(files.order_by().values_list("where", "part", "number")).order_by()
    said = [case.kind, *sorted(map(list, rows))]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
