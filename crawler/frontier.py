"""Addresses waiting to be asked for on one site, in order of promise, within a budget."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from config.systems import Site
from crawler.urls import is_document, url_key
from crawler.vendors.base import Vendor
from store.visits import KnownPage

HOME, WATCHED, PROMISED, LEADING, DOCUMENT, FIRST_LEVEL, REST = range(7)
"""The order of asking. Pages one click from home come before the rest, so that short ways are known."""

PROMISING, LEADS = 5.0, 0.5
"""Points of crawler.promise from which a link is taken to lead to the partnership itself, and on the way there."""

INHERITED = 0.4  # share of a page's own points that each link on it begins with; a way there may be several pages long

UNKNOWN_DEPTH = 2  # clicks taken for an address that no known way leads to, before its real way is counted

MAX_SEEN = 20_000  # addresses of one site kept in mind; more is a trap that we did not recognise

FREE_MISSES, MAX_MISSES = 3, 30
"""Pages of one generated list (numbers or a query in the address) that may turn out to be another body's before each
further one promises a point less, and before no more are asked for."""
SLUG_MISS, MAX_SLUG_MISSES = 0.25, 4.0
"""Points that siblings of pages with words for addresses lose by each page that was another body's, and at most."""

Promise = Callable[[str, str, str, tuple[str, ...]], float]
"""(link text, heading above it, address, kinds of the partnership's page it stands on) -> points."""

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Found:
    """A link as found on a page: canonical address, text, heading above it; `main` false for menus and footers."""

    url: str
    text: str
    heading: str = ""
    main: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address to ask for.

    `depth` is the number of clicks by the way it was found, not always the shortest; `parent_kinds` are the kinds of
    the partnership's own page that links to it, empty where no such page does; `tier` is its place in the order at
    worst.
    """

    url: str
    depth: int
    text: str = ""
    found_on: str = ""
    known: KnownPage | None = None
    hops: tuple[tuple[int, str, str], ...] = ()
    parent_kinds: tuple[str, ...] = ()
    under_parent: bool = False
    tier: int = REST
    points: float = 0.0


@dataclass(slots=True)
class Frontier:
    """What waits on one site. `discover` false asks only for what is watched."""

    site: Site
    vendor: Vendor
    promise: Promise
    max_depth: int
    discover: bool
    _waiting: dict[str, Candidate] = field(default_factory=dict)
    _heap: list[tuple[int, float, int, int, str]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _left: Counter[str] = field(default_factory=Counter)
    _misses: Counter[str] = field(default_factory=Counter)
    _order: int = 0

    def mark(self, url: str) -> None:
        """Take an address as asked for already."""
        self._seen.add(url_key(url))

    def add(self, candidate: Candidate, *, again: bool = False) -> None:
        """Take an address in, or what is better of another way to one that waits; `again` also one asked for before."""
        key = url_key(candidate.url)
        waiting = self._waiting.get(key)
        if waiting is not None:
            candidate = _better(waiting, candidate)
            if candidate is waiting:
                return
        elif (key in self._seen and not again) or len(self._seen) >= MAX_SEEN:
            return
        self._seen.add(key)
        self._waiting[key] = candidate
        self._push(key, candidate)

    def add_known(self, pages: Iterable[KnownPage]) -> None:
        """Take in the pages of earlier crawls: the watched ones first, the others as they promise."""
        for page in pages:
            if page.watched or self.discover:
                self.add(
                    Candidate(
                        page.url,
                        UNKNOWN_DEPTH if page.clicks is None else page.clicks,
                        page.link_text,
                        known=page,
                        parent_kinds=page.parent_kinds,
                        under_parent=page.under_parent,
                        tier=WATCHED if page.watched else REST,
                        points=self.promise(page.link_text, "", page.url, page.parent_kinds),
                    )
                )

    def add_links(
        self, links: Iterable[Found], page: Candidate, icp_kinds: tuple[str, ...], is_icp: bool | None
    ) -> None:
        """Take in the links of a page; documents only from pages that are watched, or where they promise much."""
        if not self.discover:
            return
        watched = is_icp is not False
        # What sounded like the partnership and was not leads nowhere better than any other page.
        inherited = INHERITED * min(max(page.points, 0.0), PROMISING) if is_icp or page.points < PROMISING else 0.0
        for link in links:
            key = url_key(link.url)
            waiting = self._waiting.get(key)
            if key in self._seen and waiting is None:
                continue
            if waiting is None and not self.vendor.follows(link.url, self.site, page.url):
                self._seen.add(key)
                continue
            # What is in the menu, or on the home page as well, is not said of this page in particular.
            of_page = link.main and (waiting is None or waiting.depth > 1)
            kinds = icp_kinds if of_page else ()
            points = self.promise(link.text, link.heading, link.url, kinds) + (inherited if of_page else 0.0)
            if waiting is not None and points <= waiting.points and page.depth + 1 >= waiting.depth:
                continue
            document = is_document(link.url)
            if document and not watched and points < PROMISING:
                continue
            if reason := self._refusal(link.url, page.depth + 1, promised=bool(kinds) or points >= PROMISING):
                self._refuse(key, reason)
                continue
            self.add(
                Candidate(
                    link.url,
                    page.depth + 1,
                    link.text,
                    page.url,
                    parent_kinds=kinds,
                    under_parent=link.url.startswith(page.url),
                    tier=DOCUMENT if document else REST,
                    points=points,
                )
            )

    def next(self) -> Candidate | None:
        """Return the most promising address, or None when none is left."""
        while self._heap:
            rank, key = self._heap[0][:3], self._heap[0][-1]
            heapq.heappop(self._heap)
            candidate = self._waiting.get(key)
            if candidate is None:
                continue
            now = self._rank(candidate)
            if now > rank:
                self._push(key, candidate)  # its like have disappointed meanwhile
                continue
            del self._waiting[key]
            like, generated = _like(candidate.url)
            if not generated or candidate.known is not None or self._misses[like] < MAX_MISSES:
                return candidate
            self._left["lists without end"] += 1
        return None

    def learn(self, candidate: Candidate, *, hit: bool) -> None:
        """Hear whether a page was the partnership's: what is like it promises as much as its like have kept."""
        like = _like(candidate.url)[0]
        self._misses[like] = 0 if hit else self._misses[like] + 1

    def widen(self, pages: Iterable[KnownPage]) -> None:
        """Look for new pages after all: a watched page is missing, and may be elsewhere."""
        if not self.discover:
            self.discover = True
            self.add_known(pages)

    def left(self) -> tuple[int, str]:
        """Return how many addresses were left unvisited, and why, in words."""
        reasons = Counter(self._left)
        if self._waiting:
            reasons["the budget of fetches was spent"] += len(self._waiting)
        return sum(reasons.values()), ", ".join(f"{reason}: {count}" for reason, count in reasons.most_common())

    def _push(self, key: str, candidate: Candidate) -> None:
        self._order += 1
        heapq.heappush(self._heap, (*self._rank(candidate), self._order, key))

    def _rank(self, candidate: Candidate) -> tuple[int, float, int]:
        points = candidate.points - self._fatigue(candidate.url)
        place = FIRST_LEVEL if candidate.depth <= 1 else REST
        if points >= LEADS and candidate.tier != DOCUMENT:
            place = PROMISED if points >= PROMISING else LEADING
        return min(candidate.tier, place), -points, candidate.depth

    def _fatigue(self, url: str) -> float:
        like, generated = _like(url)
        misses = self._misses[like]
        if generated:
            return float(max(0, misses - FREE_MISSES))
        return min(MAX_SLUG_MISSES, SLUG_MISS * misses)

    def _refuse(self, key: str, reason: str) -> None:
        if key not in self._seen and len(self._seen) < MAX_SEEN:
            self._seen.add(key)
            self._left[reason] += 1

    def _refusal(self, url: str, depth: int, *, promised: bool) -> str:
        if reason := self.vendor.trap(url):
            return reason
        return "too many clicks away" if depth > self.max_depth and not promised else ""


def _better(one: Candidate, other: Candidate) -> Candidate:
    """Return what two ways to one address come to: the more promising link, the fewest clicks, the earlier place."""
    best = other if other.points > one.points else one
    depth, tier = min(one.depth, other.depth), min(one.tier, other.tier)
    if best is one and (depth, tier) == (one.depth, one.tier):
        return one
    return replace(best, depth=depth, tier=tier, known=one.known or other.known)


def _like(url: str) -> tuple[str, bool]:
    """Return what addresses of one list have in common, and whether they look generated.

    >>> _like("https://a.example/diary/2022/11/3")
    ('/diary/0/0/', True)
    >>> _like("https://a.example/diary?month=2022-11")
    ('/diary?', True)
    """
    parts = urlsplit(url)
    if parts.query:
        return f"{parts.path}?", True
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    return _NUMBER.sub("0", folder) + "/", bool(_NUMBER.search(folder) or name.isdecimal())
