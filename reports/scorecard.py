"""The scorecard: 18 answers about each system, corrections laid over them, and a band.

`score_system` is a plain function of a View; `score_all` reads the store, and keeps the answers that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from config.corrections import Correction
from config.indicators import POINTS, Indicator, Method, load_method
from config.registry import Registry, System
from config.times import british_date, london
from reports.indicators import find, meet, quality, strategy, who
from reports.indicators.view import View, is_read
from reports.score_inputs import newest_answers, score_inputs
from reports.words import digest, made_by
from store.bodies import load_reading
from store.models import Capture, FactRow, Page, Score, SiteRow, SystemRow
from store.scores import Answer, record_answers

ANSWERS: Mapping[str, Callable[[View, Indicator], Answer | None]] = {
    "F1": find.f1, "F2": find.f2, "F3": find.f3,
    "M1": who.m1, "M2": who.m2, "M3": who.m3, "T1": who.t1,
    "C1": meet.c1, "C2": meet.c2, "P1": meet.p1, "P2": meet.p2,
    "S1": strategy.s1, "S2": strategy.s2, "I1": strategy.i1, "I2": strategy.i2,
    "Q1": quality.q1, "Q2": quality.q2, "Q3": quality.q3,
}  # fmt: skip


DAY = 86_400


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a system stands: a band's id and name, its points of those that could be checked, and one line why."""

    band: str
    name: str
    points: int
    possible: int
    why: str


def score_system(view: View, corrections: Iterable[Correction] = ()) -> dict[str, Answer]:
    """Return the answers to all questions, corrections laid over them."""
    answers = {id: ANSWERS[id](view, asked) or view.absent(asked) for id, asked in view.method.indicators.items()}
    for c in corrections:
        if c.system == view.system.id and c.indicator in answers and c.holds(view.today):
            words = f"Corrected by {c.who} on {british_date(c.when)}: {c.why}"
            answers[c.indicator] = Answer(c.level, words, c.source, answers[c.indicator].capture_id)
    return answers


def standing(system: System, levels: Sequence[str], method: Method, today: date) -> Standing:
    """Return the band for the levels of all answers, or why there is none."""
    points = sum(POINTS.get(level, 0) for level in levels)
    possible = 2 * sum(level in POINTS for level in levels)
    if closing := closing_words(system, method, today):
        return Standing("closing", "Closing or new", points, possible, closing)
    asked = len(levels) - levels.count("not-applicable")
    unchecked = levels.count("not-checked")
    if not possible or unchecked >= method.unchecked_share * asked:
        why = f"{unchecked} of {asked} questions could not be checked, so there is no band."
        return Standing("none", "Not checked", points, possible, why)
    band = next(band for band in method.bands if points / possible >= band.at_least)
    return Standing(band.id, band.name, points, possible, f"{points} of {possible} points that could be checked.")


def closing_words(system: System, method: Method, today: date) -> str:
    """Return why a body is too close to its first or last day to be scored, or nothing."""
    near = timedelta(days=method.closing_days)
    if system.dissolved and today > system.dissolved - near:
        tense = "was" if today > system.dissolved else "is"
        return f"Not scored: its last day {tense} {british_date(system.dissolved)}."
    if today < system.established:
        return f"Not scored: it begins on {british_date(system.established)}."
    if today < system.established + near:
        return f"Not scored: established on {british_date(system.established)}, less than {near.days} days ago."
    return ""


def reply_until(score: Score, method: Method, today: date) -> date | None:
    """Return the last day for a reply to a new negative answer, None where it is not new."""
    given = london(score.checked_at).date()
    last = _working_days_after(given, method.reply_working_days, method.bank_holidays)
    return last if score.level == "not-found" and today <= last else None


def score_all(
    session: Session,
    registry: Registry,
    now: int,
    corrections: Iterable[Correction] = (),
    known: MutableMapping[str, Any] | None = None,
) -> dict[str, dict[str, Score]]:
    """Answer all questions for the live systems that the store knows, and keep the answers that changed.

    `known` remembers from one time to the next what the answers about each system rest on: a system for which that is
    the same still is left out, also of what is returned.
    """
    method = load_method()
    today = london(now).date()
    corrections = tuple(corrections)
    stored = set(session.scalars(select(SystemRow.id)))
    scored = [s for s in registry.live(today) if s.id in stored and not closing_words(s, method, today)]
    if known is not None:
        found, newest = score_inputs(session, now - method.seen_days * DAY), newest_answers(session)
        inputs = {s.id: digest(made_by(), found[s.id], s, today, method, corrections) for s in scored}
        scored = [s for s in scored if known.get(s.id) != [inputs[s.id], newest.get(s.id)]]
    answers = {s.id: score_system(load_view(session, s, method, now), corrections) for s in scored}
    recorded = record_answers(session, answers, method.version, now)
    if known is not None and scored:
        newest = newest_answers(session)
        known.update({s.id: [inputs[s.id], newest.get(s.id)] for s in scored})
    return recorded


def load_view(session: Session, system: System, method: Method, now: int) -> View:
    """Read from the store what the answers about a system rest on."""
    sites = list(session.scalars(select(SiteRow).where(SiteRow.system_id == system.id).order_by(SiteRow.id)))
    light = (defer(Page.evidence), defer(Page.block_hashes), defer(Page.gained), defer(Page.lost))
    pages = list(session.scalars(select(Page).options(*light).where(Page.system_id == system.id)))
    facts = list(session.scalars(select(FactRow).where(FactRow.system_id == system.id).order_by(FactRow.id)))
    homes = {site.url for site in sites}
    read = {page.last_capture_id: page.id for page in pages if is_read(page, homes)}
    captures = session.scalars(select(Capture).where(Capture.id.in_(read)))
    readings = {read[capture.id]: load_reading(session, capture) for capture in captures}
    return View(system, method, now, sites, pages, facts, readings)


def _working_days_after(day: date, count: int, holidays: Collection[date]) -> date:
    """Return the day that is so many working days later.

    >>> _working_days_after(date(2026, 12, 18), 5, {date(2026, 12, 25), date(2026, 12, 28)})
    datetime.date(2026, 12, 29)
    """
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day
