"""What the page of one change, and the history of one page, show."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from reports.diff_html import Shown, as_text, show_diff
from reports.site_data import Data, Version
from store.bodies import load_body
from store.diff import diff_blocks
from store.models import Change, Page
from store.noise import Learned, kept, set_aside
from store.reading import Block, Link, Reading, reading_from_bytes
from store.record import fingerprints

MOST_VERSIONS = 12  # of a page's history with their differences; the command line has the others
MOST_CHARACTERS = 60_000  # of all differences on one page
MOST_IGNORED = 40
IGNORED_CHARACTERS = 160
FEED_CHARACTERS = 4_000
RECENT = 64  # versions and differences at hand: more than one page's history shows


class Differ:
    """Compares captures for one rendering: kept blocks only, redacted names blanked before comparing.

    The same versions are shown on the page of a change, in the history of its page and in feeds, so the last ones
    stay at hand.
    """

    def __init__(self, session: Session, data: Data, safe: Callable[[Any], Any]) -> None:
        self._session = session
        self._data = data
        self._safe = safe
        self._sites = {site.id: site for site, _ in data.sites}
        self._texts: dict[int, str] = {}
        self.reading = lru_cache(RECENT)(self._reading)
        self._kept = lru_cache(RECENT)(self._load_kept)
        self._between = lru_cache(RECENT)(self._compare)

    def between(self, old: Version | None, new: Version | None) -> Shown | None:
        """Return the difference of two captures; None where one is missing."""
        return self._between(old, new) if old and new else None

    def change(self, change: Change) -> tuple[Version | None, Version | None, Shown | None]:
        """Return the captures before and after a change, and their difference."""
        old, new = (self._data.versions.get(id) if id else None for id in (change.from_capture, change.to_capture))
        shown = self.between(old, new)
        if change.id not in self._texts:
            self._texts[change.id] = _feed_text(change, shown)
        return old, new, shown

    def text(self, change: Change) -> str:
        """Return all that a feed says of a change: its facts in sentences and the changed words."""
        if change.id not in self._texts:
            self.change(change)
        return self._texts[change.id]

    def learned(self, page: Page) -> Learned:
        """Return what was learned of a page and its site."""
        return Learned(fingerprints(self._sites[page.site_id].shared), fingerprints(page.flapping))

    def _reading(self, version: Version) -> Reading:
        reading = reading_from_bytes(load_body(self._session, version.reading_hash))
        if not self._data.redacted:
            return reading
        blocks = tuple(_without_names(block, self._safe) for block in reading.blocks)
        return Reading(reading.media, self._safe(reading.title), blocks, reading.language, reading.metadata)

    def _load_kept(self, version: Version) -> tuple[Block, ...]:
        return kept(self.reading(version), self.learned(self._data.pages[version.page_id]))

    def _compare(self, old: Version, new: Version) -> Shown:
        return show_diff(diff_blocks(self._kept(old), self._kept(new)))


def _feed_text(change: Change, shown: Shown | None) -> str:
    words = [as_text(shown, FEED_CHARACTERS)] if shown else []
    return "\n\n".join([change.summary, *(fact["sentence"] for fact in change.facts), *words, change.url])


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
    captures = data.captures[page.id]
    changes = data.changes_of_page.get(page.id, [])
    versions, room = [], MOST_CHARACTERS
    for old, new in list(zip([None, *captures], captures, strict=False))[::-1][:MOST_VERSIONS]:
        shown = differ.between(old, new) if room > 0 else None
        room -= (
            sum(len(text) for part in shown.parts if hasattr(part, "spans") for _, text in part.spans) if shown else 0
        )
        told = [change for change in changes if change.to_capture == new.id]
        versions.append({"capture": new, "changes": told, "shown": shown})
    ignored = _ignored(differ, page, captures[-1])
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
    told = [change.id for change in data.changes_of_page.get(page.id, [])]
    return [
        page.id,
        page.url,
        page.title,
        page.kinds,
        page.state,
        page.state_reason,
        [version.id for version in data.captures.get(page.id, ())],
        told,
    ]


def _ignored(differ: Differ, page: Page, version: Version) -> list[tuple[str, str]]:
    reading = differ.reading(version)
    pairs = zip(reading.blocks, set_aside(reading, differ.learned(page)), strict=True)
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
