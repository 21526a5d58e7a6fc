"""The papers of the fictional schools: small PDFs of our own making, added as a head teacher does it."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.formats import date_format

from dekkend.core.markup import to_blocks
from dekkend.core.pdf import render_pdf
from dekkend.organisations.models import User
from dekkend.profiles import actions
from dekkend.profiles.models import Paper, Version

TEMPLATE = Path(__file__).parent / "templates" / "demo" / "pdf" / "paper.typ"


def add_paper(words: dict[str, str], version: Version, actor: User, at: datetime) -> Paper:
    """A paper as a school's file describes it: key, title, audience, text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(paper_pdf(words, version.profile.site.name, at))
        chosen = actions.Chosen(path, f"{words['title']}.pdf", words["title"], words["audience"])
        return actions.add_paper(version_id=version.pk, key=words["key"], actor=actor, chosen=chosen, at=at)


def paper_pdf(words: dict[str, str], school: str, at: datetime) -> bytes:
    """A paper of this school and day: `words` has its title, and its text as markup."""
    day = date_format(at, "j F Y")
    data = {"title": words["title"], "school": school, "day": day, "blocks": to_blocks(words["text"])}
    return render_pdf(TEMPLATE, data, title=words["title"])
