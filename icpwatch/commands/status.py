"""icpwatch status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from icpwatch.app import App
    from icpwatch.health import Vitals


SHOWN = 2  # of a long list; with wrapped lines two such lists and the rest fit a screen of 24 lines


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
        facts = _facts(app, session)
    found = problems(vitals, app.settings.health, now)
    if as_json:
        told = [{"kind": kind, "subject": subject, "detail": detail} for (kind, subject), detail in found.items()]
        app.json_line({**_shape(vitals, facts), "problems": told})
    elif check:
        for detail in found.values():
            click.echo(detail)
    else:
        _show(app, vitals, facts, found.values())
    if check and found:
        raise click.exceptions.Exit(1)


def _facts(app: App, session: Session) -> dict[str, Any]:
    """Return counts, sizes in bytes, and when each job is due next."""
    from sqlalchemy import func, select

    from icpwatch.due import JOBS, timetables
    from store import outbox
    from store.models import Capture, Change, Page
    from store.rereading import last_rereading
    from store.upkeep import size_of, space

    def count(column: Any, *where: Any) -> int:
        return session.scalar(select(func.count(column)).where(*where)) or 0

    tables = timetables(app.settings.schedule, app.settings.subscriptions)
    path = app.store.path
    size, copies = size_of(path) if path else (None, 0)
    states = [row.state for row in outbox.listing(session)]
    return {
        "store": str(path or app.settings.database.partition("://")[0]),
        "bytes": size,
        "copies_bytes": copies,
        "space": space(session),
        "seen_otherwise": [page.url for _, page in last_rereading(session)],
        "pages": count(Page.id),
        "watched": count(Page.id, Page.watched.is_(True)),
        "captures": count(Capture.id),
        "held": count(Change.id, Change.status == "held"),
        "waiting": states.count("waiting"),
        "refused": states.count("refused"),
        "next": {job: tables[job].next(app.now()) for job in JOBS if tables[job].crons},
    }


def _shape(vitals: Vitals, facts: dict[str, Any]) -> dict[str, Any]:
    from config.times import iso_utc

    sites = ((site.seen, site.pages) for site in vitals.sites)
    return facts | {
        "next": {job: iso_utc(at) for job, at in facts["next"].items()},
        "last_crawl": iso_utc(vitals.last_crawl),
        "free_bytes": vitals.free_bytes,
        "sites": [
            {
                "site": seen.url,
                "outcome": seen.outcome,
                "since": iso_utc(seen.since),
                "reason": seen.reason,
                "pages": pages,
            }
            for seen, pages in sites
        ],
    }


def _show(app: App, vitals: Vitals, facts: dict[str, Any], found: Iterable[str]) -> None:
    from config.times import british_time
    from reports.digest_words import cover

    found = list(found)
    _some(app, [f"! {detail}" for detail in found], "bold red")
    coverage, unseen = cover([site.seen for site in vitals.sites], app.now())
    app.show(coverage, "bold")
    _some(app, [f"  {line}" for line in unseen if line.rstrip(".") not in found])
    size = f", {facts['bytes'] / 1e6:,.0f} MB" if facts["bytes"] is not None else ""
    size += (
        f"; copies by upgrades and restores {facts['copies_bytes'] / 1e6:,.0f} MB"
        if facts["copies_bytes"] > 1e6
        else ""
    )
    parts = ", ".join(f"{part} {amount / 1e6:,.1f} MB" for part, amount in facts["space"].items() if amount >= 50_000)
    reread = facts["seen_otherwise"]
    lines = {
        "last crawl": british_time(vitals.last_crawl) if vitals.last_crawl else "none has reached a site yet",
        "pages": f"{facts['pages']:,}, {facts['watched']:,} of them watched, {facts['captures']:,} versions",
        "store": f"{facts['store']}{size}",
        "of these": parts,
        "new rules": reread and f"see {len(reread)} pages otherwise; nobody was told: {', '.join(reread[:3])}",
        "held back": facts["held"] and f"{facts['held']} events; icpwatch held list shows them",
        "outbox": f"{facts['waiting']} waiting, {facts['refused']} refused",
        **{f"next {job}": british_time(at) for job, at in facts["next"].items() if at},
    }
    for name, text in lines.items():
        if text:
            app.show(f"{name:<14}{text}", hang=14)


def _some(app: App, lines: Sequence[str], style: str = "") -> None:
    """Show so many lines that all fits one screen."""
    for line in lines[:SHOWN]:
        app.show(line, style, hang=2)
    if len(lines) > SHOWN:
        app.show(f"  and {len(lines) - SHOWN} more; icpwatch status --json names them", style)
