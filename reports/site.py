"""Render the report: static files that need no server and no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.corrections import Correction
from config.registry import Registry
from config.words import EVENTS
from reports.calendar import all_calendars, render_calendar
from reports.export import TABLES, as_csv, as_json, data_package, rows_of
from reports.feeds import all_feeds, feed_view
from reports.site_changes import Differ, change_inputs, change_view, page_inputs, page_view
from reports.site_data import Data, load_data
from reports.site_lists import (
    changes_view,
    compare_view,
    coverage_view,
    documents_view,
    index_view,
    meetings_view,
    vanished_view,
)
from reports.site_pages import RenderResult, Writer, make_environment, make_safe, slug, template_stamp
from reports.site_system import system_inputs, system_view
from store.models import Change

SITE_NAME = "icpwatch"


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
    return _Report(session, load_data(session, registry, now), out, base_url, contact, tuple(corrections)).render()


class _Report:
    """One rendering."""

    def __init__(
        self, session: Session, data: Data, out: Path, base_url: str, contact: str, corrections: tuple[Correction, ...]
    ) -> None:
        self.session = session
        self.data = data
        self.base_url = base_url.rstrip("/") + "/" if base_url else ""
        self.corrections = corrections
        self.safe = make_safe(data.redacted)
        self.differ = Differ(session, data, self.safe)
        contact = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
        self.stamp = template_stamp(base_url, contact, data.redacted, data.method, corrections)
        self.writer = Writer.open(out, self.stamp)
        self.environment = make_environment(self.safe)
        self.environment.globals.update(
            site_name=SITE_NAME,
            base_url=self.base_url,
            contact=contact,
            method=data.method,
            systems=data.systems,
            regions=list(data.registry.regions),
            ledger=data.ledger,
        )

    def render(self) -> RenderResult:
        """Write everything: what people open first comes last, so that it never points to what is not there yet."""
        for name in ("style.css", "page.js"):
            self.writer.file(name, "", partial(_asset, name))
        self._changes()
        self._systems()
        self._feeds()
        self._calendars()
        self._data()
        self._lists()
        return self.writer.close()

    def page(self, path: str, template: str, inputs: object, view: Callable[[], dict[str, Any]]) -> None:
        """Write one page."""
        root = "../" * path.count("/")
        here = path.removesuffix(".html")
        make = self.environment.get_template(template)
        self.writer.file(path, inputs, lambda: make.render(root=root, here=here, **view()))

    def _changes(self) -> None:
        """Write the changes of each page and then its history, so that its versions are still at hand."""
        for page_id, changes in self.data.changes_of_page.items():
            for change in changes:
                inputs = change_inputs(self.data, change)
                view = partial(change_view, self.data, self.differ, change)
                self.page(f"changes/{change.id}.html", "change.html.j2", inputs, view)
            if page_id is not None:
                self._history(page_id)
        for page_id in self.data.pages.keys() - self.data.changes_of_page.keys():
            self._history(page_id)

    def _history(self, page_id: int) -> None:
        page = self.data.pages[page_id]
        if len(self.data.captures.get(page_id, ())) > 1:
            view = partial(page_view, self.data, self.differ, page)
            self.page(f"pages/{page_id}.html", "page.html.j2", page_inputs(self.data, page), view)

    def _systems(self) -> None:
        for system in self.data.systems.values():
            self.page(
                f"systems/{system.id}.html",
                "system.html.j2",
                system_inputs(self.data, system),
                partial(system_view, self.data, system),
            )

    def _feeds(self) -> None:
        for feed in all_feeds(self.data):
            view = partial(feed_view, self.data, feed, self.differ.text, self.base_url)
            self.page(feed.path, "feed.xml.j2", feed.inputs, view)

    def _calendars(self) -> None:
        for agenda in all_calendars(self.data):
            self.writer.file(agenda.path, agenda.inputs, partial(render_calendar, self.data, agenda, self.safe))

    def _data(self) -> None:
        for table in TABLES:
            rows = list(rows_of(table, self.data, self.safe))
            self.writer.file(f"data/{table.name}.csv", rows, partial(as_csv, table, rows))
            self.writer.file(f"data/{table.name}.json", rows, partial(as_json, rows))
        package = data_package(self.data, self.base_url)
        self.writer.file("data/datapackage.json", package, lambda: package)

    def _lists(self) -> None:
        data = self.data
        regions = list(data.registry.regions)
        for region in regions:
            self._list(f"regions/{slug(region)}.html", "compare.html.j2", compare_view(data, [region]))
        self._list("compare.html", "compare.html.j2", compare_view(data, regions))
        self._list("changes.html", "changes.html.j2", changes_view(data))
        self._list("vanished.html", "changes.html.j2", vanished_view(data))
        self._list("meetings.html", "meetings.html.j2", meetings_view(data))
        self._list("documents.html", "documents.html.j2", documents_view(data))
        self._list("method.html", "method.html.j2", {"corrections": self.corrections, **self._alarms()})
        self._list("data.html", "data.html.j2", {"tables": [(t.name, t.words) for t in TABLES], "events": EVENTS})
        self._list("coverage.html", "coverage.html.j2", coverage_view(data))
        self._list("index.html", "index.html.j2", index_view(data))

    def _list(self, path: str, template: str, view: dict[str, Any]) -> None:
        """Write a page that is cheap to make: made each time, written if it differs."""
        self.page(path, template, self.data.now, lambda: view)

    def _alarms(self) -> dict[str, int]:
        """Return how many changes were told, held back and withdrawn."""
        counts = Counter(dict(self.session.execute(select(Change.status, func.count()).group_by(Change.status)).all()))
        return {"told": counts["told"], "held": counts["held"], "discarded": counts["discarded"]}


def _asset(name: str) -> bytes:
    return Path(__file__).with_name("templates").joinpath(name).read_bytes()
