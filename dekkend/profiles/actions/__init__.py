"""Every act on a profile. Each is atomic, checks who may, locks, saves, records, and mails on commit.

All raise `NotPossible` with a reason in Dutch when the act cannot be done (now, or by this person).
"""

from dekkend.profiles.actions.addendum import (
    change_addendum,
    drop_addendum,
    establish_addendum,
    record_addendum_outcome,
    send_addendum_back,
    send_addendum_to_board,
    send_addendum_to_mr,
    start_addendum,
    take_back_addendum,
)
from dekkend.profiles.actions.assigning import (
    StaleAssignment,
    assign_chapter,
    finish_assignment,
    reopen_assignment,
    restore_assignment,
    withdraw_assignment,
)
from dekkend.profiles.actions.board import (
    establish_profile,
    send_back,
    send_to_board,
    withdraw_from_board,
)
from dekkend.profiles.actions.comments import add_comment, reopen_comment, settle_comment
from dekkend.profiles.actions.confirming import (
    Confirmed,
    confirm_answers,
    confirm_as,
    take_back_as,
    take_back_confirmation,
)
from dekkend.profiles.actions.consultation import (
    Votes,
    lapse_terms,
    note_lapsed,
    record_outcome,
    take_back_outcome,
)
from dekkend.profiles.actions.digests import send_digest, send_digests
from dekkend.profiles.actions.friends import (
    accept_friendship,
    decline_friendship,
    end_friendships,
    invite_friend,
    stop_friendship,
    withdraw_friendship,
)
from dekkend.profiles.actions.guests import (
    extend_guest,
    forget_old_guests,
    invite_guest,
    send_guest_again,
    withdraw_guest,
)
from dekkend.profiles.actions.mailing import choose_mail, make_calendar_link, remove_calendar_link
from dekkend.profiles.actions.mr import ChecksNotPassed, rework, send_to_mr, withdraw_from_mr
from dekkend.profiles.actions.papers import (
    KEPT_FOR,
    AlreadyThere,
    Chosen,
    add_paper,
    remove_paper,
    restore_paper,
    sweep_papers,
)
from dekkend.profiles.actions.publication import expire_profiles, publish_profile
from dekkend.profiles.actions.pupils import StaleOpinion, record_pupils_opinion
from dekkend.profiles.actions.regime import adopt_regime, load_regimes
from dekkend.profiles.actions.reminders import remind, send_reminders
from dekkend.profiles.actions.sharing import share_texts
from dekkend.profiles.actions.signing import Signed, ToSign, establish_many
from dekkend.profiles.actions.suggestions import (
    accept_suggestion,
    decline_suggestion,
    restore_suggestion,
    suggest,
    undo_decision,
    withdraw_suggestion,
)
from dekkend.profiles.actions.teamround import (
    CannotTakePart,
    close_team_round,
    close_team_rounds,
    extend_team_round,
    find_team_invitation,
    give_opinion,
    open_team_round,
    remind_team,
)
from dekkend.profiles.actions.visiting import (
    CannotVisit,
    enter_as_guest,
    find_guest,
    note_seen,
    save_answer_as_guest,
    save_chapter_as_guest,
    send_guest_code,
)
from dekkend.profiles.actions.writing import ChapterResult, Stale, save_chapter, start_working_copy
from dekkend.workflow.engine import NotPossible

__all__ = [
    "KEPT_FOR",
    "AlreadyThere",
    "CannotTakePart",
    "CannotVisit",
    "ChapterResult",
    "ChecksNotPassed",
    "Chosen",
    "Confirmed",
    "NotPossible",
    "Signed",
    "Stale",
    "StaleAssignment",
    "StaleOpinion",
    "ToSign",
    "Votes",
    "accept_friendship",
    "accept_suggestion",
    "add_comment",
    "add_paper",
    "adopt_regime",
    "assign_chapter",
    "change_addendum",
    "choose_mail",
    "close_team_round",
    "close_team_rounds",
    "confirm_answers",
    "confirm_as",
    "decline_friendship",
    "decline_suggestion",
    "drop_addendum",
    "end_friendships",
    "enter_as_guest",
    "establish_addendum",
    "establish_many",
    "establish_profile",
    "expire_profiles",
    "extend_guest",
    "extend_team_round",
    "find_guest",
    "find_team_invitation",
    "finish_assignment",
    "forget_old_guests",
    "give_opinion",
    "invite_friend",
    "invite_guest",
    "lapse_terms",
    "load_regimes",
    "make_calendar_link",
    "note_lapsed",
    "note_seen",
    "open_team_round",
    "publish_profile",
    "record_addendum_outcome",
    "record_outcome",
    "record_pupils_opinion",
    "remind",
    "remind_team",
    "remove_calendar_link",
    "remove_paper",
    "reopen_assignment",
    "reopen_comment",
    "restore_assignment",
    "restore_paper",
    "restore_suggestion",
    "rework",
    "save_answer_as_guest",
    "save_chapter",
    "save_chapter_as_guest",
    "send_addendum_back",
    "send_addendum_to_board",
    "send_addendum_to_mr",
    "send_back",
    "send_digest",
    "send_digests",
    "send_guest_again",
    "send_guest_code",
    "send_reminders",
    "send_to_board",
    "send_to_mr",
    "settle_comment",
    "share_texts",
    "start_addendum",
    "start_working_copy",
    "stop_friendship",
    "suggest",
    "sweep_papers",
    "take_back_addendum",
    "take_back_as",
    "take_back_confirmation",
    "take_back_outcome",
    "undo_decision",
    "withdraw_assignment",
    "withdraw_friendship",
    "withdraw_from_board",
    "withdraw_from_mr",
    "withdraw_guest",
    "withdraw_suggestion",
]
