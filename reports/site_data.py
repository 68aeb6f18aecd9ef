"""All that the report shows, read from the store once, and grouped by system."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from config.indicators import Method, load_method
from config.registry import Icp, Registry, System
from config.times import london
from reports.scorecard import Standing, standing
from store.models import Capture, Change, FactRow, LedgerRow, Page, Redaction, Score, SiteRow, SiteRun, SystemRow
from store.queries import changes, latest_site_runs, ledger_head
from store.scores import current_scores

WEEK = 7 * 86_400
_HEAVY = ("block_hashes", "evidence", "etag", "last_modified", "body_hash")


Row = TypeVar("Row", Page, Change, FactRow)


class Version(NamedTuple):
    """What the report shows of one capture."""

    id: int
    page_id: int
    at: int
    url: str
    status: int
    content_type: str
    body_hash: bytes
    reading_hash: bytes


@dataclass(frozen=True)
class Data:
    """One moment of the store.

    `told` holds all changes, newest first, `changes` those of watched pages; `captures` the versions of each page,
    oldest first; `gaps` system, beginning and end of crawls that could not read a site.
    """

    registry: Registry
    method: Method
    now: int
    systems: Mapping[str, System]
    sites: Sequence[tuple[SiteRow, SiteRun | None]]
    gaps: Sequence[tuple[str, int, int]]
    pages: Mapping[int, Page]
    told: Sequence[Change]
    changes: Sequence[Change]
    facts: Sequence[FactRow]
    scores: Mapping[str, Mapping[str, Score]]
    captures: Mapping[int, Sequence[Version]]
    ledger: LedgerRow | None
    redacted: tuple[str, ...]

    @cached_property
    def today(self) -> date:
        """Return the day in London."""
        return london(self.now).date()

    @cached_property
    def live(self) -> list[System]:
        """Return the systems in being today, by name."""
        return sorted((s for s in self.systems.values() if s.is_live(self.today)), key=lambda system: system.name)

    @cached_property
    def looked_at(self) -> int | None:
        """Return when any site was last read, None before the first crawl ended."""
        return max((site.last_reached for site, _ in self.sites if site.last_reached), default=None)

    @cached_property
    def versions(self) -> Mapping[int, Version]:
        """Return all versions by the id of their capture."""
        return {version.id: version for versions in self.captures.values() for version in versions}

    @cached_property
    def pages_of(self) -> Mapping[str, list[Page]]:
        """Return the pages by system."""
        return _grouped(self.pages.values())

    @cached_property
    def changes_of(self) -> Mapping[str, list[Change]]:
        """Return the changes by system, newest first."""
        return _grouped(self.changes)

    @cached_property
    def changes_of_page(self) -> Mapping[int | None, list[Change]]:
        """Return the changes by page, newest first; None holds those of whole sites."""
        groups: dict[int | None, list[Change]] = defaultdict(list)
        for change in self.changes:
            groups[change.page_id].append(change)
        return groups

    @cached_property
    def facts_of(self) -> Mapping[str, list[FactRow]]:
        """Return the facts by system, those of today and those that have ended."""
        return _grouped(self.facts)

    def is_told(self, fact: FactRow) -> bool:
        """Say whether a fact stands today on a page of a partnership that is there."""
        page = self.pages.get(fact.page_id)
        return bool(
            page and fact.until is None and page.is_icp is not False and page.state not in ("vanished", "moved")
        )

    def standing(self, system: System) -> Standing:
        """Return the band of a system."""
        levels = [score.level for score in self.scores.get(system.id, {}).values()]
        return standing(system, levels or ["not-checked"], self.method, self.today)

    def is_new(self, change: Change) -> bool:
        """Say whether a change is of the last seven days."""
        return change.at > self.now - WEEK


def load_data(session: Session, registry: Registry, now: int) -> Data:
    """Read one moment of the store."""
    rows = list(session.scalars(select(SystemRow)))
    unlisted = {row.id: _system(row) for row in rows if row.id not in registry.systems}
    light = [defer(getattr(Page, name)) for name in _HEAVY]
    captures: dict[int, list[Version]] = defaultdict(list)
    columns = [getattr(Capture, name) for name in Version._fields]
    for row in session.execute(select(*columns).order_by(Capture.at, Capture.id)):
        captures[row.page_id].append(Version(*row))
    told = changes(session)[::-1]
    return Data(
        registry=registry,
        method=load_method(),
        now=now,
        systems={**registry.systems, **unlisted},
        sites=latest_site_runs(session),
        gaps=_gaps(session),
        pages={page.id: page for page in session.scalars(select(Page).options(*light).order_by(Page.id))},
        told=told,
        changes=[change for change in told if change.watched],
        facts=list(session.scalars(select(FactRow).order_by(FactRow.id))),
        scores=current_scores(session),
        captures=captures,
        ledger=ledger_head(session),
        redacted=tuple(session.scalars(select(Redaction.name))),
    )


def _gaps(session: Session) -> list[tuple[str, int, int]]:
    """Return system, beginning and end of each crawl of a site that could not read it."""
    query = (
        select(SiteRow.system_id, SiteRun.started_at, SiteRun.finished_at)
        .join(SiteRow, SiteRow.id == SiteRun.site_id)
        .where(SiteRun.outcome.in_(("blocked", "unreachable", "excluded")), SiteRow.role != "former")
        .order_by(SiteRun.started_at)
    )
    return [(system, began, ended or began) for system, began, ended in session.execute(query)]


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


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.system_id].append(row)
    return groups
