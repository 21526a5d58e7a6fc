"""Files in a case: adding, taking away, putting back, who may, clearing up, and what goes wrong."""

import json
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.attachments.limits import MOST_OF_A_SIDE
from dekkend.cases.attachments.papers import missing_papers
from dekkend.cases.attachments.queries import attachments_for
from dekkend.cases.consents import request_digest, stances_of
from dekkend.cases.models import Attachment, Consent
from dekkend.cases.tests.attachments import DRAWING, EVALUATION, REPORTS, add, content, titles
from dekkend.cases.tests.conftest import with_parents
from dekkend.cases.transitions import KIND
from dekkend.core.encryption import CannotOpen
from dekkend.core.files import inspection, kinds, scanning
from dekkend.core.files.kinds import MB, Refused
from dekkend.core.files.sealed import sealed_files
from dekkend.core.files.store import StoreDown
from dekkend.core.tests import clamd, files
from dekkend.core.tests.clamd import listening
from dekkend.organisations.models import Role
from dekkend.workflow.engine import events_of

pytestmark = pytest.mark.django_db
NotPossible = actions.NotPossible
SCHOOL, LOKET, PARENT = (frozenset({role}) for role in (Role.HEAD_TEACHER, Role.SERVICE_DESK, Role.PARENT))


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """A store of its own for each test."""
    options = {"location": str(tmp_path / "sealed")}
    sealed = configured.STORAGES["sealed"] | {"OPTIONS": configured.STORAGES["sealed"]["OPTIONS"] | options}
    settings.STORAGES = configured.STORAGES | {"sealed": sealed}


def nothing_kept(case) -> bool:
    return not case.attachments.exists() and not sealed_files.names()


