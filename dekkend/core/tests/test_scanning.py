"""What clamd says of a file, and that nothing comes in unseen where it should have looked."""

import io
import logging
import socket

import pytest

from dekkend.core.files import scanning
from dekkend.core.files.inspection import inspected
from dekkend.core.files.kinds import UNKNOWN, Refused
from dekkend.core.files.scanning import (
    CHECKED_HERE,
    INFECTED,
    NOT_CHECKED,
    NOT_CHECKED_HERE,
    Clean,
    Infected,
    Off,
    scan,
    scanning_words,
)
from dekkend.core.tests import clamd, files
from dekkend.core.tests.clamd import EICAR, MOST, listening, real_clamd  # noqa: F401

CONTENT = bytes(range(256)) * 1000  # some pieces and a part


@pytest.fixture(params=["real", "of ours"])
def scanner(request, settings):
    """clamd, and one that speaks like it: the same tests show that it does."""
    if request.param == "real":
        settings.CLAMD = request.getfixturevalue("real_clamd")
        yield
    else:
        with listening(clamd.Speaks) as server:
            settings.CLAMD = server.server_address
            yield


@pytest.mark.usefixtures("scanner")
class TestOn:
    @pytest.mark.parametrize("content", [b"", b"x", CONTENT])
    def test_what_it_does_not_know_is_clean(self, content):
        assert scan(io.BytesIO(content)) == Clean()

    def test_what_it_knows_is_named(self):
        found = scan(io.BytesIO(EICAR))
        assert isinstance(found, Infected)
        assert found.signature.startswith("Eicar-Test-Signature")

    def test_more_than_it_takes_was_not_scanned(self, caplog):
        """It answers and hangs up while we are still talking."""
        with refused(NOT_CHECKED):
            scan(io.BytesIO(bytes(20 * MOST)))
        assert "clamd" in caplog.text

    def test_a_clean_file_comes_in(self, tmp_path):
        with inspected(files.put(tmp_path, files.pdf())) as found:
            assert found.is_scanned

    def test_pages_say_that_it_is_on(self):
        assert scanning_words() == CHECKED_HERE


def test_every_byte_is_heard_and_nothing_else(settings):
    with listening(clamd.Speaks) as server:
        settings.CLAMD = server.server_address
        scan(io.BytesIO(CONTENT))
        assert server.heard == CONTENT


def test_a_file_in_a_file_is_found(settings, real_clamd, tmp_path, caplog):  # noqa: F811
    """A document in every way but for what stands in one of its parts. Only clamd itself unpacks."""
    settings.CLAMD = real_clamd
    path = files.put(tmp_path, files.docx(word__media_txt=EICAR), "Noor de Vries.docx")
    with caplog.at_level(logging.DEBUG), refused(INFECTED), inspected(path):
        pass
    assert "Eicar-Test-Signature" in caplog.text
    assert "Noor" not in caplog.text


def test_what_came_is_scanned_not_what_is_kept(settings, tmp_path):
    """A picture is drawn anew, but who sent this one is to know."""
    with listening(clamd.FindsInAll) as server:
        settings.CLAMD = server.server_address
        sent = files.png() + EICAR
        with refused(INFECTED), inspected(files.put(tmp_path, sent)):
            pass
        assert server.heard == sent


def test_what_we_do_not_take_is_not_scanned(settings, tmp_path):
    with listening(clamd.FindsInAll) as server:
        settings.CLAMD = server.server_address
        with refused(UNKNOWN), inspected(files.put(tmp_path, EICAR)):
            pass
        assert server.heard is None


@pytest.mark.parametrize(
    "speaks",
    [clamd.HangsUp, clamd.HangsUpAtOnce, clamd.IsSilent, clamd.TalksNonsense, clamd.SaysHalf],
)
def test_without_a_clear_answer_nothing_comes_in(settings, monkeypatch, tmp_path, caplog, speaks):
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    with listening(speaks) as server:
        settings.CLAMD = server.server_address
        with refused(NOT_CHECKED), inspected(files.put(tmp_path, files.pdf())):
            pass
    assert "clamd" in caplog.text


def closed_port() -> tuple[str, int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()


@pytest.mark.parametrize("address", [closed_port(), "/nergens/clamd.ctl", ("clamd.invalid", 3310)])
def test_where_nobody_listens_nothing_comes_in(settings, tmp_path, address):
    settings.CLAMD = address
    with refused(NOT_CHECKED), inspected(files.put(tmp_path, files.pdf())):
        pass


def test_off_says_so(tmp_path):
    assert scan(io.BytesIO(EICAR)) == Off()
    assert scanning_words() == NOT_CHECKED_HERE
    with inspected(files.put(tmp_path, files.pdf())) as found:
        assert not found.is_scanned


def refused(reason: str):
    return pytest.raises(Refused, match=reason.replace(".", r"\."))
