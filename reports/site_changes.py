"""What the page of one change, and the history of one page, show."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from reports.diff_html import Line, Shown, as_text, show_diff
from reports.site_data import Data
from store.bodies import load_reading
from store.diff import diff_blocks
from store.fingerprints import learned
from store.models import Capture, Change, Page
from store.noise import kept, set_aside
from store.reading import Block, Reading

MOST_VERSIONS = 12  # of a page's history with their differences; the command line has the others
MOST_CHARACTERS = 60_000  # of all differences on one page
MOST_IGNORED = 40
IGNORED_CHARACTERS = 160
FEED_CHARACTERS = 4_000
PLACES = {
    "page furniture: nav": "in a menu",
    "page furniture: header": "in the head of the page",
    "page furniture: footer": "in the foot of the page",
    "page furniture: aside": "beside the text",
    "page furniture: dialog": "in a notice over the page",
}
RECENT = 64  # versions and differences at hand: more than one page's history shows


class Differ:
    """Compares captures by their kept blocks, for one rendering.

    The same versions are shown on the page of a change, in the history of its page and in feeds, so the last ones
    stay at hand.
    """

    def __init__(self, session: Session, data: Data) -> None:
        self._session = session
        self._data = data
        self._sites = {site.id: site for site, _ in data.sites}
        self._reading = lru_cache(RECENT)(self._load)
        self._kept = lru_cache(RECENT)(self._load_kept)
        self.between = lru_cache(RECENT)(self._compare)
        self.text = lru_cache(None)(self._feed_text)

    def versions(self, change: Change) -> list[Capture]:
        """Return the captures before and after a change, those that there are."""
        found = (self._data.capture.get(id or 0) for id in (change.from_capture, change.to_capture))
        return [capture for capture in found if capture]

    def ignored(self, page: Page, capture: Capture) -> list[tuple[str, str]]:
        """Return the words that make no change on a page, and why."""
        reading = self._reading(capture)
        reasons = set_aside(reading, learned(self._sites[page.site_id], page))
        pairs = zip(reading.blocks, reasons, strict=True)
        return [(block.text[:IGNORED_CHARACTERS], PLACES.get(r, r)) for block, r in pairs if r and block.text]

    def _load(self, capture: Capture) -> Reading:
        return load_reading(self._session, capture)

    def _load_kept(self, capture: Capture) -> tuple[Block, ...]:
        page = self._data.pages[capture.page_id]
        return kept(self._reading(capture), learned(self._sites[page.site_id], page))

    def _compare(self, old: Capture, new: Capture) -> Shown:
        return show_diff(diff_blocks(self._kept(old), self._kept(new)))

    def _feed_text(self, change: Change) -> str:
        """Return all that a feed says of a change: its facts in sentences and the changed words."""
        versions = self.versions(change)
        words = [as_text(self.between(*versions), FEED_CHARACTERS)] if len(versions) == 2 else []
        return "\n\n".join([change.summary, *(fact["sentence"] for fact in change.facts), *words, change.url])


def change_view(data: Data, differ: Differ, change: Change) -> dict[str, Any]:
    """Return what the template of a change takes."""
    versions = differ.versions(change)
    differ.text(change)  # feeds ask for it later, when the versions are no longer at hand
    return {
        "change": change,
        "page": data.pages.get(change.page_id or 0),
        "versions": versions,
        "shown": differ.between(*versions) if len(versions) == 2 else None,
    }


def page_view(data: Data, differ: Differ, page: Page) -> dict[str, Any]:
    """Return what the template of a page's history takes: newest version first."""
    captures = data.captures[page.id]
    versions: list[tuple[Capture, list[Change], Shown | None]] = []
    room = MOST_CHARACTERS
    for number, new in list(enumerate(captures))[: -MOST_VERSIONS - 1 : -1]:
        shown = differ.between(captures[number - 1], new) if number and room > 0 else None
        room -= sum(part.size for part in shown.parts if isinstance(part, Line)) if shown else 0
        told = [change for change in data.changes_of_page[page.id] if change.to_capture == new.id]
        versions.append((new, told, shown))
    ignored = differ.ignored(page, captures[-1])
    return {
        "page": page,
        "versions": versions,
        "versions_in_all": len(captures),
        "ignored": ignored[:MOST_IGNORED],
        "ignored_more": len(ignored) - MOST_IGNORED,
    }
