"""What the answers about one system rest on, and the words in which an answer is given."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlsplit

from config.indicators import Indicator, Method
from config.registry import System
from config.times import british_date, london
from reports.words import OUTCOME_WORDS, counted, day_of, host_of
from store.models import FactRow, Page, SiteRow
from store.reading import Reading
from store.scores import Answer
from store.visits import UNREAD

GONE = ("vanished", "moved", "empty", "unreadable", "excluded")
OWN_KINDS = {"about", "membership", "chair", "meetings", "terms-of-reference", "contact", "faq"}
QUOTE_LENGTH = 240  # characters: enough to judge a sentence by, short enough to quote


@dataclass(frozen=True)
class View:
    """All that is known of one system at `now` (seconds since 1970).

    `pages` holds every page of the system, `facts` what its pages say or said, `readings` the newest version of the
    pages that answers are read from (see `is_read`), by page id.
    """

    system: System
    method: Method
    now: int
    sites: Sequence[SiteRow]
    pages: Sequence[Page]
    facts: Sequence[FactRow] = ()
    readings: Mapping[int, Reading] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """Return the day in London."""
        return london(self.now).date()

    @cached_property
    def unseen(self) -> list[SiteRow]:
        """Return the sites that cannot carry an answer: never read to the end, or not for too long."""
        oldest = self.now - self.method.seen_days * 86_400
        sites = [site for site in self.sites if site.role != "former"]
        return [site for site in sites if site.baseline_run_id is None or (site.last_reached or 0) < oldest]

    @cached_property
    def standing(self) -> list[Page]:
        """Return the pages that are there, on sites that we can see, nearest to the home page first."""
        seen = {site.id for site in self.sites} - {site.id for site in self.unseen}
        kept = (page for page in self.pages if page.state not in GONE and page.site_id in seen)
        return sorted(kept, key=lambda page: (_far(page.clicks), _far(page.clicks_own_site), page.url))

    @cached_property
    def unread(self) -> list[Page]:
        """Return the pages that links call the partnership's, and that could never be read."""
        return [page for page in self.pages if page.told_state == "" and page.state in UNREAD]

    @property
    def can_see(self) -> bool:
        """Say whether there is a page to look at, and no site that we cannot see."""
        return bool(self.standing) and not self.unseen

    @cached_property
    def icp(self) -> list[Page]:
        """Return the standing pages and documents of the partnership itself, news left out."""
        return [page for page in self.standing if page.is_icp and page.kinds != ["news"]]

    @cached_property
    def own(self) -> list[Page]:
        """Return the web pages of the partnership that can serve as its page."""
        return [page for page in self.icp if page.media == "html" and OWN_KINDS & set(page.kinds)]

    @cached_property
    def page_of(self) -> Mapping[int, Page]:
        """Return the standing pages by their ids, as facts name them."""
        return {page.id: page for page in self.standing}

    def said(self, *kinds: str, unsure: bool = False, ended: bool = False) -> list[FactRow]:
        """Return the facts of these kinds on standing pages of the partnership.

        `unsure` adds those of pages that may be the partnership's, `ended` what pages said once.
        """
        pages = {id for id, page in self.page_of.items() if page.is_icp or (unsure and page.is_icp is None)}
        return [f for f in self.facts if f.kind in kinds and f.page_id in pages and (ended or f.until is None)]

    def texts(self, pages: Iterable[Page]) -> Iterator[tuple[Page, str]]:
        """Yield each block's text in the main part of these pages."""
        for page in pages:
            reading = self.readings.get(page.id)
            for block in reading.blocks if reading else ():
                if block.place == "main":
                    yield page, block.text

    def find(self, words: Sequence[str], pages: Iterable[Page]) -> tuple[Page, str] | None:
        """Return the first page and quote that holds one of the words."""
        pattern = words_pattern(words)
        found = ((page, text, pattern.search(text)) for page, text in self.texts(pages))
        return next(((page, quote(text, match)) for page, text, match in found if match), None)

    def by_fact(self, level: str, fact: FactRow, evidence: str = "") -> Answer:
        """Return an answer that rests on the words of a fact."""
        words = evidence or shortened(fact.evidence or fact.value)
        return Answer(level, words, self.page_of[fact.page_id].url, fact.capture_id)

    def absent(self, indicator: Indicator) -> Answer:
        """Return "not found" with where we looked, or "not checked" where a site could not be seen."""
        if self.unseen or not self.sites:
            return Answer("not-checked", self._why_unseen())
        hosts = ", ".join(dict.fromkeys(host_of(site.url) for site in self.sites if site.role != "former"))
        if not self.can_see:
            return Answer("not-checked", f"We have no page of {hosts} to look at.")
        if self.unread and not self.icp:
            page = self.unread[0]
            return Answer("not-checked", f"We could not read “{page.link_text}”: {page.state_reason}.", page.url)
        pages = counted(sum(page.state not in GONE for page in self.pages), "page")
        missed = f"We did not find {indicator.thing} on these pages on {british_date(self.now)}."
        return Answer("not-found", f"{missed} We looked at {pages} of {hosts}.")

    def _why_unseen(self) -> str:
        if not self.unseen:
            return "No site of this body is watched."
        site = self.unseen[0]
        if site.baseline_run_id is None and not site.last_reached:
            return f"We could not look yet: {host_of(site.url)} has not been read to the end."
        since = f" since {british_date(site.last_reached)}" if site.last_reached else ""
        if site.outcome == "reached":
            return f"We have not looked at {host_of(site.url)}{since}."
        return f"We could not look: {host_of(site.url)} could not be read{since} ({OUTCOME_WORDS[site.outcome]})."


def is_read(page: Page, homes: Collection[str]) -> bool:
    """Say whether answers are read from the words of a page, not only from its facts."""
    if page.state in GONE or page.last_capture_id is None:
        return False
    return page.is_icp is True or page.url in homes or is_accessibility(page)


def is_accessibility(page: Page) -> bool:
    """Say whether a page is an accessibility statement, by its title or address."""
    return bool(re.search(r"accessib", f"{page.title} {urlsplit(page.url).path}", re.IGNORECASE))


def on_page(level: str, evidence: str, page: Page) -> Answer:
    """Return an answer that rests on a page."""
    return Answer(level, evidence, page.url, page.last_capture_id)


def words_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words; one ending in * may go on.

    >>> bool(words_pattern(["observe*"]).search("Observers are welcome"))
    True
    """
    parts = (re.escape(w.rstrip("*")) + ("" if w.endswith("*") else r"(?!\w)") for w in words)
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + ")", re.IGNORECASE)


def quote(text: str, match: re.Match[str]) -> str:
    """Return the words around a match, cut at spaces."""
    start = max(0, match.start() - QUOTE_LENGTH // 2)
    return ("…" if start else "") + shortened(text[start:].partition(" ")[2] if start else text)


def shortened(text: str) -> str:
    """Return text of at most QUOTE_LENGTH characters."""
    text = " ".join(text.split())
    return text if len(text) <= QUOTE_LENGTH else text[:QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"


def stated_day(text: str) -> date | None:
    """Return a day written as ISO or as people here write it, None where there is none.

    >>> stated_day("Last updated 3rd October 2022")
    datetime.date(2022, 10, 3)
    """
    match = re.search(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Z][a-z]{2})[a-z]*\s+(20\d\d)", text)
    try:
        return datetime.strptime(" ".join(match.groups()), "%d %b %Y").date() if match else day_of(text[:10])  # noqa: DTZ007
    except ValueError:
        return None


def _far(clicks: int | None) -> int:
    return 99 if clicks is None else clicks
