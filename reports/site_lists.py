"""What the pages that range over all systems show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from config.indicators import LEVELS
from config.registry import System
from config.times import british_date, london
from reports.site_data import Data
from reports.site_system import SIX, Meeting, meetings_of, within_days
from reports.tilemap import extent, make_tiles
from store.models import Change, FactRow, Page, SiteRow, SiteRun

FRONT_CHANGES = 10
LISTED_CHANGES = 250
LISTED_DOCUMENTS = 120
MEETING_DAYS = 90
LEVEL_ORDER = {level: number for number, level in enumerate(LEVELS)}
BAND_ORDER = {"clear": 0, "partial": 1, "hard": 2, "none": 3, "closing": 4}
_WEIGHTS = {"high": 0, "normal": 1, "low": 2}


def index_view(data: Data) -> dict[str, Any]:
    """Return what the front page takes."""
    standings = {system.id: data.standing(system) for system in data.live}
    week = sorted((c for c in data.changes if data.is_new(c)), key=lambda c: (_WEIGHTS[c.weight], -c.id))
    fresh = {change.system_id for change in week}
    tiles = make_tiles(data.live, data.systems)
    counts = Counter(standing.band for standing in standings.values())
    return {
        "sentence": finding(data),
        "unseen_sentence": unseen_words(data),
        "tiles": [(tile, standings[tile.system.id], tile.system.id in fresh) for tile in tiles],
        "extent": extent(tiles),
        "bands": [band for band in _bands(data, counts) if band[3] or band[2]],
        "this_week": bool(week),
        "recent": (week or data.changes)[:FRONT_CHANGES],
        "more_changes": max(0, len(week) - FRONT_CHANGES),
        "dots": SIX,
        "rows": [_row(data, system, standings[system.id]) for system in data.live],
        "coverage": coverage_words(data),
        "level_order": LEVEL_ORDER,
    }


def finding(data: Data) -> str:
    """Return the one sentence of the front page."""
    levels = [data.scores[s.id]["F1"].level for s in data.live if "F1" in data.scores.get(s.id, {})]
    if data.looked_at is None or not levels:
        return "Nothing has been checked yet."
    found = sum(level in ("met", "part") for level in levels)
    missing = levels.count("not-found")
    said = (
        f"On {british_date(data.looked_at)} we found a page about the partnership in {found} of {len(data.live)} areas."
    )
    return said + (f" In {missing} we did not." if missing else "")


def unseen_words(data: Data) -> str:
    """Return how many areas of today are in neither number of the finding, and why."""
    levels = {system.id: data.scores.get(system.id, {}) for system in data.live}
    unchecked = sum("F1" in found and found["F1"].level == "not-checked" for found in levels.values())
    unscored = sum("F1" not in found for found in levels.values())
    parts = []
    if unchecked:
        parts.append(f"In {unchecked} we could not look.")
    if unscored and unscored < len(levels):
        parts.append(f"{unscored} {'is' if unscored == 1 else 'are'} too new, too near their end, or not watched yet.")
    return " ".join(parts)


def coverage_words(data: Data) -> str:
    """Return how many sites could be read, and which not."""
    sites = [site for site, _ in data.sites if site.role != "former"]
    if not sites:
        return "No site has been read yet."
    reached = [site for site in sites if site.outcome == "reached"]
    other = Counter(site.outcome or "not tried yet" for site in sites if site.outcome != "reached")
    words = "; ".join(f"{count} {name}" for name, count in other.most_common())
    said = f"We read {len(reached)} of {len(sites)} sites to the end"
    return f"{said}; {words}." if words else f"{said}."


def changes_view(data: Data) -> dict[str, Any]:
    """Return what the list of changes takes."""
    shown = sorted(data.changes, key=lambda change: (change.at, change.id), reverse=True)[:LISTED_CHANGES]
    count = len(data.changes)
    return {
        "heading": "Changes",
        "sentence": f"{count:,} change{'s' * (count != 1)} seen so far." if count else "We have not seen a change yet.",
        "intro": "Each was confirmed before it was told, and has its two versions behind it.",
        "months": by_month(shown),
        "left_out": count - len(shown),
        "empty": "",
    }


def vanished_view(data: Data) -> dict[str, Any]:
    """Return what the list of vanished pages and documents takes; what came back since is left out."""
    standing = {page.id for page in data.pages.values() if page.state in ("live", "missing")}
    events = ("vanished", "document-removed", "site-gone")
    gone = [change for change in data.changes if change.event in events and change.page_id not in standing]
    gone.sort(key=lambda change: (change.at, change.id), reverse=True)
    count = len(gone)
    return {
        "heading": "What vanished",
        "sentence": f"{count:,} of the pages and documents that we watched vanished and did not come back.",
        "intro": "Told only after two checks at least 20 hours apart, on a site in good order, and after a new search.",
        "months": by_month(gone[:LISTED_CHANGES]),
        "left_out": max(0, count - LISTED_CHANGES),
        "empty": "Nothing that we watch has vanished.",
    }


def by_month(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Return changes under the names of their months."""
    return [(month, list(found)) for month, found in groupby(changes, lambda change: f"{london(change.at):%B %Y}")]


