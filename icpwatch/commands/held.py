"""icpwatch held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from icpwatch.app import App


@click.group()
def command() -> None:
    """See and decide about events that were held back, after a redesign or a strange crawl.

    \b
    Example: icpwatch held list
             icpwatch held release 31
    """


@command.command("list")
@click.pass_obj
def list_held(app: App) -> None:
    """List what is held.

    \b
    Example: icpwatch held list
    """
    from store.queries import changes

    with app.store.read() as session:
        found = changes(session, status="held")
    for change in found:
        app.show(f"{change.id:>6} {change.event}: {change.summary}", hang=7)
        app.show(change.url, "dim", indent=7)
    if not found:
        app.say("nothing is held")


@command.command()
@click.argument("change_id", metavar="ID", type=int)
@click.pass_obj
def release(app: App, change_id: int) -> None:
    """Tell a held event after all.

    \b
    Example: icpwatch held release 31
    """
    from store.changes import release_change

    with app.store.write() as session:
        release_change(session, change_id)
    app.say(f"change {change_id} will be told in the next digest")


@command.command()
@click.argument("change_id", metavar="ID", type=int)
@click.pass_obj
def discard(app: App, change_id: int) -> None:
    """Never tell a held event; its captures stay.

    \b
    Example: icpwatch held discard 31
    """
    from store.changes import discard_change

    with app.store.write() as session:
        discard_change(session, change_id)
    app.say(f"change {change_id} is discarded")
