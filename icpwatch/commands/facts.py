"""icpwatch facts."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

import click

from config.times import british_date
from icpwatch.options import json_option, system_option

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.models import FactRow


@click.command()
@system_option
@click.option("--kind", type=click.Choice(["chair", "member", "meeting", "document", "contact"]))
@json_option
@click.pass_obj
def command(app: App, system: str | None, kind: str | None, as_json: bool) -> None:
    """Tell who chairs, who is on it, when it meets, where the papers are, with the page that says so.

    \b
    Example: icpwatch facts --system south-yorkshire --kind meeting
    """
    from reports.shapes import fact_shape
    from store.queries import current_facts, page_urls

    with app.store.read() as session:
        found = current_facts(session, system=system, kind=kind)
        urls = page_urls(session, [fact.page_id for fact in found])
    if as_json:
        for fact in found:
            app.json_line(fact_shape(fact, urls[fact.page_id]))
        return
    if not found:
        app.say("no facts yet that fit: they are read off the partnership's pages by icpwatch crawl")
    _show(app, found, urls)


def _show(app: App, found: list[FactRow], urls: dict[int, str]) -> None:
    by_page = sorted(found, key=lambda fact: (fact.system_id, fact.page_id))
    for system, facts in groupby(by_page, key=lambda fact: fact.system_id):
        app.show(system, "bold")
        for page, said in groupby(facts, key=lambda fact: fact.page_id):
            app.show(urls[page], "dim", indent=2)
            for fact in said:
                app.show(f"{fact.kind:<9} {words_of(fact)}", indent=4, hang=10)


def words_of(fact: FactRow) -> str:
    """Return a fact in one line."""
    if fact.kind == "contact":
        return f"{fact.role.replace('-', ' ')}: {fact.value}"
    when = _spoken(fact.starts_at) if fact.kind == "meeting" else ""
    role = "" if fact.role == "Member" else fact.role.replace("-", " ")
    return ", ".join(dict.fromkeys(part for part in (when or fact.value, role, fact.organisation) if part))


def _spoken(starts_at: str) -> str:
    """Return a meeting's day, and its time where there is one, as people here say it; "" where none is given."""
    if not starts_at:
        return ""
    moment = datetime.fromisoformat(starts_at)
    clock = f", {moment:%H:%M}" if "T" in starts_at else ""
    return f"{moment:%A} {british_date(moment.date())}{clock}"
