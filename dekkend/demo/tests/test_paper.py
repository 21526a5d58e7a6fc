"""The real forms with every question answered, on paper: for everyone to read, to keep, in their chapters."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest
from django.conf import settings
from django.utils.timezone import localdate, now

from dekkend.conftest import make_regime
from dekkend.demo.answers import Dates, answers_for
from dekkend.demo.region import read_schools
from dekkend.profiles import actions
from dekkend.profiles.documents import profile_pdf
from dekkend.profiles.models import Version
from dekkend.profiles.tests.conftest import answer
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.loader import load_edition, questionnaire_of
from dekkend.questionnaires.values import clean

pytestmark = [pytest.mark.django_db, pytest.mark.once("a file made of one snapshot")]
PROOFS = [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A]
TEXT = "Wij *kijken eerst*, en vragen dan.\n\n- een rustige plek\n- een maatje\n\nDat is **voor elk kind**."


@pytest.mark.parametrize("form", ["passenderwijs/2021", "passenderwijs/2017", "ivo/2015"])
def test_a_whole_form_is_accessible_on_paper_and_has_its_chapters(form, site, region, head, tmp_path):
    edition = load_edition(settings.DEFINITIONS / f"{form}.toml")
    make_regime(region, edition)
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=now())
    questionnaire = questionnaire_of(edition)
    answers = whole(questionnaire)
    answer(version, answers, head)
    file = tmp_path / "profiel.pdf"
    file.write_bytes(profile_pdf(Version.objects.get(pk=version.pk), "school"))
    for proof in PROOFS:
        report = page.validate_pdf(str(file), profile=proof)
        assert (report.is_compliant, report.failures) == (True, []), proof
    assert outline_of(file.read_bytes()) == list(
        headings(questionnaire, visible_keys(questionnaire, answers))
    )


def whole(questionnaire: Questionnaire) -> dict[str, Any]:
    """The fullest school of the demo, and something at what it left open."""
    dates = Dates(localdate() - timedelta(days=400), localdate())
    schools = (answers_for(questionnaire, one, one.answers | one.needs, dates) for one in read_schools())
    answers = max(schools, key=lambda answers: len(str(answers)))
    for question in questionnaire.questions:
        if not question.is_fixed and not question.source and question.key not in answers:
            answers[question.key] = clean(question, something(question, questionnaire, answers))
    return answers


def something(question: Question, questionnaire: Questionnaire, answers: dict[str, Any]) -> Any:
    options = [option.value for option in question.options] or [need.key for need in questionnaire.needs]
    ids = [row["id"] for key in question.ambitions for row in answers.get(key) or ()]
    row = {"step": "Beginnen", "who": "het team", "due": "2031-02-28", "status": "doing"}
    number = question.minimum or 1
    given: dict[str, Any] = {
        "text": "Een regel",
        "prose": TEXT,
        "date": "2025-02-28",
        "number": {"number": number, "year": 2025} if question.with_year else number,
        "yes_no": True,
        "choice": options[:1] and options[0],
        "check": True,
        "check_text": {"checked": True}
        | ({"items": ["een", "twee"]} if question.several else {"text": TEXT}),
        "list": ["een", "twee"],
        "ambitions": [{"text": TEXT, "needs": options[:1]}],
        "plan": dict.fromkeys(ids, row),
        "needs": options,
        "scale": question.steps,
        "matrix": {row.key: options[0] for row in question.rows},
    }
    return given[question.type]


def headings(questionnaire: Questionnaire, shown: set[str], within: str = "") -> Iterable[tuple]:
    """(heading, those below it) of each chapter that asks something, as the form has them."""
    for chapter in questionnaire.chapters:
        if chapter.within == within:
            inner = list(headings(questionnaire, shown, chapter.key)) if chapter.key != within else []
            if inner or any(question.key in shown for question in chapter.questions):
                yield f"{chapter.number} {chapter.title}".strip(), inner


def outline_of(content: bytes) -> list[tuple]:
    with pikepdf.open(BytesIO(content)) as document, document.open_outline() as outline:
        return [told(item) for item in outline.root]


def told(item: pikepdf.OutlineItem) -> tuple:
    return item.title, [told(each) for each in item.children]
