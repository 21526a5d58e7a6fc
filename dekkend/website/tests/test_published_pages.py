"""The wrapper that serves published files before Django wakes up."""

import fcntl
import gzip
import io
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from dekkend.website.files import (
    ADDRESSES,
    BRIEF,
    BRIEF_PDF,
    CARD,
    FILES,
    GUIDE_WORD,
    PAGE,
    PDF,
    content_type_of,
    folder_of,
    new_file,
    remove_files,
    write_file,
)
from dekkend.website.published import PublishedPages

HEADERS = {"X-Frame-Options": "DENY"}
PAGE_GZ = f"{PAGE}.gz"
ALREADY_COMPRESSED = {PDF, BRIEF_PDF, GUIDE_WORD}
FRAMED = {"Content-Security-Policy": "frame-ancestors *"}


def django_says(environ, start_response):
    start_response("418 Django", [])
    return [b"django"]


def ask(application, path, method="GET", **headers):
    """(status, headers, body) of one request."""
    seen = {}

    def start_response(status, names):
        seen.update(status=status, headers=dict(names))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(), **headers}
    body = b"".join(application(environ, start_response))
    return seen["status"], seen["headers"], body


def names_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.fixture
def pages(settings):
    return PublishedPages(django_says, settings.PUBLISHED_ROOT, HEADERS, FRAMED)


def test_a_published_page_is_served_with_a_strong_etag_and_our_headers(pages):
    write_file("99AB00", PAGE, b"<h1>De Regenton</h1>")
    status, headers, body = ask(pages, "/scholen/99AB00/")
    assert (status, body) == ("200 OK", b"<h1>De Regenton</h1>")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Length"] == "20"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["ETag"].startswith('"')


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_the_card_may_be_framed(pages, address):
    name = ADDRESSES[address]
    write_file("99AB00", name, b"abc")
    status, headers, body = ask(pages, f"/scholen/99AB00/{address}")
    assert (status, body, headers["Content-Type"]) == ("200 OK", b"abc", content_type_of(name))
    assert ("X-Frame-Options" not in headers) == (
        headers.get("Content-Security-Policy") == "frame-ancestors *"
    )
    assert ("X-Frame-Options" not in headers) == (name == CARD)


def test_a_reader_who_has_it_gets_304_without_a_body(pages):
    write_file("99AB00", PDF, b"%PDF-1.7")
    _, headers, _ = ask(pages, "/scholen/99AB00/profiel.pdf")
    status, _, body = ask(pages, "/scholen/99AB00/profiel.pdf", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, body) == ("304 Not Modified", b"")


def test_head_gives_the_length_but_no_body(pages):
    write_file("99AB00", PAGE, b"abc")
    status, headers, body = ask(pages, "/scholen/99AB00/", method="HEAD")
    assert (status, headers["Content-Length"], body) == ("200 OK", "3", b"")


def test_a_new_version_is_served_at_once(pages):
    write_file("99AB00", PAGE, b"oud")
    first = ask(pages, "/scholen/99AB00/")
    write_file("99AB00", PAGE, b"new")
    second = ask(pages, "/scholen/99AB00/")
    assert (first[2], second[2]) == (b"oud", b"new")
    assert first[1]["ETag"] != second[1]["ETag"]


def test_a_removed_page_is_gone_at_once(pages):
    write_file("99AB00", PAGE, b"abc")
    ask(pages, "/scholen/99AB00/")
    remove_files("99AB00")
    assert ask(pages, "/scholen/99AB00/")[0] == "418 Django"


def test_each_language_has_its_own_file(pages):
    write_file("99AB00", PAGE, b"nl")
    write_file("99AB00", PAGE, b"tr", "tr")
    write_file("99AB00", PAGE, b"simple", "nl-simple")
    for path, words in (("", b"nl"), ("/tr", b"tr"), ("/nl-simple", b"simple"), ("/pl", b"django")):
        assert ask(pages, f"{path}/scholen/99AB00/")[2] == words


def test_withdrawing_removes_the_page_in_every_language(pages):
    write_file("99AB00", PAGE, b"nl")
    write_file("99AB00", PAGE, b"tr", "tr")
    remove_files("99AB00")
    assert ask(pages, "/tr/scholen/99AB00/")[0] == ask(pages, "/scholen/99AB00/")[0] == "418 Django"


