"""What people do in a case: one function an act."""

from dekkend.cases.actions.consent import answer_as_parent, record_on_paper, withdraw_consent
from dekkend.cases.actions.deciding import Award
from dekkend.cases.actions.declaration import (
    Asked,
    ask_expert,
    decline_opinion,
    free_seat,
    give_opinion,
    record_opinion,
)
from dekkend.cases.actions.desk import (
    Planned,
    accept,
    ask_school,
    award_by_desk,
    extend_term,
    make_urgent,
    map_needs,
    plan_talk,
    put_on_agenda,
    refuse_by_desk,
)
from dekkend.cases.actions.offering import adopt_offering
from dekkend.cases.actions.opening import (
    Who,
    add_party,
    change_party,
    open_case,
    remove_party,
    share_with,
    stop_sharing,
)
from dekkend.cases.actions.passing import kinds_after, pass_on
from dekkend.cases.actions.sending import (
    answer_desk,
    ask_extension,
    end_support,
    end_talk,
    evaluate,
    send_case,
    share_with_parents,
    take_back_from_parents,
    talk_inside,
    withdraw_request,
)
from dekkend.cases.actions.writing import Conflict, Written, write_as_party, write_as_school
from dekkend.cases.declaration.issuing import Declared
from dekkend.workflow.engine import NotPossible

__all__ = [
    "Asked",
    "Award",
    "Conflict",
    "Declared",
    "NotPossible",
    "Planned",
    "Who",
    "Written",
    "accept",
    "add_party",
    "adopt_offering",
    "answer_as_parent",
    "answer_desk",
    "ask_expert",
    "ask_extension",
    "ask_school",
    "award_by_desk",
    "change_party",
    "decline_opinion",
    "end_support",
    "end_talk",
    "evaluate",
    "extend_term",
    "free_seat",
    "give_opinion",
    "kinds_after",
    "make_urgent",
    "map_needs",
    "open_case",
    "pass_on",
    "plan_talk",
    "put_on_agenda",
    "record_on_paper",
    "record_opinion",
    "refuse_by_desk",
    "remove_party",
    "send_case",
    "share_with",
    "share_with_parents",
    "stop_sharing",
    "take_back_from_parents",
    "talk_inside",
    "withdraw_consent",
    "withdraw_request",
    "write_as_party",
    "write_as_school",
]
