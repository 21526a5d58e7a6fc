"""Who may see, read and write a version. Each rule answers yes, or no with a reason in Dutch."""

from collections.abc import Set as AbstractSet
from typing import Literal

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import BOARD_ROLES, MR_ROLES, SCHOOL_ROLES, SIGNING_ROLES, Role
from dekkend.profiles.models import UNDER_WAY, Body, Version
from dekkend.questionnaires.definition import Question

Audience = Literal["public", "school", "region"]
WIDEST_FIRST: tuple[Audience, ...] = ("public", "region", "school")
State = Version.State

WRITERS = frozenset({Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR})
TEAM = WRITERS | {Role.TEACHER}
# Nobody's role at the school: someone of a school that reads along. Only `need="read_along"` gives it.
FRIEND = "friend"
OF_SCHOOL = frozenset(SCHOOL_ROLES) | frozenset(BOARD_ROLES)

# The types of question that are answered with a text and nothing else.
TEXTS = frozenset({"text", "prose"})

# Who speaks for a section of the MR that has no secretary to record what it said.
SECTIONS: dict[str, Role] = {Body.PARENTS: Role.MR_PARENT, Body.STAFF: Role.MR_STAFF}

# From which state on a version may be read, besides the team, who always may.
OPEN_TO_MR = frozenset(State.values) - {State.WORKING}
OPEN_TO_BOARD = OPEN_TO_MR - {State.WITH_MR, State.HEARD}
OPEN_TO_REGION = OPEN_TO_BOARD - {State.WITH_BOARD}


ELSEWHERE = "U schrijft alleen in het hoofdstuk dat u is gevraagd."


def may_see(roles: AbstractSet[str]) -> Verdict:
    """See that there is a profile and where it stands: every role at the site, its board, its partnership."""
    return YES if roles - {FRIEND} else no("U hebt geen rol bij deze school.")


def may_read(roles: AbstractSet[str], state: str) -> Verdict:
    """Read the text of a version in this state."""
    if (
        roles & TEAM
        or (roles & set(MR_ROLES) and state in OPEN_TO_MR)
        or (roles & set(SIGNING_ROLES) and state in OPEN_TO_BOARD)
        or (roles and state in OPEN_TO_REGION)
    ):
        return YES
    return no(_not_yet(roles))


def may_write(roles: AbstractSet[str], state: str, *, is_asked: bool = False) -> Verdict:
    """Change answers, in a working copy: head teacher and support coordinator everywhere.

    Others of the team may in a chapter that they were asked to write: `is_asked` is about one chapter.
    """
    if not (roles & WRITERS or (roles & TEAM and is_asked)):
        return no("Alleen de directeur en de intern begeleider schrijven aan het profiel.")
    if state != State.WORKING:
        label = State(state).label
        return no(f"U kunt nu niets veranderen. De stand van het profiel is: {label}.")
    return YES


def may_assign(roles: AbstractSet[str], state: str) -> Verdict:
    """Ask someone of the team to write a chapter, change that, and take it back."""
    if not roles & WRITERS:
        return no("Alleen de directeur en de intern begeleider vragen een collega om een hoofdstuk.")
    return may_write(roles, state)


def writing_role(roles: AbstractSet[str]) -> Role:
    """In which role someone writes: head teacher before support coordinator before teacher."""
    return next(role for role in (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR, Role.TEACHER) if role in roles)


def team_role(roles: AbstractSet[str]) -> Role:
    """In which role someone of the team takes part."""
    return writing_role(roles) if roles & WRITERS else Role.TEACHER


def may_answer(question: Question) -> Verdict:
    """Region texts and what the register knows are answered by nobody; a writer may answer the rest.

    `answered_by` says who is expected to answer, not who may: the regional form lets directie and intern
    begeleider edit, and the head teacher alone sends the profile on.
    """
    if question.type == "fixed":
        return no("Dit is een tekst van de regio. De school verandert hem niet.")
    if question.source:
        return no("Dit komt uit het register van DUO. Klopt het niet? Meld het bij DUO.")
    return YES


def may_add_paper(question: Question) -> Verdict:
    """Papers belong to the questions that the form says so of."""
    return YES if question.papers else no("Bij deze vraag horen geen stukken.")


def audiences_for(question: Question) -> tuple[Audience, ...]:
    """For whom a paper at this question may be: as many people as the answer is for, or fewer."""
    return WIDEST_FIRST[WIDEST_FIRST.index(question.audience) :]


def may_start(roles: AbstractSet[str]) -> Verdict:
    """Begin a new version."""
    return (
        YES
        if roles & WRITERS
        else no("Alleen de directeur of de intern begeleider begint een nieuw profiel.")
    )


def may_record(roles: AbstractSet[str], body: str, *, has_secretary: bool) -> Verdict:
    """Record what the MR or a section of it said.

    The secretary does; while a school has none, any member of the MR may, and for a section a member of it.
    """
    if has_secretary:
        return YES if Role.MR_SECRETARY in roles else no("De secretaris van de MR legt dit vast.")
    if body in SECTIONS and SECTIONS[body] not in roles:
        label = Role(SECTIONS[body]).label
        return no(f"Alleen een {label} kan dit vastleggen, zolang de MR geen secretaris heeft.")
    return YES if roles & set(MR_ROLES) else no("Alleen iemand van de MR kan dit vastleggen.")


