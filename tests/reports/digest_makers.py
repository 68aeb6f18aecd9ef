"""Made changes, dates and sites for the tests of digests."""

from __future__ import annotations

from typing import Any

from config.settings import Subscription
from reports.digest import compose
from reports.digest_values import Digest, Due, Material, News, Watched, Wording
from store.reading import FactChange

NOW = 1_794_472_200
"""12 November 2026, 08:30 in London."""
DAY = 86_400
REGION = "North East and Yorkshire"


def news(number: int, event: str = "changed", summary: str = "", **fields: Any) -> News:
    """Return a change in South Yorkshire, seen yesterday."""
    defaults: dict[str, Any] = {
        "id": number,
        "at": NOW - DAY,
        "system_id": "south-yorkshire",
        "system": "South Yorkshire",
        "region": REGION,
        "event": event,
        "url": f"https://southyorkshire.icb.nhs.uk/icp/{number}",
        "title": f"Page {number}",
        "summary": summary or f"South Yorkshire: “Page {number}” {event}",
        "weight": "normal",
    }
    return News(**{**defaults, **fields})


def fact(action: str, sentence: str, kind: str = "member") -> FactChange:
    """Return one fact change."""
    return FactChange(kind=kind, action=action, old="", new="", sentence=sentence)  # type: ignore[typeddict-item]


def wording(before: str, removed: str, added: str, after: str) -> Wording:
    """Return a passage in which some words became others."""
    return Wording((("equal", before), ("removed", removed), ("added", added), ("equal", after)))


def due(days: float, kind: str = "meeting", **fields: Any) -> Due:
    """Return a date so many days from now."""
    defaults: dict[str, Any] = {
        "kind": kind,
        "at": int(NOW + days * DAY),
        "has_clock": True,
        "what": "the partnership meets",
        "place": "Town Hall",
        "system_id": "south-yorkshire",
        "system": "South Yorkshire",
        "region": REGION,
        "url": "https://southyorkshire.icb.nhs.uk/icp/meetings",
    }
    return Due(**{**defaults, **fields})


def site(name: str = "South Yorkshire", outcome: str = "reached", **fields: Any) -> Watched:
    """Return a site as last seen."""
    key = name.lower().replace(" ", "-")
    url = f"https://{key.replace('-', '')}.icb.nhs.uk/"
    defaults: dict[str, Any] = {"region": REGION, "url": url, "looked_at": NOW - 3600}
    return Watched(key, name, outcome=outcome, **{**defaults, **fields})


def material(*items: News, **fields: Any) -> Material:
    """Return what became known in the last week."""
    defaults: dict[str, Any] = {"since": NOW - 7 * DAY, "cursor": (10, 20), "watched": (site(),)}
    return Material(news=items, **{**defaults, **fields})


def composed(*items: News, subscription: Subscription | None = None, **fields: Any) -> Digest:
    """Return the digest of these changes."""
    return compose(subscription or Subscription(to="ann@example.org"), material(*items, **fields), NOW)
