"""What one visit makes of a page: plain functions of what was known before it and what it saw."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from store.fingerprints import fingerprints, join_fingerprints
from store.noise import Learned, fingerprint, kept
from store.reading import Reading
from store.targets import normal_target
from store.visits import STATE_OF, PageVisit


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a page before a visit; the defaults are those of a page that is new."""

    id: int
    state_since: int
    told_state: str = ""
    state: str = "live"
    misses: int = 0
    missing_since: int | None = None
    checks_since_full: int = 0
    rules: str = ""
    watched: bool = False
    parent_id: int | None = None
    last_capture_id: int | None = None
    body_hash: bytes | None = None
    links_hash: bytes | None = None
    block_hashes: bytes = b""
    flapping: bytes = b""


def counters_of(visit: PageVisit) -> Counter[str]:
    """Return by which of the site's counters a visit counts, whether or not it is of a page."""
    counted: Counter[str] = Counter()
    if visit.outcome == "not-modified":
        counted["not_modified"] += 1
    elif visit.answer is not None:
        counted["fetched"] += 1
    if visit.outcome == "blocked":
        counted["blocked"] += 1
    elif visit.outcome in ("unreachable", "unreadable"):
        counted["errors"] += 1
    elif visit.outcome == "empty":
        counted["scripted"] += 1
    return counted


def canonical_elsewhere(visit: PageVisit) -> str:
    """Return the address that a page gives as its canonical one, "" if that is its own."""
    named = visit.reading.metadata.get("canonical", "") if visit.reading else ""
    return "" if normal_target(named) == normal_target(visit.url) else named


def state_after(page: Known, visit: PageVisit) -> dict[str, Any]:
    """Return the state after a visit, and how long it has been so."""
    state, misses, since = STATE_OF[visit.outcome], page.misses, page.missing_since
    if state == "missing":
        misses, since = misses + 1, since or visit.at
        state = "vanished" if page.told_state == "vanished" else state
    elif state == "live":
        misses, since = 0, None
    not_modified = visit.outcome == "not-modified"
    return {
        "state": state,
        "state_since": page.state_since if state == page.state else visit.at,
        "state_reason": visit.reason,
        "misses": misses,
        "missing_since": since,
        "checks_since_full": page.checks_since_full + not_modified,
        "gained": b"",  # these three describe a full reading in the crawl of today only
        "lost": b"",
        "new_links": b"",
        **({} if not_modified else {"redirect": visit.redirect}),
    }


def judged(page: Known, visit: PageVisit, rules: str) -> dict[str, Any]:
    """Return what the page is, by the judgement of a full reading."""
    judgement = visit.judgement
    assert judgement
    return {
        "kinds": list(judgement.kinds),
        "is_icp": judgement.is_icp,
        "reason": judgement.reason,
        "confidence": judgement.confidence,
        "evidence": [asdict(evidence) for evidence in judgement.evidence],
        # A page once watched stays watched: that it stopped being about the ICP is a change worth telling.
        "watched": page.watched or visit.always_watched or judgement.is_icp is not False,
        # What new rules see otherwise is no news.
        **({} if page.rules == rules else {"rules": rules, "told_icp": judgement.is_icp}),
    }


def blocks_after(page: Known, reading: Reading) -> dict[str, Any]:
    """Return the marks of the blocks that are kept, and of those that came and went."""
    blocks = {fingerprint(block) for block in kept(reading, Learned())}
    before = fingerprints(page.block_hashes)
    values = {"block_hashes": join_fingerprints(blocks)}
    if page.body_hash is None:
        return values
    return values | {"gained": join_fingerprints(blocks - before), "lost": join_fingerprints(before - blocks)}
