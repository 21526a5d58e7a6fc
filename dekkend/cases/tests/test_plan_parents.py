"""A parent reads the plan in their own place, says yes or no to it, and takes it along on paper."""

import hashlib
import json
import re
from datetime import timedelta
from importlib import import_module
from io import BytesIO

import page
import pikepdf
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, override

from dekkend.cases import actions
from dekkend.cases.models import Party, Plan, PlanAgreement, Reading
from dekkend.cases.parents.plan import said_on_paper
from dekkend.cases.plan.document import child_pdf, file_name, plan_pdf
from dekkend.cases.plan.queries import action_digest, is_shared, last_version, plan_stances
from dekkend.cases.tests.conftest import CHILD, FATHER, MOTHER
from dekkend.cases.tests.parents import (
    FOREIGN,
    address,
    come_in,
    heading,
    left_in_dutch,
    read,
    token_of,
    words,
)
from dekkend.cases.tests.test_plan import FULL, establish, full, say, share, write
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event
from tools.kept import kept

OTHERWISE = "Evde değil, okulda okusun."
NAMES = (CHILD.first_name, CHILD.last_name, MOTHER.name, FATHER.name)


@kept
def shared(plan, coordinator):
    """Written, and the parents were asked."""
    write(plan, coordinator, **full())
    share(plan, coordinator)
    return plan


@kept
def both(shared):
    """Mother, who reads Turkish, and father."""
    return list(shared.case.parties.all())


@kept
def mother(both):
    return both[0]


@pytest.fixture
def inside(client_for, mother):
    return come_in(client_for(), mother)


@kept
def established(shared, both, coordinator):
    """The mother said no, the father yes; then a second version with another outflow."""
    say(shared, both[0], "no", OTHERWISE)
    say(shared, both[1])
    establish(shared, coordinator)
    write(shared, coordinator, **{"outflow.why": "Vmbo of havo."})
    share(shared, coordinator)
    say(shared, both[0], "no", OTHERWISE)
    say(shared, both[1])
    establish(shared, coordinator)
    return shared


def answered(plan, answer="no", **more):
    return {"answer": answer, "words": OTHERWISE, "digest": action_digest(plan)} | more


