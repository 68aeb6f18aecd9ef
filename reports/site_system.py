"""What the page of one system shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from config.indicators import POINTS, Group, Indicator
from config.registry import System
from config.times import LONDON, british_date, london, to_epoch
from reports.scorecard import reply_until
from reports.site_data import Data
from store.models import Change, FactRow, Page, Score

SIX = ("F1", "F2", "M1", "M2", "C1", "P2")
LATEST_CHANGES = 12
LATEST_DOCUMENTS = 12
MOST_PAGES = 300  # rows, so that the page stays below 200 KB
YEAR = 365 * 86_400
STRIP_LEFT, STRIP_RIGHT = 150, 712  # units of the timeline's drawing


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that a page names, and its time in words."""

    when: str
    fact: FactRow
    page: Page


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with its question and what stands beside it."""

    indicator: Indicator
    score: Score
    says: str = ""
    quote: str = ""
    looked: str = ""
    page: str = ""
    history: int | None = None
    reply: date | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One strip of the timeline: marks are (x, event)."""

    kind: str
    marks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Strips:
    """The timeline from `begin` to `end` in seconds since 1970; gaps are (x, width), ticks (x, words)."""

    begin: int
    end: int
    rows: tuple[Row, ...]
    gaps: tuple[tuple[int, int], ...]
    ticks: tuple[tuple[int, str], ...]


def system_inputs(data: Data, system: System) -> list[object]:
    """Return what the page of a system is made from; equal inputs make equal pages."""
    pages = [
        (p.id, p.url, p.title, p.state, p.kinds, p.is_icp, p.watched, p.clicks, p.click_path, p.first_seen)
        for p in data.pages_of.get(system.id, [])
    ]
    facts = [(f.id, f.until) for f in data.facts_of.get(system.id, [])]
    scores = [score.id for score in data.scores.get(system.id, {}).values()]
    changes = [(c.id, c.summary) for c in data.changes_of.get(system.id, [])]
    sites = [(site.id, site.url, site.role) for site, _ in data.sites if site.system_id == system.id]
    gaps = [gap for gap in data.gaps if gap[0] == system.id]
    return [data.today, system, pages, facts, scores, changes, sites, gaps]


def system_view(data: Data, system: System) -> dict[str, Any]:
    """Return what the template of a system's page takes."""
    facts = [fact for fact in data.facts_of.get(system.id, []) if data.is_told(fact)]
    scores = data.scores.get(system.id, {})
    standing = data.standing(system)
    shown = {id: _shown(data, system, scores[id]) for id in data.method.indicators if id in scores}
    pages = sorted(data.pages_of.get(system.id, []), key=_order)
    kept = [page for page in pages if page.watched or page.is_icp][:MOST_PAGES]
    changes = data.changes_of.get(system.id, [])
    coming, past = meetings_of(data, facts)
    best = data_page(data, system, scores)
    return {
        "system": system,
        "standing": standing,
        "successors": [data.systems[id] for id in system.successors if id in data.systems],
        "predecessors": data.registry.predecessors(system.id),
        "six": [_in_words(data, shown[id], facts) for id in SIX if id in shown],
        "click_path": best.click_path if best else [],
        "members": _members(data, facts),
        "left": _left(data, system, facts),
        "meetings": coming,
        "past": past[::-1],
        "deadlines": [f for f in facts if f.kind == "contact" and f.role == "question-deadline"],
        "documents": _documents(data, facts),
        "changes": changes[:LATEST_CHANGES],
        "older": changes[LATEST_CHANGES:],
        "changes_in_all": len(changes),
        "strips": _strips(data, system, changes),
        "newest_answer": max((score.checked_at for score in scores.values()), default=None),
        "groups": _groups(data, shown),
        "legal": _legal(shown),
        "sites": [site for site, _ in data.sites if site.system_id == system.id],
        "pages": kept,
        "others": len(pages) - len(kept),
        "with_history": {page.id for page in kept if len(data.captures.get(page.id, ())) > 1},
    }


def meetings_of(data: Data, facts: Sequence[FactRow]) -> tuple[list[Meeting], list[Meeting]]:
    """Return the meetings to come, next first, and those past, each day once: where a page gives the time, with it."""
    found: dict[str, Meeting] = {}
    for fact in sorted(facts, key=lambda fact: (fact.starts_at[:10], "T" not in fact.starts_at, fact.id)):
        if fact.kind == "meeting" and fact.starts_at:
            meeting = Meeting(time_words(fact.starts_at), fact, data.pages[fact.page_id])
            found.setdefault(fact.starts_at[:10], meeting)
    today = data.today.isoformat()
    coming = [meeting for day, meeting in found.items() if day >= today]
    return coming, [meeting for day, meeting in found.items() if day < today]


def time_words(starts_at: str) -> str:
    """Return a local time in words.

    >>> time_words("2026-12-09T14:00")
    'Wednesday 9 December 2026, 14:00'
    """
    try:
        moment = datetime.fromisoformat(starts_at)
    except ValueError:
        return starts_at
    day = f"{moment:%A} {british_date(moment.date())}"
    return f"{day}, {moment:%H:%M}" if "T" in starts_at else day


def data_page(data: Data, system: System, scores: Mapping[str, Score]) -> Page | None:
    """Return the partnership's page that the answer about clicks rests on."""
    url = scores["F2"].url if "F2" in scores else ""
    return next((page for page in data.pages_of.get(system.id, []) if page.url == url), None)


def _shown(data: Data, system: System, score: Score) -> Shown:
    page = next((p for p in data.pages_of.get(system.id, []) if p.url == score.url), None)
    return Shown(
        indicator=data.method.indicators[score.indicator],
        score=score,
        page=page.title if page else "",
        history=page.id if page and len(data.captures.get(page.id, ())) > 1 else None,
        reply=reply_until(score, data.method, data.today),
        corrected=score.evidence.startswith("Corrected by "),
    )


