"""The difference of two fullest versions of the form of 2021, against rendering one of them as a page.

Three pairs: a text that was worked on, one that was written anew, and the worst there is for any comparison:
two words in another order, thousands of them. Both sides end in HTML.
"""

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.report import Line, bounded, compared
from dekkend.profiles.changes import words
from tools.server import Server

# Times the rendering of one version. The last pair is no text that anyone writes: it may cost, not blow up.
MOST = {"worked on": 5, "written anew": 5, "at its worst": 20}
LETTERS = 4000  # in every long text
SEED, ROUNDS = 2021, 15
COMMON = "de het een en van in is wij kinderen school met voor op die dat zij hun kind leerkracht groep"
AUDIENCE = "school"


def run() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.manage("collectstatic", "--no-input", "--verbosity", "0")
        taken = json.loads(server.python("-m", "benchmarks.changes"))
    for name, most in MOST.items():
        ratio = taken[name] / taken["one"]
        yield bounded(
            f"the difference of two fullest versions, {name}, against rendering one",
            f"{ratio:.1f} x the time",
            f"< {most} x",
            ratio < most,
            f"{taken[name] * 1000:.0f} ms against {taken['one'] * 1000:.0f} ms",
        )
    yield against_difflib()


def against_difflib() -> Line:
    """Two words in another order: where the standard library's way of comparing is at its slowest."""
    chance = random.Random(SEED)  # noqa: S311
    old, new = shuffled(chance), shuffled(chance)
    ours = 1 / seconds(lambda: words(old, new))
    standard = 1 / seconds(lambda: SequenceMatcher(None, old.split(), new.split(), False).get_opcodes(), 1)
    name = f"words of two texts of {LETTERS} signs at their worst, against difflib"
    return compared(name, ours, standard, unit="/s", at_least=10)


def measure() -> dict[str, float]:
    """Seconds for rendering one version, and for each pair its difference, also rendered."""
    from django.conf import settings

    from dekkend.questionnaires.loader import read_definition

    form = read_definition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")
    chance = random.Random(SEED)  # noqa: S311 the same texts every time
    old = filled(form, lambda: written(chance))
    pairs = {
        "worked on": (old, {key: edited(value, chance) for key, value in old.items()}),
        "written anew": (old, filled(form, lambda: written(chance))),
        "at its worst": tuple(filled(form, lambda: shuffled(chance)) for _ in range(2)),
    }
    acts = {name: lambda pair=pair: told(form, *pair) for name, pair in pairs.items()}
    return in_turns({"one": lambda: rendered(form, old)} | acts)


def in_turns(acts: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The best of some rounds for each: a neighbour on the processor slows all of them."""
    rounds = [{name: seconds(act, 1) for name, act in acts.items()} for _ in range(ROUNDS)]
    return {name: min(each[name] for each in rounds) for name in acts}


def rendered(form, answers: dict[str, Any]) -> str:
    """The chapters as the page shows them."""
    from django.template.loader import render_to_string

    from dekkend.questionnaires.tree import build_tree

    tree = build_tree(form, answers, audience=AUDIENCE)
    return render_to_string("questionnaires/tree.html", {"nodes": tree, "level": 2})


def told(form, old: dict[str, Any], new: dict[str, Any]) -> str:
    from django.template.loader import render_to_string

    from dekkend.profiles.changes import Text, difference

    found = difference(Text(form, old), Text(form, new), AUDIENCE)
    assert found.questions, "two texts that differ"
    return render_to_string("profiles/parts/changes.html", {"difference": found})


def filled(form, text: Callable[[], str]) -> dict[str, Any]:
    """An answer to every question; those that go together are filled in together."""
    answers: dict[str, Any] = {}
    for question in form.questions:
        if question.is_answered_here:
            answers[question.key] = answer_to(question, text, answers)
    return answers


def answer_to(question, text: Callable[[], str], answers: dict[str, Any]) -> Any:
    """As full as the type allows; conditions are met as far as one answer can."""
    line = text()[:80]
    ids = [row["id"] for key in question.ambitions for row in answers.get(key, ())]
    step = {"step": line, "who": line, "due": "2031-02-28", "status": "doing"}
    rest = {"items": [line] * 5} if question.several else {"text": line}
    full = {
        "prose": lambda: text(),
        "text": lambda: line,
        "date": lambda: "2025-02-28",
        "number": lambda: {"number": 184, "year": 2025} if question.with_year else 12,
        "yes_no": lambda: True,
        "check": lambda: True,
        "check_text": lambda: {"checked": True} | rest,
        "choice": lambda: question.option_values[-1],
        "scale": lambda: question.steps,
        "list": lambda: [text()[:80] for _ in range(10)],
        "needs": lambda: list(question.option_values),
        "matrix": lambda: {row.key: question.option_values[0] for row in question.rows},
        "ambitions": lambda: [
            {"id": f"{number:04}{len(answers):04}", "text": text()[:900], "needs": []} for number in range(5)
        ],
        "plan": lambda: dict.fromkeys(ids, step),
    }
    return full[question.type]()


def written(chance: random.Random) -> str:
    """Paragraphs of sentences: half of the words are the common ones."""
    words = COMMON.split() * 30 + [f"woord{number}" for number in range(600)]
    sentences = (" ".join(chance.choices(words, k=12)) + ". " for _ in iter(int, 1))
    text = ""
    while len(text) < LETTERS:
        text += next(sentences) + ("\n\n" if chance.random() < 0.2 else "")
    return text[:LETTERS].strip()


def shuffled(chance: random.Random) -> str:
    return "".join(chance.choices(["a ", "b "], k=LETTERS // 2)).strip()


def edited(value: Any, chance: random.Random) -> Any:
    """One word in fifteen is another one, and a paragraph moved to the end."""
    if not isinstance(value, str) or len(value) < 1000:
        return value
    first, *paragraphs = value.split("\n\n")
    changed = [
        " ".join("anders" if chance.random() < 1 / 15 else word for word in paragraph.split(" "))
        for paragraph in paragraphs
    ]
    return "\n\n".join([*changed, first])


def seconds(act: Callable[[], object], times: int = 9) -> float:
    """The best of some."""
    taken = []
    for _ in range(times):
        began = perf_counter()
        act()
        taken.append(perf_counter() - began)
    return min(taken)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
    django.setup()
    json.dump(measure(), sys.stdout)
