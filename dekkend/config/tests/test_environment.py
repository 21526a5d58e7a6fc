"""Settings that cannot be used are refused at once, in words."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from dekkend.config.environment import clamd, master_keys, new_master_key, tile_layer

TILES = "https://tiles.example:8443/{z}/{x}/{y}.png"
CREDIT = "[© De Kaartenmaker](https://kaart.example/)"


def test_tiles_come_with_their_credit_or_not_at_all():
    assert tile_layer("", "wie dan ook") == ("", "")
    assert tile_layer(TILES, CREDIT) == (TILES, CREDIT)
    with pytest.raises(ImproperlyConfigured, match="DEKKEND_MAP_TILES_CREDIT"):
        tile_layer(TILES, "")


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "//tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://who@tiles.example/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
    ],
)
def test_no_tiles_at_an_address_that_would_widen_the_policy_or_show_nothing(address):
    with pytest.raises(ImproperlyConfigured, match="DEKKEND_MAP_TILES must be like"):
        tile_layer(address, CREDIT)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("", None),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("clamd.example:3310", ("clamd.example", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_a_scanner_listens_at_a_socket_or_a_port_or_there_is_none(said, address):
    assert clamd(said) == address


@pytest.mark.parametrize(
    "said", ["clamd", "1", "clamd:", ":3310", "::1:3310", "tcp://clamd:331", "run/clamd"]
)
def test_no_scanner_at_what_is_no_address(said):
    """Never silently off: who wrote something here wants files to be scanned."""
    with pytest.raises(ImproperlyConfigured, match="DEKKEND_CLAMD must be"):
        clamd(said)


GOOD = base64.b64encode(bytes(range(32))).decode()  # the same in each worker: it names tests


def test_the_first_master_key_is_the_current_one(monkeypatch, tmp_path):
    monkeypatch.setenv("DEKKEND_MASTER_KEYS", f"2026:{GOOD}, 2025:{new_master_key()}")
    assert list(master_keys(tmp_path, generate=False)) == ["2026", "2025"]


def test_without_a_master_key_only_a_demo_starts_and_keeps_its_own(monkeypatch, tmp_path):
    monkeypatch.delenv("DEKKEND_MASTER_KEYS", raising=False)
    with pytest.raises(ImproperlyConfigured, match="Set DEKKEND_MASTER_KEYS"):
        master_keys(tmp_path, generate=False)
    made = master_keys(tmp_path, generate=True)
    assert made == master_keys(tmp_path, generate=True)
    assert (tmp_path / "master-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("said", [GOOD, "2026:", "2026:short", "2026:AAAA", f"two words:{GOOD}", "2026:é"])
def test_a_master_key_that_cannot_be_one_is_refused_without_printing_it(monkeypatch, tmp_path, said):
    monkeypatch.setenv("DEKKEND_MASTER_KEYS", said)
    with pytest.raises(ImproperlyConfigured) as refused:
        master_keys(tmp_path, generate=False)
    assert GOOD not in str(refused.value)
