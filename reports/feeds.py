"""Atom feeds (RFC 4287): ids stay the same for ever, and entries hold the full text of a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup

from config.words import EVENTS
from reports.site_data import Data
from reports.words import EVENT_WORDS, slug
from store.models import Change

ENTRIES = 30
_ENTRY = re.compile('<id>([^<]+)</id>\n<published>.*?<content type="text">(.*?)</content>', re.DOTALL)


class Feed(NamedTuple):
    """One feed: its file, its title, the page it belongs to, and its newest changes."""

    path: str
    title: str
    page: str
    changes: Sequence[Change]

    def view(self, earlier: str) -> dict[str, Any]:
        """Return what the template takes beside what stands in all files.

        `earlier` is the feed as it was written before: what an entry says is not worked out again, nor does it change.
        """
        return {
            "feed": self,
            "earlier": {id: Markup(words) for id, words in _ENTRY.findall(earlier)},
            "id": _urn(self.path),
            "updated": self.changes[0].at if self.changes else 0,
            "entry_ids": {change.id: _urn(f"change:{change.id}:{change.at}") for change in self.changes},
        }


def all_feeds(data: Data) -> Iterator[Feed]:
    """Yield the feed of everything, and one for each region, system and event."""
    yield _feed("all", "All changes", "changes.html", data.changes)
    for region in data.registry.regions:
        yield _feed(f"region-{slug(region)}", region, f"regions/{slug(region)}.html", data.changes_of_region[region])
    for system in data.systems.values():
        yield _feed(f"system-{system.id}", system.name, f"systems/{system.id}.html", data.changes_of[system.id])
    for event in EVENTS:
        changes = [change for change in data.changes if change.event == event]
        yield _feed(f"event-{event}", EVENT_WORDS[event], "changes.html", changes)


def _feed(name: str, title: str, page: str, changes: Sequence[Change]) -> Feed:
    return Feed(f"feeds/{name}.xml", title, page, changes[:ENTRIES])


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, 'icpwatch:' + name)}"
