"""What happened and who looked, in the words of a parent and in their language.

An act without words here is not told to parents: it is about someone else, or stays inside the school.
"""

import re

from django.utils.translation import gettext, gettext_noop

from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Addressee, Attachment, Case, Consent, Correction, Party
from dekkend.workflow.models import Event

Answer = Consent.Answer

ACTS = {
    "open": gettext_noop("De school begon het dossier"),
    "correct_child": gettext_noop("De school verbeterde de naam, de geboortedatum of de groep van uw kind"),
    "share_with_parents": gettext_noop("De school deelde het dossier met de ouders"),
    "take_back_from_parents": gettext_noop("De school haalde de aanvraag terug om iets te veranderen"),
    "send": gettext_noop("De school stuurde de aanvraag naar het Loket"),
    "withdraw_request": gettext_noop("De school trok de aanvraag in"),
    "make_urgent": gettext_noop("Er is om spoed gevraagd"),
    "ask_school": gettext_noop("Er kwam een vraag aan de school"),
    "ask_parents_again": gettext_noop("De school vroeg de ouders opnieuw wat zij vinden"),
    "answer_desk": gettext_noop("De school gaf antwoord op de vraag"),
    "go_on_unanswered": gettext_noop("Het Loket gaat verder zonder antwoord van de school"),
    "accept": gettext_noop("Alles is er: het Loket is begonnen"),
    "map_needs": gettext_noop("Het Loket schreef op wat uw kind nodig heeft"),
    "plan_talk": gettext_noop("Er is een gesprek of een bezoek gepland"),
    "cancel_talk": gettext_noop("Een gesprek of bezoek is afgezegd"),
    "record_opinion": gettext_noop("Een deskundige gaf advies"),
    "extend_term": gettext_noop("Er is meer tijd nodig voor het besluit"),
    "award_by_desk": gettext_noop("Het Loket besloot: de hulp komt er"),
    "award_by_committee": gettext_noop("De CTC besloot: de hulp komt er"),
    "refuse_by_desk": gettext_noop("Het Loket besloot: de hulp komt er niet"),
    "refuse_by_committee": gettext_noop("De CTC besloot: de hulp komt er niet"),
    "put_on_agenda": gettext_noop("De aanvraag staat op de lijst van de CTC"),
    "take_off_agenda": gettext_noop("De aanvraag is van de lijst van de CTC gehaald"),
    "schedule": gettext_noop("De aanvraag komt op een vergadering van de CTC"),
    "take_in_declaration": gettext_noop("De nieuwe school haalde de verklaring op"),
    "free_declaration": gettext_noop("De verklaring is weer vrij voor een andere school"),
    "object": gettext_noop("Er is bezwaar gemaakt"),
    "adjourn_objection": gettext_noop("Het besluit op het bezwaar komt later"),
    "note_committees_advice": gettext_noop("De bezwaarcommissie gaf advies"),
    "withdraw_objection": gettext_noop("Een bezwaar is teruggenomen"),
    "end_objection": gettext_noop("Op het bezwaar is beslist: het besluit blijft"),
    "uphold_objection": gettext_noop("Op het bezwaar is beslist: er komt een nieuw besluit"),
    "evaluate": gettext_noop("De school keek terug op de hulp"),
    "ask_extension": gettext_noop("De school vroeg om de hulp langer te geven"),
    "pass_on": gettext_noop("De school vroeg om andere hulp"),
    "end": gettext_noop("De hulp is afgerond"),
    "lapse": gettext_noop("De hulp is afgelopen"),
    "abandon": gettext_noop("De aanvraag is vervallen: er gebeurde lang niets"),
    "put_on_hold": gettext_noop("Het dossier wordt langer bewaard"),
    "release": gettext_noop("Het dossier wordt niet langer bewaard dan de regel zegt"),
    "share_plan": gettext_noop("De school vroeg wat u van het plan vindt"),
    "establish_plan": gettext_noop("De school stelde het plan vast"),
    "evaluate_plan": gettext_noop("De school keek met de ouders terug op het plan"),
}
# Of an extension that does not come: the help goes on to its last day.
NOT_EXTENDED = {
    "refuse_by_desk": gettext_noop("Het Loket besloot: de hulp wordt niet verlengd"),
    "refuse_by_committee": gettext_noop("De CTC besloot: de hulp wordt niet verlengd"),
}
# Where the region looks at a decision again without the law on objections (Awb).
RECONSIDERED = {
    "object": gettext_noop("Er is gevraagd om opnieuw naar het besluit te kijken (heroverweging)"),
    "adjourn_objection": gettext_noop("Het antwoord op de heroverweging komt later"),
    "note_committees_advice": gettext_noop("De commissie gaf advies over de heroverweging"),
    "withdraw_objection": gettext_noop("Een verzoek om heroverweging is teruggenomen"),
    "end_objection": gettext_noop(
        "Er is opnieuw naar het besluit gekeken (heroverweging): het besluit blijft"
    ),
    "uphold_objection": gettext_noop(
        "Er is opnieuw naar het besluit gekeken (heroverweging): er komt een nieuw besluit"
    ),
}
# About the plan: said by oneself, or by another parent.
ON_PLAN = {
    "yes": gettext_noop("U zei ja tegen wat de school gaat doen"),
    "no": gettext_noop("U zei nee tegen wat de school gaat doen"),
    "silent": gettext_noop("De school kreeg van u geen antwoord over het plan"),
}
OTHERS_ON_PLAN = gettext_noop("De andere ouder gaf antwoord over het plan")
# What a parent said, as they read it themselves and as another parent reads it.
ANSWERS = {
    Answer.YES: gettext_noop("U zei ja"),
    Answer.NO: gettext_noop("U zei nee"),
    Answer.VIEW: gettext_noop("U zei wat u vindt"),
    Answer.WITHDRAWN: gettext_noop("U nam uw ja terug"),
}
# What only who did it is told: how another parent comes in, and what they ask, is theirs to know.
OWN = {
    "add_passkey": gettext_noop("U maakte een passkey"),
    "remove_passkey": gettext_noop("U haalde een passkey weg"),
    "ask": gettext_noop("U vroeg iets"),
    "answer_enquiry": gettext_noop("U kreeg antwoord op een vraag"),
    "close_enquiry": gettext_noop("Uw vraag is gesloten"),
}
OTHERS_ANSWER = gettext_noop("De andere ouder gaf antwoord")
OTHERS_WITHDREW = gettext_noop("De andere ouder nam het ja terug")
ANSWERED = ("answer_request", "withdraw_consent")
# What is not right stands beside its part, for every reader of it.
CORRECTED = {
    "correct": (gettext_noop("U zei wat niet klopt"), gettext_noop("De andere ouder zei wat niet klopt")),
    "answer_correction": (
        gettext_noop("U kreeg antwoord over wat niet klopt"),
        gettext_noop("De andere ouder kreeg antwoord over wat niet klopt"),
    ),
}
OUTCOMES = {
    Correction.Outcome.CHANGED: gettext_noop("De tekst is veranderd"),
    Correction.Outcome.BESIDE: gettext_noop("Het klopt wat de ouder zegt: die woorden horen erbij"),
    Correction.Outcome.KEPT: gettext_noop("De tekst blijft zoals hij is"),
}
# Whose reason is written for parents too; of other acts it stays with who wrote it.
REASONS = frozenset(
    {
        "take_back_from_parents",
        "withdraw_request",
        "make_urgent",
        "ask_school",
        "answer_desk",
        "extend_term",
        "evaluate",
        "ask_extension",
        "end",
        "adjourn_objection",
        "end_objection",
        "uphold_objection",
    }
)

