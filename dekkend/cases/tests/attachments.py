"""Adding files to a case in tests, through the act itself."""

from pathlib import Path

from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.models import FILE_PLACE, Attachment
from dekkend.core.files.sealed import sealed_files
from dekkend.core.tests import files
from dekkend.organisations.models import Role

REPORTS = ("growth", "reports.which")
DRAWING = ("growth", "child.drawing")
EVALUATION = ("paper", "evaluation")
SCHOOL, LOKET, PARENT = (frozenset({role}) for role in (Role.HEAD_TEACHER, Role.SERVICE_DESK, Role.PARENT))


def add(case, by, folder: Path, spot=REPORTS, **more) -> Attachment:
    """A small PDF; `content`, `name`, `title`, `inside` and `at` may be others."""
    words = {"content": None, "name": "Verslag Kees.pdf", "title": "Verslag"} | more
    content = files.pdf(words["title"]) if words["content"] is None else words["content"]
    folder.mkdir(exist_ok=True)
    path = files.put(folder, content)
    chosen = actions.Chosen(path, words["name"], words["title"], words.get("inside", False))
    at = words.get("at") or now()
    return actions.add_attachment(case_id=case.pk, where=spot[0], key=spot[1], by=by, chosen=chosen, at=at)


def content(attachment: Attachment) -> bytes:
    return b"".join(sealed_files.read(attachment.case.vault, FILE_PLACE, attachment.stored))


def titles(case) -> list[str]:
    return [attachment.title for attachment in case.attachments.filter(removed_at=None)]


def nothing_kept(case) -> bool:
    return not case.attachments.exists() and not sealed_files.names()


def row(case, number) -> None:
    """It takes a place, with nothing behind it."""
    Attachment.objects.create(
        case=case, number=number, where="paper", key="x", sealed=b"x", stored=f"s{number}", kind="pdf",
        size=1, scan="off", added_at=now(), added_by_name="x",
    )  # fmt: skip