class TestAdding:
    def test_it_is_sealed_and_recorded_by_its_number(self, case, coordinator, tmp_path):
        added = add(case, coordinator, tmp_path, title=" Onderzoek  van Kees ")
        assert (added.number, added.title, added.about["name"]) == (
            1, "Onderzoek van Kees", "Verslag Kees.pdf"
        )  # fmt: skip
        assert (added.kind, added.scan, added.added_by_name) == ("pdf", "off", "Femke Aalders")
        assert content(added) == files.pdf(" Onderzoek  van Kees ")
        event = events_of(KIND, case.pk)[0]
        assert (event.act, event.actor, event.reason) == ("add_attachment", coordinator, "")
        assert event.details == {"attachment": 1, "where": "growth", "key": "reports.which"}

    def test_nothing_of_it_stands_anywhere_in_the_clear(self, case, coordinator, tmp_path, caplog):
        added = add(case, coordinator, tmp_path, title="Onderzoek van Kees", name="Kees Bakkerman.pdf")
        [row] = Attachment.objects.filter(pk=added.pk).values()
        seen = json.dumps({name: str(value) for name, value in row.items()})
        seen += json.dumps([event.details for event in events_of(KIND, case.pk)]) + caplog.text
        stored = Path(configured.STORAGES["sealed"]["OPTIONS"]["location"]) / added.stored
        assert "Kees" not in seen + added.stored
        assert b"Kees" not in bytes(row["sealed"]) + stored.read_bytes()
        assert b"%PDF" not in stored.read_bytes()

    def test_another_case_cannot_open_it(self, case, placement, coordinator, tmp_path):
        added = add(case, coordinator, tmp_path)
        added.case = placement
        with pytest.raises(CannotOpen):
            content(added)

    def test_a_photo_of_the_drawing_loses_what_the_phone_wrote(self, case, parents, tmp_path):
        mother = parents[0]
        added = add(case, mother, tmp_path, DRAWING, content=files.jpeg(), name="tekening.heic", title="")
        assert b"Noor" not in content(added)
        assert (added.party, added.added_by, added.added_by_name) == (mother, None, "ouder 1")
        assert (added.title, added.kind_of_file.extension) == ("tekening", ".jpg")
        event = events_of(KIND, case.pk)[0]
        assert (event.actor, event.actor_name, event.actor_role) == (None, "ouder 1", "ouder of voogd")

    def test_also_the_school_adds_a_drawing(self, case, teacher, coordinator, tmp_path):
        actions.share_with(case_id=case.pk, user=teacher, actor=coordinator, at=now())
        assert add(case, teacher, tmp_path, DRAWING, content=files.png()).party is None

    def test_a_number_is_never_given_again(self, case, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        actions.remove_attachment(case_id=case.pk, number=1, by=coordinator, at=now())
        actions.sweep_attachments(at=now() + timedelta(days=31))
        assert add(case, coordinator, tmp_path).number == 2

    def test_the_same_file_twice_is_kept_once(self, case, coordinator, head, tmp_path):
        add(case, coordinator, tmp_path, title="Eerst", content=files.docx())
        with pytest.raises(actions.AlreadyThere) as there:
            add(case, head, tmp_path, title="Nog eens", content=files.docx())
        assert there.value.attachment.number == 1
        assert "Eerst" not in str(there.value)
        assert (titles(case), len(sealed_files.names())) == (["Eerst"], 1)

    def test_each_side_has_room_of_its_own(self, case, parents, coordinator, tmp_path):
        for number in range(MOST_OF_A_SIDE):
            _row(case, number + 1)
        case.last_attachment = MOST_OF_A_SIDE
        case.save()
        with pytest.raises(NotPossible, match="Meer bestanden passen hier niet"):
            add(case, coordinator, tmp_path)
        assert add(case, parents[0], tmp_path, EVALUATION).number == MOST_OF_A_SIDE + 1

    def test_at_most_50_mb_of_a_side(self, case, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        case.attachments.update(size=50 * MB - 500)
        with pytest.raises(NotPossible, match="Meer bestanden passen hier niet"):
            add(case, coordinator, tmp_path, EVALUATION)
        assert len(sealed_files.names()) == 1


def _row(case, number):
    Attachment.objects.create(
        case=case, number=number, where="paper", key="x", sealed=b"x", stored=f"s{number}", kind="pdf",
        size=1, scan="off", added_at=now(), added_by_name="x",
    )  # fmt: skip


class TestWho:
    @pytest.mark.parametrize("who", ["desk", "teacher", "board_member", "outsider", "other_head", "expert"])
    def test_only_the_school_of_the_child_adds(self, request, case, tmp_path, who):
        with pytest.raises(NotPossible, match="Alleen de school"):
            add(case, request.getfixturevalue(who), tmp_path)
        assert nothing_kept(case)

    def test_not_once_it_was_sent_by_neither_side(self, sent, parents, coordinator, tmp_path):
        for by in (coordinator, parents[0]):
            with pytest.raises(NotPossible, match="U kunt nu"):
                add(sent, by, tmp_path, DRAWING)
        assert nothing_kept(sent)

    def test_again_when_the_loket_asks(self, sent, parents, coordinator, desk, tmp_path):
        answer_by = (now() + timedelta(days=7)).date()
        actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat?", answer_by=answer_by, at=now())
        assert add(sent, coordinator, tmp_path).number == 1
        assert add(sent, parents[0], tmp_path, DRAWING).number == 2

    def test_a_parent_adds_at_their_own_questions_only(self, case, parents, tmp_path):
        with pytest.raises(NotPossible, match="van iemand anders"):
            add(case, parents[0], tmp_path, REPORTS)
        assert nothing_kept(case)

    def test_a_parent_of_another_case_or_kept_out_does_not(
        self, case, placement, parents, coordinator, tmp_path
    ):
        stranger = placement.parties.get()
        with pytest.raises(NotPossible, match="niets meer toevoegen"):
            add(case, stranger, tmp_path, DRAWING)
        actions.remove_party(party_id=parents[1].pk, actor=coordinator, reason="Vergissing", at=now())
        with pytest.raises(NotPossible, match="niets meer toevoegen"):
            add(case, parents[1], tmp_path, DRAWING)
        assert nothing_kept(case)

    def test_a_parent_who_added_something_stays_in_the_file(self, case, parents, coordinator, tmp_path):
        add(case, parents[1], tmp_path, DRAWING)
        with pytest.raises(NotPossible, match="Dat blijft in het dossier"):
            actions.remove_party(party_id=parents[1].pk, actor=coordinator, reason="Vergissing", at=now())

    @pytest.mark.parametrize("spot", [("growth", "pupil.name"), ("growth", "x"), ("paper", "x"), ("x", "")])
    def test_only_where_files_belong(self, case, coordinator, tmp_path, spot):
        with pytest.raises(NotPossible, match="Hier horen geen bestanden"):
            add(case, coordinator, tmp_path, spot)

    def test_what_stays_inside_only_the_school_sees(self, case, parents, coordinator, tmp_path):
        inside = add(case, coordinator, tmp_path, inside=True)
        assert attachments_for(case, SCHOOL) == [inside]
        assert attachments_for(case, LOKET) == []
        assert attachments_for(case, PARENT, parents[0]) == []

    def test_while_the_school_writes_a_parent_sees_what_parents_added(
        self, case, parents, coordinator, tmp_path
    ):
        add(case, coordinator, tmp_path)
        drawing = add(case, parents[0], tmp_path, DRAWING)
        assert attachments_for(case, PARENT, parents[1]) == [drawing]
        with_parents(case, coordinator)
        assert len(attachments_for(case, PARENT, parents[1])) == 2

    def test_a_paper_for_the_loket_never_stays_inside_nor_what_a_parent_adds(
        self, case, parents, coordinator, tmp_path
    ):
        assert not add(case, coordinator, tmp_path, EVALUATION, inside=True).inside
        assert not add(case, parents[0], tmp_path, DRAWING, inside=True).inside


class TestTakingAway:
    def test_and_putting_back(self, case, coordinator, head, tmp_path):
        add(case, coordinator, tmp_path)
        removed = actions.remove_attachment(case_id=case.pk, number=1, by=head, at=now())
        assert (titles(case), removed.removed_by_name) == ([], head.name)
        assert attachments_for(case, SCHOOL) == []
        actions.restore_attachment(case_id=case.pk, number=1, by=coordinator, at=now())
        assert titles(case) == ["Verslag"]
        acts = [event.act for event in events_of(KIND, case.pk)[:3]]
        assert acts == ["restore_attachment", "remove_attachment", "add_attachment"]

    def test_twice_is_once(self, case, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        for _ in range(2):
            actions.remove_attachment(case_id=case.pk, number=1, by=coordinator, at=now())
        acts = [event.act for event in events_of(KIND, case.pk)]
        assert acts.count("remove_attachment") == 1

    def test_nobody_takes_away_what_a_parent_added(self, case, parents, coordinator, head, tmp_path):
        mother, father = parents
        add(case, mother, tmp_path, DRAWING)
        for other in (coordinator, head, father):
            with pytest.raises(NotPossible, match="Alleen wie dit bestand toevoegde"):
                actions.remove_attachment(case_id=case.pk, number=1, by=other, at=now())
        actions.remove_attachment(case_id=case.pk, number=1, by=mother, at=now())
        assert titles(case) == []

    def test_nor_a_parent_what_the_school_added(self, case, parents, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        with pytest.raises(NotPossible, match="Alleen wie dit bestand toevoegde"):
            actions.remove_attachment(case_id=case.pk, number=1, by=parents[0], at=now())

    def test_not_once_it_was_sent(self, case, parents, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        add(case, parents[0], tmp_path, DRAWING)
        _send(case, coordinator)
        for number, by in ((1, coordinator), (2, parents[0])):
            with pytest.raises(NotPossible, match="U kunt nu"):
                actions.remove_attachment(case_id=case.pk, number=number, by=by, at=now())

    def test_putting_back_what_was_added_again_is_told(self, case, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        actions.remove_attachment(case_id=case.pk, number=1, by=coordinator, at=now())
        add(case, coordinator, tmp_path)
        with pytest.raises(actions.AlreadyThere):
            actions.restore_attachment(case_id=case.pk, number=1, by=coordinator, at=now())

    def test_one_that_never_was(self, case, coordinator):
        with pytest.raises(NotPossible, match="is er niet meer"):
            actions.remove_attachment(case_id=case.pk, number=7, by=coordinator, at=now())


def _send(case, coordinator):
    for party in with_parents(case, coordinator):
        actions.answer_as_parent(party=party, answer="yes", words="", digest=request_digest(case), at=now())
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    case.refresh_from_db()


class TestBadLuck:
    @pytest.mark.parametrize(
        ("made", "reason"),
        [
            (lambda: b"MZ" + bytes(500), kinds.UNKNOWN),
            (lambda: b"%PDF-1.7 but no more", kinds.BROKEN),
            (lambda: files.pdf(change=files.with_script), kinds.ACTIVE),
            (files.zip_bomb, kinds.TOO_MUCH),
            (files.lying_zip, kinds.BROKEN),
            (files.growing_xml, kinds.BROKEN),
            (lambda: b"", kinds.EMPTY),
            (lambda: bytes(kinds.MOST_BYTES + 1), kinds.TOO_LARGE),
        ],
    )
    def test_a_file_that_lies_or_harms_leaves_nothing(self, case, coordinator, tmp_path, made, reason):
        with pytest.raises(Refused) as refused:
            add(case, coordinator, tmp_path, content=made())
        assert refused.value.reason == reason
        assert nothing_kept(case)

    def test_infected(self, case, coordinator, tmp_path, settings):
        with listening(clamd.FindsInAll) as scanner:
            settings.CLAMD = scanner.server_address
            with pytest.raises(Refused) as refused:
                add(case, coordinator, tmp_path)
        assert refused.value.reason == scanning.INFECTED
        assert nothing_kept(case)

    def test_clean_is_written_with_it(self, case, coordinator, tmp_path, settings):
        with listening(clamd.Speaks) as scanner:
            settings.CLAMD = scanner.server_address
            assert add(case, coordinator, tmp_path).scan == "clean"

    def test_a_scanner_that_is_down_lets_nothing_in(self, case, coordinator, tmp_path, settings):
        settings.CLAMD = "/nergens/clamd.ctl"
        with pytest.raises(Refused) as refused:
            add(case, coordinator, tmp_path)
        assert refused.value.reason == scanning.NOT_CHECKED
        assert nothing_kept(case)

    def test_the_store_is_down(self, case, coordinator, tmp_path):
        (tmp_path / "sealed").write_text("a file where the folder should be")
        with pytest.raises(StoreDown):
            add(case, coordinator, tmp_path)
        assert not case.attachments.exists()

    def test_a_crash_before_the_row_leaves_no_file(self, case, coordinator, tmp_path, monkeypatch):
        monkeypatch.setattr(Attachment, "save", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add(case, coordinator, tmp_path)
        assert nothing_kept(case)

    def test_a_parent_taken_off_while_the_file_was_read(
        self, case, parents, coordinator, tmp_path, monkeypatch
    ):
        father = parents[1]
        real = inspection._ask

        def slow(*paths):
            actions.remove_party(party_id=father.pk, actor=coordinator, reason="Vergissing", at=now())
            return real(*paths)

        monkeypatch.setattr(inspection, "_ask", slow)
        with pytest.raises(NotPossible, match="niets meer toevoegen"):
            add(case, father, tmp_path, DRAWING)
        assert nothing_kept(case)

    def test_a_destroyed_case_leaves_what_nobody_can_open_until_the_sweep(self, case, coordinator, tmp_path):
        stored = add(case, coordinator, tmp_path).stored
        actions.remove_attachment(case_id=case.pk, number=1, by=coordinator, at=now())
        case.attachments.all().delete()
        assert sealed_files.names() == [stored]
        assert actions.sweep_attachments(at=now() + timedelta(days=2)) == 1
        assert sealed_files.names() == []


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def run(self, *acts) -> list:
        start, came = Barrier(len(acts)), []

        def go(act):
            start.wait()
            try:
                came.append(act().number)
            except Exception as refused:
                came.append(type(refused).__name__)
            finally:
                connection.close()

        threads = [Thread(target=go, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(came, key=str)

    def test_two_files_get_two_numbers(self, case, parents, coordinator, tmp_path):
        assert self.run(
            lambda: add(case, coordinator, tmp_path / "a"),
            lambda: add(case, parents[0], tmp_path / "b", DRAWING),
        ) == [1, 2]
        assert len(sealed_files.names()) == 2

    def test_the_same_file_comes_in_once(self, case, coordinator, head, tmp_path):
        assert self.run(
            lambda: add(case, coordinator, tmp_path / "a", content=files.docx()),
            lambda: add(case, head, tmp_path / "b", content=files.docx()),
        ) == [1, "AlreadyThere"]
        assert len(sealed_files.names()) == 1

    def test_the_last_place_is_for_one(self, case, coordinator, head, tmp_path):
        for number in range(MOST_OF_A_SIDE - 1):
            _row(case, number + 1)
        type(case).objects.update(last_attachment=MOST_OF_A_SIDE - 1)
        assert self.run(
            lambda: add(case, coordinator, tmp_path / "a", title="A"),
            lambda: add(case, head, tmp_path / "b", title="B"),
        ) == [MOST_OF_A_SIDE, "NotPossible"]
        assert len(sealed_files.names()) == 1


class TestSweeping:
    def test_what_was_taken_away_stays_a_month(self, case, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        at = now()
        actions.remove_attachment(case_id=case.pk, number=1, by=coordinator, at=at)
        assert actions.sweep_attachments(at=at + timedelta(days=30)) == 0
        assert actions.sweep_attachments(at=at + timedelta(days=31)) == 1
        assert nothing_kept(case)
        with pytest.raises(NotPossible, match="is er niet meer"):
            actions.restore_attachment(case_id=case.pk, number=1, by=coordinator, at=at)

    def test_a_leftover_goes_after_a_day_and_never_one_with_a_row(self, case, coordinator, tmp_path):
        kept = add(case, coordinator, tmp_path)
        with transaction.atomic():
            add(case, coordinator, tmp_path, EVALUATION)
            transaction.set_rollback(True)
        assert len(sealed_files.names()) == 2
        assert actions.sweep_attachments(at=now()) == 0  # its row may be on its way
        assert actions.sweep_attachments(at=now() + timedelta(days=2)) == 1
        assert sealed_files.names() == [kept.stored]


class TestPapers:
    def test_what_is_needed_follows_from_the_answers(self, case, coordinator):
        assert missing(case) == []
        _write(case, coordinator, "growth", "reports.there_are", True)
        _write(case, coordinator, "request", "request.again", True)
        assert missing(case) == ["evaluation", "research"]

    def test_a_report_at_its_question_is_the_paper(self, case, parents, coordinator, tmp_path):
        _write(case, coordinator, "growth", "reports.there_are", True)
        _write(case, coordinator, "request", "request.again", True)
        add(case, coordinator, tmp_path, REPORTS)
        assert missing(case) == ["evaluation"]
        add(case, parents[0], tmp_path, EVALUATION)
        assert missing(case) == []

    def test_what_stays_inside_or_was_taken_away_is_not_there(self, case, coordinator, tmp_path):
        _write(case, coordinator, "growth", "reports.there_are", True)
        add(case, coordinator, tmp_path, REPORTS, inside=True)
        assert missing(case) == ["research"]
        add(case, coordinator, tmp_path, REPORTS, title="Nog een")
        assert missing(case) == []
        actions.remove_attachment(case_id=case.pk, number=2, by=coordinator, at=now())
        assert missing(case) == ["research"]

    def test_three_queries(self, case, django_assert_num_queries):
        missing_papers(case)  # a process reads the forms and the offer of a year once
        case = type(case).objects.select_related("offering", "growth_edition", "request_edition").get()
        with django_assert_num_queries(3):
            missing_papers(case)


def missing(case):
    return [paper.key for paper in missing_papers(case)]


def _write(case, user, form, key, value):
    written = actions.write_as_school(
        case_id=case.pk, form=form, values={key: (value, 0)}, actor=user, at=now()
    )
    assert written.is_whole


class TestConsentOnPaper:
    def say(self, case, party, actor, folder, *, answer="yes", digest=None, **more):
        path = files.put(folder, more.get("content") or files.jpeg())
        return actions.consent_on_paper(
            party=party,
            answer=answer,
            digest=digest or request_digest(case),
            actor=actor,
            chosen=actions.Chosen(path, "Handtekening Bakkerman.jpg", ""),
            at=now(),
        )

    def test_it_counts_and_has_its_paper(self, case, parents, coordinator, tmp_path):
        mother, father = with_parents(case, coordinator)
        said = self.say(case, mother, coordinator, tmp_path)
        assert (said.answer, said.recorded_by, said.on_paper.where) == ("yes", coordinator, "consent")
        assert [stance.agrees for stance in stances_of(case)] == [True, False]
        event = events_of(KIND, case.pk)[0]
        assert event.details == {"party": 1, "answer": "yes", "paper": said.on_paper.pk}
        for roles, party, seen in (
            (SCHOOL, None, 1), (LOKET, None, 1), (PARENT, mother, 1), (PARENT, father, 0), (PARENT, None, 0)
        ):  # fmt: skip
            assert len(attachments_for(case, roles, party)) == seen, (roles, party)

    def test_it_cannot_be_taken_away(self, case, parents, coordinator, tmp_path):
        mother, _ = with_parents(case, coordinator)
        number = self.say(case, mother, coordinator, tmp_path).on_paper.number
        for by in (coordinator, mother):
            with pytest.raises(NotPossible):
                actions.remove_attachment(case_id=case.pk, number=number, by=by, at=now())

    def test_both_or_neither(self, case, parents, coordinator, tmp_path):
        mother, _ = with_parents(case, coordinator)
        for wrong in ({"digest": "x"}, {"answer": "view"}, {"content": b"MZ"}):
            with pytest.raises((NotPossible, Refused)):
                self.say(case, mother, coordinator, tmp_path, **wrong)
        assert nothing_kept(case)
        assert not Consent.objects.exists()

    def test_not_before_it_is_with_the_parents(self, case, parents, coordinator, tmp_path):
        with pytest.raises(NotPossible):
            self.say(case, parents[0], coordinator, tmp_path)
        assert nothing_kept(case)

    @pytest.mark.parametrize("who", ["desk", "teacher", "other_head"])
    def test_by_who_leads_for_the_school(self, request, case, parents, coordinator, tmp_path, who):
        mother, _ = with_parents(case, coordinator)
        with pytest.raises(NotPossible):
            self.say(case, mother, request.getfixturevalue(who), tmp_path)
        assert nothing_kept(case)

    def test_a_report_is_no_signed_paper(self, case, parents, coordinator, tmp_path):
        mother, _ = with_parents(case, coordinator)
        report = add(case, coordinator, tmp_path)
        with pytest.raises(NotPossible, match="getekende papier"):
            actions.record_on_paper(
                party=mother,
                answer="yes",
                paper=report,
                digest=request_digest(case),
                actor=coordinator,
                at=now(),
            )