START = gettext_noop("het begin")
FILE = gettext_noop("het dossier")
WRITING = gettext_noop("het eigen deel")
REQUEST = gettext_noop("de vraag wat de ouder vindt")
RECORD = gettext_noop("wat er gebeurde")
LOOKS = gettext_noop("wie er keek")
LETTER = gettext_noop("een brief")
PLAN = gettext_noop("het plan (opp)")
PLAN_VERSION = gettext_noop("een versie van het plan (opp)")
PLAN_OF_CHILD = gettext_noop("het plan (opp) voor het kind")
OBJECTION = gettext_noop("niet eens met het besluit")
FILES = gettext_noop("bijlagen")
PASSKEYS = gettext_noop("de eigen passkeys")
QUESTIONS = gettext_noop("vragen en antwoorden")
CORRECTING = gettext_noop("wat niet klopt")
EVERYTHING = gettext_noop("alles, om te bewaren")
FILE_BY_NUMBER = "bijlage {number}"
STEP = gettext_noop("een stap in het dossier")
DECLARATION = gettext_noop("de verklaring (tlv)")
MEETING = gettext_noop("de aanvraag, voor de vergadering van de CTC")
AGENDA = gettext_noop("de lijst van de CTC")
# What others looked at, as their own pages call it.
ELSEWHERE = {
    "ouders en collega’s": gettext_noop("ouders en collega’s"),
    "lijst van brieven": gettext_noop("de brieven"),
    "vragen van ouders": QUESTIONS,
    "groeidocument: schrijven": gettext_noop("het groeidocument, om te schrijven"),
    "gegevens van het kind": gettext_noop("de gegevens van het kind"),
    "aanvraag: schrijven": gettext_noop("de aanvraag, om te schrijven"),
    "adviezen van deskundigen": gettext_noop("de adviezen van deskundigen"),
    "advies als deskundige": gettext_noop("het eigen advies, als deskundige"),
    "agendapunt van de CTC": MEETING,
    "besluit van de CTC": MEETING,
    "notulen van de CTC": gettext_noop("het verslag van de vergadering van de CTC"),
    "agenda van de CTC": AGENDA,
    "van de lijst van de CTC": AGENDA,
}
AN_ATTACHMENT = re.compile(r"bijlage (\d+)")
A_PAPER = re.compile(r"antwoord op papier van ouder \d+")
A_LETTER = re.compile(r"brief \d+(, als pdf)?")
# Of these the beginning says enough; the longest first. Whoever opens the page of a step may not take it.
BEGINNINGS = {
    PLAN_VERSION: PLAN_VERSION,
    PLAN_OF_CHILD: PLAN_OF_CHILD,
    PLAN: PLAN,
    DECLARATION: DECLARATION,
    "stap: ": STEP,
}


