"""icpwatch scrapy."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import click

from config.errors import UsageError

if TYPE_CHECKING:
    from icpwatch.app import App


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="...")
@click.pass_obj
def command(app: App, arguments: tuple[str, ...]) -> None:
    """Run scrapy with this project's settings.

    \b
    Example: icpwatch scrapy list
             icpwatch scrapy crawl south_west
    """
    from scrapy.cmdline import execute
    from scrapy.utils.project import get_project_settings

    from config.settings import as_environment

    os.environ.update(as_environment(app.settings))
    # Scrapy sets up its own log.
    logging.getLogger().handlers.clear()
    settings = get_project_settings()
    settings.set("ICPWATCH_REGISTRY", app.registry)
    # The process resolves names before a spider has brought its settings.
    settings.set("ICPWATCH_ALLOW_PRIVATE_ADDRESSES", app.settings.crawl.allow_private_addresses)
    try:
        execute(["scrapy", *arguments], settings)
    except KeyError as error:
        if not str(error.args[0]).startswith("Spider not found"):
            raise
        raise UsageError(f"{error.args[0]}; icpwatch scrapy list shows them") from error
