"""icpwatch outbox."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from icpwatch.options import json_option

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.models import OutboxRow


@click.group()
def command() -> None:
    """See and handle mail that is not delivered yet.

    \b
    Example: icpwatch outbox test ann@example.org
             icpwatch outbox list
    """


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Also what was sent or dropped.")
@json_option
@click.pass_obj
def list_rows(app: App, everything: bool, as_json: bool) -> None:
    """List what waits or was refused, and why.

    \b
    Example: icpwatch outbox list
    """
    from reports.shapes import outbox_shape
    from store import outbox

    states = ("waiting", "refused", "sent", "dropped") if everything else ("waiting", "refused")
    with app.store.read() as session:
        rows = outbox.listing(session, states)
    for row in rows:
        if as_json:
            app.json_line(outbox_shape(row))
        else:
            _show(app, row)
    if not rows and not as_json:
        app.say("the outbox is empty")


def _show(app: App, row: OutboxRow) -> None:
    from config.times import british_time
    from reports.words import counted
    from store.outbox import shown

    trying = row.state == "waiting" and row.tries
    tries = f", {counted(row.tries, 'try', 'tries')}, next {british_time(row.next_try_at)}" if trying else ""
    app.show(f"{row.id:>5} {row.state}{tries}: {shown(row)}: {row.subject}", hang=6)
    app.show(row.error, "dim", indent=6)


@command.command()
@click.argument("row_id", metavar="[ID]", type=int, required=False)
@click.pass_obj
def retry(app: App, row_id: int | None) -> None:
    """Try again now what waits or was refused; one message, or all.

    \b
    Example: icpwatch outbox retry
    """
    from icpwatch.commands.digest import deliver_now
    from store import outbox

    with app.store.write() as session:
        outbox.retry(session, app.now(), row_id)
    deliver_now(app)


@command.command()
@click.argument("row_id", metavar="ID", type=int)
@click.pass_obj
def drop(app: App, row_id: int) -> None:
    """Give up a message for good.

    \b
    Example: icpwatch outbox drop 7
    """
    from store import outbox

    with app.store.write() as session:
        row = outbox.drop(session, row_id)
    app.say(f"{row_id} dropped: {row.subject}")


@command.command()
@click.argument("receiver", metavar="RECEIVER")
@click.pass_obj
def test(app: App, receiver: str) -> None:
    """Send a short message now, to see whether the settings are right; nothing is kept.

    RECEIVER is an address, an https:// webhook, folder:PATH, or the name of a subscription.

    \b
    Example: icpwatch outbox test ann@example.org
    """
    from icpwatch.commands.digest import choose
    from icpwatch.senders import Senders, others_read
    from reports.telling import plain_letter

    to = choose(app, receiver).to
    if (file := app.settings.mail.password_file) and others_read(file):
        app.say(f"others on this machine can read the password: chmod 600 {file}")
    with closing(Senders(app.settings)) as senders:
        senders.send(plain_letter(app.settings, to, "icpwatch: a test", "icpwatch can reach you.\n", app.now()))
    app.say("sent")
