"""The questions that a form for a plan must have, by their keys: the law asks for what they hold."""

ACTION = "action"  # the chapter that needs the parents' yes (handelingsdeel)
HEARING = "hearing"
CONSULTATION = "consultation"
EVALUATION = "evaluation"

HEARD_ON, HEARD_HOW = "hearing.date", "hearing.way"
HEARD, WEIGHED = "hearing.said", "hearing.weighed"
CONSULTED_ON, CONSULTED = "consultation.date", "consultation.summary"
EVALUATED_ON, EVALUATED_WITH = "evaluation.date", "evaluation.parents"
TOLD_CHILD = "hearing.for_child"
BEGINS_ON = "action.begins_on"

# Written by others, or about what comes after: not asked before the plan is established.
LATER = frozenset({EVALUATION, "view"})


def chapter_of(key: str) -> str:
    return key.partition(".")[0]
