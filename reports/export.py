"""The tables that people compute with, as CSV and JSON Lines, and the data package that describes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from config.times import iso_utc
from reports.shapes import change_shape, fact_shape, page_shape, score_shape
from reports.site_data import Data
from reports.site_pages import safe
from store.models import Base, Change, FactRow, Page, Score, SiteRow, SystemRow

Row = Mapping[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Table(NamedTuple):
    """One table: its name, one sentence, its rows, its columns such as "id:integer url kinds:array", and the model
    whose columns of the same names hold the same.
    """

    name: str
    words: str
    rows: Callable[[Data], Iterator[Row]]
    columns: str
    model: type[Base]

    def fields(self) -> list[dict[str, str]]:
        """Return each column as the Frictionless standard describes a field."""
        known = {column.name: column.comment for column in self.model.__table__.columns}
        pairs = [column.partition(":") for column in self.columns.split()]
        return [
            {
                "name": name,
                "type": kind or "string",
                **_FORMATS.get(kind, {}),
                "description": _WORDS.get(f"{self.name}.{name}") or known.get(name) or _WORDS[name],
            }
            for name, _, kind in pairs
        ]


_FORMATS = {"datetime": {"format": "%Y-%m-%dT%H:%M:%S%z"}}
_WORDS = {
    "id": "stable number of the row",
    "system": "id of the system, as in the table systems",
    "site": "address of the site, as in the table sites",
    "url": "address of the page",
    "page": "id of the page, as in the table pages",
    "capture": "number of the version of the page that says so",
    "reason": "why it could not be read, in words",
    "from_capture": "number of the version before",
    "to_capture": "number of the version after",
    "pages.click_path": "steps from the home page, each with the text of the link and its address",
    "changes.facts": "facts that came, went or became others, each with what it was and what it is",
    "predecessors": "ids of the systems that it took over",
    "cluster": "name of the cluster of boards that it shares its leaders with",
    "population": "people who live there",
    "band": "how easy its partnership is to find: clear, partial, hard, none or closing",
    "points": "points of all answers to the scorecard",
    "possible": "points that the answers could have had",
}


def _systems(data: Data) -> Iterator[Row]:
    for system in data.systems.values():
        standing = data.standing(system)
        yield {
            **{name: getattr(system, name) for name in ("id", "name", "region", "icb", "ods", "ons", "successors")},
            "icp": system.icp.name,
            "established": system.established.isoformat(),
            "dissolved": system.dissolved.isoformat() if system.dissolved else None,
            "predecessors": [other.id for other in data.registry.predecessors(system.id)],
            "cluster": system.cluster,
            "population": system.population,
            "band": standing.band,
            "points": standing.points,
            "possible": standing.possible,
        }


def _sites(data: Data) -> Iterator[Row]:
    for site, run in data.sites:
        yield {
            "system": site.system_id,
            "url": site.url,
            "role": site.role,
            "outcome": site.outcome,
            "reason": run.reason if run else "",
            "outcome_since": iso_utc(site.outcome_since),
            "last_reached": iso_utc(site.last_reached),
        }


def _pages(data: Data) -> Iterator[Row]:
    sites = {site.id: site for site, _ in data.sites}
    return (page_shape(page, sites[page.site_id]) for page in data.pages.values())


def _changes(data: Data) -> Iterator[Row]:
    sites = {site.id: site for site, _ in data.sites}
    return (change_shape(change, sites[change.site_id]) for change in reversed(data.told))


def _facts(data: Data) -> Iterator[Row]:
    return (fact_shape(fact, data.pages[fact.page_id].url) for fact in data.facts)


def _scores(data: Data) -> Iterator[Row]:
    for _, scores in sorted(data.scores.items()):
        yield from (score_shape(scores[id]) for id in data.method.indicators if id in scores)


TABLES = (
    Table("systems", "Every system, live and dissolved, with its codes and successors.", _systems,
        "id name region icb icp ods ons established:date dissolved:date successors:array predecessors:array cluster "
        "population:integer band points:integer possible:integer", SystemRow),
    Table("sites", "Every site, and whether we could read it.", _sites,
        "system url role outcome reason outcome_since:datetime last_reached:datetime", SiteRow),
    Table("pages", "Every page and document that we know, with kinds, state and clicks.", _pages,
        "id:integer system site url state kinds:array is_icp:boolean title clicks:integer "
        "clicks_exact:boolean clicks_own_site:integer click_path:array first_seen:datetime last_checked:datetime "
        "last_changed:datetime media state_reason watched:boolean", Page),
    Table("changes", "Every change that was told.", _changes,
        "id:integer at:datetime system site url event kinds:array summary weight from_capture:integer "
        "to_capture:integer old_url facts:array reason watched:boolean page:integer pages:array", Change),
    Table("facts", "Chairs, members, meetings, documents and contacts, with the words that prove each.", _facts,
        "id:integer system kind value role organisation starts_at detail evidence url capture:integer since:datetime "
        "until:datetime", FactRow),
    Table("scores", "The newest answer to each question for each system.", _scores,
        "system version indicator level points:integer evidence url checked_at:datetime capture:integer", Score),
)  # fmt: skip


def rows_of(table: Table, data: Data) -> list[Row]:
    """Return the rows of a table by column, control characters taken out."""
    names = [field["name"] for field in table.fields()]
    return [{name: _safe(row[name]) for name in names} for row in table.rows(data)]


def as_csv(rows: Sequence[Row], table: Table) -> str:
    """Return rows as CSV; lists as JSON, and a quote before what a spreadsheet would take for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(field["name"] for field in table.fields())
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return buffer.getvalue()


def as_lines(rows: Sequence[Row], table: Table) -> str:
    """Return rows as JSON Lines, one object a line."""
    return "".join(f"{_json(row)}\n" for row in rows)


FORMATS: Mapping[str, tuple[str, Callable[[Sequence[Row], Table], str]]] = {
    "csv": ("text/csv", as_csv),
    "jsonl": ("application/jsonl", as_lines),
}
"""Media type and writer by the ending of the file."""


def data_package(data: Data, base_url: str, endings: Iterable[str]) -> str:
    """Return the description of all tables as a Frictionless data package, one resource for each file."""
    resources = [
        {
            "name": f"{table.name}-{ending}",
            "path": f"{table.name}.{ending}",
            "title": table.words,
            "format": ending,
            "mediatype": FORMATS[ending][0],
            "encoding": "utf-8",
            "schema": {"fields": table.fields()},
        }
        for ending in endings
        for table in TABLES
    ]
    package = {
        "name": "icpwatch",
        "title": "What England's integrated care partnerships publish",
        "version": data.method.version,
        **({"homepage": base_url} if base_url else {}),
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=2)


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, (list, tuple)):
        return [_safe(item) for item in value]
    return {key: _safe(item) for key, item in value.items()} if isinstance(value, dict) else value


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return _json(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
