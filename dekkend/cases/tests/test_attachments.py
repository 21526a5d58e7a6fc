"""Files in a case: adding, taking away, putting back, and who may."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.attachments.limits import MOST_OF_A_SIDE
from dekkend.cases.attachments.queries import attachments_for
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Attachment
from dekkend.cases.tests.attachments import (
    DRAWING,
    EVALUATION,
    LOKET,
    PARENT,
    REPORTS,
    SCHOOL,
    add,
    content,
    nothing_kept,
    row,
    titles,
)
from dekkend.cases.tests.conftest import with_parents
from dekkend.cases.transitions import KIND
from dekkend.core.encryption import CannotOpen
from dekkend.core.files.kinds import MB
from dekkend.core.files.sealed import sealed_files
from dekkend.core.tests import files
from dekkend.workflow.engine import events_of

pytestmark = pytest.mark.django_db
NotPossible = actions.NotPossible


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
            row(case, number + 1)
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
