"""Is it kept up, and can everybody read it? Q1 to Q3."""

from __future__ import annotations

import re
from datetime import date

from config.indicators import Indicator
from config.times import british_date, london
from reports.indicators.view import Answer, View, day_of, is_accessibility, on_page, stated_day, words_pattern
from store.models import Page

FRESH_DAYS = 183
STALE_DAYS = 365


def q1(view: View, indicator: Indicator) -> Answer:
    """Is the page kept up?"""
    pages = view.own or view.icp
    if not pages:
        return view.absent(indicator)
    day, page = max(((_last_change(view, page), page) for page in pages), key=lambda pair: pair[0] or date.min)
    watched = (view.today - london(min(p.first_seen for p in pages)).date()).days
    if day is None and watched < STALE_DAYS:
        return Answer("not-checked", f"No change in the {watched} days that we have watched, and no date on the page.")
    if day is None:
        return on_page("not-found", f"No change in the {watched} days that we have watched", page)
    words = f"“{page.title}”: last change {british_date(day)}"
    if (view.today - day).days >= STALE_DAYS:
        return on_page("not-found", words, page)
    stale = _past_next(view)
    if stale:
        return on_page("part", f"{words}; “{stale}” stands there as the next meeting", page)
    return on_page("met" if (view.today - day).days < FRESH_DAYS else "part", words, page)


def q2(view: View, indicator: Indicator) -> Answer:
    """Is there an accessibility statement?"""
    statements = [page for page in view.standing if is_accessibility(page)]
    if not statements:
        return view.absent(indicator)
    page = statements[0]
    text = " ".join(words for _, words in view.texts([page]))
    if not text:
        return on_page("part", f"“{page.title}”; we have not kept its words", page)
    lacks = [name for name, words in indicator.words.items() if not words_pattern(words).search(text)]
    years = [int(year) for year in re.findall(r"\b20[12]\d\b", text)]
    if not any(view.today.year - 1 <= year <= view.today.year for year in years):
        lacks.append("date within twelve months")
    names = {"status": "how far it complies", "regulations": "the Regulations", "contact": "a contact"}
    if not lacks:
        return on_page("met", f"“{page.title}”: status, contact and date", page)
    return on_page("part", f"“{page.title}”; we did not find {', '.join(names.get(n, 'a ' + n) for n in lacks)}", page)


def q3(view: View, indicator: Indicator) -> Answer:
    """Can I read it without a PDF?"""
    sources = {
        "members": [page for _, page in view.named("member") if page.is_icp],
        "meeting dates": [page for _, page in view.named("meeting") if page.is_icp],
        "strategy": [page for page in view.icp if "strategy" in page.kinds],
    }
    found = {name: pages for name, pages in sources.items() if pages}
    if not found:
        return Answer("not-applicable", "We found neither members nor dates nor a strategy to read.")
    as_pages = [name for name, pages in found.items() if any(page.media == "html" for page in pages)]
    page = next(iter(found.values()))[0]
    words = f"As web pages: {', '.join(as_pages) or 'none'}; as files: {', '.join(found.keys() - as_pages) or 'none'}"
    if len(as_pages) == len(sources):
        return on_page("met", words, page)
    readable = as_pages or any(_has_text(view, p) for pages in found.values() for p in pages)
    return on_page("part" if readable else "not-found", words, page)


def _last_change(view: View, page: Page) -> date | None:
    """Return the day of the last change that we saw, or that the page itself gives."""
    reading = view.readings.get(page.id)
    stated = stated_day(reading.metadata.get("updated") or "") if reading else None
    seen = london(page.last_changed).date() if page.last_changed else None
    return max((day for day in (stated, seen) if day and day <= view.today), default=None)


def _past_next(view: View) -> str:
    """Return the words of a date that a page calls next and that has passed."""
    for fact, page in view.named("meeting"):
        day = day_of(fact.starts_at)
        called_next = re.search(r"\bnext (meeting|date)\b", fact.evidence, re.IGNORECASE)
        if page.is_icp and page.media == "html" and day and day < view.today and called_next:
            return fact.value or fact.starts_at
    return ""


def _has_text(view: View, page: Page) -> bool:
    reading = view.readings.get(page.id)
    return page.media in ("pdf", "docx", "text") and not (reading and any("text layer" in n for n in reading.notes))
