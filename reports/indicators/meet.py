"""When does it meet, and can people follow? C1, C2, P1 and P2."""

from __future__ import annotations

from datetime import date, timedelta

from config.indicators import Indicator
from config.times import british_date, london
from reports.indicators.view import View
from reports.words import counted, day_of
from store.models import FactRow
from store.scores import Answer

CALLED_OFF = ("cancelled", "stood-down")
CLEAR_DAYS = 5  # our benchmark: time to read and to send a question
AFTER_DAYS = 60  # our benchmark for minutes or papers afterwards
PAPERS = ("agenda", "papers", "minutes")


def c1(view: View, indicator: Indicator) -> Answer | None:
    """When is the next meeting?"""
    today = view.today.isoformat()
    facts = [fact for fact in view.said("meeting") if fact.starts_at >= today and fact.role not in CALLED_OFF]
    if not facts:
        return None
    first = min(fact.starts_at[:10] for fact in facts)
    same_day = [fact for fact in facts if fact.starts_at.startswith(first)]
    full = [fact for fact in same_day if "T" in fact.starts_at and (fact.organisation or fact.detail)]
    return view.by_fact("met" if full else "part", (full or same_day)[0])


def c2(view: View, indicator: Indicator) -> Answer | None:
    """Can the public watch, and ask questions?"""
    questions = [fact for fact in view.said("contact") if fact.role.startswith("question")]
    asked = [(view.page_of[fact.page_id], fact.evidence) for fact in questions]
    watch = view.find(indicator.words["watch"], view.icp)
    ask = view.find(indicator.words["ask"], view.icp) or next(iter(asked), None)
    hits = [hit for hit in (watch, ask) if hit]
    if not hits:
        return None
    quotes = " / ".join(dict.fromkeys(words for _, words in hits))
    page = hits[0][0]
    return Answer("met" if len(hits) == 2 else "part", quotes, page.url, page.last_capture_id)


def p1(view: View, indicator: Indicator) -> Answer | None:
    """Are papers up five clear days before the meeting, for the last three meetings that we watched?"""
    ahead = timedelta(days=CLEAR_DAYS + 1)
    began = _watched_since(view)
    held = [day for day in _held(view) if began and began <= day - ahead][-3:]
    if not held:
        since = f" since {british_date(began)}" if began else ""
        return Answer("not-checked", f"No meeting with a date has passed while we watched{since}.")
    papers = _papers(view)
    in_time = [day for day in held if _is_there_by(papers, day, day - ahead)]
    if not in_time:
        return None
    fact = next(fact for fact in papers if day_of(fact.starts_at) == in_time[-1])
    last = f"the latest that of {british_date(in_time[-1])}: “{fact.value}”"
    words = f"For {len(in_time)} of the last {counted(len(held), 'meeting')}, {last}"
    return view.by_fact("met" if len(in_time) == len(held) else "part", fact, words)


def p2(view: View, indicator: Indicator) -> Answer | None:
    """Are minutes or papers of the last two meetings there, within sixty days?"""
    papers = [fact for fact in _papers(view) if (day_of(fact.starts_at) or view.today) <= view.today]
    if not papers:
        return None
    held = _held(view)[-2:]
    # What was there when we first looked may have been there in time.
    began = _watched_since(view) or view.today
    covered = [day for day in held if _is_there_by(papers, day, max(began, day + timedelta(days=AFTER_DAYS)))]
    fact = max(papers, key=lambda fact: fact.starts_at)
    day = day_of(fact.starts_at)
    words = f"“{fact.value}”" + (f" of {british_date(day)}" if day and british_date(day) not in fact.value else "")
    words += f" ({len(covered)} of the last {counted(len(held), 'meeting')})" if held else ""
    return view.by_fact("met" if len(covered) == 2 else "part", fact, words)


def _held(view: View) -> list[date]:
    """Return the days of past meetings that were not called off, oldest first, also those that pages no longer name.

    A date that was taken away again before it came was never held.
    """
    off = {fact.starts_at[:10] for fact in view.said("meeting") if fact.role in CALLED_OFF}
    days = set()
    for fact in view.said("meeting", ended=True):
        day = day_of(fact.starts_at)
        came = day and day < view.today and (fact.until is None or london(fact.until).date() >= day)
        if day and came and fact.role not in CALLED_OFF and fact.starts_at[:10] not in off:
            days.add(day)
    return sorted(days)


def _papers(view: View) -> list[FactRow]:
    return [fact for fact in view.said("document", unsure=True) if fact.role in PAPERS]


def _is_there_by(papers: list[FactRow], meeting: date, latest: date) -> bool:
    """Say whether a paper of this meeting was first seen on or before `latest`."""
    return any(day_of(fact.starts_at) == meeting and london(fact.since).date() <= latest for fact in papers)


def _watched_since(view: View) -> date | None:
    """Return since when we have watched: the first time that a page of the partnership was seen."""
    first = min((page.first_seen for page in view.icp), default=None)
    return london(first).date() if first is not None else None
