"""The tables that people compute with, as CSV and JSON, and the data package that describes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.times import iso_utc
from reports.site_data import Data

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, one sentence, the columns with their types, and its rows."""

    name: str
    words: str
    columns: Mapping[str, str]
    rows: Callable[[Data], Iterator[tuple[Any, ...]]]


def _systems(data: Data) -> Iterator[tuple[Any, ...]]:
    for s in data.systems.values():
        standing = data.standing(s)
        came = [other.id for other in data.registry.predecessors(s.id)]
        yield (
            s.id, s.name, s.region, s.icb, s.icp.name, s.ods, s.ons, s.established.isoformat(),
            s.dissolved.isoformat() if s.dissolved else None, list(s.successors), came, s.cluster, s.population,
            standing.band, standing.points, standing.possible,
        )  # fmt: skip


def _sites(data: Data) -> Iterator[tuple[Any, ...]]:
    for site, run in data.sites:
        reason = run.reason if run else ""
        yield (
            site.system_id,
            site.url,
            site.role,
            site.outcome,
            reason,
            iso_utc(site.outcome_since),
            iso_utc(site.last_reached),
        )


def _pages(data: Data) -> Iterator[tuple[Any, ...]]:
    sites = {site.id: site.url for site, _ in data.sites}
    for p in data.pages.values():
        path = [{"text": text, "url": url} for text, url in p.click_path]
        yield (
            p.id, p.system_id, sites[p.site_id], p.url, p.state, p.kinds, p.is_icp, p.title, p.clicks, p.clicks_exact,
            p.clicks_own_site, path, iso_utc(p.first_seen), iso_utc(p.last_checked), iso_utc(p.last_changed),
        )  # fmt: skip


def _changes(data: Data) -> Iterator[tuple[Any, ...]]:
    sites = {site.id: site.url for site, _ in data.sites}
    for c in reversed(data.told):
        yield (
            c.id, iso_utc(c.at), c.system_id, sites[c.site_id], c.url, c.event, c.kinds, c.summary, c.weight,
            c.from_capture, c.to_capture, c.old_url, c.facts,
        )  # fmt: skip


def _facts(data: Data) -> Iterator[tuple[Any, ...]]:
    for f in data.facts:
        yield (
            f.id, f.system_id, f.kind, f.value, f.role, f.organisation, f.starts_at, f.detail, f.evidence,
            data.pages[f.page_id].url, f.capture_id, iso_utc(f.since), iso_utc(f.until),
        )  # fmt: skip


def _scores(data: Data) -> Iterator[tuple[Any, ...]]:
    for system, scores in sorted(data.scores.items()):
        for id in data.method.indicators:
            if id in scores:
                s = scores[id]
                yield system, s.version, id, s.level, s.points, s.evidence, s.url, iso_utc(s.checked_at)


def _columns(words: str) -> dict[str, str]:
    """Return column names with types from words such as "id:integer url kinds:array"."""
    pairs = (word.partition(":") for word in words.split())
    return {name: kind or "string" for name, _, kind in pairs}


TABLES = (
    Table("systems", "Every system, live and dissolved, with its codes and successors.", _columns(
        "id name region icb icp ods ons established:date dissolved:date successors:array predecessors:array cluster "
        "population:integer band points:integer possible:integer"), _systems),
    Table("sites", "Every site, and whether we could read it.", _columns(
        "system url role outcome reason outcome_since:datetime last_reached:datetime"), _sites),
    Table("pages", "Every page and document that we know, with kinds, state and clicks.", _columns(
        "id:integer system site url state kinds:array is_icp:boolean title clicks:integer "
        "clicks_exact:boolean clicks_own_site:integer click_path:array first_seen:datetime last_checked:datetime "
        "last_changed:datetime"), _pages),
    Table("changes", "Every change that was told.", _columns(
        "id:integer at:datetime system site url event kinds:array summary weight from_capture:integer "
        "to_capture:integer old_url facts:array"), _changes),
    Table("facts", "Chairs, members, meetings, documents and contacts, with the words that prove each.", _columns(
        "id:integer system kind value role organisation starts_at detail evidence url capture:integer since:datetime "
        "until:datetime"), _facts),
    Table("scores", "The newest answer to each question for each system.", _columns(
        "system version indicator level points:integer evidence url checked_at:datetime"), _scores),
)  # fmt: skip


def rows_of(table: Table, data: Data, safe: Callable[[Any], Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table by column, redacted names and control characters taken out."""
    for row in table.rows(data):
        yield dict(zip(table.columns, (_deep(value, safe) for value in row), strict=True))


def as_csv(table: Table, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV; lists as JSON, and a quote before what a spreadsheet would take for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return buffer.getvalue()


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as one JSON array, one row a line."""
    return "[\n" + ",\n".join(_json(row) for row in rows) + "\n]\n"


def data_package(data: Data, base_url: str) -> str:
    """Return the description of all tables as a Frictionless data package."""
    resources = [
        {
            "name": table.name,
            "path": f"{table.name}.csv",
            "title": table.words,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": [{"name": name, "type": kind} for name, kind in table.columns.items()]},
        }
        for table in TABLES
    ]
    package = {
        "name": "icpwatch",
        "title": "What England's integrated care partnerships publish",
        "version": data.method.version,
        "homepage": base_url or None,
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": resources,
    }
    return json.dumps({key: value for key, value in package.items() if value is not None}, ensure_ascii=False, indent=2)


def _deep(value: Any, safe: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _deep(item, safe) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_deep(item, safe) for item in value]
    return safe(value) if isinstance(value, str) else value


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return _json(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
