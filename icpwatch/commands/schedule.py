"""icpwatch schedule."""

from __future__ import annotations

import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
@click.pass_context
def command(ctx: click.Context, once: bool, systemd: bool, crontab: bool) -> None:
    """Run crawls, rechecks, digests and reports on time, until stopped.

    \b
    Example: icpwatch schedule
             icpwatch schedule --print-crontab
    """
    app: App = ctx.obj
    arguments = global_arguments(ctx.find_root().params)
    if systemd or crontab:
        click.echo(_print(UNIT if systemd else CRONTAB, arguments), nl=False)
        return
    _run(app, arguments, once=once)


def global_arguments(params: Mapping[str, Any]) -> list[str]:
    """Return the global options as given, with absolute paths, for a process of the same command line."""
    given: dict[str, object] = {
        "--config": _absolute(params.get("config")),
        "--regions": _absolute(params.get("regions")),
        "--database": params.get("database"),
        "--now": _moment(params.get("at")),
    }
    flags = [f"--{name}" for name in ("verbose", "quiet") if params.get(name)]
    return [part for option, value in given.items() if value for part in (option, str(value))] + flags


def _run(app: App, arguments: Sequence[str], *, once: bool) -> None:
    from config.errors import StoreBusyError
    from icpwatch.schedule import Scheduler, only_scheduler

    base = [sys.executable, "-m", "icpwatch", *arguments]
    try:
        with only_scheduler(app) as lock:
            scheduler = Scheduler(app, base, lock)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: scheduler.stopping.set())
            if once:
                scheduler.look()
            else:
                app.say("watching; Ctrl-C stops")
                scheduler.serve()
    except StoreBusyError as error:
        if not once:
            raise
        app.say(f"nothing done: {error}")


def _print(text: str, arguments: Sequence[str]) -> str:
    import getpass

    program = Path(sys.argv[0]).absolute()
    start = [str(program)] if program.name == "icpwatch" else [sys.executable, "-m", "icpwatch"]
    options = [part for part in arguments if part not in ("--verbose", "--quiet")]
    return text.format(
        user=getpass.getuser(), folder=shlex.quote(str(Path.cwd())), command=shlex.join([*start, *options])
    )


def _absolute(path: Path | None) -> Path | None:
    return path.absolute() if path else None


def _moment(at: int | None) -> str | None:
    from config.times import iso_utc

    return iso_utc(at)
