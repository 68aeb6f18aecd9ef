"""icpwatch report."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from icpwatch.app import App


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Default: as in the settings."
)
@click.option("--open", "opened", is_flag=True, help="Open it in a browser.")
@click.pass_obj
def command(app: App, out: Path | None, opened: bool) -> None:
    """Write the report as a folder of web pages.

    It needs no server: open index.html, or copy the folder to any web space. Only files that changed are written.

    \b
    Example: icpwatch report --out public
    """
    # What is read is kept to the end, and looking it over for garbage again and again takes a third of the time.
    gc.set_threshold(100_000)
    from icpwatch.scoring import SCORES_FILE, find_corrections, score_now
    from reports.site import render_site

    settings = app.settings
    folder = out or settings.report.directory
    score_now(app, folder / SCORES_FILE)
    with app.store.read() as session:
        result = render_site(
            session,
            app.registry,
            folder,
            app.now(),
            settings.report.base_url,
            contact=settings.crawl.contact,
            corrections=find_corrections(app),
        )
    app.say(f"{result.written:,} files written, {result.unchanged:,} left as they were: {result.index}")
    gc.freeze()  # nor does it pay to look it over once more at the end
    if opened:
        click.launch(result.index.resolve().as_uri())
