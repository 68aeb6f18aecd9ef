"""icpwatch changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from config.words import EVENTS
from icpwatch.options import When, json_option, system_option

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.models import Change


@click.command()
@click.option("--since", type=When(), help="A date, a date and time, or an age such as 7d.")
@click.option("--until", type=When(end_of_day=True), help="The same, for the end.")
@system_option
@click.option("--event", type=click.Choice(EVENTS), metavar="EVENT", help="Only this event, such as vanished.")
@click.option("--all", "everything", is_flag=True, help="Also changes on pages that are not watched.")
@json_option
@click.pass_obj
def command(
    app: App,
    since: int | None,
    until: int | None,
    system: str | None,
    event: str | None,
    everything: bool,
    as_json: bool,
) -> None:
    """List what appeared, changed, moved, vanished or came back.

    \b
    Example: icpwatch changes --since 7d
             icpwatch changes --system south-yorkshire --event vanished
    """
    from reports.shapes import change_shape
    from store.models import SiteRow
    from store.queries import changes

    with app.store.read() as session:
        found = changes(session, since=since, until=until, system=system, event=event)
        found = [change for change in found if everything or change.watched]
        if as_json:
            for change in found:
                app.json_line(change_shape(change, session.get_one(SiteRow, change.site_id)))
            return
    _show(app, found)
    if not found:
        app.say("no changes that fit")


def _show(app: App, found: Sequence[Change]) -> None:
    from config.times import british_date

    for day, changes in groupby(
        sorted(found, key=lambda change: change.at), key=lambda change: british_date(change.at)
    ):
        app.show(day, "bold")
        for change in changes:
            weight = {"high": "!", "normal": "·", "low": " "}[change.weight]
            app.show(f"{change.id:>6} {weight} {change.event}: {change.summary}", hang=9)
            app.show(change.url, "dim", indent=9)
