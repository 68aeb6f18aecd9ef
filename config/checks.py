"""What a single setting may hold.

Each check takes the value as written and returns it, tidied; it raises ValueError saying what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from config.words import nearest

Check = Callable[[str], str]


def between(low: float, high: float) -> Callable[[float], float]:
    """Return a check that a number lies between two, both allowed."""

    def check(value: float) -> float:
        if not low <= value <= high:
            raise ValueError(f"{value} is not between {low} and {high}")
        return value

    return check


def one_of(*words: str) -> Check:
    """Return a check that a text is one of a few, however its case, spaces, hyphens and underscores are written."""
    known = {_plain(word): word for word in words}

    def check(value: str) -> str:
        if _plain(value) not in known:
            raise ValueError(f"{value!r} is not one of {', '.join(words)}{nearest(value, words)}")
        return known[_plain(value)]

    return check


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").casefold().split())


def shaped(pattern: str, problem: str) -> Check:
    """Return a check that a text, without spaces around it, has the shape of a pattern."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value.strip()):
            raise ValueError(f"{value!r} {problem}")
        return value.strip()

    return check


with_a_word = shaped(r".*\w.*", "holds no word")


def any_of(problem: str, *checks: Check) -> Check:
    """Return a check that passes what one of several checks passes."""

    def check(value: str) -> str:
        for each in checks:
            with suppress(ValueError):
                return each(value)
        raise ValueError(f"{value!r} {problem}")

    return check


def single_line(value: str) -> str:
    """Refuse line ends and other control characters: the value goes into a header."""
    if any(ord(character) < 32 for character in value):
        raise ValueError("must be one line of text")
    return value.strip()


def site_address(value: str) -> str:
    """Accept the http or https address under which a folder of pages is published."""
    return shaped(r"https?://[^\s/]\S*", "is no http:// or https:// address")(value).rstrip("/") + "/"


web_address = shaped(
    r"https://[^\s/]\S*|http://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(/\S*)?", "is no https:// address"
)
"""An https address, or http on this machine."""
_address = shaped(r"[^\s@<>,;:\"()]+@[^\W_](?:[\w.-]*[^\W_])?", "is no e-mail address such as watch@example.org")


def email_address(value: str) -> str:
    """Accept an e-mail address; its domain may have letters beyond a to z, which mail servers are given as ASCII."""
    address = _address(value)
    with suppress(UnicodeError):
        address.rpartition("@")[2].encode("idna")
        return address
    raise ValueError(f"{value!r} has a domain that cannot be: look for a dot too many or a part too long")


contact = any_of("is neither an e-mail address nor the https:// address of a page", email_address, web_address)
"""What a web master can answer to."""
receiver = any_of(
    "is no e-mail address, no https:// webhook and no folder:PATH", shaped(r"folder:[^\x00-\x1f]*\S", ""), contact
)
"""Where digests go."""
clock_time = shaped(r"(?:[01]\d|2[0-3]):[0-5]\d", "is no time of day such as 07:30")


def database_url(value: str) -> str:
    """Accept the address of an SQLite or PostgreSQL database."""
    scheme = value.partition("://")[0]
    if scheme == value:
        raise ValueError(f"{value!r} is no database address; for a file write sqlite:///{value or 'icpwatch.db'}")
    if scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError(f"{scheme}:// is not supported; use sqlite:///FILE")
    return value


def time_zone(value: str) -> str:
    """Accept the name of a time zone, such as Europe/London."""
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{value!r} is no time zone such as Europe/London") from None


def cron(value: str) -> str:
    """Accept a cron expression of five fields, or nothing for a job that is never run by itself.

    Days of the week are names, because APScheduler counts them from Monday and cron from Sunday. The hour from 01:00
    is refused, because it comes twice or not at all when the clocks change.
    """
    if not value.strip():
        return ""
    from apscheduler.triggers.cron import CronTrigger

    try:
        trigger = CronTrigger.from_crontab(value.lower(), UTC)
        _, hours, _, _, days = value.split()
    except ValueError as error:
        raise ValueError(f'{value!r} is no cron expression such as "15 3 * * sun": {error}') from None
    if any(character.isdigit() for character in days):
        raise ValueError(f"{value!r} counts the days of the week, and programs differ in how; write mon to sun")
    one = datetime(2026, 1, 1, 1, tzinfo=UTC)
    if trigger.get_next_fire_time(None, one) is None:
        raise ValueError(f"{value!r} never comes: there is no such day")
    fires_at = CronTrigger(hour=hours, timezone=UTC).get_next_fire_time(None, one)
    if fires_at is not None and fires_at < one + timedelta(hours=1):
        raise ValueError(
            f"{value!r} runs between 01:00 and 01:59, which comes twice or never when the clocks change; "
            "choose other hours, such as 3 or 2-23"
        )
    return " ".join(value.lower().split())
