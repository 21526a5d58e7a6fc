"""Two experts before a declaration: who may, who may not, and what the CTC waits for."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.declaration import seats
from dekkend.cases.declaration.experts import experts_are_complete, opinions_of
from dekkend.cases.models import ExpertOpinion
from dekkend.cases.queries import get_case_for
from dekkend.cases.tests.conftest import ADVICE, advised, ask
from dekkend.conftest import make_person
from dekkend.organisations.models import Membership, Role
from dekkend.workflow.engine import NotPossible


def test_who_is_asked_reads_the_file_and_who_is_not_finds_nothing(placement, desk, expert, region):
    other = make_person("Nadia Vos", Role.EXPERT, partnership=region)
    with pytest.raises(Http404):
        get_case_for(expert, placement.pk, localdate())
    ask(placement, desk, expert)
    assert get_case_for(expert, placement.pk, localdate())[1] == {Role.EXPERT}
    with pytest.raises(Http404):
        get_case_for(other, placement.pk, localdate())


def test_the_committee_waits_for_both(placement, desk, expert):
    opinion = ask(placement, desk, expert)
    with pytest.raises(NotPossible, match="de eerste deskundige en de tweede deskundige"):
        actions.put_on_agenda(case_id=placement.pk, actor=desk, at=now())
    give(opinion, expert)
    assert "het advies van de tweede deskundige" in experts_are_complete(placement).reason
    second = ask(placement, desk, None, seat=2, profession="physician", name="dr. J. Blauw")
    actions.record_opinion(opinion_id=second.pk, advice=ADVICE, actor=desk, at=now())
    assert experts_are_complete(placement)
    actions.put_on_agenda(case_id=placement.pk, actor=desk, at=now())
    assert [one.advice for one in opinions_of(placement)] == [ADVICE, ADVICE]


def test_other_help_needs_no_experts(taken_in, desk, expert):
    assert experts_are_complete(taken_in)
    with pytest.raises(NotPossible, match="geen advies van deskundigen"):
        ask(taken_in, desk, expert)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"profession": "pedagogue"}, seats.WRONG_SEAT[1]),
        ({"profession": "special_pedagogue", "seat": 2}, seats.WRONG_SEAT[2]),
        ({"employer": "school"}, seats.OF_SCHOOL),
        ({"involved": True}, seats.INVOLVED),
        ({"profession": ""}, "Kies het beroep van de deskundige."),
        ({"employer": "?"}, "Kies waar de deskundige werkt."),
        ({"seat": 9}, seats.NO_SEAT),
    ],
)
def test_refused_and_nothing_changed(placement, desk, expert, facts, reason):
    with pytest.raises(NotPossible) as refused:
        ask(placement, desk, expert, **facts)
    assert refused.value.reason == reason
    assert not ExpertOpinion.objects.exists()


def test_someone_without_a_name_or_role_is_refused(placement, desk, teacher):
    with pytest.raises(NotPossible, match="vul een naam in"):
        ask(placement, desk, None, name="  ")
    with pytest.raises(NotPossible, match="geen deskundige bij het samenwerkingsverband"):
        ask(placement, desk, teacher)


def test_whoever_works_for_the_board_is_found_out(placement, desk, expert, board):
    place = {"board": board, "role": Role.BOARD_MEMBER}
    Membership.objects.create(user=expert, begins_on=localdate() - timedelta(days=3), **place)
    with pytest.raises(NotPossible) as refused:
        ask(placement, desk, expert, employer="partnership")
    assert refused.value.reason == seats.OF_SCHOOL


def test_whoever_wrote_in_the_file_is_found_out(placement, desk, expert):
    key = "request.has_plan"
    place = f"entry request {key} school"
    sealed = placement.vault.seal_value(place, True)
    facts = {"form": "request", "key": key, "revision": 1, "sealed": sealed, "saved_at": now()}
    placement.entries.filter(form="request", key=key, party=None).delete()
    entry = placement.entries.create(saved_by=desk, saved_by_name=desk.name, **facts)
    version = {name: facts[name] for name in ("revision", "sealed", "saved_at")}
    entry.versions.create(saved_by=expert, saved_by_name=expert.name, **version)
    with pytest.raises(NotPossible) as refused:
        ask(placement, desk, expert)
    assert refused.value.reason == seats.INVOLVED


def test_whoever_added_a_file_is_found_out(placement, desk, expert):
    facts = {"where": "growth", "key": "reports.which", "sealed": b"", "kind": "pdf", "size": 1}
    facts |= {"scan": "clean", "added_at": now(), "added_by": expert, "added_by_name": expert.name}
    placement.attachments.create(number=1, stored="binnen", **facts)
    with pytest.raises(NotPossible) as refused:
        ask(placement, desk, expert)
    assert refused.value.reason == seats.INVOLVED


def test_one_person_in_both_seats(placement, desk, expert):
    ask(placement, desk, expert, profession="child_psychologist")
    for again in (expert, None):
        with pytest.raises(NotPossible) as refused:
            ask(placement, desk, again, seat=2, profession="child_psychologist", name=f"Drs. {expert.name}")
        assert refused.value.reason == seats.BOTH_SEATS


def test_a_seat_is_taken_once(placement, desk, expert):
    ask(placement, desk, expert)
    with pytest.raises(NotPossible, match="zit al een deskundige"):
        ask(placement, desk, None, name="Iemand Anders")


def test_who_gives_the_seat_back_sees_the_file_no_more(placement, desk, expert):
    opinion = ask(placement, desk, expert)
    actions.decline_opinion(opinion_id=opinion.pk, reason="Ik ken het gezin.", actor=expert, at=now())
    with pytest.raises(Http404):
        get_case_for(expert, placement.pk, localdate())
    assert ask(placement, desk, None, name="Iemand Anders").seat == 1


def test_advice_is_the_experts_own_and_says_something(placement, desk, expert):
    opinion = ask(placement, desk, expert)
    with pytest.raises(NotPossible, match="niet eerder betrokken"):
        give(opinion, expert, is_independent=False)
    with pytest.raises(NotPossible, match="een paar zinnen"):
        give(opinion, expert, advice="Ja.")
    with pytest.raises(NotPossible, match="schrijft het advies zelf"):
        actions.record_opinion(opinion_id=opinion.pk, advice=ADVICE, actor=desk, at=now())
    give(opinion, expert)
    other = ask(placement, desk, None, seat=2, profession="physician", name="J. Blauw")
    with pytest.raises(NotPossible, match="Alleen de deskundige zelf"):
        give(other, expert)


def test_a_freed_seat_counts_no_more(placement, desk, expert):
    advised(placement, desk, expert)
    first = opinions_of(placement)[0]
    actions.free_seat(opinion_id=first.pk, reason="Bleek bij het bestuur te werken.", actor=desk, at=now())
    assert not experts_are_complete(placement)
    with pytest.raises(NotPossible, match="Dit kan alleen: deskundige"):
        give(first, expert)
    with pytest.raises(NotPossible, match="geen plaats meer"):
        actions.free_seat(opinion_id=first.pk, reason="Nog eens.", actor=desk, at=now())


def test_no_word_of_an_expert_stands_in_the_clear(placement, desk, expert):
    advised(placement, desk, expert)
    rows = ExpertOpinion.objects.values_list("sealed", "sealed_advice")
    kept = b"".join(bytes(column) for row in rows for column in row)
    assert b"Blauw" not in kept
    assert ADVICE.encode() not in kept


def give(opinion, expert, advice=ADVICE, is_independent=True):
    return actions.give_opinion(
        opinion_id=opinion.pk, advice=advice, is_independent=is_independent, actor=expert, at=now()
    )


def test_an_expert_of_yesterday_is_not_asked(placement, desk, expert):
    Membership.objects.filter(user=expert).update(ends_on=date.today() - timedelta(days=1))
    with pytest.raises(NotPossible, match="geen deskundige"):
        ask(placement, desk, expert)
