"""Sealed files where they stand, in a folder and on S3, and how they go out."""

import io
import logging
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import RequestFactory

from dekkend.core.encryption import CannotOpen, DataKey
from dekkend.core.files.kinds import KINDS
from dekkend.core.files.sealed import sealed_files, sealed_response
from dekkend.core.files.store import NotThere, Store, StoreDown
from dekkend.core.tests.s3 import BUCKET, bucket, nobody_answers, on_s3, s3_server  # noqa: F401
from dekkend.core.tests.test_stream import CONTENT, KEY, MB, PLACE, Long

PDF = KINDS["pdf"]


def keep(content: bytes = CONTENT, key: DataKey = KEY, place: str = PLACE) -> str:
    return sealed_files.keep(key, place, io.BytesIO(content))


def read(stored: str, key: DataKey = KEY, place: str = PLACE) -> bytes:
    return b"".join(sealed_files.read(key, place, stored))


def folder() -> Path:
    return Path(storages["sealed"].location)


@pytest.fixture(params=["folder", "s3"])
def anywhere(request):
    if request.param == "s3":
        request.getfixturevalue("on_s3")


@pytest.mark.usefixtures("anywhere")
class TestEverywhere:
    def test_what_goes_in_comes_out(self):
        stored = keep()
        assert (read(stored), sealed_files.size(stored)) == (CONTENT, len(CONTENT))
        assert sealed_files.names() == [stored]
        assert sealed_files.kept_since(stored)

    def test_it_is_no_paper_that_belongs_to_nothing(self):
        """Those are swept away at night."""
        keep()
        assert Store("papers").names() == []

    def test_what_is_forgotten_is_gone(self):
        stored = keep()
        assert sealed_files.forget(stored)
        assert sealed_files.names() == []
        for gone in (lambda: read(stored), lambda: sealed_files.size(stored)):
            with pytest.raises(NotThere):
                gone()

    @pytest.mark.parametrize(
        ("key", "place"),
        [
            (replace(KEY, secret=bytes(32)), PLACE),
            (replace(KEY, owner="case 0000"), PLACE),
            (KEY, "attachment 5"),
        ],
    )
    def test_another_key_owner_or_place_opens_nothing_from_the_first(self, key, place):
        stored = keep()
        with pytest.raises(CannotOpen):
            sealed_files.read(key, place, stored)

    def test_a_source_that_breaks_leaves_nothing(self):
        class Breaking(Long):
            def read(self, size=-1):
                if self.left < 40 * MB:
                    raise ZeroDivisionError
                return super().read(size)

        with pytest.raises(ZeroDivisionError):
            sealed_files.keep(KEY, PLACE, Breaking())
        assert sealed_files.names() == []


def test_on_s3_it_lies_apart_and_says_nothing(on_s3):  # noqa: F811
    stored = keep()
    lies = on_s3.get_object(Bucket=BUCKET, Key=f"sealed/{stored}")["Body"].read()
    assert CONTENT[:64] not in lies


@pytest.mark.usefixtures("nobody_answers")
def test_a_store_that_is_down():
    with pytest.raises(StoreDown):
        keep()
    with pytest.raises(StoreDown):
        sealed_files.size("0" * 32)
    assert not sealed_files.forget("0" * 32)


class TestFolder:
    def test_only_ciphertext_for_this_user_only(self):
        stored = keep()
        file = folder() / stored
        assert (folder().stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
        assert CONTENT[:64] not in file.read_bytes()

    def test_two_files_of_one_place_cannot_be_exchanged(self):
        one, two = keep(b"een"), keep(b"twee")
        first = (folder() / one).read_bytes()
        (folder() / one).write_bytes((folder() / two).read_bytes())
        (folder() / two).write_bytes(first)
        for stored in (one, two):
            with pytest.raises(CannotOpen):
                read(stored)

    def test_it_is_closed_at_its_end_and_when_it_was_spoiled(self):
        stored = keep()
        opened = sealed_files.read(KEY, PLACE, stored)
        list(opened)
        assert opened._file.closed
        (folder() / stored).write_bytes((folder() / stored).read_bytes()[:-1])
        spoiled = sealed_files.read(KEY, PLACE, stored)
        with pytest.raises(CannotOpen):
            list(spoiled)
        assert spoiled._file.closed

    def test_50_mb_pass_through_little_memory(self):
        content = Long()
        tracemalloc.start()
        try:
            stored = sealed_files.keep(KEY, PLACE, content)
            length = sum(len(piece) for piece in sealed_files.read(KEY, PLACE, stored))
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert length == sealed_files.size(stored) == 50 * MB
        assert most < MB

    def test_what_is_logged_of_a_fault_names_no_one(self, caplog, monkeypatch):
        monkeypatch.setattr(type(storages["sealed"]), "_save", raise_full)
        with caplog.at_level(logging.DEBUG), pytest.raises(StoreDown):
            sealed_files.keep(KEY, PLACE, named("Noor de Vries.pdf"))
        assert "the store of sealed does not answer" in caplog.text
        assert "Noor" not in caplog.text


def raise_full(*args):
    raise OSError(28, "No space left on device")


def named(name: str) -> io.BytesIO:
    file = io.BytesIO(CONTENT)
    file.name = name
    return file


class TestGoingOut:
    def answer(self, stored, method="get", key=KEY):
        request = getattr(RequestFactory(), method)("/")
        return sealed_response(request, key, PLACE, stored, name="bijlage 3", kind=PDF)

    def test_as_a_download_that_nobody_keeps_or_runs(self):
        answer = self.answer(keep())
        assert b"".join(answer.streaming_content) == CONTENT
        assert dict(answer.items()) == {
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="bijlage 3.pdf"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Length": str(len(CONTENT)),
        }

    def test_head_opens_nothing(self, monkeypatch):
        stored = keep()
        monkeypatch.setattr(Store, "fetch", raise_full)
        answer = self.answer(stored, "head")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer["Content-Length"] == str(len(CONTENT))

    def test_a_wrong_key_shows_before_the_answer_begins(self):
        with pytest.raises(CannotOpen):
            self.answer(keep(), key=replace(KEY, secret=bytes(32)))

    def test_what_is_gone_is_told_before_the_answer_begins(self):
        with pytest.raises(NotThere):
            self.answer("0" * 32)

    def test_what_was_cut_off_never_reaches_its_promised_length(self):
        stored = keep()
        (folder() / stored).write_bytes((folder() / stored).read_bytes()[:-1])
        answer = self.answer(stored)
        came = []
        with pytest.raises(CannotOpen):
            came.extend(answer.streaming_content)
        assert 0 < sum(map(len, came)) < int(answer["Content-Length"])

    @pytest.mark.django_db  # the end of an answer is a signal that looks at the connections
    def test_the_file_is_closed_when_the_reader_hangs_up(self, monkeypatch):
        opened, fetch = [], Store.fetch
        monkeypatch.setattr(Store, "fetch", lambda *given: opened.append(fetch(*given)) or opened[-1])
        self.answer(keep()).close()
        assert opened[0].closed
