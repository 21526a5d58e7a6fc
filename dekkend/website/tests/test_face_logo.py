"""A logo is a picture by its content, whatever it is called."""

import io

import pytest
from PIL import Image

from dekkend.core.files.kinds import Refused
from dekkend.core.tests import files
from dekkend.website.face import logo
from dekkend.website.face.logo import read_logo
from dekkend.website.tests.conftest import picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def read(content: bytes, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    return read_logo(path)


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_comes_in_as_what_it_is(tmp_path, kind, content_type):
    taken = read(picture(kind), tmp_path)
    assert (taken.content_type, taken.width, taken.height) == (content_type, 240, 80)
    assert Image.open(io.BytesIO(taken.content)).format == kind


def test_a_large_one_is_made_to_fit(tmp_path):
    taken = read(picture(size=(1600, 800)), tmp_path)
    assert (taken.width, taken.height) == (288, 144)


def test_the_hash_is_of_what_is_in_it(tmp_path):
    first, same, other = (read(picture(size=size), tmp_path) for size in ((240, 80), (240, 80), (240, 81)))
    assert first.hash == same.hash != other.hash


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SVG, logo.NO_PICTURE),
        (files.pdf("Logo"), logo.NO_PICTURE),
        (b"GIF89a" + b"\x00" * 50, logo.NO_PICTURE),
        (picture()[:60], logo.NO_PICTURE),
        (b"", logo.NO_PICTURE),
        (picture(size=(31, 200)), logo.TOO_SMALL),
        (picture(size=(900, 100)), logo.TOO_LONG),
        (picture(size=(2001, 2000)), logo.TOO_LARGE),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * (2 * 1024 * 1024), logo.TOO_LARGE),
    ],
)
def test_what_does_not_come_in(tmp_path, content, reason):
    with pytest.raises(Refused) as refused:
        read(content, tmp_path)
    assert refused.value.reason == reason
