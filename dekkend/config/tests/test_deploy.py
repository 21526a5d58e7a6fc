"""What deploy/ tells an operator to do, as far as a machine can follow it."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class

from dekkend.config.tests.test_settings_page import names_read
from dekkend.organisations.models import Invitation, Role

DEPLOY = Path(settings.BASE_DIR) / "deploy"
PAGE = (DEPLOY / "README.md").read_text()
EXAMPLE = (DEPLOY / "dekkend.env.example").read_text()
COMMENTED = re.compile(r"^#(?=[A-Z0-9_]+=)", re.MULTILINE)


@pytest.fixture
def read_by_a_shell(tmp_path):
    """The example with all it offers, read as step 4 of the page says."""
    file = tmp_path / "dekkend.env"
    file.write_text(COMMENTED.sub("", EXAMPLE))
    words = ["sh", "-euc", 'set -a; . "$0"; exec env -0', str(file)]
    done = subprocess.run(words, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return dict(line.split("=", 1) for line in done.stdout.split("\0") if line)


def test_a_shell_reads_the_settings_as_systemd_does(read_by_a_shell):
    lines = COMMENTED.sub("", EXAMPLE).splitlines()
    stated = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert {name: read_by_a_shell[name] for name in stated} == {
        name: value.strip("'") for name, value in stated.items()
    }
    assert read_by_a_shell["DEFAULT_FROM_EMAIL"] == "Dekkend <dekkend@example.nl>"


def test_the_example_offers_only_settings_that_exist(read_by_a_shell):
    assert set(read_by_a_shell) - {"PATH", "PWD", "_", "OLDPWD", "SHLVL"} <= names_read()
    assert read_by_a_shell["OPERATORS"]


def commands_on_the_page() -> list[list[str]]:
    return [shlex.split(words) for words in re.findall(r"manage\.py ([^`\n]+)", PAGE)]


@pytest.mark.parametrize("words", commands_on_the_page(), ids=" ".join)
def test_the_commands_on_the_page_can_be_given(words):
    name, *rest = words
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(rest)


def test_the_page_lets_the_first_person_in(region):
    (words,) = [words for words in commands_on_the_page() if words[0] == "invite"]
    call_command(*words)
    invitation = Invitation.objects.get(partnership=region)
    assert (invitation.email, invitation.role) == ("wie@voorbeeld.nl", Role.PARTNERSHIP_STAFF)


def test_each_day_cleaning_up_is_done_whatever_fails():
    """systemd stops at the first that fails without the "-"; that one makes the unit fail."""
    unit = (DEPLOY / "dekkend-daily.service").read_text()
    done = re.findall(r"^ExecStart=(-?)\S+ manage\.py (\w+)", unit, re.MULTILINE)
    assert done == [("-", "clearsessions"), ("-", "prune_db_task_results"), ("", "daily")]
