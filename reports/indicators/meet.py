"""When does it meet, and can people follow? C1, C2, P1 and P2."""

from __future__ import annotations

from datetime import date, timedelta

from config.indicators import Indicator
from config.times import british_date, london
from reports.indicators.view import Answer, View, by_fact, day_of, on_page
from store.models import FactRow, Page

CALLED_OFF = ("cancelled", "stood-down")
CLEAR_DAYS = 5  # our benchmark: time to read and to send a question
AFTER_DAYS = 60  # our benchmark for minutes or papers afterwards
PAPERS = ("agenda", "papers", "minutes")


def c1(view: View, indicator: Indicator) -> Answer:
    """When is the next meeting?"""
    coming = sorted(
        (
            (f, p)
            for f, p in _meetings(view)
            if (day_of(f.starts_at) or date.min) >= view.today and f.role not in CALLED_OFF
        ),
        key=lambda pair: pair[0].starts_at,
    )
    if not coming:
        return view.absent(indicator)
    full = [pair for pair in coming if "T" in pair[0].starts_at and (pair[0].organisation or pair[0].detail)]
    fact, page = coming[0]
    same_day = next((pair for pair in full if pair[0].starts_at[:10] == fact.starts_at[:10]), None)
    return by_fact("met", *same_day) if same_day else by_fact("part", fact, page)


def c2(view: View, indicator: Indicator) -> Answer:
    """Can the public watch, and ask questions?"""
    watch = view.find(indicator.words["watch"], view.icp)
    ask = view.find(indicator.words["ask"], view.icp)
    asked = next(
        ((p, f.evidence) for f, p in view.named("contact") if f.role.startswith("question") and p.is_icp), None
    )
    hits = [hit for hit in (watch, ask or asked) if hit]
    if not hits:
        return view.absent(indicator)
    quotes = " / ".join(dict.fromkeys(words for _, words in hits))
    return on_page("met" if len(hits) == 2 else "part", quotes, hits[0][0])


def p1(view: View, indicator: Indicator) -> Answer:
    """Are papers up five clear days before the meeting, for the last three meetings that we watched?"""
    began = _watched_since(view)
    held = [day for day in _held(view) if began and began <= day - timedelta(days=CLEAR_DAYS + 1)][-3:]
    if not held:
        since = f" since {british_date(began)}" if began else ""
        return Answer("not-checked", f"No meeting with a date has passed while we watched{since}.")
    papers = _papers(view)
    in_time = [day for day in held if _first_seen(papers, day, day - timedelta(days=CLEAR_DAYS + 1))]
    if not in_time:
        return view.absent(indicator)
    fact, page = next((f, p) for f, p in papers if day_of(f.starts_at) == in_time[-1])
    words = f"{len(in_time)} of {len(held)} meetings; last for {british_date(in_time[-1])}: “{fact.value}”"
    return by_fact("met" if len(in_time) == len(held) else "part", fact, page, words)


def p2(view: View, indicator: Indicator) -> Answer:
    """Are minutes or papers of the last two meetings there, within sixty days?"""
    papers = [(f, p) for f, p in _papers(view) if (day_of(f.starts_at) or view.today) <= view.today]
    if not papers:
        return view.absent(indicator)
    held = _held(view)[-2:]
    # What was there when we first looked may have been there in time.
    began = _watched_since(view) or view.today
    covered = [day for day in held if _first_seen(papers, day, max(began, day + timedelta(days=AFTER_DAYS)))]
    fact, page = max(papers, key=lambda pair: pair[0].starts_at)
    met = len(held) == 2 and len(covered) == 2
    words = f"“{fact.value}”" + (f" ({len(covered)} of the last {len(held)} meetings)" if held else "")
    return by_fact("met" if met else "part", fact, page, words)


def _meetings(view: View) -> list[tuple[FactRow, Page]]:
    return [(fact, page) for fact, page in view.named("meeting") if page.is_icp]


def _held(view: View) -> list[date]:
    """Return the days of past meetings that were not called off, oldest first, also those that pages no longer name."""
    facts = [fact for fact, page in view.named("meeting", until=True) if page.is_icp and fact.role not in CALLED_OFF]
    off = {fact.starts_at[:10] for fact, page in view.named("meeting") if page.is_icp and fact.role in CALLED_OFF}
    days = {day_of(fact.starts_at) for fact in facts if fact.starts_at[:10] not in off}
    # A future date that was taken away again was never held; one that had come before it was taken away was.
    gone = {
        day_of(f.starts_at) for f in facts if f.until and london(f.until).date() < (day_of(f.starts_at) or date.max)
    }
    still = {day_of(f.starts_at) for f in facts if f.until is None}
    return sorted(day for day in days if day and day < view.today and (day in still or day not in gone))


def _papers(view: View) -> list[tuple[FactRow, Page]]:
    return [(fact, page) for fact, page in view.named("document") if fact.role in PAPERS and page.is_icp is not False]


def _first_seen(papers: list[tuple[FactRow, Page]], meeting: date, latest: date) -> bool:
    """Say whether a paper of this meeting was first seen on or before `latest`."""
    return any(day_of(f.starts_at) == meeting and london(f.since).date() <= latest for f, _ in papers)


def _watched_since(view: View) -> date | None:
    """Return since when we have watched: the first time that a page of the partnership was seen."""
    first = min((page.first_seen for page in view.icp), default=None)
    return london(first).date() if first is not None else None
