"""icpwatch scrapy."""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="...")
def command(arguments: tuple[str, ...]) -> None:
    """Run scrapy with this project's settings.

    \b
    Example: icpwatch scrapy list
             icpwatch scrapy shell https://southyorkshire.icb.nhs.uk/
    """
    from scrapy.cmdline import execute

    execute(["scrapy", *arguments])
