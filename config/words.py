"""The closed lists of words that the settings accept and the store keeps."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

EVENTS = (
    "appeared", "changed", "moved", "vanished", "restored",
    "document-added", "document-replaced", "document-removed",
    "site-moved", "site-redesigned", "site-text-changed", "site-blocked", "site-gone",
)  # fmt: skip
KINDS = (
    "about", "membership", "chair", "meetings", "papers", "terms-of-reference", "strategy", "joint-forward-plan",
    "involvement", "contact", "faq", "news", "icb-board", "place-partnership", "other",
)  # fmt: skip
STATES = ("live", "missing", "vanished", "moved", "blocked", "unreachable", "empty", "unreadable", "excluded")
REGIONS = (
    "North East and Yorkshire", "North West", "Midlands", "East of England", "London", "South East", "South West",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean ...?" with the known word most like this one, or nothing where none is like it.

    >>> nearest("contcat", ("contact", "delay_seconds"))
    '; did you mean contact?'
    """
    by_lower = {each.lower(): each for each in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {by_lower[close[0]]}?" if close else ""
