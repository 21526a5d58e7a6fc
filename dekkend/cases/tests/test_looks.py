"""What the log calls a look: nothing that stays inside, and for parents in their own language."""

import ast
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from dekkend.cases import views
from dekkend.cases.log import note_readings
from dekkend.cases.models import Conflict, Reading
from dekkend.cases.parents.words import look_in_words
from dekkend.cases.phrases import INSIDE
from dekkend.cases.queries import parties_of
from dekkend.cases.tests.attachments import DRAWING, EVALUATION, add
from dekkend.cases.tests.conftest import with_parents
from dekkend.cases.tests.parents import FOREIGN, address, come_in, left_in_dutch, token_of, words
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.steps import ACTS
from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from tools.kept import kept

OLD = ("stap: Bespreek het eerst binnen de school", "stap: Ga verder met schrijven", "belang bij de CTC")
VIEWS = Path(views.__file__).parent
# Which argument of a call says at what someone looks.
SAYS = {"open_case_for": 2, "_open": 2, "open_plan": 2, "note_reading": 3, "for_parent": 0}
# What is filled in.
FILLED = {"letter": 7, "number": 7, "site": SimpleNamespace(code="99AB00")}


@kept
def officer(region):
    return make_person("Nadia Vroom", Role.PRIVACY_OFFICER, partnership=region)


@pytest.fixture
def inside(client_for, case, parents, coordinator):
    mother = with_parents(case, coordinator)[0]
    return come_in(client_for(), mother)


def read_by(client, path) -> str:
    return words(client.get(path)).partition("<main")[2]


def test_what_is_talked_over_inside_the_school_is_not_told_by_the_log(case, go, coordinator):
    client = go(coordinator)
    for step in ("talk_inside", "end_talk"):
        path = reverse("case-step", args=[case.pk, step])
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 302
    assert {line.what for line in Reading.objects.all()} == {"het dossier"}


def test_nor_how_the_committee_came_to_its_decision(item, go, members, secretary):
    member, chair = go(members[0]), go(secretary)
    said = {"ground": "Mijn neefje.", "vote": "for", "reasons": "Goed.", "text": "Kort.", "revision": "0"}
    member.get(reverse("agenda-item", args=[item.pk]))
    member.post(reverse("advise", args=[item.pk]), said)
    chair.post(reverse("write-minutes", args=[item.pk]), said)
    member.post(reverse("declare-conflict", args=[item.pk]), said)
    chair.post(reverse("lift-conflict", args=[item.pk, Conflict.objects.get().pk]), {"reason": "Een ander."})
    assert [line.what for line in Reading.objects.all()] == ["agendapunt van de CTC"] * 5


def test_lines_of_before_are_told_so_too(sent, go, client_for, coordinator, desk, officer):
    note_readings(sent, coordinator, Role.SUPPORT_COORDINATOR, OLD, now())
    mother = parties_of(sent)[0]
    parent = come_in(client_for(), mother)
    pages = [
        read_by(parent, address(token_of(mother), "parent-looks")),
        read_by(go(desk), reverse("case-log", args=[sent.pk])),
        read_by(go(officer), reverse("privacy-log")),
    ]
    for page in pages:
        assert page.count("Femke Aalders") >= len(OLD)
        assert [line for line in OLD if line in page] == []
    assert {line.what for line in Reading.objects.filter(reader=coordinator)} == set(OLD)


def spoken() -> set[str]:
    """At what someone can look, as the views write it in the log."""
    found = {f"stap: {ROUTE.transition(name).label}" for name in ACTS if name not in INSIDE}
    for path in sorted(VIEWS.rglob("*.py")):
        module = import_module(".".join([*views.__name__.split("."), *path.relative_to(VIEWS).parts])[:-3])
        for call in filter(is_look, ast.walk(ast.parse(path.read_text()))):
            found |= said_in(call.args[SAYS[call.func.id]], vars(module))
    return found


def is_look(node: ast.AST) -> bool:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_call and node.func.id in SAYS and len(node.args) > SAYS[node.func.id]


def said_in(what: ast.expr, names: dict) -> set[str]:
    """What an argument comes to; nothing for one that is handed on or made elsewhere."""
    if isinstance(what, ast.Call) or (isinstance(what, ast.Name) and what.id == "what"):
        return set()
    code = compile(ast.Expression(what), "what", "eval")
    return {
        eval(code, names | FILLED | {"form": form}).format(**FILLED)  # noqa: S307  our own code
        for form in names.get("FORMS", [""])
    }


def test_parents_have_words_for_everything_that_someone_can_look_at():
    """Add yours to parents/words.py."""
    looks = spoken()
    assert {"stap: Ken toe", "brief 7", "groeidocument: schrijven", "het dossier", "bijlage 7"} < looks
    dutch = {look: look_in_words(look) for look in looks}
    for language in FOREIGN:
        with override(language):
            foreign = {look: look_in_words(look) for look in looks}
        assert {look for look, told in foreign.items() if told in (look, dutch[look])} == set(), language


def test_no_parent_reads_of_a_decision_that_someone_only_looked_at():
    looks = {look for look in spoken() if look.startswith("stap: ") or "besluit van" in look}
    told = {look_in_words(look) for look in looks}
    assert told == {"een stap in het dossier", "de aanvraag, voor de vergadering van de CTC"}


class TestFiles:
    def test_who_added_one_as_a_parent_says_it(self, inside, client_for, case, coordinator, tmp_path):
        mother, father = parties_of(case)
        add(case, mother, tmp_path, DRAWING, title="Boom")
        add(case, father, tmp_path, DRAWING, title="Huis")
        add(case, coordinator, tmp_path, title="Verslag")
        page = words(inside.get(address(token_of(mother), "parent-file", language="tr")))
        said = [
            page.partition(f"{title}</a>")[2].partition("</p>")[0] for title in ("Boom", "Huis", "Verslag")
        ]
        assert "<bdi>siz</bdi>" in said[0]
        assert "<bdi>diğer veli</bdi>" in said[1]
        assert "<bdi>Femke Aalders</bdi>" in said[2]
        assert "ouder 1" not in page
        assert "<bdi>u</bdi>" in words(
            inside.get(address(token_of(mother), "parent-files", "groeidocument", DRAWING[1]))
        )

    @pytest.mark.parametrize("language", FOREIGN)
    def test_no_page_with_files_says_a_dutch_word_as_if_it_were_another(
        self, language, inside, case, desk, tmp_path
    ):
        """A paper is called as the region calls it, which is in Dutch."""
        mother = parties_of(case)[0]
        note_readings(case, desk, Role.SERVICE_DESK, sorted(spoken()), now())
        add(case, mother, tmp_path, EVALUATION, title="Kees.pdf")
        pages = [("parent-files", "stuk", EVALUATION[1]), ("parent-file",), ("parent-looks",)]
        assert left_in_dutch(inside, mother, pages, [language]) - {desk.name} == set()
