"""Show how a crawl goes on: one line for each site as it ends, a bar while a terminal looks on, a line for all."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column

from config.systems import System
from icpwatch.commands.crawl import REACHED
from icpwatch.logs import presentable
from reports.shapes import crawl_shape
from reports.words import counted
from store.models import Change, SiteRow, SiteRun
from store.visits import PageVisit

if TYPE_CHECKING:
    from icpwatch.app import App


class CrawlProgress:
    """Hears of visits and of sites that end."""

    def __init__(self, app: App, systems: Sequence[System], *, live: bool) -> None:
        self.app = app
        self._sites: dict[int, tuple[str, str]] = {}
        total = sum(len(system.sites) for system in systems)
        columns = (
            BarColumn(bar_width=20),
            TextColumn("{task.completed}/{task.total} sites, {task.fields[pages]} pages"),
            TextColumn("[dim]{task.fields[at]}", table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
        )
        shown = live and app.console.is_terminal and not app.quiet and not app.verbose
        self._bar = Progress(*columns, console=app.console, transient=True, disable=not shown, expand=True)
        self._task: TaskID = self._bar.add_task("", total=total, pages=0, at="")
        self._pages = 0

    def __enter__(self) -> CrawlProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def visited(self, site_id: int, visit: PageVisit) -> None:
        """Count a page, and show where we are."""
        self._pages += 1
        self._bar.update(self._task, pages=self._pages, at=escape(_short(visit.url)))

    def ended(self, site_run: SiteRun, changes: Sequence[Change]) -> None:
        """Say one line about a site."""
        system, url = self._name(site_run.site_id)
        told = sum(change.status == "told" for change in changes)
        self._bar.advance(self._task)
        text = site_run.reason
        if site_run.outcome in REACHED:
            pages = counted(site_run.fetched + site_run.not_modified, "page")
            failed = site_run.blocked + site_run.errors
            missed = f", {failed} not read" if failed else ""
            text = f"{pages}, {site_run.new} new, {counted(told, 'change')}{missed}"
        line = f"{system}: {_short(url)} {site_run.outcome}: {text}"
        if self._bar.disable:
            self.app.say(line)
        else:
            self._bar.console.print(presentable(line), markup=False, highlight=False)  # above the bar

    def report(self, site_runs: Sequence[SiteRun], seconds: float, *, as_json: bool) -> None:
        """Print the JSON lines, or what came of all."""
        if as_json:
            for run in site_runs:
                system, url = self._name(run.site_id)
                self.app.json_line(crawl_shape(run, url, system))
            return
        pages = sum(run.fetched + run.not_modified for run in site_runs)
        reached = sum(run.outcome in REACHED for run in site_runs)
        spent = f"{counted(pages, 'page')}, {counted(round(seconds), 'second')}"
        self.app.say(f"{reached} of {counted(len(site_runs), 'site')} reached, {spent}")

    def _name(self, site_id: int) -> tuple[str, str]:
        if site_id not in self._sites:
            with self.app.store.read() as session:
                row = session.get_one(SiteRow, site_id)
                self._sites[site_id] = (row.system_id, row.url)
        return self._sites[site_id]


def _short(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
