"""The plan for a child as one of its parents reads it. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from dekkend.cases.models import Case, Entry, Party, Plan, PlanAgreement, PlanVersion
from dekkend.cases.parents.reading import READERS
from dekkend.cases.plan import keys
from dekkend.cases.plan.compared import Change, Draft, changes_between
from dekkend.cases.plan.queries import PlanStance, action_digest, plan_of, versions_of
from dekkend.cases.queries import answers_in, value_of
from dekkend.cases.reading import ChapterRead, chapters_read
from dekkend.cases.sheet import chapters_of
from dekkend.questionnaires.definition import Chapter
from dekkend.questionnaires.loader import questionnaire_of

Answer = PlanAgreement.Answer

OWN = {
    Answer.YES: gettext_noop("U zei ja"),
    Answer.NO: gettext_noop("U zei nee"),
    Answer.SILENT: gettext_noop("U gaf geen antwoord"),
}
OTHERS = {
    Answer.YES: gettext_noop("De andere ouder zei ja"),
    Answer.NO: gettext_noop("De andere ouder zei nee"),
    Answer.SILENT: gettext_noop("De andere ouder gaf geen antwoord"),
}
BY_LABEL = {answer.label: answer for answer in Answer}


@dataclass(frozen=True)
class PlanSight:
    """What this parent may read of a plan, and whether their yes is asked.

    `digest` names the action part that they are asked about; empty when they are not, for then nothing of
    what is being written is theirs to read. `own` is None for one whose yes is not needed. `writes` is the
    chapter that this parent may write in now.
    """

    plan: Plan
    versions: list[PlanVersion]
    digest: str
    own: PlanStance | None
    writes: str = ""

    @property
    def is_shared(self) -> bool:
        return bool(self.digest)

    @property
    def is_open(self) -> bool:
        """Parents say what they think: as `plan.queries.asks_parents`."""
        return self.is_shared and not self.plan.is_over

    @property
    def is_changing(self) -> bool:
        """The school asked, and then changed what it asked about."""
        return bool(self.plan.shared_digest) and not self.digest and not self.plan.is_over

    @property
    def asks(self) -> bool:
        return self.is_open and self.own is not None and self.own.said is None

    @property
    def last(self) -> PlanVersion | None:
        return self.versions[0] if self.versions else None


@dataclass(frozen=True)
class Said:
    """What a parent said to a version, as another parent may know it: the answer, and no words."""

    in_words: str
    words: str


def plan_sight(case: Case, party: Party) -> PlanSight | None:
    """None where there is no plan. Four queries at most."""
    if (plan := plan_of(case)) is None:
        return None
    digest = action_digest(plan) if plan.shared_digest else ""
    digest = digest if digest == plan.shared_digest else ""
    own = own_chapters(plan, party) if digest and not plan.is_over else []
    writes = own[0].key if own else ""
    return PlanSight(plan, versions_of(plan), digest, _own(plan, party, digest), writes)


def own_chapters(plan: Plan, party: Party) -> list[Chapter]:
    """What the form of a plan asks parents to write themselves; nothing before the school began. No query."""
    return chapters_of(questionnaire_of(plan.edition), party) if plan.edition else []


def action_and_rest(plan: Plan) -> tuple[list[ChapterRead], list[ChapterRead]]:
    """What is being written: the part that needs a yes, and the rest. Two queries."""
    chapters = chapters_read(plan.case, Entry.Form.PLAN, READERS)
    action = [one for one in chapters if one.chapter.key == keys.ACTION]
    return action, [one for one in chapters if one not in action]


def changed_since(version: PlanVersion) -> list[Change]:
    """What is being written beside a version. One query."""
    plan = version.plan
    entries = answers_in(plan.case, Entry.Form.PLAN)
    values = {key: value_of(entry) for key, entry in entries.items()}
    answers = {key: value for key, value in values.items() if value is not None}
    return changes_between(version, Draft(plan.edition or version.edition, answers))


def said_to(version: PlanVersion, party: Party) -> Iterator[Said]:
    """What each parent said to a version, in the reader's language."""
    for said in version.parents:
        is_own = said["who"] == party.signature
        answer = BY_LABEL[said["answer"]] if said["answer"] else Answer.SILENT
        yield Said(gettext((OWN if is_own else OTHERS)[answer]), said["words"] if is_own else "")


def said_on_paper(version: PlanVersion, party: Party) -> list[dict[str, str]]:
    """The same in a document, which is in Dutch."""
    return [said if said["who"] == party.signature else said | {"words": ""} for said in version.parents]


def _own(plan: Plan, party: Party, digest: str) -> PlanStance | None:
    if not party.has_authority:
        return None
    said = plan.agreements.filter(party=party, digest=digest).last() if digest else None
    if said:
        said.plan, said.party = plan, party
    return PlanStance(party, said)
