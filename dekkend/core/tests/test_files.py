"""What comes in is judged by its content: good files as they are, harmful ones not at all."""

import io
import time

import pytest
from PIL import Image

from dekkend.core.files.inspection import inspected
from dekkend.core.files.kinds import (
    ACTIVE,
    BROKEN,
    EMPTY,
    HOLDS_FILES,
    KINDS,
    LOCKED,
    MOST_BYTES,
    OLD_OFFICE,
    PHONE_PICTURE,
    TOO_LARGE,
    TOO_MUCH,
    UNKNOWN,
    Refused,
)
from dekkend.core.files.names import clean_name, clean_title
from dekkend.core.tests import files

PDF, JPEG = KINDS["pdf"], KINDS["jpeg"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.pdf(), "pdf"),
        (files.docx(), "docx"),
        (files.docx(word__theme_xml="<a/>", docProps__core_xml="<b/>"), "docx"),
        (files.docx_fetching("file:///C:/Sjablonen/school.dotx"), "docx"),
        (files.odt(), "odt"),
    ],
)
def test_a_document_comes_in_as_it_is(tmp_path, content, kind):
    with inspected(files.put(tmp_path, content)) as found:
        assert (found.kind.key, found.size) == (kind, len(content))
        assert found.path.read_bytes() == content


@pytest.mark.parametrize(("content", "kind"), [(files.png(), "png"), (files.jpeg(), "jpeg")])
def test_a_picture_is_drawn_anew_without_its_secrets(tmp_path, content, kind):
    with inspected(files.put(tmp_path, content)) as found:
        kept = found.path.read_bytes()
        with Image.open(io.BytesIO(kept)) as picture:
            assert (picture.size, dict(picture.getexif())) == ((40, 30), {})
    assert (found.kind.key, found.size) == (kind, len(kept))
    for secret in (b"Noor", b"Exif"):
        assert secret not in kept


def test_a_picture_taken_sideways_stands_upright(tmp_path):
    with (
        inspected(files.put(tmp_path, files.jpeg(sideways=True))) as found,
        Image.open(found.path) as picture,
    ):
        assert picture.size == (30, 40)


def test_what_hangs_behind_a_picture_stays_behind(tmp_path):
    with inspected(files.put(tmp_path, files.png() + b"<script>alert(1)</script>")) as found:
        assert b"script" not in found.path.read_bytes()


def test_the_same_picture_twice_is_the_same_file(tmp_path):
    found = []
    for name in ("een", "twee"):
        with inspected(files.put(tmp_path, files.jpeg(), name)) as kept:
            found.append(kept.sha256)
    assert found[0] == found[1]


