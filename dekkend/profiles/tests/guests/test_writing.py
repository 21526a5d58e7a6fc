"""What a guest sees, and writes: under their own name, in their own chapter, beside everyone else."""

import pytest
from django.urls import reverse

from dekkend.profiles import actions
from dekkend.profiles.account import account_of
from dekkend.profiles.guests.sight import keys_seen
from dekkend.profiles.models import Answer, AnswerRevision, Comment, Guest
from dekkend.profiles.queries import history_of
from dekkend.profiles.tests.conftest import MISSION, answer
from dekkend.profiles.tests.guests.conftest import address, come_in, heading, invite, put, words
from dekkend.questionnaires.loader import questionnaire_of

TEXT = "Elk kind telt mee, ook als leren moeite kost."


class TestSaving:
    def test_under_the_guests_name_and_nobodys_number(self, inside, token, version):
        reply = put(inside, token, TEXT, 1)
        assert reply.status_code == 200
        assert (reply.json()["revision"], reply.json()["by"]) == (2, "u")
        stored = version.answers.get(key="mission")
        assert (stored.value, stored.saved_by, stored.saved_by_name) == (TEXT, None, "Noor Vis (gast)")
        newest = history_of(version, "mission")[0]
        assert (newest.value, newest.saved_by, newest.saved_by_name) == (TEXT, None, "Noor Vis (gast)")

    def test_sent_again_is_acknowledged(self, inside, token):
        put(inside, token, TEXT, 1)
        again = put(inside, token, TEXT, 1)
        assert (again.status_code, again.json()["revision"]) == (200, 2)
        assert AnswerRevision.objects.filter(key="mission").count() == 1

    def test_someone_elses_same_revision_is_no_acknowledgement(self, inside, token, version, head, at):
        """Nor another guest's: who has no account is known by name."""
        actions.save_chapter(version=version, actor=head, values={"mission": (TEXT, 1)}, at=at)
        assert put(inside, token, TEXT, 1).status_code == 409
        other = Answer(saved_by=None, saved_by_name="Els Kok (gast)")
        Answer.objects.filter(key="mission").update(saved_by=None, saved_by_name=other.saved_by_name)
        assert put(inside, token, TEXT, 1).json()["by"] == "Els Kok (gast)"

    def test_stale_gives_both_texts(self, inside, token, version, head, at):
        actions.save_chapter(version=version, actor=head, values={"mission": ("Van Marit.", 1)}, at=at)
        reply = put(inside, token, TEXT, 1)
        said = reply.json()
        assert reply.status_code == 409
        assert (said["yours"], said["theirs"], said["by"]) == (TEXT, "Van Marit.", "Marit de Wit")
        assert put(inside, token, TEXT, said["revision"]).status_code == 200

    def test_the_head_teacher_is_told_of_the_guest(self, inside, token, version, head, client_for):
        put(inside, token, TEXT, 1)
        client = client_for(head)
        url = reverse("answer", args=[version.pk, "mission"])
        reply = client.post(url, {"mission": "Van Marit.", "rev:mission": 1})
        assert (reply.status_code, reply.json()["by"]) == (409, "Noor Vis (gast)")
        page = words(client.get(reverse("chapter", args=[version.pk, "mission"])))
        assert "door Noor Vis (gast)" in page
        assert "Te gast in dit hoofdstuk: Noor Vis, jeugdverpleegkundige (schrijft mee" in page
        history = words(client.get(reverse("answer-history", args=[version.pk, "mission"])))
        assert "Noor Vis (gast)" in history

    def test_the_same_checks_as_any_answer(self, client_for, version, head, at):
        _, token = invite(version, head, at, chapter="school")
        client = come_in(client_for(), token, at)
        too_long = put(client, token, "x" * 61, 1, key="school.motto")
        assert too_long.status_code == 422
        of_register = put(client, token, "Een andere school", 0, key="school.name")
        assert of_register.status_code == 403
        assert put(client, token, "Samen", "x", key="school.motto").status_code == 422

    @pytest.mark.parametrize("key", ["support.referral", "inspection.date"])
    def test_not_another_chapter(self, inside, token, key):
        reply = put(inside, token, "Van een gast.", 0, key=key)
        assert (reply.status_code, reply.json()) == (
            403,
            {"error": "Deze vraag hoort niet bij uw hoofdstuk."},
        )
        assert not Answer.objects.filter(key=key).exists()

    def test_a_key_that_does_not_exist(self, inside, token):
        assert put(inside, token, "x", 0, key="nergens").status_code == 404

    def test_another_chapters_question_in_the_form_is_left_alone(self, inside, token):
        inside.post(address(token), {"support.referral": "Van mij.", "rev:support.referral": 0})
        assert not Answer.objects.filter(key="support.referral").exists()

    def test_a_reading_guest_writes_nothing(self, client_for, version, head, at):
        _, token = invite(version, head, at, writes=False)
        client = come_in(client_for(), token, at)
        assert put(client, token, TEXT, 1).status_code == 403
        reply = client.post(address(token), {"mission": TEXT, "rev:mission": 1})
        assert reply.status_code == 403
        assert "U bent gevraagd om te lezen." in words(reply)
        assert Answer.objects.get(key="mission").value == MISSION

    def test_the_school_sees_when_the_guest_was_there(self, inside, token, guest):
        before = Guest.objects.get().seen_at
        put(inside, token, TEXT, 1)
        assert Guest.objects.get().seen_at > before

    def test_conditions_are_told(self, client_for, version, head, at):
        _, token = invite(version, head, at, chapter="inspection")
        client = come_in(client_for(), token, at)
        reply = put(client, token, "yes", 0, key="inspection.assessed")
        assert reply.json()["visible"]["inspection.op2"] is True