def act_in_words(event: Event, party: Party) -> str:
    """One line of the record for this parent; empty for what is not told."""
    if event.act == "agree_on_plan":
        answer, is_own = event.details["answer"], event.details["party"] == party.number
        return gettext(ON_PLAN[answer] if is_own else OTHERS_ON_PLAN)
    if event.act in ANSWERED:
        return _answer(event, party)
    is_own = event.details.get("party") == party.number
    if event.act in OWN:
        return gettext(OWN[event.act]) if is_own else ""
    if event.act in CORRECTED:
        mine, others = CORRECTED[event.act]
        return gettext(mine if is_own else others)
    if event.act in NOT_EXTENDED and event.to_state == Case.State.EVALUATED:
        return gettext(NOT_EXTENDED[event.act])
    return act_of_all(event.act, party.case)


def act_of_all(act: str, case: Case) -> str:
    """An act that every parent is told in the same words; empty for any other."""
    if act in RECONSIDERED and not kind_of(case).review.is_objection:
        return gettext(RECONSIDERED[act])
    return gettext(ACTS[act]) if act in ACTS else ""


def look_in_words(what: str) -> str:
    """What someone looked at; as it was written, where we have no words for it."""
    if attachment := AN_ATTACHMENT.fullmatch(what):
        return gettext("bijlage %(number)s") % {"number": attachment[1]}
    if A_PAPER.fullmatch(what):
        return gettext("een antwoord op papier")
    if begun := next((one for one in BEGINNINGS if what.startswith(one)), ""):
        return gettext(BEGINNINGS[begun])
    return gettext(LETTER if A_LETTER.fullmatch(what) else ELSEWHERE.get(what, what))


def parent_in_words(party_id: int, reader: Party) -> str:
    """Who of the parents it is, as one of them says it."""
    return gettext("u") if party_id == reader.pk else gettext("de andere ouder")


def added_by(attachment: Attachment, reader: Party) -> str:
    """Who added a file: by name, where it is not a parent."""
    return parent_in_words(attachment.party_id, reader) if attachment.party_id else attachment.added_by_name


def others_of(parties: list[Party], party: Party) -> list[Party]:
    """The parents of the case who read along besides this one."""
    return [one for one in parties if one.pk != party.pk and not one.kept_out]


def addressee_in_words(to: str) -> str:
    return gettext("Het Loket") if to == Addressee.DESK else gettext("De school")


def outcome_in_words(correction: Correction) -> str:
    """What became of a correction; empty while it waits."""
    return gettext(OUTCOMES[Correction.Outcome(correction.outcome)]) if correction.outcome else ""


def _answer(event: Event, party: Party) -> str:
    answer = event.details.get("answer", "")
    if event.details.get("party") == party.number:
        return gettext(ANSWERS[Answer(answer)])
    return gettext(OTHERS_WITHDREW if answer == Answer.WITHDRAWN else OTHERS_ANSWER)