def may_read_comments(roles: AbstractSet[str]) -> Verdict:
    """What writers say to each other stays in the team of the school.

    A school that reads along sees its own threads: whoever shows them asks for no others.
    """
    if roles & TEAM or FRIEND in roles:
        return YES
    return no("Opmerkingen zijn voor wie aan het profiel schrijft.")


def may_comment(roles: AbstractSet[str], state: str) -> Verdict:
    """The whole team, until the board has decided; a school that reads along while it does."""
    if not (verdict := may_read_comments(roles)):
        return verdict
    if state not in UNDER_WAY:
        return no("Deze versie ligt vast. Opmerkingen blijven te lezen.")
    return YES


def may_meet(roles: AbstractSet[str], state: str) -> Verdict:
    """See who else has the working copy open, and where; who sees that is seen too."""
    if not roles & TEAM:
        return no("Wie er in het profiel bezig is, ziet alleen het team van de school.")
    if state != State.WORKING:
        return no(f"Er wordt nu niet geschreven. De stand van het profiel is: {State(state).label}.")
    return YES


def may_be_suggested(question: Question) -> Verdict:
    """A proposal is another text: it belongs to questions that are answered with one."""
    if not (verdict := may_answer(question)):
        return verdict
    return YES if question.type in TEXTS else no("Bij deze vraag kunt u geen andere tekst voorstellen.")


def may_read_suggestions(roles: AbstractSet[str]) -> Verdict:
    """As with remarks: the team all of them, a school that reads along its own."""
    if roles & TEAM or FRIEND in roles:
        return YES
    return no("Voorstellen zijn voor wie aan het profiel meewerkt.")


def may_suggest(roles: AbstractSet[str], state: str) -> Verdict:
    """Propose another text: the whole team, and a school that reads along, in a working copy."""
    if not (verdict := may_read_suggestions(roles)):
        return verdict
    if state != State.WORKING:
        return no("U kunt nu niets voorstellen: de tekst is geen werkversie meer.")
    return YES


def may_decide(roles: AbstractSet[str], state: str) -> Verdict:
    """Take a proposal over or not: who writes the text."""
    if not roles & WRITERS:
        return no("Alleen de directeur en de intern begeleider beslissen over een voorstel.")
    return may_write(roles, state)


def may_invite_friend(roles: AbstractSet[str], state: str) -> Verdict:
    """Ask another school of the region to read a working copy along."""
    if Role.HEAD_TEACHER not in roles:
        return no("Alleen de directeur vraagt een andere school om mee te lezen.")
    if state != State.WORKING:
        return no("Meelezen kan alleen zolang de school aan de tekst werkt.")
    return YES


def may_read_friendships(roles: AbstractSet[str]) -> Verdict:
    """Which schools read along: the team of the school."""
    return YES if roles & TEAM else no("Wie er meeleest, ziet alleen het team van de school.")


def may_amend(roles: AbstractSet[str], state: str) -> Verdict:
    """Write what changes in the course of the year, beside the text that parents read."""
    if not roles & WRITERS:
        return no("Alleen de directeur en de intern begeleider schrijven een aanvulling.")
    if state != State.PUBLISHED:
        return no("Een aanvulling hoort bij een profiel dat nu geldt. Dit profiel geldt niet, of niet meer.")
    return YES


def may_read_addendum(roles: AbstractSet[str], state: str) -> Verdict:
    """The team from the first word, the MR and the board when it is sent to them, others when it holds."""
    if roles & TEAM or state in ("in_force", "taken_in"):
        return YES
    if roles & set(MR_ROLES) and state in ("with_mr", "with_board"):
        return YES
    if roles & set(SIGNING_ROLES) and state == "with_board":
        return YES
    return no("De school werkt nog aan deze aanvulling. U leest haar als zij naar u toe komt.")


def may_adopt(roles: AbstractSet[str]) -> Verdict:
    """Choose the route and the form for the schools of a partnership."""
    if Role.PARTNERSHIP_STAFF in roles:
        return YES
    return no("Alleen een medewerker van het samenwerkingsverband legt dit vast.")


def may_lead_team_round(roles: AbstractSet[str]) -> Verdict:
    """Ask the team what it thinks, and see how its answers are spread."""
    if roles & WRITERS:
        return YES
    return no(
        "Alleen de directeur en de intern begeleider vragen de mening van het team, en zien wat eruit kwam."
    )


def may_lead_guests(roles: AbstractSet[str]) -> Verdict:
    """Let someone from outside read or write a chapter, and end that."""
    if roles & WRITERS:
        return YES
    return no("Alleen de directeur en de intern begeleider nodigen gasten uit.")


def may_share(roles: AbstractSet[str]) -> Verdict:
    """Decide whether other schools of the region see this school's published texts as examples."""
    if Role.HEAD_TEACHER not in roles:
        return no("Alleen de directeur beslist of de school haar teksten deelt.")
    return YES


def audience_of(roles: AbstractSet[str]) -> Audience:
    """Which answers someone with these roles may see."""
    if roles & OF_SCHOOL:
        return "school"
    return "region" if roles & {Role.PARTNERSHIP_STAFF, FRIEND} else "public"


def _not_yet(roles: AbstractSet[str]) -> str:
    if roles & set(MR_ROLES):
        return "De MR leest het profiel als de directeur het naar de MR stuurt."
    if roles & set(SIGNING_ROLES):
        return "Het bestuur leest het profiel als de directeur het naar het bestuur stuurt."
    return "U leest het profiel als het bestuur het heeft vastgesteld."
