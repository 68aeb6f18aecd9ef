"""Print the table of a simulated year: python -m tests.simulation [DAYS]."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.year import Outcome, simulate


def table(outcome: Outcome, seconds: float) -> str:
    """Return the outcome as Markdown."""
    events = len(outcome.told) + len(outcome.missed)
    rows = (
        ("true events told", len(outcome.told), f"{len(outcome.told) / events:.1%}"),
        ("of these told late", len(outcome.late), f"{len(outcome.late) / events:.1%}"),
        ("missed", len(outcome.missed), f"{len(outcome.missed) / events:.1%}"),
        ("false", len(outcome.false), f"{len(outcome.false) / outcome.visits:.4%} of {outcome.visits:,} checks"),
        ("tellings of a page that flaps (at most 2)", len(outcome.flaps), ""),
    )
    lines = [f"| {outcome.days} days, {seconds:.0f} seconds | number | rate |", "| --- | ---: | ---: |"]
    return "\n".join([*lines, *(f"| {name} | {number} | {rate} |" for name, number, rate in rows)])


def report(outcome: Outcome) -> str:
    """Return what went wrong, one line each."""
    lines = [f"late:   day {day}, due {due.day + due.truth.days}: {due.what}" for due, day in outcome.late]
    lines += [f"missed: day {due.day}: {due.what}: {due.truth}" for due in outcome.missed]
    lines += [f"false:  day {day}: {change.event} {change.url} {change.summary}" for day, change in outcome.false]
    return "\n".join(lines)


if __name__ == "__main__":
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    with TemporaryDirectory() as folder:
        began = time.monotonic()
        result = simulate(Path(folder), days=days, cut=days <= 60)
        print(table(result, time.monotonic() - began))
    print(report(result))
    print("\n".join(f"flap:   day {day}: {change.summary}" for day, change in result.flaps))
