"""icpwatch crawl."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from icpwatch.options import json_option

if TYPE_CHECKING:
    from icpwatch.app import App


REACHED = ("reached", "partly")


@click.command()
@click.option("--region", "regions", multiple=True, help="Only this region; may be given several times.")
@click.option("--system", "systems", multiple=True, help="Only this system, by its id.")
@click.option("--recheck", is_flag=True, help="Only pages that are watched; look for new ones only where one is gone.")
@click.option("--max-pages", type=click.IntRange(1), help="Fetch at most this many pages of each site.")
@json_option
@click.pass_obj
def command(
    app: App,
    regions: tuple[str, ...],
    systems: tuple[str, ...],
    recheck: bool,
    max_pages: int | None,
    as_json: bool,
) -> None:
    """Visit the sites, find the pages, keep what changed.

    \b
    Example: icpwatch crawl --system south-yorkshire
             icpwatch crawl --region "North East and Yorkshire"
    """
    from crawler.session import CrawlSession, Wish
    from icpwatch.crawling import crawl
    from icpwatch.progress import CrawlProgress

    chosen = app.registry.choose(regions, systems)
    begun, monotonic = app.now(), time.monotonic()

    def clock() -> int:
        # Simulated time stands still; real time goes on, also when the machine's clock is set back meanwhile.
        return max(app.now(), begun)

    with CrawlProgress(app, chosen, live=not as_json) as progress:
        session = CrawlSession(app.store, app.registry, app.settings, clock, progress)
        site_runs = crawl(session, Wish(chosen, recheck, max_pages), app.settings, verbose=app.verbose)
    progress.report(site_runs, time.monotonic() - monotonic, as_json=as_json)
    if not any(run.outcome in REACHED for run in site_runs):
        raise click.exceptions.Exit(1)
