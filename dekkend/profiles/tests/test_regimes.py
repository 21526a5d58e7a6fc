"""The two legal routes as data: read, adopted by a partnership, followed to the end by a version."""

from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.conftest import make_regime
from dekkend.profiles import actions
from dekkend.profiles.forms import RegimeForm
from dekkend.profiles.hearing import asked
from dekkend.profiles.models import Demand, Regime, RegimeKind
from dekkend.profiles.queries import regime_on
from dekkend.profiles.regimes import FILE, read_regimes
from dekkend.profiles.tests.conftest import refuses
from dekkend.profiles.transitions import ROUTE
from dekkend.questionnaires.loader import DefinitionError, load_edition
from dekkend.questionnaires.models import Edition
from dekkend.workflow.models import Event

REAL = settings.DEFINITIONS / FILE
GOOD = """
[[regime]]
key = "profile"
name = "Profiel"
valid_months = 48
reminder_months = [6]
  [[regime.demand]]
  body = "mr"
  right = "advice"
  weeks = 6
"""


@pytest.fixture
def written(tmp_path):
    def write(text: str):
        path = tmp_path / FILE
        path.write_text(text)
        return path

    return write


class TestTheFile:
    def test_it_holds_both_legal_routes(self):
        routes = {regime["key"]: regime for regime in read_regimes(REAL)}
        says = {
            key: [
                (d["body"], d["right"], d.get("weeks"), d.get("for_addendum", False))
                for d in regime["demand"]
            ]
            for key, regime in routes.items()
        }
        assert says == {
            "profile": [("mr", "advice", 6, True)],
            "school_guide": [
                ("pupils", "opinion", None, False),
                ("mr", "advice", 6, True),
                ("parents", "consent", 6, True),
            ],
        }
        assert {key: regime["valid_months"] for key, regime in routes.items()} == {
            "profile": 48,
            "school_guide": 12,
        }

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ('body = "mr"', 'body = "team"', "body moet zijn: een van: mr, parents, pupils, staff"),
            ('right = "advice"', 'right = "opinion"', "alleen de leerlingen (pupils) geven een mening"),
            ('body = "mr"', 'body = "pupils"', "leerlingen hebben geen termijn (weeks)"),
            ("  weeks = 6\n", "", "weeks ontbreekt bij mr"),
            ("weeks = 6", "weeks = 0", "weeks moet zijn: een heel getal boven 0"),
            ("valid_months = 48\n", "", "valid_months ontbreekt"),
            ("[6]", "[0]", "reminder_months moet zijn: een lijst met hele getallen boven 0"),
            ("weeks = 6", "weeks = 6\ncolour = 1", "«colour» kennen wij niet"),
            (GOOD[GOOD.index("  [[") :], "demand = []", "de MR of een deel ervan moet iets te zeggen hebben"),
        ],
    )
    def test_a_fault_is_told(self, written, old, new, fault):
        with pytest.raises(DefinitionError) as wrong:
            read_regimes(written(GOOD.replace(old, new)))
        assert any(fault in line for line in wrong.value.faults), wrong.value.faults

    def test_no_key_and_no_say_twice(self, written):
        say = GOOD[GOOD.index("  [[") :]
        with pytest.raises(DefinitionError) as wrong:
            read_regimes(written(GOOD + say + GOOD))
        assert wrong.value.faults == [
            "regimes.toml, regime «profile»: mr advice komt twee keer voor",
            "regimes.toml: de sleutel «profile» komt twee keer voor",
        ]


