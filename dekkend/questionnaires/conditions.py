"""Conditions over other answers: a small language that a policy officer can read.

    inspection.framework is 2021
    inspection.op2 in [onvoldoende, not_assessed] or not safety.protocol
    extra.needs includes dyslexia and pupils >= 100

Words: and, or, not, ( ), is, is not, in, includes, < <= > >=. A key alone asks whether there is an answer
that says something. Literals: a bare word, "quoted", a number, yes, no. A question without an answer (or a
hidden one) fulfils no comparison; `is not` then holds.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

TOKEN = re.compile(r'\s*(?:(?P<quoted>"[^"]*")|(?P<sign><=|>=|<|>|[()\[\],])|(?P<word>[\w.\-]+))')
WORDS = {"and", "or", "not", "is", "in", "includes"}

Answers = Mapping[str, Any]
Test = Callable[[Answers], bool]


class ConditionError(ValueError):
    """The condition cannot be read; says where it went wrong."""


@dataclass(frozen=True)
class Condition:
    """`keys` are the questions it looks at."""

    text: str
    keys: frozenset[str]
    test: Test

    def holds(self, answers: Answers) -> bool:
        return self.test(answers)


def parse(text: str) -> Condition:
    """Raises ConditionError when `text` is not a condition."""
    return _Parser(text).condition()


def same(value: Any, literal: Any) -> bool:
    """Option values are texts, so `is 2021` also means the option "2021"."""
    return value == literal or (isinstance(value, str) and value == str(literal))


def says_something(value: Any) -> bool:
    """A tick that is on, a yes, a text, a list with something in it."""
    if isinstance(value, dict) and "checked" in value:
        return bool(value["checked"])
    return bool(value) or (value == 0 and not isinstance(value, bool))


def number_of(value: Any) -> int:
    return value["number"] if isinstance(value, dict) else value


SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise ConditionError(f"«{text[place:].strip()}» is niet te lezen")
        tokens.append(found.group().strip())
        place = found.end()
    return tokens


class _Parser:
    """Recursive descent; each method eats what it names and returns a test."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = _tokens(text)
        self.keys: set[str] = set()

    def condition(self) -> Condition:
        test = self.either()
        if self.tokens:
            raise ConditionError(f"«{self.tokens[0]}» staat op een plek waar niets meer kan staan")
        return Condition(self.text, frozenset(self.keys), test)

    def either(self) -> Test:
        tests = [self.both()]
        while self.take("or"):
            tests.append(self.both())
        return tests[0] if len(tests) == 1 else lambda answers: any(test(answers) for test in tests)

    def both(self) -> Test:
        tests = [self.single()]
        while self.take("and"):
            tests.append(self.single())
        return tests[0] if len(tests) == 1 else lambda answers: all(test(answers) for test in tests)

    def single(self) -> Test:
        if self.take("not"):
            test = self.single()
            return lambda answers: not test(answers)
        if self.take("("):
            test = self.either()
            self.expect(")")
            return test
        return self.comparison()

    def comparison(self) -> Test:
        key = self.key()
        if self.take("is"):
            different = self.take("not")
            value = self.literal()
            return lambda answers: same(answers.get(key), value) != different
        if self.take("in"):
            values = self.literals()
            return lambda answers: any(same(answers.get(key), value) for value in values)
        if self.take("includes"):
            value = self.literal()
            return lambda answers: value in (answers.get(key) or ())
        for sign, compare in SIGNS.items():
            if self.take(sign):
                return self.measured(key, compare)
        return lambda answers: says_something(answers.get(key))

    def measured(self, key: str, compare: Callable[[Any, Any], bool]) -> Test:
        limit = self.literal()
        if not isinstance(limit, int):
            raise ConditionError(f"«{limit}» is geen getal")
        return lambda answers: answers.get(key) is not None and compare(number_of(answers[key]), limit)

    def key(self) -> str:
        token = self.next("een vraag")
        if token in WORDS or token.startswith('"') or not (token[0].isalpha()):
            raise ConditionError(f"«{token}» is geen vraag")
        self.keys.add(token)
        return token

    def literals(self) -> list[Any]:
        self.expect("[")
        values = [self.literal()]
        while self.take(","):
            values.append(self.literal())
        self.expect("]")
        return values

    def literal(self) -> Any:
        token = self.next("een waarde")
        if token.startswith('"'):
            return token[1:-1]
        if token in WORDS or not re.fullmatch(r"[\w.\-]+", token):
            raise ConditionError(f"«{token}» is geen waarde")
        return {"yes": True, "no": False}.get(token, int(token) if token.isdigit() else token)

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
