"""The place of a parent: by link and code, in their own language."""

from dekkend.cases.views.parents.asking import parent_correct, parent_question, parent_questions
from dekkend.cases.views.parents.door import parent_code, parent_language, parent_leave
from dekkend.cases.views.parents.everything import parent_everything, parent_everything_zip
from dekkend.cases.views.parents.files import parent_attachment, parent_files
from dekkend.cases.views.parents.objecting import parent_object, parent_take_back
from dekkend.cases.views.parents.passkeys import parent_passkey, parent_passkeys, remove_parent_passkey
from dekkend.cases.views.parents.plan import (
    parent_plan,
    parent_plan_answer,
    parent_plan_child,
    parent_plan_child_pdf,
    parent_plan_pdf,
    parent_plan_version,
)
from dekkend.cases.views.parents.reading import (
    parent_case,
    parent_file,
    parent_letter,
    parent_letter_pdf,
    parent_looks,
    parent_record,
)
from dekkend.cases.views.parents.saying import parent_say, parent_withdraw
from dekkend.cases.views.parents.writing import parent_part, parent_write

__all__ = [
    "parent_attachment",
    "parent_case",
    "parent_code",
    "parent_correct",
    "parent_everything",
    "parent_everything_zip",
    "parent_file",
    "parent_files",
    "parent_language",
    "parent_leave",
    "parent_letter",
    "parent_letter_pdf",
    "parent_looks",
    "parent_object",
    "parent_part",
    "parent_passkey",
    "parent_passkeys",
    "parent_plan",
    "parent_plan_answer",
    "parent_plan_child",
    "parent_plan_child_pdf",
    "parent_plan_pdf",
    "parent_plan_version",
    "parent_question",
    "parent_questions",
    "parent_record",
    "parent_say",
    "parent_take_back",
    "parent_withdraw",
    "parent_write",
    "remove_parent_passkey",
]
