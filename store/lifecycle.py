"""Decide what the life of a page has come to: one pure function over what was told and what was last seen.

The rules, and why:
- The first healthy crawl of a site is the baseline; everything it finds is taken as told.
- Nothing is told of a site that was not healthy: a server in trouble must not look like pages that vanish.
- `vanished` needs misses some hours apart and a finished discovery that found no match, for pages come back at night.
- A wording change must stand for one more check; facts, states and documents, which do not flap, need no such wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Told = Literal["", "live", "vanished", "moved"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The user's settings for confirmation."""

    vanish_checks: int = 2
    vanish_hours: float = 20.0
    blocked_days: float = 3.0
    gone_days: float = 7.0


@dataclass(frozen=True, slots=True)
class SiteSeen:
    """How this crawl of the site went. `discovery`: it looked for new pages and finished."""

    baseline: bool
    healthy: bool
    discovery: bool


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page as it was told, and as it was last seen.

    `differs`: it says other things than were told. `stood`: some of that can be told, for it stood at two checks, or
    needs not to. `matched`: another address has the same page now.
    """

    told: Told
    state: str
    document: bool = False
    differs: bool = False
    stood: bool = False
    matched: bool = False
    misses: int = 0
    missing_since: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What to tell (`event`, empty for nothing), the told state from now on, and whether the told capture moves on."""

    event: str
    told: Told
    advance: bool


def decide(page: PageSeen, site: SiteSeen, rules: Rules, now: int) -> Decision:
    """Return what is to be told of a page, if anything.

    >>> decide(PageSeen("live", "live", differs=True, stood=True), SiteSeen(False, True, True), Rules(), 0).event
    'changed'
    """
    keep = Decision("", page.told, False)
    if site.baseline:
        return Decision("", "live", True) if page.state == "live" else keep
    if not site.healthy:
        return keep
    if page.told == page.state == "live" and page.matched:
        return Decision("moved", "live", False)
    if page.state == "live":
        return _decide_live(page, keep)
    if page.told != "live":
        return keep
    if page.state == "moved" or (page.state == "missing" and page.matched):
        return Decision("moved", "moved", False)
    if page.state == "missing" and site.discovery and is_confirmed(page, rules, now):
        return Decision("document-removed" if page.document else "vanished", "vanished", False)
    return keep


def is_confirmed(page: PageSeen, rules: Rules, now: int) -> bool:
    """Return whether a page was missed often enough, and for long enough, to be called vanished."""
    if page.missing_since is None:
        return False
    return page.misses >= rules.vanish_checks and now - page.missing_since >= rules.vanish_hours * 3600


def _decide_live(page: PageSeen, keep: Decision) -> Decision:
    if page.told == "":
        return Decision("document-added" if page.document else "appeared", "live", True)
    if page.told in ("vanished", "moved"):
        return Decision("restored", "live", True)
    if not page.differs:
        return Decision("", "live", True)
    if page.stood:
        return Decision("document-replaced" if page.document else "changed", "live", True)
    return keep
