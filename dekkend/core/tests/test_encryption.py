from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dekkend.core.encryption import CannotOpen, DataKey, Keyring, UnknownMasterKey, moment

OLD, NEW = b"o" * 32, b"n" * 32
OWNER = "case 7f3c"


@pytest.fixture
def ring():
    return Keyring({"2025": OLD})


def test_what_was_sealed_opens_again_with_the_wrapped_key(ring):
    key, wrapped = ring.new_key(OWNER)
    sealed = key.seal_value("child", {"name": "Böle", "group": 4})
    assert "Böle".encode() not in sealed
    assert ring.unwrap(OWNER, wrapped).open_value("child", sealed) == {"name": "Böle", "group": 4}


def test_the_same_text_is_never_sealed_the_same_twice(ring):
    key, _ = ring.new_key(OWNER)
    assert key.seal("child", b"K.B.") != key.seal("child", b"K.B.")


def test_what_was_sealed_opens_nowhere_else(ring):
    key, _ = ring.new_key(OWNER)
    sealed = key.seal("view of the parents", b"Zij leest graag.")
    for other, place in (
        (key, "view of the school"),
        (replace(key, owner="case 0000"), "view of the parents"),
        (ring.new_key(OWNER)[0], "view of the parents"),
    ):
        with pytest.raises(CannotOpen):
            other.open(place, sealed)


@pytest.mark.parametrize("spoil", [lambda b: b[:-1], lambda b: b"", lambda b: b[:5], lambda b: b"x" + b[1:]])
def test_bytes_that_were_spoiled_are_refused(ring, spoil):
    key, _ = ring.new_key(OWNER)
    with pytest.raises(CannotOpen):
        key.open("child", spoil(key.seal("child", b"K.B.")))


def test_a_new_master_key_wraps_what_is_new_and_the_old_one_opens_what_is_old(ring):
    key, old = ring.new_key(OWNER)
    both = Keyring({"2026": NEW, "2025": OLD})
    assert both.unwrap(OWNER, old) == key
    assert not both.is_current(old)
    again = both.wrap(key)
    assert both.is_current(again)
    assert Keyring({"2026": NEW}).unwrap(OWNER, again) == key


def test_a_master_key_that_is_gone_is_named(ring):
    _, wrapped = ring.new_key(OWNER)
    with pytest.raises(UnknownMasterKey, match="2025"):
        Keyring({"2026": NEW}).unwrap(OWNER, wrapped)


def test_another_master_key_under_the_same_name_opens_nothing(ring):
    _, wrapped = ring.new_key(OWNER)
    with pytest.raises(CannotOpen):
        Keyring({"2025": NEW}).unwrap(OWNER, wrapped)


def test_a_wrapped_key_is_of_one_owner(ring):
    _, wrapped = ring.new_key(OWNER)
    with pytest.raises(CannotOpen):
        ring.unwrap("case 0000", wrapped)


def test_keys_do_not_show_themselves(ring):
    assert "oooo" not in repr(ring)
    assert repr(DataKey(OWNER, NEW)) == "DataKey(owner='case 7f3c')"


def test_a_moment_is_the_same_in_every_time_zone():
    """What is sealed in Amsterdam is opened out of a database that gives back UTC."""
    at = datetime(2026, 7, 3, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert moment(at) == moment(at.astimezone(UTC)) == "2026-07-03T07:30:00+00:00"
