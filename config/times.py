"""Times: stored as seconds since 1970 in UTC, shown in Europe/London and in British form."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.errors import UsageError

LONDON = ZoneInfo("Europe/London")

_AGE = re.compile(r"(\d+)\s*([hdwmy])", re.IGNORECASE)
_AGE_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}


def to_epoch(moment: datetime) -> int:
    """Return seconds since 1970 of a moment with a zone."""
    return int(moment.timestamp())


def from_epoch(seconds: int) -> datetime:
    """Return the moment in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def london(seconds: int) -> datetime:
    """Return the moment in Europe/London."""
    return datetime.fromtimestamp(seconds, LONDON)


def iso_utc(seconds: int | None) -> str | None:
    """Return ISO 8601 with zone, the form of times in JSON; None stays None."""
    return None if seconds is None else from_epoch(seconds).isoformat()


def british_date(moment: date | int) -> str:
    """Return a date as people here write it.

    >>> british_date(date(2026, 11, 2))
    '2 November 2026'
    """
    day = london(moment) if isinstance(moment, int) else moment
    return f"{day.day} {day:%B %Y}"


def british_time(seconds: int) -> str:
    """Return date and time in London.

    >>> british_time(1793620800)
    '2 November 2026, 12:00'
    """
    moment = london(seconds)
    return f"{british_date(moment)}, {moment:%H:%M}"


def parse_when(text: str, now: datetime, *, end_of_day: bool = False) -> int:
    """Return the time meant by a date, a date and time, or an age such as 7d (h, d, w, m, y).

    Dates and times without a zone are London's. A bare date means its first second, or its last with `end_of_day`.
    Raises UsageError for anything else.
    """
    text = text.strip()
    try:
        if match := _AGE.fullmatch(text):
            return to_epoch(now - timedelta(days=int(match[1]) * _AGE_DAYS[match[2].lower()]))
        if len(text) <= 10:
            clock = time(23, 59, 59) if end_of_day else time()
            return to_epoch(datetime.combine(date.fromisoformat(text), clock, LONDON))
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{text!r} is no date, no date and time, and no age: write 2026-11-02, '2026-11-02 14:30' or 7d"
        ) from error
    return to_epoch(moment if moment.tzinfo else moment.replace(tzinfo=LONDON))
