"""From what is asked to what is found: understood, located, searched, and with the reason for each match."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dekkend.organisations.geography import Place
from dekkend.website.models import Entry
from dekkend.website.search.asked import (
    ANYWHERE,
    BY_DISTANCE,
    BY_MATCH,
    DISTANCES,
    KINDS_IN_WORDS,
    SIZES_IN_WORDS,
    USUAL,
    WAYS_IN_WORDS,
    WITH,
    WITHOUT,
    Asked,
)
from dekkend.website.search.columns import Columns, Point
from dekkend.website.search.engine import PAGE, Around, Hit, Search, Wanted
from dekkend.website.search.fresh import columns_now
from dekkend.website.search.indexing import Shown, joined
from dekkend.website.search.lexicon import lexicon_for, lexicon_of, related_to
from dekkend.website.search.passages import passages
from dekkend.website.search.spelling import WORD, stem_of, words_of
from dekkend.website.search.understanding import Understood, understand
from dekkend.website.search.words import WordsFound, find_words, known_among, named_so
from dekkend.website.terrain.bits import places_in

KILOMETRES = tuple(map(float, DISTANCES))
MOST_NAMED = 3
MOST_RELATED = 3
MOST_NEARBY = 3


@dataclass(frozen=True)
class Change:
    """Another search that does find something: what it leaves out, its address and how many it finds."""

    name: str
    asked: Asked
    number: int


class Finding:
    """One search, answered. What a page does not show is not worked out."""

    def __init__(self, asked: Asked, language: str, columns: Columns | None = None):
        self.asked, self.language = asked, language
        self.columns = columns or columns_now()

    @cached_property
    def understood(self) -> Understood:
        columns = self.columns
        needs = columns.needs.values()
        return understand(self.asked.text, self.language, lambda words: known_among(columns, words), needs)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """What is searched on: what the words mean, without what was taken off, with what was added."""
        meant = [need for need in self.understood.needs if need not in self.asked.dropped]
        added = [need for need in self.asked.needs if need in self.columns.needs]
        return tuple(dict.fromkeys([*meant, *added]))

    @cached_property
    def labels(self) -> dict[str, str]:
        """What we call each need, in the language of the page."""
        return lexicon_for(self.language, tuple(self.columns.needs.values())).labels

    @cached_property
    def related(self) -> list[str]:
        """Needs that may be meant as well, of which some school says something."""
        known = (need for need in related_to(self.needs) if need in self.columns.ways)
        return [need for need in known if need not in self.asked.dropped][:MOST_RELATED]

    @cached_property
    def words(self) -> WordsFound:
        """Where the words that are no need stand."""
        return find_words(self.columns, self.understood.words)

    @cached_property
    def named(self) -> list[int]:
        """Schools whose name says just what was read as a need: "De Vriendenkring"."""
        if not self.understood.needs:
            return []
        stop = lexicon_of("nl").stop
        words = [word for word in words_of(self.asked.text) if word not in stop]
        return list(places_in(named_so(self.columns, words)))[:MOST_NAMED] if words else []

    @cached_property
    def place(self) -> Place | None:
        return self.columns.gazetteer.locate(self.asked.place) if self.asked.place else None

    @cached_property
    def point(self) -> Point | None:
        return Point(self.place.latitude, self.place.longitude) if self.place else None

    @property
    def place_is_unknown(self) -> bool:
        return bool(self.asked.place) and self.place is None

    @property
    def km(self) -> str:
        """The distance that holds, as in an address; "" without a place."""
        return (self.asked.km or USUAL) if self.place else ""

    @property
    def sort(self) -> str:
        """In which order: by distance where there is one, else by match, else ("") by town."""
        ways = [BY_DISTANCE] * bool(self.place) + [BY_MATCH] * bool(self.needs)
        return self.asked.sort if self.asked.sort in ways else next(iter(ways), "")

    @cached_property
    def search(self) -> Search:
        return self.search_for(self.asked)

    def search_for(self, asked: Asked, *, words: bool = True, needs: bool = True) -> Search:
        """The engine's search for `asked`, with what this one understood."""
        km = (asked.km or USUAL) if self.place else ANYWHERE
        wanted = Wanted(
            needs=self.needs if needs else (),
            ways=tuple(WAYS_IN_WORDS[word] for word in asked.ways),
            kinds=tuple(KINDS_IN_WORDS[word] for word in asked.kinds),
            denominations=asked.denominations,
            concepts=asked.concepts,
            sizes=tuple(SIZES_IN_WORDS[word] for word in asked.sizes),
            boards=asked.boards,
            read=asked.profile == WITH if asked.profile else None,
            found=self._bits_of_words if words else None,
            point=self.point,
            km=None if km == ANYWHERE else float(km),
            by_match=self.sort == BY_MATCH,
        )
        return Search(self.columns, wanted, KILOMETRES, self._around)

    @cached_property
    def _around(self) -> Around:
        return Around(self.columns, self.point, max(KILOMETRES))

    @property
    def _bits_of_words(self) -> int | None:
        """Beside a need, a word that stands nowhere is left out; alone, it finds nothing."""
        if self.words.bits is None and self.words.unfound and not self.needs:
            return 0
        return self.words.bits

    @cached_property
    def total(self) -> int:
        return self.search.total

    @cached_property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def page_exists(self) -> bool:
        return self.asked.page <= self.last_page

    @cached_property
    def hits(self) -> list[Hit]:
        return self.search.hits((self.asked.page - 1) * PAGE) if self.page_exists else []

    @property
    def shows_profiles(self) -> bool:
        """Whether there is anything on this page to compare."""
        return any(self.columns.read >> hit.place & 1 for hit in self.hits)

    @cached_property
    def shown(self) -> dict[int, list[Shown]]:
        """{site: the sentences that show why it was found}. One query, or two when words were searched."""
        sites = [self.columns.schools[hit.place].pk for hit in self.hits]
        found: dict[int, list[Shown]] = {}
        if self.needs and sites:
            said = passages(sites, self.needs)
            for site in sites:
                told = (said.get((site, need)) for need in self.needs)
                found[site] = list({shown.text: shown for shown in told if shown}.values())
        if self.words.bits is not None and sites:
            for site, prose in Entry.objects.filter(pk__in=sites).values_list("pk", "prose"):
                if shown := sentence_with(self.understood.words, prose):
                    found.setdefault(site, []).append(shown)
        return found

    @cached_property
    def without_profile(self) -> int:
        """How many schools around have no profile here, and can so not be found by a need."""
        if not self.needs:
            return 0
        without = self.search_for(self._alone(), needs=False)
        return (without.bits & ~self.columns.read).bit_count()

    def _alone(self) -> Asked:
        """Without what only a profile tells."""
        return self.asked.but(text="", needs=(), dropped=(), ways=(), profile="", sort="")

    @property
    def asked_without_profile(self) -> Asked:
        """The search that lists those."""
        return self._alone().but(profile=WITHOUT)

    @property
    def unfiltered(self) -> Asked:
        return bare(self.asked).but(km="")

    @cached_property
    def changes(self) -> list[Change]:
        """What would find something where this finds nothing, one change at a time."""
        useful = [change for change in self._tried() if change.number]
        return [change for change in useful if change.name != "all"] or useful

    def _tried(self) -> Iterator[Change]:
        """Without one thing each; the last without everything but words and needs."""
        asked = self.asked
        yield from self._without("distance", asked.but(km=ANYWHERE))
        yield from self._without("filters", bare(asked))
        if self.understood.words:
            yield from self._without("words", asked.but(text="", needs=self.needs), words=False)
        yield from self._without("all", bare(asked).but(km=ANYWHERE if self.place else ""))

    def _without(self, name: str, other: Asked, *, words: bool = True) -> Iterator[Change]:
        """Nothing where it is the same search."""
        if other != self.asked:
            yield Change(name, other, self.search_for(other, words=words).total)

    @cached_property
    def nearby(self) -> list[Hit]:
        """The nearest schools that fit all but the distance."""
        if self.place is None:
            return []
        return self.search.anywhere().hits(0, MOST_NEARBY)

    @property
    def anything_near(self) -> list[Hit]:
        """The school nearest to the place, whatever was asked; none without a place."""
        if self.point is None:
            return []
        return Search(self.columns, Wanted(point=self.point), KILOMETRES, self._around).hits(0, 1)


def bare(asked: Asked) -> Asked:
    """Without any filter but the distance."""
    return asked.but(ways=(), kinds=(), denominations=(), concepts=(), sizes=(), boards=(), profile="")


def sentence_with(words: Iterable[str], prose: str) -> Shown | None:
    """The first sentence with most of these words, with the words marked."""
    stems = {stem_of(word) for word in words}
    best: Shown | None = None
    for sentence in prose.splitlines():
        marks = [
            (found.start(), found.end())
            for found in WORD.finditer(sentence)
            if any(stem_of(word) in stems for word in words_of(found[0]))
        ]
        if marks and (best is None or len(marks) > len(best.marks)):
            best = Shown(sentence, joined(marks, sentence))
    return best
