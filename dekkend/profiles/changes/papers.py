"""Which files came, went or were renewed with an answer."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop

from dekkend.profiles.changes.units import Change, rewritten, unit_of, whole
from dekkend.questionnaires.tree import Attachment

PAPER = gettext_noop("Stuk")


def compare_papers(old: Sequence[Attachment], new: Sequence[Attachment]) -> Iterator[Change]:
    """By content first: a file that stayed may have another title. Then by title: it may be another file."""
    left = {paper.sha256: paper for paper in old}
    come = []
    for paper in new:
        same = left.pop(paper.sha256, None)
        if same is None:
            come.append(paper)
        elif same.title != paper.title:
            yield rewritten(unit_of(same.title), unit_of(paper.title), PAPER)
    yield from _by_title({paper.title: paper for paper in left.values()}, come)


def _by_title(gone: dict[str, Attachment], come: Sequence[Attachment]) -> Iterator[Change]:
    for paper in come:
        renewed = gone.pop(paper.title, None)
        yield whole("renewed" if renewed else "added", unit_of(paper.title), PAPER)
    for paper in gone.values():
        yield whole("removed", unit_of(paper.title), PAPER)
