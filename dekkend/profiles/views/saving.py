"""The hot path: one answer saved while its writer goes on. No template, session, user or message is touched."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from dekkend.profiles.saving import (
    Author,
    Saved,
    SignedOut,
    StaleAnswer,
    UnknownVersion,
    authorise_save,
    save_answer,
)
from dekkend.profiles.sheet import moment, revision_in, shown_by, text_of
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.values import InvalidAnswer, read_input
from dekkend.workflow.engine import NotPossible