@pytest.mark.django_db
class TestLoading:
    def test_the_command_loads_forms_and_routes(self, written):
        out = StringIO()
        call_command("load_definitions", str(written(GOOD)), stdout=out)
        assert out.getvalue() == "Profiel staat klaar\n"
        call_command("load_definitions", str(written(GOOD.replace('"Profiel"', '"Anders"'))), stdout=out)
        assert list(RegimeKind.objects.values_list("key", "name")) == [("profile", "Anders")]

    def test_a_fault_stores_nothing(self, written):
        with pytest.raises(CommandError, match="valid_months ontbreekt"):
            call_command("load_definitions", str(written(GOOD.replace("valid_months = 48\n", ""))))
        assert not RegimeKind.objects.exists()

    def test_what_was_adopted_stays_as_it_was(self, regime, written):
        actions.load_regimes(written(GOOD.replace("48", "24").replace("weeks = 6", "weeks = 3")))
        regime.refresh_from_db()
        assert (regime.valid_months, regime.demands.get().weeks) == (48, 6)

    def test_the_database_keeps_pupils_apart(self, regime):
        Demand.objects.filter(regime=regime).delete()
        for wrong in ({"body": "pupils", "right": "advice", "weeks": 6}, {"body": "mr", "right": "advice"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Demand.objects.create(regime=regime, **wrong)


@pytest.mark.django_db
class TestAdopting:
    @pytest.fixture
    def guide_kind(self):
        actions.load_regimes(REAL)
        return RegimeKind.objects.get(key="school_guide")

    def adopt(self, region, kind, edition, actor, at, begins_on=date(2026, 8, 1)):
        facts = {"partnership": region, "kind": kind, "edition": edition, "begins_on": begins_on}
        return actions.adopt_regime(actor=actor, at=at, **facts)

    def test_the_newest_that_has_begun_counts(self, region, regime, edition, guide_kind, staff, at):
        adopted = self.adopt(region, guide_kind, edition, staff, at)
        assert regime_on(region, date(2026, 7, 31)) == regime
        assert regime_on(region, date(2026, 8, 1)) == adopted
        event = Event.objects.filter(subject_kind="regime").last()
        assert (event.act, event.actor, event.details["begins_on"]) == ("adopt", staff, "2026-08-01")

    @pytest.mark.parametrize("who", ["head", "board_member", "far_head", "outsider"])
    def test_only_the_partnership(self, region, edition, guide_kind, at, who, request):
        with refuses("Alleen een medewerker van het samenwerkingsverband legt dit vast."):
            self.adopt(region, guide_kind, edition, request.getfixturevalue(who), at)

    def test_only_from_a_school_year(self, region, edition, guide_kind, staff, at):
        with refuses("Een afspraak begint met een schooljaar, op 1 augustus."):
            self.adopt(region, guide_kind, edition, staff, at, begins_on=date(2026, 9, 1))

    def test_another_choice_replaces_the_first_until_a_school_began(
        self, region, regime, edition, guide_kind, staff, site, head, at
    ):
        same_day = {"begins_on": regime.begins_on}
        replaced = self.adopt(region, guide_kind, edition, staff, at, **same_day)
        assert list(Regime.objects.all()) == [replaced]
        actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        with refuses("Scholen werken al volgens de afspraak die begint op 1 augustus 2024."):
            self.adopt(region, guide_kind, edition, staff, at, **same_day)
        assert list(Regime.objects.all()) == [replaced]

    def test_a_version_under_way_keeps_its_own(
        self, version, bring, region, edition, guide_kind, staff, head, site, at
    ):
        """The region turns to the other route while a school is with its MR."""
        bring(version, "with_mr")
        self.adopt(region, guide_kind, edition, staff, at)
        done = bring_on(version, bring)
        assert (done.regime.key, done.state) == ("profile", "published")
        following = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert following.regime.key == "school_guide"
        with refuses("Vraag eerst de leerlingen wat zij vinden."):
            actions.send_to_mr(version_id=following.pk, actor=head, confirmed=set(), at=at)

    def test_from_the_command_line(self, region, edition, guide_kind):
        out = StringIO()
        call_command("adopt_regime", "PO9901", "school_guide", "proef/2025", 2026, stdout=out)
        assert out.getvalue() == (
            "Samenwerkingsverband Rietland: Ondersteuning in de schoolgids vanaf 2026-08-01\n"
        )
        with pytest.raises(CommandError, match="does not exist"):
            call_command("adopt_regime", "PO9901", "onbekend", "proef/2025", 2026)

    def test_a_form_about_a_child_is_no_profile(self, region, edition, guide_kind):
        about_a_child = load_edition(settings.DEFINITIONS / "opp" / "2026.toml")
        assert list(RegimeForm(on=date(2026, 11, 25)).fields["edition"].queryset) == [edition]
        assert list(Edition.objects.for_purpose("child")) == [about_a_child]
        with pytest.raises(CommandError, match="does not exist"):
            call_command("adopt_regime", "PO9901", "school_guide", "opp/2026", 2026)


def bring_on(version, bring):
    """From the MR to published, by taking it back first: `bring` goes the whole way."""
    actions.withdraw_from_mr(
        version_id=version.pk,
        actor=version.profile.site.memberships.get(role="head_teacher").user,
        at=version.started_at,
    )
    return bring(version, "published")


@pytest.mark.django_db
class TestPage:
    def test_it_says_what_was_agreed_in_sentences(self, region, edition, staff, client_for):
        make_regime(region, edition, "school_guide")
        page = client_for(staff).get(reverse("regime", args=["PO9901"])).content.decode()
        assert "De leerlingen zeggen wat zij vinden. Dat gebeurt voor de MR het leest." in page
        assert "De ouders in de MR zeggen ja of nee (instemming). Tijd: 6 weken." in page
        assert "Een tekst geldt hoogstens 12 maanden." in page

    def test_choosing(self, region, regime, edition, staff, client_for):
        kind = RegimeKind.objects.get(key="school_guide")
        year = localdate().year if localdate() >= date(localdate().year, 8, 1) else localdate().year - 1
        words = {"kind": kind.pk, "edition": edition.pk, "begins_on": f"{year + 1}-08-01"}
        client, address = client_for(staff), reverse("regime", args=["PO9901"])
        assert client.post(address, words).url == address
        assert Regime.objects.get(begins_on=date(year + 1, 8, 1)).key == "school_guide"

    @pytest.mark.parametrize("missing", ["kind", "edition", "begins_on"])
    def test_what_is_not_chosen_is_asked(self, region, regime, edition, staff, client_for, missing):
        words = {"kind": RegimeKind.objects.first().pk, "edition": edition.pk, "begins_on": "2026-08-01"}
        response = client_for(staff).post(reverse("regime", args=["PO9901"]), words | {missing: ""})
        assert list(response.context["form"].errors) == [missing]
        assert Regime.objects.count() == 1

    def test_the_same_queries_for_any_number(
        self, region, regime, edition, staff, client_for, django_assert_num_queries
    ):
        client, address = client_for(staff), reverse("regime", args=["PO9901"])
        with django_assert_num_queries(8):
            client.get(address)
        make_regime(region, edition, "school_guide", date(2025, 8, 1))
        with django_assert_num_queries(8):
            client.get(address)


def test_a_policy_officer_finds_no_years_and_no_right_in_the_table():
    """Who says what, and how long a text holds, differs by route: the table speaks of the MR and of terms."""
    words = " ".join(
        [*(t.label + t.done for t in ROUTE.transitions), *(s.inside for s in ROUTE.states)]
    ).lower()
    assert not any(word in words for word in ("advies", "instemming", "jaar"))


def test_every_say_is_a_sentence():
    says = [Demand(body=b, right=r) for b in ("mr", "parents", "staff") for r in ("advice", "consent")]
    assert [asked(say) for say in [*says, Demand(body="pupils", right="opinion")]] == [
        "De MR geeft advies.",
        "De MR zegt ja of nee (instemming).",
        "De ouders in de MR geven advies.",
        "De ouders in de MR zeggen ja of nee (instemming).",
        "Het personeel in de MR geeft advies.",
        "Het personeel in de MR zegt ja of nee (instemming).",
        "De leerlingen zeggen wat zij vinden.",
    ]
