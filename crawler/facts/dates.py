"""Days and times of day as British public bodies write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|(?-i:Mar(?:ch)?|MAR(?:CH)?|mar)|apr(?:il)?|(?-i:May|MAY)|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = re.compile(
    rf"(\d{{1,4}})(?:(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s,-]+{_MONTH},?(?:[\s-]+(20\d\d))?"
    r"|[/.](\d{1,2})[/.](20\d\d|\d\d)|-(\d\d)-(20\d\d|\d\d))(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d\d)(?!\d)", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?$", re.IGNORECASE)
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FIRST_MORNING_HOUR = 8
"""Bodies meet from eight in the morning to half past seven at night; an hour in words is taken so."""
_HALF = r"(?:\s*(am|pm|a\.m\.?|p\.m\.?|noon|midday|hrs)\b)?"
_CLOCK = re.compile(
    rf"(?<![\d/£])(\d{{1,2}})(?:[.:](\d\d))?{_HALF}"
    rf"(?:\s*(?:-|–|—|to|until|till)\s*(\d{{1,2}})(?:[.:](\d\d))?{_HALF})?(?![\d/%]| o.?clock)"
    r"|\b(noon|midday)\b"
    rf"|\b(?:(half(?: past)?|quarter (?:past|to)) )?({'|'.join(_HOURS)}|1?\d(?= o.?clock))"
    r"(?: (o.?clock|in the (?:morning|afternoon|evening)))?\b"
    r"|\b([01]\d|2[0-3])([0-5]\d)(?: ?(?:hrs|hours)\b|\s*(?:-|–|to)\s*(?:[01]\d|2[0-3])[0-5]\d\b)",
    re.IGNORECASE,
)
_FOR_A_START = re.compile(
    rf"(?i)\bfor (?:an? )?(\d{{1,2}}(?:[.:]\d\d)?{_HALF}) start\b"
    r"|(?<=\d)(?: ?[ap]m)? for (\d{1,2}(?:[.:]\d\d)? ?(?:am|pm|noon))\b"
)
"""When a meeting begins, after words that say when its doors or its stream open."""
_BARE_CLOCK = re.compile(r"(?:,| \|)? (?:at )?(\d{1,2})[.:](\d\d)(?![\d/]|\.\d)")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART_OF_NUMBER = frozenset(":./-£")
_DEADLINE = re.compile(r"\b(?:by|before|until|no later than)\b")
_YEAR = re.compile(r"\b(20[0-4]\d)\b")
_TWO_YEARS, _YEAR_BEGINS = re.compile(r"\b(20[0-4]\d)\s*[/–-]\s*(?:20)?\d\d\b"), 4
"""A municipal or financial year; the months before April are in its second year."""
_PAST = re.compile(
    r"(?i)\b(?:joined us|came together|last meeting|already met|have met|last met|so far"
    r"|earlier (?:sitting|meeting|date)s?|past meetings)\b"
)
_WAS_OFF = re.compile(
    r"[^.;]{0,25}\b(?:was|had been)"
    r" (?:called off|cancelled|postponed|stood down|not held|no longer (?:required|needed))\b"
    r"|[^.;]{0,25}\bdid not (?:take place|go ahead)\b"
)
_OF_THE_PAST = "past"
"""Instead of a year: the days are those of meetings that were held."""
_SPAN = 6
"""Years that a day with a weekday and no year may be away; each weekday fits a day at least once in any six."""
_AFTER, _BEFORE = 90, 40
"""How far from a day its time may stand, in characters."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in a text, with its time of day if one stands by it; `start` and `end` are places in the text."""

    day: date
    clock: time | None
    words: str
    start: int
    end: int

    @property
    def iso(self) -> str:
        """ISO 8601 in local time: the day, and the time where one is given."""
        return f"{self.day}T{self.clock:%H:%M}" if self.clock else str(self.day)


def find_days(text: str, today: date, year_from: str = "") -> list[Day]:
    """Return the days in a text, in order.

    A day without a year takes the one that fits its weekday nearest to `today`; without a weekday the first year named
    in `year_from` (the headings above), of "2026/27" the one whose April comes first; else the next time that it comes,
    or the last time where the text before says that it is past.
    """
    matches = list(_days(text))
    found = []
    for number, match in enumerate(matches):
        weekday = _WEEKDAY.search(text, max(0, match.start() - 16), match.start())
        start = weekday.start() if weekday else match.start()
        past = _PAST.search(text[: match.start()].rpartition(". ")[2]) or _WAS_OFF.match(text, match.end())
        hint = _OF_THE_PAST if past else ""
        if day := _date(match, weekday[1] if weekday else "", today, year_from if _YEAR.search(year_from) else hint):
            upto = matches[number + 1].start() if number + 1 < len(matches) else len(text)
            since = matches[number - 1].end() if number else 0
            clock = find_clock(_DEADLINE.split(text[match.end() : min(upto, match.end() + _AFTER)])[0])
            clock = (
                clock
                or _bare_clock(text[match.end() : upto])
                or _clock_before(text[max(since, start - _BEFORE) : start])
            )
            found.append(Day(day, clock, text[start : match.end()].strip(" ,"), start, match.end()))
    return found


