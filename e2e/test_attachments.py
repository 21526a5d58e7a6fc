"""Files in a file about a child: a report at school, a signed paper, a drawing from a phone in Turkish.

Every page is looked at by axe at both widths.
"""

import pytest
from django.utils.timezone import now

from dekkend.cases.actions import Who, add_party, open_case, share_with_parents
from dekkend.cases.models import Attachment
from dekkend.cases.tests.conftest import CHILD
from dekkend.cases.tests.conftest import offering as region_offers  # noqa: F401
from dekkend.core.tests import files
from e2e.conftest import PHONE
from e2e.test_whole_case import come_in

pytestmark = pytest.mark.on_both("files beside the rows, both or none")


@pytest.fixture
def case(region_offers, site, region, coordinator):  # noqa: F811
    case = open_case(
        site=site, partnership=region, kind="own_budget", child=CHILD, actor=coordinator, at=now()
    )
    mother = Who("Aylin Bakkerman", "aylin@example.org", "moeder", language="tr")
    add_party(case_id=case.pk, who=mother, actor=coordinator, at=now())
    return case


def chosen(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_school_and_parent_add_files(enter, visitor, case, coordinator):
    school = enter(coordinator)
    school.open(f"/dossiers/{case.pk}/")
    school.check()
    place = f"/dossiers/{case.pk}/bijlagen/bij/stuk/budget_plan/"
    school.open(place)
    school.check()
    school.page.set_input_files("input[name=file]", chosen("leugen.pdf", b"MZ" + bytes(90)))
    school.press("form[data-paper] button.primary")
    school.check()
    school.page.set_input_files("input[name=file]", chosen("begroting.pdf", files.pdf("Begroting")))
    school.press("form[data-paper] button.primary")
    school.check()
    assert Attachment.objects.get().key == "budget_plan"
    school.press('form[action$="/weg/"] button')
    school.check()
    school.press('form[action$="/terug/"] button')
    share_with_parents(case_id=case.pk, actor=coordinator, at=now())

    mother = visitor(viewport=PHONE)
    start = come_in(mother, "aylin@example.org")
    mother.open(f"{start}bijlagen/bij/groeidocument/child.drawing/")
    mother.check()
    mother.page.set_input_files("input[name=file]", chosen("resim.png", files.png()))
    mother.press("form[data-paper] button.primary")
    mother.check()
    mother.open(f"{start}dossier/")
    mother.check()

    school.open(f"/dossiers/{case.pk}/ouders/1/papier/")
    school.check()
    school.page.check('input[name=answer][value="yes"]')
    school.page.set_input_files("input[name=file]", chosen("papier.jpg", files.jpeg()))
    school.press("form[data-paper] button.primary")
    school.check()
    assert case.consents.get().on_paper.number == 3
