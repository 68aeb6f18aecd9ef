"""Who is on it? M1 to M3 and T1."""

from __future__ import annotations

import re

from config.indicators import Indicator
from config.times import british_date
from reports.indicators.view import View, on_page, quote, shortened, stated_day, words_pattern
from reports.words import counted
from store.models import FactRow, Page
from store.scores import Answer

_TYPE_WORDS = re.compile(r"\b(council|county|city|borough|metropolitan|district|london|royal|of|the|unitary|mbc|cc)\b")


def m1(view: View, indicator: Indicator) -> Answer | None:
    """Who is on it?"""
    members = _members(view)
    if not members:
        return None
    people = len({fact.value for fact in members if fact.value})
    missing = missing_councils(view)
    count = f"{counted(people, 'person', 'people')} named" if people else "organisations only"
    if not view.system.councils:
        return view.by_fact("part", members[0], f"{count}; the councils of the area are not known to us")
    if missing:
        return view.by_fact("part", members[0], f"{count}; we did not find a member for {', '.join(missing)}")
    words = f"{count}, with every council of the area and the board"
    return view.by_fact("met" if people else "part", members[0], words)


def missing_councils(view: View) -> list[str]:
    """Return the councils of the area, and the board, that no member speaks for."""
    said = _plain(" ; ".join(f"{f.organisation} {f.role} {f.evidence} {f.value}" for f in _members(view)))
    missing = [council for council in view.system.councils if _core(council) not in said]
    board = re.search(rf"\b(icb|integrated care board|nhs {re.escape(_plain(view.system.name))})\b", said)
    return missing if board else [*missing, "the board"]


def m2(view: View, indicator: Indicator) -> Answer | None:
    """Who chairs it?"""
    named = [fact for fact in view.said("chair", unsure=True) if fact.value]
    chairs = [fact for fact in named if not re.search(r"vice|deputy", fact.role, re.IGNORECASE)]
    own = {page.id: place for place, page in enumerate(view.own)}  # nearest to the home page first
    first = min(chairs, key=lambda fact: own.get(fact.page_id, len(own)), default=None)
    return view.by_fact("met" if first.page_id in own else "part", first) if first else None


def m3(view: View, indicator: Indicator) -> Answer | None:
    """Are Healthwatch and the voluntary sector among the members?"""
    found = {name: _member_matching(view, words) for name, words in indicator.words.items()}
    seen = [fact for fact in found.values() if fact]
    if not seen:
        return None
    quotes = " / ".join(dict.fromkeys(shortened(fact.evidence or fact.organisation) for fact in seen))
    return view.by_fact("met" if len(seen) == len(found) else "part", seen[0], quotes)


def t1(view: View, indicator: Indicator) -> Answer | None:
    """Are the terms of reference published?"""
    page = next((page for page in view.icp if "terms-of-reference" in page.kinds), None)
    if page is None:
        return None
    if overdue := _overdue(view, page, indicator):
        return on_page("part", f"“{page.title}”: {overdue}", page)
    dated = _date_words(view, page)
    return on_page("met" if dated else "part", f"“{page.title}”, {dated or 'without a date'}", page)


def _members(view: View) -> list[FactRow]:
    found = view.said("member") + view.said("chair")
    return [fact for fact in found if view.page_of[fact.page_id].kinds != ["news"]]


def _member_matching(view: View, words: tuple[str, ...]) -> FactRow | None:
    pattern = words_pattern(words)
    said = ((fact, f"{fact.organisation} {fact.role} {fact.evidence}") for fact in _members(view))
    return next((fact for fact, text in said if pattern.search(text)), None)


def _date_words(view: View, page: Page) -> str:
    """Return words such as "dated 1 March 2024" from a fact, the file's own data, or a date in the text."""
    dates = [fact.starts_at for fact in view.facts if fact.page_id == page.id or fact.detail == page.url]
    if reading := view.readings.get(page.id):
        dates += [reading.metadata.get("updated", ""), reading.metadata.get("created", "")]
    day = next(filter(None, map(stated_day, dates)), None)
    year = re.search(r"\b20[2-9]\d\b", " ".join([page.title, *(text for _, text in view.texts([page]))]))
    return f"dated {british_date(day)}" if day else f"of {year[0]}" if year else ""


def _overdue(view: View, page: Page, indicator: Indicator) -> str:
    """Return the words that set a review for a year that has passed."""
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
