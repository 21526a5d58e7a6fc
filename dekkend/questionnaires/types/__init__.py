"""Every question type, by name. Add one: write its class in a module of its own, and name it here."""

from dekkend.questionnaires.types.ambitions import AmbitionsKind
from dekkend.questionnaires.types.base import Context, InvalidAnswer, Kind
from dekkend.questionnaires.types.check import CheckKind
from dekkend.questionnaires.types.check_text import CheckTextKind
from dekkend.questionnaires.types.choice import ChoiceKind
from dekkend.questionnaires.types.date import DateKind
from dekkend.questionnaires.types.fixed import FixedKind
from dekkend.questionnaires.types.list import ListKind
from dekkend.questionnaires.types.matrix import MatrixKind
from dekkend.questionnaires.types.needs import NeedsKind
from dekkend.questionnaires.types.number import NumberKind
from dekkend.questionnaires.types.plan import PlanKind
from dekkend.questionnaires.types.prose import ProseKind
from dekkend.questionnaires.types.scale import ScaleKind
from dekkend.questionnaires.types.table import TableKind
from dekkend.questionnaires.types.text import TextKind
from dekkend.questionnaires.types.yes_no import YesNoKind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        TextKind(),
        ProseKind(),
        DateKind(),
        NumberKind(),
        YesNoKind(),
        ChoiceKind(),
        CheckKind(),
        CheckTextKind(),
        ListKind(),
        AmbitionsKind(),
        PlanKind(),
        NeedsKind(),
        ScaleKind(),
        MatrixKind(),
        TableKind(),
        FixedKind(),
    )
}

__all__ = ["KINDS", "Context", "InvalidAnswer", "Kind"]
