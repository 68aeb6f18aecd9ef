"""icpwatch demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from icpwatch.app import App


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, metavar="DIR")
@click.pass_obj
def command(app: App, out: Path) -> None:
    """Show it all on made-up sites of this machine: crawls, changes, digest, report.

    \b
    Example: icpwatch demo
    """
    from icpwatch.demo import run_demo

    if not run_demo(app, out):
        raise click.exceptions.Exit(1)
