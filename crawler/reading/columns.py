"""Tables of texts that know no tables: lines whose parts stand in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from store.reading import Block

_FEWEST_ROWS = 2
_MARKER = re.compile(r"[•▪●◦‣·■□➢✓*–-]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})[.)]?")
"""What stands before the text of an item, a column's width apart, and is no cell."""


def rows_and_lines(lines: Sequence[Sequence[str]]) -> Iterator[Block | str]:
    """Yield a row for each of two or more lines that part into as many cells, and other lines as they are."""
    merged = (_without_marker(line) for line in lines)
    for count, group in groupby(merged, key=len):
        rows = list(group)
        for cells in rows:
            if count > 1 and len(rows) >= _FEWEST_ROWS:
                yield Block("row", " | ".join(cells), cells=cells)
            else:
                yield " ".join(cells)


def _without_marker(cells: Sequence[str]) -> tuple[str, ...]:
    return (" ".join(cells),) if len(cells) == 2 and _MARKER.fullmatch(cells[0]) else tuple(cells)
