"""How a file comes in: to disk, under no name of its own, and no further than we take."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import RequestFactory

from dekkend.core.files.kinds import MB, MOST_BYTES

GB = 1024 * MB
BOUNDARY = "--grens--"


class Sent(io.RawIOBase):
    """A form as a browser sends it: a field, a file that is made while it is read, and a field."""

    def __init__(self, size: int, name: str):
        opens = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        self.head = (field("before", "eerst") + opens).encode()
        self.tail = f"\r\n{field('after', 'daarna')}--{BOUNDARY}--\r\n".encode()
        self.file = range(len(self.head), len(self.head) + size)
        self.length = self.file.stop + len(self.tail)
        self.at = 0

    def read(self, size: int = -1) -> bytes:
        """What is asked for, or less of it."""
        if self.at in self.file:
            got = bytes(min(size, self.file.stop - self.at))
        elif self.at < self.file.start:
            got = self.head[self.at :][:size]
        else:
            got = self.tail[self.at - self.file.stop :][:size]
        self.at += len(got)
        return got


def field(name: str, value: str) -> str:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


@pytest.fixture
def temporary(settings, tmp_path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


def receive(size: int, name: str = "plan.pdf"):
    sent = Sent(size, name)
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    environ = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(sent.length), "wsgi.input": sent}
    return RequestFactory().generic("POST", "/", **environ), sent


def test_a_file_that_fits_is_on_disk(temporary):
    request, _ = receive(MOST_BYTES)
    assert (dict(request.POST.items()), request.FILES["file"].size) == (
        {"before": "eerst", "after": "daarna"},
        MOST_BYTES,
    )
    path = Path(request.FILES["file"].temporary_file_path())
    assert (path.parent, path.stat().st_size) == (temporary, MOST_BYTES)
    request.close()
    assert list(temporary.iterdir()) == []


def test_its_name_is_kept_but_no_path_has_it(temporary):
    request, _ = receive(10, "Verslag over.Noor de Vries")
    assert request.FILES["file"].name == "Verslag over.Noor de Vries"
    assert [path.name for path in temporary.iterdir() if "Noor" not in path.name]
    assert "Noor" not in request.FILES["file"].temporary_file_path()


def test_one_that_is_too_large_is_dropped_and_the_fields_are_kept(temporary):
    request, sent = receive(MOST_BYTES + 1)
    assert dict(request.POST.items()) == {"before": "eerst", "after": "daarna"}
    assert (request.has_too_large_file, dict(request.FILES)) == (True, {})
    assert sent.at == sent.length
    assert list(temporary.iterdir()) == []


def test_one_of_2_gb_is_stopped_while_it_comes_in(temporary):
    request, sent = receive(2 * GB)
    assert dict(request.POST.items()) == {"before": "eerst"}
    assert (request.has_too_large_file, dict(request.FILES)) == (True, {})
    assert sent.at < MOST_BYTES + MB
    assert list(temporary.iterdir()) == []


def test_nothing_of_what_is_too_large_is_written(temporary, monkeypatch):
    """The disk of the machine never holds more of it than the largest file we take."""
    written, write = [], TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        TemporaryFileUploadHandler,
        "receive_data_chunk",
        lambda self, data, start: written.append(len(data)) or write(self, data, start),
    )
    receive(60 * MB)[0].POST  # noqa: B018  reading it is what takes the file in
    assert 0 < sum(written) <= MOST_BYTES
