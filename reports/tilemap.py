"""The tile map: one tile for each area of July 2022; a merged body covers the tiles of the areas it took over."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from config.registry import System

TILES = Path(__file__).parents[1] / "config" / "tiles.csv"
COLUMNS = 8
LONGEST = 8  # letters that fit a tile


class Tile(NamedTuple):
    """One system on the map: its label in one or two lines, and its boxes as (column, row, columns, rows).

    There is one box, unless the areas of a merged body form no rectangle.
    """

    system: System
    lines: tuple[str, ...]
    boxes: tuple[tuple[int, int, int, int], ...]
    merged: bool

    @property
    def name(self) -> str:
        """Return what the tile is called where it is not seen: its label too, for people who speak to their machine."""
        label = " ".join(self.lines)
        return self.system.name if label == self.system.name else f"{label}, {self.system.name}"


def make_tiles(live: Iterable[System], systems: Mapping[str, System]) -> list[Tile]:
    """Return a tile for each live system; systems that the tile file does not know stand in rows below."""
    labels, places = _read_tiles()
    wanted = {system.id: system for system in live}
    cells: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for id, place in places.items():
        if home := _heir(id, wanted, systems):
            cells[home].append(place)
    first = max((row for found in cells.values() for _, row in found), default=-1) + 1
    for number, id in enumerate([id for id in wanted if id not in cells]):
        cells[id].append((number % COLUMNS, first + number // COLUMNS))
    tiles = [
        Tile(wanted[id], tuple((labels.get(id) or _short(wanted[id].name)).split("/")), _boxes(found), len(found) > 1)
        for id, found in cells.items()
    ]
    return sorted(tiles, key=lambda tile: min((row, column) for column, row, _, _ in tile.boxes))


@cache
def _read_tiles() -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    with TILES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = {row["id"]: (int(row["column"]), int(row["row"])) for row in rows if row["column"]}
    return {row["id"]: row["label"] for row in rows}, places


def _heir(id: str, live: Mapping[str, System], systems: Mapping[str, System]) -> str | None:
    """Return the live system that covers this area today; of several successors the first has the larger part."""
    while id not in live:
        system = systems.get(id)
        if system is None or not system.successors:
            return None
        id = system.successors[0]
    return id


def _boxes(cells: list[tuple[int, int]]) -> tuple[tuple[int, int, int, int], ...]:
    """Return one box round the cells if they fill it, else one for each."""
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*cells, strict=True))
    width, height = right - left + 1, bottom - top + 1
    return ((left, top, width, height),) if len(cells) == width * height else tuple((x, y, 1, 1) for x, y in cells)


def _short(name: str) -> str:
    """Return a name that fits a tile: as it is, or the initials of its words.

    >>> _short("Eastmere"), _short("Harrowdale"), _short("Wendale and Marrow Coast")
    ('Eastmere', 'Harrow.', 'WMC')
    """
    if len(name) <= LONGEST:
        return name
    words = [word for word in name.split() if word[0].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else f"{name[: LONGEST - 2]}."