class TestReading:
    def test_once_the_help_ended_they_read_it_and_are_not_asked(self, inside, shared, mother, coordinator):
        token = token_of(mother)
        actions.end_support(case_id=shared.case_id, actor=coordinator, reason="Klaar.", at=now())
        page = words(inside.get(address(token, "parent-plan-answer")))
        assert "De hulp is afgerond. De school vraagt dit nu niet." in page
        assert FULL["action.goals"] in page
        assert 'name="answer"' not in page
        assert heading(inside.get(address(token))) == "De hulp is afgerond"
        assert "De school vraagt of u het eens bent" not in words(inside.get(address(token, "parent-plan")))

    def test_before_the_school_asks_nothing_that_is_written_is_theirs(self, client_for, plan, coordinator):
        write(plan, coordinator, **full())
        mother = plan.case.parties.first()
        inside, token = come_in(client_for(), mother), token_of(mother)
        for name in ("parent-plan", "parent-plan-answer"):
            reply = words(inside.get(address(token, name)))
            assert FULL["action.goals"] not in reply
            assert 'name="answer"' not in reply
        assert "De school schrijft het plan. Het is er uiterlijk op" in words(
            inside.get(address(token, "parent-plan"))
        )

    @pytest.mark.parametrize("language", ["nl", *FOREIGN])
    def test_once_the_help_ended_without_a_plan(self, language, client_for, plan, coordinator):
        actions.end_support(case_id=plan.case_id, actor=coordinator, reason="Klaar.", at=now())
        mother = plan.case.parties.first()
        inside, token = come_in(client_for(), mother), token_of(mother)
        page = words(inside.get(address(token, "parent-plan", language=language)))
        with override(language):
            said = gettext("De hulp is afgerond. De school stelde geen plan vast.")
        assert f'<p class="lead">{said}</p>' in page
        assert f'class="button primary" href="{address(token, language=language)}"' in page
        assert said in words(inside.get(address(token, language=language)))

    def test_without_a_plan(self, client_for, taken_in):
        mother = taken_in.parties.first()
        inside, token = come_in(client_for(), mother), token_of(mother)
        assert heading(inside.get(address(token, "parent-plan"))) == "Er is nog geen plan"
        for name, *more in (("parent-plan-answer",), ("parent-plan-version", 1), ("parent-plan-pdf", 1)):
            assert inside.get(address(token, name, *more)).status_code == 404

    def test_the_first_page_leads_there_when_it_is_their_turn(self, inside, mother):
        start = inside.get(address(token_of(mother)))
        assert heading(start) == "De school vraagt wat u van het plan vindt"
        assert address(token_of(mother), "parent-plan-answer") in words(start)

    def test_all_of_the_plan_before_the_answer(self, inside, mother):
        reply = words(inside.get(address(token_of(mother), "parent-plan-answer", language="tr")))
        for text in (
            *(FULL[key] for key in ("action.goals", "outflow.why", "hearing.said", "consultation.summary")),
            "Hayır derseniz yardım sürer.",
        ):
            assert text in reply

    def test_versions_compared_and_the_words_of_the_other_parent_left_out(
        self, client_for, established, both, inside, mother
    ):
        token = token_of(mother)
        second = words(inside.get(address(token, "parent-plan-version", 2)))
        for text in ("Sinds versie 1", FULL["outflow.why"], "Vmbo of havo.", OTHERWISE, "U zei nee."):
            assert text in second
        assert "De hulp gaat door, ook zonder ja van elke ouder." in second
        fathers = words(
            come_in(client_for(), both[1]).get(address(token_of(both[1]), "parent-plan-version", 2))
        )
        assert "De andere ouder zei nee." in fathers
        assert OTHERWISE not in fathers
        assert inside.get(address(token, "parent-plan-version", 3)).status_code == 404

    def test_how_it_went_stands_with_the_version(self, established, coordinator, inside, mother):
        today = localdate()
        write(
            established,
            coordinator,
            **{"evaluation.date": today.isoformat(), "evaluation.parents": "Beter dan eerst."},
        )
        actions.evaluate_plan(
            case_id=established.case_id, next_on=today + timedelta(days=90), actor=coordinator, at=now()
        )
        reply = words(inside.get(address(token_of(mother), "parent-plan-version", 2)))
        assert "Beter dan eerst." in reply

    def test_the_page_for_the_child_is_in_dutch(self, established, inside, mother):
        spoken = read(inside, address(token_of(mother), "parent-plan-child", 1, language="tr"))
        assert ("nl", "Ik wil vooraan zitten.") in spoken
        assert ("nl", "Jouw plan, Kees") in spoken

    def test_each_look_is_in_the_log_and_told(self, established, inside, mother):
        token = token_of(mother)
        for name, *more in (
            ("parent-plan",), ("parent-plan-answer",), ("parent-plan-version", 1), ("parent-plan-pdf", 1),
            ("parent-plan-child", 1), ("parent-plan-child-pdf", 1),
        ):  # fmt: skip
            assert inside.get(address(token, name, *more)).status_code == 200
        lines = list(Reading.objects.order_by("number").values_list("reader_name", "what"))[-6:]
        told = ("het plan (opp)",) * 2 + ("een versie van het plan (opp)",) * 2
        assert lines == [("ouder 1", what) for what in (*told, *("het plan (opp) voor het kind",) * 2)]
        looks = words(inside.get(address(token, "parent-looks", language="tr")))
        assert "planın (opp) bir sürümü" in looks

    def test_no_title_names_anyone(self, established, inside, mother):
        for name, *more in (("parent-plan",), ("parent-plan-version", 1), ("parent-plan-child", 1)):
            reply = words(inside.get(address(token_of(mother), name, *more)))
            title = re.search("<title>(.*?)</title>", reply)[1]
            assert not [one for one in NAMES if one in title]


