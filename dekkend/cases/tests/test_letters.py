"""Letters: a template of the region with its faults, what stands in each, for whom, and on paper."""

import os
import re
import signal
from io import BytesIO
from shutil import copytree

import page
import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now
from PIL import Image

from dekkend.cases import actions
from dekkend.cases.catalogue import read_catalogue
from dekkend.cases.catalogue.reading import letters_in
from dekkend.cases.letters import writing
from dekkend.cases.letters.document import file_name, letter_pdf
from dekkend.cases.letters.layout import Part, parts_of
from dekkend.cases.letters.queries import letters_for, letters_seen_by
from dekkend.cases.letters.template import faults_in, parsed
from dekkend.cases.letters.words import CONDITIONS, DECLARED, LETTERS, LONG
from dekkend.cases.models import Decision, Letter, Reading
from dekkend.cases.tests.conftest import FATHER, MOTHER, REASONS, award
from dekkend.core.markup import to_html
from dekkend.organisations.models import COLOURS, SCHEMES, Face, FaceLogo, Partnership
from dekkend.questionnaires.reading import DefinitionError
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.terms import add_weeks

RIETLAND = settings.DEFINITIONS / "arrangements" / "rietland"
KIND = LETTERS["refusal"]
QUERIES_OF_LIST = 9  # most of them for who asks, and for the line in the log
TEXT = """# Over {hulp}

Beste {aan},

[[als ouder en niet gezag]]U leest mee.[[/als]][[als school]]U vroeg dit.[[/als]]

{redenen}

## Vragen van {naam}?

Bel {loket}.
"""


def filled(true=(), **facts):
    known = dict.fromkeys(KIND.words, "") | facts
    return parsed(TEXT).filled(known, set(true))


class TestTemplate:
    def test_words_and_paragraphs_are_filled_in(self):
        subject, body = filled({"school"}, hulp="Extra handen", aan="De Regenton", redenen="Het past.")
        assert subject == "Over Extra handen"
        assert body.startswith("Beste De Regenton,\n\nU vroeg dit.\n\nHet past.\n\n## Vragen")
        assert "U leest mee" not in body
        assert "U leest mee" in filled({"ouder"})[1]
        assert "U leest mee" not in filled({"ouder", "gezag"})[1]

    def test_a_name_is_a_name_whatever_signs_are_in_it(self):
        hostile = "*Jan* [hier](https://kwaad.example) {redenen} [[als school]]\n# <b>"
        _, body = filled(aan=hostile, naam="Aydın-Öz #1", redenen="**Nee**\n## Geen kop\n- een\n- twee")
        shown = to_html(parts_of(body)[0].text)
        assert "*Jan* [hier](https://kwaad.example) {redenen} [[als school]] # &lt;b&gt;" in shown
        assert "<a" not in shown
        assert [part.heading for part in parts_of(body)] == ["", "Vragen van Aydın-Öz #1?"]
        assert "<strong>Nee</strong>" in shown
        assert "<li>twee</li>" in shown

    def test_a_letter_in_parts(self):
        assert parts_of("Dag.\n\n## Een\n\na\n\n## Twee\nb") == [
            Part("", "Dag."),
            Part("Een", "a"),
            Part("Twee", "b"),
        ]
        assert parts_of("## Een\na") == [Part("Een", "a")]

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("# Over", "Over", "regel 1: begin met een # en waar de brief over gaat"),
            ("# Over {hulp}", "# Over [[als tlv]]", "regel 1: [[als …]] kan niet in de eerste regel"),
            ("{aan}", "{wie}", "regel 3: het woord «{wie}» kan niet in deze brief"),
            ("{aan}", "{vraag}", "regel 3: het woord «{vraag}» kan niet in deze brief"),
            ("{aan}", "{aan", "regel 3: hier is een { of een } te veel"),
            ("\n{redenen}", "\nOmdat {redenen}", "regel 7: «{redenen}» is een stuk tekst: zet het alleen"),
            ("als school", "als bestuur", "regel 5: «als bestuur» kennen wij niet"),
            (
                "als ouder en niet gezag",
                "als ouder of gezag",
                "regel 5: «als ouder of gezag» kennen wij niet",
            ),
            ("[[als school]]", "[[school]]", "regel 5: «[[school]]» kennen wij niet. Schrijf [[als …]]"),
            ("[[als school]]U", "U", "regel 5: hier sluit een [[/als]] die nergens begon"),
            ("mee.[[/als]]", "mee.", "regel 5: een [[als …]] kan niet in die van regel 5"),
            ("dit.[[/als]]", "dit.", "regel 5: deze [[als …]] wordt niet gesloten"),
        ],
    )
    def test_a_fault_is_told_with_its_line(self, old, new, fault):
        assert list(faults_in(TEXT, KIND)) == []
        found = list(faults_in(TEXT.replace(old, new, 1), KIND))
        assert any(line.startswith(fault) for line in found), found


