"""What the calendar does by itself, and how long a file is kept."""

from dekkend.cases.conditions import nobody_holds_it, someone_holds_it, the_award_is_over
from dekkend.cases.transitions.states import EVERY, KEEPERS, TO_THE_HELP
from dekkend.workflow.table import STAYS, SYSTEM, Transition

KEEPING = (
    Transition(
        "lapse",
        source=("in_force", "evaluated"),
        target="ended",
        who=(SYSTEM,),
        condition=the_award_is_over,
        label="Laat aflopen",
        done="De hulp is afgelopen",
    ),
    # A year in which nothing happened: nobody is waiting for it any more.
    Transition(
        "abandon",
        source=("draft", "internal", "with_parents"),
        target="withdrawn",
        instead=TO_THE_HELP,
        who=(SYSTEM,),
        label="Laat vervallen",
        done="Vervallen: er gebeurde lang niets",
    ),
    # An objection or a complaint: the file is needed longer than its rule keeps it.
    Transition(
        "put_on_hold",
        source=EVERY,
        target=STAYS,
        who=KEEPERS,
        condition=nobody_holds_it,
        label="Bewaar dit dossier langer",
        done="Langer bewaren: het dossier wordt voorlopig niet vernietigd",
        needs_reason=True,
        reason_label="Waarom moet dit dossier langer bewaard worden?",
    ),
    Transition(
        "release",
        source=EVERY,
        target=STAYS,
        who=KEEPERS,
        condition=someone_holds_it,
        label="Laat weer vernietigen als het tijd is",
        done="Niet langer bewaren dan de regel zegt",
        needs_reason=True,
        reason_label="Waarom hoeft dit dossier niet langer bewaard te worden?",
    ),
)
