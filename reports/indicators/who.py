"""Who is on it? M1 to M3 and T1."""

from __future__ import annotations

import re

from config.indicators import Indicator
from config.times import british_date
from reports.indicators.view import Answer, View, by_fact, on_page, quote, shortened, stated_day, words_pattern
from store.models import FactRow, Page

_TYPE_WORDS = re.compile(r"\b(council|county|city|borough|metropolitan|district|london|royal|of|the|unitary|mbc|cc)\b")


def m1(view: View, indicator: Indicator) -> Answer:
    """Who is on it?"""
    members = _members(view)
    if not members:
        return view.absent(indicator)
    people = len({fact.value for fact, _ in members if fact.value})
    missing = missing_councils(view)
    fact, page = members[0]
    count = f"{people} people named" if people else "organisations only"
    if not view.system.councils:
        return by_fact("part", fact, page, f"{count}; the councils of the area are not known to us")
    if missing:
        return by_fact("part", fact, page, f"{count}; we did not find a member for {', '.join(missing)}")
    return by_fact("met" if people else "part", fact, page, f"{count}, with every council of the area and the board")


def missing_councils(view: View) -> list[str]:
    """Return the councils of the area, and the board, that no member speaks for."""
    said = _plain(" ; ".join(f"{f.organisation} {f.role} {f.evidence} {f.value}" for f, _ in _members(view)))
    missing = [council for council in view.system.councils if _core(council) not in said]
    board = re.search(rf"\b(icb|integrated care board|nhs {re.escape(_plain(view.system.name))})\b", said)
    return missing if board else [*missing, "the board"]


def m2(view: View, indicator: Indicator) -> Answer:
    """Who chairs it?"""
    chairs = [
        (fact, page)
        for fact, page in view.named("chair")
        if fact.value and page.is_icp is not False and not re.search(r"vice|deputy", fact.role, re.IGNORECASE)
    ]
    own = {page.id for page in view.own}
    best = next((pair for pair in chairs if pair[1].id in own), None)
    if best:
        return by_fact("met", *best)
    return by_fact("part", *chairs[0]) if chairs else view.absent(indicator)


def m3(view: View, indicator: Indicator) -> Answer:
    """Are Healthwatch and the voluntary sector among the members?"""
    found = {name: _member_matching(view, words) for name, words in indicator.words.items()}
    seen = [hit for hit in found.values() if hit]
    if not seen:
        return view.absent(indicator)
    quotes = " / ".join(dict.fromkeys(shortened(fact.evidence or fact.organisation) for fact, _ in seen))
    return by_fact("met" if len(seen) == len(found) else "part", *seen[0], quotes)


def t1(view: View, indicator: Indicator) -> Answer:
    """Are the terms of reference published?"""
    pages = [page for page in view.icp if "terms-of-reference" in page.kinds]
    if not pages:
        return view.absent(indicator)
    page = pages[0]
    dated = _date_words(view, page)
    overdue = _overdue(view, page, indicator)
    if overdue:
        return on_page("part", f"“{page.title}”: {overdue}", page)
    if not dated:
        return on_page("part", f"“{page.title}”, without a date", page)
    return on_page("met", f"“{page.title}”, {dated}", page)


def _members(view: View) -> list[tuple[FactRow, Page]]:
    found = view.named("member") + view.named("chair")
    return [(fact, page) for fact, page in found if page.is_icp and page.kinds != ["news"]]


def _member_matching(view: View, words: tuple[str, ...]) -> tuple[FactRow, Page] | None:
    pattern = words_pattern(words)
    said = ((pair, f"{pair[0].organisation} {pair[0].role} {pair[0].evidence}") for pair in _members(view))
    return next((pair for pair, text in said if pattern.search(text)), None)


def _date_words(view: View, page: Page) -> str:
    """Return words such as "dated 1 March 2024" from a fact, the file's own data, or a date in the text."""
    dates = [fact.starts_at for fact in view.facts if fact.page_id == page.id or fact.detail == page.url]
    stated = next((text for text in dates if stated_day(text)), "")
    reading = view.readings.get(page.id)
    if not stated and reading:
        stated = reading.metadata.get("updated") or reading.metadata.get("created") or ""
    year = re.search(r"\b20[2-9]\d\b", " ".join([page.title, *(text for _, text in view.texts([page]))]))
    day = stated_day(stated)
    return f"dated {british_date(day)}" if day else f"of {year[0]}" if year else ""


def _overdue(view: View, page: Page, indicator: Indicator) -> str:
    """Return the words that set a review for a year, or a month, that has passed."""
    pattern = words_pattern(indicator.words["review"])
    for _, text in view.texts([page]):
        for match in pattern.finditer(text):
            year = re.search(r"\b20[2-9]\d\b", text[match.end() : match.end() + 40])
            if year and int(year[0]) < view.today.year:
                return quote(text, match)
    return ""


def _core(name: str) -> str:
    """Return what makes a council's name its own.

    >>> _core("Durham County Council"), _core("City of York Council")
    ('durham', 'york')
    """
    return _plain(_TYPE_WORDS.sub(" ", name.lower()))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.lower().replace("&", " and ")).split())
