"""icpwatch export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from icpwatch.app import App
    from reports.export import Table
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
    """Write all tables as CSV, with a data package that describes them."""
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
    """Write all tables as JSON, one array a table."""
    from reports.export import as_json

    _, tables = _tables(app)
    out.mkdir(parents=True, exist_ok=True)
    for table, rows in tables:
        (out / f"{table.name}.json").write_text(as_json(rows), "utf-8")
    app.say(f"{len(tables)} tables written to {out}")


def _tables(app: App) -> tuple[Data, list[tuple[Table, list[dict[str, Any]]]]]:
    """Return one moment of the store, and the rows of each table without redacted names."""
    from reports.export import TABLES, rows_of
    from reports.site_data import load_data
    from reports.site_pages import make_safe

    with app.store.read() as session:
        data = load_data(session, app.registry, app.now())
        safe = make_safe(data.redacted)
        return data, [(table, list(rows_of(table, data, safe))) for table in TABLES]
