"""What `make test` does before the first test."""

import os
import sys

import pytest

from tools import browser, check, test


def python(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_what_is_quickly_seen_to_be_wrong_ends_it(monkeypatch, capsys):
    known = dict.fromkeys(check.commands(), python(""))
    known["import contract"] = python("raise SystemExit('config is imported from core')")
    monkeypatch.setattr(check, "commands", lambda: known)
    monkeypatch.setattr(test, "install_browser", lambda: pytest.fail("too late"))
    assert test.main([]) == 1
    said = capsys.readouterr().out
    assert "FAIL import contract\nconfig is imported from core" in said
    assert "ok   templates" in said


def test_offline_without_a_browser_it_says_what_to_do(monkeypatch, tmp_path):
    apt_get = tmp_path / "apt-get"
    apt_get.write_text("#!/bin/sh\nexit 100\n")
    apt_get.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(RuntimeError, match="set CHROMIUM to its path"):
        browser.install_browser()
