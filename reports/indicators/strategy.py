"""Strategy and voice: S1, S2, I1 and I2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from config.indicators import Indicator
from reports.indicators.view import View, on_page, quote, words_pattern
from store.models import Page
from store.scores import Answer

_YEARS = re.compile(r"\b(20[2-4]\d)\s*(?:-|–|—|/|to|until)\s*((?:20)?[2-6]\d)\b")
REVIEW_MONTHS = 24
NEAR = 80  # characters between "reviewed" and its year


def s1(view: View, indicator: Indicator) -> Answer | None:
    """Is the integrated care strategy published?"""
    draft = words_pattern(indicator.words["draft"])
    judged = [_strategy_answer(view, page, draft) for page in view.icp if "strategy" in page.kinds]
    return min(judged, key=lambda answer: answer.level != "met", default=None)


def s2(view: View, indicator: Indicator) -> Answer | None:
    """Has the strategy been reviewed in the last two years?"""
    oldest = (view.today - timedelta(days=REVIEW_MONTHS * 30)).year
    promises = words_pattern(indicator.words["promised"])
    for page, words, around in _reviews(view, indicator.words["done"]):
        years = [int(year) for year in re.findall(r"\b20[2-4]\d\b", around)]
        if not promises.search(around) and any(oldest <= year <= view.today.year for year in years):
            return on_page("met", words, page)
    for page, words, _ in _reviews(view, indicator.words["promised"]):
        return on_page("part", words, page)
    return None


def i1(view: View, indicator: Indicator) -> Answer | None:
    """How can people take part?"""
    report = view.find(indicator.words["report"], view.icp)
    ways = [page for page in view.standing if "involvement" in page.kinds]
    own = next((page for page in ways if page.is_icp), None)
    if own and report:
        return on_page("met", f"“{own.title}” / {report[1]}", own)
    if own:
        return on_page("part", f"“{own.title}”; we did not find a report of what people said", own)
    if report:
        return on_page("part", report[1], report[0])
    return on_page("part", f"“{ways[0].title}”, a page of the board", ways[0]) if ways else None


def i2(view: View, indicator: Indicator) -> Answer | None:
    """Whom do I contact?"""
    own_words = words_pattern(indicator.words["own"])
    contacts = [fact for fact in view.said("contact") if fact.role in ("email", "phone", "form")]
    own = [fact for fact in contacts if own_words.search(f"{fact.value} {fact.evidence}")]
    first = next(iter(own or contacts), None)
    return view.by_fact("met" if own else "part", first) if first else None


def _reviews(view: View, words: Sequence[str]) -> Iterator[tuple[Page, str, str]]:
    """Yield page, quote and nearby words wherever a review of the strategy is named, "page last reviewed" left out."""
    pattern = words_pattern(words)
    for page, text in view.texts(view.icp):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - NEAR) : match.end() + NEAR]
            if "strateg" in around.lower() and not re.search(r"page (was )?last|last reviewed", around, re.IGNORECASE):
                yield page, quote(text, match), around


def _strategy_answer(view: View, page: Page, draft: re.Pattern[str]) -> Answer:
    """Return what one page or file says of itself, and of the years it covers."""
    reading = view.readings.get(page.id)
    title = f"“{page.title}”"
    if reading and any("text layer" in note for note in reading.notes):
        return on_page("part", f"{title}, a file without text", page)
    if draft.search(page.title):
        return on_page("part", f"{title}, not a final one", page)
    years = _covered(view, page)
    if not years:
        return on_page("part", f"{title}; we did not find the years it covers", page)
    covers = years[0] <= view.today.year <= years[1]
    return on_page("met" if covers else "part", f"{title}, {years[0]} to {years[1]}", page)


def _covered(view: View, page: Page) -> tuple[int, int] | None:
    """Return the first and the last year of a strategy, from its title or else from its head."""
    head = " ".join(text for _, text in list(view.texts([page]))[:8])
    years = _YEARS.search(page.title) or _YEARS.search(head)
    return (int(years[1]), int(years[1][:2] + years[2][-2:])) if years else None
