"""Any definition, and any answers to it. Every text of a person says which question it belongs to."""

import re
from typing import Any

from hypothesis import strategies as st

from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.reading import Reader
from dekkend.questionnaires.types import KINDS
from dekkend.questionnaires.values import clean

NEEDS = ["reading", "quiet", "wheels"]
OPTIONS = [{"value": "few", "label": "weinig"}, {"value": "2021", "label": "kader van 2021"}]
ROWS = [{"key": "nurse", "label": "verpleegkundige"}, {"key": "police", "label": "wijkagent"}]
COLUMNS = [{"key": "what", "label": "wat"}, {"key": "by", "label": "klaar op", "type": "date"}]
FIELDS: dict[str, dict[str, Any]] = {
    "table": {"columns": COLUMNS},
    "number": {"minimum": 0},
    "choice": {"options": OPTIONS},
    "matrix": {"options": OPTIONS, "rows": ROWS},
    "scale": {"low": "stil", "high": "levendig", "steps": 5},
}
# What can be asked of an answer, besides whether it says something.
COMPARISONS = {
    "number": ["{} >= 100", "{} < 100", "{} > 1 and {} <= 5000"],
    "choice": ["{} is few", "{} is not 2021", "{} in [few, 2021]", "{} not in [few]"],
    "yes_no": ["{} is yes", "{} is not no"],
    "needs": ["{} includes reading", "not {} includes wheels"],
}
# Of which a box or a list says how the school meets a need, and which prose opens the page for parents.
ABOUT_NEEDS = ("check", "check_text", "yes_no", "needs")
BROWSER_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


def mark_of(key: str) -> str:
    """What stands in every text that a person gives to the question `key`."""
    return f"antwoord-op-{key}-einde"


@st.composite
def definitions(draw: st.DrawFn, *, smallest: int = 1) -> Questionnaire:
    """A questionnaire that our own reading accepts, of some chapters within each other."""
    questions: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(smallest, 8))):
        questions.append(draw(question_after(questions)))
    finish(questions)
    chapters = [{"key": "top", "title": "Boven"}, {"key": "part", "title": "Deel", "within": "top"}]
    split = draw(st.integers(0, len(questions)))
    data = {
        "form": "elk",
        "name": "1",
        "title": "Elk formulier",
        "need": [{"key": key, "label": f"behoefte {key}"} for key in NEEDS],
        "chapter": [
            chapters[0] | {"question": questions[:split]},
            chapters[1] | {"question": questions[split:]},
        ],
    }
    return Reader(data, "elk.toml").questionnaire()


@st.composite
def question_after(draw: st.DrawFn, before: list[dict[str, Any]]) -> dict[str, Any]:
    """One more question; its condition looks at those that stand before it."""
    number = len(before)
    kind = draw(st.sampled_from(sorted(KINDS)))
    row = {"key": f"q{number}", "type": kind, "label": f"Vraag nummer q{number} einde"} | FIELDS.get(kind, {})
    row["audience"] = draw(st.sampled_from(["public", "public", "region", "school"]))
    if kind == "number":
        row["with_year"] = draw(st.booleans())
    if kind == "check_text":
        row["several"] = draw(st.booleans())
    if kind == "fixed":
        row["text"] = f"Vaste {mark_of(row['key'])}"
    if kind in ABOUT_NEEDS:
        row["meets"] = draw(st.sampled_from(["", "basic", "own", "arrangement", "refer"]))
        row |= {"needs": draw(st.lists(st.sampled_from(NEEDS), unique=True))} if kind != "needs" else {}
    if kind in ("prose", "text", "list"):
        row["tags"] = draw(st.sampled_from([[], ["lead"], ["contact"]]))
    if row["audience"] == "public":
        row["school_guide"] = draw(st.sampled_from(["", "basic", "extra"]))
    if number and draw(st.booleans()):
        row["shown_when"] = draw(conditions(before))
    return row


@st.composite
def conditions(draw: st.DrawFn, before: list[dict[str, Any]]) -> str:
    """About one of these questions, or about two of them."""
    one, other = draw(condition(before)), draw(condition(before))
    return draw(st.sampled_from([one, f"not ({one})", f"{one} and {other}", f"({one}) or not ({other})"]))


@st.composite
def condition(draw: st.DrawFn, before: list[dict[str, Any]]) -> str:
    asked = draw(st.sampled_from(before))
    form = draw(st.sampled_from(["{}", "not {}", *COMPARISONS.get(asked["type"], [])]))
    return form.replace("{}", asked["key"])


def finish(questions: list[dict[str, Any]]) -> None:
    """A plan needs ambitions, a fixed text has no answer to look at, and what is told is told in prose."""
    fixed = {row["key"] for row in questions if row["type"] == "fixed"}
    lists = [row["key"] for row in questions if row["type"] == "ambitions"]
    for row in questions:
        if fixed & set(re.findall(r"\bq\d+\b", row.get("shown_when", ""))):
            del row["shown_when"]
        before = [key for key in lists if int(key[1:]) < int(row["key"][1:])]
        if row["type"] == "plan" and before:
            row["ambitions"] = before
        elif row["type"] == "plan":
            row["type"] = "prose"
    told = [row["key"] for row in questions if row["type"] == "prose"]
    for row in questions:
        if row["type"] == "needs" and row.get("meets") and told:
            row["told_in"] = told[int(row["key"][1:]) % len(told)]


@st.composite
def answers_to(draw: st.DrawFn, questionnaire: Questionnaire) -> dict[str, Any]:
    """Stored answers to some of the questions, hidden ones too; plans know the ambitions."""
    answers: dict[str, Any] = {}
    for question in questionnaire.questions:
        if not question.is_fixed and draw(st.integers(0, 3)):
            value = clean(question, draw(raw_answers(question, answers)))
            if value is not None:
                answers[question.key] = value
    return answers


def raw_answers(question: Question, answers: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What someone may fill in."""
    text = BROWSER_TEXT.map(lambda words: f"{words} {mark_of(question.key)}")
    option = st.sampled_from([option["value"] for option in OPTIONS])
    needs = st.lists(st.sampled_from(NEEDS), max_size=3)
    number = st.integers(0, 9_999)
    ids = [row["id"] for key in question.ambitions for row in answers.get(key) or ()]
    row = st.fixed_dictionaries(
        {"step": text, "who": text, "due": st.sampled_from(["", "2031-02-28"]), "status": st.just("doing")}
    )
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": text,
        "prose": text,
        "date": st.dates().filter(lambda day: 1900 <= day.year < 2200).map(lambda day: day.isoformat()),
        "number": st.fixed_dictionaries({"number": number, "year": st.integers(1990, 2025)})
        if question.with_year
        else number,
        "yes_no": st.booleans(),
        "choice": option,
        "check": st.booleans(),
        "check_text": st.fixed_dictionaries(
            {"checked": st.booleans(), "items": st.lists(text, max_size=2)}
            if question.several
            else {"checked": st.booleans(), "text": text}
        ),
        "list": st.lists(text, max_size=3),
        "table": st.lists(
            st.fixed_dictionaries({"what": text, "by": st.sampled_from(["", "2031-02-28"])}), max_size=3
        ),
        "ambitions": st.lists(st.fixed_dictionaries({"text": text, "needs": needs}), max_size=3),
        "plan": st.fixed_dictionaries(dict.fromkeys(ids, row)),
        "needs": needs,
        "scale": st.integers(1, question.steps),
        "matrix": st.dictionaries(st.sampled_from([row["key"] for row in ROWS]), option),
    }
    return kinds[question.type]
