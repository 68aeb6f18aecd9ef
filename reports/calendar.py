"""Calendars of meetings and question deadlines (RFC 5545). A meeting that was called off stays, as an update."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from config.times import LONDON, from_epoch
from reports.indicators.meet import CALLED_OFF
from reports.site_data import Data
from reports.site_pages import slug
from store.models import FactRow

KEEP_DAYS = 180  # past meetings stay so long, so that a subscriber's calendar does not lose them
LENGTH = timedelta(hours=2)  # pages hardly ever say when a meeting ends


@dataclass(frozen=True, slots=True)
class Agenda:
    """One calendar: its file, its name and the facts it shows."""

    path: str
    name: str
    facts: tuple[FactRow, ...]

    @property
    def inputs(self) -> list[object]:
        """Return what the calendar is made from."""
        return [(fact.id, fact.until) for fact in self.facts]


def all_calendars(data: Data) -> Iterator[Agenda]:
    """Yield the calendar of everything, and one for each region and system."""
    facts = {id: tuple(_dated(data, rows)) for id, rows in data.facts_of.items()}
    yield Agenda("calendar/all.ics", "Integrated care partnerships", tuple(f for rows in facts.values() for f in rows))
    for region in data.registry.regions:
        ids = [system.id for system in data.systems.values() if system.region == region]
        found = tuple(fact for id in ids for fact in facts.get(id, ()))
        yield Agenda(f"calendar/region-{slug(region)}.ics", f"{region}: integrated care partnerships", found)
    for system in data.systems.values():
        yield Agenda(f"calendar/system-{system.id}.ics", f"{system.name}: partnership", facts.get(system.id, ()))


def render_calendar(data: Data, agenda: Agenda, safe: Callable[[Any], Any]) -> bytes:
    """Return the calendar as a file, with its time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//icpwatch//meetings of integrated care partnerships//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", agenda.name)
    events = {str(event["uid"]): event for event in (_event(data, fact, safe) for fact in agenda.facts)}
    for event in events.values():
        calendar.add_component(event)
    if any("T" in fact.starts_at for fact in agenda.facts):
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _dated(data: Data, facts: Iterable[FactRow]) -> Iterator[FactRow]:
    """Yield meetings and deadlines, dates that pages no longer name first, so that what stands today wins."""
    oldest = (data.today - timedelta(days=KEEP_DAYS)).isoformat()
    dated = [
        fact
        for fact in facts
        if (fact.kind == "meeting" or fact.role == "question-deadline")
        and fact.starts_at[:10] >= oldest
        and _start(fact) is not None
        and data.pages[fact.page_id].is_icp is not False
    ]
    yield from sorted(dated, key=lambda fact: (fact.until is None, fact.since, fact.id))


def _event(data: Data, fact: FactRow, safe: Callable[[Any], Any]) -> Event:
    """Return a meeting or deadline; its UID follows from the body and the day, so that a new time is an update."""
    system = data.systems[fact.system_id]
    page = data.pages[fact.page_id]
    start = _start(fact)
    assert start is not None
    withdrawn = fact.until is not None and fact.starts_at[:10] > data.today.isoformat()
    off = fact.kind == "meeting" and (fact.role in CALLED_OFF or withdrawn)
    name = system.icp.name or f"{system.name} partnership"
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'icpwatch:{fact.system_id}:{fact.kind}:{fact.starts_at[:10]}')}@icpwatch")
    event.add("dtstamp", from_epoch(fact.until or fact.since))
    event.add("last-modified", from_epoch(fact.until or fact.since))
    event.add(
        "sequence",
        int(fact.until or fact.since) - int(page.first_seen) if (fact.until or fact.since) > page.first_seen else 0,
    )
    if fact.kind != "meeting":
        event.add("summary", safe(f"Questions to {name}: last day"))
        event.add("dtstart", start if "T" in fact.starts_at else start.date())
    else:
        event.add("summary", safe(f"{'Cancelled: ' if off else ''}{name}"))
        event.add("status", "CANCELLED" if off else "TENTATIVE" if fact.role else "CONFIRMED")
        event.add("dtstart", start if "T" in fact.starts_at else start.date())
        if "T" in fact.starts_at:
            event.add("dtend", start + LENGTH)
    if fact.organisation:
        event.add("location", safe(fact.organisation))
    event.add("description", safe(f"{fact.evidence or fact.value}\n{page.url}"))
    event.add("url", page.url)
    return event


def _start(fact: FactRow) -> datetime | None:
    try:
        moment = datetime.fromisoformat(fact.starts_at)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
