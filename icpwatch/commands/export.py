"""icpwatch export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.errors import IcpwatchError
from icpwatch.options import When, system_option

if TYPE_CHECKING:
    from icpwatch.app import App

folder_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="icpwatch-export",
    metavar="DIR",
    show_default=True,
)


@click.group()
def command() -> None:
    """Write out what was seen, to compute with or to prove it.

    \b
    Example: icpwatch export csv --out tables
    """


@command.command("csv")
@folder_option
@click.option("--excel", is_flag=True, help="Begin each file with the mark by which Excel knows UTF-8.")
@click.pass_obj
def export_csv(app: App, out: Path, excel: bool) -> None:
    """Write all tables as CSV, with a data package that describes them.

    \b
    Example: icpwatch export csv --out tables
    """
    _tables(app, out, "csv", "utf-8-sig" if excel else "utf-8")


@command.command("json")
@folder_option
@click.pass_obj
def export_json(app: App, out: Path) -> None:
    """Write all tables as JSON Lines, with a data package that describes them.

    \b
    Example: icpwatch export json --out tables
    """
    _tables(app, out, "jsonl", "utf-8")


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
    with app.store.read() as session, whole_file(target) as part:
        names = write_evidence(session, get_change(session, change_id), part, app.now())
    app.say(f"{len(names)} files packed into {target}; README.txt in it says how to check them")


@command.command("warc")
@click.option("--page", metavar="PAGE", help="Only this page, by its id or address.")
@system_option
@click.option("--since", type=When(), help="Only versions from then on: a date, a date and time, or an age.")
@click.option("--until", type=When(end_of_day=True), help="Only versions up to then.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("icpwatch.warc.gz"), metavar="FILE"
)
@click.pass_obj
def export_warc(
    app: App, page: str | None, system: str | None, since: int | None, until: int | None, out: Path
) -> None:
    """Write versions in the format of web archives, WARC 1.1.

    \b
    Example: icpwatch export warc --system south-yorkshire --out south-yorkshire.warc.gz
    """
    from reports.warc import write_warc
    from store.queries import captures_between, find_page

    with app.store.read() as session:
        page_id = find_page(session, page).id if page else None
        chosen = captures_between(session, page_id=page_id, system=system, since=since, until=until)
        with whole_file(out) as part, part.open("wb") as file:
            written, withheld = write_warc(session, chosen, file, out.name)
    app.say(f"{written} versions written to {out}")
    if withheld:
        app.say(f"{withheld} more are withheld: they hold a redacted name")


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a path to write to that becomes the target once all is written; nothing half-made is left behind.

    Raises IcpwatchError, with the target's name, where it cannot be written.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        yield part
        part.replace(target)
    except OSError as error:
        raise IcpwatchError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _tables(app: App, out: Path, ending: str, encoding: str) -> None:
    """Write one moment of the store as files with one ending; the data package describes all tables in the folder."""
    from reports.export import FORMATS, TABLES, data_package, rows_of
    from reports.site_data import load_data

    with app.store.read() as session:
        data = load_data(session, app.registry, app.now())
        out.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            written = FORMATS[ending][1](rows_of(table, data), table)
            (out / f"{table.name}.{ending}").write_text(written, encoding, newline="")
    there = [each for each in FORMATS if (out / f"{TABLES[0].name}.{each}").is_file()]
    (out / "datapackage.json").write_text(data_package(data, app.settings.report.base_url, there), "utf-8")
    app.say(f"{len(TABLES)} tables and datapackage.json written to {out}")
