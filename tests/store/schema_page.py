"""The schema page of the docs, made from the models: `python -m tests.store.schema_page` writes docs/schema.md."""

from __future__ import annotations

import inspect
from pathlib import Path

from sqlalchemy import Column

from store.models import Base

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
HEAD = """# The store, table by table

Made from `store/models.py` by `make schema`; a test holds the two together.

The store is one SQLite file that opens as it is in DB Browser for SQLite, Datasette, R or Python. Times are whole
seconds since 1970 in UTC (`datetime(at, 'unixepoch')` shows them), hashes are bytes (`hex(body_hash)`), lists are JSON.
Open a copy made with `icpwatch store backup`, and read only: what the ledger covers cannot be edited unseen.

## Views for people

Four views need no joins, and show times in words (UTC).

| view | a row is |
| --- | --- |
| `current_pages` | a page that is there today, with its kinds, state and clicks from the home page |
| `changes_plain` | a change that was told, with its sentence, newest with the highest id |
| `scores_latest` | the answer that holds today to one question of the scorecard for one system |
| `icp_members` | a chair or member that a page names today, with the words that say so |

    SELECT system, name, role, organisation FROM icp_members WHERE region = 'South West';

## Search

`search_index` is an FTS5 index whose rowids are the ids of `search_texts`; it holds no text of its own. `icpwatch find`
uses it.
"""
PLAIN = {"id": "number of the row"}


def schema_page() -> str:
    """Return the page."""
    parts = [HEAD, "## Tables\n"]
    models = {mapper.local_table.description: mapper.class_ for mapper in Base.registry.mappers}
    for name, table in sorted(Base.metadata.tables.items()):
        parts.append(f"### {name}\n\n{inspect.getdoc(models[name])}\n")
        rows = [_row(column) for column in table.columns]
        parts.append("\n".join(["| column | type | holds |", "| --- | --- | --- |", *rows]) + "\n")
    return "\n".join(parts)


def described(column: Column[object]) -> str:
    """Return what a column holds, "" where nobody has said so."""
    words = [column.comment or PLAIN.get(column.name, "")]
    words += [f"row of `{key.column.table.name}`" for key in column.foreign_keys]
    return "; ".join(filter(None, words))


def _row(column: Column[object]) -> str:
    kind = str(column.type).lower() + (", may be empty" if column.nullable else "")
    name = f"**{column.name}**" if column.primary_key else column.name
    return f"| {name} | {kind} | {described(column)} |"


if __name__ == "__main__":
    PAGE.write_text(schema_page(), "utf-8")
