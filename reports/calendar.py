"""Calendars of meetings and question deadlines (RFC 5545). A meeting that was called off stays, as an update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from config.times import LONDON, from_epoch
from reports.indicators.meet import CALLED_OFF
from reports.site_data import Data
from reports.site_pages import safe
from reports.words import day_of, slug
from store.models import FactRow

if TYPE_CHECKING:
    from icalendar import Event

KEEP_DAYS = 180  # past meetings stay so long, so that a subscriber's calendar does not lose them
LENGTH = timedelta(hours=2)  # pages hardly ever say when a meeting ends
LONDON_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""  # by rule: the list of days that icalendar would write is taken for summer time all year by dateutil


class Agenda(NamedTuple):
    """One calendar: its file, its name and the facts it shows."""

    path: str
    name: str
    facts: Sequence[FactRow]


def all_calendars(data: Data) -> Iterator[Agenda]:
    """Yield the calendar of everything, and one for each region and system."""
    facts = _dated(data)
    yield Agenda("calendar/all.ics", "Integrated care partnerships", facts)
    found: dict[str, list[FactRow]] = defaultdict(list)
    for fact in facts:
        found[fact.system_id].append(fact)
        found[data.systems[fact.system_id].region].append(fact)
    for region in data.registry.regions:
        yield Agenda(f"calendar/region-{slug(region)}.ics", f"{region}: integrated care partnerships", found[region])
    for system in data.systems.values():
        yield Agenda(f"calendar/system-{system.id}.ics", f"{system.name}: partnership", found[system.id])


def render_calendar(data: Data, agenda: Agenda) -> bytes:
    """Return the calendar as a file, with its time zone."""
    from icalendar import Calendar, Timezone  # takes a tenth of a second, and most reports write no calendar

    calendar = Calendar()
    calendar.add("prodid", "-//icpwatch//meetings of integrated care partnerships//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", agenda.name)
    if any("T" in fact.starts_at for fact in agenda.facts):
        calendar.add_component(Timezone.from_ical(LONDON_ZONE))
    events = {str(event["uid"]): event for event in (_event(data, fact) for fact in agenda.facts)}
    for event in events.values():
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _dated(data: Data) -> list[FactRow]:
    """Return meetings and deadlines, dates that pages no longer name first, so that what stands today wins."""
    oldest = data.today - timedelta(days=KEEP_DAYS)
    dated = [
        fact
        for fact in data.facts
        if (fact.kind == "meeting" or fact.role == "question-deadline")
        and (day := day_of(fact.starts_at))
        and day >= oldest
        and data.pages[fact.page_id].is_icp is not False
    ]
    return sorted(dated, key=lambda fact: (fact.until is None, fact.since, fact.id))


def _event(data: Data, fact: FactRow) -> Event:
    """Return a meeting or deadline; its UID follows from the body and the day, so that a new time is an update."""
    from icalendar import Event

    system = data.systems[fact.system_id]
    page = data.pages[fact.page_id]
    name = system.icp.name or f"{system.name} partnership"
    said_at = fact.until or fact.since
    moment = datetime.fromisoformat(fact.starts_at)
    start = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'icpwatch:{fact.system_id}:{fact.kind}:{fact.starts_at[:10]}')}@icpwatch")
    event.add("dtstamp", from_epoch(said_at))
    event.add("last-modified", from_epoch(said_at))
    event.add("sequence", max(0, said_at - page.first_seen))
    event.add("dtstart", start if "T" in fact.starts_at else start.date())
    if fact.kind == "meeting":
        withdrawn = fact.until is not None and start.date() > data.today
        off = fact.role in CALLED_OFF or withdrawn
        event.add("summary", safe(f"{'Cancelled: ' if off else ''}{name}"))
        event.add("status", "CANCELLED" if off else "TENTATIVE" if fact.role else "CONFIRMED")
        if "T" in fact.starts_at:
            event.add("dtend", start + LENGTH)
    else:
        event.add("summary", safe(f"Questions to {name}: last day"))
    if fact.organisation:
        event.add("location", safe(fact.organisation))
    event.add("description", safe(f"{fact.evidence or fact.value}\n{page.url}"))
    event.add("url", page.url)
    return event
