"""Conditions over other answers: a small language that a policy officer can read.

    inspection.framework is 2021
    inspection.op2 in [onvoldoende, not_assessed] or not safety.protocol
    extra.needs includes dyslexia and pupils >= 100

Words: and, or, not, ( ), is, is not, in, not in, includes, < <= > >=. A key alone asks whether there is an
answer that says something. Literals: a bare word, "quoted", a number, yes, no. A question without an answer
(or a hidden one) fulfils no comparison; `is not` and `not in` then hold.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

TOKEN = re.compile(r'\s*(?P<token>"[^"]*"|<=|>=|[<>()\[\],]|[\w.\-]+)')
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
RESERVED = frozenset({"and", "or", "not", "is", "in", "includes"})
MEASURES: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
DEEPEST = 20

Answers = Mapping[str, Any]
Literal = str | int | bool


class ConditionError(ValueError):
    """The condition cannot be read; says where it went wrong, in Dutch."""


class Test(Protocol):
    def holds(self, answers: Answers) -> bool: ...


@dataclass(frozen=True)
class Both:
    left: Test
    right: Test

    def holds(self, answers: Answers) -> bool:
        return self.left.holds(answers) and self.right.holds(answers)


@dataclass(frozen=True)
class Either:
    left: Test
    right: Test

    def holds(self, answers: Answers) -> bool:
        return self.left.holds(answers) or self.right.holds(answers)


@dataclass(frozen=True)
class Not:
    test: Test

    def holds(self, answers: Answers) -> bool:
        return not self.test.holds(answers)


@dataclass(frozen=True)
class Comparison:
    """An answer beside literals; `sign` is "says" (no literals), "is", "in", "includes" or a measure."""

    key: str
    sign: str
    literals: tuple[Literal, ...] = ()

    def holds(self, answers: Answers) -> bool:
        value = answers.get(self.key)
        match self.sign:
            case "says":
                return says_something(value)
            case "includes":
                return any(same(item, self.literals[0]) for item in value or ())
            case "is" | "in":
                return any(same(value, literal) for literal in self.literals)
        return value is not None and MEASURES[self.sign](number_of(value), self.literals[0])


@dataclass(frozen=True)
class Condition:
    """A condition as it was written, and what it compares."""

    text: str
    test: Test
    comparisons: tuple[Comparison, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The questions it looks at."""
        return frozenset(comparison.key for comparison in self.comparisons)

    def holds(self, answers: Answers) -> bool:
        return self.test.holds(answers)


def parse(text: str) -> Condition:
    """Raises ConditionError when `text` is not a condition."""
    return _Parser(text).condition()


def same(value: Any, literal: Literal) -> bool:
    """Option values are texts, so `is 2021` also means the option "2021"; a yes is no 1."""
    if isinstance(value, bool) or isinstance(literal, bool):
        return value is literal
    number = number_of(value)
    return number == literal or (isinstance(value, str) and value == str(literal))


def says_something(value: Any) -> bool:
    """A tick that is on, a yes, a text, a number, a list with something in it."""
    if isinstance(value, dict) and "checked" in value:
        return bool(value["checked"])
    return bool(value) or (value == 0 and not isinstance(value, bool))


def written(literal: Literal) -> str:
    """A literal as it stands in a condition."""
    return {True: "yes", False: "no"}[literal] if isinstance(literal, bool) else str(literal)


def number_of(value: Any) -> Any:
    """The number in an answer that also names its year."""
    return value.get("number") if isinstance(value, dict) else value


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise ConditionError(f"«{text[place:].strip()}» is niet te lezen")
        tokens.append(found["token"])
        place = found.end()
    return tokens


class _Parser:
    """Recursive descent: each method eats the part it is named after, and returns what was read.

    either = both ("or" both)* · both = part ("and" part)* · part = "not" part | "(" either ")" | comparison
    """

    def __init__(self, text: str):
        self.text = text
        self.tokens = _tokens(text)
        self.comparisons: list[Comparison] = []
        self.depth = 0

    def condition(self) -> Condition:
        test = self.either()
        if self.tokens:
            raise ConditionError(f"«{self.tokens[0]}» staat op een plek waar niets meer kan staan")
        return Condition(self.text, test, tuple(self.comparisons))

    def either(self) -> Test:
        test = self.both()
        while self.take("or"):
            test = Either(test, self.both())
        return test

    def both(self) -> Test:
        test = self.part()
        while self.take("and"):
            test = Both(test, self.part())
        return test

    def part(self) -> Test:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionError("dit zijn te veel haakjes in elkaar")
        test = self.opened_part()
        self.depth -= 1
        return test

    def opened_part(self) -> Test:
        if self.take("not"):
            return Not(self.part())
        if self.take("("):
            test = self.either()
            self.expect(")")
            return test
        return self.comparison()

    def comparison(self) -> Test:
        key = self.key()
        if self.take("is"):
            different = self.take("not")
            test = self.compared(key, "is", self.literal())
            return Not(test) if different else test
        if self.take("not"):
            self.expect("in")
            return Not(self.compared(key, "in", *self.literals()))
        if self.take("in"):
            return self.compared(key, "in", *self.literals())
        if self.take("includes"):
            return self.compared(key, "includes", self.literal())
        for sign in MEASURES:
            if self.take(sign):
                return self.compared(key, sign, self.literal())
        return self.compared(key, "says")

    def compared(self, key: str, sign: str, *literals: Literal) -> Test:
        if sign in MEASURES and type(literals[0]) is not int:
            raise ConditionError(f"«{written(literals[0])}» is geen getal")
        comparison = Comparison(key, sign, literals)
        self.comparisons.append(comparison)
        return comparison

    def key(self) -> str:
        token = self.next("een vraag")
        if token in RESERVED or not KEY.fullmatch(token):
            raise ConditionError(f"«{token}» is geen vraag")
        return token

    def literals(self) -> list[Literal]:
        self.expect("[")
        values = [self.literal()]
        while self.take(","):
            values.append(self.literal())
        self.expect("]")
        return values

    def literal(self) -> Literal:
        token = self.next("een waarde")
        if token.startswith('"'):
            return token[1:-1]
        if token in RESERVED or not re.fullmatch(r"[\w.\-]+", token):
            raise ConditionError(f"«{token}» is geen waarde")
        if re.fullmatch(r"-?[0-9]+", token):
            return int(token)
        return {"yes": True, "no": False}.get(token, token)

    def take(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.take(token):
            raise ConditionError(f"hier hoort «{token}»")

    def next(self, wanted: str) -> str:
        if not self.tokens:
            raise ConditionError(f"hier ontbreekt {wanted}")
        return self.tokens.pop(0)