@pytest.mark.parametrize(
    "path",
    [
        "/nl/scholen/99AB00/",
        "/tr/tr/scholen/99AB00/",
        "/../scholen/99AB00/",
        "//scholen/99AB00/",
        "/tr/scholen/99AB00/profiel.pdf",
        "/scholen/99AB00",
        "/scholen/99AB00/versies/",
        "/scholen/../secret-key",
        "/scholen/99AB00/../../secret-key",
        "/scholen/99ab00/",
        "/werk/",
        "/scholen/99AB00/.index.html.tmp",
    ],
)
def test_everything_else_is_djangos(pages, path):
    write_file("99AB00", PAGE, b"abc")
    assert ask(pages, path)[0] == "418 Django"


def test_a_post_is_djangos(pages):
    write_file("99AB00", PAGE, b"abc")
    assert ask(pages, "/scholen/99AB00/", method="POST")[0] == "418 Django"


def test_memory_is_bounded(settings):
    pages = PublishedPages(django_says, settings.PUBLISHED_ROOT, HEADERS, FRAMED, memory=250)
    for number in range(10):
        write_file(f"99AB{number:02}", PAGE, bytes(100))
        ask(pages, f"/scholen/99AB{number:02}/")
    assert (len(pages.kept), pages.size) == (2, 200)


def test_what_was_begun_before_the_files_went_is_not_kept(pages):
    """A slow reader asked for the page, then the school published: nobody after that reads the old page."""
    with new_file("99AB00", PAGE) as file:
        remove_files("99AB00")
        file.write(b"oud")
    assert ask(pages, "/scholen/99AB00/")[0] == "418 Django"
    with new_file("99AB00", PAGE) as slow:
        remove_files("99AB00")
        write_file("99AB00", PAGE, b"new")
        slow.write(b"oud")
    assert ask(pages, "/scholen/99AB00/")[2] == b"new"
    assert names_in(folder_of("99AB00")) == {PAGE, PAGE_GZ}


def test_where_nothing_is_written_nothing_changes(pages):
    with new_file("99AB00", PAGE):
        pass
    assert ask(pages, "/scholen/99AB00/")[0] == "418 Django"
    write_file("99AB00", PAGE, b"abc")
    with pytest.raises(TypeError), new_file("99AB00", PAGE) as file:
        file.writelines([b"half", None])
    assert ask(pages, "/scholen/99AB00/")[2] == b"abc"
    assert names_in(folder_of("99AB00")) == {PAGE, PAGE_GZ}


def test_a_file_is_replaced_whole_and_nginx_may_read_it(settings):
    write_file("99AB00", PAGE, b"abc")
    assert names_in(folder_of("99AB00")) == {PAGE, PAGE_GZ}
    assert {file.stat().st_mode & 0o777 for file in folder_of("99AB00").iterdir()} == {0o644}


def test_beside_what_shrinks_stands_its_gzip_and_never_that_of_another_file():
    for name in FILES:
        write_file("99AB00", name, b"old" * 100)
        write_file("99AB00", name, b"new" * 100)
    folder = folder_of("99AB00")
    assert {name for name in FILES if (folder / f"{name}.gz").exists()} == set(FILES) - ALREADY_COMPRESSED
    assert {gzip.decompress(file.read_bytes()) for file in folder.rglob("*.gz")} == {b"new" * 100}


@pytest.mark.parametrize("call", [1, 2])
def test_what_is_cut_off_between_a_file_and_its_gzip_leaves_none(monkeypatch, call):
    """`call`: as the new file comes in place, and as its gzip does."""
    write_file("99AB00", PAGE, b"old")
    real, calls = os.replace, []

    def cut_off(*words, **folders):
        calls.append(words)
        if len(calls) == call:
            raise KeyboardInterrupt
        real(*words, **folders)

    monkeypatch.setattr(os, "replace", cut_off)
    with pytest.raises(KeyboardInterrupt):
        write_file("99AB00", PAGE, b"new")
    assert names_in(folder_of("99AB00")) == {PAGE}


@contextmanager
def held_between_a_file_and_its_gzip(monkeypatch, pool, name):
    """A writer of "first", in a thread: it goes on when this ends."""
    real, there, may_go = os.replace, Event(), Event()

    def replace(temporary, final, **folders):
        if final.endswith(".gz") and not there.is_set():
            there.set()
            assert may_go.wait(10)
        real(temporary, final, **folders)

    monkeypatch.setattr(os, "replace", replace)
    first = pool.submit(write_file, "99AB00", name, b"first")
    assert there.wait(10)
    try:
        yield
    finally:
        may_go.set()
    first.result()


