"""Watch the made sites day by day with the real spiders, readers and store, and compare what was told with the truth.

In `simulate` only the network is missing: the requests of a spider are answered from the made world. Another watcher
of the same days asks over HTTP (tests/simulation/over_http.py).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from config.registry import Registry
from config.settings import Settings
from crawler.base import Out, RegionSpider, SiteVisit
from crawler.session import CrawlSession, Wish
from crawler.site_crawl import SiteEnd
from store.engine import Store, open_store
from store.models import Change
from store.queries import changes
from tests.simulation.sites import REGION, made_world, systems
from tests.simulation.timeline import TIMELINE, Act, Happening, Truth, flap, routine, saying
from tests.simulation.world import World

DAY = 86_400
START = 1_664_684_100  # Sunday 2 October 2022, 05:15 in London: the hour of the daily re-check
WEEK = 7  # days between two discoveries


@dataclass(frozen=True)
class Due:
    """A true event: the day it happened, and what is to be told of it."""

    what: str
    day: int
    truth: Truth


@dataclass
class Outcome:
    """What a simulated time came to: (due, day of telling) for true events, and the rest of what was told."""

    days: int
    told: list[tuple[Due, int]] = field(default_factory=list)
    missed: list[Due] = field(default_factory=list)
    false: list[tuple[int, Change]] = field(default_factory=list)
    flaps: list[tuple[int, Change]] = field(default_factory=list)
    visits: int = 0

    @property
    def late(self) -> list[tuple[Due, int]]:
        return [(due, day) for due, day in self.told if day > due.day + due.truth.days]


class MadeSpider(RegionSpider):
    """The spider of the made region."""

    name = "made"
    region = REGION


class Watcher(Protocol):
    """What watches a made world."""

    def crawl(self, world: World) -> int:
        """Crawl all sites as on a day of the usual timetable, and return how many answers there were."""

    def told(self) -> list[Change]:
        """Return the changes since this was last asked."""


When = Callable[[Happening], "int | None"]
"""The day on which something happens, None for never."""


def simulate(folder: Path, *, days: int = 365, cut: bool = False) -> Outcome:
    """Return what came of watching for that many days; `cut` lets all happen within sixty days."""
    when = (lambda each: each.cut) if cut else (lambda each: each.day)
    store = open_store(f"sqlite:///{folder / 'year.db'}")
    outcome = watch(WithoutNetwork(store, registry_of(when)), days, when, () if cut else routine(3, 266))
    store.close()
    return outcome


def registry_of(when: When) -> Registry:
    """Return the two bodies, of which one ends when they merge."""
    merger = next(when(each) for each in TIMELINE if each.what == "two bodies merge")
    return Registry(MappingProxyType({each.id: each for each in systems(_date(merger or 0))}))


def watch(watcher: Watcher, days: int, when: When, more: Sequence[Happening] = ()) -> Outcome:
    """Return what came of watching the made world while it changes."""
    world, outcome = made_world(), Outcome(days)
    acts, dues, flaps = _calendar(days, (*TIMELINE, *more), when)
    for day in range(days):
        world.day, world.now = day, START + day * DAY
        for act in acts.get(day, ()):
            act(world)
        _daily(world, flaps)
        outcome.visits += watcher.crawl(world)
        told = [change for change in watcher.told() if change.watched and change.status == "told"]
        _match(told, day, dues, flaps, outcome)
    outcome.missed = [due for due in dues if due.day + due.truth.days < days]
    return outcome


@dataclass
class WithoutNetwork:
    """Hands the requests of the spiders to the world."""

    store: Store
    registry: Registry
    last: int = 0

    def crawl(self, world: World) -> int:
        session = CrawlSession(self.store, self.registry, Settings(), lambda: world.now)
        answers = sum(
            self._run(MadeSpider(plan, session), session, world)
            for plan in session.begin(Wish(tuple(self.registry.systems.values()), is_recheck(world))).values()
        )
        session.finish()
        return answers

    def _run(self, spider: RegionSpider, session: CrawlSession, world: World) -> int:
        waiting = deque(asyncio.run(_first(spider)))
        answers = 0
        while waiting:
            request = waiting.popleft()
            world.now += 1
            answers += 1
            for out in _answered(request, world):
                if isinstance(out, Request):
                    waiting.append(out)
                elif isinstance(out, SiteEnd):
                    session.end_site(out)
                elif isinstance(out, SiteVisit):
                    session.take(out.site_id, out.visit)
        return answers

    def told(self) -> list[Change]:
        new = new_changes(self.store, self.last)
        self.last = max([self.last, *(change.id for change in new)])
        return new


def is_recheck(world: World) -> bool:
    """Return whether the timetable has a re-check of what is watched on this day, and no discovery."""
    return world.day % WEEK != 0


def new_changes(store: Store, last: int) -> list[Change]:
    """Return the changes after the one with this id."""
    with store.read() as session:
        return changes(session, after_id=last, status=None)


async def _first(spider: RegionSpider) -> list[Request]:
    return [request async for request in spider.start()]


def _answered(request: Request, world: World) -> Iterator[Out]:
    headers = {
        "if-none-match": str(request.meta.get("etag") or ""),
        "if-modified-since": str(request.meta.get("last_modified") or ""),
    }
    answer = world.answer(request.url, {name: value for name, value in headers.items() if value})
    kind = HtmlResponse if "html" in answer.headers.get("Content-Type", "") else Response
    response = kind(request.url, answer.status, headers=dict(answer.headers), body=answer.body, request=request)
    assert request.callback is not None
    yield from request.callback(response, **request.cb_kwargs)


def _date(day: int) -> date:
    return datetime.fromtimestamp(START + day * DAY, UTC).date()


def _calendar(
    days: int, happenings: Sequence[Happening], when: When
) -> tuple[dict[int, list[Act]], list[Due], dict[str, int]]:
    acts: dict[int, list[Act]] = {}
    dues: list[Due] = []
    flaps: dict[str, int] = {}
    for each in happenings:
        first = when(each)
        if first is None:
            continue
        steps = [(first, each.act, each.truths)]
        if each.then:
            later, act, truths = each.then
            steps.append((first + later, act, truths))
        for day, act, truths in steps:
            if day < days:
                acts.setdefault(day, []).append(act)
                dues += [Due(each.what, day, truth) for truth in truths]
        if each.flaps:
            flaps[each.flaps] = first
    return acts, dues, flaps


def _daily(world: World, flaps: dict[str, int]) -> None:
    start = min(flaps.values(), default=world.day + 1)
    if start <= world.day < start + 12:
        flap(world)
    if start <= world.day:
        saying(world)


def _match(told: Sequence[Change], day: int, dues: list[Due], flaps: dict[str, int], outcome: Outcome) -> None:
    for change in told:
        due = next((due for due in dues if due.day <= day and _is_told_by(due.truth, change)), None)
        if due is not None:
            dues.remove(due)
            outcome.told.append((due, day))
        elif change.url in flaps and flaps[change.url] <= day:
            outcome.flaps.append((day, change))
        else:
            outcome.false.append((day, change))


def _is_told_by(truth: Truth, change: Change) -> bool:
    same = (change.event, change.url, change.old_url or "") == (
        truth.event,
        truth.url,
        truth.old_url or change.old_url or "",
    )
    return same and all(word in change.summary for word in truth.words)
