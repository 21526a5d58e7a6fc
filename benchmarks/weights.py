"""What a page for parents weighs on the wire, as nginx sends it by our configuration, and what it waits for.

The HTML with its style and script, headers included, for who comes for the first time, without pictures.
"""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from gzip import decompress
from html.parser import HTMLParser
from urllib.parse import urlencode

from benchmarks.demo import demo_server
from benchmarks.load import ensure
from benchmarks.proxy import nginx
from benchmarks.report import Line, bounded, skipped

MOST = 35_000  # CHANGELOG.md says so
FULL_PAGE = 20
LANGUAGES = {"nl": "", "ar": "/ar"}
SEARCH = "/scholen/?plaats=Oudveen&ver=alles"
DATA = "application/ld+json"


@dataclass
class Asked(HTMLParser):
    """What the browser must have for a page: `first` before it may show the text, `later` after it."""

    first: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    blocking: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") == "stylesheet":
            self.first.append(given["href"] or "")
        elif tag == "script" and given.get("type") != DATA:
            address = given.get("src") or "script in the page"
            waits = given.keys() & {"defer", "async"} or given.get("type") == "module"
            (self.later if waits else self.blocking).append(address)
        elif tag in ("iframe", "object", "embed"):
            self.blocking.append(tag)


def run() -> Iterator[Line]:
    if not ensure("nginx", "nginx-light"):
        yield skipped("the weight of pages for parents", "nginx is not installed")
        return
    with demo_server() as (server, code), nginx(server) as port:
        reader = Reader(port)
        for path in pages(reader, code).values():  # a school's page becomes a file at its first reader
            for prefix in LANGUAGES.values():
                reader.fetch(prefix + path)
        weighed = {
            f"{name} {language}": reader.weigh(prefix + path)
            for name, path in pages(reader, code).items()
            for language, prefix in LANGUAGES.items()
        }
    yield heaviest({name: weight for name, (weight, _) in weighed.items()})
    yield held_up({name: blocking for name, (_, blocking) in weighed.items()})


def pages(reader: "Reader", code: str) -> dict[str, str]:
    """The fullest profile there is, a search with a map and a whole page of schools, three side by side."""
    _, found = reader.fetch(SEARCH)
    page = found.decode()
    assert 'class="map"' in page
    assert page.count('class="result') >= FULL_PAGE, "not as wide as a search can be"
    others = [other for other in re.findall(r'name="school" value="(\w+)"', page) if other != code]
    beside = urlencode([("school", each) for each in (code, *others[:2])])
    return {"home": "/", "search": SEARCH, "school": f"/scholen/{code}/", "compare": f"/vergelijk/?{beside}"}


class Reader:
    """A browser that says it takes gzip, and has nothing kept."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def fetch(self, address: str) -> tuple[int, bytes]:
        """(bytes that came, headers included; what they hold)."""
        self.connection.request("GET", address, headers={"Accept-Encoding": "gzip, br"})
        answer = self.connection.getresponse()
        came = answer.read()
        assert answer.status == 200, (answer.status, address)
        size = len(came) + sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders())
        return size, decompress(came) if answer.headers["Content-Encoding"] == "gzip" else came

    def weigh(self, address: str) -> tuple[int, list[str]]:
        """(bytes of the page with its style and script; what blocks before the text)."""
        size, page = self.fetch(address)
        asked = Asked()
        asked.feed(page.decode())
        fetched = {part: self.fetch(part) for part in asked.first + asked.later if part.startswith("/")}
        strange = [part for part in asked.first if part not in fetched]
        nested = [part for part in asked.first if b"@import" in fetched.get(part, (0, b""))[1]]
        return size + sum(each for each, _ in fetched.values()), asked.blocking + strange + nested


def heaviest(weights: dict[str, int]) -> Line:
    name = max(weights, key=lambda name: weights[name])
    figures = ", ".join(f"{each} {weight / 1000:.1f}" for each, weight in weights.items())
    return bounded(
        "the heaviest page for parents, with style and script, gzip by nginx",
        f"{weights[name] / 1000:.1f} KB ({name})",
        f"<= {MOST // 1000} KB",
        weights[name] <= MOST,
        f"KB: {figures}; pictures not counted",
    )


def held_up(blocking: dict[str, list[str]]) -> Line:
    found = [f"{name}: {part}" for name, parts in blocking.items() for part in parts]
    note = "; ".join(found) or "styles are our own, scripts are deferred"
    return bounded("what blocks on those pages before the text", str(len(found)), "0", not found, note)
