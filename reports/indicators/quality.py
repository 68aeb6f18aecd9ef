"""Is it kept up, and can everybody read it? Q1 to Q3."""

from __future__ import annotations

import re
from datetime import date

from config.indicators import Indicator
from config.times import british_date, london
from reports.indicators.view import View, is_accessibility, on_page, stated_day, words_pattern
from reports.words import day_of
from store.models import Page
from store.scores import Answer

FRESH_DAYS = 183
STALE_DAYS = 365
STATEMENT_PARTS = {
    "status": "how far it complies",
    "regulations": "a mention of the Regulations",
    "contact": "a contact",
}


def q1(view: View, indicator: Indicator) -> Answer | None:
    """Is the page kept up?"""
    pages = view.own or view.icp
    if not pages:
        return None
    day, page = max(((_last_change(view, page), page) for page in pages), key=lambda pair: pair[0] or date.min)
    if day is None:
        watched = (view.today - london(min(page.first_seen for page in pages)).date()).days
        words = f"No change in the {watched} days that we have watched"
        if watched < STALE_DAYS:
            return Answer("not-checked", f"{words}, and no date on the page.")
        return on_page("not-found", words, page)
    age = (view.today - day).days
    words = f"“{page.title}”: last change {british_date(day)}"
    if age >= STALE_DAYS:
        return on_page("not-found", words, page)
    if stale := _past_next(view):
        return on_page("part", f"{words}; “{stale}” stands there as the next meeting", page)
    return on_page("met" if age < FRESH_DAYS else "part", words, page)


def q2(view: View, indicator: Indicator) -> Answer | None:
    """Is there an accessibility statement?"""
    page = next(filter(is_accessibility, view.standing), None)
    if page is None:
        return None
    text = " ".join(words for _, words in view.texts([page]))
    if not text:
        return on_page("part", f"“{page.title}”; we have not kept its words", page)
    lacks = [STATEMENT_PARTS[part] for part, words in indicator.words.items() if not words_pattern(words).search(text)]
    years = [int(year) for year in re.findall(r"\b20[12]\d\b", text)]
    if not any(view.today.year - 1 <= year <= view.today.year for year in years):
        lacks.append("a date within twelve months")
    if lacks:
        return on_page("part", f"“{page.title}”; we did not find {', '.join(lacks)}", page)
    return on_page("met", f"“{page.title}”: status, contact and date", page)


def q3(view: View, indicator: Indicator) -> Answer | None:
    """Can I read it without a PDF?"""
    sources = {
        "members": [view.page_of[fact.page_id] for fact in view.said("member")],
        "meeting dates": [view.page_of[fact.page_id] for fact in view.said("meeting")],
        "strategy": [page for page in view.icp if "strategy" in page.kinds],
    }
    found = {name: pages for name, pages in sources.items() if pages}
    if not found and not view.can_see:
        return None
    if not found:
        return Answer("not-applicable", "We found neither members nor dates nor a strategy to read.")
    as_pages = [name for name, pages in found.items() if any(page.media == "html" for page in pages)]
    as_files = [name for name in found if name not in as_pages]
    ways = {
        "As web pages": as_pages,
        "as files": as_files,
        "not found": [name for name in sources if name not in found],
    }
    words = "; ".join(f"{way}: {', '.join(names) or 'none'}" for way, names in ways.items())
    page = next(iter(found.values()))[0]
    if len(as_pages) == len(sources):
        return on_page("met", words, page)
    readable = as_pages or any(_has_text(view, page) for pages in found.values() for page in pages)
    return on_page("part" if readable else "not-found", words, page)


def _last_change(view: View, page: Page) -> date | None:
    """Return the day of the last change that we saw, or that the page itself gives."""
    reading = view.readings.get(page.id)
    stated = stated_day(reading.metadata.get("updated") or "") if reading else None
    seen = london(page.last_changed).date() if page.last_changed else None
    return max((day for day in (stated, seen) if day and day <= view.today), default=None)


def _past_next(view: View) -> str:
    """Return the words of a date that a page calls next and that has passed."""
    for fact in view.said("meeting"):
        day = day_of(fact.starts_at)
        called_next = re.search(r"\bnext (meeting|date)\b", fact.evidence, re.IGNORECASE)
        if called_next and day and day < view.today and view.page_of[fact.page_id].media == "html":
            return fact.value or fact.starts_at
    return ""


def _has_text(view: View, page: Page) -> bool:
    reading = view.readings.get(page.id)
    return page.media in ("pdf", "docx", "text") and not (reading and any("text layer" in n for n in reading.notes))
