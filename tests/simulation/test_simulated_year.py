"""Sixty days in which all that the year holds happens: every true event is told once, in time, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.__main__ import report, table
from tests.simulation.over_http import ten_days
from tests.simulation.timeline import TIMELINE
from tests.simulation.year import Outcome, simulate


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder: Path = tmp_path_factory.mktemp("simulation")
    return simulate(folder, days=60, cut=True)


@pytest.mark.slow
def test_every_true_event_is_told_once_and_nothing_else(outcome: Outcome) -> None:
    assert report(outcome) == ""
    assert len(outcome.told) == sum(len(each.truths) + len(each.then[2] if each.then else ()) for each in TIMELINE)


@pytest.mark.slow
def test_a_page_that_flaps_is_told_at_most_twice_before_it_is_learned(outcome: Outcome) -> None:
    assert len(outcome.flaps) <= 2


@pytest.mark.slow
def test_the_table_says_how_often_it_was_right(outcome: Outcome) -> None:
    assert "| true events told | 29 | 100.0% |" in table(outcome, 1.0)


@pytest.mark.slow
def test_ten_days_over_http_tell_every_true_event_once_and_nothing_else(tmp_path: Path) -> None:
    outcome = ten_days(tmp_path)
    assert report(outcome) == ""
    assert len(outcome.told) == 21
