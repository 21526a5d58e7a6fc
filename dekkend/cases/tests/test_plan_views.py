"""A parent writes what they think of the plan; the school reads it, and every version keeps it."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.models import Entry, EntryVersion
from dekkend.cases.plan import document
from dekkend.cases.plan.contents import views_of, with_names
from dekkend.cases.plan.document import plan_pdf
from dekkend.cases.plan.queries import is_shared, last_version
from dekkend.cases.tests.parents import address, come_in, heading, token_of, words
from dekkend.cases.tests.test_plan import establish, full, say, share, write
from dekkend.workflow.engine import NotPossible
from tools.kept import kept

MINE = "Hedefler iyi, ama akşamları çok yorgun."
AGAIN = "Hedefler iyi."


@kept
def shared(plan, coordinator):
    write(plan, coordinator, **full())
    share(plan, coordinator)
    return plan


@kept
def mother(shared):
    return shared.case.parties.first()


@kept
def father(shared):
    return shared.case.parties.last()


@pytest.fixture
def inside(client_for, mother):
    return come_in(client_for(), mother)


def where(party):
    return address(token_of(party), "parent-write", "plan", "view")


def typed(text=MINE, revision=0):
    return {"view.opinion": text, "rev:view.opinion": revision}


def say_view(party, text=MINE, revision=0):
    values = {"view.opinion": (text, revision)}
    return actions.write_plan_as_parent(party=party, values=values, at=now())


class TestWriting:
    def test_from_the_plan_and_from_where_it_is_read(self, inside, mother):
        for name in ("parent-plan", "parent-plan-answer"):
            assert where(mother) in words(inside.get(address(token_of(mother), name)))
        page = words(inside.get(where(mother)))
        for text in (
            "Wat vindt u van dit plan?",
            "tot de school het plan vaststelt",
            "De andere ouder leest",
        ):
            assert text in page

    def test_saved_with_every_text_it_ever_was(self, inside, mother, shared):
        done = inside.post(where(mother), typed(), follow=True)
        assert "Uw antwoorden zijn bewaard." in words(done)
        inside.post(where(mother), typed(AGAIN, 1))
        entry = Entry.objects.get(form="plan", key="view.opinion")
        assert (entry.party, entry.revision, entry.saved_by_name) == (mother, 2, "ouder 1")
        assert EntryVersion.objects.filter(entry=entry).count() == 2
        assert is_shared(shared), "what parents write asks for no new yes"

    def test_two_devices_nothing_is_lost(self, inside, mother):
        inside.post(where(mother), typed())
        late = inside.post(where(mother), typed(AGAIN))
        assert late.status_code == 422
        assert MINE in words(late)
        assert AGAIN in words(late)

    def test_not_before_the_school_asks(self, client_for, plan, coordinator):
        write(plan, coordinator, **full())
        mother = plan.case.parties.first()
        inside = come_in(client_for(), mother)
        assert where(mother) not in words(inside.get(address(token_of(mother), "parent-plan")))
        late = inside.post(where(mother), typed())
        assert (late.status_code, heading(late)) == (409, "U kunt nu niets meer veranderen")
        assert MINE in words(late)
        with pytest.raises(NotPossible):
            say_view(mother)
        assert not Entry.objects.filter(form="plan", party=mother).exists()

    def test_without_a_plan_there_is_no_such_chapter(self, client_for, taken_in):
        mother = taken_in.parties.first()
        assert come_in(client_for(), mother).get(where(mother)).status_code == 404

    def test_each_side_its_own_part(self, shared, mother, coordinator):
        with pytest.raises(NotPossible, match="Dit deel is van iemand anders"):
            write(shared, coordinator, **{"view.opinion": "Wij denken dat de moeder het goed vindt."})
        with pytest.raises(NotPossible, match="Dit deel is van iemand anders"):
            actions.write_plan_as_parent(party=mother, values={"action.goals": ("Niets.", 0)}, at=now())


class TestReading:
    def test_the_other_parent_and_the_school(self, client_for, second_step, mother, father, coordinator):
        say_view(mother)
        theirs = come_in(client_for(), father).get(address(token_of(father), "parent-plan-answer"))
        assert MINE in words(theirs)
        school = second_step(client_for(coordinator)).get(reverse("plan", args=[mother.case_id]))
        assert MINE in words(school)

    def test_a_version_keeps_it_as_it_was(
        self, client_for, second_step, inside, shared, mother, father, coordinator, monkeypatch
    ):
        say_view(mother)
        for party in (mother, father):
            say(shared, party)
        establish(shared, coordinator)
        version = last_version(shared)
        assert [(one.who, len(one.chapters)) for one in views_of(version)] == [("ouder 1", 1)]
        of_two = with_names(views_of(version) * 2)
        assert len({chapter.key for chapter in of_two}) == 2  # each is an address on the page
        own = words(inside.get(address(token_of(mother), "parent-plan-version", 1)))
        assert MINE in own
        assert "Wat u als ouder van het plan vindt: u<" in own
        theirs = come_in(client_for(), father).get(address(token_of(father), "parent-plan-version", 1))
        assert "Wat u als ouder van het plan vindt: de andere ouder<" in words(theirs)
        staff = second_step(client_for(coordinator)).get(reverse("plan-version", args=[shared.case_id, 1]))
        assert "Wat u als ouder van het plan vindt: ouder 1<" in words(staff)
        assert 'lang="tr"' in words(staff)
        assert plan_pdf(version, version.parents).startswith(b"%PDF")
        monkeypatch.setattr(document, "render_pdf", lambda template, data, **_: data)
        chapters = document.plan_pdf(version, version.parents)["chapters"]
        (ours,) = (one for one in chapters if one["heading"].endswith(": ouder 1"))
        assert MINE in str(ours)
        assert inside.get(where(mother)).status_code == 409

    def test_all_of_it_in_what_a_parent_takes_along(self, shared, mother, father, coordinator):
        from dekkend.cases.parents.everything import everything_of

        say_view(mother)
        for party in (mother, father):
            say(shared, party)
        establish(shared, coordinator)
        plans = everything_of(shared.case, mother, [], [], now())["plans"]
        (view,) = plans[0]["views"]
        assert (view["by"], view["answers"][0]["language"]) == ("u", "tr")
        assert MINE in str(view["answers"])