def waits(monkeypatch, future_of):
    """Whether what is begun here cannot take the lock; without, it is done."""
    real, told = fcntl.flock, Event()

    def flock(handle, kind):
        try:
            real(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            told.set()
            real(handle, kind)

    monkeypatch.setattr(fcntl, "flock", flock)
    future = future_of()
    future.add_done_callback(lambda _: told.set())
    assert told.wait(10)
    return not future.done()


def assert_is_pair(name, content):
    file = folder_of("99AB00") / name
    assert (file.read_bytes(), gzip.decompress(Path(f"{file}.gz").read_bytes())) == (content, content)


@pytest.mark.parametrize("held", [PAGE, BRIEF])
def test_a_writer_waits_until_another_has_placed_a_pair(monkeypatch, held):
    with ThreadPoolExecutor(2) as pool:
        second = new_file("99AB00", PAGE)
        second.__enter__().write(b"second")
        with held_between_a_file_and_its_gzip(monkeypatch, pool, held):
            assert waits(monkeypatch, lambda: pool.submit(second.__exit__, None, None, None))
    assert_is_pair(PAGE, b"second")
    assert_is_pair(held, b"second" if held == PAGE else b"first")


@pytest.mark.parametrize("held", [PAGE, BRIEF])
def test_who_removes_waits_until_a_pair_is_placed_and_leaves_nothing(monkeypatch, settings, held):
    with ThreadPoolExecutor(2) as pool, held_between_a_file_and_its_gzip(monkeypatch, pool, held):
        assert waits(monkeypatch, lambda: pool.submit(remove_files, "99AB00"))
        assert not folder_of("99AB00").exists(), "readers need not wait"
    assert names_in(settings.PUBLISHED_ROOT / "scholen") == set()


def test_who_begins_waits_for_who_removes_and_makes_the_folder_anew(monkeypatch, settings):
    """Else a file could be made in a folder of which all was removed already, and that folder would stay."""
    write_file("99AB00", PAGE, b"old")
    folder = os.open(folder_of("99AB00"), os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as pool:
        is_waiting = waits(monkeypatch, lambda: pool.submit(write_file, "99AB00", PAGE, b"new"))
        for file in folder_of("99AB00").iterdir():
            file.unlink()
        folder_of("99AB00").rmdir()
        os.close(folder)
    assert is_waiting
    assert_is_pair(PAGE, b"new")
    assert names_in(settings.PUBLISHED_ROOT / "scholen") == {"99AB00"}


def test_a_folder_that_goes_as_a_writer_finds_it_is_made_anew(monkeypatch):
    write_file("99AB00", PDF, b"old")
    real = os.mkdir

    def mkdir(path, *words, **folders):
        try:
            real(path, *words, **folders)
        except FileExistsError:
            if path == folder_of("99AB00"):
                remove_files("99AB00")
            raise

    monkeypatch.setattr(os, "mkdir", mkdir)
    write_file("99AB00", PAGE, b"new")
    assert_is_pair(PAGE, b"new")
    assert names_in(folder_of("99AB00")) == {PAGE, PAGE_GZ}


@pytest.mark.parametrize("name", [PAGE, PDF])
def test_what_was_packed_when_the_folder_was_made_anew_leaves_the_new_files(monkeypatch, settings, name):
    real = os.fsync

    def fsync(handle):
        real(handle)
        monkeypatch.setattr(os, "fsync", real)
        remove_files("99AB00")
        write_file("99AB00", name, b"new")

    monkeypatch.setattr(os, "fsync", fsync)
    write_file("99AB00", name, b"old")
    assert (folder_of("99AB00") / name).read_bytes() == b"new"
    if name == PAGE:
        assert_is_pair(name, b"new")
    assert names_in(settings.PUBLISHED_ROOT / "scholen") == {"99AB00"}
    assert len(names_in(folder_of("99AB00"))) == (2 if name == PAGE else 1)


@pytest.mark.parametrize("name", [PAGE, PDF])
def test_what_comes_in_place_is_on_the_disk_whole(monkeypatch, name):
    real_fsync, real_replace, on_disk = os.fsync, os.replace, {}

    def fsync(handle):
        real_fsync(handle)
        on_disk[os.fstat(handle).st_ino] = os.fstat(handle).st_size

    def replace(temporary, final, **folders):
        file = os.stat(temporary, dir_fd=folders["src_dir_fd"])
        assert on_disk[file.st_ino] == file.st_size > 0
        real_replace(temporary, final, **folders)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    write_file("99AB00", name, b"abc")
    assert len(on_disk) == len(names_in(folder_of("99AB00"))) == (2 if name == PAGE else 1)


@pytest.mark.parametrize("address", ["", "kort/", "kort.pdf", "profiel.json"])
def test_a_school_without_a_profile_leaves_no_empty_folder(client, site, settings, address):
    assert client.get(f"/scholen/99AB00/{address}").status_code == 404
    assert not (settings.PUBLISHED_ROOT / "scholen" / "99AB00").exists()
