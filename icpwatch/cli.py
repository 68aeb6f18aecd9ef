"""The command line: global options, the verbs, and what a failure looks like.

A verb's module is imported when the verb is used, so that --help stays quick.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from config.errors import IcpwatchError, UsageError
from config.version import VERSION
from config.words import nearest
from icpwatch import logs
from icpwatch.app import App

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Begin": {
        "init": "Write a commented icpwatch.toml here.",
        "demo": "Watch a made-up England on this machine, from crawl to report.",
    },
    "Watch": {
        "systems": "Show what is watched, and whether each address still answers.",
        "crawl": "Visit sites and keep what changed.",
        "status": "Show what was reached, what was not and since when.",
        "schedule": "Run crawls, digests and reports on time.",
        "held": "Release or discard the events of a run that looked wrong.",
    },
    "Look": {
        "pages": "List pages.",
        "show": "Show a page as it was at any time.",
        "changes": "List what changed.",
        "diff": "Show what changed on a page, word by word.",
        "find": "Search current and past versions.",
        "facts": "List chairs, members, meetings, documents and contacts.",
        "score": "Show how easy each partnership is to find.",
        "classify": "Say what kind of page a file or address is.",
    },
    "Tell": {
        "digest": "Compose the e-mail of what changed, and send it.",
        "outbox": "Show and handle mail not yet delivered.",
        "report": "Write the report as a folder of web pages.",
        "serve": "Look at the report in a browser on this machine.",
        "export": "Write out everything as CSV, JSON, WARC or evidence.",
    },
    "Keep": {
        "store": "Back up, restore, compact or redact what was kept.",
        "verify": "Check that nothing that was kept is damaged.",
        "scrapy": "Run scrapy with this project's settings.",
    },
}
VERBS: Mapping[str, str] = {verb: text for section in SECTIONS.values() for verb, text in section.items()}

_INTERRUPTED = 130
"""What shells report for a program ended by Ctrl-C."""


class Verbs(click.Group):
    """The group of all verbs, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs, in the order of the table above."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module and return its command."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"icpwatch.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs by section from the table above, importing none."""
        for section, verbs in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(verbs.items()))


def _moment(ctx: click.Context, param: click.Parameter, text: str | None) -> int | None:
    from config.times import parse_when

    return None if text is None else parse_when(text, datetime.now(UTC))


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings; default: icpwatch.toml here."
)
@click.option("--database", metavar="URL", help="Where everything is kept, such as sqlite:///icpwatch.db.")
@click.option("--regions", type=click.Path(path_type=Path), metavar="DIR", help="Region files in place of the shipped.")
@click.option("-v", "--verbose", is_flag=True, help="Log everything, also each request.")
@click.option("-q", "--quiet", is_flag=True, help="Print results and warnings only.")
@click.option("--debug", is_flag=True, help="Show where an error arose.")
@click.option("--now", "at", callback=_moment, hidden=True, help="The time to assume, for simulations.")
@click.version_option(VERSION, prog_name="icpwatch", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, /, debug: bool, **options: Any) -> None:
    """Watch what England's Integrated Care Partnerships publish.

    Finds their pages, keeps every version, and tells what appeared, changed, moved or vanished.

    \b
    Example: icpwatch init, then
             icpwatch crawl --region "North East and Yorkshire"
             icpwatch changes --since 7d
    """
    logs.set_up(verbose=options["verbose"], quiet=options["quiet"])
    ctx.obj = App(**options)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status: 0, 1 for a failure, 2 for wrong use."""
    try:
        status = cli.main(list(arguments), prog_name="icpwatch", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone; what Python would flush at the end must not raise again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except Exception as error:
        if "--debug" in arguments and not isinstance(error, click.ClickException | click.Abort):
            traceback.print_exc()
        status, text = _words(error)
        click.echo(logs.presentable(f"icpwatch: {' '.join(text.split())}"), err=True)
        return status
    return status if isinstance(status, int) else 0


def _words(error: Exception) -> tuple[int, str]:
    """Return the exit status for an error, and what to do."""
    match error:
        case click.Abort():
            return _INTERRUPTED, "stopped"
        case click.UsageError():
            return 2, _usage_words(error)
        case click.ClickException():
            return error.exit_code, error.format_message()
        case UsageError():
            return 2, str(error)
        case IcpwatchError():
            return 1, str(error)
        case OSError():
            return 1, f"{error.filename or 'the system'}: {error.strerror or error}"
    return 1, f"this should not happen: {type(error).__name__}: {error}; put --debug before the verb to see where"


def _usage_words(error: click.UsageError) -> str:
    if error.ctx is None:
        return error.format_message()
    path = error.ctx.command_path
    option = getattr(error, "option_name", None)
    if isinstance(error, click.NoSuchOption) and any(option in each.opts for each in cli.params):
        return f"{option} goes before the verb: icpwatch {option} {path.partition(' ')[2]} ..."
    if isinstance(error, click.NoSuchCommand) and path == "icpwatch":
        hint = nearest(error.command_name, VERBS)
        return f"there is no verb {error.command_name!r}{hint} (`icpwatch --help` lists them)"
    return f"{error.format_message()} (`{path} --help` shows what can be said)"
