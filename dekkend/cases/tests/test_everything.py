"""A parent takes along all that is theirs to read and nothing else, streamed, with a line in the log."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.consents import request_digest
from dekkend.cases.log import broken_lines
from dekkend.cases.models import Attachment, Party, Reading
from dekkend.cases.parents import bundle
from dekkend.cases.queries import parties_of
from dekkend.cases.tests.attachments import add
from dekkend.cases.tests.conftest import FATHER, MOTHER, REASONS, award, with_parents
from dekkend.cases.tests.parents import address, come_in, token_of
from dekkend.core.files.sealed import sealed_files
from dekkend.core.tests import files

# Each marked word stands in one place. What is theirs must be in the zip, what is not may be nowhere in it.
THEIRS = {
    "school": "wzzschool",
    "mother": "wzzmoeder",
    "father": "wzzvader",
    "words": "wzzjawoord",
    "question": "wzzvraag",
    "answer": "wzzantwoord",
    "wrong": "wzzfout",
    "right": "wzzgoed",
    "because": "wzzomdat",
    "talk": "wzzgesprek",
    "reason": "wzzreden",
    "title": "wzztitel",
}
NOT_THEIRS = {
    "inside": "vxxbinnen",
    "inside_file": "vxxbestand",
    "inside_title": "vxxtitel",
    "fathers_question": "vxxvraag",
    "fathers_answer": "vxxantwoord",
    "fathers_words": "vxxjawoord",
    "fathers_objection": "vxxbezwaar",
}
ALL = {**THEIRS, **NOT_THEIRS}


@pytest.fixture
def planted(case, parents, coordinator, desk, tmp_path) -> Party:
    """A case with a marked word in every place, awarded. Gives the mother."""
    case_id = case.pk
    values = {"pupil.strengths": (ALL["school"], 0), "talk.notes": (ALL["inside"], 0)}
    actions.write_as_school(case_id=case_id, form="growth", values=values, actor=coordinator, at=now())
    add(case, coordinator, tmp_path / "a", title=ALL["title"], content=files.pdf("verslag"))
    add(case, coordinator, tmp_path / "b", title=ALL["inside_title"], content=files.pdf(ALL["inside_file"]),
        inside=True)  # fmt: skip
    mother, father = with_parents(case, coordinator)
    for party, who in ((mother, "mother"), (father, "father")):
        said = {"parents.good": (ALL[who], 0)}
        actions.write_as_party(party=party, form="growth", values=said, at=now())
    said = actions.correct(
        party=mother, where="growth", key="pupil.strengths",
        wrong=ALL["wrong"], right=ALL["right"], at=now(),
    )  # fmt: skip
    actions.answer_correction(
        case_id=case_id, number=said.number, outcome="kept", answer=ALL["because"], actor=coordinator,
        at=now(),
    )  # fmt: skip
    ask_and_answer(mother, coordinator, "question", "answer")
    ask_and_answer(father, coordinator, "fathers_question", "fathers_answer")
    for party, words in ((mother, "words"), (father, "fathers_words")):
        agree(party, ALL[words])
    decide(case_id, coordinator, desk)
    actions.object_as_parent(
        party=father, decision_id=case.decisions.get().pk, why_late="", at=now(),
        grounds=f"{ALL['fathers_objection']} en nog wat woorden",
    )  # fmt: skip
    return parties_of(type(case).objects.get(pk=case_id))[0]


def ask_and_answer(party, actor, question, answer) -> None:
    asked = actions.ask(party=party, to="school", words=ALL[question], at=now())
    actions.answer_enquiry(
        case_id=party.case_id, number=asked.number, words=ALL[answer], seen=1, actor=actor, at=now()
    )


def agree(party, words) -> None:
    digest = request_digest(party.case)
    actions.answer_as_parent(party=party, answer="yes", words=words, digest=digest, at=now())


def decide(case_id, coordinator, desk) -> None:
    actions.send_case(case_id=case_id, actor=coordinator, at=now())
    actions.make_urgent(case_id=case_id, reason=ALL["reason"], actor=coordinator, at=now())
    actions.accept(case_id=case_id, actor=desk, at=now())
    planned = actions.Planned("talk", now(), "de school", ALL["talk"], "")
    actions.plan_talk(case_id=case_id, planned=planned, actor=desk, at=now())
    actions.award_by_desk(case_id=case_id, award=award(amount=40), actor=desk, at=now())


@pytest.fixture
def inside(client_for, planted):
    return come_in(client_for(), planted)


@pytest.fixture
def letters_as_text(monkeypatch):
    """What a letter says can be searched; in a PDF it is drawn."""
    monkeypatch.setattr(bundle, "letter_pdf", lambda letter: json.dumps(letter.words).encode())


def fetched(client, party, language="nl"):
    reply = client.get(address(token_of(party), "parent-everything-zip", language=language))
    assert reply.streaming
    return reply, zipfile.ZipFile(io.BytesIO(reply.getvalue()))


def everywhere(archive: zipfile.ZipFile) -> str:
    """All that stands in it, names too."""
    return "\n".join(name + "\n" + archive.read(name).decode("latin-1") for name in archive.namelist())


class TestWhatIsInIt:
    def test_all_that_is_theirs_as_a_page_and_as_data(self, inside, planted):
        archive = fetched(inside, planted)[1]
        assert archive.testzip() is None
        assert archive.namelist() == [
            "dossier.html", "dossier.css", "dossier.json", "brieven/brief-1.pdf", "bestanden/bijlage-1.pdf",
        ]  # fmt: skip
        page, data = archive.read("dossier.html").decode(), archive.read("dossier.json").decode()
        for what, word in THEIRS.items():
            assert (word in page, word in data) == (True, True), what
        assert (REASONS in page, "40 uur per schooljaar" in page) == (True, True)
        assert archive.read("bestanden/bijlage-1.pdf") == files.pdf("verslag")
        kept = json.loads(data)
        assert kept["child"]["name"] == "Kees Bakkerman"
        assert kept["you"]["email"] == MOTHER.email
        assert [one["path"] for one in kept["files"]] == ["bestanden/bijlage-1.pdf"]
        assert [one["amount"] for one in kept["decisions"]] == ["40 uur per schooljaar"]
        assert re.findall(r'href="(b[^"]+)"', page) == ["brieven/brief-1.pdf", "bestanden/bijlage-1.pdf"]

    def test_nothing_that_is_not_theirs(self, inside, planted, letters_as_text):
        said = everywhere(fetched(inside, planted)[1])
        assert MOTHER.name in said.partition("brieven/brief-1.pdf")[2]
        assert [what for what, word in NOT_THEIRS.items() if word in said] == []
        assert FATHER.name not in said
        assert FATHER.email not in said

    def test_each_parent_their_own(self, client_for, planted, letters_as_text):
        father = parties_of(planted.case)[1]
        said = everywhere(fetched(come_in(client_for(), father), father)[1])
        for what in ("fathers_question", "fathers_answer", "fathers_words", "fathers_objection", "mother"):
            assert ALL[what] in said, what
        for what in ("question", "answer", "words", "inside", "inside_file", "inside_title"):
            assert ALL[what] not in said, what

    def test_while_the_school_changes_its_text_only_what_parents_wrote(
        self, client_for, case, parents, coordinator
    ):
        values = {"pupil.strengths": (ALL["school"], 0)}
        actions.write_as_school(case_id=case.pk, form="growth", values=values, actor=coordinator, at=now())
        mother = with_parents(case, coordinator)[0]
        actions.take_back_from_parents(case_id=case.pk, reason="Even.", actor=coordinator, at=now())
        said = everywhere(fetched(come_in(client_for(), mother), mother)[1])
        assert ALL["school"] not in said

    def test_in_the_language_of_the_page(self, inside, planted):
        page = fetched(inside, planted, "ar")[1].read("dossier.html").decode()
        assert '<html lang="ar" dir="rtl">' in page
        assert f'<p lang="nl" dir="ltr">{ALL["school"]}</p>' in page
        assert f'<p lang="tr" dir="ltr">{ALL["mother"]}</p>' in page


class TestHowItGoes:
    def test_no_name_in_the_name_of_the_file_and_kept_by_nobody(self, inside, planted):
        reply, archive = fetched(inside, planted)
        assert reply["Content-Disposition"] == f'attachment; filename="dossier-{planted.case.number}.zip"'
        assert "no-store" in reply["Cache-Control"]
        assert "Kees" not in str(archive.namelist())

    def test_only_for_who_is_let_in(self, client_for, planted):
        reply = client_for().get(address(token_of(planted), "parent-everything-zip"))
        assert not reply.streaming
        assert ALL["school"] not in reply.content.decode()

    def test_each_part_is_in_the_log_and_the_chain_holds(self, inside, planted):
        before = Reading.objects.count()
        reply = inside.get(address(token_of(planted), "parent-everything-zip"))
        lines = list(Reading.objects.order_by("number").values_list("reader_name", "what"))[before:]
        assert lines == [
            ("ouder 1", what)
            for what in (
                "alles, om te bewaren", "het dossier", "vragen en antwoorden", "wat er gebeurde",
                "wie er keek", "een brief", "bijlage 1",
            )
        ]  # fmt: skip
        assert list(broken_lines(planted.case.partnership)) == []
        reply.close()

    def test_a_file_is_read_when_its_turn_comes_and_bit_by_bit(self, planted, monkeypatch, coordinator):
        read = []
        pieces = [b"x" * 60_000] * 3

        def slowly(*args):
            for piece in pieces:
                read.append(len(piece))
                yield piece

        made = bundle.bundle_for(planted.case, planted, now())
        monkeypatch.setattr(bundle.sealed_files, "read", slowly)
        stream = made.stream()
        assert next(stream)
        assert read == []
        so_far = []
        for chunk in stream:
            so_far.append((len(read), len(chunk)))
        assert {count for count, _ in so_far} == {0, 1, 2, 3}
        assert max(size for _, size in so_far) < 200_000

    def test_a_file_that_is_gone_is_named_and_the_rest_goes(self, inside, planted):
        lost = Attachment.objects.get(number=1)
        sealed_files.forget(lost.stored)
        archive = fetched(inside, planted)[1]
        assert "bestanden/bijlage-1.pdf" not in archive.namelist()
        assert "dit bestand is nu niet op te halen" in archive.read("dossier.html").decode()
        assert json.loads(archive.read("dossier.json"))["files"][0]["path"] == ""

    def test_asked_for_its_headers_only(self, inside, planted):
        reply = inside.head(address(token_of(planted), "parent-everything-zip"))
        assert (reply["Content-Type"], reply.content) == ("application/zip", b"")

    @pytest.mark.parametrize("n", [1, 4])
    def test_as_many_queries_for_one_file_as_for_four(
        self, n, inside, planted, coordinator, tmp_path, django_assert_num_queries
    ):
        for number in range(2, n + 1):
            source = Attachment.objects.get(number=1)
            stored = sealed_files.keep(
                source.case.vault, "attachment file", io.BytesIO(files.pdf(f"{number}"))
            )
            copy = Attachment(case=source.case, number=number + 5, where="growth", key="reports.which")
            copy.stored, copy.kind, copy.size, copy.scan, copy.added_at = stored, "pdf", 9, "off", now()
            copy.sealed = source.case.vault.seal_value(copy.place, {"title": "x", "name": "x", "sha256": ""})
            copy.save()
        path = address(token_of(planted), "parent-everything-zip")
        inside.get(path).getvalue()
        with django_assert_num_queries(39):
            reply = inside.get(path)
        reply.close()


def test_the_plan_as_this_parent_reads_it(client_for, ready, coordinator, letters_as_text):
    until = localdate() + timedelta(days=180)
    actions.establish_plan(
        case_id=ready.case_id, begins_on=localdate(), ends_on=until, actor=coordinator, at=now()
    )
    mother = parties_of(ready.case)[0]
    kept = json.loads(fetched(come_in(client_for(), mother), mother)[1].read("dossier.json"))
    (version,) = kept["plans"]
    assert version["answers"]
    assert [one["said"] for one in version["said"]] == ["U zei ja", "De andere ouder zei ja"]
    assert kept["your_answers"][-1]["said"] == "U zei ja"


def test_of_a_request_that_was_left_it_says_so(client_for, case, parents, coordinator):
    mother = with_parents(case, coordinator)[0]
    assert actions.abandon_drafts(at=now() + timedelta(days=400)) == 1
    kept = json.loads(fetched(come_in(client_for(), mother), mother)[1].read("dossier.json"))
    assert kept["situation"]["heading"] == "De aanvraag is vervallen"
