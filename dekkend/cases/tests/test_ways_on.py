"""Every link on the page of a file leads whom it is shown to somewhere."""

import re

from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import AgendaItem, Case
from dekkend.cases.tests.conftest import MOTHER, ask, award, in_session, one_more, say_yes, with_parents
from tools.kept import kept

LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
EARLIER = "Het dossier van hiervoor"
PLAN = "Het plan voor het kind (opp)"


@kept
def earlier(offering, site, region, coordinator):
    """A file that was begun, and never sent."""
    return actions.open_case(
        site=site, partnership=region, kind="workshop", child=one_more(), actor=coordinator, at=now()
    )


def page_of(client, case) -> str:
    reply = client.get(reverse("case", args=[case.pk]))
    assert reply.status_code == 200
    return reply.content.decode().partition("<main")[2].partition("</main>")[0]


def dead_links(client, case) -> dict[str, int]:
    links = sorted(set(LINK.findall(page_of(client, case))))
    assert links, "there is something to follow"
    found = {link: client.get(link).status_code for link in links}
    return {link: status for link, status in found.items() if status not in (200, 302)}


def test_with_a_plan_and_an_earlier_file(
    on_list, earlier, go, coordinator, head, teacher, desk, secretary, members, tmp_path
):
    actions.share_with(case_id=on_list.pk, user=teacher, actor=coordinator, at=now())
    Case.objects.filter(pk=on_list.pk).update(follows=earlier)
    in_session([on_list], secretary, members)
    actions.award_by_committee(
        item_id=AgendaItem.objects.get().pk, award=award(amount=4000), actor=secretary, at=now()
    )
    school, others = (coordinator, head, teacher), (desk, secretary, members[0])
    for user in (*school, *others):
        client = go(user)
        assert dead_links(client, on_list) == {}, user.name
        page = page_of(client, on_list)
        assert (PLAN in page) == (user in (*school, desk)), user.name
        assert (EARLIER in page) == (user in (coordinator, head)), user.name


def test_with_an_earlier_file_that_the_loket_knows_too(taken_in, sent, go, site, region, coordinator, desk):
    later = actions.open_case(
        site=site, partnership=region, kind="workshop", child=one_more(), actor=coordinator, at=now()
    )
    Case.objects.filter(pk=later.pk).update(follows=sent)
    actions.add_party(case_id=later.pk, who=MOTHER, actor=coordinator, at=now())
    for party in with_parents(later, coordinator):
        say_yes(later, party)
    actions.send_case(case_id=later.pk, actor=coordinator, at=now())
    for user in (coordinator, desk):
        assert dead_links(go(user), later) == {}
        assert EARLIER in page_of(go(user), later)


def test_of_an_expert(placement, earlier, go, desk, expert):
    Case.objects.filter(pk=placement.pk).update(follows=earlier)
    ask(placement, desk, expert)
    assert dead_links(go(expert), placement) == {}
    assert EARLIER not in page_of(go(expert), placement)


def test_of_the_school_that_renews_a_declaration(declaration, special, special_head, go, desk):
    actions.take_in_declaration(
        declaration_id=declaration.pk, site=special, enrolled_on=localdate(), actor=special_head, at=now()
    )
    renewal = actions.start_renewal(declaration_id=declaration.pk, actor=desk, at=now())
    assert renewal.follows == declaration.case
    assert dead_links(go(special_head), renewal) == {}
    assert EARLIER not in page_of(go(special_head), renewal)
