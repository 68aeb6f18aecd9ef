"""icpwatch export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from icpwatch.app import App
    from reports.export import Row, Table
    from reports.site_data import Data

DEFAULT_FOLDER = Path("icpwatch-export")


@click.group()
def command() -> None:
    """Write out what was seen, to compute with or to prove it.

    \b
    Example: icpwatch export csv --out tables
    """


@command.command("csv")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_FOLDER, metavar="DIR", show_default=True
)
@click.pass_obj
def export_csv(app: App, out: Path) -> None:
    """Write all tables as CSV, with a data package that describes them.

    \b
    Example: icpwatch export csv --out tables
    """
    from reports.export import as_csv, data_package

    data, tables = _tables(app)
    out.mkdir(parents=True, exist_ok=True)
    for table, rows in tables:
        (out / f"{table.name}.csv").write_text(as_csv(table, rows), "utf-8", newline="")
    (out / "datapackage.json").write_text(data_package(data, app.settings.report.base_url), "utf-8")
    app.say(f"{len(tables)} tables and datapackage.json written to {out}")


@command.command("json")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_FOLDER, metavar="DIR", show_default=True
)
@click.pass_obj
def export_json(app: App, out: Path) -> None:
    """Write all tables as JSON, one array a table.

    \b
    Example: icpwatch export json --out tables
    """
    from reports.export import as_json

    _, tables = _tables(app)
    out.mkdir(parents=True, exist_ok=True)
    for table, rows in tables:
        (out / f"{table.name}.json").write_text(as_json(rows), "utf-8")
    app.say(f"{len(tables)} tables written to {out}")


@command.command("evidence")
@click.option("--change", "change_id", type=int, required=True, metavar="ID", help="The change to prove.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Default: evidence-ID.zip."
)
@click.pass_obj
def export_evidence(app: App, change_id: int, out: Path | None) -> None:
    """Pack all that proves one change as a zip file, with a note for whoever has never heard of icpwatch.

    \b
    Example: icpwatch export evidence --change 31
    """
    from reports.evidence import write_evidence
    from store.queries import get_change

    target = out or Path(f"evidence-{change_id}.zip")
    with app.store.read() as session:
        names = write_evidence(session, get_change(session, change_id), target, app.now())
    app.say(f"{len(names)} files packed into {target}; README.txt in it says how to check them")


@command.command("warc")
@click.option("--page", metavar="PAGE", help="Only this page, by its id or address.")
@click.option("--system", help="Only this system, by its id.")
@click.option("--since", metavar="WHEN", help="Only versions from then on: a date, a date and time, or an age.")
@click.option("--until", metavar="WHEN", help="Only versions up to then.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("icpwatch.warc.gz"), metavar="FILE"
)
@click.pass_obj
def export_warc(
    app: App, page: str | None, system: str | None, since: str | None, until: str | None, out: Path
) -> None:
    """Write versions in the format of web archives, WARC 1.1.

    \b
    Example: icpwatch export warc --system south-yorkshire --out south-yorkshire.warc.gz
    """
    from config.times import from_epoch, parse_when
    from reports.warc import write_warc
    from store.queries import captures_between, find_page

    now = from_epoch(app.now())
    if system:
        app.registry.system(system)
    with app.store.read() as session:
        chosen = captures_between(
            session,
            page_id=find_page(session, page).id if page else None,
            system=system,
            since=parse_when(since, now) if since else None,
            until=parse_when(until, now, end_of_day=True) if until else None,
        )
        with out.open("wb") as file:
            written, withheld = write_warc(session, chosen, file, out.name)
    app.say(f"{written} versions written to {out}")
    if withheld:
        app.say(f"{withheld} more are withheld: they hold a redacted name")


def _tables(app: App) -> tuple[Data, list[tuple[Table, list[Row]]]]:
    """Return one moment of the store, and the rows of each table."""
    from reports.export import TABLES, rows_of
    from reports.site_data import load_data

    with app.store.read() as session:
        data = load_data(session, app.registry, app.now())
        return data, [(table, rows_of(table, data)) for table in TABLES]
