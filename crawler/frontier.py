"""Addresses waiting to be asked for on one site, in order of promise, within a budget."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from config.systems import Site
from crawler.urls import is_document, url_key
from crawler.vendors.base import Vendor
from store.visits import KnownPage

PROMISING = 5.0
"""Points of crawler.promise from which a link is taken to lead to the partnership itself."""

HOME, WATCHED, PROMISED, FIRST_LEVEL, KNOWN, REST = range(6)
"""The order of asking. All pages one click from home are asked for before the rest, so that short ways are exact."""

UNKNOWN_DEPTH = 2  # clicks taken for an address that no known way leads to, before its real way is counted

MAX_WAITING = 5_000  # addresses of one site kept in mind; more is a trap that we did not recognise

Promise = Callable[[str, str, str, tuple[str, ...]], float]
"""(link text, heading above it, address, kinds of the partnership's page it stands on) -> points."""


@dataclass(frozen=True, slots=True)
class Found:
    """A link as found on a page: canonical address, text, heading above it; `main` false for menus and footers."""

    url: str
    text: str
    heading: str = ""
    main: bool = True


@dataclass(slots=True)
class Candidate:
    """An address to ask for.

    `depth` is the number of clicks by the way it was found, not always the shortest; `parent_kinds` are the kinds of the
    partnership's own page that links to it, empty where no such page does.
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

    @property
    def document(self) -> bool:
        """Return whether it is, or looks like, a document."""
        return self.known.document if self.known else is_document(self.url)


@dataclass(slots=True)
class Frontier:
    """What waits on one site. `discover` false asks only for what is watched."""

    site: Site
    vendor: Vendor
    promise: Promise
    budget: int
    max_depth: int
    discover: bool
    asked: int = 0
    _heap: list[tuple[int, float, int, int, Candidate]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _left: Counter[str] = field(default_factory=Counter)
    _order: int = 0

    def mark(self, url: str) -> None:
        """Take an address as asked for already."""
        self._seen.add(url_key(url))

    def add(self, candidate: Candidate) -> bool:
        """Take an address in, unless it was before; return whether it was new."""
        key = url_key(candidate.url)
        if key in self._seen or len(self._seen) >= MAX_WAITING:
            return False
        self._seen.add(key)
        self._order += 1
        entry = (candidate.tier, -candidate.points, candidate.depth, self._order, candidate)
        heapq.heappush(self._heap, entry)
        return True

    def add_known(self, pages: Iterable[KnownPage]) -> None:
        """Take in the pages of earlier crawls: the watched ones first, the others with the rest."""
        for page in pages:
            if page.watched or self.discover:
                tier = WATCHED if page.watched else KNOWN
                depth = UNKNOWN_DEPTH if page.clicks is None else page.clicks
                self.add(
                    Candidate(
                        page.url,
                        depth,
                        page.link_text,
                        known=page,
                        parent_kinds=page.parent_kinds,
                        under_parent=page.under_parent,
                        tier=tier,
                    )
                )

    def add_links(self, links: Iterable[Found], page: Candidate, icp_kinds: tuple[str, ...], *, watched: bool) -> None:
        """Take in the links of a page; documents only from pages that are watched, or where they promise much."""
        if not self.discover:
            return
        for link in links:
            if url_key(link.url) in self._seen:
                continue
            if reason := self._refusal(link.url, page.depth + 1):
                self._seen.add(url_key(link.url))
                self._left[reason] += 1
                continue
            points = self.promise(link.text, link.heading, link.url, icp_kinds)
            if is_document(link.url) and not watched and points < PROMISING:
                continue
            tier = PROMISED if points >= PROMISING else FIRST_LEVEL if page.depth == 0 else REST
            if is_document(link.url):
                tier = min(tier, FIRST_LEVEL)
            self.add(
                Candidate(
                    link.url,
                    page.depth + 1,
                    link.text,
                    page.url,
                    parent_kinds=icp_kinds if link.main else (),
                    under_parent=link.url.startswith(page.url),
                    tier=tier,
                    points=points,
                )
            )

    def next(self) -> Candidate | None:
        """Return the most promising address, or None when all are asked for or the budget is spent."""
        if not self._heap or self.asked >= self.budget:
            return None
        self.asked += 1
        return heapq.heappop(self._heap)[-1]

    def widen(self, pages: Iterable[KnownPage]) -> None:
        """Look for new pages after all: a watched page is missing, and may be elsewhere."""
        if not self.discover:
            self.discover = True
            self.add_known(pages)

    def left(self) -> tuple[int, str]:
        """Return how many addresses were left unvisited, and why, in words."""
        reasons = Counter(self._left)
        if self._heap:
            reasons["the budget of fetches was spent"] += len(self._heap)
        return sum(reasons.values()), ", ".join(f"{reason}: {count}" for reason, count in reasons.most_common())

    def _refusal(self, url: str, depth: int) -> str:
        if not self.vendor.allows(url, self.site):
            return "outside the watched part" if self.site.role == "council" else "another site"
        if reason := self.vendor.trap(url):
            return reason
        return "too many clicks away" if depth > self.max_depth else ""
