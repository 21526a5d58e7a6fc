"""How each type of question tells the difference of two answers."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dekkend.profiles.changes.answers import COMPARERS, Seen, compare_answers
from dekkend.profiles.changes.papers import compare_papers
from dekkend.profiles.changes.units import Change, compare_units, paragraphs_of, unit_of
from dekkend.profiles.changes.wording import Piece
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.tree import Attachment, build_tree
from dekkend.questionnaires.types import KINDS

KLEIN = read_definition(Path(__file__).parents[2] / "questionnaires" / "tests" / "klein.toml")
MARKS = {"same": "{}{}", "removed": "[-{}-]{}", "added": "{{+{}+}}{}"}


def seen(key: str, value, **others) -> Seen:
    tree = build_tree(KLEIN, {key: value} | others, audience="school")
    return Seen(KLEIN, next(node for node in all_nodes(tree) if node.key == key))


def all_nodes(nodes):
    for node in nodes:
        if node.is_chapter:
            yield from all_nodes(node.children)
        else:
            yield node


def line(change: Change) -> str:
    text = "".join(MARKS[piece.kind].format(piece.text, piece.space) for piece in change.pieces)
    about = ": ".join(filter(None, [change.about, change.label]))
    return f"{change.how} {about + ': ' if about else ''}{text or change.count or ''}".strip()


def told(key: str, old, new, **others) -> list[str]:
    return [line(change) for change in compare_answers(seen(key, old, **others), seen(key, new, **others))]


def test_every_type_has_its_way():
    assert COMPARERS.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("key", "old", "new", "expected"),
    [
        ("school.postcode", "3495 AB", "3495 AC", ["changed 3495 [-AB-] {+AC+}"]),
        ("school.postcode", None, "3495 AC", ["added {+3495 AC+}"]),
        (
            "support.agreements",
            [{"what": "Bellen", "who": "Sem", "by": ""}],
            [{"what": "Bellen", "who": "Sem", "by": "2027-08-01"}, {"what": "Rust", "who": "", "by": ""}],
            ["changed Bellen · Sem {+· 1 augustus 2027+}", "added {+Rust+}"],
        ),
        ("school.classes", 8, 9, ["swapped [-8-]{+9+}"]),
        ("school.classes", 8, None, ["removed [-8-]"]),
        (
            "school.pupils",
            {"number": 184, "year": 2024},
            {"number": 190, "year": 2025},
            ["swapped [-184 op 1 oktober 2024-]{+190 op 1 oktober 2025+}"],
        ),
        ("inspection.date", "2024-03-01", "2025-03-02", ["swapped [-1 maart 2024-]{+2 maart 2025+}"]),
        ("inspection.judged", True, False, ["swapped [-ja-]{+nee+}"]),
        (
            "support.climate",
            1,
            4,
            ["swapped [-1 van 4 (1 is stil, 4 is levendig)-]{+4 van 4 (1 is stil, 4 is levendig)+}"],
        ),
        ("support.reading", False, True, ["swapped [-nee-]{+ja+}"]),
        (
            "support.tracking",
            {"checked": False, "text": "Leerspoor"},
            {"checked": True, "text": "Leerspoor"},
            ["swapped [-nee-]{+ja+}", "added {+Leerspoor+}"],
        ),
        (
            "support.tracking",
            {"checked": False, "text": "Leerspoor"},
            {"checked": False, "text": "KleuterKijk"},
            [],
        ),
        (
            "support.means",
            {"checked": True, "items": ["leesliniaal", "koptelefoon"]},
            {"checked": True, "items": ["koptelefoon", "tablet"]},
            ["removed [-leesliniaal-]", "same 1", "added {+tablet+}"],
        ),
        (
            "support.referral",
            ["reading"],
            ["wheels"],
            ["removed [-lezen en spelling-]", "added {+een gebouw zonder drempels+}"],
        ),
        (
            "support.partners",
            {"nurse": "often"},
            {"nurse": "never", "police": "often"},
            ["swapped jeugdverpleegkundige: [-vaak-]{+nooit+}", "added wijkagent: {+vaak+}"],
        ),
        (
            "school.coordinators",
            ["Ans Bakker", "Piet Vos"],
            ["Piet Vos", "Ans Bakker"],
            ["moved Piet Vos", "same 1"],
        ),
        ("school.coordinators", ["Ans de Vries"], ["Ans de Boer"], ["changed Ans de [-Vries-] {+Boer+}"]),
    ],
)
def test_each_type_tells_it_its_own_way(key, old, new, expected):
    assert told(key, old, new) == expected


def test_a_moved_item_is_told_once():
    assert [line(change) for change in compare_units(*rows("a b c", "b c a"))] == ["same 2", "moved a"]


def rows(*texts: str):
    return [[unit_of(word) for word in text.split()] for text in texts]


AMBITIONS = [
    {"id": "aaaa", "text": "Meer leesplezier in elke groep", "needs": ["reading"]},
    {"id": "bbbb", "text": "Een stille plek", "needs": []},
]


def test_ambitions_go_by_their_id():
    now = [
        AMBITIONS[1] | {"text": "Drie stille plekken"},
        {"id": "cccc", "text": "Een lift", "needs": ["wheels"]},
    ]
    assert told("ambitions", AMBITIONS, now) == [
        "changed [-Een-] {+Drie+} stille [-plek-] {+plekken+}",
        "added {+Een lift (een gebouw zonder drempels)+}",
        "removed [-Meer leesplezier in elke groep (lezen en spelling)-]",
    ]


def test_an_ambition_typed_anew_is_the_same_one():
    assert told("ambitions", AMBITIONS, [AMBITIONS[0] | {"id": "dddd"}, AMBITIONS[1]]) == []


def test_another_order_of_ambitions_is_told():
    assert told("ambitions", AMBITIONS, AMBITIONS[::-1]) == ["reordered"]


def test_a_plan_moves_per_ambition():
    row = {"step": "Training", "who": "Team", "due": "2027-02-01", "status": "todo"}
    now = row | {"due": "2027-03-01", "status": "doing"}
    assert told("ambitions.plan", {"aaaa": row}, {"aaaa": now}, ambitions=AMBITIONS) == [
        "swapped Meer leesplezier in elke groep: Klaar op: [-1 februari 2027-]{+1 maart 2027+}",
        "swapped Meer leesplezier in elke groep: Stand: [-nog te beginnen-]{+mee bezig+}",
    ]


def test_a_plan_of_a_new_ambition_came_whole():
    row = {"step": "Training", "who": "", "due": "", "status": "todo"}
    assert told("ambitions.plan", None, {"bbbb": row}, ambitions=AMBITIONS) == [
        "added Een stille plek: Stap: {+Training+}",
        "added Een stille plek: Stand: {+nog te beginnen+}",
    ]


def test_prose_goes_by_paragraph_then_by_word():
    old = "Wij lezen elke dag.\n\nDe juf helpt drie keer per week met lezen.\n\nWij schaken op vrijdag."
    new = "Wij lezen elke dag.\n\nDe juf helpt elke dag met lezen.\n\n- een stille hoek\n- een voorleespen"
    assert told("mission", old, new) == [
        "same 1",
        "changed De juf helpt [-drie keer per week-] {+elke dag+} met lezen.",
        "removed [-Wij schaken op vrijdag.-]",
        "added {+een stille hoek+}",
        "added {+een voorleespen+}",
    ]


def test_a_paragraph_that_only_moved_is_told_as_moved():
    old = "Eerst dit hier.\n\nDan dat daar.\n\nEn het slot van alles."
    new = "En het slot van alles.\n\nEerst dit hier.\n\nDan dat daar."
    assert told("mission", old, new) == ["moved En het slot van alles.", "same 2"]


def test_markup_shows_as_look_and_is_no_change_by_itself():
    assert told("mission", "Een **vet** woord.", "Een vet woord.") == []
    [change] = compare_answers(seen("mission", "Een vet woord."), seen("mission", "Een **heel vet** woord."))
    assert Piece("added", "heel", " ", bold=True) in change.pieces


def test_another_address_behind_the_same_words_is_a_change():
    old, new = "Lees [hier](https://a.example).", "Lees [hier](https://b.example)."
    assert told("mission", old, new) == ["changed Lees [-hier-] {+hier+}."]


def test_two_types_are_compared_by_their_lines():
    old, new = seen("school.classes", 8), seen("mission", "8 groepen")
    assert [line(change) for change in compare_answers(old, new)] == ["swapped [-8-]{+8 groepen+}"]


def paper(title: str, content: str) -> Attachment:
    return Attachment(title, "protocol.pdf", "pdf", 1000, content, "public", "/stuk/1")


def test_papers_come_go_are_renewed_and_get_another_title():
    old = [paper("Pestprotocol", "1"), paper("Leesplan", "2"), paper("Folder", "3")]
    new = [paper("Pestprotocol", "9"), paper("Leesplan 2027", "2"), paper("Poster", "4")]
    assert [line(change) for change in compare_papers(old, new)] == [
        "changed Stuk: Leesplan {+2027+}",
        "renewed Stuk: Pestprotocol",
        "added Stuk: {+Poster+}",
        "removed Stuk: [-Folder-]",
    ]


PARAGRAPHS = st.lists(
    st.sampled_from(["Een.", "Twee keer.", "Drie keer per dag.", "- punt", "* ", "Slot **vet**."]), max_size=8
)
PROSE = PARAGRAPHS.map("\n\n".join) | st.text(max_size=60)


@given(PROSE)
def test_equal_prose_has_no_change(text):
    assert compare_units(paragraphs_of(text), paragraphs_of(text)) == ()


@given(PROSE, PROSE)
def test_the_paragraphs_of_the_new_text_come_out_in_order(old, new):
    before, after = paragraphs_of(old), paragraphs_of(new)
    changes = compare_units(before, after)
    if not changes:
        assert [unit.key for unit in before] == [unit.key for unit in after]
        return
    told, place = [], 0
    for change in changes:
        if change.how == "same":
            told += [
                "".join(word.text for word in unit.words) for unit in after[place : place + change.count]
            ]
            place += change.count
        elif change.how != "removed":
            told.append("".join(p.text + p.space for p in change.pieces if p.kind != "removed"))
            place += 1
    expected = ["".join(word.text + word.space for word in unit.words) for unit in after]
    assert [squeezed(text) for text in told] == [squeezed(text) for text in expected]


@example("Een.\n\nTwee keer.\n\nTwee keer.\n\nEen.", "Twee keer.\n\nEen.\n\nTwee keer.")
@given(PROSE, PROSE)
def test_every_paragraph_of_the_old_text_is_accounted_for(old, new):
    changes = compare_units(paragraphs_of(old), paragraphs_of(new))
    if changes:
        counted = sum(
            c.count if c.how == "same" else c.how in ("removed", "changed", "moved") for c in changes
        )
        assert counted == len(paragraphs_of(old))


def squeezed(text: str) -> str:
    return "".join(text.split())