def _in_words(data: Data, shown: Shown, facts: Sequence[FactRow]) -> Shown:
    """Return an answer to one of the six questions with a sentence of its own and the words that prove it."""
    score = shown.score
    if score.level not in ("met", "part"):
        says, _, looked = score.evidence.partition(". ")
        return replace(shown, says=says.rstrip(".") + ".", looked=looked)
    says = {
        "M2": lambda: ", ".join(dict.fromkeys(f.value for f in _people(data, facts) if f.kind == "chair")),
        "C1": lambda: next((m.when for m in meetings_of(data, facts)[0] if not m.fact.role), ""),
    }.get(score.indicator, lambda: "")()
    return replace(shown, says=says or score.evidence, quote=score.evidence if says else "")


def _people(data: Data, facts: Sequence[FactRow]) -> list[FactRow]:
    """Return the chairs and members that the partnership's own web pages name, or, where none does, its documents."""
    listed = [f for f in facts if f.kind in ("member", "chair") and data.pages[f.page_id].is_icp]
    on_pages = [fact for fact in listed if data.pages[fact.page_id].media == "html"]
    return [fact for fact in on_pages or listed if not (fact.kind == "chair" and not fact.value)]


def _members(data: Data, facts: Sequence[FactRow]) -> list[FactRow]:
    """Return each member once, the chair first; a body without a name only where nobody is named for it."""
    people = sorted(_people(data, facts), key=lambda fact: (fact.kind != "chair", not fact.value, fact.id))
    found: dict[tuple[str, str], FactRow] = {}
    for fact in people:
        for_whom = {f.organisation for f in found.values() if not fact.value or f.value == fact.value}
        if fact.organisation not in for_whom and (fact.organisation or not for_whom):
            found[(fact.value, fact.organisation)] = fact
    return list(found.values())


def _left(data: Data, system: System, facts: Sequence[FactRow]) -> list[FactRow]:
    """Return the members who were taken off the list within a year and do not stand there otherwise."""
    still = {(fact.value, fact.organisation) for fact in facts}
    gone = [
        fact
        for fact in data.facts_of.get(system.id, [])
        if fact.kind in ("member", "chair") and fact.until and fact.until > data.now - YEAR and fact.value
    ]
    return [fact for fact in gone if (fact.value, fact.organisation) not in still]


def _documents(data: Data, facts: Sequence[FactRow]) -> list[tuple[FactRow, Page]]:
    documents = [(fact, data.pages[fact.page_id]) for fact in facts if fact.kind == "document"]
    return sorted(documents, key=lambda pair: (pair[0].starts_at, pair[0].since), reverse=True)[:LATEST_DOCUMENTS]


def _groups(data: Data, shown: Mapping[str, Shown]) -> list[tuple[Group, int, int, list[Shown]]]:
    groups = []
    for group in data.method.groups:
        answers = [each for each in shown.values() if each.indicator.group == group.id]
        if answers:
            levels = [each.score.level for each in answers]
            points = sum(POINTS.get(level, 0) for level in levels)
            groups.append((group, points, 2 * sum(level in POINTS for level in levels), answers))
    return groups


def _legal(shown: Mapping[str, Shown]) -> list[tuple[Indicator, str, str]]:
    """Return the parts of the legal minimum: seen, not found, or not checked."""
    words = {"met": "seen", "part": "seen in part", "not-found": "not found", "not-checked": "not checked"}
    legal = [each for each in shown.values() if each.indicator.legal]
    return [(each.indicator, each.score.level, words.get(each.score.level, "does not apply")) for each in legal]


def _strips(data: Data, system: System, changes: Sequence[Change]) -> Strips:
    """Return the timeline: one strip for each kind of page that ever changed, marks for changes, gaps in our sight."""
    marks: dict[str, list[tuple[int, str]]] = {}
    begin = min((page.first_seen for page in data.pages_of.get(system.id, [])), default=data.now)
    last = data.today
    # The strips end with the month, so that a day without news leaves the drawing as it is.
    end = to_epoch(datetime(last.year + last.month // 12, last.month % 12 + 1, 1, tzinfo=LONDON))
    span = end - begin

    def x(at: int) -> int:
        return STRIP_LEFT + round((STRIP_RIGHT - STRIP_LEFT) * min(1.0, max(0.0, (at - begin) / span)))

    for change in changes:
        for kind in change.kinds[:1] or ["site"]:
            marks.setdefault(kind, []).append((x(change.at), change.event))
    gaps = tuple((x(start), max(2, x(end) - x(start))) for id, start, end in data.gaps if id == system.id)
    rows = tuple(Row(kind, tuple(sorted(set(found)))) for kind, found in sorted(marks.items()))
    first = london(begin).date()
    ticks = [(STRIP_LEFT, british_date(first))]
    ticks += [(x(to_epoch(datetime(y, 1, 1, tzinfo=LONDON))), str(y)) for y in range(first.year + 1, last.year + 1)]
    ticks = [tick for tick in ticks if tick[0] == STRIP_LEFT or tick[0] > STRIP_LEFT + 120]
    return Strips(begin, end - 86_400, rows, gaps, tuple(ticks))


def _order(page: Page) -> tuple[bool, bool, int, str]:
    return not page.is_icp, page.state != "live", 99 if page.clicks is None else page.clicks, page.url


def within_days(starts_at: str, today: date, days: int) -> bool:
    """Say whether an ISO date is today or within so many days."""
    return today.isoformat() <= starts_at[:10] <= (today + timedelta(days=days)).isoformat()
