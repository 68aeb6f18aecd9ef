"""All that the report shows, read from the store once; templates take it as `data`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from config.indicators import Method, load_method
from config.registry import Icp, Registry, System
from config.times import london
from reports.scorecard import Standing, closing_words, standing
from store.models import Capture, Change, FactRow, LedgerRow, Page, Score, SiteRow, SiteRun, SystemRow
from store.queries import changes, edition, latest_site_runs, ledger_head
from store.scores import current_scores

WEEK = 7 * 86_400
_HEAVY: dict[type[Any], tuple[str, ...]] = {
    Page: ("block_hashes", "evidence", "etag", "last_modified", "body_hash", "gained", "lost", "new_links", "untold"),
    Capture: ("headers", "request_headers", "redirects"),
}
GONE = ("vanished", "moved")

Row = TypeVar("Row")


@dataclass(frozen=True)
class Data:
    """One moment of the store at `now` (seconds since 1970).

    `told` holds all changes, newest first, `changes` those of watched pages; `captures` the versions of each page,
    oldest first; `gaps` by system the beginning and end of crawls that could not read a site. Names in `_of` group
    the same rows by system, or by page.
    """

    registry: Registry
    method: Method
    now: int
    systems: Mapping[str, System]
    sites: Sequence[tuple[SiteRow, SiteRun | None]]
    gaps: Mapping[str, Sequence[tuple[int, int]]]
    pages: Mapping[int, Page]
    pages_of: Mapping[str, Sequence[Page]]
    told: Sequence[Change]
    changes: Sequence[Change]
    changes_of: Mapping[str, Sequence[Change]]
    changes_of_page: Mapping[int | None, Sequence[Change]]
    facts: Sequence[FactRow]
    facts_of: Mapping[str, Sequence[FactRow]]
    scores: Mapping[str, Mapping[str, Score]]
    captures: Mapping[int, Sequence[Capture]]
    ledger: LedgerRow | None
    edition: tuple[object, ...]

    @cached_property
    def today(self) -> date:
        """Return the day in London."""
        return london(self.now).date()

    @cached_property
    def live(self) -> list[System]:
        """Return the systems in being today, by name."""
        return sorted((s for s in self.systems.values() if s.is_live(self.today)), key=attrgetter("name"))

    @cached_property
    def never_seen(self) -> list[System]:
        """Return the systems in being of which no site has been looked at."""
        seen = {site.system_id for site, _ in self.sites}
        return [system for system in self.live if system.id not in seen]

    @cached_property
    def changes_of_region(self) -> Mapping[str, Sequence[Change]]:
        """Return the changes of watched pages by region, newest first."""
        found: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            found[self.systems[change.system_id].region].append(change)
        return found

    @cached_property
    def looked_at(self) -> int | None:
        """Return when any site was last read, None before the first crawl ended."""
        return max((site.last_reached for site, _ in self.sites if site.last_reached), default=None)

    @cached_property
    def capture(self) -> Mapping[int, Capture]:
        """Return all versions by the id of their capture."""
        return {capture.id: capture for captures in self.captures.values() for capture in captures}

    @cached_property
    def page_at(self) -> Mapping[tuple[str, str], Page]:
        """Return the pages by system and address."""
        return {(page.system_id, page.url): page for page in self.pages.values()}

    def has_history(self, page: Page | None) -> bool:
        """Say whether a page has more than one version, and so a page of its own here."""
        return page is not None and len(self.captures[page.id]) > 1

    def said(self, system: System) -> list[FactRow]:
        """Return the facts that stand today on pages of a partnership that are there."""
        return [
            fact
            for fact in self.facts_of[system.id]
            if fact.until is None and (page := self.pages[fact.page_id]).is_icp is not False and page.state not in GONE
        ]

    def level(self, system: System, indicator: str) -> str:
        """Return the level of an answer; what was never asked is not checked, and to a body not scored none applies."""
        if closing_words(system, self.method, self.today):
            return "not-applicable"
        score = self.scores.get(system.id, {}).get(indicator)
        return score.level if score else "not-checked"

    def count(self, systems: Iterable[System], indicator: str, level: str) -> int:
        """Return in how many systems a question has this answer."""
        return sum(self.level(system, indicator) == level for system in systems)

    def standing(self, system: System) -> Standing:
        """Return the band of a system."""
        levels = [score.level for score in self.scores.get(system.id, {}).values()]
        return standing(system, levels or ["not-checked"], self.method, self.today)

    def is_new(self, change: Change) -> bool:
        """Say whether a change is of the last seven days."""
        return change.at > self.now - WEEK


def load_data(session: Session, registry: Registry, now: int) -> Data:
    """Read one moment of the store."""
    unlisted = {row.id: _system(row) for row in session.scalars(select(SystemRow)) if row.id not in registry.systems}
    pages = _light(session, Page, Page.id)
    told = sorted(changes(session), key=lambda change: (change.at, change.id), reverse=True)
    watched = [change for change in told if change.watched]
    facts = list(session.scalars(select(FactRow).order_by(FactRow.id)))
    return Data(
        registry=registry,
        method=load_method(),
        now=now,
        systems={**registry.systems, **unlisted},
        sites=latest_site_runs(session),
        gaps=_gaps(session),
        pages={page.id: page for page in pages},
        pages_of=_grouped(pages, "system_id"),
        told=told,
        changes=watched,
        changes_of=_grouped(watched, "system_id"),
        changes_of_page=_grouped(watched, "page_id"),
        facts=facts,
        facts_of=_grouped(facts, "system_id"),
        scores=current_scores(session),
        captures=_grouped(_light(session, Capture, Capture.at, Capture.id), "page_id"),
        ledger=ledger_head(session),
        edition=edition(session),
    )


def _light(session: Session, table: type[Row], *order: Any) -> list[Row]:
    """Return all rows without the columns that no page shows."""
    rows = select(table).options(*(defer(getattr(table, name)) for name in _HEAVY[table])).order_by(*order)
    return list(session.scalars(rows))


def _grouped(rows: Iterable[Row], column: str) -> Mapping[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def _gaps(session: Session) -> Mapping[str, list[tuple[int, int]]]:
    query = (
        select(SiteRow.system_id, SiteRun.started_at, SiteRun.finished_at)
        .join(SiteRow, SiteRow.id == SiteRun.site_id)
        .where(SiteRun.outcome.in_(("blocked", "unreachable", "excluded")), SiteRow.role != "former")
        .order_by(SiteRun.started_at)
    )
    gaps: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for system, began, ended in session.execute(query):
        gaps[system].append((began, ended or began))
    return gaps


def _system(row: SystemRow) -> System:
    """Return a system that the region files no longer list, from what the store remembers."""
    return System(
        id=row.id,
        name=row.name,
        region=row.region,
        icb=row.icb,
        ods=row.ods or "",
        ons=row.ons or "",
        established=date.fromisoformat(row.established),
        dissolved=date.fromisoformat(row.dissolved) if row.dissolved else None,
        successors=tuple(row.successors),
        icp=Icp(row.icp or ""),
    )
