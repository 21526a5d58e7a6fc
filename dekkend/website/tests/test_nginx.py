"""Published files by a real nginx, with the configuration that we ship."""

import gzip
import http.client
import shutil
from contextlib import closing
from types import SimpleNamespace

import pytest

from benchmarks.proxy import nginx
from dekkend.website.files import CARD, JSON, PAGE, PDF, remove_files, write_file
from tools.server import free_port

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
HTML = b"<p>De Regenton helpt.</p>" * 200


@pytest.fixture
def ask(tmp_path):
    """Asks nginx for an address; Dekkend itself is not there, so what is no file is 502."""
    with nginx(SimpleNamespace(port=free_port(), folder=tmp_path)) as port:

        def answer(path, **headers):
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
                line.request(
                    "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
                )
                given = line.getresponse()
                return given.status, given.headers, given.read()

        yield answer


def test_a_page_is_handed_out_compressed_with_a_strong_etag_of_its_own(ask):
    write_file("99AB00", PAGE, HTML)
    _, plain, body = ask("/scholen/99AB00/")
    status, packed, squeezed = ask("/scholen/99AB00/", Accept_Encoding="gzip, br")
    assert (status, gzip.decompress(squeezed), body) == (200, HTML, HTML)
    assert (packed["Content-Encoding"], plain["Content-Encoding"]) == ("gzip", None)
    assert len(squeezed) < len(body) / 5
    assert plain["ETag"].startswith('"')
    assert packed["ETag"].startswith('"')
    assert plain["ETag"] != packed["ETag"]
    for each in (plain, packed):
        assert each["Vary"] == "Accept-Encoding"
        assert each["Content-Type"] == "text/html; charset=utf-8"
        assert each["Cache-Control"] == "no-cache"
        assert each["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_who_has_it_gets_304_until_it_changes(ask, encoding):
    write_file("99AB00", PAGE, HTML)
    _, headers, _ = ask("/scholen/99AB00/", Accept_Encoding=encoding)
    known = {"Accept_Encoding": encoding, "If_None_Match": headers["ETag"]}
    assert ask("/scholen/99AB00/", **known)[0] == 304
    write_file("99AB00", PAGE, HTML + b"<p>Ook met taal.</p>")
    status, _, body = ask("/scholen/99AB00/", **known)
    assert status == 200
    assert b"Ook met taal" in (gzip.decompress(body) if encoding == "gzip" else body)
    remove_files("99AB00")
    assert ask("/scholen/99AB00/", **known)[0] == 502


def test_other_kinds_and_places(ask):
    write_file("99AB00", JSON, b'{"a": 1}' * 100)
    write_file("99AB00", PDF, b"%PDF-1.7" * 100)
    write_file("99AB00", CARD, HTML)
    write_file("99AB00", PAGE, HTML, "tr")
    for path, kind, encoding in (
        ("/scholen/99AB00/profiel.json", "application/json", "gzip"),
        ("/scholen/99AB00/profiel.pdf", "application/pdf", None),
        ("/scholen/99AB00/kaart/", "text/html; charset=utf-8", "gzip"),
        ("/tr/scholen/99AB00/", "text/html; charset=utf-8", "gzip"),
    ):
        status, headers, _ = ask(path, Accept_Encoding="gzip")
        assert (status, headers["Content-Type"], headers["Content-Encoding"]) == (200, kind, encoding)
        assert headers["ETag"].startswith('"')
    assert ask("/scholen/99AB00/profiel.json.gz")[0] == 502
