"""A parent says yes or no, writes their own part, and takes a yes back: on their own page."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.consents import request_digest, words_said
from dekkend.cases.models import Case, Consent, Entry
from dekkend.cases.queries import answers_in, parties_of, value_of
from dekkend.cases.tests.conftest import CHILD, FATHER, MOTHER, award, say_yes, with_parents
from dekkend.cases.tests.parents import address, come_in, heading, token_of, words
from dekkend.core.languages import LANGUAGES
from dekkend.workflow.models import Event
from tools.kept import kept

TEXT = "Evde kitap okumayı çok seviyor."
WORDS = "Evet, ama çok yorulmasın."


@kept
def mother(case, parents, coordinator):
    return with_parents(case, coordinator)[0]


@pytest.fixture
def inside(client_for, mother):
    return come_in(client_for(), mother)


def yes(case, **more):
    return {"answer": "yes", "words": WORDS, "digest": request_digest(case)} | more


class TestSay:
    def test_all_of_it_stands_there_before_the_answer(self, inside, mother):
        page = words(inside.get(address(token_of(mother), "parent-say")))
        for said in (
            "Mag de school extra hulp vragen voor Kees?",
            "Een deskundige komt naar school",
            "De school: Femke Aalders",
            "De mensen van het Loket",
            "De andere ouder moet ook ja zeggen.",
            "Zegt u nee? Dan gaat de aanvraag niet weg.",
            "U kunt uw ja terugnemen tot er een besluit is.",
        ):
            assert said in page

    def test_yes_with_words_of_ones_own(self, inside, mother, case):
        reply = inside.post(address(token_of(mother), "parent-say"), yes(case), follow=True)
        assert "U zei ja. De school leest uw antwoord." in words(reply)
        said = mother.consents.get()
        assert (said.answer, words_said(mother, said)) == ("yes", WORDS)
        assert TEXT not in str(said.sealed_words)

    def test_sent_twice_it_is_said_once(self, inside, mother, case):
        where = address(token_of(mother), "parent-say")
        for _ in range(2):
            assert inside.post(where, yes(case)).status_code == 302
        assert mother.consents.count() == 1
        assert Event.objects.filter(act="answer_request").count() == 1

    def test_a_change_of_mind_is_a_new_answer(self, inside, mother, case):
        where = address(token_of(mother), "parent-say")
        inside.post(where, yes(case))
        inside.post(where, yes(case, answer="no"))
        assert list(mother.consents.values_list("answer", flat=True)) == ["yes", "no"]

    def test_nothing_chosen(self, inside, mother, case):
        reply = inside.post(address(token_of(mother), "parent-say"), yes(case, answer=""))
        assert reply.status_code == 422
        assert "Kies ja of nee." in words(reply)
        assert WORDS in words(reply)

    def test_the_request_changed_while_it_was_read(self, inside, mother, case, coordinator):
        before = yes(case)
        aim = {"request.aim": ("Kees leest in een jaar een boek.", 0)}
        actions.write_as_school(case_id=case.pk, form="request", values=aim, actor=coordinator, at=now())
        reply = inside.post(address(token_of(mother), "parent-say", language="tr"), before)
        assert reply.status_code == 409
        page = words(reply)
        for said in ("Başvuru az önce değişti.", WORDS, "Kees leest in een jaar een boek."):
            assert said in page
        assert f'value="{request_digest(case)}"' in page
        assert not mother.consents.exists()

    def test_too_late_says_how_it_stands(self, inside, mother, case, coordinator):
        actions.take_back_from_parents(
            case_id=case.pk, actor=coordinator, reason="Er komt iets bij.", at=now()
        )
        reply = inside.post(address(token_of(mother), "parent-say"), yes(case))
        assert reply.status_code == 409
        assert not mother.consents.exists()

    @pytest.mark.parametrize("is_sent", [False, True])
    def test_too_late_to_write_says_why(self, is_sent, inside, mother, case, coordinator):
        if is_sent:
            for party in parties_of(case):
                say_yes(case, party)
            actions.send_case(case_id=case.pk, actor=coordinator, at=now())
        else:
            actions.withdraw_request(case_id=case.pk, actor=coordinator, reason="Verhuisd.", at=now())
        says = {True: "De school heeft de aanvraag verstuurd.", False: "De aanvraag gaat niet door."}
        token = token_of(mother)
        for name, *more in (
            ("parent-write", "groeidocument", "parents"),
            ("parent-files", "groeidocument", "child.drawing"),
        ):
            reply = inside.get(address(token, name, *more))
            assert reply.status_code == 409
            assert [said in words(reply) for said in (says[is_sent], says[not is_sent])] == [True, False]

    def test_without_authority_one_reads_why_not(self, client_for, case, parents, coordinator):
        who = actions.Who("Oma Vis", "oma@example.org", "oma", has_authority=False)
        actions.add_party(case_id=case.pk, who=who, actor=coordinator, at=now())
        oma = with_parents(case, coordinator)[2]
        inside, token = come_in(client_for(), oma), token_of(oma)
        assert heading(inside.get(address(token))) == "U kunt meelezen en meeschrijven"
        page = words(inside.get(address(token, "parent-say")))
        assert "dat doet wie het gezag over uw kind heeft" in page
        assert 'name="answer"' not in page
        assert inside.post(address(token, "parent-say"), yes(case)).status_code == 409
        assert not oma.consents.exists()


class TestView:
    """A declaration needs no consent: the parents are heard."""

    @pytest.fixture
    def declared(self, offering, site, region, coordinator):
        kind = next(kind for kind in offering.catalogue.open_kinds if kind.is_declaration)
        case = actions.open_case(
            site=site, partnership=region, kind=kind.key, child=CHILD, actor=coordinator, at=now()
        )
        actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
        with_parents(case, coordinator)
        return case

    def test_it_says_so_and_asks_for_words(self, client_for, declared):
        mother = parties_of(declared)[0]
        inside, where = come_in(client_for(), mother), address(token_of(mother), "parent-say")
        page = words(inside.get(where))
        assert "Voor deze aanvraag is uw toestemming niet nodig: zo staat het in de wet." in page
        assert 'name="answer"' not in page
        empty = inside.post(where, {"words": " ", "digest": request_digest(declared)})
        assert (empty.status_code, "Schrijf wat u vindt." in words(empty)) == (422, True)
        inside.post(where, {"words": WORDS, "digest": request_digest(declared)})
        assert mother.consents.get().answer == Consent.Answer.VIEW


class TestWrite:
    def where(self, mother, chapter="parents", **more):
        return address(token_of(mother), "parent-write", "groeidocument", chapter, **more)

    def test_saved_under_no_name_and_sealed(self, inside, mother, case):
        reply = inside.post(self.where(mother), {"parents.good": TEXT, "rev:parents.good": 0})
        assert reply.status_code == 302
        entry = case.entries.get(key="parents.good")
        assert (entry.party, entry.saved_by_name, value_of(entry)) == (mother, "ouder 1", TEXT)
        assert TEXT.encode() not in bytes(entry.sealed)
        assert TEXT in words(inside.get(self.where(mother)))

    def test_what_the_child_tells(self, inside, mother, case):
        asked = inside.post(self.where(mother, "child"), {"child.way": "words", "rev:child.way": 0})
        assert asked["Location"] == self.where(mother, "child")  # it opened more questions
        inside.post(self.where(mother, "child"), {"child.good": "Gym!", "rev:child.good": 0})
        entries = answers_in(case, Entry.Form.GROWTH, mother)
        assert {key: value_of(entry) for key, entry in entries.items()} == {
            "child.way": "words",
            "child.good": "Gym!",
        }

    def test_in_two_windows_both_texts_and_a_choice(self, inside, mother):
        where = self.where(mother, language="tr")
        inside.post(where, {"parents.good": "Birinci metin.", "rev:parents.good": 0})
        stale = inside.post(where, {"parents.good": "İkinci metin.", "rev:parents.good": 0})
        assert stale.status_code == 422
        for said in (
            "Birinci metin.",
            "İkinci metin.",
            "Hangi metin kalsın?",
            "Siz da bu yanıtı değiştirdi.",
        ):
            assert said in words(stale)
        chosen = {"parents.good": "İkinci metin.", "rev:parents.good": 1, "choose:parents.good": "mine"}
        assert inside.post(where, chosen).status_code == 302
        assert mother.entries.get(key="parents.good").versions.count() == 2

    def test_a_fault_in_the_language_of_the_page(self, inside, mother):
        inside.post(self.where(mother, "child"), {"child.way": "talk", "rev:child.way": 0})
        tomorrow = (localdate() + timedelta(days=1)).isoformat()
        typed = {"child.talk_on": tomorrow, "rev:child.talk_on": 0}
        reply = inside.post(self.where(mother, "child", language="tr"), typed)
        assert reply.status_code == 422
        assert "henüz gelmedi. Bugüne kadar bir tarih girin." in words(reply)

    def test_nobody_writes_in_the_part_of_someone_else(self, inside, mother, case):
        forged = {"pupil.strengths": "Van mij.", "rev:pupil.strengths": 0}
        assert inside.post(self.where(mother), forged).status_code == 302
        assert inside.post(self.where(mother, "pupil"), forged).status_code == 404
        assert not case.entries.exists()

    def test_once_sent_it_is_read_only_and_what_was_typed_comes_back(self, client_for, sent):
        mother = sent.parties.first()
        inside = come_in(client_for(), mother)
        late = inside.post(self.where(mother), {"parents.good": TEXT, "rev:parents.good": 0})
        assert (late.status_code, heading(late)) == (409, "U kunt nu niets meer veranderen")
        assert TEXT in words(late)
        assert not mother.entries.exists()


class TestWithdraw:
    @pytest.fixture
    def under_way(self, client_for, taken_in):
        mother = taken_in.parties.first()
        return come_in(client_for(), mother), mother

    def test_the_page_tells_the_consequence_and_changes_nothing(self, under_way, taken_in):
        inside, mother = under_way
        page = words(inside.get(address(token_of(mother), "parent-withdraw")))
        assert "De aanvraag gaat terug naar de school." in page
        taken_in.refresh_from_db()
        assert taken_in.state == Case.State.INTAKE

    def test_back_to_school_and_sent_twice_no_harm(self, under_way, taken_in):
        inside, mother = under_way
        where = address(token_of(mother), "parent-withdraw")
        first = inside.post(where, {"words": WORDS}, follow=True)
        assert "U nam uw ja terug. De aanvraag is terug bij de school." in words(first)
        again = inside.post(where, {"words": WORDS}, follow=True)
        assert "Dit kan nu niet meer" not in words(again)
        taken_in.refresh_from_db()
        assert taken_in.state == Case.State.WITH_PARENTS
        assert mother.consents.filter(answer="withdrawn").count() == 1

    def test_while_someone_decides_only_one_of_both_happens(self, under_way, taken_in, desk):
        inside, mother = under_way
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        late = inside.post(address(token_of(mother), "parent-withdraw"), {"words": ""}, follow=True)
        assert "Dit kan nu niet meer." in words(late)
        assert heading(late) == "De hulp komt er"
        assert not mother.consents.filter(answer="withdrawn").exists()

    def test_words_typed_while_someone_decided_come_back_in_the_readers_language(
        self, under_way, taken_in, desk
    ):
        inside, mother = under_way
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        headings = set()
        for language in LANGUAGES:
            where = address(token_of(mother), "parent-withdraw", language=language)
            late = inside.post(where, {"words": WORDS})
            assert (late.status_code, WORDS in words(late)) == (409, True)
            assert address(token_of(mother), language=language) in words(late)
            headings.add(heading(late))
        assert "Dit kan nu niet meer" in headings
        assert len(headings) == len(LANGUAGES) - 1  # plain Dutch says it alike
        assert not mother.consents.filter(answer="withdrawn").exists()

    def test_taken_back_already_other_words_come_back(self, under_way, taken_in):
        inside, mother = under_way
        where = address(token_of(mother), "parent-withdraw")
        inside.post(where, {"words": WORDS})
        again = inside.post(where, {"words": "Ik bedoelde iets anders."})
        assert (again.status_code, "Ik bedoelde iets anders." in words(again)) == (409, True)
        assert words_said(mother, mother.consents.get(answer="withdrawn")) == WORDS

    def test_the_other_parent_reads_that_it_happened_and_no_words(self, client_for, under_way, taken_in):
        inside, mother = under_way
        inside.post(address(token_of(mother), "parent-withdraw"), {"words": WORDS})
        father = taken_in.parties.last()
        page = words(come_in(client_for(), father).get(address(token_of(father), "parent-record")))
        assert "De andere ouder nam het ja terug" in page
        assert WORDS not in page
        assert FATHER.name not in page
