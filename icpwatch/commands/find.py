"""icpwatch find."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from icpwatch.options import When, json_option, kind_option, system_option

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.search import Hit


@click.command()
@click.argument("query", nargs=-1, required=True)
@system_option
@kind_option
@click.option("--since", type=When(), help="Only text that stood at or after a date, a date and time, or an age.")
@click.option("--until", type=When(end_of_day=True), help="Only text that stood at or before it.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most this many pages.")
@json_option
@click.pass_obj
def command(
    app: App,
    query: tuple[str, ...],
    system: str | None,
    kind: str | None,
    since: int | None,
    until: int | None,
    limit: int,
    as_json: bool,
) -> None:
    """Search current and past versions: all words in one passage; "a phrase" in quotes; inclus* for a beginning.

    \b
    Example: icpwatch find '"terms of reference"' --kind membership
             icpwatch find maternity --since 2026-04-01
    """
    from reports.shapes import hit_shape
    from store.search import Filter, find

    # The shell has eaten the quotes of an argument with spaces.
    words = " ".join(f'"{each}"' if " " in each and '"' not in each and len(query) > 1 else each for each in query)
    with app.store.read() as session:
        hits = find(session, words, Filter(system, kind, since, until), limit)
    if as_json:
        for hit in hits:
            app.json_line(hit_shape(hit))
    elif hits:
        _show(app, hits, words)
    else:
        app.say("not found in any version that was kept; versions are kept of watched pages")


def _show(app: App, hits: Sequence[Hit], words: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from config.times import british_date

    first, last = min(hit.first_seen for hit in hits), max(hit.last_seen for hit in hits)
    pages = f"{len(hits)} page{'' if len(hits) == 1 else 's'}"
    app.say(f"{pages}, first seen {british_date(first)}, last seen {british_date(last)}")
    for hit in hits:
        stood = "still there" if hit.current else f"last seen {british_date(hit.last_seen)}"
        title = Text.assemble((f"{hit.page.id:>6} ", "dim"), (hit.page.title or hit.page.url, "bold"))
        snippet = Text(hit.snippet)
        snippet.highlight_words(re.findall(r"\w+", words), "bold yellow", case_sensitive=False)
        details = Text(f"{hit.page.url}\nfirst seen {british_date(hit.first_seen)}, {stood}", style="dim")
        app.console.print(title)
        app.console.print(Padding(Text.assemble(snippet, "\n", details), (0, 0, 0, 7)))