class TestAnswering:
    def test_no_with_words_is_on_record_and_the_help_goes_on(self, inside, mother, shared):
        reply = inside.post(address(token_of(mother), "parent-plan-answer"), answered(shared), follow=True)
        assert "U zei nee. De hulp gaat door, en wat u anders wilt, staat bij het plan." in words(reply)
        said = PlanAgreement.objects.get()
        said.plan = shared
        assert (said.answer, said.words, said.recorded_by) == ("no", OTHERWISE, None)
        record = words(inside.get(address(token_of(mother), "parent-record")))
        assert "U zei nee tegen wat de school gaat doen" in record
        assert "De school vroeg wat u van het plan vindt" in record

    def test_sent_twice_it_is_said_once(self, inside, mother, shared):
        for _ in range(2):
            reply = inside.post(address(token_of(mother), "parent-plan-answer"), answered(shared))
            assert reply.status_code == 302
        assert PlanAgreement.objects.count() == Event.objects.filter(act="agree_on_plan").count() == 1

    def test_changed_and_what_was_said_stands_in_the_form(self, inside, mother, shared):
        where = address(token_of(mother), "parent-plan-answer")
        inside.post(where, answered(shared))
        assert OTHERWISE in words(inside.get(where))
        inside.post(where, answered(shared, "yes", words=""))
        assert list(PlanAgreement.objects.values_list("answer", flat=True)) == ["no", "yes"]

    @pytest.mark.parametrize(
        ("typed", "told"),
        [({"answer": ""}, "Kies ja of nee."), ({"words": " "}, "Schrijf wat u anders wilt.")],
    )
    def test_what_is_missing_is_told_beside_it(self, inside, mother, shared, typed, told):
        reply = inside.post(address(token_of(mother), "parent-plan-answer"), answered(shared) | typed)
        assert (reply.status_code, told in words(reply)) == (422, True)
        assert not PlanAgreement.objects.exists()

    def test_changed_while_it_was_read(self, inside, mother, shared, coordinator):
        where, before = address(token_of(mother), "parent-plan-answer"), answered(shared)
        write(shared, coordinator, **{"action.goals": "Elke dag twintig minuten."})
        changing = inside.post(where, before)
        assert changing.status_code == 409
        for text in ("De school past het plan aan.", OTHERWISE, "Dit typte u"):
            assert text in words(changing)
        assert "Elke dag twintig minuten." not in words(changing)
        share(shared, coordinator)
        again = inside.post(where, before)
        assert again.status_code == 409
        for text in ("Het plan is net veranderd.", OTHERWISE, "Elke dag twintig minuten."):
            assert text in words(again)
        assert f'value="{action_digest(shared)}"' in words(again)
        assert not PlanAgreement.objects.exists()

    def test_established_while_it_was_read(self, inside, both, shared, coordinator):
        before = answered(shared)
        for party in both:
            say(shared, party)
        establish(shared, coordinator)
        late = inside.post(address(token_of(both[0]), "parent-plan-answer"), before)
        assert (late.status_code, "Het plan is vastgesteld." in words(late)) == (409, True)
        assert OTHERWISE in words(late)
        assert PlanAgreement.objects.count() == 2

    def test_the_link_of_another_parent_is_a_door(self, inside, both, shared):
        fathers = address(token_of(both[1]), "parent-plan-answer")
        assert heading(inside.get(fathers)) == "Het dossier van uw kind"
        assert inside.post(fathers, answered(shared)).status_code == 403
        assert not PlanAgreement.objects.exists()

    def test_without_authority_one_reads_and_says_nothing(self, inside, mother, shared):
        mother.has_authority = False
        mother.save()
        where = address(token_of(mother), "parent-plan-answer")
        reply = words(inside.get(where))
        assert FULL["action.goals"] in reply
        assert 'name="answer"' not in reply
        assert inside.post(where, answered(shared)).status_code == 409
        assert not PlanAgreement.objects.exists()


class TestOnPaper:
    def test_it_is_accessible_and_no_file_name_or_title_names_anyone(self, established, tmp_path):
        version = last_version(established)
        for made, name in (
            (plan_pdf(version, version.parents), file_name(version)),
            (child_pdf(version), file_name(version, "plan-kind")),
        ):
            file = tmp_path / name
            file.write_bytes(made)
            for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
                result = page.validate_pdf(str(file), profile=profile)
                assert result.is_compliant, result
            assert name.endswith(f"{established.case.number}-versie-2.pdf")
            titles = re.findall(rb"<dc:title>.*?</dc:title>", made, re.DOTALL)
            assert titles
            assert not [one for one in NAMES if one.encode() in titles[0] or one.lower() in name]

    def test_a_long_page_for_the_child_stays_one_page(self, established):
        version = last_version(established)
        version.answers["hearing.for_child"] = "We oefenen elke dag samen.\n" * 40
        with pikepdf.open(BytesIO(child_pdf(version))) as document:
            assert len(document.pages) == 1

    def test_a_parent_takes_no_words_of_the_other_along(self, established, both):
        version = last_version(established)
        mothers, fathers = (said_on_paper(version, party) for party in both)
        assert [said["words"] for said in mothers] == [OTHERWISE, ""]
        assert [said["words"] for said in fathers] == ["", ""]
        assert [said["answer"] for said in fathers] == ["zegt nee", "zegt ja"]

    def test_the_school_takes_it_along_too(self, established, client_for, second_step, coordinator, outsider):
        client = second_step(client_for(coordinator))
        for name in ("plan-version-pdf", "plan-for-child-pdf"):
            where = reverse(name, args=[established.case_id, 2])
            reply = client.get(where)
            assert (reply["Content-Type"], reply.content[:4]) == ("application/pdf", b"%PDF")
            assert "attachment" in reply["Content-Disposition"]
            assert "no-store" in reply["Cache-Control"]
            assert Reading.objects.last().what.endswith("als pdf")
            assert second_step(client_for(outsider)).get(where).status_code == 404


