"""Papers where the region keeps its files on S3."""

from datetime import timedelta

import pytest

from dekkend.core.files.store import StoreDown
from dekkend.core.tests import files
from dekkend.core.tests.s3 import bucket, nobody_answers, on_s3, s3_server  # noqa: F401
from dekkend.profiles import actions
from dekkend.profiles.models import Paper
from dekkend.profiles.papers import store
from dekkend.profiles.tests.papers import add

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("on_s3")
def test_a_paper_on_s3(version, head, tmp_path):
    paper = add(version, head, tmp_path)
    assert store.names() == [paper.stored]


@pytest.mark.usefixtures("nobody_answers")
def test_a_store_that_is_down_leaves_nothing(version, head, tmp_path):
    with pytest.raises(StoreDown):
        add(version, head, tmp_path)
    assert Paper.objects.count() == 0


@pytest.mark.usefixtures("on_s3")
def test_leftovers_on_s3_are_swept(version, head, tmp_path, at):
    paper = add(version, head, tmp_path)
    store.keep(files.put(tmp_path, files.pdf("left")))
    assert actions.sweep_papers(at=at + timedelta(days=2)) == 1
    assert store.names() == [paper.stored]
