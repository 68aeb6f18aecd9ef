"""What the page of one change, and the history of one page, show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from reports.diff_html import Shown, as_text, show_diff
from reports.site_data import Data
from store.bodies import load_reading
from store.diff import diff_blocks
from store.models import Capture, Change, Page, SiteRow
from store.noise import Learned, kept, set_aside
from store.queries import captures_of
from store.reading import Block, Link, Reading
from store.record import fingerprints

MOST_VERSIONS = 12  # of a page's history with their differences; the command line has the others
MOST_CHARACTERS = 60_000  # of all differences on one page
MOST_IGNORED = 40
IGNORED_CHARACTERS = 160
FEED_CHARACTERS = 4_000


class Differ:
    """Compares captures for one rendering: kept blocks only, redacted names blanked before comparing."""

    def __init__(self, session: Session, data: Data, safe: Callable[[Any], Any]) -> None:
        self._session = session
        self._data = data
        self._safe = safe
        self._sites = {site.id: site for site, _ in data.sites}

    def between(self, old: Capture | None, new: Capture | None, page: Page) -> Shown | None:
        """Return the difference of two captures; None where one is missing."""
        if old is None or new is None:
            return None
        learned = learned_of(self._sites[page.site_id], page)
        return show_diff(diff_blocks(kept(self.reading(old), learned), kept(self.reading(new), learned)))

    def reading(self, capture: Capture) -> Reading:
        """Return a capture's reading, without redacted names."""
        reading = load_reading(self._session, capture)
        if not self._data.redacted:
            return reading
        blocks = tuple(_without_names(block, self._safe) for block in reading.blocks)
        return Reading(reading.media, self._safe(reading.title), blocks, reading.language, reading.metadata)

    def change(self, change: Change) -> tuple[Capture | None, Capture | None, Shown | None]:
        """Return the captures before and after a change, and their difference."""
        old = self._session.get(Capture, change.from_capture) if change.from_capture else None
        new = self._session.get(Capture, change.to_capture) if change.to_capture else None
        page = self._data.pages.get(change.page_id) if change.page_id else None
        return old, new, self.between(old, new, page) if page else None

    def text(self, change: Change) -> str:
        """Return all that a feed says of a change: its facts in sentences and the changed words."""
        parts = [change.summary, *(fact["sentence"] for fact in change.facts)]
        shown = self.change(change)[2]
        if shown:
            parts.append(as_text(shown, FEED_CHARACTERS))
        return "\n\n".join([*parts, change.url])

    def history(self, page: Page) -> list[Capture]:
        """Return the captures of a page, oldest first."""
        return captures_of(self._session, page.id)


def learned_of(site: SiteRow, page: Page) -> Learned:
    """Return what was learned of a site and a page."""
    return Learned(fingerprints(site.shared), fingerprints(page.flapping))


def change_view(data: Data, differ: Differ, change: Change) -> dict[str, Any]:
    """Return what the template of a change takes."""
    old, new, shown = differ.change(change)
    page = data.pages.get(change.page_id) if change.page_id else None
    system = data.systems.get(change.system_id)
    return {
        "change": change,
        "name": system.name if system else change.system_id,
        "title": page.title if page else "",
        "old": old,
        "new": new,
        "versions": [capture for capture in (old, new) if capture],
        "shown": shown,
        "history": page is not None and len(data.captures.get(page.id, ())) > 1,
    }


def change_inputs(data: Data, change: Change) -> list[object]:
    """Return what the page of a change is made from."""
    page = data.pages.get(change.page_id) if change.page_id else None
    history = page is not None and len(data.captures.get(page.id, ())) > 1
    return [change.id, change.summary, change.from_capture, change.to_capture, page and page.title, history]


def page_view(data: Data, differ: Differ, page: Page) -> dict[str, Any]:
    """Return what the template of a page's history takes: newest version first."""
    captures = differ.history(page)
    changes = [change for change in data.changes_of.get(page.system_id, []) if change.page_id == page.id]
    versions, room = [], MOST_CHARACTERS
    for old, new in list(zip([None, *captures], captures, strict=False))[::-1][:MOST_VERSIONS]:
        shown = differ.between(old, new, page) if room > 0 else None
        room -= (
            sum(len(text) for part in shown.parts if hasattr(part, "spans") for _, text in part.spans) if shown else 0
        )
        told = [change for change in changes if change.to_capture == new.id]
        versions.append({"capture": new, "changes": told, "shown": shown})
    ignored = _ignored(data, differ, page, captures[-1])
    system = data.systems.get(page.system_id)
    return {
        "page": page,
        "name": system.name if system else page.system_id,
        "versions": versions,
        "versions_in_all": len(captures),
        "ignored": ignored[:MOST_IGNORED],
        "ignored_more": max(0, len(ignored) - MOST_IGNORED),
    }


def page_inputs(data: Data, page: Page) -> list[object]:
    """Return what the history of a page is made from."""
    told = [change.id for change in data.changes_of.get(page.system_id, []) if change.page_id == page.id]
    return [page.id, page.url, page.title, page.kinds, page.state, page.state_reason, data.captures.get(page.id), told]


def _ignored(data: Data, differ: Differ, page: Page, capture: Capture) -> list[tuple[str, str]]:
    site = next(site for site, _ in data.sites if site.id == page.site_id)
    reading = differ.reading(capture)
    reasons = set_aside(reading, learned_of(site, page))
    pairs = zip(reading.blocks, reasons, strict=True)
    return [(block.text[:IGNORED_CHARACTERS], reason) for block, reason in pairs if reason and block.text]


def _without_names(block: Block, safe: Callable[[Any], Any]) -> Block:
    return Block(
        block.kind,
        safe(block.text),
        tuple(map(safe, block.path)),
        tuple(Link(safe(link.text), safe(link.url)) for link in block.links),
        block.place,
        block.level,
        tuple(map(safe, block.cells)),
        tuple(map(safe, block.labels)),
    )
