"""Asks clamd, where the operator has one, whether it knows a file as harmful.

Its INSTREAM command, as `man clamd` describes it: pieces that each follow their length, an empty one at the
end, then one line of answer. clamd gets the bytes only, never a name.
"""

import logging
import re
import socket
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_noop

from dekkend.core.files.kinds import Readable, Refused

log = logging.getLogger(__name__)

PIECE = 64 * 1024
SECONDS = 30  # that clamd may keep silent
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (.+) FOUND")

INFECTED = gettext_noop(
    "In dit bestand zit een virus, of iets wat daarop lijkt. Wij hebben het niet bewaard."
)
NOT_CHECKED = gettext_noop(
    "Wij konden dit bestand nu niet op virussen controleren. Kies het over een kwartier nog eens."
)
CHECKED_HERE = gettext_noop("Wij controleren elk bestand op virussen.")
NOT_CHECKED_HERE = gettext_noop(
    "Op deze site staat de controle op virussen uit. Open alleen bestanden die u verwacht."
)


@dataclass(frozen=True)
class Clean:
    """clamd knows no harm of it."""


@dataclass(frozen=True)
class Infected:
    """clamd knows it as `signature`."""

    signature: str


@dataclass(frozen=True)
class Off:
    """Nobody looked: this installation has no clamd."""


def scan(content: Readable) -> Clean | Infected | Off:
    """What clamd says of what is left to read of a file.

    Raises Refused when it does not answer, or not with yes or no: what was not looked at does not come in.
    """
    if settings.CLAMD is None:
        return Off()
    try:
        answer = _ask(settings.CLAMD, content)
    except OSError as fault:
        log.exception("clamd does not answer")
        raise Refused(NOT_CHECKED) from fault
    if answer == "stream: OK":
        return Clean()
    if found := FOUND.fullmatch(answer):
        return Infected(found[1])
    log.error("clamd did not scan a file: %s", answer or "no answer")
    raise Refused(NOT_CHECKED)


def refuse_infected(content: Readable) -> bool:
    """Whether clamd looked at it and found nothing; no where it is off. Raises Refused for all else."""
    outcome = scan(content)
    if isinstance(outcome, Infected):
        log.warning("clamd found %s in a file that was not kept", outcome.signature)
        raise Refused(INFECTED)
    return isinstance(outcome, Clean)


def scanning_words() -> str:
    """For beside a place where people choose or fetch files: whether those are scanned here."""
    return NOT_CHECKED_HERE if settings.CLAMD is None else CHECKED_HERE


def _ask(address: str | tuple[str, int], content: Readable) -> str:
    with _connected(address) as line:
        try:
            line.sendall(b"zINSTREAM\0")
            while piece := content.read(PIECE):
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it had enough, and may have said why
        return _answer(line)


def _connected(address: str | tuple[str, int]) -> socket.socket:
    if isinstance(address, tuple):
        return socket.create_connection(address, SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(address)
    except BaseException:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    """All it says until it hangs up, without the sign that ends it."""
    said = b""
    while len(said) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
        said += more
    return said.rstrip(b"\0").decode(errors="replace")
