"""Render the report: static files that need no server and no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.corrections import Correction
from config.indicators import LEVELS
from config.registry import Registry
from config.words import EVENTS
from reports.calendar import all_calendars, render_calendar
from reports.export import FORMATS, TABLES, data_package, rows_of
from reports.feeds import Feed, all_feeds
from reports.indicators.meet import CALLED_OFF
from reports.site_changes import Differ, change_view, page_view
from reports.site_data import Data, load_data
from reports.site_pages import TEMPLATES, RenderResult, Writer, make_environment
from reports.site_system import SIX, meetings_of, system_inputs, system_view
from reports.tilemap import make_tiles
from reports.words import digest, slug
from store.models import Change, FactRow, Page

MEETING_DAYS = 90
WEIGHTS = ("high", "normal", "low")
BANDS = ("clear", "partial", "hard", "none", "closing")


def render_site(
    session: Session,
    registry: Registry,
    out: Path,
    now: int,
    base_url: str = "",
    *,
    contact: str = "",
    corrections: Iterable[Correction] = (),
) -> RenderResult:
    """Write the report below `out`, only files that differ from those there.

    `base_url` is where it will be published, empty for nowhere; `contact` an e-mail or web address for corrections.
    The scorecard's newest answers are taken from the store: reports.scorecard.score_all finds them.
    """
    everywhere = {
        "site_name": "icpwatch",
        "base_url": base_url.rstrip("/") + "/" if base_url else "",
        "contact": f"mailto:{contact}" if "@" in contact and ":" not in contact else contact,
        "corrections": tuple(corrections),
    }
    return _Report(session, load_data(session, registry, now), out, everywhere).render()


class _Report:
    """One rendering."""

    def __init__(self, session: Session, data: Data, out: Path, everywhere: dict[str, Any]) -> None:
        self.session = session
        self.data = data
        self.differ = Differ(session, data)
        self.writer = Writer(out, data.edition, data.registry, data.method, sorted(everywhere.items()))
        self.environment = make_environment()
        self.environment.globals.update(
            everywhere, data=data, method=data.method, levels=LEVELS, bands=BANDS, text=self.differ.text
        )

    def render(self) -> RenderResult:
        """Write everything: what people open first comes last, so that it never points to what is not there yet."""
        for name in ("style.css", "page.js"):
            self.writer.file(name, "", (TEMPLATES / name).read_bytes)
        data = self.data
        # The history of a page after its changes, so that its versions are still at hand.
        for page_id in [None, *data.pages]:
            for change in data.changes_of_page.get(page_id, ()):
                self._change(change)
            if page_id is not None and data.has_history(data.pages[page_id]):
                self._history(data.pages[page_id])
        for system in data.systems.values():
            view = partial(system_view, data, system)
            self._page(f"systems/{system.id}.html", "system.html.j2", system_inputs(data, system), view)
        self._feeds_and_calendars()
        self._data()
        self._lists()
        return self.writer.close()

    def _page(self, path: str, template: str, inputs: object, view: Callable[[], dict[str, Any]]) -> None:
        root, here = "../" * path.count("/"), path.removesuffix(".html")
        get = self.environment.get_template
        self.writer.file(path, inputs, lambda: get(template).render(root=root, here=here, **view()))

    def _change(self, change: Change) -> None:
        page = self.data.pages.get(change.page_id or 0)
        made_from = (change.summary, change.from_capture, change.to_capture)
        inputs = [change.id, *made_from, page and page.title, self.data.has_history(page)]
        view = partial(change_view, self.data, self.differ, change)
        self._page(f"changes/{change.id}.html", "change.html.j2", inputs, view)

    def _history(self, page: Page) -> None:
        versions = [capture.id for capture in self.data.captures[page.id]]
        told = [change.id for change in self.data.changes_of_page.get(page.id, ())]
        state = page.state, page.state_reason, page.state_since
        inputs = [page.id, page.url, page.title, page.kinds, *state, versions, told]
        view = partial(page_view, self.data, self.differ, page)
        self._page(f"pages/{page.id}.html", "page.html.j2", inputs, view)

    def _feeds_and_calendars(self) -> None:
        for feed in all_feeds(self.data):
            self._page(feed.path, "feed.xml.j2", _told(feed.changes), partial(self._feed, feed))
        for agenda in all_calendars(self.data):
            self.writer.file(agenda.path, self._named(agenda.facts), partial(render_calendar, self.data, agenda))

    def _feed(self, feed: Feed) -> dict[str, Any]:
        return feed.view(self.writer.earlier(feed.path))

    def _named(self, facts: Iterable[FactRow]) -> list[tuple[object, ...]]:
        """Return what a line about each fact is made from, with the address of its page."""
        return [(fact.id, fact.until, self.data.pages[fact.page_id].url) for fact in facts]

    def _data(self) -> None:
        for table in TABLES:
            rows = rows_of(table, self.data)
            inputs = digest(rows)
            for ending, (_, write) in FORMATS.items():
                self.writer.file(f"data/{table.name}.{ending}", inputs, partial(write, rows, table))
        package = data_package(self.data, str(self.environment.globals["base_url"]), FORMATS)
        self.writer.file("data/datapackage.json", package, lambda: package)

    def _lists(self) -> None:
        """Write the pages that show something of all systems."""
        data, page = self.data, self._page
        regions = data.registry.regions
        answers = [data.today, [score.id for scores in data.scores.values() for score in scores.values()]]
        told = _told(data.changes)
        for region in regions:
            changes = data.changes_of_region[region]
            compared: Callable[[], dict[str, Any]] = partial(dict, regions=[region], changes=changes)
            page(f"regions/{slug(region)}.html", "compare.html.j2", [answers, _told(changes)], compared)
        page("compare.html", "compare.html.j2", answers, lambda: {"regions": regions})
        page("changes.html", "changes.html.j2", told, lambda: {"changes": data.changes})
        gone = _vanished(data)
        page("vanished.html", "vanished.html.j2", _told(gone), lambda: {"changes": gone})
        page("data.html", "data.html.j2", (), lambda: {"tables": TABLES, "events": EVENTS})
        counts = dict(self.session.execute(select(Change.status, func.count()).group_by(Change.status)).all())
        page("method.html", "method.html.j2", counts, lambda: {"told": Counter(counts)})
        # What these show is as cheap to show as to compare.
        now = [data.now, answers, told, data.ledger and data.ledger.id]
        page("meetings.html", "meetings.html.j2", now, partial(_coming, data))
        documents = _documents(data)
        page("documents.html", "documents.html.j2", self._named(documents), lambda: {"documents": documents})
        page("coverage.html", "coverage.html.j2", now, dict)
        page("index.html", "index.html.j2", now, partial(_front, data))


def _told(changes: Iterable[Change]) -> list[tuple[object, ...]]:
    """Return what a line about each change is made from."""
    return [(change.id, change.summary) for change in changes]


def _front(data: Data) -> dict[str, Any]:
    """Return what the front page shows."""
    week = sorted(filter(data.is_new, data.changes), key=lambda change: WEIGHTS.index(change.weight))
    standings = {system.id: data.standing(system) for system in data.live}
    return {
        "f1": Counter(data.scores[s.id]["F1"].level if s.id in data.scores else "unscored" for s in data.live),
        "six": SIX,
        "week": week,
        "fresh": {change.system_id for change in week},
        "standings": standings,
        "counts": Counter(standing.band for standing in standings.values()),
        "tiles": make_tiles(data.live, data.systems),
    }


def _vanished(data: Data) -> list[Change]:
    """Return what vanished and did not come back, newest first."""
    events = ("vanished", "document-removed", "site-gone")
    back = {page.id for page in data.pages.values() if page.state in ("live", "missing")}
    return [change for change in data.changes if change.event in events and change.page_id not in back]


def _documents(data: Data) -> list[FactRow]:
    """Return the documents of all partnerships, newest first."""
    found = [fact for system in data.live for fact in data.said(system) if fact.kind == "document"]
    return sorted(found, key=lambda fact: (fact.starts_at, fact.since), reverse=True)


def _coming(data: Data) -> dict[str, Any]:
    """Return what the page of meetings shows: those of the next days, and what is said of questions to each."""
    found: list[tuple[FactRow, str]] = []
    last = (data.today + timedelta(days=MEETING_DAYS)).isoformat()
    for system in data.live:
        ask = next((f.evidence or f.value for f in data.said(system) if f.role == "question-deadline"), "")
        found += [(fact, ask) for fact in meetings_of(data, system)[0] if fact.starts_at[:10] <= last]
    coming = sorted(found, key=lambda pair: pair[0].starts_at)
    return {"days": MEETING_DAYS, "coming": coming, "called_off": CALLED_OFF}
