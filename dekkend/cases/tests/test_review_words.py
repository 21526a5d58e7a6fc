"""Staff and parents read what it is called here: an objection by law, or a reconsideration of the region."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.models import Case, Decision, Objection
from dekkend.cases.parents.everything import everything_of
from dekkend.cases.tests.conftest import mails_waiting
from dekkend.cases.tests.parents import address, come_in, token_of, words
from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from tools.kept import kept

GROUNDS = "Wij denken dat ons kind hier kan blijven, met meer hulp."


@kept
def refused(taken_in, desk):
    """An arrangement: the region has a reconsideration for it, no Awb."""
    actions.refuse_by_desk(
        case_id=taken_in.pk, reasons="Dit kan de school zelf, met wat er al is.", actor=desk, at=now()
    )
    return taken_in.decisions.get()


@kept
def by_law(refused):
    Case.objects.update(kind="placement")
    Decision.objects.update(kind="placement")
    return refused


@kept
def colleague(region):
    """At the Loket, and not who decided."""
    return make_person("Joris Prins", Role.SERVICE_DESK, partnership=region)


def object_to(decision):
    mother = decision.case.parties.first()
    return actions.object_as_parent(
        party=mother, decision_id=decision.pk, grounds=GROUNDS, why_late="", at=now()
    )


def decide(objection, actor):
    actions.end_objection(
        objection_id=objection.pk,
        outcome=Objection.Outcome.INADMISSIBLE,
        reasons="Met deze hulp is genoeg te doen, ook na wat u schreef.",
        actor=actor,
        at=now(),
    )


def main(client, name, *args):
    return words(client.get(reverse(name, args=args))).partition("<main")[2].partition("</main")[0]


def pages(client, decision):
    """What staff read before and after it came in, and while it is decided on."""
    pk = decision.case_id
    yield main(client, "case-objections", pk)
    objection = object_to(decision)
    yield main(client, "case-objections", pk)
    for step in ("uitstel", "besluit"):
        yield main(client, "objection-step", pk, objection.pk, step)
    yield main(client, "case", pk)


def test_a_reconsideration_is_never_called_an_objection(go, refused, colleague):
    before, listed, adjourn, decide, file = pages(go(colleague), refused)
    # Where one looks and what is sent keep their address; what is read does not say it.
    for page in (before, listed, adjourn, decide, file):
        assert "bezwaar" not in page.replace("/bezwaar/", "").replace('"bezwaar-', "").lower()
    assert "Er is geen heroverweging gevraagd" in before
    assert "Leg een verzoek om heroverweging vast" in before
    assert "1 verzoek om heroverweging in dit dossier" in listed
    assert "Stel het besluit op het verzoek om heroverweging uit" in adjourn
    assert "Beslis op het verzoek om heroverweging" in decide
    assert "Heroverweging gevraagd" in file


def test_by_law_it_is_an_objection(go, by_law, colleague):
    before, listed, _, decide, file = pages(go(colleague), by_law)
    for text, page in (
        ("Er is geen bezwaar gemaakt", before),
        ("1 bezwaar in dit dossier", listed),
        ("Beslis op het bezwaar", decide),
        ("Bezwaar gemaakt", file),
    ):
        assert text in page
        assert "heroverweging" not in page.lower()


def test_mail_to_staff_says_the_same(refused, colleague):
    decide(object_to(refused), colleague)
    subjects = [mail["subject"] for mail in mails_waiting()]
    assert f"Heroverweging: dossier {refused.case.number}" in subjects
    assert f"Besluit op verzoek om heroverweging: dossier {refused.case.number}" in subjects
    staff = [mail["body"] for mail in mails_waiting() if refused.case.number in mail["subject"]]
    assert not [body for body in staff if "bezwaar" in body.lower()]


def test_the_list_in_the_plural(go, refused, colleague, parents):
    object_to(refused)
    father = refused.case.parties.last()
    actions.object_as_parent(party=father, decision_id=refused.pk, grounds=GROUNDS, why_late="", at=now())
    page = main(go(colleague), "case-objections", refused.case_id)
    assert "2 verzoeken om heroverweging in dit dossier" in page


class TestParents:
    """What a parent reads of it: pages, mails, and what is refused."""

    @pytest.fixture
    def read(self, client_for, refused, colleague):
        """All of it, from the first look until it was decided on."""

        def walk():
            father = refused.case.parties.last()  # he reads Dutch
            inside, token = come_in(client_for(), father), token_of(father)
            where, typed = address(token, "parent-object"), {"grounds": GROUNDS, "decision": refused.pk}
            said = [inside.get(where), inside.post(where, typed, follow=True)]
            said.append(inside.post(where, typed | {"grounds": f"{GROUNDS} En meer."}))
            own = Objection.objects.get()
            back = address(token, "parent-take-back", own.pk)
            said += [inside.get(back), inside.post(back, {"words": ""}, follow=True)]
            said.append(inside.post(where, typed, follow=True))
            decide(Objection.objects.last(), colleague)
            said += [inside.get(address(token, name)) for name in ("parent-case", "parent-record")]
            said += [inside.get(where), inside.post(where, typed), inside.get(address(token, "parent-looks"))]
            mails = [mail for mail in mails_waiting() if mail["to"] == father.about["email"]]
            return [words(one).partition("<main")[2] for one in said], mails, father

        return walk

    def test_a_reconsideration(self, read):
        pages, mails, father = read()
        for text in (*pages, str(mails)):
            assert "bezwaar" not in text.replace("/bezwaar/", "").lower()
        assert sum("verzoek om opnieuw te kijken" in mail["subject"] for mail in mails) == 4
        assert "Dit staat al in het dossier." in pages[2]
        record = pages[7]
        for text in (
            "Er is gevraagd om opnieuw naar het besluit te kijken (heroverweging)",
            "Een verzoek om heroverweging is teruggenomen",
            "Er is opnieuw naar het besluit gekeken (heroverweging): het besluit blijft",
        ):
            assert text in record
        assert "Hierover is al beslist." in pages[9]
        case = Case.objects.get()
        father.case = case
        kept = everything_of(case, father, [], [], now())["your_objections"]
        assert {one["what"] for one in kept} == {
            "Er is gevraagd om opnieuw naar het besluit te kijken (heroverweging)"
        }

    def test_by_law(self, by_law, read):
        pages, mails, _ = read()
        assert sum(mail["subject"] == "Er is nieuws over het bezwaar" for mail in mails) == 4
        assert "Er is bezwaar gemaakt" in pages[7]
        assert "Wilt u uw bezwaar terugnemen?" in pages[3]
        assert not [page for page in pages if "heroverweging" in page]
