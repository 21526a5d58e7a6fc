"""Everything that is a parent's to read as one zip, made while it is sent: no file is ever whole in memory.

Nothing in it, nor the zip itself, is named after anyone.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from zipstream import ZipStream

from dekkend.cases.attachments.queries import attachments_for
from dekkend.cases.letters.document import letter_pdf
from dekkend.cases.letters.queries import letters_for
from dekkend.cases.models import FILE_PLACE, Attachment, Case, Letter, Party
from dekkend.cases.parents import words
from dekkend.cases.parents.everything import Data, everything_of, file_in, letter_in
from dekkend.cases.parents.reading import READERS
from dekkend.core.encryption import CannotOpen
from dekkend.core.files.sealed import sealed_files
from dekkend.core.files.store import StoreDown

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bundle:
    """What goes in: `page`, `data` and `look` are ready, letters and files come when they are sent.

    `reads`: which pages of the file stand in it too, as the log calls them.
    """

    reads: Sequence[str]
    page: str
    data: str
    look: str
    letters: Sequence[tuple[str, Letter]]
    files: Sequence[tuple[str, Attachment]]

    def stream(self) -> Iterator[bytes]:
        """The zip, bit by bit. A file that turns out to be spoiled breaks it off: the browser says so."""
        archive = ZipStream(compress_type=ZIP_DEFLATED)
        archive.add(self.page, "dossier.html")
        archive.add(self.look, "dossier.css")
        archive.add(self.data, "dossier.json")
        for path, letter in self.letters:
            archive.add(_pdf(letter), path, compress_type=ZIP_STORED)
        for path, attachment in self.files:
            archive.add(_content(attachment), path, compress_type=ZIP_STORED)
        yield from archive


def bundle_for(case: Case, party: Party, at: datetime) -> Bundle:
    """All that this parent may read now, in the language of the page. Who asks, was judged before this.

    A file that the store does not give is named in it as missing: the rest goes all the same.
    """
    letters = [(f"brieven/brief-{n}.pdf", one) for n, one in enumerate(letters_for(case, party)[::-1], 1)]
    files = [(_path(one), one) for one in attachments_for(case, READERS, party)]
    there = [(path, one) for path, one in files if _is_there(one)]
    kept = everything_of(
        case,
        party,
        [letter_in(one, path) for path, one in letters],
        [file_in(one, path if (path, one) in there else "", party) for path, one in files],
        at,
    )
    return Bundle(
        reads=_pages_in(kept),
        page=render_to_string("cases/parents/everything/page.html", {"all": kept}),
        data=json.dumps(kept, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1),
        look=render_to_string("cases/parents/everything/page.css"),
        letters=letters,
        files=there,
    )


def _pages_in(kept: Data) -> list[str]:
    plan = [words.PLAN] if kept["plan"] or kept["plans"] else []
    objection = [words.OBJECTION] if kept["your_objections"] else []
    return [words.FILE, *plan, *objection, words.QUESTIONS, words.RECORD, words.LOOKS]


def _path(attachment: Attachment) -> str:
    return f"bestanden/{attachment.file_name}{attachment.kind_of_file.extension}"


def _is_there(attachment: Attachment) -> bool:
    """Whether its beginning can be read."""
    try:
        sealed_files.read(attachment.case.vault, FILE_PLACE, attachment.stored).close()
    except (StoreDown, CannotOpen):
        log.exception("file %s of case %s cannot be fetched", attachment.number, attachment.case.number)
        return False
    return True


def _pdf(letter: Letter) -> Iterator[bytes]:
    yield letter_pdf(letter)


def _content(attachment: Attachment) -> Iterator[bytes]:
    yield from sealed_files.read(attachment.case.vault, FILE_PLACE, attachment.stored)