def test_who_takes_all_along_reads_the_plan_and_what_they_object(inside, mother, shared, coordinator):
    actions.object_as_parent(
        party=mother, decision_id=shared.case.decisions.get().pk, grounds="Kees heeft meer uren nodig.",
        why_late="", at=now(),
    )  # fmt: skip
    reply = inside.get(address(token_of(mother), "parent-everything-zip"))
    looked = Reading.objects.filter(reader_name=mother.signature).values_list("what", flat=True)
    assert {"het plan (opp)", "niet eens met het besluit"} <= set(looked)
    reply.close()


def test_no_text_of_ours_is_left_in_dutch(inside, mother, shared, both, coordinator):
    """In every language, while it is asked and once it is established."""
    left = left_in_dutch(inside, mother, [("parent-case",), ("parent-plan",), ("parent-plan-answer",)])
    say(shared, mother, "no", OTHERWISE)
    say(shared, both[1])
    establish(shared, coordinator)
    then = [("parent-plan",), ("parent-plan-version", 1), ("parent-plan-child", 1), ("parent-plan-answer",)]
    left |= left_in_dutch(inside, mother, then)
    # The small form of these tests has no translations of its own.
    form = ("Doelen", "Verwachte", "Wanneer", "Hoe", "Wat", "Waar", "Het gesprek")
    assert {one for one in left if not one.startswith(form) and OTHERWISE not in one} == set()


@pytest.mark.parametrize(
    ("name", "more", "most"),
    [
        ("parent-case", (), 22),
        ("parent-plan", (), 10),
        ("parent-plan-answer", (), 14),
        ("parent-plan-version", (2,), 9),
        ("parent-plan-pdf", (2,), 9),
        ("parent-plan-child", (2,), 8),
    ],
)
def test_a_fixed_number_of_queries(
    established, coordinator, inside, mother, name, more, most, django_assert_num_queries
):
    write(established, coordinator, **{"action.goals": "Toch iets anders."})
    share(established, coordinator)
    path = address(token_of(mother), name, *more)
    inside.get(path)
    with django_assert_num_queries(most):
        assert inside.get(path).status_code == 200


def test_who_is_kept_out_between_reading_and_answering_says_nothing(shared, mother):
    at_the_door = Party.objects.get(pk=mother.pk)
    Party.objects.filter(pk=mother.pk).update(kept_out=True, token_hash=None)
    with pytest.raises(NotPossible, match="Alleen een ouder of voogd met gezag"):
        say(shared, at_the_door)
    assert not PlanAgreement.objects.exists()


def test_what_was_said_before_the_school_was_named_in_it_still_counts(shared):
    """As rows stood before: migration 0015."""
    rows = shared.case.entries.filter(form="plan", party=None, key__startswith="action.").order_by("key")
    before = hashlib.sha256(json.dumps(list(rows.values_list("key", "revision"))).encode()).hexdigest()
    party = shared.case.parties.first()
    said = {"party": party, "answer": "yes", "given_on": localdate(), "recorded_at": now()}
    shared.agreements.create(digest=before, **said)
    Plan.objects.update(shared_digest=before)
    import_module("dekkend.cases.migrations.0015_digests_name_the_school").as_it_stood(apps, None)
    plan = Plan.objects.get()
    assert is_shared(plan)
    assert plan_stances(plan)[0].agrees
