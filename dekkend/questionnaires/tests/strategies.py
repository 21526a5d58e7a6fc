"""Any definition, and any answers to it. Every text of a person says which question it belongs to."""

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
BROWSER_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


def mark_of(key: str) -> str:
    """What stands in every text that a person gives to the question `key`."""
    return f"antwoord-op-{key}-einde"


@st.composite
def definitions(draw: st.DrawFn, *, smallest: int = 1) -> Questionnaire:
    """A questionnaire that our own reading accepts, of some chapters within each other."""
    questions = [draw(questions_after(n)) for n in range(draw(st.integers(smallest, 8)))]
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
def questions_after(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """The question with this number; its condition looks at one that stands before it."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    row = {"key": f"q{number}", "type": kind, "label": f"Vraag nummer q{number} einde"} | FIELDS.get(kind, {})
    row["audience"] = draw(st.sampled_from(["public", "public", "region", "school"]))
    if kind == "number":
        row["with_year"] = draw(st.booleans())
    if kind == "check_text":
        row["several"] = draw(st.booleans())
    if kind == "fixed":
        row["text"] = f"Vaste {mark_of(row['key'])}"
    if number and draw(st.booleans()):
        other = f"q{draw(st.integers(0, number - 1))}"
        row["shown_when"] = draw(st.sampled_from([other, f"not {other}", f"({other} or not {other})"]))
    return row


def finish(questions: list[dict[str, Any]]) -> None:
    """A plan needs ambitions, and a fixed text has no answer to look at."""
    fixed = {row["key"] for row in questions if row["type"] == "fixed"}
    lists = [row["key"] for row in questions if row["type"] == "ambitions"]
    for row in questions:
        if any(key in fixed for key in row.get("shown_when", "").strip("()").split()):
            del row["shown_when"]
        before = [key for key in lists if int(key[1:]) < int(row["key"][1:])]
        if row["type"] == "plan" and before:
            row["ambitions"] = before
        elif row["type"] == "plan":
            row["type"] = "prose"


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
