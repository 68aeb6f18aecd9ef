"""icpwatch status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from icpwatch.app import App
    from icpwatch.health import Problem, Vitals


@click.command()
@click.option("--check", is_flag=True, help="Print only what is wrong, and exit 1 if anything is: for a monitor.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line.")
@click.pass_obj
def command(app: App, check: bool, as_json: bool) -> None:
    """Show what was reached, what was not and since when, and what comes next.

    \b
    Example: icpwatch status
             icpwatch status --check
    """
    from icpwatch.health import look, problems

    now = app.now()
    with app.store.read() as session:
        vitals = look(session, app.store.path, now)
        found = problems(vitals, app.settings.health, now)
        facts = _facts(app, session)
    if as_json:
        app.json_line({**_shape(vitals, facts), "problems": [asdict(problem) for problem in found]})
    elif check:
        for problem in found:
            click.echo(problem.detail)
    else:
        _show(app, vitals, facts, found)
    if check and found:
        raise click.exceptions.Exit(1)


def _facts(app: App, session: Session) -> dict[str, Any]:
    """Return counts, sizes in bytes, and when each job is due next."""
    from sqlalchemy import func, select

    from icpwatch.due import JOBS, timetables
    from store import outbox
    from store.models import Capture, Change, Page

    def count(column: Any, *where: Any) -> int:
        return session.scalar(select(func.count(column)).where(*where)) or 0

    tables = timetables(app.settings.schedule, app.settings.subscriptions)
    path = app.store.path
    rows = outbox.listing(session)
    return {
        "store": str(path or app.settings.database.partition("://")[0]),
        "bytes": sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*")) if path else None,
        "pages": count(Page.id),
        "watched": count(Page.id, Page.watched.is_(True)),
        "captures": count(Capture.id),
        "held": count(Change.id, Change.status == "held"),
        "waiting": sum(row.state == "waiting" for row in rows),
        "refused": sum(row.state == "refused" for row in rows),
        "next": {job: tables[job].next(app.now()) for job in JOBS if tables[job].crons},
    }


def _shape(vitals: Vitals, facts: dict[str, Any]) -> dict[str, Any]:
    from config.times import iso_utc

    sites = [
        {
            "site": site.url,
            "outcome": site.outcome,
            "since": iso_utc(site.since),
            "reason": site.reason,
            "pages": site.pages,
        }
        for site in vitals.sites
    ]
    due = {job: iso_utc(at) for job, at in facts["next"].items()}
    return {
        **facts,
        "next": due,
        "last_crawl": iso_utc(vitals.last_crawl),
        "free_bytes": vitals.free_bytes,
        "sites": sites,
    }


def _show(app: App, vitals: Vitals, facts: dict[str, Any], found: Sequence[Problem]) -> None:
    from config.times import british_time
    from reports.digest import since_words

    for problem in found:
        app.console.print(f"! {problem.detail}", style="bold red", markup=False)
    missed = [site for site in vitals.sites if site.outcome != "reached"]
    noun = "site" if len(vitals.sites) == 1 else "sites"
    app.console.print(f"{len(vitals.sites)} {noun} watched, {len(vitals.sites) - len(missed)} reached", style="bold")
    for site in missed:
        since = f" {since_words(site.since, app.now())}" if site.since else ""
        reason = f": {site.reason}" if site.reason else ""
        app.console.print(f"  {site.url} {site.outcome or 'not looked at yet'}{since}{reason}", markup=False)
    held = f"{facts['held']} events; icpwatch held list shows them" if facts["held"] else "none"
    size = f", {facts['bytes'] / 1e6:,.0f} MB" if facts["bytes"] is not None else ""
    lines = {
        "last crawl": british_time(vitals.last_crawl) if vitals.last_crawl else "none has reached a site yet",
        "pages": f"{facts['pages']:,}, {facts['watched']:,} of them watched, {facts['captures']:,} versions",
        "store": f"{facts['store']}{size}",
        "held back": held,
        "outbox": f"{facts['waiting']} waiting, {facts['refused']} refused",
        **{f"next {job}": british_time(at) for job, at in facts["next"].items() if at},
    }
    for name, text in lines.items():
        app.console.print(f"{name:<14}{text}", markup=False)
