"""A case and all that belongs to it. What is about a child is sealed with the key of its case."""

from dekkend.cases.models.case import Case, Counter, IndexKey
from dekkend.cases.models.decisions import Decision, Letter, Talk
from dekkend.cases.models.declaration import Declaration, ExpertOpinion
from dekkend.cases.models.entries import Attachment, Entry, EntryVersion, entry_place
from dekkend.cases.models.log import LogHead, Reading
from dekkend.cases.models.offering import Offering
from dekkend.cases.models.parties import Consent, Party, Share

__all__ = [
    "Attachment",
    "Case",
    "Consent",
    "Counter",
    "Decision",
    "Declaration",
    "Entry",
    "EntryVersion",
    "ExpertOpinion",
    "IndexKey",
    "Letter",
    "LogHead",
    "Offering",
    "Party",
    "Reading",
    "Share",
    "Talk",
    "entry_place",
]
