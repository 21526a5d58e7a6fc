"""Files in a case when things go wrong: a bad file, a store that is down, two at once; and clearing up."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.attachments.limits import MOST_OF_A_SIDE
from dekkend.cases.models import Attachment
from dekkend.cases.tests.attachments import DRAWING, EVALUATION, add, nothing_kept, row
from dekkend.core.files import inspection, kinds, scanning
from dekkend.core.files.kinds import Refused
from dekkend.core.files.sealed import sealed_files
from dekkend.core.files.store import StoreDown
from dekkend.core.tests import clamd, files
from dekkend.core.tests.clamd import listening

pytestmark = pytest.mark.django_db
NotPossible = actions.NotPossible


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
            row(case, number + 1)
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