class TestAtLoading:
    def test_the_name_of_the_file_stands_in_the_fault(self, tmp_path):
        path = copy_of_rietland(tmp_path)
        (path.parent / "letters" / "refusal.md").write_text("# Nee\n\n{waarom}\n")
        with pytest.raises(DefinitionError) as wrong:
            read_catalogue(path)
        fault = "brief refusal.md: regel 3: het woord «{waarom}» kan niet in deze brief"
        assert wrong.value.faults == [f"rietland/2026-2027.toml, {fault}"]

    def test_a_letter_that_is_missing_or_that_nobody_knows(self, tmp_path):
        path = copy_of_rietland(tmp_path)
        (path.parent / "letters" / "refusal.md").rename(path.parent / "letters" / "nee.md")
        with pytest.raises(DefinitionError) as wrong:
            read_catalogue(path)
        assert wrong.value.faults == [
            "rietland/letters: de brief refusal.md ontbreekt",
            "rietland/letters: de brief nee.md kennen wij niet",
        ]

    def test_every_word_of_the_readme_is_there(self):
        text = (settings.DEFINITIONS / "README.md").read_text().split("### Letters")[1]
        said = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
        words = set().union(*(kind.words for kind in LETTERS.values()))
        assert said == {*(f"{{{word}}}" for word in words), *CONDITIONS, *(f"{name}.md" for name in LETTERS)}


def copy_of_rietland(tmp_path):
    path = tmp_path / "rietland" / "2026-2027.toml"
    copytree(RIETLAND / "letters", path.parent / "letters")
    path.write_bytes((RIETLAND / "2026-2027.toml").read_bytes())
    return path


