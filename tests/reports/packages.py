"""A reader of data packages of its own: it knows the standard, and nothing of how ours are written."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "array": json.loads,
}
KINDS = {"string": str, "integer": int, "boolean": bool, "date": str, "datetime": str, "array": list}


def check_package(folder: Path) -> list[dict[str, Any]]:
    """Read each file as its description says, and return the descriptions; raises where the two do not agree."""
    resources: list[dict[str, Any]] = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    for resource in resources:
        fields = resource["schema"]["fields"]
        assert all(field["description"] for field in fields)
        read: Callable[..., Iterator[object]] = _csv if resource["format"] == "csv" else _lines
        assert list(read(folder / resource["path"], fields))
    assert len({resource["name"] for resource in resources}) == len(resources)
    return resources


def _csv(path: Path, fields: list[dict[str, str]]) -> Iterator[object]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        assert next(rows) == [field["name"] for field in fields]
        for row in rows:
            yield [_value(field, cell) for field, cell in zip(fields, row, strict=True) if cell]


def _lines(path: Path, fields: list[dict[str, str]]) -> Iterator[object]:
    for line in path.read_text("utf-8").splitlines():
        row = dict[str, Any](json.loads(line))
        assert list(row) == [field["name"] for field in fields]
        for field in fields:
            value = row[field["name"]]
            assert value is None or type(value) is KINDS[field["type"]], (path, field, value)
            if isinstance(value, str) and field["type"] in ("date", "datetime"):
                _value(field, value)
        yield row


def _value(field: dict[str, str], cell: str) -> Any:
    if field["type"] == "datetime":
        return datetime.strptime(cell, field["format"]).astimezone()
    value = READERS[field["type"]](cell)
    assert type(value) is not list or cell.startswith("[")
    return value
