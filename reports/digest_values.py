"""The values that a digest is made of, and the digest itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from config.times import british_date, london
from store.reading import FactChange


@dataclass(frozen=True, slots=True)
class Wording:
    """One reworded passage as (op, text) pairs; op is equal, removed or added."""

    spans: tuple[tuple[str, str], ...]

    @property
    def before(self) -> str:
        """Return the passage as it was, empty if there was none."""
        return self._side("removed")

    @property
    def after(self) -> str:
        """Return the passage as it is now, empty if there is none."""
        return self._side("added")

    def _side(self, op: str) -> str:
        return "".join(text for kind, text in self.spans if kind in ("equal", op)).strip()


@dataclass(frozen=True, slots=True)
class News:
    """One told change, with what a reader needs to see of it. `words` is all text that came or went."""

    id: int
    at: int
    system_id: str
    system: str
    region: str
    event: str
    url: str
    title: str
    summary: str
    weight: str
    old_url: str = ""
    kinds: tuple[str, ...] = ()
    watched: bool = True
    facts: tuple[FactChange, ...] = ()
    wordings: tuple[Wording, ...] = ()
    words: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a date ahead, or a meeting just past with none after it (`is_past`).

    `kind` is question, consultation or meeting; `has_clock` is false where only the day is known; `place` may be empty.
    """

    kind: str
    at: int
    has_clock: bool
    what: str
    system_id: str
    system: str
    region: str
    url: str
    place: str = ""
    quote: str = ""
    kinds: tuple[str, ...] = ()
    is_past: bool = False

    @property
    def day(self) -> str:
        """Return the date, and the hour if one is known, as people write it."""
        moment = london(self.at)
        return f"{moment:%A} {british_date(self.at)}" + (f", {moment:%H:%M}" if self.has_clock else "")


@dataclass(frozen=True, slots=True)
class Watched:
    """How one site was last seen.

    `since` is when its outcome became what it is, `looked_at` when a crawl of it last ended, `began` the end of its
    baseline.
    """

    system_id: str
    system: str
    region: str
    url: str
    outcome: str
    since: int | None = None
    reason: str = ""
    looked_at: int | None = None
    began: int | None = None
    site_id: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """All that a digest can be made of, `since` until now. The cursors are ids of changes: (after, up to)."""

    since: int
    cursor: tuple[int, int]
    news: tuple[News, ...] = ()
    dues: tuple[Due, ...] = ()
    watched: tuple[Watched, ...] = ()
    held: int = 0
    ledger: str = ""
    report_url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as told: a sentence, its details and where it stands."""

    system: str
    sentence: str
    at: int
    weight: str
    details: tuple[str, ...] = ()
    wordings: tuple[Wording, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    more_places: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading; `folded` are those left out of it for length."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    folded: int = 0

    def by_system(self) -> Mapping[str, list[Entry]]:
        """Return the entries under the name of their system."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.system, []).append(entry)
        return found


@dataclass(frozen=True, slots=True)
class Digest:
    """What one subscriber is told. `key` and `cursor` name it for good."""

    key: str
    subject: str
    summary: str
    since: int
    until: int
    cursor: tuple[int, int]
    is_quiet: bool
    dues: tuple[Due, ...]
    sections: tuple[Section, ...]
    coverage: str
    unseen: tuple[str, ...]
    notices: tuple[str, ...]
    ledger: str
    report_url: str = ""
    scope: str = ""
    filters: str = ""
    more_dues: int = 0


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value with every text in it changed."""
    if isinstance(value, tuple):
        return tuple(each_text(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: each_text(getattr(value, each.name), change) for each in fields(value)})
    return change(value) if isinstance(value, str) else value