class TestTold:
    def test_school_and_each_parent_read_what_was_decided(self, taken_in, desk):
        decision = actions.award_by_desk(
            case_id=taken_in.pk,
            award=award(amount=40, conditions="Elke maand een gesprek."),
            actor=desk,
            at=now(),
        )
        to_school, *to_parents = decision.letters.order_by("pk")
        assert [letter.words["to"] for letter in (to_school, *to_parents)] == [
            "De Regenton",
            MOTHER.name,
            FATHER.name,
        ]
        assert {letter.template for letter in to_parents} == {"award_by_desk"}
        body = to_parents[0].words["body"]
        assert body.startswith("Beste Aylin Bakkerman,")
        for said in (
            REASONS,
            "Elke maand een gesprek.",
            "- Hoogstens 40 uur per schooljaar",
            "namens het Loket Rietland",
        ):
            assert said in body
        assert "schrijf" not in to_school.words["subject"]
        assert "Beste directeur en intern begeleider van De Regenton," in to_school.words["body"]
        assert "uw kind" not in to_school.words["body"]

    def test_how_to_have_it_looked_at_again(self, taken_in, desk):
        actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
        letter = letters_for(taken_in, taken_in.parties.first())[0]
        assert letter.template == "refusal"
        until = add_weeks(localdate(), 6)
        assert f"tot en met **{day_in_full(until)}**" in letter.words["body"]
        assert "nog eens naar te kijken" in letter.words["body"]
        assert "bezwaar maken" not in letter.words["body"]

    def test_who_is_kept_out_gets_no_letter(self, taken_in, desk):
        taken_in.parties.filter(number=2).update(kept_out=True, token_hash=None)
        actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
        readers = [letter.party and letter.party.number for letter in taken_in.letters.order_by("pk")]
        assert readers == [None, 1]

    def test_a_question_and_more_time_are_told_too(self, taken_in, desk):
        until = add_weeks(localdate(), 2)
        due = taken_in.due_on
        actions.extend_term(
            case_id=taken_in.pk,
            until=add_weeks(due, 2),
            actor=desk,
            reason="Het onderzoek loopt nog.",
            at=now(),
        )
        actions.ask_school(
            case_id=taken_in.pk, actor=desk, reason="Het verslag mist.", answer_by=until, at=now()
        )
        question, more_time = letters_for(taken_in)
        assert (question.template, more_time.template) == ("question", "term_extended")
        assert "Het verslag mist." in question.words["body"]
        assert day_in_full(until) in question.words["body"]
        for said in ("Het onderzoek loopt nog.", day_in_full(due), day_in_full(add_weeks(due, 2))):
            assert said in more_time.words["body"]

    def test_nothing_of_it_stands_in_the_clear(self, taken_in, desk):
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        for row in Letter.objects.values():
            assert "Kees" not in str(row)
            assert b"Bakkerman" not in bytes(row["sealed"])

    def test_who_reads_which(self, taken_in, desk, django_assert_num_queries):
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        mother = taken_in.parties.first()
        with django_assert_num_queries(1):
            assert [letter.party_id for letter in letters_for(taken_in, mother)] == [mother.pk]
        assert [letter.party for letter in letters_for(taken_in)] == [None]
        assert len(letters_seen_by(taken_in, frozenset({"service_desk"}))) == 3
        assert [letter.party for letter in letters_seen_by(taken_in, frozenset({"head_teacher"}))] == [None]
        assert letters_seen_by(taken_in, frozenset({"committee_member", "expert"})) == []

    def test_without_the_letter_of_the_region_nothing_is_decided(self, taken_in, desk):
        without = taken_in.offering.definition | {"letters": {}}
        type(taken_in.offering).objects.update(definition=without, checksum="0" * 64)
        with pytest.raises(NotPossible, match="heeft de brief «Besluit: toegekend» nog niet"):
            actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_between_decision_and_letter_there_is_neither(taken_in, desk, monkeypatch):
    """The process is really killed, after the decision was saved and before the letters are."""
    connections.close_all()
    if (child := os.fork()) == 0:
        monkeypatch.setattr(writing, "_readers", lambda case: os.kill(os.getpid(), signal.SIGKILL))
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    taken_in.refresh_from_db()
    assert (taken_in.state, Decision.objects.count(), Letter.objects.count()) == ("intake", 0, 0)
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    assert (Decision.objects.count(), Letter.objects.count()) == (1, 3)


class TestOnPaper:
    @pytest.fixture
    def letter(self, taken_in, desk):
        actions.award_by_desk(
            case_id=taken_in.pk, award=award(amount=40, conditions="- Eén\n- Twee"), actor=desk, at=now()
        )
        return letters_for(taken_in, taken_in.parties.first())[0]

    @pytest.mark.parametrize("with_face", [False, True])
    def test_an_independent_judge_finds_no_fault(self, letter, tmp_path, with_face):
        if with_face:
            give_face(letter.case.partnership)
        file = tmp_path / file_name(letter)
        file.write_bytes(letter_pdf(letter))
        for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
            result = page.validate_pdf(str(file), profile=profile)
            assert result.is_compliant, result

    def test_its_name_says_nothing_about_anyone(self, letter):
        assert file_name(letter) == f"brief-{letter.case.number}.pdf"