def meetings_view(data: Data) -> dict[str, Any]:
    """Return what the list of meetings takes."""
    rows = []
    for system in data.live:
        facts = [fact for fact in data.facts_of.get(system.id, []) if data.is_told(fact)]
        ask = next((f.evidence or f.value for f in facts if f.role == "question-deadline"), "")
        coming = [m for m in meetings_of(data, facts)[0] if within_days(m.fact.starts_at, data.today, MEETING_DAYS)]
        rows += [_meeting_row(meeting, system, ask) for meeting in coming]
    rows.sort(key=lambda row: row["fact"].starts_at)
    areas = len({row["fact"].system_id for row in rows})
    meetings = f"{len(rows)} meeting{'s' * (len(rows) != 1)}"
    sentence = f"{meetings} in the next {MEETING_DAYS} days, in {areas} of {len(data.live)} areas."
    found = {row["fact"].system_id for row in rows}
    silent = [system for system in data.live if system.id in data.scores and system.id not in found]
    return {"sentence": sentence, "rows": rows, "silent": silent}


def documents_view(data: Data) -> dict[str, Any]:
    """Return what the list of documents takes."""
    live = {system.id for system in data.live}
    facts = [fact for fact in data.facts if fact.kind == "document" and fact.system_id in live and data.is_told(fact)]
    strategies = [fact for fact in facts if fact.role == "strategy"]
    papers = [fact for fact in facts if fact.role in ("agenda", "papers", "minutes")]
    count, areas = len(facts), len({fact.system_id for fact in facts})
    return {
        "sentence": f"{count:,} document{'s' * (count != 1)} of {areas} partnership{'s' * (areas != 1)}.",
        "parts": [
            ("Latest papers", _newest(data, papers)),
            ("Strategies", _newest(data, strategies)),
            ("Terms of reference", _newest(data, [f for f in facts if f.role == "terms-of-reference"])),
        ],
    }


def compare_rows(data: Data, systems: Iterable[System]) -> list[tuple[Any, ...]]:
    """Return for each live system its standing and the levels of all questions."""
    rows = []
    for system in sorted(systems, key=lambda system: system.name):
        if system.is_live(data.today):
            scores = data.scores.get(system.id, {})
            levels = [(id, scores[id].level if id in scores else "not-checked") for id in data.method.indicators]
            rows.append((system, data.standing(system), levels))
    return rows


def compare_view(data: Data, regions: Sequence[str]) -> dict[str, Any]:
    """Return what a comparison takes: all regions, or one with its latest changes."""
    tables = [(r, compare_rows(data, (s for s in data.systems.values() if s.region == r))) for r in regions]
    view: dict[str, Any] = {
        "regions": tables,
        "level_order": LEVEL_ORDER,
        "band_order": BAND_ORDER,
        "heading": "Compare",
    }
    if len(regions) == 1:
        ids = {system.id for system in data.systems.values() if system.region == regions[0]}
        view |= {"heading": regions[0], "changes": [c for c in data.changes if c.system_id in ids][:20]}
    return view


def coverage_view(data: Data) -> dict[str, Any]:
    """Return what the page about coverage takes."""
    sites: list[tuple[SiteRow, SiteRun | None]] = list(data.sites)
    unseen = [(site, run) for site, run in sites if site.outcome != "reached" and site.role != "former"]
    return {"coverage": coverage_words(data), "sites": sites, "unseen": unseen}


def _bands(data: Data, counts: Mapping[str, int]) -> list[tuple[str, str, str, int]]:
    first, second = data.method.bands[0], data.method.bands[1]
    high, low = round(first.at_least * 100), round(second.at_least * 100)
    return [
        ("clear", "Clear", f"{high} % of points or more", counts["clear"]),
        ("partial", "Partial", f"{low} to {high} %", counts["partial"]),
        ("hard", "Hard to find", f"under {low} %", counts["hard"]),
        ("none", "Not checked", "", counts["none"]),
        ("closing", "Closing or new", "", counts["closing"]),
    ]


def _row(data: Data, system: System, standing: Any) -> dict[str, Any]:
    scores = data.scores.get(system.id, {})
    changes = data.changes_of.get(system.id, [])
    return {
        "system": system,
        "standing": standing,
        "order": BAND_ORDER[standing.band],
        "dots": [(id, scores[id].level if id in scores else "not-checked") for id in SIX],
        "changed": changes[0].at if changes else None,
    }


def _meeting_row(meeting: Meeting, system: System, ask: str) -> dict[str, Any]:
    return {"fact": meeting.fact, "page": meeting.page, "when": meeting.when, "name": system.name, "ask": ask}


def _newest(data: Data, facts: Iterable[FactRow]) -> list[tuple[FactRow, Page]]:
    newest = sorted(facts, key=lambda fact: (fact.starts_at, fact.since), reverse=True)[:LISTED_DOCUMENTS]
    return [(fact, data.pages[fact.page_id]) for fact in newest]
