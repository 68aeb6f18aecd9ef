"""icpwatch init."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.errors import UsageError
from config.settings import EXAMPLE, FILE_NAME

if TYPE_CHECKING:
    from icpwatch.app import App


@click.command()
@click.pass_obj
def command(app: App) -> None:
    """Write a commented icpwatch.toml here.

    A file that is already there is left alone.

    \b
    Example: icpwatch init
    """
    target = Path.cwd() / FILE_NAME
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(EXAMPLE.read_text("utf-8"))
    except FileExistsError:
        raise UsageError(f"{target} is already there, and is left as it is") from None
    app.say(f"Wrote {target}. Write your e-mail address into [crawl] contact, then: icpwatch crawl")
