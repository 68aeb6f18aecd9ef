"""icpwatch schedule."""

from __future__ import annotations

import shlex
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from icpwatch.app import App

UNIT = """\
# Save as /etc/systemd/system/icpwatch.service, then: systemctl enable --now icpwatch
[Unit]
Description=icpwatch, what England's Integrated Care Partnerships publish
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
User={user}
WorkingDirectory={folder}
ExecStart={command} schedule
# The running crawl is asked to end by the schedule itself, once.
KillMode=mixed
TimeoutStopSec=120
Restart=on-failure
RestartSec=60
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=full

[Install]
WantedBy=multi-user.target
"""
CRONTAB = """\
# Add with crontab -e. What is due is decided by icpwatch itself; a line that finds another at work ends at once.
*/10 * * * * cd {folder} && {command} --quiet schedule --once
"""


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end: the line for cron.")
@click.option("--print-systemd", "systemd", is_flag=True, help="Print a unit for systemd on this machine.")
@click.option("--print-crontab", "crontab", is_flag=True, help="Print a line for cron on this machine.")
@click.pass_obj
def command(app: App, once: bool, systemd: bool, crontab: bool) -> None:
    """Run crawls, rechecks, digests and reports on time, until stopped.

    \b
    Example: icpwatch schedule
             icpwatch schedule --print-crontab
    """
    if systemd or crontab:
        click.echo(_unit(app) if systemd else _crontab(app), nl=False)
    else:
        _run(app, once=once)


def global_arguments(app: App) -> list[str]:
    """Return the global options as given, with absolute paths, for a process of the same command line."""
    from config.times import iso_utc

    given = {
        "--config": app.config and app.config.absolute(),
        "--regions": app.regions and app.regions.absolute(),
        "--database": app.database,
        "--now": iso_utc(app.at),
    }
    flags = [f"--{name}" for name in ("verbose", "quiet") if getattr(app, name)]
    return [part for option, value in given.items() if value for part in (option, str(value))] + flags


def _run(app: App, *, once: bool) -> None:
    from config.errors import StoreBusyError
    from config.version import VERSION
    from crawler.scrapy_options import user_agent
    from icpwatch.schedule import Scheduler, only_scheduler

    app.registry  # noqa: B018 - refuses areas that nobody knows, before hours are spent
    if app.settings.schedule.discover or app.settings.schedule.recheck:
        user_agent(VERSION, app.settings.crawl.contact)  # refuses to begin: a crawl that fails counts as done
    base = [sys.executable, "-m", "icpwatch", *global_arguments(app)]
    try:
        with only_scheduler(app) as lock:
            scheduler = Scheduler(app, base, lock)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: scheduler.stopping.set())
            if once:
                if not scheduler.look():
                    raise click.exceptions.Exit(1)  # the log says what failed, and the operator gets mail
            else:
                app.say("watching; Ctrl-C stops")
                scheduler.serve()
    except StoreBusyError as error:
        if not once:
            raise
        app.say(f"nothing done: {error}")


def _unit(app: App) -> str:
    import getpass

    # In a unit % begins a specifier and $ a variable, and a folder is not quoted.
    folder, command = str(Path.cwd()).replace("%", "%%"), _command(app).replace("%", "%%").replace("$", "$$")
    return UNIT.format(user=getpass.getuser(), folder=folder, command=command)


def _crontab(app: App) -> str:
    # In a crontab % ends the command.
    return CRONTAB.format(folder=shlex.quote(str(Path.cwd())), command=_command(app)).replace("%", r"\%")


def _command(app: App) -> str:
    program = Path(sys.argv[0]).absolute()
    start = [str(program)] if program.name == "icpwatch" else [sys.executable, "-m", "icpwatch"]
    options = global_arguments(replace(app, verbose=False, quiet=False, at=None))
    return shlex.join([*start, *options])
