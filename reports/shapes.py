"""The JSON shapes of what the store holds: scripts rest on them, so keys are added and never renamed."""

from __future__ import annotations

from typing import Any

from config.times import iso_utc
from store.models import Base, Change, FactRow, OutboxRow, Page, Score, SiteRow, SiteRun
from store.outbox import shown
from store.search import Hit

_TIMES = (
    "at", "first_seen", "last_seen", "last_checked", "last_changed", "since", "until", "checked_at", "composed_at",
    "sent_at",
)  # fmt: skip


def page_shape(page: Page, site: SiteRow) -> dict[str, Any]:
    """Return one page."""
    return {
        "id": page.id,
        "system": page.system_id,
        "site": site.url,
        **_columns(page, "url state kinds is_icp title clicks clicks_exact clicks_own_site"),
        "click_path": [{"text": text, "url": url} for text, url in page.click_path],
        **_columns(page, "first_seen last_checked last_changed media state_reason watched"),
    }


def change_shape(change: Change, site: SiteRow) -> dict[str, Any]:
    """Return one change."""
    return {
        **_columns(change, "id at"),
        "system": change.system_id,
        "site": site.url,
        **_columns(change, "url event kinds summary weight from_capture to_capture old_url facts reason watched pages"),
        "page": change.page_id,
    }


def fact_shape(fact: FactRow, url: str) -> dict[str, Any]:
    """Return one fact."""
    return {
        "id": fact.id,
        "system": fact.system_id,
        **_columns(fact, "kind value role organisation"),
        "starts_at": fact.starts_at or None,
        "evidence": fact.evidence,
        "url": url,
        "capture": fact.capture_id,
        **_columns(fact, "since until detail"),
    }


def score_shape(score: Score) -> dict[str, Any]:
    """Return one answer of the scorecard."""
    return {
        "system": score.system_id,
        **_columns(score, "version indicator level points evidence"),
        "url": score.url or None,
        "checked_at": iso_utc(score.checked_at),
        "capture": score.capture_id,
    }


def crawl_shape(run: SiteRun, site: str, system: str) -> dict[str, Any]:
    """Return what came of one site in one crawl."""
    return {
        "site": site,
        "system": system,
        **_columns(run, "outcome fetched not_modified changed new blocked errors"),
        "seconds": (run.finished_at or run.started_at) - run.started_at,
        **_columns(run, "reason unvisited unvisited_why"),
    }


def outbox_shape(row: OutboxRow) -> dict[str, Any]:
    """Return one message."""
    return {
        **_columns(row, "id state channel"),
        "receiver": shown(row),
        **_columns(row, "subject message_id composed_at sent_at tries"),
        "next_try_at": iso_utc(row.next_try_at) if row.state == "waiting" else None,
        "error": row.error,
    }


def hit_shape(hit: Hit) -> dict[str, Any]:
    """Return what a search found on one page."""
    return {
        "page": hit.page.id,
        "system": hit.page.system_id,
        **_columns(hit.page, "url title kinds"),
        **_columns(hit, "first_seen last_seen current"),
        "capture": hit.capture_id,
        "snippet": hit.snippet,
    }


def _columns(row: Base | Hit, names: str) -> dict[str, Any]:
    """Return columns by their names, times as ISO 8601."""
    return {name: iso_utc(getattr(row, name)) if name in _TIMES else getattr(row, name) for name in names.split()}
