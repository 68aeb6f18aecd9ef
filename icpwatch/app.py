"""What every command needs: the settings, the registry, the store, the clock, and where to write.

Commands take it with `@click.pass_obj`. Each part is made when it is first asked for, so that a command pays only
for what it uses.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Any

import click

from config.errors import ConfigError
from icpwatch import logs

if TYPE_CHECKING:
    from rich.console import Console

    from config.registry import Registry
    from config.settings import Settings
    from store.engine import Store

OVERLAY_NAME = "icpwatch-sites.toml"
"""The user's own additions to the registry, beside icpwatch.toml."""


@dataclass
class App:
    """One run of the command line, from its global options.

    `at` is a moment in seconds since 1970 that stands still in place of the clock, for simulated time.
    """

    config: Path | None = None
    database: str | None = None
    regions: Path | None = None
    verbose: bool = False
    quiet: bool = False
    at: int | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def settings(self) -> Settings:
        """Return the settings: --config, else icpwatch.toml here or in the user's config folder, else the defaults."""
        from config.settings import find_settings_file, load_settings

        settings = load_settings(self.config or find_settings_file(), self.environ, self.database)
        logs.hide(settings.mail.password)
        return settings

    @cached_property
    def registry(self) -> Registry:
        """Return the systems that are watched: --regions or the shipped ones, and the user's own additions."""
        from config.registry import load_registry

        settings = self.settings
        overlay = settings.path.with_name(OVERLAY_NAME) if settings.path else None
        registry = load_registry(
            self.regions,
            overlay=overlay if overlay and overlay.is_file() else None,
            allow_private_addresses=settings.crawl.allow_private_addresses,
        )
        _check_subscriptions(settings, registry)
        return registry

    @cached_property
    def store(self) -> Store:
        """Return the store, opened and brought up to date."""
        from store.engine import open_store

        return open_store(self.settings.database)

    @cached_property
    def console(self) -> Console:
        """Return the console for tables and text that people read, on stdout."""
        from rich.console import Console

        return Console(highlight=False)

    def now(self) -> int:
        """Return the time in seconds since 1970."""
        return int(time.time()) if self.at is None else self.at

    def say(self, text: str) -> None:
        """Write a note for people to stderr, unless --quiet."""
        if not self.quiet:
            click.echo(logs.presentable(text), err=True)

    def show(self, text: str, style: str = "", *, indent: int = 0, hang: int = 0) -> None:
        """Print text for people to stdout; in a terminal it is wrapped, with further lines `hang` deeper.

        Addresses and paths stay whole, because they are there to be copied.
        """
        wraps = self.console.is_terminal or "COLUMNS" in self.environ
        wrapper = TextWrapper(
            width=self.console.width if wraps else sys.maxsize,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in logs.presentable(text).splitlines():
            self.console.print(wrapper.fill(line), style=style, markup=False, soft_wrap=True)

    def json_line(self, values: Mapping[str, Any]) -> None:
        """Write one JSON Lines object to stdout."""
        click.echo(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def _check_subscriptions(settings: Settings, registry: Registry) -> None:
    """Refuse subscriptions to regions and systems that are not in the registry, which would stay silent for ever."""
    from config.errors import UsageError

    for number, subscription in enumerate(settings.subscriptions, start=1):
        try:
            for region in subscription.regions:
                registry.region(region)
            for system in subscription.systems:
                registry.system(system)
        except UsageError as error:
            raise ConfigError(settings.path, f"subscription {number}", str(error)) from None
