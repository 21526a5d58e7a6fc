"""A partnership's face outside the site: on paper, and in the inbox."""

import io

import page as validation
import pikepdf
import pytest
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from dekkend.organisations.faces import look_of, sender_of
from dekkend.organisations.models import Partnership
from dekkend.profiles.documents import account_pdf, profile_pdf
from dekkend.profiles.models import Version
from dekkend.website.face.actions import set_logo
from dekkend.website.face.logo import Picture
from dekkend.website.following import actions as following
from dekkend.website.outlets.brief import brief_pdf
from dekkend.website.tests.conftest import GREEN, give_face, picture

pytestmark = pytest.mark.django_db
DOCUMENTS = {
    "profile": profile_pdf,
    "account": lambda version: account_pdf(version, "public"),
    "brief": brief_pdf,
}


@pytest.fixture
def logo(region, staff, face):
    drawn = Picture(picture(), "image/png", 240, 80)
    return set_logo(partnership=region, picture=drawn, actor=staff, at=now())


@pytest.mark.parametrize("make", DOCUMENTS.values(), ids=DOCUMENTS)
def test_its_logo_stands_on_paper_for_everyone_to_read(version, bring, logo, tmp_path, make):
    bring(version, "published")
    read = Version.objects.get(pk=version.pk)
    file = tmp_path / "stuk.pdf"
    file.write_bytes(make(read))
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages[0].get_images()) == 1
        assert b"Scholen in Rietland" in alternatives(pdf)
    for profile in (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A):
        assert validation.validate_pdf(str(file), profile=profile).is_compliant


def alternatives(pdf: pikepdf.Pdf) -> list[bytes]:
    """What is read out in place of a picture."""
    objects = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item)
    return [str(item.Alt).encode() for item in objects]


def test_without_a_face_it_is_dekkend_s_own(version, bring):
    bring(version, "published")
    with pikepdf.open(io.BytesIO(profile_pdf(version))) as pdf:
        assert not pdf.pages[0].get_images()
    assert look_of(version.profile.partnership) == {"sender": "", "pen": "", "margin": "", "logo": []}


def test_its_colours_go_along(region, face):
    look = look_of(Partnership.objects.get(pk=region.pk))
    assert (look["sender"], look["pen"], look["logo"]) == ("Scholen in Rietland", GREEN, [])


def test_mail_about_a_school_goes_out_in_its_name(version, bring, site, region, staff, mr_parent):
    give_face(region, staff)
    bring(version, "with_mr")
    following.ask_to_follow(email="ouder@example.org", site=site, query="", at=now())
    following.ask_to_follow(email="ouder@example.org", site=None, query="zoek=lezen", at=now())
    tasks = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver").order_by("enqueued_at", "id")
    mails = [task.args_kwargs["kwargs"] for task in tasks]
    told = {(mail["to"], mail.get("sender", "")) for mail in mails}
    assert ("ouder@example.org", "Scholen in Rietland") in told
    assert ("ouder@example.org", "") in told  # schools of the whole country
    assert (mr_parent.email, "Scholen in Rietland") in told


def test_a_partnership_without_a_face_lends_no_name(region):
    assert sender_of(region) == sender_of(None) == ""