# What takes long to make is made by its test, and not for every run that reads this file.
BAD = {
    "empty": (b"", EMPTY),
    "too large": (b"%PDF-" + bytes(MOST_BYTES), TOO_LARGE),
    "page of the web": (b"<!doctype html><script>alert(1)</script>", UNKNOWN),
    "drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', UNKNOWN),
    "program": (b"MZ\x90\x00" + bytes(200), UNKNOWN),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", UNKNOWN),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OLD_OFFICE),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(100), PHONE_PICTURE),
    "pdf with a script": (files.pdf(change=files.with_script), ACTIVE),
    "pdf with a hidden script": (files.pdf(change=files.with_hidden_script), ACTIVE),
    "pdf that starts a program": (files.pdf(change=files.with_launch), ACTIVE),
    "pdf with a file in it": (files.pdf(change=files.with_attachment), HOLDS_FILES),
    "pdf with an owner's lock": (files.locked_pdf(), LOCKED),
    "half a pdf": (files.pdf()[:200], BROKEN),
    "pdf and zip": (files.pdf() + files.docx(), BROKEN),
    "pdf and zip that ends as a pdf": (files.pdf() + files.docx()[:-2] + b"\x06\x00%%EOF\n", BROKEN),
    "pdf and page of the web": (files.pdf() + b"<script>alert(1)</script>", BROKEN),
    "only the start of a pdf": (b"%PDF-1.7\n%%EOF\n", BROKEN),
    "zip": (files.package({"a.txt": "a"}), UNKNOWN),
    "sheet": (files.package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": ""}), UNKNOWN),
    "word with macros": (files.docx(word__vbaProject_bin=b"x"), ACTIVE),
    "word that says it has macros": (
        files.package(
            {
                "[Content_Types].xml": files.TYPES.replace("main+xml", "macroEnabled.main+xml"),
                "word/document.xml": "",
            }
        ),
        ACTIVE,
    ),
    "word with a control": (files.docx(word__activeX__activeX1_xml="<x/>"), ACTIVE),
    "word with a file in it": (files.docx(word__embeddings__rekening_xlsx=b"x"), HOLDS_FILES),
    "word that fetches a template": (files.docx_fetching("https://x.example/kwaad.dotm"), ACTIVE),
    "word that fetches from a share": (files.docx_fetching(r"\\kwaad.example\deel\x.dotm"), ACTIVE),
    "word that fetches from a named share": (files.docx_fetching("file://kwaad.example/x.dotm"), ACTIVE),
    "word with a part outside": (files.package({"../../etc/passwd": "x", "word/document.xml": ""}), BROKEN),
    "word and page of the web": (files.docx() + b"<script>alert(1)</script>", BROKEN),
    "word with a remark behind it": (files.docx()[:-2] + b"\x04\x00%PDF", BROKEN),
    "word with a lock": (files.locked_zip(), LOCKED),
    "word that lies about its size": (files.lying_zip(), BROKEN),
    "word that grows": (files.growing_xml(), BROKEN),
    "too many parts": (files.package({str(n): "" for n in range(2001)}), TOO_MUCH),
    "zip bomb": (files.zip_bomb, TOO_MUCH),
    "odt with macros": (files.odt(Basic__Standard__Module1_xml="<x/>"), ACTIVE),
    "odt that starts something": (files.odt(content="x" * 300_000 + "<script:event-listener/>"), ACTIVE),
    "odt with a lock": (files.odt(manifest="<manifest:encryption-data/>"), LOCKED),
    "odt without its text": (files.package({"mimetype": files.ODT, "META-INF/manifest.xml": ""}), BROKEN),
    "picture of 400 million points": (files.huge_picture, TOO_MUCH),
    "half a picture": (files.jpeg()[:400], BROKEN),
    "only the start of a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), BROKEN),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_does_not_come_in(tmp_path, name):
    content, reason = BAD[name]
    path = files.put(tmp_path, content() if callable(content) else content)
    with pytest.raises(Refused) as refused, inspected(path):
        pass
    assert refused.value.reason == reason


def test_a_file_that_chokes_its_reader_takes_nobody_along(tmp_path, monkeypatch):
    """The reader is stopped from outside, as when it used up its time."""
    monkeypatch.setattr("dekkend.core.files.inspection.SECONDS", 0.01)
    began = time.monotonic()
    with pytest.raises(Refused) as refused, inspected(files.put(tmp_path, files.pdf())):
        pass
    assert (refused.value.reason, time.monotonic() - began < 5) == (TOO_MUCH, True)


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("Protocol medisch handelen 2026.pdf", PDF, "Protocol medisch handelen 2026.pdf"),
        ("Protocol.docx", PDF, "Protocol.pdf"),
        ("foto.JPEG", JPEG, "foto.jpg"),
        ("plan", PDF, "plan.pdf"),
        ("v1.2 plan.pdf", PDF, "v1.2 plan.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Mijn stukken\\plan.pdf", PDF, "plan.pdf"),
        ("plan\x00.exe.pdf", PDF, "plan.exe.pdf"),
        ("plan\u202efdp.exe", PDF, "planfdp.pdf"),
        ("pl\u200ban\r\nSet-Cookie: x.pdf", PDF, "plan Set-Cookie x.pdf"),
        ('een "plan" <b>?*|.pdf', PDF, "een plan b.pdf"),
        ("   .pdf", PDF, "stuk.pdf"),
        ("...", PDF, "stuk.pdf"),
        ("é" * 300 + ".pdf", PDF, "é" * 76 + ".pdf"),
        ("e\u0301e\u0301n.pdf", PDF, "één.pdf"),
    ],
)
def test_its_name_becomes_readable_and_safe(given, kind, name):
    assert clean_name(given, kind) == name


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("  Ons\n protocol ", "Ons protocol"),
        ("", "plan"),
        ("\u202e", "plan"),
        ("x" * 300, "x" * 100),
    ],
)
def test_its_title_is_the_schools_or_else_its_name(given, title):
    assert clean_title(given, "plan.pdf") == title
