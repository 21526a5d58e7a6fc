"""The pages of school and Loket: who opens them, what they show, and how many queries that takes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Case, Declaration, Entry, Reading
from dekkend.cases.tests.conftest import CHILD, FATHER, MOTHER, REASONS, ask, one_more, with_parents
from dekkend.conftest import make_person
from dekkend.core.templatetags.dekkend import term
from dekkend.organisations.models import Role
from tools.kept import kept

State = Case.State


@kept
def privacy(region):
    return make_person("Irma Postma", Role.PRIVACY_OFFICER, partnership=region)


def test_without_a_second_step_nobody_opens_a_file(case, coordinator, client_for):
    answer = client_for(coordinator).get(reverse("case", args=[case.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("second-step"))
    assert not Reading.objects.exists()


def test_who_is_not_involved_finds_nothing(case, go, desk, teacher, board_member, outsider, other_head):
    for user in (desk, teacher, board_member, outsider, other_head):
        assert go(user).get(reverse("case", args=[case.pk])).status_code == 404, user
    assert not Reading.objects.exists()


def test_a_teacher_opens_it_once_it_was_shared(case, go, coordinator, teacher):
    actions.share_with(case_id=case.pk, user=teacher, actor=coordinator, at=now())
    assert go(teacher).get(reverse("case", args=[case.pk])).status_code == 200
    actions.stop_sharing(share_id=case.shares.get().pk, actor=coordinator, at=now())
    assert go(teacher).get(reverse("case", args=[case.pk])).status_code == 404


def test_the_file_shows_the_child_and_its_title_only_the_number(sent, go, desk):
    page = go(desk).get(reverse("case", args=[sent.pk])).content.decode()
    assert CHILD.name in page
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert sent.number in title
    assert "Kees" not in title


def test_every_look_is_in_the_log(sent, go, desk, coordinator):
    go(desk).get(reverse("case", args=[sent.pk]))
    page = go(coordinator).get(reverse("case-log", args=[sent.pk])).content.decode()
    assert "Sevim Demir" in page
    assert [(line.reader_name, line.what) for line in Reading.objects.all()] == [
        ("Sevim Demir", "het dossier"),
        ("Femke Aalders", "wie er keek"),
    ]


def test_what_stays_inside_the_school_the_loket_does_not_read(case, parents, go, coordinator, desk):
    write(case, coordinator, "growth", inside_key(case), "Dit blijft onder ons.")
    for party in with_parents(case, coordinator):
        actions.answer_as_parent(party=party, answer="yes", words="", digest=digest(case), at=now())
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    inside = "Dit blijft onder ons."
    assert inside in go(coordinator).get(reverse("case", args=[case.pk])).content.decode()
    assert inside not in go(desk).get(reverse("case", args=[case.pk])).content.decode()


def test_why_a_parent_is_kept_out_and_that_it_was_talked_over_stays_inside(case, go, coordinator, desk):
    why = "De rechter bepaalde dat er geen contact is."
    for who, reason in ((MOTHER, ""), (replace(FATHER, kept_out=True), why)):
        actions.add_party(case_id=case.pk, who=who, actor=coordinator, at=now(), reason=reason)
    actions.talk_inside(case_id=case.pk, actor=coordinator, at=now())
    mother, _ = with_parents(case, coordinator)
    actions.answer_as_parent(party=mother, answer="yes", words="", digest=digest(case), at=now())
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    inside = go(coordinator).get(reverse("case", args=[case.pk])).content.decode()
    outside = go(desk).get(reverse("case", args=[case.pk])).content.decode()
    for words in (why, "Besproken binnen de school"):
        assert words in inside
        assert words not in outside


def test_from_an_empty_list_to_a_case_in_the_browser(offering, go, site, coordinator):
    client = go(coordinator)
    assert "Er zijn geen dossiers" in client.get(reverse("cases")).content.decode()
    typed = {"first_name": "Kees", "last_name": "Bakkerman", "born_on": "2018-03-14", "group": "4"}
    wrong = client.post(reverse("new-case", args=[site.code]), typed)
    assert wrong.status_code == 422
    assert "Kies welke hulp u vraagt." in wrong.content.decode()
    client.post(reverse("new-case", args=[site.code]), typed | {"kind": "expertise"})
    case = Case.objects.get()
    client.post(
        reverse("case-parties", args=[case.pk]),
        {"name": "Aylin", "relation": "moeder", "email": "a@example.org", "language": "tr", "household": "1",
         "has_authority": "on"},
    )  # fmt: skip
    assert case.parties.get().about["name"] == "Aylin"
    client.post(reverse("case-step", args=[case.pk, "share_with_parents"]))
    case.refresh_from_db()
    assert case.state == State.WITH_PARENTS
    assert f"{case.number} · K.B." in client.get(reverse("cases")).content.decode()


def test_who_sees_it_at_school_is_told_the_same_to_both_who_lead(sent, go, site, coordinator, head):
    for user in (coordinator, head):
        client = go(user)
        beginning = client.get(reverse("new-case", args=[site.code])).content.decode()
        beside = client.get(reverse("case-parties", args=[sent.pk])).content.decode()
        assert "Alleen de directeur en de intern begeleider zien het" in beginning
        assert "Binnen de school zien alleen de directeur en de intern begeleider het dossier." in beside
        assert "Alleen u en de directeur" not in beginning + beside


def test_a_chapter_is_saved_and_a_stale_one_shows_both_texts(case, go, coordinator):
    form, chapter, key = prose_question(case)
    url = reverse("case-chapter", args=[case.pk, form, chapter])
    client = go(coordinator)
    assert client.get(url).status_code == 200
    client.post(url, {f"rev:{key}": "0", key: "Hij telt graag."})
    entry = Entry.objects.get(key=key)
    assert entry.revision == 1
    stale = client.post(url, {f"rev:{key}": "0", key: "Iets anders."})
    assert stale.status_code == 422
    page = stale.content.decode()
    assert "Hij telt graag." in page
    assert "Iets anders." in page


@pytest.mark.parametrize("n", [1, 5])
def test_the_list_takes_the_same_queries_for_one_case_and_for_five(
    n, offering, site, region, go, coordinator, django_assert_max_num_queries
):
    for _ in range(n):
        actions.open_case(
            site=site, partnership=region, kind="expertise", child=one_more(), actor=coordinator, at=now()
        )
    client = go(coordinator)
    client.get(reverse("cases"))
    with django_assert_max_num_queries(5):
        page = client.get(reverse("cases")).content.decode()
    assert page.count("K.B.") == n


def write(case, user, form, key, text):
    actions.write_as_school(case_id=case.pk, form=form, values={key: (text, 0)}, actor=user, at=now())


def digest(case):
    from dekkend.cases.consents import request_digest

    return request_digest(case)


def inside_key(case):
    """A question of the growth file that stays inside the school."""
    return next(q.key for q in questions(case.growth_edition) if q.audience == "school" and q.type == "prose")


def prose_question(case):
    from dekkend.cases.sheet import chapters_of, questions_of
    from dekkend.questionnaires.loader import questionnaire_of

    for chapter in chapters_of(questionnaire_of(case.growth_edition), None):
        for question in questions_of(chapter, None):
            if question.type == "prose" and not question.shown_when:
                return "groeidocument", chapter.key, question.key
    raise AssertionError("no question to write at")


def questions(edition):
    from dekkend.questionnaires.loader import questionnaire_of

    return questionnaire_of(edition).questions


def test_the_first_page_says_how_much_waits_behind_the_door(sent, client_for, desk, coordinator, privacy):
    """A number needs no second step: it says nothing about a child."""
    waits = "1 ding wacht op u"
    assert waits in client_for(desk).get(reverse("work")).content.decode()
    assert "Er wacht niets op u" in client_for(coordinator).get(reverse("work")).content.decode()
    until = localdate() + timedelta(days=7)
    actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    assert waits in client_for(coordinator).get(reverse("work")).content.decode()
    assert "Er wacht niets op u" in client_for(privacy).get(reverse("work")).content.decode()


def test_an_expert_who_was_asked_finds_the_file_in_the_list(placement, go, desk, expert):
    page = go(expert).get(reverse("cases")).content.decode()
    assert "Vraagt iemand u bij een kind?" in page
    ask(placement, desk, expert)
    assert placement.number in go(expert).get(reverse("cases")).content.decode()


def test_the_loket_is_offered_only_what_belongs_to_this_kind_of_support(taken_in, go, desk):
    page = go(desk).get(reverse("case", args=[taken_in.pk])).content.decode()
    assert "Ken toe" in page
    assert "Zet op de lijst van de CTC" not in page


def test_a_step_that_cannot_be_taken_yet_says_why_and_has_no_button(case, parents, go, coordinator):
    with_parents(case, coordinator)
    answer = go(coordinator).get(reverse("case-step", args=[case.pk, "send"]))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Nog nodig: toestemming van ouder 1 en ouder 2." in page
    assert "Terug naar het dossier" in page
    assert 'class="button primary"' not in page


def test_the_list_begins_with_what_waits_for_its_reader(case, sent, go, coordinator, desk):
    begin = f"Begin met {case.number}"
    assert begin in go(desk).get(reverse("cases")).content.decode()
    assert begin not in go(coordinator).get(reverse("cases")).content.decode()


def test_a_step_shows_the_day_that_counts_now(taken_in, go, coordinator, desk):
    """While the school is asked something that is the day of the answer, as the file itself says."""
    until = localdate() + timedelta(days=5)
    actions.ask_school(
        case_id=taken_in.pk, actor=desk, reason="Wat is geprobeerd?", answer_by=until, at=now()
    )
    page = go(coordinator).get(reverse("case-step", args=[taken_in.pk, "answer_desk"])).content.decode()
    assert "nog 5 dagen" in page


def test_a_plan_that_is_due_waits_on_the_first_page_of_a_special_school(
    declaration, special, special_head, client_for
):
    enrolled_on = localdate() - timedelta(weeks=6)
    Declaration.objects.update(begins_on=enrolled_on)
    actions.take_in_declaration(
        declaration_id=declaration.pk, site=special, enrolled_on=enrolled_on, actor=special_head, at=now()
    )
    assert "1 ding wacht op u" in client_for(special_head).get(reverse("work")).content.decode()


def test_what_is_pressed_twice_is_there_once(offering, go, site, coordinator):
    client, address = go(coordinator), reverse("new-case", args=[site.code])
    typed = {"first_name": "Kees", "last_name": "Bakkerman", "born_on": "2018-03-14", "group": "4"}
    client.post(address, typed | {"kind": "expertise"})
    again = client.post(address, typed | {"kind": "expertise", "first_name": "KEES"})
    case = Case.objects.get()
    assert again.status_code == 422
    assert f"in dossier {case.number}. Ga daar verder." in again.content.decode()
    client.post(address, typed | {"kind": "workshop"})
    assert Case.objects.count() == 2

    parents = reverse("case-parties", args=[case.pk])
    parent = {"name": "Aylin", "relation": "moeder", "email": "a@example.org", "language": "tr"}
    for _ in range(2):
        again = client.post(parents, parent | {"household": "1", "has_authority": "on"})
    assert again.status_code == 422
    assert "Deze ouder staat al in het dossier." in again.content.decode()
    assert case.parties.count() == 1


def test_what_is_typed_too_late_or_wrong_comes_back(case, sent, go, coordinator, teacher):
    client, (form, chapter, key) = go(coordinator), prose_question(case)
    late = client.post(
        reverse("case-chapter", args=[case.pk, form, chapter]), {f"rev:{key}": "0", key: "Nog iets."}
    )
    assert late.status_code == 409
    assert "Nog iets." in late.content.decode()
    parties = reverse("case-parties", args=[case.pk])
    wrong = client.post(parties, {"name": "Aylin", "email": "geen adres"})
    assert (wrong.status_code, case.parties.count()) == (422, 2)
    assert "geen adres" in wrong.content.decode()
    share = reverse("case-share", args=[case.pk])
    assert "Kies een collega." in client.post(share, {"user": "9" * 30}, follow=True).content.decode()
    client.post(share, {"user": str(teacher.pk)})
    shared = case.shares.get()
    client.post(share, {"end": str(shared.pk)})
    shared.refresh_from_db()
    assert shared.ended_at is not None


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("9999-12-31", "9999-12-31"), "Kijk het jaartal na."),
        (("0026-12-01", "0027-02-01"), "Kijk het jaartal na."),
        ((str(localdate() - timedelta(9)), str(localdate() - timedelta(1))), "Deze dag is al voorbij."),
    ],
)
def test_a_day_that_nobody_means_is_told_beside_its_field(taken_in, go, desk, days, told):
    said = {"reasons": REASONS, "begins_on": days[0], "ends_on": days[1]}
    answer = go(desk).post(reverse("case-step", args=[taken_in.pk, "award_by_desk"]), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert REASONS in page


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_talk_in_a_year_that_nobody_means_is_told_beside_its_field(taken_in, go, desk, at):
    said = {"form": "talk", "at": at, "who": "De ouders", "about": "Hoe het gaat."}
    answer = go(desk).post(reverse("case-step", args=[taken_in.pk, "plan_talk"]), said)
    assert answer.status_code == 422
    assert "Kijk het jaartal na." in answer.content.decode()
    assert not taken_in.talks.exists()


def test_an_open_objection_stands_in_the_lokets_list_by_its_day_and_waits(
    taken_in, go, client_for, desk, coordinator
):
    from dekkend.cases.tests.test_objection import object_to

    decision = actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
    assert "Er wacht niets op u" in client_for(desk).get(reverse("work")).content.decode()
    objection = object_to(decision, coordinator)
    assert "1 ding wacht op u" in client_for(desk).get(reverse("work")).content.decode()
    page = go(desk).get(reverse("cases")).content.decode()
    assert f"Begin met {taken_in.number}" in page
    assert "Beslis op het verzoek om heroverweging" in page
    assert term(objection.due_on) in page
    assert "Beslis op het verzoek" not in go(coordinator).get(reverse("cases")).content.decode()
    objection.due_on = localdate() - timedelta(days=2)
    objection.save()
    assert "1 dossier is te laat" in go(desk).get(reverse("cases")).content.decode()
    assert "Er is niets dringend" in go(coordinator).get(reverse("cases")).content.decode()


def test_the_list_marks_what_the_law_calls_late_and_what_the_loket_can_take_up_again(
    taken_in, go, client_for, desk, coordinator
):
    mark = "ook volgens de wet (Awb)"
    Case.objects.filter(pk=taken_in.pk).update(due_on=localdate() - timedelta(days=13))
    assert mark not in go(desk).get(reverse("cases")).content.decode()
    Case.objects.filter(pk=taken_in.pk).update(due_on=localdate() - timedelta(days=14))
    assert mark in go(desk).get(reverse("cases")).content.decode()
    assert mark not in go(coordinator).get(reverse("cases")).content.decode()
    until = localdate() + timedelta(days=3)
    actions.ask_school(case_id=taken_in.pk, actor=desk, reason="Wat mist?", answer_by=until, at=now())
    assert "Er wacht niets op u" in client_for(desk).get(reverse("work")).content.decode()
    Case.objects.filter(pk=taken_in.pk).update(answer_by=localdate() - timedelta(days=1))
    assert "1 ding wacht op u" in client_for(desk).get(reverse("work")).content.decode()
