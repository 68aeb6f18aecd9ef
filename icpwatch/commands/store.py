"""icpwatch store."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icpwatch.options import When

if TYPE_CHECKING:
    from icpwatch.app import App

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def command() -> None:
    """Back up, restore, compact or redact what was kept.

    \b
    Example: icpwatch store backup icpwatch-2026-11-22.db
    """


@command.command()
@click.argument("file", type=FILE)
@click.pass_obj
def backup(app: App, file: Path) -> None:
    """Copy the store to FILE, also while a crawl is at work.

    \b
    Example: icpwatch store backup icpwatch-2026-11-22.db
    """
    from store.upkeep import backup

    size = backup(_path(app), file)
    app.say(f"{size / 1e6:,.1f} MB written to {file}")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def restore(app: App, file: Path) -> None:
    """Put the backup FILE in the place of the store, which is kept beside it.

    \b
    Example: icpwatch store restore icpwatch-2026-11-22.db
    """
    from sqlalchemy import make_url

    from config.errors import StoreError
    from store.upkeep import redacted_since, restore

    name = make_url(app.settings.database).database
    if not app.settings.database.startswith("sqlite") or not name:
        raise StoreError("only a store in an SQLite file is restored here: PostgreSQL has pg_restore")
    kept = restore(file, Path(name), app.now())
    app.say(f"restored from {file}" + (f"; what was there before is {kept}" if kept else ""))
    for redacted in redacted_since(kept, Path(name)) if kept else ():
        app.say(f"it holds a name that was redacted since: icpwatch store redact {shlex.quote(redacted)}")


@command.command()
@click.option("--thin-visits", type=When(), help="First drop checks older than this between which nothing changed.")
@click.pass_obj
def compact(app: App, thin_visits: int | None) -> None:
    """Give back the space of what nothing needs any more.

    Nothing that was told apart is ever dropped. With --thin-visits, of old checks that saw no change only the first and
    the last of each stretch stay; the ledger says so and keeps the roots.

    \b
    Example: icpwatch store compact
             icpwatch store compact --thin-visits 2y
    """
    from config.version import VERSION
    from store.runs import alone
    from store.upkeep import compact
    from store.upkeep import thin_visits as thin

    with alone(app.store, app.now()):
        if thin_visits is not None:
            with app.store.write() as session:
                count = thin(session, thin_visits, VERSION, app.now())
            app.say(f"{count:,} checks dropped between which nothing changed")
        before, after = compact(app.store)
    app.say(f"{before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now")


@command.command()
@click.argument("name")
@click.pass_obj
def redact(app: App, name: str) -> None:
    """Blank a person's NAME in all that is shown, searched and exported, now and from now on.

    The raw bytes stay, for the ledger rests on them, and are withheld; the act is logged with the hash of the name.

    \b
    Example: icpwatch store redact "Ann Other"
    """
    from config.version import VERSION
    from store.redact import redact, waiting_with_name
    from store.runs import alone
    from store.upkeep import compact

    with alone(app.store, app.now()):
        with app.store.write() as session:
            count = redact(session, name, VERSION, app.now())
            waiting = waiting_with_name(session, name)
        if app.store.path:
            compact(app.store)  # the old words stood in freed pages of the file
    if count:
        versions = f"{count} version{'' if count == 1 else 's'}"
        app.say(f"blanked in {versions}; the next report and the next digest are made without it")
    else:
        app.say(
            "no version holds this name: is it spelt as the pages spell it? Where it comes from now on, it is blanked"
        )
    for message in waiting:
        app.say(f"message {message} waits to be sent with the name in it: icpwatch outbox drop {message}")


@command.command()
@click.pass_obj
def unlock(app: App) -> None:
    """Free the store from the lock of an icpwatch that has died.

    \b
    Example: icpwatch store unlock
    """
    from config.times import british_time
    from store.runs import break_locks

    with app.store.write() as session:
        locks = break_locks(session)
    for lock in locks:
        app.say(f"freed from {lock.owner}, at work since {british_time(lock.since)}")
    if not locks:
        app.say("the store is not locked")


def _path(app: App) -> Path:
    from config.errors import StoreError

    if app.store.path is None:
        raise StoreError("only a store in an SQLite file is backed up here: PostgreSQL has pg_dump")
    return app.store.path
