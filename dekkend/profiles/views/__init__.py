"""One page, one view. GET asks a query, POST calls one action."""

from dekkend.profiles.views.account import account, account_file
from dekkend.profiles.views.addendum import addendum, addendum_say, addendum_step, start_addendum
from dekkend.profiles.views.assigning import assign, chapter_done, withdraw_assignment
from dekkend.profiles.views.changed import changed, changed_file
from dekkend.profiles.views.comments import comments, settle_comment
from dekkend.profiles.views.confirming import confirm, confirmed
from dekkend.profiles.views.consultation import speak, take_back
from dekkend.profiles.views.examples import examples, sharing
from dekkend.profiles.views.friends import friends, friendship, withdraw_friend
from dekkend.profiles.views.guests import extend_guest, guests, send_guest_again, withdraw_guest
from dekkend.profiles.views.history import answer_history
from dekkend.profiles.views.lists import board, region
from dekkend.profiles.views.mailing import calendar, calendar_link, mail_choice
from dekkend.profiles.views.opinion import team_opinion
from dekkend.profiles.views.papers import paper, papers, remove_paper, restore_paper
from dekkend.profiles.views.places import school, start_version, work
from dekkend.profiles.views.presence import presence
from dekkend.profiles.views.preview import preview, preview_pdf
from dekkend.profiles.views.pupils import pupils
from dekkend.profiles.views.readability import readability, tips
from dekkend.profiles.views.reading import read, record
from dekkend.profiles.views.regime import regime
from dekkend.profiles.views.route import checks, step
from dekkend.profiles.views.saving import answer
from dekkend.profiles.views.signing import sign
from dekkend.profiles.views.suggestions import (
    all_suggestions,
    decide_suggestion,
    suggestions,
    withdraw_suggestion,
)
from dekkend.profiles.views.teamround import (
    close_team_round,
    extend_team_round,
    remind_team,
    team_round,
)
from dekkend.profiles.views.visiting import guest_answer, guest_chapter, guest_code, guest_leave
from dekkend.profiles.views.writing import chapter

__all__ = [
    "account",
    "account_file",
    "addendum",
    "addendum_say",
    "addendum_step",
    "all_suggestions",
    "answer",
    "answer_history",
    "assign",
    "board",
    "calendar",
    "calendar_link",
    "changed",
    "changed_file",
    "chapter",
    "chapter_done",
    "checks",
    "close_team_round",
    "comments",
    "confirm",
    "confirmed",
    "decide_suggestion",
    "examples",
    "extend_guest",
    "extend_team_round",
    "friends",
    "friendship",
    "guest_answer",
    "guest_chapter",
    "guest_code",
    "guest_leave",
    "guests",
    "mail_choice",
    "paper",
    "papers",
    "presence",
    "preview",
    "preview_pdf",
    "pupils",
    "read",
    "readability",
    "record",
    "regime",
    "region",
    "remind_team",
    "remove_paper",
    "restore_paper",
    "school",
    "send_guest_again",
    "settle_comment",
    "sharing",
    "sign",
    "speak",
    "start_addendum",
    "start_version",
    "step",
    "suggestions",
    "take_back",
    "team_opinion",
    "team_round",
    "tips",
    "withdraw_assignment",
    "withdraw_friend",
    "withdraw_guest",
    "withdraw_suggestion",
    "work",
]
