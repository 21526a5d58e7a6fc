"""How it stands with the request, for one parent: the answer first, then whose turn it is and until when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from dekkend.cases.conditions import is_asked_now, kind_of
from dekkend.cases.consents import Stance, missing_consent
from dekkend.cases.models import Case, Consent, Decision, Party
from dekkend.cases.parents.objecting import Objecting
from dekkend.cases.parents.plan import PlanSight
from dekkend.cases.phrases import PLACES, stopped_after
from dekkend.cases.terms import due_if_resumed
from dekkend.cases.transitions import UNDER_WAY
from dekkend.core.templatetags.dekkend import day

State = Case.State
ANSWER = "parent-say"


@dataclass(frozen=True)
class Situation:
    """`turn` is whose turn it is; `until` when it must have been taken.

    `asks` is the page on which this parent is asked something now; empty when they are not. `is_late`: the
    day of `until` went by.
    """

    heading: str
    lead: str
    turn: str
    until: date | None = None
    asks: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Stop:
    """One stop of the route in plain words: "done", "now" or "later"."""

    name: str
    when: str


def situation_of(
    case: Case,
    party: Party,
    stances: Sequence[Stance],
    decision: Decision | None,
    *,
    on: date,
    against: Objecting | None = None,
    plan: PlanSight | None = None,
    was_abandoned: bool = False,
    has_letter: bool = True,
) -> Situation:
    """What is asked comes first: about the request, then about the plan. Pure.

    `decision` is the last one, and `against` what this parent can do or did about it; `was_abandoned`: nobody
    withdrew it, it was left. `has_letter`: about that decision; who came afterwards reads it in the file.
    """
    situation = _of_request(case, party, stances, decision, on, against, was_abandoned, has_letter)
    if situation.asks or plan is None or not plan.asks:
        return situation
    lead = gettext("Lees het plan voor %(child)s. Zeg dan of u het eens bent met wat de school gaat doen.")
    return Situation(
        gettext("De school vraagt wat u van het plan vindt"),
        lead % {"child": case.child.first_name},
        gettext("U bent aan zet."),
        asks="parent-plan-answer",
    )


def _of_request(
    case: Case,
    party: Party,
    stances: Sequence[Stance],
    decision: Decision | None,
    on: date,
    against: Objecting | None,
    was_abandoned: bool,
    has_letter: bool,
) -> Situation:
    match case.state:
        case State.WITH_PARENTS:
            return _with_parents(case, party, stances)
        case State.ASKED if (own := own_stance(stances, party)) and _must_say(case, own):
            return _asks(case, own)
        case State.SENT | State.ASKED | State.INTAKE | State.ON_AGENDA:
            return _under_way(case, on)
        case State.REFUSED:
            return _refused(against, has_letter)
        case State.EVALUATED if decision and decision.outcome == Decision.Outcome.REFUSED:
            return _not_extended(case, against, has_letter)
        case State.IN_FORCE | State.EVALUATED:
            return _decided(case, decision, has_letter)
        case State.ENDED:
            return Situation(gettext("De hulp is afgerond"), gettext("U kunt het dossier nog lezen."), "")
        case State.WITHDRAWN if was_abandoned:
            return _abandoned(case)
        case State.WITHDRAWN:
            lead = gettext("De school vraagt de hulp nu niet meer. Bij «Wat er gebeurde» leest u waarom.")
            return Situation(gettext("De aanvraag is ingetrokken"), lead, "")
    lead = gettext("U leest de nieuwe tekst als de school klaar is. Uw eigen deel kunt u nu al schrijven.")
    return Situation(gettext("De school past de aanvraag aan"), lead, gettext("De school is aan zet."))


def stops_of(case: Case) -> list[Stop]:
    """The route as it goes when all goes well, or as far as it came."""
    names, walked = list(_route(case)), stopped_after(case)
    if walked is not None:
        refused = case.state == State.REFUSED
        last = gettext("De hulp komt er niet") if refused else gettext("De aanvraag is ingetrokken")
        names = [*names[:walked], last]
    now = PLACES[State(case.state)] if walked is None else walked
    return [Stop(name, "done" if n < now else "now" if n == now else "later") for n, name in enumerate(names)]


def own_stance(stances: Iterable[Stance], party: Party) -> Stance | None:
    """What this parent said; None for one whose say is not asked."""
    return next((stance for stance in stances if stance.party.pk == party.pk), None)


def may_withdraw(case: Case, own: Stance | None) -> bool:
    """A yes can be taken back once the request was sent, and until someone decided."""
    said_yes = own is not None and own.said is not None and own.said.answer == Consent.Answer.YES
    return said_yes and case.state in UNDER_WAY and kind_of(case).needs_consent


def _route(case: Case) -> Iterator[str]:
    yield gettext("De school schrijft")
    yield gettext("U leest mee en zegt wat u vindt")
    yield gettext("Het Loket kijkt of alles er is")
    yield gettext("Het Loket kijkt wat uw kind nodig heeft")
    by_committee = kind_of(case).awarded_by == "committee"
    yield (
        gettext("De mensen die beslissen (CTC) nemen een besluit")
        if by_committee
        else gettext("Het Loket neemt een besluit")
    )
    yield gettext("Uw kind krijgt de hulp")
    yield gettext("School en ouders kijken of het helpt")


def _with_parents(case: Case, party: Party, stances: Sequence[Stance]) -> Situation:
    own = own_stance(stances, party)
    if own is None:
        lead = gettext(
            "De school vraagt extra hulp voor %(child)s. U mag alles lezen en zelf iets schrijven."
        )
        return Situation(
            gettext("U kunt meelezen en meeschrijven"),
            lead % {"child": case.child.first_name},
            gettext("De school is aan zet."),
        )
    return _asks(case, own) if _must_say(case, own) else _answered(case, own, stances)


def _must_say(case: Case, own: Stance) -> bool:
    return is_asked_now(case, own) and not own.has_answered


def _asks(case: Case, own: Stance) -> Situation:
    if own.was_heard:
        lead = gettext("Lees de aanvraag nog een keer. Zeg daarna opnieuw wat u vindt.")
        return Situation(gettext("De aanvraag is veranderd"), lead, gettext("U bent aan zet."), asks=ANSWER)
    heading = (
        gettext("De school vraagt of u ja zegt")
        if kind_of(case).needs_consent
        else gettext("De school vraagt wat u vindt")
    )
    lead = gettext("Het gaat om extra hulp voor %(child)s. Lees wat de school vraagt. Zeg dan wat u vindt.")
    return Situation(
        heading, lead % {"child": case.child.first_name}, gettext("U bent aan zet."), asks=ANSWER
    )


def _answered(case: Case, own: Stance, stances: Sequence[Stance]) -> Situation:
    """Whoever said no has answered, though the request cannot go on."""
    heading = gettext("U hebt antwoord gegeven")
    missing = missing_consent(case, stances, is_needed=kind_of(case).needs_consent)
    if any(not one.has_answered for one in missing if one is not own):
        lead = gettext("De andere ouder moet nog antwoorden. Daarna gaat de school verder.")
        return Situation(heading, lead, gettext("De andere ouder is aan zet."))
    lead = gettext("De school leest wat u zei, en gaat verder. U hoort het per mail.")
    return Situation(heading, lead, gettext("De school is aan zet."))


def _abandoned(case: Case) -> Situation:
    lead = gettext(
        "Er gebeurde lang niets, en de school stuurde de aanvraag nooit op. Het dossier blijft tot en met"
        " %(day)s. Daarna is het weg, ook voor u. Bewaar voor die dag wat u wilt houden."
    )
    return Situation(gettext("De aanvraag is vervallen"), lead % {"day": day(case.retain_until)}, "")


def _under_way(case: Case, on: date) -> Situation:
    turn = gettext("Het Loket is aan zet.")
    match case.state:
        case State.ASKED:
            return _school_asked(case, on)
        case State.ON_AGENDA:
            heading, turn = (
                gettext("De mensen die beslissen (CTC) kijken ernaar"),
                gettext("De CTC is aan zet."),
            )
        case State.INTAKE:
            heading, turn = (
                gettext("Het Loket kijkt wat uw kind nodig heeft"),
                gettext("Het Loket is aan zet."),
            )
        case _:
            heading = gettext("Het Loket kijkt of alles er is")
    is_late = _went_by(case.due_on, on)
    if is_late:
        lead = gettext("Het besluit had er op %(day)s moeten zijn. Vraag bij «Vragen» hoe dat komt.")
    else:
        lead = gettext("Het besluit is er uiterlijk op %(day)s.")
    return Situation(heading, lead % {"day": day(case.due_on)}, turn, case.due_on, is_late=is_late)


def _school_asked(case: Case, on: date) -> Situation:
    """The decision waits for the school, to the day to answer by at most."""
    is_late, due_on = _went_by(case.answer_by, on), due_if_resumed(case, on)
    if not is_late:
        lead = gettext("De school antwoordt uiterlijk op %(day)s. Zolang wacht het besluit.")
    elif _went_by(due_on, on):
        lead = gettext(
            "De school had op %(day)s moeten antwoorden. Ook het besluit had er al moeten zijn, op %(due)s."
            " Vraag bij «Vragen» hoe dat komt."
        )
    else:
        lead = gettext(
            "De school had op %(day)s moeten antwoorden. Het Loket kan nu verder zonder antwoord. Het besluit"
            " is er uiterlijk op %(due)s."
        )
    heading, turn = gettext("Er is een vraag aan de school"), gettext("De school is aan zet.")
    said = lead % {"day": day(case.answer_by), "due": day(due_on)}
    return Situation(heading, said, turn, case.answer_by, is_late=is_late)


def _went_by(last_day: date | None, on: date) -> bool:
    return last_day is not None and on > last_day


def _refused(against: Objecting | None, has_letter: bool) -> Situation:
    lead, until = _why_and_until(against, has_letter)
    return Situation(gettext("De hulp komt er niet"), lead, "", until)


def _not_extended(case: Case, against: Objecting | None, has_letter: bool) -> Situation:
    lead, until = _why_and_until(against, has_letter)
    runs = gettext("De hulp van nu loopt door, tot en met %(day)s.") % {"day": day(case.ends_on)}
    return Situation(gettext("De hulp wordt niet verlengd"), f"{runs} {lead}", "", until)


def _why_and_until(against: Objecting | None, has_letter: bool) -> tuple[str, date | None]:
    """Until when one can object, or how the objection stands. A chance that is over is not late."""
    lead, until = gettext("In de brief leest u waarom."), None
    if not has_letter:
        lead = gettext("In het dossier leest u waarom.")
    if against and against.may_take_back and against.own:
        lead, until = _objected(against), against.own.due_on
    elif against and against.may_object and not against.is_late:
        lead, until = _may_object(has_letter), against.last_day
    return lead % {"day": day(until)}, until


def _may_object(has_letter: bool) -> str:
    if has_letter:
        return gettext("In de brief leest u waarom. Bent u het er niet mee eens? Dat kan tot en met %(day)s.")
    return gettext("In het dossier leest u waarom. Bent u het er niet mee eens? Dat kan tot en met %(day)s.")


def _objected(against: Objecting) -> str:
    if against.review.is_objection:
        return gettext("U maakte bezwaar. Het antwoord komt uiterlijk op %(day)s.")
    return gettext("U vroeg om er opnieuw naar te kijken. Het antwoord komt uiterlijk op %(day)s.")


def _decided(case: Case, decision: Decision | None, has_letter: bool) -> Situation:
    if case.state == State.EVALUATED:
        lead = gettext("De school praat met u over hoe het verdergaat. De hulp loopt tot en met %(day)s.")
        turn = gettext("De school is aan zet.")
        return Situation(
            gettext("De school keek terug op de hulp"), lead % {"day": day(case.ends_on)}, turn, case.ends_on
        )
    begins = day(decision.begins_on) if decision else ""
    lead = gettext("De hulp is er van %(begin)s tot en met %(end)s. In de brief leest u wat er is besloten.")
    if not has_letter:
        lead = gettext(
            "De hulp is er van %(begin)s tot en met %(end)s. In het dossier leest u wat er is besloten."
        )
    return Situation(gettext("De hulp komt er"), lead % {"begin": begins, "end": day(case.ends_on)}, "")
