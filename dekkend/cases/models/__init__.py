"""A case and all that belongs to it. What is about a child is sealed with the key of its case."""

from dekkend.cases.models.asking import Addressee, Correction, Enquiry, Remark
from dekkend.cases.models.attachments import FILE_PLACE, Attachment
from dekkend.cases.models.case import Case, CaseKey, ChildIndex, Counter, IndexKey
from dekkend.cases.models.decisions import Decision, Letter, Talk
from dekkend.cases.models.declaration import Declaration, ExpertOpinion
from dekkend.cases.models.destruction import Destruction, DoomedFile
from dekkend.cases.models.effect import Evaluation, Figures
from dekkend.cases.models.entries import Entry, EntryVersion, entry_place
from dekkend.cases.models.log import LogAlarm, LogHead, Reading
from dekkend.cases.models.meetings import TO_COME, Advice, AgendaItem, Attendance, Conflict, Meeting
from dekkend.cases.models.objection import Objection
from dekkend.cases.models.offering import Offering
from dekkend.cases.models.parties import Consent, Party, Share, consent_place
from dekkend.cases.models.passkeys import Passkey, PasskeyChallenge
from dekkend.cases.models.plan import Plan, PlanAgreement, PlanEvaluation, PlanVersion

__all__ = [
    "FILE_PLACE",
    "TO_COME",
    "Addressee",
    "Advice",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Case",
    "CaseKey",
    "ChildIndex",
    "Conflict",
    "Consent",
    "Correction",
    "Counter",
    "Decision",
    "Declaration",
    "Destruction",
    "DoomedFile",
    "Enquiry",
    "Entry",
    "EntryVersion",
    "Evaluation",
    "ExpertOpinion",
    "Figures",
    "IndexKey",
    "Letter",
    "LogAlarm",
    "LogHead",
    "Meeting",
    "Objection",
    "Offering",
    "Party",
    "Passkey",
    "PasskeyChallenge",
    "Plan",
    "PlanAgreement",
    "PlanEvaluation",
    "PlanVersion",
    "Reading",
    "Remark",
    "Share",
    "Talk",
    "consent_place",
    "entry_place",
]
