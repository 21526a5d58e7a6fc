"""Definition files in the database."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dekkend.questionnaires.loader import DefinitionError, load_edition, questionnaire_of, read_definition
from dekkend.questionnaires.models import Edition

HERE = Path(__file__).parent
pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(tmp_path):
    """The small form with a piece of its text changed."""

    def change(old: str, new: str, name: str = "klein.toml") -> Path:
        text = (HERE / name).read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "klein" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return change


def test_loading_again_changes_nothing(edition):
    before = edition.loaded_at
    again = load_edition(HERE / "klein.toml")
    assert (again.pk, again.loaded_at) == (edition.pk, before)
    assert Edition.objects.count() == 1


def test_what_comes_back_is_what_was_read(edition):
    assert questionnaire_of(edition) == read_definition(HERE / "klein.toml")


def test_it_is_read_once_in_a_process(edition, django_assert_num_queries):
    first = questionnaire_of(edition)
    with django_assert_num_queries(0):
        assert questionnaire_of(edition) is first


def test_a_corrected_text_counts_at_once(edition, changed):
    before = questionnaire_of(edition)
    again = load_edition(changed('label = "Missie en visie"', 'label = "Onze missie"'))
    assert again.pk == edition.pk
    assert again.checksum != before.checksum
    assert questionnaire_of(again).question("mission").label == "Onze missie"
    assert before.question("mission").label == "Missie en visie"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('key = "support.climate"', 'key = "support.mood"', "support.climate"),
        ('type = "yes_no"', 'type = "check"', "inspection.judged"),
    ],
)
def test_a_question_with_answers_cannot_go(edition, changed, old, new, key):
    with pytest.raises(DefinitionError) as wrong:
        load_edition(changed(old, new))
    assert [fault.split(", ", 1)[1] for fault in wrong.value.faults] == [
        f"vraag «{key}»: is weg of kreeg een ander type. Maak een volgende editie"
    ]
    edition.refresh_from_db()
    assert questionnaire_of(edition).question("support.climate").type == "scale"


def test_a_carry_from_a_question_that_never_was(edition, changed):
    path = changed('from = "mission"', 'from = "vision"', "klein2.toml")
    with pytest.raises(DefinitionError) as wrong:
        load_edition(path)
    assert [fault.split(", ", 1)[1] for fault in wrong.value.faults] == [
        "carry van «vision»: die vraag is er niet in editie 2024"
    ]
    assert load_edition(HERE / "klein2.toml").name == "2026"


def test_a_followed_edition_may_be_elsewhere(changed):
    assert load_edition(changed('from = "mission"', 'from = "vision"', "klein2.toml")).name == "2026"


@pytest.mark.parametrize(
    ("content", "fault"), [(b"key =", "dit is geen TOML"), (b"\xff", "dit is geen TOML")]
)
def test_a_file_that_is_no_definition(tmp_path, content, fault):
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(DefinitionError, match=fault):
        load_edition(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DefinitionError, match="dit bestand is niet te lezen"):
        load_edition(tmp_path / "x.toml")


def test_the_command_loads_what_it_is_given():
    out = StringIO()
    call_command("load_definitions", str(HERE / "klein.toml"), stdout=out)
    assert out.getvalue() == "Klein profiel (2024) staat klaar\n"


def test_the_command_tells_every_fault(changed):
    with pytest.raises(CommandError) as wrong:
        call_command("load_definitions", str(changed('type = "yes_no"', 'type = "maybe"')))
    assert "klein.toml, vraag «inspection.judged»: het type «maybe» bestaat niet" in str(wrong.value)
    assert Edition.objects.count() == 0
