"""The papers in the demo: made by us, added by the product's own act."""

import pytest

from dekkend.demo.load import load_demo
from dekkend.profiles.models import Paper, Version
from dekkend.profiles.papers import store

pytestmark = pytest.mark.django_db


@pytest.mark.once("what the demo says; test_load and test_cases load it on both")
def test_some_schools_have_papers_and_one_took_them_along():
    assert load_demo() is True
    titles = {}
    for paper in Paper.objects.select_related("version__profile__site"):
        version = paper.version
        titles.setdefault((version.profile.site.code, version.state), []).append(
            (paper.title, paper.is_carried)
        )
    assert titles == {
        ("90AA00", "published"): [
            ("Medicijnen op school", False),
            ("Zo helpen wij bij moeilijk lezen", False),
        ],
        ("90AD00", "with_mr"): [("Onze route op één bladzijde", False)],
        ("90AW00", "published"): [("Wat wij doen bij pesten", False)],
        ("90AW00", "working"): [("Wat wij doen bij pesten", True)],
    }
    assert len(store.names()) == 4  # the one that was taken along is one file
    public = Version.objects.get(profile__site__code="90AA00", state="published")
    assert [paper["title"] for paper in public.snapshot["papers"]] == [
        "Medicijnen op school",
        "Zo helpen wij bij moeilijk lezen",
    ]
    with store.fetch(public.papers.first().stored) as file:
        assert file.read(5) == b"%PDF-"
