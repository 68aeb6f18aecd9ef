"""Words for events, levels, numbers, days and addresses, the same in pages, feeds, calendars and answers."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from config.times import british_date
from config.version import VERSION

EVENT_WORDS = {
    "appeared": "New page", "changed": "Changed", "moved": "Moved", "vanished": "Gone", "restored": "Back",
    "document-added": "New document", "document-replaced": "Document replaced", "document-removed": "Document gone",
    "site-moved": "Site moved", "site-redesigned": "Site rebuilt", "site-text-changed": "Text on many pages",
    "site-blocked": "Site closed to us", "site-gone": "Site gone",
}  # fmt: skip
LEVEL_WORDS = {
    "met": "Met", "part": "Part", "not-found": "Not found", "not-checked": "Not checked",
    "not-applicable": "Does not apply",
}  # fmt: skip

OUTCOME_WORDS = {
    "": "not tried yet", "reached": "read to the end", "partly": "read in part", "blocked": "closed to us",
    "unreachable": "out of reach", "excluded": "keeps programs away by robots.txt",
}  # fmt: skip
STATE_WORDS = {
    "missing": "not found at the last check", "blocked": "closed to us", "unreachable": "out of reach",
    "unreadable": "could not be read", "excluded": "kept from us by robots.txt",
}  # fmt: skip


def slug(text: str) -> str:
    """Return a name for a file.

    >>> slug("North East and Yorkshire")
    'north-east-and-yorkshire'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "page"), counted(1200, "page")
    ('1 page', '1,200 pages')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def without_name(summary: str, name: str) -> str:
    """Return a sentence without the area's name before it, for where the name stands anyway.

    >>> without_name("Essex: a page appeared", "Essex")
    'A page appeared'
    """
    rest = summary.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:]


def host_of(url: str) -> str:
    """Return the host of an address, without www."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def web_address(url: str) -> str:
    """Return the address if a browser may follow it, else nothing."""
    return url if re.match(r"https?://", url, re.IGNORECASE) else ""


def day_of(text: str) -> date | None:
    """Return the day that an ISO date or time begins with, None where there is none.

    >>> day_of("2026-11-02T14:30")
    datetime.date(2026, 11, 2)
    """
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def day_words(text: str) -> str:
    """Return the day of an ISO date or time in words, other text as it is.

    >>> day_words("2026-11-02T14:00")
    '2 November 2026'
    """
    day = day_of(text)
    return british_date(day) if day else text


def time_words(text: str) -> str:
    """Return a local ISO time or date in words with its weekday, other text as it is.

    >>> time_words("2026-12-09T14:00")
    'Wednesday 9 December 2026, 14:00'
    """
    day = day_of(text)
    clock = text.partition("T")[2][:5]
    return f"{day:%A} {british_date(day)}{', ' * bool(clock)}{clock}" if day else text


def digest(*parts: object) -> str:
    """Return a short text that is equal for equal parts, which are told apart by their repr."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


@cache
def made_by() -> str:
    """Return a short text that changes with every rule, template and word of this room, and with the release."""
    files = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".j2", ".css", ".js"))
    return digest(VERSION, [path.read_bytes() for path in files])
