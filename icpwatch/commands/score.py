"""icpwatch score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from icpwatch.options import json_option, system_option

if TYPE_CHECKING:
    from icpwatch.app import App
    from reports.scorecard import Standing
    from store.models import Score

_MARKS = {"met": "●", "part": "◐", "not-found": "○", "not-checked": "–", "not-applicable": "·"}


@click.command()
@system_option
@json_option
@click.pass_obj
def command(app: App, system: str | None, as_json: bool) -> None:
    """Show how easy each partnership is to find.

    Answers the 18 questions of the scorecard from what was seen, and keeps the answers that changed; for one system,
    with the evidence.

    \b
    Example: icpwatch score
             icpwatch score --system south-yorkshire
    """
    from icpwatch.scoring import score_now
    from reports.shapes import score_shape

    scores = {id: found for id, found in score_now(app).items() if system in (None, id)}
    if as_json:
        for found in scores.values():
            for score in found.values():
                app.json_line(score_shape(score))
    elif not scores:
        app.say("nothing to score yet: icpwatch crawl looks at the sites first")
    elif system:
        _show_one(app, system, scores[system])
    else:
        _show_all(app, scores)


def _show_all(app: App, scores: Mapping[str, Mapping[str, Score]]) -> None:
    from rich.table import Table

    from config.indicators import load_method

    method = load_method()
    groups = [[i.id for i in method.indicators.values() if i.group == group.id] for group in method.groups]
    names = [group.id.capitalize() for group in method.groups]
    table = Table("Area", "Band", "Points", *names, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for id, found in scores.items():
        where = _standing(app, id, found)
        marks = ("".join(_MARKS[found[indicator].level] for indicator in group) for group in groups)
        table.add_row(id, where.name, f"{where.points}/{where.possible}", *marks)
    app.console.print(table)
    app.console.print("  ".join(f"{mark} {level}" for level, mark in _MARKS.items()), style="dim")


def _show_one(app: App, system: str, found: Mapping[str, Score]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from config.indicators import load_method

    where = _standing(app, system, found)
    app.console.print(Text.assemble((app.registry.system(system).name, "bold"), f"  {where.name}. {where.why}"))
    for id, indicator in load_method().indicators.items():
        score = found[id]
        line = Text.assemble(f"{_MARKS[score.level]} {id} ", (indicator.question, "bold"), f"  {score.level}")
        detail = [Text(words, style="dim") for words in (score.evidence, score.url) if words]
        if score.level in ("part", "not-found"):
            detail.append(Text(f"To get to met: {indicator.gap}"))
        app.console.print(line, Padding(Text("\n").join(detail), (0, 0, 0, 5)), sep="\n")


def _standing(app: App, system: str, found: Mapping[str, Score]) -> Standing:
    from config.indicators import load_method
    from config.times import london
    from reports.scorecard import standing

    levels = [score.level for score in found.values()]
    return standing(app.registry.system(system), levels, load_method(), london(app.now()).date())
