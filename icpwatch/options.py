"""Options that several verbs share."""

from __future__ import annotations

from typing import Any

import click

from config.words import KINDS
from icpwatch.app import App


class When(click.ParamType[int]):
    """A date, a date and time, or an age, as seconds since 1970; a bare date is its first second, or its last."""

    name = "WHEN"

    def __init__(self, *, end_of_day: bool = False) -> None:
        self._end_of_day = end_of_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the time that is meant; raises UsageError."""
        from config.times import from_epoch, parse_when

        return parse_when(value, from_epoch(_app(ctx).now()), end_of_day=self._end_of_day)


def _app(ctx: click.Context | None) -> App:
    app = ctx.find_object(App) if ctx else None
    assert app is not None, "every verb stands under the group that makes the App"
    return app


def _known_system(ctx: click.Context, param: click.Parameter, id: str | None) -> str | None:
    return id and _app(ctx).registry.system(id).id


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
kind_option = click.option(
    "--kind", type=click.Choice(KINDS), metavar="KIND", help="Only pages of this kind, such as membership."
)
system_option = click.option("--system", metavar="ID", callback=_known_system, help="Only this system, by its id.")
