"""icpwatch changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from config.words import EVENTS

if TYPE_CHECKING:
    from icpwatch.app import App


@click.command()
@click.option("--since", metavar="WHEN", help="A date, a date and time, or an age such as 7d.")
@click.option("--until", metavar="WHEN", help="The same, for the end.")
@click.option("--system", help="Only this system, by its id.")
@click.option("--event", type=click.Choice(EVENTS), metavar="EVENT", help="Only this event, such as vanished.")
@click.option("--all", "everything", is_flag=True, help="Also changes on pages that are not watched.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
@click.pass_obj
def command(
    app: App,
    since: str | None,
    until: str | None,
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
    from config.times import british_date, from_epoch, parse_when
    from reports.shapes import change_shape
    from store.models import SiteRow
    from store.queries import changes

    now = from_epoch(app.now())
    if system:
        app.registry.system(system)
    with app.store.read() as session:
        found = changes(
            session,
            since=parse_when(since, now) if since else None,
            until=parse_when(until, now, end_of_day=True) if until else None,
            system=system,
            event=event,
        )
        found = [change for change in found if everything or change.watched]
        if as_json:
            for change in found:
                app.json_line(change_shape(change, session.get_one(SiteRow, change.site_id)))
            return
    day = ""
    for change in found:
        if british_date(change.at) != day:
            day = british_date(change.at)
            app.console.print(day, style="bold", highlight=False)
        weight = {"high": "!", "normal": "·", "low": " "}[change.weight]
        app.console.print(f"{change.id:>6} {weight} {change.event:<18} {change.summary}", highlight=False, markup=False)
        app.console.print(f"{'':>28}{change.url}", style="dim", highlight=False, markup=False)
    if not found:
        app.say("no changes that fit")
