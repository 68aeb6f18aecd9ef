"""What the page of one system shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from config.indicators import POINTS
from config.registry import System
from config.times import LONDON, british_date, london, to_epoch
from reports.indicators.meet import CALLED_OFF
from reports.scorecard import reply_until
from reports.site_data import Data
from reports.words import time_words
from store.models import Change, FactRow, Page, Score

SIX = ("F1", "F2", "M1", "M2", "C1", "P2")
MOST_PAGES = 300  # rows, so that the page stays below 200 KB
YEAR = 365 * 86_400
STRIP_LEFT, STRIP_RIGHT = 150, 712  # units of the timeline's drawing
TICK_WIDTH = 120  # of the words below the strips, with room between them
MOST_TICKS = 4  # fit below a strip

_TITLES = re.compile(r"^((the|councillor|cllr|dr|prof|professor|sir|dame|mr|mrs|ms|mayor|canon|rev)\b\.?\s*)+")
_ITSELF = {"board", "partnership", "partnership board", "integrated care partnership"}


class Member(NamedTuple):
    """A person, or a body for which nobody is named, and since when a page has said so."""

    name: str
    organisation: str
    role: str
    since: int


class Strips(NamedTuple):
    """The timeline in seconds since 1970: marks (x, event) by kind of page, gaps (x, width), ticks (x, words)."""

    begin: int
    end: int
    rows: list[tuple[str, list[tuple[int, str]]]]
    gaps: list[tuple[int, int]]
    ticks: list[tuple[int, str]]


def system_inputs(data: Data, system: System) -> list[object]:
    """Return what the page of a system is made from; equal inputs make equal pages."""
    pages = [
        (p.id, p.url, p.title, p.state, p.kinds, p.is_icp, p.watched, p.clicks, p.click_path, data.has_history(p))
        for p in data.pages_of[system.id]
    ]
    facts = [(fact.id, fact.until) for fact in data.facts_of[system.id]]
    scores = [score.id for score in data.scores.get(system.id, {}).values()]
    changes = [(change.id, change.summary) for change in data.changes_of[system.id]]
    sites = [(site.id, site.url, site.role) for site, _ in data.sites if site.system_id == system.id]
    return [data.today, system, pages, facts, scores, changes, sites, data.gaps.get(system.id), _still(data, system)]


def system_view(data: Data, system: System) -> dict[str, Any]:
    """Return what the template of a system's page takes."""
    facts = data.said(system)
    scores = data.scores.get(system.id, {})
    answers = {id: scores[id] for id in data.method.indicators if id in scores}
    members = members_of(data, system)
    coming, past = meetings_of(data, system)
    pages = sorted(data.pages_of[system.id], key=_order)
    kept = [page for page in pages if page.watched or page.is_icp][:MOST_PAGES]
    replies = {id: reply_until(score, data.method, data.today) for id, score in answers.items()}
    clicks = data.page_at.get((system.id, scores["F2"].url)) if "F2" in scores else None
    documents = [fact for fact in facts if fact.kind == "document"]
    return {
        "system": system,
        "six": [(answers[id], *in_words(data, system, answers[id])) for id in SIX if id in answers],
        "click_path": clicks.click_path if clicks else [],
        "members": members,
        "left": _left(data, system, members),
        "meetings": coming,
        "next": next_meeting(coming),
        "past": past,
        "deadlines": [fact for fact in facts if fact.role == "question-deadline"],
        "documents": sorted(documents, key=lambda fact: (fact.starts_at, fact.since), reverse=True),
        "changes": data.changes_of[system.id],
        "strips": _strips(data, system, data.changes_of[system.id]),
        "answers": answers,
        "still": _still(data, system),
        "replies": {id: day for id, day in replies.items() if day},
        "points": POINTS,
        "pages": kept,
        "others": len(pages) - len(kept),
    }


def meetings_of(data: Data, system: System) -> tuple[list[FactRow], list[FactRow]]:
    """Return the meetings to come, next first, and those past, newest first.

    Each day stands once: with its time where a page gives it, called off where one says so, else with its place.
    """
    dated = [fact for fact in data.said(system) if fact.kind == "meeting" and fact.starts_at]
    dated.sort(
        key=lambda fact: (
            fact.starts_at[:10],
            "T" not in fact.starts_at,
            fact.role not in CALLED_OFF,
            not fact.organisation,
            fact.id,
        )
    )
    days = [next(same) for _, same in groupby(dated, lambda fact: fact.starts_at[:10])]
    today = data.today.isoformat()
    coming = [fact for fact in days if fact.starts_at[:10] >= today]
    return coming, [fact for fact in days if fact.starts_at[:10] < today][::-1]


def next_meeting(coming: Sequence[FactRow]) -> FactRow | None:
    """Return the first meeting to come that was not called off."""
    return next((meeting for meeting in coming if meeting.role not in CALLED_OFF), None)


