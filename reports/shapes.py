"""The JSON shapes of pages, changes, facts and scores: scripts rest on them, so keys are added and never renamed."""

from __future__ import annotations

from typing import Any

from config.times import iso_utc
from store.models import Change, FactRow, Page, Score, SiteRow


def page_shape(page: Page, site: SiteRow) -> dict[str, Any]:
    """Return one page."""
    return {
        "id": page.id,
        "system": page.system_id,
        "site": site.url,
        "url": page.url,
        "state": page.state,
        "kinds": page.kinds,
        "is_icp": page.is_icp,
        "title": page.title,
        "clicks": page.clicks,
        "clicks_exact": page.clicks_exact,
        "clicks_own_site": page.clicks_own_site,
        "click_path": [{"text": text, "url": url} for text, url in page.click_path],
        "first_seen": iso_utc(page.first_seen),
        "last_checked": iso_utc(page.last_checked),
        "last_changed": iso_utc(page.last_changed),
        "media": page.media,
        "state_reason": page.state_reason,
        "watched": page.watched,
    }


def change_shape(change: Change, site: SiteRow) -> dict[str, Any]:
    """Return one change."""
    return {
        "id": change.id,
        "at": iso_utc(change.at),
        "system": change.system_id,
        "site": site.url,
        "url": change.url,
        "event": change.event,
        "kinds": change.kinds,
        "summary": change.summary,
        "weight": change.weight,
        "from_capture": change.from_capture,
        "to_capture": change.to_capture,
        "old_url": change.old_url,
        "facts": change.facts,
        "reason": change.reason,
        "watched": change.watched,
        "page": change.page_id,
        "pages": change.pages,
    }


def fact_shape(fact: FactRow, url: str) -> dict[str, Any]:
    """Return one fact."""
    return {
        "id": fact.id,
        "system": fact.system_id,
        "kind": fact.kind,
        "value": fact.value,
        "role": fact.role,
        "organisation": fact.organisation,
        "starts_at": fact.starts_at or None,
        "evidence": fact.evidence,
        "url": url,
        "capture": fact.capture_id,
        "since": iso_utc(fact.since),
        "until": iso_utc(fact.until),
        "detail": fact.detail,
    }


def score_shape(score: Score) -> dict[str, Any]:
    """Return one answer of the scorecard."""
    return {
        "system": score.system_id,
        "version": score.version,
        "indicator": score.indicator,
        "level": score.level,
        "points": score.points,
        "evidence": score.evidence,
        "url": score.url or None,
        "checked_at": iso_utc(score.checked_at),
        "capture": score.capture_id,
    }