class TestWithoutScript:
    def test_the_button_saves_all(self, inside, token):
        typed = {"mission": TEXT, "rev:mission": 1, "team.note": "Let op taal.", "rev:team.note": 0}
        reply = inside.post(address(token), typed, follow=True)
        assert "Uw antwoorden zijn bewaard. De school ziet ze nu." in words(reply)
        stored = dict(Answer.objects.filter(key__in=typed).values_list("key", "value"))
        assert stored == {"mission": TEXT, "team.note": "Let op taal."}

    def test_stale_and_wrong_come_back(self, inside, token, version, head, at):
        actions.save_chapter(version=version, actor=head, values={"mission": ("Van Marit.", 1)}, at=at)
        typed = {"mission": TEXT, "rev:mission": 1, "team.note": "Ook dit.", "rev:team.note": 0}
        reply = inside.post(address(token), typed)
        page = words(reply)
        assert "Fout:" in page
        assert "Marit de Wit veranderde dit antwoord ook" in page
        assert TEXT in page
        assert "Van Marit." in page
        assert Answer.objects.get(key="team.note").value == "Ook dit."
        chosen = {"mission": TEXT, "rev:mission": 2, "choose:mission": "mine"}
        inside.post(address(token), chosen)
        assert Answer.objects.get(key="mission").value == TEXT


class TestSight:
    def test_the_chapter_and_nothing_else(self, inside, token, version, head, at):
        secret = "Dit staat in een ander hoofdstuk."
        answer(version, {"support.referral": secret}, head)
        Comment.objects.create(
            version=version, key="mission", text="Onder ons gezegd.", author_name="Marit", written_at=at
        )
        page = words(inside.get(address(token)))
        assert heading(inside.get(address(token))) == "Missie en visie"
        assert MISSION in page
        for hidden in (secret, "Onder ons gezegd.", "Samen verder", "opmerking", "Wie schreef wat"):
            assert hidden not in page
        assert f"/werk/profiel/{version.pk}" not in page

    def test_a_reading_guest_reads(self, client_for, version, head, at):
        _, token = invite(version, head, at, chapter="support", writes=False)
        page = words(come_in(client_for(), token, at).get(address(token)))
        assert "Elke school in de regio helpt bij lezen." in page
        assert "<textarea" not in page
        assert "U kunt hier niets veranderen" in page

    def test_the_register_facts_of_the_chapter(self, client_for, version, head, at):
        _, token = invite(version, head, at, chapter="school", writes=False)
        assert "De Regenton" in words(come_in(client_for(), token, at).get(address(token)))

    def test_conditions_reach_as_far_as_they_must(self, version):
        form = questionnaire_of(version.edition)
        chapters = {page.key: keys_seen(form, page) for page in form.pages}
        assert chapters["mission"] == {"mission", "team.note", "region.note"}
        assert all({q.key for q in page.questions} <= chapters[page.key] for page in form.pages)

    def test_who_is_signed_in_plays_no_part(self, head, client_for, token, at):
        client = come_in(client_for(head), token, at)
        page = words(client.get(address(token)))
        assert "Log uit" not in page
        put(client, token, TEXT, 1)
        assert Answer.objects.get(key="mission").saved_by is None

    @pytest.mark.parametrize("answers", [0, 3])
    def test_the_same_number_of_queries(self, inside, token, version, answers, django_assert_num_queries):
        more = {"team.note": "a", "region.note": "b", "support.referral": "c"}
        answer(version, dict(list(more.items())[:answers]))
        inside.get(address(token))
        with django_assert_num_queries(4):  # guest, answers, seen, register
            inside.get(address(token))

    def test_a_save_in_few_queries(self, inside, token, django_assert_num_queries):
        put(inside, token, TEXT, 1)
        with django_assert_num_queries(11):  # four of them begin and end transactions
            assert put(inside, token, TEXT + " Ook nu.", 2).status_code == 200


class TestAccount:
    def test_school_reads_the_name_and_parents_the_role(self, inside, token, version):
        assert "van buiten" not in str(account_of(version, "school"))
        put(inside, token, TEXT, 1)
        told = account_of(version, "school")[0].lines
        assert "Met een gast van buiten de school: Noor Vis, jeugdverpleegkundige." in told
        public = account_of(version, "public")[0].lines
        assert "Met een gast van buiten de school: jeugdverpleegkundige." in public
        assert "Noor" not in str(public)
