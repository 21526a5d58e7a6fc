"""Files in a parent's place: added in their own part, fetched by who may, in their own language."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Reading
from dekkend.cases.tests.attachments import DRAWING, add, titles
from dekkend.cases.tests.conftest import say_yes, with_parents
from dekkend.cases.tests.parents import address, come_in, token_of, words
from dekkend.core.tests import files
from tools.kept import kept

pytestmark = pytest.mark.django_db


@kept
def pair(case, parents, coordinator):
    return with_parents(case, coordinator)


def place(party, key="child.drawing", where="groeidocument", **more):
    return address(token_of(party), "parent-files", where, key, **more)


def send(client, url, content=None):
    chosen = SimpleUploadedFile("tekening.png", files.png() if content is None else content)
    return client.post(url, {"file": chosen, "title": "Mijn tekening"})


def test_a_drawing_is_added_taken_away_and_put_back(case, pair):
    mother, father = pair
    client, url = come_in(Client(), mother), place(mother)
    assert send(client, url).status_code == 302
    assert "Mijn tekening" in words(client.get(url))
    assert titles(case) == ["Mijn tekening"]
    client.post(url, {"remove": "1"})
    assert titles(case) == []
    client.post(url, {"restore": "1"})
    assert titles(case) == ["Mijn tekening"]
    other = come_in(Client(), father)
    fetched = other.get(address(token_of(father), "parent-attachment", 1))
    assert b"".join(fetched.streaming_content).startswith(b"\x89PNG")
    assert fetched["Content-Disposition"] == 'attachment; filename="bijlage-1.png"'
    assert Reading.objects.order_by("number").last().what == "bijlage 1"
    other.post(place(father), {"remove": "1"})
    assert titles(case) == ["Mijn tekening"]
    assert "Mijn tekening" in words(other.get(address(token_of(father), "parent-file")))


def test_a_fault_is_told_in_their_language(case, pair):
    mother, _ = pair
    answer = send(come_in(Client(), mother), place(mother, language="tr"), b"MZ")
    assert answer.status_code == 422
    assert "Bu tür dosyaları kabul etmiyoruz." in words(answer)
    assert not case.attachments.exists()


def test_nobody_gets_in_without_the_code(case, pair, tmp_path):
    mother, _ = pair
    add(case, mother, tmp_path, DRAWING)
    assert "Mijn" not in words(Client().get(place(mother)))
    reply = Client().get(address(token_of(mother), "parent-attachment", 1))
    assert "Content-Disposition" not in reply
    assert send(Client(), place(mother)).status_code == 403


def test_what_is_not_theirs_they_do_not_find(case, pair, coordinator, tmp_path):
    mother, father = pair
    add(case, coordinator, tmp_path, inside=True)
    chosen = actions.Chosen(files.put(tmp_path, files.jpeg()), "papier.jpg", "")
    actions.consent_on_paper(
        party=mother, answer="yes", digest=request_digest(case), actor=coordinator, chosen=chosen, at=now()
    )
    client, token = come_in(Client(), father), token_of(father)
    for number in (1, 2, 3):
        assert client.get(address(token, "parent-attachment", number)).status_code == 404
    assert client.get(place(father, "reports.which")).status_code == 404
    own = come_in(Client(), mother)
    assert own.get(address(token_of(mother), "parent-attachment", 2)).status_code == 200


def test_too_late(case, pair, coordinator, tmp_path):
    for party in pair:
        say_yes(case, party)
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    mother = pair[0]
    client = come_in(Client(), mother)
    assert client.get(place(mother)).status_code == 409
    late = send(client, place(mother))
    assert (late.status_code, "Mijn tekening" in words(late)) == (409, True)
    assert not case.attachments.exists()


def test_the_chapter_leads_here_and_back(case, pair):
    mother, _ = pair
    actions.write_as_party(party=mother, form="growth", values={"child.way": ("drawing", 0)}, at=now())
    client = come_in(Client(), mother)
    chapter = address(token_of(mother), "parent-write", "groeidocument", "child")
    assert 'name="add_file" value="child.drawing"' in client.get(chapter).content.decode()
    sent = client.post(chapter, {"add_file": "child.drawing"})
    assert sent["Location"] == place(mother)
    assert f'href="{chapter}"' in client.get(place(mother)).content.decode()
