"""How a file goes out, and how it stands in a list: of the school, the Loket and the parents alike."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from dekkend.cases.models import FILE_PLACE, Attachment
from dekkend.core.encryption import CannotOpen
from dekkend.core.files.sealed import sealed_response
from dekkend.core.files.store import StoreDown
from dekkend.core.views import unavailable
from dekkend.questionnaires.tree import weight_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Listed:
    """A file with where it is fetched, who added it, and under which heading it belongs."""

    attachment: Attachment
    url: str
    by: str
    about: str = ""

    @property
    def weight(self) -> str:
        return (
            f"{self.attachment.kind_of_file.extension.removeprefix('.')}, {weight_of(self.attachment.size)}"
        )


def listed(
    attachments: Iterable[Attachment],
    address: Callable[[Attachment], str],
    about: Callable[[Attachment], str] = lambda attachment: "",
    by: Callable[[Attachment], str] = attrgetter("added_by_name"),
) -> list[Listed]:
    return [Listed(one, address(one), by(one), about(one)) for one in attachments]


def attachment_response(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The file as a download called `bijlage-3.pdf`. Who asks was judged, and stands in the log, before this.

    A page that says so when the store does not answer, or when what it has is not what was stored.
    """
    try:
        return sealed_response(
            request,
            attachment.case.vault,
            FILE_PLACE,
            attachment.stored,
            name=attachment.file_name,
            kind=attachment.kind_of_file,
        )
    except (StoreDown, CannotOpen):
        log.exception("file %s of case %s cannot be fetched", attachment.number, attachment.case.number)
        return unavailable(
            request, gettext("Dit bestand is nu niet op te halen. Probeer het over een kwartier nog eens.")
        )
