"""Every question type, by name. Add one: write its class and name it here."""

from dekkend.questionnaires.types import choices, lists, texts
from dekkend.questionnaires.types.base import Context, InvalidAnswer, Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        texts.Text(),
        texts.ProseKind(),
        texts.Date(),
        texts.Number(),
        choices.YesNo(),
        choices.Choice(),
        choices.Check(),
        choices.CheckText(),
        choices.Needs(),
        choices.Scale(),
        choices.Matrix(),
        lists.List(),
        lists.Ambitions(),
        lists.Plan(),
        lists.Fixed(),
    )
}

__all__ = ["KINDS", "Context", "InvalidAnswer", "Kind"]
