"""One site while it is crawled: what to ask for next, and what came of it. Knows nothing of Scrapy."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from config.errors import ReadingError
from crawler.frontier import HOME, PROMISED, Candidate, Found, Frontier
from crawler.judge import Judged, context_of
from crawler.names import PageContext, bodies_of, mentions
from crawler.outcome import Outcome
from crawler.plan import SitePlan
from crawler.promise import promise
from crawler.reading.read import read
from crawler.urls import is_document, url_key
from crawler.vendors.known import recognise, vendor_of
from store.noise import fingerprint
from store.reading import Reading

STOP_AFTER = 5  # failures in a row after which a site is left alone until the next crawl
PARTLY_SHARE = 0.1  # of the answers; with more blocks and errors than this, a site counts as partly reached
LINKS_KEPT = 2_000  # of one page; more is a generated list

PROMISES_KEPT = 2_048  # links of one site; the menu stands on each of its pages

StoredLink = tuple[str, str, str]
Hop = tuple[int, str, str]
"""A redirect: status, the address asked for, the one it leads to."""


@dataclass(frozen=True, slots=True)
class SiteEnd:
    """How the crawl of a site ended."""

    site_id: int
    outcome: str
    reason: str
    discovery: bool
    vendor: str
    unvisited: int
    unvisited_why: str
    in_sitemap: frozenset[str] = frozenset()


class SiteCrawl:
    """The state of one site during a crawl."""

    def __init__(self, plan: SitePlan, max_depth: int) -> None:
        self.plan = plan
        self.vendor = vendor_of(plan.vendor)
        self.in_flight = 0
        self.ended = False
        self.sitemaps: set[str] = set()  # asked for
        self.home_answered = False
        self.not_found: frozenset[bytes] = frozenset()
        self.in_sitemap: set[str] = set()
        self._in_a_row = 0
        self._answers = self._refused = self._failed = 0
        self._trouble: Outcome | None = None
        self._stopped = False
        self._asked = 0
        promise_of = lru_cache(maxsize=PROMISES_KEPT)(self._promise)
        self.frontier = Frontier(plan.site, self.vendor, promise_of, max_depth, plan.discover)
        self.frontier.mark(plan.site.url)

    @property
    def home(self) -> Candidate:
        """Return the home page, which is asked for first and always in full."""
        known = next((page for page in self.plan.known if page.url == self.plan.site.url), None)
        return Candidate(self.plan.site.url, 0, "Home", tier=HOME, known=known)

    def open(self) -> None:
        """Take in the starting points and the known pages, once the home page has answered."""
        for url in self.vendor.starts(self.plan.site) if self.plan.discover else ():
            self.frontier.add(Candidate(self.canonical(url), 1, tier=PROMISED))
        self.frontier.add_known(self.plan.known)

    def canonical(self, url: str) -> str:
        """Return the address that a page of this site is known by."""
        return self.vendor.canonical(url)

    def recognise(self, body: bytes) -> None:
        """Learn the vendor from the home page, where the region file does not name it."""
        if self.vendor.name == "plain" and not self.plan.site.vendor:
            self.vendor = vendor_of(recognise(body))
            self.frontier.vendor = self.vendor

    def learn_not_found(self, body: bytes, content_type: str) -> None:
        """Learn what the site answers for an address that cannot be there."""
        with suppress(ReadingError):
            reading = read(body, content_type, self.plan.site.url)
            self.not_found = frozenset(fingerprint(block) for block in reading.blocks if block.place == "main")

    def links_of(self, reading: Reading) -> tuple[tuple[StoredLink, ...], tuple[Found, ...]]:
        """Return the links of a page as they are stored, and as the frontier takes them."""
        stored: dict[str, StoredLink] = {}
        found: list[Found] = []
        for block, link in reading.links():
            url = self.canonical(link.url) if urlsplit(link.url).scheme in ("http", "https") else ""
            if not url or len(stored) >= LINKS_KEPT:
                continue
            heading = block.path[-1] if block.path else ""
            found.append(Found(url, link.text, heading, block.place == "main"))
            if url not in stored or not stored[url][1]:
                stored[url] = (url, link.text, block.place)
        return tuple(stored.values()), tuple(found)

    def follow(self, candidate: Candidate, links: Iterable[Found], judged: Judged | None) -> None:
        """Take in the links of a page that was read, or that did not change since it was."""
        known = candidate.known
        judgement = judged.judgement if judged else None
        is_icp = judgement.is_icp if judgement else known.is_icp if known else False
        kinds = (judgement.kinds if judgement else known.kinds if known else ()) if is_icp else ()
        if judgement:
            self.frontier.learn(candidate, hit=is_icp is True)
        found = list(links)
        if judged and known and is_icp is not False and self._links_anew(candidate, found):
            self.frontier.widen(self.plan.known)
        self.frontier.add_links(found, candidate, kinds, is_icp)

    def _links_anew(self, candidate: Candidate, links: Iterable[Found]) -> bool:
        """Return whether the text of a page has links that it had not: what is new there is looked for at once."""
        before = {link.url for link in self.stored_links(candidate)}
        new = (link.url for link in links if link.main and link.url not in before)
        return any(self.vendor.allows(url, self.plan.site) for url in new)

    def stored_links(self, candidate: Candidate) -> list[Found]:
        """Return the links of a page that did not change, from an earlier crawl."""
        return [Found(url, text, "", place == "main") for url, text, place in self.plan.stored_links(candidate.url)]

    def redirected(self, candidate: Candidate, hop: Hop) -> None:
        """Take in the target of a redirect as an address of its own; it costs no click."""
        target = hop[2]
        if not self.vendor.allows(target, self.plan.site):
            return
        tier = PROMISED if candidate.known and candidate.known.watched else candidate.tier
        moved = replace(candidate, url=target, known=None, hops=(*candidate.hops, hop), tier=tier)
        # An address that differs only by a slash or a scheme counts as seen, but only its target is a page.
        self.frontier.add(moved, again=url_key(target) == url_key(candidate.url))

    def note(self, candidate: Candidate, outcome: Outcome) -> None:
        """Count an outcome, and stop after too many failures in a row."""
        self._answers += 1
        failed = outcome.name in ("blocked", "unreachable")
        self._in_a_row = self._in_a_row + 1 if failed else 0
        self._refused += outcome.name == "blocked"
        self._failed += outcome.name in ("unreachable", "unreadable")
        if failed:
            self._trouble = outcome
        if candidate.tier == HOME and outcome.name in ("blocked", "unreachable", "excluded", "gone"):
            self._stopped, self._trouble = True, outcome
        if candidate.tier == HOME and outcome.name == "unreadable":
            self._trouble = Outcome("unreachable", f"home page {outcome.reason}")
        if self._in_a_row >= STOP_AFTER:
            self._stopped = True
        missing = outcome.name in ("gone", "soft-404", "redirect-home")
        if missing and candidate.known and candidate.known.watched:
            self.frontier.widen(self.plan.known)

    def sent(self) -> None:
        """Count a request against the budget; every request of a site is one, also for its sitemaps."""
        self.in_flight += 1
        self._asked += 1

    def next(self) -> Candidate | None:
        """Return the next address to ask for; None when there is none, or no more may be asked."""
        return None if self._stopped or self._asked >= self.plan.max_pages else self.frontier.next()

    def end(self) -> SiteEnd:
        """Return how the crawl of the site ended."""
        unvisited, why = self.frontier.left()
        outcome, reason = self._outcome()
        finished = outcome == "reached" and not self._stopped and self.frontier.discover
        sitemap = frozenset(self.in_sitemap)
        return SiteEnd(self.plan.site_id, outcome, reason, finished, self.vendor.name, unvisited, why, sitemap)

    def _outcome(self) -> tuple[str, str]:
        trouble = self._trouble
        if not self.home_answered:
            name = trouble.name if trouble else "unreachable"
            return ("unreachable" if name == "gone" else name), (trouble.reason if trouble else "no answer")
        if self._stopped and trouble:
            return ("blocked" if trouble.name == "blocked" else "partly"), trouble.reason
        bad = self._refused + self._failed
        if bad >= STOP_AFTER and bad > self._answers * PARTLY_SHARE:
            return "partly", f"{bad} of {self._answers} answers were a refusal or an error"
        return "reached", ""

    def _promise(self, text: str, heading: str, url: str, kinds: tuple[str, ...]) -> float:
        context = context_of(self.plan, self.vendor, Candidate(url, 0))
        return promise(text, heading, urlsplit(url).path, context, kinds)


def names_icp(text: str, context: PageContext) -> bool:
    """Return whether the words of a link are a name of the partnership."""
    return any(whose == "own" for whose, _ in mentions(text, bodies_of(context)))


def is_always_watched(candidate: Candidate) -> bool:
    """Return whether the scorecard rests on a page whatever it is about: the home page, the accessibility statement."""
    return candidate.tier == HOME or "accessibility" in f"{candidate.text} {urlsplit(candidate.url).path}".lower()


def is_document_answer(candidate: Candidate, reading: Reading | None) -> bool:
    """Return whether an answer is a document."""
    return is_document(candidate.url) if reading is None else reading.media in ("pdf", "docx", "office")
