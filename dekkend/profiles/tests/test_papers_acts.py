"""Adding, taking away, putting back, carrying along, freezing."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from dekkend.core.files.kinds import BROKEN, MB, Refused
from dekkend.core.tests import files
from dekkend.profiles import actions
from dekkend.profiles.models import Paper, Version
from dekkend.profiles.papers import store
from dekkend.profiles.tests.conftest import answer, refuses
from dekkend.profiles.tests.papers import add, titles
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import events_of

pytestmark = pytest.mark.django_db


def content(paper: Paper) -> bytes:
    with store.fetch(paper.stored) as file:
        return file.read()


class TestAdding:
    def test_it_is_stored_and_recorded(self, version, head, tmp_path, at):
        paper = add(version, head, tmp_path, name="../Plan\u202e.docx", title="  Ons plan ", at=at)
        assert (paper.title, paper.name, paper.kind, paper.audience) == (
            "Ons plan",
            "Plan.pdf",
            "pdf",
            "public",
        )
        assert (paper.uploaded_by, paper.uploaded_by_name, paper.uploaded_at) == (head, head.name, at)
        assert content(paper) == files.pdf("  Ons plan ")
        assert store.names() == [paper.stored]
        event = events_of(KIND, version.pk)[0]
        assert (event.act, event.actor_role, event.reason) == ("add_paper", "directeur", "Ons plan")
        assert event.details == {"paper": paper.pk, "key": "mission", "sha256": paper.sha256}

    def test_only_its_owner_can_read_the_file(self, version, head, tmp_path, settings):
        paper = add(version, head, tmp_path)
        file = tmp_path / "papers" / paper.stored
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700

    def test_its_name_in_the_store_says_nothing(self, version, head, tmp_path):
        paper = add(version, head, tmp_path)
        assert len(paper.stored) == 32
        assert set(paper.stored) <= set("0123456789abcdef")

    @pytest.mark.parametrize("who", ["teacher", "mr_parent", "board_member", "staff", "other_head"])
    def test_only_who_writes_adds(self, request, version, tmp_path, who):
        with refuses("Alleen de directeur en de intern begeleider"):
            add(version, request.getfixturevalue(who), tmp_path)
        assert store.names() == []

    def test_not_when_the_text_is_with_the_mr(self, version, bring, head, tmp_path):
        version = bring(version, "with_mr")
        with refuses("U kunt nu niets veranderen"):
            add(version, head, tmp_path)

    @pytest.mark.parametrize("key", ["support.region", "school.name", "school.nickname", "verzonnen"])
    def test_not_at_a_question_that_takes_none(self, version, head, tmp_path, key):
        with pytest.raises(actions.NotPossible):
            add(version, head, tmp_path, key)

    @pytest.mark.parametrize(
        ("key", "audience"), [("team.note", "public"), ("team.note", "region"), ("mission", "everyone")]
    )
    def test_never_for_more_people_than_the_answer(self, version, head, tmp_path, key, audience):
        with refuses("Kies wie dit stuk mag lezen"):
            add(version, head, tmp_path, key, audience=audience)
        assert (store.names(), titles(version)) == ([], [])

    def test_a_file_we_do_not_take_leaves_nothing(self, version, head, tmp_path):
        with pytest.raises(Refused) as refused:
            add(version, head, tmp_path, content=files.pdf()[:100])
        assert (refused.value.reason, store.names(), titles(version)) == (BROKEN, [], [])

    def test_the_same_file_twice_is_told_and_kept_once(self, version, head, coordinator, tmp_path):
        first = add(version, head, tmp_path, content=files.docx(), title="Eerst")
        with pytest.raises(actions.AlreadyThere) as there:
            add(version, coordinator, tmp_path, content=files.docx(), title="Nog eens")
        assert (there.value.paper, titles(version), store.names()) == (first, ["Eerst"], [first.stored])

    def test_the_same_file_at_another_question_is_another_paper(self, version, head, tmp_path):
        add(version, head, tmp_path, content=files.docx())
        add(version, head, tmp_path, "support.bullying", content=files.docx())
        assert len(titles(version)) == 2

    def test_at_most_five_at_a_question(self, version, head, tmp_path):
        for number in range(5):
            add(version, head, tmp_path, title=f"Stuk {number}")
        with refuses("Bij een vraag passen 5 stukken"):
            add(version, head, tmp_path, title="Stuk 6")
        add(version, head, tmp_path, "support.bullying")
        assert len(titles(version)) == 6

    def test_at_most_50_mb_in_a_version(self, version, head, tmp_path):
        add(version, head, tmp_path)
        version.papers.update(size=50 * MB - 500)
        with refuses("Alle stukken samen mogen 50 MB zijn"):
            add(version, head, tmp_path, "support.bullying")
        version.papers.update(size=40 * MB)
        add(version, head, tmp_path, "support.bullying")

    def test_a_crash_before_the_row_leaves_no_row_and_no_file(self, version, head, tmp_path, monkeypatch):
        monkeypatch.setattr(Paper.objects, "create", lambda **facts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add(version, head, tmp_path)
        assert (titles(version), store.names()) == ([], [])


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def run(self, *acts) -> list:
        start, came = Barrier(len(acts)), []

        def go(act):
            start.wait()
            try:
                came.append(act())
            except Exception as refused:
                came.append(type(refused).__name__)
            finally:
                connection.close()

        threads = [Thread(target=go, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return came

    def adding(self, version, actor, folder, **more):
        folder.mkdir()
        return lambda: add(version, actor, folder, **more)

    def test_a_double_press_keeps_one(self, version, head, tmp_path):
        acts = [self.adding(version, head, tmp_path / str(n), content=files.docx()) for n in range(2)]
        came = self.run(*acts)
        [paper] = Paper.objects.all()
        assert sorted(map(str, came)) == ["AlreadyThere", "Schoolplan"]
        assert store.names() == [paper.stored]

    def test_two_people_want_the_last_place(self, version, head, coordinator, tmp_path):
        for number in range(4):
            add(version, head, tmp_path, title=f"Stuk {number}")
        people = zip("ab", (head, coordinator), strict=True)
        acts = [self.adding(version, who, tmp_path / name, title=name) for name, who in people]
        came = self.run(*acts)
        assert "NotPossible" in came
        assert (Paper.objects.count(), len(store.names())) == (5, 5)

    def test_the_profile_goes_to_the_mr_while_a_file_is_checked(
        self, version, head, tmp_path, at, monkeypatch
    ):
        keep = store.keep

        def keep_slowly(path):
            actions.send_to_mr(version_id=version.pk, actor=head, confirmed=set(), at=at)
            return keep(path)

        monkeypatch.setattr(store, "keep", keep_slowly)
        with refuses("U kunt nu niets veranderen"):
            add(version, head, tmp_path)
        assert (Paper.objects.count(), store.names()) == (0, [])


class TestTakingAway:
    def test_away_and_back(self, version, head, coordinator, tmp_path, at):
        paper = add(version, head, tmp_path)
        who = {"version_id": version.pk, "paper_id": paper.pk, "at": at}
        actions.remove_paper(actor=coordinator, **who)
        paper.refresh_from_db()
        assert (paper.removed_at, paper.removed_by_name, titles(version)) == (at, coordinator.name, [])
        actions.restore_paper(actor=head, **who)
        paper.refresh_from_db()
        assert (paper.removed_at, paper.removed_by_name, titles(version)) == (None, "", ["Schoolplan"])
        acts = {event.act for event in events_of(KIND, version.pk)}
        assert {"add_paper", "remove_paper", "restore_paper"} <= acts

    def test_twice_does_it_once(self, version, head, tmp_path, at):
        paper = add(version, head, tmp_path)
        who = {"version_id": version.pk, "paper_id": paper.pk, "actor": head}
        actions.remove_paper(at=at, **who)
        actions.remove_paper(at=at + timedelta(hours=1), **who)
        paper.refresh_from_db()
        assert paper.removed_at == at
        assert [event.act for event in events_of(KIND, version.pk)].count("remove_paper") == 1

    def test_back_is_too_late_when_the_same_file_came_again(self, version, head, tmp_path, at):
        paper = add(version, head, tmp_path, content=files.docx())
        who = {"version_id": version.pk, "paper_id": paper.pk, "actor": head, "at": at}
        actions.remove_paper(**who)
        again = add(version, head, tmp_path, content=files.docx())
        with pytest.raises(actions.AlreadyThere) as there:
            actions.restore_paper(**who)
        assert there.value.paper == again

    def test_not_of_another_version_nor_by_who_may_not(self, version, head, teacher, tmp_path, at):
        paper = add(version, head, tmp_path)
        with refuses("Dit stuk is er niet meer"):
            actions.remove_paper(version_id=version.pk, paper_id=paper.pk + 1, actor=head, at=at)
        with refuses("Alleen de directeur"):
            actions.remove_paper(version_id=version.pk, paper_id=paper.pk, actor=teacher, at=at)

    def test_nothing_changes_once_it_is_with_the_mr(self, version, bring, head, tmp_path, at):
        paper = add(version, head, tmp_path)
        bring(version, "with_mr")
        with refuses("U kunt nu niets veranderen"):
            actions.remove_paper(version_id=version.pk, paper_id=paper.pk, actor=head, at=at)


class TestNextVersion:
    @pytest.fixture
    def published(self, version, bring, head, tmp_path, at):
        add(version, head, tmp_path, title="Blijft")
        add(version, head, tmp_path, "team.note", title="Van ons", audience="school")
        away = add(version, head, tmp_path, title="Weg")
        add(version, head, tmp_path, "inspection.improvement", title="Niet gevraagd")
        actions.remove_paper(version_id=version.pk, paper_id=away.pk, actor=head, at=at)
        return bring(version, "published")

    def test_the_snapshot_keeps_what_is_asked_and_no_name_of_a_person(self, published, head):
        papers = published.snapshot["papers"]
        assert [paper["title"] for paper in papers] == ["Blijft", "Van ons"]
        [first, _] = [published.papers.get(pk=paper["id"]) for paper in papers]
        assert papers[0] == {
            "id": first.pk,
            "key": "mission",
            "title": "Blijft",
            "name": "plan.pdf",
            "kind": "pdf",
            "size": first.size,
            "sha256": first.sha256,
            "audience": "public",
        }
        assert head.name not in str(published.snapshot)

    def test_they_come_along_and_share_the_file(self, published, site, region, head, at):
        before = store.names()
        new = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert titles(new) == ["Blijft", "Van ons"]
        old = published.papers.get(title="Blijft")
        paper = new.papers.get(title="Blijft")
        assert (paper.stored, paper.sha256, paper.is_carried) == (old.stored, old.sha256, True)
        assert (paper.uploaded_by_name, paper.uploaded_at) == (old.uploaded_by_name, old.uploaded_at)
        assert store.names() == before

    def test_what_is_taken_away_there_stays_here(self, published, site, region, head, at):
        new = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        paper = new.papers.get(title="Blijft")
        actions.remove_paper(version_id=new.pk, paper_id=paper.pk, actor=head, at=at)
        actions.sweep_papers(at=at + timedelta(days=60))
        published = Version.objects.get(pk=published.pk)
        assert [facts["title"] for facts in published.snapshot["papers"]] == ["Blijft", "Van ons"]
        assert content(published.papers.get(title="Blijft")).startswith(b"%PDF")
        assert not Paper.objects.filter(pk=paper.pk).exists()

    def test_a_form_that_takes_none_there_says_so(self, published, site, region, head, at, monkeypatch):
        monkeypatch.setattr(
            "dekkend.profiles.actions.papers.may_add_paper", lambda question: question.key != "team.note"
        )
        new = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert titles(new) == ["Blijft"]
        [event] = events_of(KIND, new.pk)
        assert "Niet overgenomen: het stuk «Van ons»." in event.reason

    def test_a_snapshot_of_before_there_were_papers(self, version, bring, site, region, head, at):
        published = bring(version, "published")
        del published.snapshot["papers"]
        published.save()
        new = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert titles(new) == []


def stop(name: str) -> None:
    raise KeyboardInterrupt


class TestSweeping:
    def test_what_was_taken_away_stays_a_month(self, version, head, tmp_path, at):
        paper = add(version, head, tmp_path)
        actions.remove_paper(version_id=version.pk, paper_id=paper.pk, actor=head, at=at)
        assert actions.sweep_papers(at=at + timedelta(days=30)) == 0
        assert store.names() == [paper.stored]
        assert actions.sweep_papers(at=at + timedelta(days=31)) == 1
        assert (store.names(), Paper.objects.count()) == ([], 0)
        with refuses("Dit stuk is er niet meer"):
            actions.restore_paper(version_id=version.pk, paper_id=paper.pk, actor=head, at=at)

    def test_a_leftover_of_a_crash_goes_after_a_day(self, version, head, tmp_path, at):
        paper = add(version, head, tmp_path)
        left = store.keep(files.put(tmp_path, files.pdf("half")))
        assert actions.sweep_papers(at=at) == 0  # its row may be on its way
        assert actions.sweep_papers(at=at + timedelta(days=2)) == 1
        assert store.names() == [paper.stored]
        assert left not in store.names()

    def test_a_second_run_does_nothing_and_without_papers_neither(self, at):
        assert actions.sweep_papers(at=at) == 0

    def test_stopped_halfway_it_goes_on_the_next_time(self, version, head, tmp_path, at, monkeypatch):
        paper = add(version, head, tmp_path)
        actions.remove_paper(version_id=version.pk, paper_id=paper.pk, actor=head, at=at)
        later = at + timedelta(days=31)
        with monkeypatch.context() as stopped:
            stopped.setattr(store, "discard", stop)
            with pytest.raises(KeyboardInterrupt):
                actions.sweep_papers(at=later)
        assert store.names() == [paper.stored]
        assert actions.sweep_papers(at=later) == 1


def test_a_rolled_back_act_leaves_a_file_and_no_row(version, head, tmp_path, at):
    """The transaction around it fails later: the file is a leftover, and goes."""
    with transaction.atomic():
        add(version, head, tmp_path)
        transaction.set_rollback(True)
    assert (Paper.objects.count(), len(store.names())) == (0, 1)
    assert actions.sweep_papers(at=at + timedelta(days=2)) == 1


def test_the_answer_of_a_hidden_question_and_its_paper_show_when_it_is_asked(version, bring, head, tmp_path):
    answer(version, {"inspection.assessed": True, "inspection.op2": "onvoldoende"}, head)
    answer(version, {"inspection.explanation": "Toelichting", "inspection.improvement": "Plan"}, head)
    add(version, head, tmp_path, "inspection.improvement", title="Verbeterplan")
    published = bring(version, "published")
    assert [paper["title"] for paper in published.snapshot["papers"]] == ["Verbeterplan"]