def members_of(data: Data, system: System) -> list[Member]:
    """Return each person once, the chair first, then the bodies for which nobody is named.

    Lists on the partnership's own web pages come before what its documents and papers say. The partnership itself is
    no member.
    """
    said = [f for f in data.said(system) if f.kind in ("chair", "member") and data.pages[f.page_id].is_icp]
    lists = [fact for fact in said if _is_list(data.pages[fact.page_id])] or said
    lists.sort(key=lambda fact: (fact.kind != "chair", is_vice(fact), fact.id))
    people: dict[str, list[FactRow]] = {}
    for fact in lists:
        if fact.value:
            people.setdefault(_plain(fact.value), []).append(fact)
    members = [
        Member(
            facts[0].value,
            _first(f.organisation for f in facts).removeprefix("the "),
            facts[0].role,
            min(f.since for f in facts),
        )
        for facts in people.values()
    ]
    known = _ITSELF | {_plain(name) for name in system.icp.names}
    known |= {_plain(member.organisation) for member in members}
    for fact in lists:
        if not fact.value and _plain(fact.organisation) not in known:
            known.add(_plain(fact.organisation))
            members.append(Member("", fact.organisation, fact.role, fact.since))
    return members


def in_words(data: Data, system: System, score: Score) -> tuple[str, str, str]:
    """Return the answer to one of the six questions as a sentence, the words that prove it, and where we looked."""
    if score.level not in ("met", "part"):
        says, _, looked = score.evidence.partition(". ")
        return says.rstrip(".") + ".", "", looked
    says = ""
    if score.indicator == "M2":
        chairs = [f for f in data.said(system) if f.kind == "chair" and f.value and not is_vice(f)]
        named = [fact for fact in chairs if data.pages[fact.page_id].url == score.url]
        says = ", ".join(dict.fromkeys(fact.value for fact in named or chairs))
    if score.indicator == "C1":
        meeting = next_meeting(meetings_of(data, system)[0])
        says = time_words(meeting.starts_at) if meeting else ""
    return says or score.evidence, score.evidence if says else "", ""


def is_vice(fact: FactRow) -> bool:
    """Say whether somebody is vice chair."""
    return bool(re.search(r"vice|deputy", fact.role, re.IGNORECASE))


def _left(data: Data, system: System, members: Sequence[Member]) -> list[FactRow]:
    """Return who left within a year, and is not named in another place."""
    still = {_plain(member.name) for member in members}
    return [
        fact
        for fact in data.facts_of[system.id]
        if fact.kind in ("member", "chair") and fact.until and fact.until > data.now - YEAR
        if fact.value and _plain(fact.value) not in still
    ]


def _still(data: Data, system: System) -> list[str]:
    """Return the questions to which nothing was found, and on later days neither."""
    read = max((site.last_reached or 0 for site, _ in data.sites if site.system_id == system.id), default=0)
    scores = data.scores.get(system.id, {}).values()
    return [s.indicator for s in scores if s.level == "not-found" and london(s.checked_at).date() < london(read).date()]


def _strips(data: Data, system: System, changes: Sequence[Change]) -> Strips:
    """Return the timeline: one strip for each kind of page that ever changed, marks for changes, gaps in our sight."""
    begin = min((page.first_seen for page in data.pages_of[system.id]), default=data.now)
    # The strips end with the month, so that a day without news leaves the drawing as it is.
    end = to_epoch(datetime(data.today.year + data.today.month // 12, data.today.month % 12 + 1, 1, tzinfo=LONDON))

    def x(at: int) -> int:
        return STRIP_LEFT + round((STRIP_RIGHT - STRIP_LEFT) * min(1.0, max(0.0, (at - begin) / (end - begin))))

    marks: dict[str, set[tuple[int, str]]] = {}
    for change in changes:
        marks.setdefault(change.kinds[0] if change.kinds else "site", set()).add((x(change.at), change.event))
    gaps = [(x(start), max(2, x(stop) - x(start))) for start, stop in data.gaps.get(system.id, ())]
    ticks = [(STRIP_LEFT, british_date(begin))]
    for month in _months(london(begin).date(), london(end).date()):
        if ticks[-1][0] + TICK_WIDTH < (at := x(to_epoch(month))) < STRIP_RIGHT - TICK_WIDTH // 2:
            ticks.append((at, f"{month:%B %Y}"))
    return Strips(begin, end - 86_400, [(kind, sorted(found)) for kind, found in sorted(marks.items())], gaps, ticks)


def _months(after: date, before: date) -> Iterator[datetime]:
    """Yield first days of months between two days, evenly spaced: of each, or each second, third ... or January."""
    first, last = (day.year * 12 + day.month for day in (after, before))
    step = next((step for step in (1, 2, 3, 4, 6) if last - first <= MOST_TICKS * step), 12)
    for number in range(first, last):
        if number % step == 0:
            yield datetime(number // 12, number % 12 + 1, 1, tzinfo=LONDON)


def _is_list(page: Page) -> bool:
    return page.media == "html" and "papers" not in page.kinds


def _order(page: Page) -> tuple[bool, bool, int, str]:
    return not page.is_icp, page.state != "live", 99 if page.clicks is None else page.clicks, page.url


def _plain(name: str) -> str:
    """Return a name as it can be compared, without titles.

    >>> _plain("The Partnership Board"), _plain("Cllr Dr Ann  Other")
    ('partnership board', 'ann other')
    """
    return _TITLES.sub("", " ".join(name.lower().split()))


def _first(texts: Any) -> str:
    return next((text for text in texts if text), "")
