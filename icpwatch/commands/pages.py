"""icpwatch pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from config.words import STATES
from icpwatch.options import json_option, kind_option, system_option

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.models import Page


@click.command()
@system_option
@kind_option
@click.option("--icp", is_flag=True, help="Only pages of a partnership itself.")
@click.option("--state", type=click.Choice(STATES), metavar="STATE", help="Only pages in this state, such as vanished.")
@json_option
@click.pass_obj
def command(app: App, system: str | None, kind: str | None, icp: bool, state: str | None, as_json: bool) -> None:
    """List the pages that were found, with what they are.

    \b
    Example: icpwatch pages --icp
             icpwatch pages --system south-yorkshire --kind membership
    """
    from reports.shapes import page_shape
    from store.models import SiteRow
    from store.queries import pages

    with app.store.read() as session:
        found = pages(
            session, system=system, kind=kind, icp=icp, state=state, watched=None if as_json or state else True
        )
        if as_json:
            for page in found:
                app.json_line(page_shape(page, session.get_one(SiteRow, page.site_id)))
            return
    if not found:
        app.say("no pages yet that fit: icpwatch crawl finds them, icpwatch pages --json lists also those not watched")
    _show(app, found)


def _show(app: App, found: Sequence[Page]) -> None:
    for system, pages in groupby(found, key=lambda page: page.system_id):
        app.show(system, "bold")
        for page in pages:
            _show_one(app, page)


def _show_one(app: App, page: Page) -> None:
    clicks = "no way from the home page" if page.clicks is None else _clicks(page)
    mark = {True: "ICP", False: "   ", None: " ? "}[page.is_icp]
    state = "" if page.state == "live" else f"  {page.state.upper()}"
    app.show(f"{page.id:>6} {mark}  {page.title or page.url}{state}", "red" if state else "", hang=12)
    app.show(f"{', '.join(page.kinds) or 'other'}; {clicks}\n{page.url}", "dim", indent=12)


def _clicks(page: Page) -> str:
    at_most = "" if page.clicks_exact else "at most "
    return f"{at_most}{page.clicks} click{'' if page.clicks == 1 else 's'} from the ICB's home page"