def _days(text: str) -> Iterable[re.Match[str]]:
    found = [match for match in _DAY.finditer(text) if text[match.start() - 1 : match.start()] not in _PART_OF_NUMBER]
    return found or (_MONTH_FIRST.finditer(text) if _YEAR.search(text) else ())


def find_clock(text: str) -> time | None:
    """Return the first time of day in a text; "2.30-5pm" is half past two in the afternoon, "12noon" twelve.

    >>> find_clock("half past six"), find_clock("opens at 9.55am for a 10am start"), find_clock("0930-1130")
    (datetime.time(18, 30), datetime.time(10, 0), datetime.time(9, 30))
    """
    if begins := _FOR_A_START.search(text):
        text = begins[1] or begins[3]
    for match in _CLOCK.finditer(text):
        if match[7]:
            return time(12)
        if match[9]:
            if match[8] or match[10]:
                return _in_words((match[8] or "").lower(), match[9].lower())
            continue
        if match[11]:
            return time(int(match[11]), int(match[12]))
        hour, minute, half, end_minute, end_half = int(match[1]), match[2], match[3], match[5], match[6]
        if not (half or end_half or minute) or (
            minute and not (half or end_half) and len(match[1]) < 2 and not end_minute
        ):
            continue
        if clock := _time(hour, int(minute or 0), half, end_half, int(match[4] or 0)):
            return clock
    return None


def _in_words(part: str, hour: str) -> time:
    """Return the time that "half past six", "quarter to two", "half ten" or "two o'clock" is by day."""
    number = int(hour) % 12 or 12 if hour.isdecimal() else _HOURS.index(hour) + 1
    minute = {"half": 30, "quar": 15}.get(part[:4], 0)
    if part.endswith("to"):
        number, minute = (number - 2) % 12 + 1, 60 - minute
    return time(number if number >= _FIRST_MORNING_HOUR else number + 12, minute)


def _time(hour: int, minute: int, half: str | None, end_half: str | None, end_hour: int) -> time | None:
    half = (half or "").lower().replace(".", "")
    if (
        not half
        and end_half
        and end_half.lower().startswith("p")
        and hour < 12
        and hour <= end_hour % 12 + (end_hour == 12) * 12
    ):
        half = "pm" if end_hour != 12 else "am"
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _bare_clock(text: str) -> time | None:
    """Return the time that follows a day at once: ", 9.30"; an hour below eight is after noon."""
    if not (match := _BARE_CLOCK.match(text)):
        return None
    hour = int(match[1])
    return _time(hour + 12 if hour < _FIRST_MORNING_HOUR else hour, int(match[2]), None, None, 0)


def _clock_before(text: str) -> time | None:
    match = re.search(
        r"([\d.:]+\s*(?:am|pm|noon)[^.]{0,16}?)[\s,]*(?:on\s*)?$|(?:\bat |\()(\d{1,2}[.:]\d\d)\)? on $"
        r"|\b(?:at|from) ((?:half(?: past)?|quarter (?:past|to)) \w+|\w+ in the (?:morning|afternoon|evening)),?"
        r" (?:on )?$",
        text,
        re.IGNORECASE,
    )
    return find_clock(next(filter(None, match.groups()))) if match else None


def _date(match: re.Match[str], weekday: str, today: date, year_from: str) -> date | None:
    if match.re is _MONTH_FIRST:
        return _valid(int(match[3]), _month(match[1]), int(match[2]))
    day, month, year, numbered, short_year, iso_month, iso_day = match.groups()
    if numbered:
        return _valid(int(short_year) % 2000 + 2000, int(numbered), int(day))
    if iso_month:  # "2026-04-22", or "22-04-2026"
        first, last = (iso_day, day) if len(iso_day) > len(day) else (day, iso_day)
        return _valid(int(first), int(iso_month), int(last))
    if year:
        return _valid(int(year), _month(month), int(day))
    return _nearest(weekday, _month(month), int(day), today, year_from)


def _nearest(weekday: str, month: int, day: int, today: date, year_from: str) -> date | None:
    hints = [int(year) for year in _YEAR.findall(year_from)]
    if (both := _TWO_YEARS.search(year_from)) and month < _YEAR_BEGINS:
        hints.insert(0, int(both[1]) + 1)
    years = [*hints, *range(today.year - _SPAN, today.year + _SPAN + 1)]
    days = [made for year in dict.fromkeys(years) if (made := _valid(year, month, day))]
    if weekday:
        days = [made for made in days if made.weekday() == _WEEKDAYS.index(weekday[:3].lower())]
        return min(days, key=lambda made: abs(made - today), default=None)
    if year_from == _OF_THE_PAST:
        return max((made for made in days if made <= today), default=None)
    return days[0] if hints and days else next((made for made in days if made >= today), None)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_only(text: str) -> Iterator[date]:
    """Yield the days of a text that name their year."""
    for match in _days(text):
        if _YEAR.search(match[0]) and (day := _date(match, "", date.min, "")):
            yield day
