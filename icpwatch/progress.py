"""Show how a crawl goes on: one line for each site, bars while a terminal looks on, a table at the end."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from config.systems import System
from icpwatch.commands.crawl import as_mapping
from store.models import Change, SiteRow, SiteRun
from store.visits import PageVisit

if TYPE_CHECKING:
    from icpwatch.app import App


class CrawlProgress:
    """Hears of visits and of sites that end."""

    def __init__(self, app: App, systems: Sequence[System], *, live: bool) -> None:
        self.app = app
        self._sites: dict[int, tuple[str, str]] = {}
        self._seconds: dict[int, int] = {}
        total = sum(len(system.sites) for system in systems)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pages]} pages"),
        )
        shown = live and app.console.is_terminal and not app.quiet and not app.verbose
        self._bar = Progress(*columns, console=app.console, transient=True, disable=not shown)
        self._task: TaskID = self._bar.add_task("Crawling", total=total, pages=0)
        self._pages = 0

    def __enter__(self) -> CrawlProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def visited(self, site_id: int, visit: PageVisit) -> None:
        """Count a page."""
        self._pages += 1
        self._bar.update(self._task, pages=self._pages)

    def ended(self, site_run: SiteRun, changes: Sequence[Change]) -> None:
        """Say one line about a site."""
        system, url = self._name(site_run.site_id)
        told = len([change for change in changes if change.status == "told"])
        self._bar.advance(self._task)
        if site_run.outcome in ("reached", "partly"):
            answers = site_run.fetched + site_run.not_modified
            changed = f"{told} change{'' if told == 1 else 's'}"
            text = f"{url}  {site_run.outcome}: {answers} pages, {site_run.new} new, {changed}"
        else:
            text = f"{url}  {site_run.outcome}: {site_run.reason}"
        self.app.say(f"{system}: {text}")

    def report(self, site_runs: Sequence[SiteRun], seconds: float, *, as_json: bool) -> None:
        """Print the table, or the JSON lines."""
        if as_json:
            for run in site_runs:
                system, url = self._name(run.site_id)
                self.app.json_line(as_mapping(run, url, system))
            return
        if not self.app.quiet:
            self.app.console.print(_table(site_runs, {run.site_id: self._name(run.site_id) for run in site_runs}))
            pages = sum(run.fetched + run.not_modified for run in site_runs)
            self.app.say(f"{len(site_runs)} sites, {pages} pages, {seconds:.0f} seconds")

    def _name(self, site_id: int) -> tuple[str, str]:
        if site_id not in self._sites:
            with self.app.store.read() as session:
                row = session.get_one(SiteRow, site_id)
                self._sites[site_id] = (row.system_id, row.url)
        return self._sites[site_id]


def _table(site_runs: Sequence[SiteRun], names: dict[int, tuple[str, str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Site", overflow="fold")
    table.add_column("Outcome")
    for column in ("Pages", "Unchanged", "Changed", "New", "Errors"):
        table.add_column(column, justify="right")
    for run in site_runs:
        bad = run.blocked + run.errors
        numbers = (run.fetched + run.not_modified, run.not_modified + run.same_bytes + run.same_text + run.only_noise)
        table.add_row(names[run.site_id][1], run.outcome, *map(str, (*numbers, run.changed, run.new, bad)))
    return table
