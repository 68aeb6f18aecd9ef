"""icpwatch score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from config.registry import System
    from icpwatch.app import App
    from store.models import Score

_MARKS = {"met": "●", "part": "◐", "not-found": "○", "not-checked": "–", "not-applicable": "·"}


@click.command()
@click.option("--system", help="Only this system, by its id, with the evidence.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines, one for each answer.")
@click.pass_obj
def command(app: App, system: str | None, as_json: bool) -> None:
    """Show how easy each partnership is to find.

    Answers the 18 questions of the scorecard from what was seen, and keeps the answers that changed.

    \b
    Example: icpwatch score
             icpwatch score --system south-yorkshire
    """
    from icpwatch.scoring import score_now

    if system:
        app.registry.system(system)
    scores = {id: found for id, found in score_now(app).items() if system in (None, id)}
    if as_json:
        for found in scores.values():
            for score in found.values():
                app.json_line(_shape(score))
        return
    if not scores:
        app.say("nothing to score yet: icpwatch crawl looks at the sites first")
    elif system:
        _show_one(app, app.registry.system(system), scores[system])
    else:
        _show_all(app, scores)


def _shape(score: Score) -> dict[str, object]:
    from config.times import iso_utc

    return {
        "system": score.system_id,
        "version": score.version,
        "indicator": score.indicator,
        "level": score.level,
        "points": score.points,
        "evidence": score.evidence,
        "url": score.url or None,
        "checked_at": iso_utc(score.checked_at),
        "capture": score.capture_id,
    }


def _show_all(app: App, scores: Mapping[str, Mapping[str, Score]]) -> None:
    from rich.table import Table

    from config.indicators import load_method
    from config.times import london
    from reports.scorecard import standing

    method = load_method()
    groups = [group.id.capitalize() for group in method.groups]
    table = Table("Area", "Band", "Points", *groups, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    today = london(app.now()).date()
    for id, found in scores.items():
        where = standing(app.registry.system(id), [score.level for score in found.values()], method, today)
        marks = {group.id: "" for group in method.groups}
        for name, indicator in method.indicators.items():
            marks[indicator.group] += _MARKS[found[name].level]
        table.add_row(id, where.name, f"{where.points}/{where.possible}", *marks.values())
    app.console.print(table)
    app.console.print("  ".join(f"{mark} {level}" for level, mark in _MARKS.items()), style="dim")


def _show_one(app: App, system: System, found: Mapping[str, Score]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from config.indicators import load_method
    from config.times import london
    from reports.scorecard import standing

    method = load_method()
    where = standing(system, [score.level for score in found.values()], method, london(app.now()).date())
    app.console.print(Text.assemble((system.name, "bold"), f"  {where.name}. {where.why}"))
    for id, indicator in method.indicators.items():
        score = found[id]
        app.console.print(
            Text.assemble(f"{_MARKS[score.level]} {id} ", (indicator.question, "bold"), f"  {score.level}")
        )
        detail = "\n".join(filter(None, (score.evidence, score.url)))
        app.console.print(Padding(Text(detail, style="dim"), (0, 0, 0, 5)))
        if score.level in ("part", "not-found"):
            app.console.print(Padding(Text(f"To get to met: {indicator.gap}"), (0, 0, 0, 5)))
