"""The tile map: one tile for each area of July 2022; a merged body covers the tiles of the areas it took over."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.registry import System

TILES = Path(__file__).parents[1] / "config" / "tiles.csv"
COLUMNS = 8
SIZE = 60  # units of a tile with its gap
GAP = 4
LINE = 14  # units between two lines of a label


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in units of the drawing."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One system on the map: its label in one or two lines, and its boxes (one, unless its areas form no rectangle)."""

    system: System
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]
    merged: bool

    @property
    def name(self) -> str:
        """Return what the tile is called where it is not seen: its label too, for people who speak to their machine."""
        label = " ".join(self.lines)
        return self.system.name if label == self.system.name else f"{label}, {self.system.name}"

    @property
    def text(self) -> tuple[tuple[int, int, str], ...]:
        """Return x, y and words of each line, in the middle of the first box."""
        box = self.boxes[0]
        top = box.y + box.height // 2 + 4 - LINE * (len(self.lines) - 1) // 2
        return tuple((box.x + box.width // 2, top + LINE * n, words) for n, words in enumerate(self.lines))


def make_tiles(live: Iterable[System], systems: Mapping[str, System]) -> list[Tile]:
    """Return a tile for each live system; systems that the tile file does not know stand in rows below."""
    labels, places = _read_tiles()
    wanted = {system.id: system for system in live}
    cells: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for id, place in places.items():
        home = _heir(id, wanted, systems)
        if home:
            cells[home].append(place)
    unplaced = [id for id in wanted if id not in cells]
    first = max((row for found in cells.values() for _, row in found), default=-1) + 1
    for number, id in enumerate(unplaced):
        cells[id].append((number % COLUMNS, first + number // COLUMNS))
    ordered = sorted(cells.items(), key=lambda item: min((y, x) for x, y in item[1]))
    lines = {id: tuple((labels.get(id) or _short(wanted[id].name)).split("/")) for id in cells}
    return [Tile(wanted[id], lines[id], _boxes(sorted(found)), len(found) > 1) for id, found in ordered]


def extent(tiles: Iterable[Tile]) -> tuple[int, int]:
    """Return width and height of the drawing."""
    boxes = [box for tile in tiles for box in tile.boxes]
    return max((b.x + b.width for b in boxes), default=0), max((b.y + b.height for b in boxes), default=0)


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


def _boxes(cells: list[tuple[int, int]]) -> tuple[Box, ...]:
    """Return one box round the cells if they fill it, else one for each."""
    left, right = min(x for x, _ in cells), max(x for x, _ in cells)
    top, bottom = min(y for _, y in cells), max(y for _, y in cells)
    if len(cells) == (right - left + 1) * (bottom - top + 1):
        return (_box(left, top, right - left + 1, bottom - top + 1),)
    return tuple(_box(x, y, 1, 1) for x, y in cells)


def _box(x: int, y: int, columns: int, rows: int) -> Box:
    return Box(x * SIZE, y * SIZE, columns * SIZE - GAP, rows * SIZE - GAP)


def _short(name: str) -> str:
    """Return a name that fits a tile: as it is, or the initials of its words."""
    words = [word for word in name.split() if word[0].isupper()]
    if len(name) <= 9:
        return name
    return "".join(word[0] for word in words) if len(words) > 1 else f"{name[:7]}."
