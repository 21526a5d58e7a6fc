"""Fixtures whose rows stay for the next tests of their file: built once, not for each (record 0036).

`@kept` stands where `@pytest.fixture` would, on a fixture that does nothing but write rows. For a test that
asks for `sent`, the region, the school, the case, the parents and the sent case are built one after another,
each inside a transaction of its own. The next test that asks for `sent` finds them there; one that asks for
no more than the parents has `sent` rolled back first. Each test gets copies, and what it does is rolled back
as ever. A test that commits keeps nothing: there these are ordinary fixtures.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

GROUND = "kept_ground"  # the fixture below: before the first test that asks for it there is no database
NOT_BUILT = {"db", GROUND}  # what a kept fixture may ask for besides other kept ones
COMMITS = {"transactional_db", "live_server"}
WIDER = {"class", "module", "package"}

Build = Callable[..., Any]


@dataclass(frozen=True)
class Step:
    """A fixture to build, and what goes into it: by argument the fixture it comes from, None for `db`."""

    build: Build
    needs: dict[str, Build | None]


def kept(build: Build):
    """The fixture: a copy of what stands, or built on the spot where nothing may stay."""

    def give(**needs):
        del needs[GROUND]
        return standing.copy_of(build) if build in standing else build(**needs)

    own = inspect.signature(build).parameters.values()
    ground = inspect.Parameter(GROUND, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    give.__signature__ = inspect.Signature([*own, ground])  # type: ignore[attr-defined]
    give.__name__, give.__doc__, give.__module__ = build.__name__, build.__doc__, build.__module__
    give.build = build  # type: ignore[attr-defined]
    return pytest.fixture(give)


class Standing:
    """What is built now: a pile, each with its transaction inside that of the one below."""

    def __init__(self) -> None:
        self.unblock: Callable[[], AbstractContextManager] | None = None
        self._file: Path | None = None
        self._pile: list[tuple[Step, transaction.Atomic]] = []
        self._values: dict[Build, Any] = {}
        self._copies: dict[int, Any] = {}

    def __contains__(self, build: Build) -> bool:
        return build in self._values

    def copy_of(self, build: Build) -> Any:
        """What two fixtures have in common, their copies have in common too."""
        return deepcopy(self._values[build], self._copies)

    def become(self, chain: list[Step], file: Path | None) -> None:
        """Roll back to what the chain has in common with the pile, and build the rest."""
        self._copies = {}
        if self.unblock is None:
            return
        with self.unblock():
            self._fall_to(self._in_common(chain) if self._holds(file) else 0)
            self._file = file
            all(self._add(step) for step in chain[len(self._pile) :])

    def _holds(self, file: Path | None) -> bool:
        """Nothing gets old: each file begins anew. And what a test closed is gone."""
        return file == self._file and not connection.closed_in_transaction

    def _in_common(self, chain: list[Step]) -> int:
        height = 0
        for (has, _), wanted in zip(self._pile, chain, strict=False):
            if has != wanted:
                break
            height += 1
        return height

    def _fall_to(self, height: int) -> None:
        while len(self._pile) > height:
            step, atomic = self._pile.pop()
            del self._values[step.build]
            _undo(atomic)

    def _add(self, step: Step) -> bool:
        """Whether it stands. What fails here is built again by the test that asks for it, and fails there."""
        atomic = transaction.atomic()
        setattr(atomic, "_from_testcase", True)  # noqa: B010 as Django's own: outermost acts may run inside
        atomic.__enter__()
        try:
            given = {name: self._values[one] if one else None for name, one in step.needs.items()}
            self._values[step.build] = step.build(**given)
        except (Exception, pytest.skip.Exception):
            _undo(atomic)
            return False
        self._pile.append((step, atomic))
        return True


standing = Standing()


def _undo(atomic: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    atomic.__exit__(None, None, None)


@pytest.fixture(scope="session")
def kept_ground(django_db_setup, django_db_blocker) -> Iterator[None]:
    """From the first test that asks for a kept fixture until the end."""
    standing.unblock = django_db_blocker.unblock
    yield
    standing.become([], None)


def chains_of(items: Iterable[pytest.Item]) -> dict[str, list[Step]]:
    """By the id of a test the kept fixtures it begins with, each after what it needs.

    None in a file that shares rows in its own way, by a fixture of a wider scope: it is unsure whose
    transaction would end first.
    """
    tests = [item for item in items if isinstance(item, pytest.Function)]
    own_way = {test.path for test in tests if _shares_rows(test)}
    return {test.nodeid: chain_of(test) for test in tests if test.path not in own_way}


def chain_of(test: pytest.Function) -> list[Step]:
    """The longest way first: tests that want something more besides still have that way in common."""
    if _commits(test):
        return []
    ways = [way for definitions in _known(test).values() if (way := _way_to(definitions[-1], test))]
    chain: dict[Build, Step] = {}
    for way in sorted(ways, key=lambda way: (-len(way), [build.__name__ for build in way])):
        chain |= {build: step for build, step in way.items() if build not in chain}
    return list(chain.values())


def _way_to(definition, test: pytest.Function) -> dict[Build, Step]:
    """All that is built to come to this fixture, itself last; empty where one of them cannot be kept."""
    build = getattr(definition.func, "build", None)
    if build is None:
        return {}
    way: dict[Build, Step] = {}
    needs: dict[str, Build | None] = dict.fromkeys(name for name in definition.argnames if name != GROUND)
    for name in [name for name in needs if name not in NOT_BUILT]:
        below = _way_to(_asked_by(definition, name, test), test)
        if not below:
            return {}
        way |= below
        needs[name] = list(below)[-1]
    return way | {build: Step(build, needs)}


def _asked_by(definition, name: str, test: pytest.Function):
    """The fixture that gives this argument: to one of its own name the one it takes the place of."""
    known = _known(test)[name]
    return known[known.index(definition) - 1] if definition in known else known[-1]


def _known(test: pytest.Function) -> dict:
    """By name the fixtures this test can ask for, the one that counts last."""
    return test._fixtureinfo.name2fixturedefs


def _commits(test: pytest.Function) -> bool:
    marker = test.get_closest_marker("django_db")
    return bool(COMMITS & set(test.fixturenames) or (marker and (marker.args or marker.kwargs)))


def _shares_rows(test: pytest.Function) -> bool:
    last = (definitions[-1] for definitions in _known(test).values())
    return any(one.scope in WIDER and "django_db_setup" in one.argnames for one in last)