class TestPages:
    @pytest.fixture
    def decided(self, taken_in, desk):
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        return taken_in

    @pytest.fixture
    def go(self, client_for, second_step):
        return lambda user: second_step(client_for(user))

    def test_the_loket_reads_all_and_the_school_its_own(self, decided, go, desk, coordinator):
        page = reverse("letters", args=[decided.pk])
        assert go(desk).get(page).content.decode().count('scope="row"') == 3
        assert go(coordinator).get(page).content.decode().count('scope="row"') == 1
        to_mother = letters_for(decided, decided.parties.first())[0]
        address = reverse("letter", args=[decided.pk, to_mother.pk])
        shown = go(desk).get(address).content.decode()
        assert MOTHER.name in shown
        assert "Kees" not in shown.partition("<title>")[2].partition("</title>")[0]
        assert go(coordinator).get(address).status_code == 404
        assert Reading.objects.last().what == f"brief {to_mother.pk}"

    def test_before_there_is_one_the_list_says_when(self, sent, go, coordinator):
        page = go(coordinator).get(reverse("letters", args=[sent.pk])).content.decode()
        assert "Er zijn nog geen brieven." in page

    def test_a_pdf_is_a_download_with_a_neutral_name_that_nobody_keeps(self, decided, go, coordinator):
        [letter] = letters_for(decided)
        answer = go(coordinator).get(reverse("letter-pdf", args=[decided.pk, letter.pk]))
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"] == f'attachment; filename="brief-{decided.number}.pdf"'
        assert "no-store" in answer["Cache-Control"]

    def test_who_is_not_involved_finds_nothing(self, decided, go, teacher, board_member, outsider):
        [letter] = letters_for(decided)
        for user in (teacher, board_member, outsider):
            for name in ("letters", "letter", "letter-pdf"):
                args = [decided.pk] if name == "letters" else [decided.pk, letter.pk]
                assert go(user).get(reverse(name, args=args)).status_code == 404

    @pytest.mark.parametrize("times", [1, 3])
    def test_one_letter_or_many_take_the_same_queries(
        self, times, taken_in, go, desk, django_assert_num_queries
    ):
        for week in range(1, times + 1):
            until = add_weeks(taken_in.due_on, week)
            actions.extend_term(case_id=taken_in.pk, until=until, actor=desk, reason="Meer tijd.", at=now())
        client = go(desk)
        page = reverse("letters", args=[taken_in.pk])
        client.get(page)
        with django_assert_num_queries(QUERIES_OF_LIST):
            assert client.get(page).content.decode().count('scope="row"') == 3 * times


def give_face(partnership: Partnership) -> None:
    """With a logo that is partly see-through, and colours."""
    colours = {name + end: "#005a5a" for name in COLOURS for end in SCHEMES.values()}
    face = Face.objects.create(partnership=partnership, name="Rietland", logo_hash="abc", **colours)
    face.contact_phone, face.contact_address = "0000 12 34 56", "Kadeweg 4, Oudveen"
    face.save()
    picture = BytesIO()
    Image.new("RGBA", (300, 80), (0, 90, 90, 120)).save(picture, "PNG")
    FaceLogo.objects.create(face=face, content=picture.getvalue(), content_type="image/png")


def day_in_full(day) -> str:
    return date_format(day, "j F Y")


def test_every_letter_of_rietland_uses_only_what_it_has():
    for name, text in letters_in(RIETLAND / "letters").items():
        assert list(faults_in(text, LETTERS[name])) == [], name
    assert DECLARED.keys() <= LETTERS["declaration"].words
    assert LONG.keys() <= set().union(*(kind.words for kind in LETTERS.values()))
