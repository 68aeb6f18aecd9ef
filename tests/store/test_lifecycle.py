"""What is told of a page, as a table of what was told, what is seen, and how the site was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from store.lifecycle import PageSeen, Rules, SiteSeen, decide

NOW = 1_700_000_000
HEALTHY = SiteSeen(baseline=False, healthy=True, discovery=True)
UNSEARCHED = replace(HEALTHY, discovery=False)
TROUBLED = replace(HEALTHY, healthy=False)
BASELINE = replace(HEALTHY, baseline=True)
MISSED = {"misses": 2, "missing_since": NOW - 21 * 3600}


@pytest.mark.parametrize(
    ("told", "state", "more", "site", "event"),
    [
        ("", "live", {}, BASELINE, ""),
        ("", "live", {}, HEALTHY, "appeared"),
        ("", "live", {"document": True}, HEALTHY, "document-added"),
        ("", "live", {}, TROUBLED, ""),
        ("", "missing", MISSED, HEALTHY, ""),
        ("live", "live", {}, HEALTHY, ""),
        ("live", "live", {"differs": True}, HEALTHY, ""),
        ("live", "live", {"differs": True, "stood": True}, HEALTHY, "changed"),
        ("live", "live", {"differs": True, "stood": True, "document": True}, HEALTHY, "document-replaced"),
        ("live", "live", {"differs": True, "stood": True}, TROUBLED, ""),
        ("live", "live", {"matched": True}, HEALTHY, "moved"),
        ("live", "moved", {}, HEALTHY, "moved"),
        ("live", "missing", {"matched": True}, HEALTHY, "moved"),
        ("live", "missing", MISSED, HEALTHY, "vanished"),
        ("live", "missing", MISSED | {"document": True}, HEALTHY, "document-removed"),
        ("live", "missing", MISSED, UNSEARCHED, ""),
        ("live", "missing", MISSED | {"misses": 1}, HEALTHY, ""),
        ("live", "missing", MISSED | {"missing_since": NOW - 19 * 3600}, HEALTHY, ""),
        ("live", "blocked", MISSED, HEALTHY, ""),
        ("live", "unreachable", MISSED, HEALTHY, ""),
        ("live", "empty", MISSED, HEALTHY, ""),
        ("vanished", "vanished", MISSED, HEALTHY, ""),
        ("vanished", "live", {}, HEALTHY, "restored"),
        ("moved", "live", {}, HEALTHY, "restored"),
        ("moved", "moved", {}, HEALTHY, ""),
    ],
)
def test_what_is_told(told: Any, state: str, more: dict[str, Any], site: SiteSeen, event: str) -> None:
    assert decide(PageSeen(told, state, **more), site, Rules(), NOW).event == event


def test_what_was_told_moves_on_only_with_the_telling() -> None:
    pending = decide(PageSeen("live", "live", differs=True), HEALTHY, Rules(), NOW)
    assert not pending.advance
    assert decide(PageSeen("live", "live", differs=True, stood=True), HEALTHY, Rules(), NOW).advance
