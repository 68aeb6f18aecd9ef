"""Days of meetings are read in every ordinary way of writing and laying them out, with what is called off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import pytest

from crawler.facts.meetings import meetings
from tests.crawler.facts.test_ways_of_saying import DEVON, TITLE, TODAY, blocks

FIRST, SECOND, THIRD = date(2026, 4, 22), date(2026, 7, 9), date(2026, 11, 5)
WRITTEN: dict[str, Callable[[date], str]] = {
    "Wednesday 22 April 2026": lambda day: f"{day:%A} {day.day} {day:%B} {day.year}",
    "Wednesday, 22 April 2026": lambda day: f"{day:%A}, {day.day} {day:%B} {day.year}",
    "22nd April 2026": lambda day: f"{day.day}{'nd' if day.day == 22 else 'th'} {day:%B} {day.year}",
    "22/04/2026": lambda day: f"{day:%d/%m/%Y}",
    "22.04.2026": lambda day: f"{day:%d.%m.%Y}",
    "22-04-2026": lambda day: f"{day:%d-%m-%Y}",
    "April 22, 2026": lambda day: f"{day:%B} {day.day}, {day.year}",
    "22 Apr 26": lambda day: f"{day.day} {day:%b} {day:%y}",
}
OFF = ("Cancelled", "Stood down", "This meeting will not take place", "Not going ahead", "No longer taking place")
LAYOUTS = {
    "list": ("<ul>{}</ul>", "<li>{d}, 2pm, {p}</li>", "<li>{d}, 2pm, {p} – {o}</li>"),
    "brackets": ("<ul>{}</ul>", "<li>{d} at 2pm, {p}</li>", "<li>{d} at 2pm, {p} ({o})</li>"),
    "table": (
        "<table><tr><th>Date</th><th>Time</th><th>Venue</th></tr>{}</table>",
        "<tr><td>{d}</td><td>2pm</td><td>{p}</td></tr>",
        "<tr><td>{d}</td><td>2pm</td><td>{o}</td></tr>",
    ),
    "status": (
        "<table><tr><th>Date</th><th>Where</th><th>Status</th></tr>{}</table>",
        "<tr><td>{d}</td><td>{p}</td><td>Confirmed, 2pm</td></tr>",
        "<tr><td>{d}</td><td>{p}</td><td>{o}</td></tr>",
    ),
    "headings": ("{}", "<h3>{d}</h3><p>2pm, {p}</p>", "<h3>{d}</h3><p>{o}.</p>"),
    "cards": (
        "{}",
        "<div class=card><p><b>{d}</b></p><p>2.00 – 4.00pm</p><p>{p}</p></div>",
        "<div class=card><p><b>{d}</b></p><p>2.00 – 4.00pm</p><p>{o}</p></div>",
    ),
    "definitions": ("<dl>{}</dl>", "<dt>{d}</dt><dd>2pm, {p}</dd>", "<dt>{d}</dt><dd>{o}</dd>"),
    "labels": ("{}", "<p>Meeting: {d}, 2pm, {p}</p>", "<p>Meeting: {d}, 2pm, {p}. {o}.</p>"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("written", WRITTEN)
def test_days_and_what_is_called_off_are_read_in_every_layout(layout: str, written: str) -> None:
    whole, held, off = LAYOUTS[layout]

    def wrong() -> Iterator[tuple[str, set[tuple[str, bool]]]]:
        for words, gone in product(OFF, (FIRST, SECOND, THIRD)):
            rows = (
                (off if day == gone else held).format(d=WRITTEN[written](day), p="County Hall, Exeter", o=words)
                for day in (FIRST, SECOND, THIRD)
            )
            page = f"<h2>Dates of meetings in 2026</h2>{whole.format(''.join(rows))}"
            found = meetings(blocks(page), DEVON.pattern, TITLE, TODAY)
            said = {(fact.starts_at[:10], bool(fact.role)) for fact in found}
            times = {fact.starts_at[11:] for fact in found if not fact.role}
            if said != {(str(day), day == gone) for day in (FIRST, SECOND, THIRD)} or times != {"14:00"}:
                yield page, said

    assert list(wrong()) == []


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Mondays at 11am in County Hall: 9 March 2026 and 18 May 2026.", {"2026-03-09T11:00", "2026-05-18T11:00"}),
        ("We meet on Tuesday 17 March 2026, 9.45 am for 10.00 am, in Truro.", {"2026-03-17T10:00"}),
        ("The next meeting is on Tuesday 17 March 2026 at 10am for two hours.", {"2026-03-17T10:00"}),
    ],
)
def test_times_beside_days_are_when_meetings_begin(sentence: str, days: set[str]) -> None:
    found = meetings(blocks(f"<h2>Meetings</h2><p>{sentence}</p>"), DEVON.pattern, TITLE, TODAY)
    assert {fact.starts_at for fact in found} == days
