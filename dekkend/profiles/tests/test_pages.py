"""Each page for each role: what it says, and how many queries it takes."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.conftest import make_site
from dekkend.organisations.models import Membership, Role
from dekkend.profiles import actions
from dekkend.profiles.models import Version
from dekkend.questionnaires.loader import questionnaire_of

MOST_QUERIES = 12


@pytest.fixture
def pages(version):
    """The addresses of everything about one version."""
    return {
        "chapter": reverse("chapter", args=[version.pk, "mission"]),
        "checks": reverse("checks", args=[version.pk]),
        "read": reverse("read", args=[version.pk]),
        "record": reverse("record", args=[version.pk]),
        "answer-history": reverse("answer-history", args=[version.pk, "mission"]),
        "school": reverse("school", args=["99AB00"]),
    }


def status_of(client, pages) -> dict[str, int]:
    return {name: client.get(address).status_code for name, address in pages.items()}


def heading(response) -> str:
    """The one h1 of a page."""
    _, begin, rest = response.content.decode().partition("<h1")
    text, end, after = rest.partition("</h1>")
    assert begin
    assert end
    assert "<h1" not in after
    return " ".join(text.split(">", 1)[1].split())


class TestWhoMaySee:
    def test_those_who_write(self, client_for, head, coordinator, pages):
        everything = dict.fromkeys(pages, 200)
        assert status_of(client_for(head), pages) == everything
        assert status_of(client_for(coordinator), pages) == everything

    def test_a_teacher_reads_along(self, client_for, teacher, pages):
        assert status_of(client_for(teacher), pages) == dict.fromkeys(pages, 200)

    @pytest.mark.parametrize("who", ["mr_parent", "mr_staff", "board_member", "signatory", "staff"])
    def test_others_see_where_it_stands_and_no_draft(self, request, client_for, pages, who):
        client = client_for(request.getfixturevalue(who))
        assert status_of(client, pages) == dict.fromkeys(pages, 403) | {"school": 200}

    @pytest.mark.parametrize("who", ["other_head", "far_head", "outsider"])
    def test_strangers_find_nothing(self, request, client_for, pages, who):
        client = client_for(request.getfixturevalue(who))
        assert status_of(client, pages) == dict.fromkeys(pages, 404)

    def test_signed_out_leads_to_signing_in(self, client_for, pages):
        answers = [client_for().get(address) for address in pages.values()]
        assert [answer.url for answer in answers] == [
            f"{reverse('account_login')}?next={a}" for a in pages.values()
        ]

    def test_the_mr_reads_when_it_is_asked(self, client_for, mr_parent, version, bring, pages):
        bring(version, "with_mr")
        expected = dict.fromkeys(pages, 200) | {"checks": 403, "answer-history": 404}
        assert status_of(client_for(mr_parent), pages) == expected


class TestStartPage:
    @pytest.mark.parametrize(
        ("state", "title"),
        [
            ("with_mr", "De MR is aan zet"),
            ("heard", "De directeur is aan zet"),
            ("with_board", "Het bestuur is aan zet"),
            ("established", "Het profiel is vastgesteld"),
            ("published", "Het profiel staat online"),
        ],
    )
    def test_the_answer_comes_first(self, client_for, head, version, bring, pages, state, title):
        bring(version, state)
        assert heading(client_for(head).get(pages["school"])) == title

    def test_nothing_yet(self, client_for, head, site, regime):
        page = client_for(head).get(reverse("school", args=[site.code]))
        assert heading(page) == "Er is nog geen profiel"
        assert page.context["parts"][0].main.label == "Begin een nieuw profiel"

    def test_a_region_without_a_form(self, client_for, head, site):
        page = client_for(head).get(reverse("school", args=[site.code]))
        assert heading(page) == "Er is nog geen profiel"
        assert page.context["parts"] == []

    def test_the_one_button_is_what_this_person_does_next(self, client_for, version, bring, request, pages):
        turns = {}
        for state, who in [
            ("working", "head"),
            ("with_mr", "mr_parent"),
            ("heard", "head"),
            ("with_board", "board_member"),
            ("established", "signatory"),
        ]:
            if state != "working":
                bring_one(bring, version, state)
            page = client_for(request.getfixturevalue(who)).get(pages["school"])
            turns[state] = page.context["parts"][0].main.label
            assert page.content.decode().count("button primary") == 1
        assert turns == {
            "working": "Controleer het profiel",
            "with_mr": "Leg het advies van de MR vast",
            "heard": "Stuur naar het bestuur",
            "with_board": "Stel vast",
            "established": "Publiceer",
        }

    def test_a_new_profile_is_no_first_thing_to_do_before_its_time(
        self, client_for, head, version, bring, pages
    ):
        bring(version, "published")
        part = client_for(head).get(pages["school"]).context["parts"][0]
        assert part.main.label == "Bekijk wat ouders lezen"
        assert [way.label for way in part.others] == ["Begin een nieuw profiel"]

    def test_who_only_looks_has_no_button(self, client_for, staff, version, pages):
        page = client_for(staff).get(pages["school"])
        assert page.context["parts"][0].main is None
        assert "Marit de Wit" in page.content.decode()


def bring_one(bring, version: Version, state: str) -> None:
    """One act further: `bring` does all acts from the start, so begin again from the working copy."""
    Version.objects.filter(pk=version.pk).update(state="working", snapshot=None)
    version.consultations.all().delete()
    bring(version, state)


class TestStarting:
    def test_a_page_first_then_the_first_chapter(self, client_for, head, site, regime):
        client = client_for(head)
        address = reverse("start-version", args=[site.code])
        assert heading(client.get(address)) == "Begin een nieuw profiel"
        assert Version.objects.count() == 0
        answer = client.post(address)
        version = Version.objects.get()
        first = questionnaire_of(version.edition).pages[0].key
        assert answer.url == reverse("chapter", args=[version.pk, first])

    def test_a_second_press_says_there_is_one(self, client_for, head, version, site):
        answer = client_for(head).post(reverse("start-version", args=[site.code]))
        assert answer.status_code == 403
        assert Version.objects.count() == 1

    def test_a_teacher_may_not(self, client_for, teacher, site, regime):
        answer = client_for(teacher).post(reverse("start-version", args=[site.code]))
        assert answer.status_code == 403
        assert "Alleen de directeur of de intern begeleider" in answer.content.decode()


class TestQueries:
    """The same number whatever there is to show; the session with its user is one of them.

    With everything there is to show, in every round: see `test_pages_full`.
    """

    def number_of(self, client, address, django_assert_max_num_queries) -> int:
        client.get(address)  # the form is read once in a process
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    def test_pages_of_a_version(self, client_for, head, version, pages, django_assert_max_num_queries):
        client = client_for(head)
        before = {name: self.number_of(client, a, django_assert_max_num_queries) for name, a in pages.items()}
        assert before == {
            "chapter": 11,
            "checks": 7,
            "read": 10,
            "record": 5,
            "answer-history": 6,
            "school": 12,
        }

    @pytest.mark.parametrize("name", ["work", "board", "region"])
    def test_lists_with_one_school_and_three(
        self, request, client_for, version, more_schools, django_assert_max_num_queries, name
    ):
        who, args = {
            "work": ("head", []),
            "board": ("board_member", ["90001"]),
            "region": ("staff", ["PO9901"]),
        }[name]
        client = client_for(request.getfixturevalue(who))
        address = reverse(name, args=args)
        one = self.number_of(client, address, django_assert_max_num_queries)
        more_schools()
        assert self.number_of(client, address, django_assert_max_num_queries) == one


@pytest.fixture
def more_schools(region, board, head, at):
    """Two more schools with a working copy, where the same head teacher works."""

    def make():
        for code, name in [("99EF00", "De Inktpot"), ("99GH00", "De Krekel")]:
            site = make_site(code, name, board, region)
            Membership.objects.create(user=head, role=Role.HEAD_TEACHER, site=site, begins_on=localdate())
            actions.start_working_copy(site=site, partnership=region, actor=head, at=at)

    return make


class TestLists:
    def test_a_board_sees_its_schools(self, client_for, board_member, version, more_schools):
        more_schools()
        page = client_for(board_member).get(reverse("board", args=["90001"]))
        assert [row.site.name for row in page.context["page"]] == ["De Inktpot", "De Krekel", "De Regenton"]
        assert [row.state_label for row in page.context["page"]] == ["werkversie"] * 3

    def test_the_region_filters_by_state(self, client_for, staff, version, bring, more_schools):
        more_schools()
        bring(version, "with_mr")
        page = client_for(staff).get(reverse("region", args=["PO9901"]), {"stand": "with_mr"})
        assert [row.site.name for row in page.context["page"]] == ["De Regenton"]
        assert {f.value: (f.count, f.is_chosen) for f in page.context["filters"]} == {
            "working": (2, False),
            "with_mr": (1, True),
        }

    def test_a_school_without_a_profile_is_in_the_list(self, client_for, staff, version, other_site):
        page = client_for(staff).get(reverse("region", args=["PO9901"]), {"stand": "none"})
        assert [row.site.name for row in page.context["page"]] == ["De Zeepkist"]
        assert "nog geen profiel" in page.content.decode()

    def test_another_board_or_region_is_not_there(self, client_for, board_member, staff, other_board):
        assert client_for(board_member).get(reverse("board", args=["90002"])).status_code == 404
        assert client_for(staff).get(reverse("region", args=["PO9902"])).status_code == 404
        assert client_for(staff).get(reverse("board", args=["90001"])).status_code == 404


class TestWork:
    def test_nothing_to_do(self, client_for, outsider):
        page = client_for(outsider).get(reverse("work"))
        assert heading(page) == "Er wacht niets op u"
        assert "U hebt nog geen rol bij een school." in page.content.decode()

    def test_what_waits(self, client_for, mr_parent, version, bring):
        bring(version, "with_mr")
        page = client_for(mr_parent).get(reverse("work"))
        assert heading(page) == "1 ding wacht op u"
        assert "Lees het profiel en bespreek het in de MR" in page.content.decode()
        assert "nog 42 dagen" in page.content.decode()
