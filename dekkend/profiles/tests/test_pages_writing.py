"""Writing: with script (one answer a time) and without (a chapter a time), and what comes back."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from dekkend.profiles.models import Answer, AnswerRevision, Version
from dekkend.profiles.tests.conftest import MISSION


def answers(version, key="mission") -> list[tuple]:
    """(value, revision) of an answer and of all it was."""
    now = list(Answer.objects.filter(version=version, key=key).values_list("value", "revision"))
    was = AnswerRevision.objects.filter(version=version, key=key).order_by("revision")
    return now + list(was.values_list("value", "revision"))


def save(client, version, key="mission", revision=1, **fields):
    data = {name.replace("__", "."): text for name, text in fields.items()} | {f"rev:{key}": revision}
    return client.post(reverse("answer", args=[version.pk, key]), data)


@pytest.fixture
def writer(client_for, head):
    return client_for(head)


class TestAnswer:
    def test_it_is_saved_with_time_and_name(self, writer, version):
        response = save(writer, version, mission="Samen leren.")
        stored = Answer.objects.get(version=version, key="mission")
        assert response.status_code == 200
        assert response.json() == {
            "revision": 2,
            "saved_at": f"om {localtime(stored.saved_at):%H:%M}",
            "by": "u",
        }
        assert answers(version) == [("Samen leren.", 2), ("Samen leren.", 2)]

    def test_one_query_to_ask_and_one_transaction_to_write(self, writer, version, django_assert_num_queries):
        save(writer, version, mission="Eerst")
        with django_assert_num_queries(5):  # ask; begin, answer, history, commit
            assert save(writer, version, revision=2, mission="Samen leren.").status_code == 200

    def test_a_question_that_steers_says_what_is_asked_now(self, writer, version):
        response = save(writer, version, "inspection.assessed", 0, inspection__assessed="yes")
        assert response.json()["visible"] == {
            "inspection.date": True,
            "inspection.assessed": True,
            "inspection.op2": True,
            "inspection.explanation": False,
            "inspection.improvement": False,
        }

    def test_a_double_press_saves_once(self, writer, version):
        first = save(writer, version, mission="Samen leren.")
        assert save(writer, version, mission="Samen leren.").json() == first.json()
        assert answers(version) == [("Samen leren.", 2), ("Samen leren.", 2)]

    def test_stale_brings_both_texts_and_writes_nothing(self, writer, client_for, coordinator, version):
        save(client_for(coordinator), version, mission="Van Femke.\nTwee regels.")
        response = save(writer, version, mission="Van Marit.")
        stored = Answer.objects.get(version=version, key="mission")
        assert response.status_code == 409
        assert response.json() == {
            "yours": "Van Marit.",
            "theirs": "Van Femke.\nTwee regels.",
            "by": "Femke Aalders",
            "at": f"om {localtime(stored.saved_at):%H:%M}",
            "revision": 2,
        }
        assert stored.value == "Van Femke.\nTwee regels."

    def test_too_long_says_so(self, writer, version):
        response = save(writer, version, "school.motto", 1, school__motto="x" * 61)
        assert response.status_code == 422
        assert response.json()["error"].startswith("Deze tekst is 1 teken")
        assert Answer.objects.get(version=version, key="school.motto").value == "Samen verder"

    def test_a_date_that_does_not_exist(self, writer, version):
        response = save(writer, version, "inspection.date", 0, inspection__date="31-02-2026")
        assert (response.status_code, list(response.json())) == (422, ["error"])
        assert not Answer.objects.filter(version=version, key="inspection.date").exists()

    @pytest.mark.parametrize("revision", ["", "-1", "twee", "1e3", "9999999999999"])
    def test_a_forged_revision(self, writer, version, revision):
        response = save(writer, version, revision=revision, mission="Samen leren.")
        assert response.status_code == 422
        assert answers(version)[0] == (MISSION, 1)

    @pytest.mark.parametrize("key", ["no.such.key", "mission'; --"])
    def test_a_forged_key(self, writer, version, key):
        assert save(writer, version, key, 0).status_code == 404
        assert not Answer.objects.filter(version=version, key=key).exists()

    @pytest.mark.parametrize("key", ["school.name", "support.region"])
    def test_what_nobody_types(self, writer, version, key):
        response = writer.post(reverse("answer", args=[version.pk, key]), {key: "Anders", f"rev:{key}": "0"})
        assert response.status_code == 403
        assert not Answer.objects.filter(version=version, key=key).exists()

    def test_a_closed_version_says_where_it_is(self, writer, version, bring):
        bring(version, "with_mr")
        response = save(writer, version, mission="Nog snel iets.")
        assert response.status_code == 403
        assert response.json() == {
            "error": "U kunt nu niets veranderen. De stand van het profiel is: bij de MR."
        }

    @pytest.mark.parametrize(
        ("who", "status"),
        [("teacher", 403), ("mr_parent", 403), ("board_member", 404), ("other_head", 404), ("outsider", 404)],
    )
    def test_others_cannot(self, request, client_for, version, who, status):
        client = client_for(request.getfixturevalue(who))
        assert save(client, version, mission="Niet van mij.").status_code == status
        assert answers(version)[0] == (MISSION, 1)

    def test_signed_out(self, client_for, version):
        response = save(client_for(), version, mission="Samen leren.")
        assert (response.status_code, response.json()) == (401, {"error": "U bent niet meer ingelogd."})

    def test_csrf_is_enforced(self, client_for, head, version):
        response = save(client_for(head, enforce_csrf_checks=True), version, mission="Van elders.")
        assert response.status_code == 403
        assert answers(version)[0] == (MISSION, 1)

    def test_the_token_comes_in_a_header(self, client_for, head, version):
        client = client_for(head, enforce_csrf_checks=True)
        client.get(reverse("chapter", args=[version.pk, "mission"]))
        token = client.cookies[settings.CSRF_COOKIE_NAME].value
        response = client.post(
            reverse("answer", args=[version.pk, "mission"]),
            {"mission": "Samen leren.", "rev:mission": "1"},
            headers={"X-CSRFToken": token},
        )
        assert response.status_code == 200

    def test_get_is_not_a_way_to_save(self, writer, version):
        assert writer.get(reverse("answer", args=[version.pk, "mission"])).status_code == 405


def chapter_of(client, version, chapter="mission", **fields):
    """Press the button of a chapter, with what its page brought along."""
    address = reverse("chapter", args=[version.pk, chapter])
    return client.post(address, {name.replace("__", "."): text for name, text in fields.items()})


class TestChapterWithoutScript:
    def test_the_button_saves_and_goes_on(self, writer, version):
        response = chapter_of(
            writer,
            version,
            **{"mission": "Samen leren.", "rev:mission": "1", "team.note": "", "rev:team.note": "0"},
        )
        assert response.status_code == 302
        assert response.url == reverse("chapter", args=[version.pk, "inspection"])
        assert answers(version)[0] == ("Samen leren.", 2)
        assert not Answer.objects.filter(version=version, key="team.note").exists()

    def test_after_the_last_chapter_come_the_checks(self, writer, version):
        response = chapter_of(writer, version, "ambitions")
        assert response.url == reverse("checks", args=[version.pk])

    def test_what_is_invalid_comes_back_as_typed_and_the_rest_is_saved(self, writer, version):
        fields = {
            "school.motto": "x" * 61,
            "rev:school.motto": "1",
            "school.nickname": "De Rode Ton",
            "rev:school.nickname": "1",
        }
        response = chapter_of(writer, version, "school", **fields)
        page = response.content.decode()
        assert response.status_code == 200
        assert "<title>Fout: 1 Algemene gegevens" in page
        assert 'href="#vraag-school-motto"' in page
        assert "x" * 61 in page
        assert answers(version, "school.nickname")[0] == ("De Rode Ton", 2)
        assert answers(version, "school.motto")[0] == ("Samen verder", 1)

    def test_stale_shows_both_texts_and_three_ways(self, writer, client_for, coordinator, version):
        save(client_for(coordinator), version, mission="Van Femke.")
        response = chapter_of(writer, version, **{"mission": "Van Marit.", "rev:mission": "1"})
        page = response.content.decode()
        assert response.status_code == 200
        assert "Van Femke." in page
        assert ">Van Marit.</textarea>" in page
        assert [f'value="{way}"' in page for way in ("theirs", "mine", "merge")] == [True] * 3
        assert 'name="rev:mission" value="2"' in page
        assert answers(version)[0] == ("Van Femke.", 2)

    @pytest.mark.parametrize(
        ("way", "text", "stored"),
        [
            ("theirs", "Van Marit.", ("Van Femke.", 2)),
            ("mine", "Van Marit.", ("Van Marit.", 3)),
            ("merge", "Van Femke en Marit.", ("Van Femke en Marit.", 3)),
        ],
    )
    def test_the_choice_is_done(self, writer, client_for, coordinator, version, way, text, stored):
        save(client_for(coordinator), version, mission="Van Femke.")
        chapter_of(writer, version, **{"mission": text, "rev:mission": "2", "choose:mission": way})
        assert answers(version)[0] == stored

    def test_what_only_someone_else_changed_is_no_conflict(self, writer, client_for, coordinator, version):
        first = save(writer, version, mission="Eerst van Marit.")
        save(client_for(coordinator), version, revision=first.json()["revision"], mission="Van Femke.")
        fields = {
            "mission": "Eerst van Marit.",
            "rev:mission": "2",
            "team.note": "Nieuw.",
            "rev:team.note": "0",
        }
        assert chapter_of(writer, version, **fields).status_code == 302
        assert answers(version)[0] == ("Van Femke.", 3)
        assert answers(version, "team.note")[0] == ("Nieuw.", 1)

    def test_hidden_questions_are_on_the_page_but_hidden(self, writer, version):
        page = writer.get(reverse("chapter", args=[version.pk, "inspection"])).content.decode()
        (shown, hidden) = (tag(page, "vraag-inspection-assessed"), tag(page, "vraag-inspection-op2"))
        assert (" hidden" in shown, " hidden" in hidden) == (False, True)

    def test_a_closed_version_gives_the_text_back(self, writer, version, bring):
        bring(version, "with_mr")
        response = chapter_of(writer, version, **{"mission": "Nog snel iets erbij.", "rev:mission": "1"})
        assert response.status_code == 409
        assert "Nog snel iets erbij." in response.content.decode()
        assert "bij de MR" in response.content.decode()
        assert answers(version)[0] == (MISSION, 1)

    def test_a_forged_revision_saves_nothing(self, writer, version):
        response = chapter_of(writer, version, **{"mission": "Samen leren.", "rev:mission": "x"})
        assert response.status_code == 200
        assert answers(version)[0] == (MISSION, 1)

    def test_an_unknown_chapter(self, writer, version):
        assert writer.get(reverse("chapter", args=[version.pk, "geheim"])).status_code == 404

    def test_who_reads_along_has_no_fields_and_reads_why(self, client_for, teacher, version):
        client = client_for(teacher)
        page = client.get(reverse("chapter", args=[version.pk, "mission"])).content.decode()
        assert "Alleen de directeur en de intern begeleider schrijven aan het profiel." in page
        assert MISSION in page
        assert "<textarea" not in page
        response = chapter_of(client, version, **{"mission": "Van Youssef hier.", "rev:mission": "1"})
        assert response.status_code == 403
        assert answers(version)[0] == (MISSION, 1)

    def test_markup_is_shown_as_text(self, writer, version):
        chapter_of(writer, version, **{"mission": "<script>alert(1)</script>", "rev:mission": "1"})
        for name in ("read", "checks"):
            assert "<script>alert" not in writer.get(reverse(name, args=[version.pk])).content.decode()
        page = writer.get(reverse("chapter", args=[version.pk, "mission"])).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page


def tag(page: str, identifier: str) -> str:
    """The opening tag of the element with this id."""
    begin = page.index(f'id="{identifier}"')
    return page[page.rindex("<", 0, begin) : page.index(">", begin)]


class TestSignedOutWhileWriting:
    TEXT = "Dit kostte mij een half uur."

    def post(self, client, version, **extra):
        address = reverse("chapter", args=[version.pk, "mission"])
        return client.post(address, {"mission": self.TEXT, "rev:mission": "1"}, **extra)

    def test_the_text_comes_back_to_send_again(self, client_for, version):
        response = self.post(client_for(), version)
        page = response.content.decode()
        assert response.status_code == 403
        assert f'<input type="hidden" name="mission" value="{self.TEXT}">' in page
        assert '<input type="hidden" name="rev:mission" value="1">' in page
        assert reverse("account_login") in page
        assert answers(version)[0] == (MISSION, 1)

    def test_it_tells_nothing_about_the_profile(self, client_for, version):
        """The same page for a profile that does not exist."""
        real = self.post(client_for(), version).content.decode()
        version.pk += 1
        unreal = self.post(client_for(), version).content.decode()
        assert MISSION not in real
        assert "Regenton" not in real
        path = f"/werk/profiel/{version.pk}/"
        assert shape(real, f"/werk/profiel/{version.pk - 1}/") == shape(unreal, path)

    def test_signing_in_renews_the_token_and_the_old_form_still_works(self, client_for, head, version):
        client = client_for(head, enforce_csrf_checks=True)
        response = self.post(client, version, headers={"origin": "http://testserver"})
        assert response.status_code == 403
        assert self.TEXT in response.content.decode()
        token = response.context["csrf_token"]
        fields = {"mission": self.TEXT, "rev:mission": "1", "csrfmiddlewaretoken": str(token)}
        client.post(
            reverse("chapter", args=[version.pk, "mission"]), fields, headers={"origin": "http://testserver"}
        )
        assert answers(version)[0] == (self.TEXT, 2)

    def test_another_site_gets_no_second_chance(self, client_for, head, version):
        client = client_for(head, enforce_csrf_checks=True)
        for headers in ({"origin": "http://elders.example"}, {}):
            response = self.post(client, version, headers=headers)
            assert response.status_code == 403
            assert self.TEXT not in response.content.decode()
        assert answers(version)[0] == (MISSION, 1)

    def test_reading_while_signed_out_leads_to_signing_in(self, client_for, version):
        address = reverse("chapter", args=[version.pk, "mission"])
        assert client_for().get(address).url == f"{reverse('account_login')}?next={address}"


def shape(page: str, path: str) -> str:
    """A page without its address and its one-time token."""
    begin = page.index('name="csrfmiddlewaretoken" value="') + 34
    return page.replace(page[begin : begin + 64], "").replace(path, "")


class TestHistory:
    def address(self, version):
        return reverse("answer-history", args=[version.pk, "mission"])

    def test_who_wrote_what(self, writer, client_for, coordinator, version):
        save(writer, version, mission="Van Marit.")
        save(client_for(coordinator), version, revision=2, mission="Van Femke.")
        page = writer.get(self.address(version))
        told = [(save.saved_by_name, lines) for save, lines in page.context["saves"]]
        assert told == [("Femke Aalders", ["Van Femke."]), ("Marit de Wit", ["Van Marit."])]

    def test_an_older_text_goes_back_as_a_new_save(self, writer, version):
        save(writer, version, mission="Eerste.")
        save(writer, version, revision=2, mission="Tweede.")
        response = writer.post(self.address(version), {"revision": "2", "newest": "3"}, follow=True)
        assert answers(version) == [("Eerste.", 4), ("Eerste.", 2), ("Tweede.", 3), ("Eerste.", 4)]
        assert "De oude tekst staat er weer." in response.content.decode()

    def test_not_over_something_unseen(self, writer, version):
        save(writer, version, mission="Eerste.")
        save(writer, version, revision=2, mission="Tweede.")
        save(writer, version, revision=3, mission="Derde.")
        response = writer.post(self.address(version), {"revision": "2", "newest": "3"}, follow=True)
        assert answers(version)[0] == ("Derde.", 4)
        assert "Niet teruggezet" in response.content.decode()

    def test_a_number_that_no_page_of_ours_sends(self, writer, version):
        save(writer, version, mission="Eerste.")
        save(writer, version, revision=2, mission="Tweede.")
        sent = {"revision": "2", "newest": "9" * 5000}
        assert (
            "De oude tekst staat er weer."
            in writer.post(self.address(version), sent, follow=True).content.decode()
        )

    @pytest.mark.parametrize("revision", ["9", "", "x"])
    def test_a_text_that_never_was(self, writer, version, revision):
        save(writer, version, mission="Eerste.")
        assert writer.post(self.address(version), {"revision": revision}).status_code == 404

    def test_a_teacher_reads_it_and_puts_nothing_back(self, client_for, writer, teacher, version):
        save(writer, version, mission="Eerste.")
        save(writer, version, revision=2, mission="Tweede.")
        client = client_for(teacher)
        assert "<button" not in client.get(self.address(version)).content.decode().split("<main")[1]
        client.post(self.address(version), {"revision": "2", "newest": "3"})
        assert answers(version)[0] == ("Tweede.", 3)

    def test_a_closed_version(self, writer, version, bring):
        save(writer, version, mission="Eerste.")
        save(writer, version, revision=2, mission=MISSION)
        bring(Version.objects.get(pk=version.pk), "with_mr")
        writer.post(self.address(version), {"revision": "2", "newest": "3"})
        assert answers(version)[0] == (MISSION, 3)
