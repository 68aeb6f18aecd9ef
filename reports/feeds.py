"""Atom feeds (RFC 4287): ids stay the same for ever, and entries hold the full text of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from config.words import EVENTS
from reports.site_data import Data
from reports.site_pages import EVENT_WORDS, slug, without_name
from store.models import Change

ENTRIES = 30
NEVER = 0


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: its file, its title, the page it belongs to, and its newest changes."""

    path: str
    title: str
    page: str
    changes: Sequence[Change]

    @property
    def inputs(self) -> list[object]:
        """Return what the feed is made from."""
        return [(change.id, change.summary) for change in self.changes]


def all_feeds(data: Data) -> Iterator[Feed]:
    """Yield the feed of everything, and one for each region, system and event."""
    yield _feed("all", "All changes", "changes.html", data.changes)
    for region in data.registry.regions:
        ids = {system.id for system in data.systems.values() if system.region == region}
        changes = [change for change in data.changes if change.system_id in ids]
        yield _feed(f"region-{slug(region)}", region, f"regions/{slug(region)}.html", changes)
    for system in data.systems.values():
        page = f"systems/{system.id}.html"
        yield _feed(f"system-{system.id}", system.name, page, data.changes_of.get(system.id, []))
    for event in EVENTS:
        changes = [change for change in data.changes if change.event == event]
        yield _feed(f"event-{event}", EVENT_WORDS[event], "changes.html", changes)


def feed_view(data: Data, feed: Feed, text: Callable[[Change], str], base_url: str) -> dict[str, Any]:
    """Return what the template of a feed takes; without a base URL entries point to the page that changed."""
    return {
        "id": f"urn:uuid:{uuid5(NAMESPACE_URL, 'icpwatch:' + feed.path)}",
        "title": feed.title,
        "path": feed.path,
        "page": feed.page,
        "updated": feed.changes[0].at if feed.changes else NEVER,
        "entries": [
            {
                "change": change,
                "id": f"urn:uuid:{uuid5(NAMESPACE_URL, f'icpwatch:change:{change.id}:{change.at}')}",
                "title": f"{_name(data, change)}: {without_name(change.summary, _name(data, change))}",
                "link": f"{base_url}changes/{change.id}.html" if base_url else change.url,
                "text": text(change),
            }
            for change in feed.changes
        ],
    }


def _feed(name: str, title: str, page: str, changes: Sequence[Change]) -> Feed:
    newest = sorted(changes[:ENTRIES], key=lambda change: (change.at, change.id), reverse=True)
    return Feed(f"feeds/{name}.xml", title, page, newest)


def _name(data: Data, change: Change) -> str:
    system = data.systems.get(change.system_id)
    return system.name if system else change.system_id
