"""Tables and definition lists of an HTML page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from store.reading import Block, Link

ReadCell = Callable[[Any], tuple[str, tuple[Link, ...]]]
"""Reads one cell: its text, with line breaks between its paragraphs, and its links."""

_STRUCTURE = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "form", "main", "article")
# Bounds that no honest table reaches, so that a small page cannot grow into a huge reading.
_MOST_COLUMNS = 50
_LONGEST_LABELS = 1_000  # characters of all header cells, which every row repeats
_LONGEST_CARRIED, _MOST_CARRIED_ROWS = 200, 30


def is_data_table(table: Any) -> bool:
    """Say whether a table holds data, rather than the layout of a page."""
    if table.get("role") in ("presentation", "none") or next(table.iter("h1", "main"), None) is not None:
        return False
    rows = list(_own_rows(table))
    if any(cell.tag == "th" for row in rows for cell in row):
        return True
    columns = max((len(_own_cells(row)) for row in rows), default=0)
    return columns > 1 and len(rows) > 1 and not any(item is not table for item in table.iter(*_STRUCTURE))


def read_table(table: Any, read_cell: ReadCell, is_hidden: Callable[[Any], bool]) -> Iterator[Block]:
    """Yield the caption and the rows of a data table; the row of header cells comes too, with itself as labels.

    A cell that spans rows is repeated in each, one that spans columns leaves the others empty.
    """
    for caption in table.iterchildren("caption"):
        text, found = read_cell(caption)
        if text:
            yield Block("paragraph", text, links=found)
    labels: tuple[str, ...] = ()
    carried: dict[int, tuple[int, str]] = {}
    for index, row in enumerate(row for row in _own_rows(table) if not is_hidden(row)):
        cells, links = _read_row(row, read_cell, carried)
        if not any(cells):
            continue
        if _is_header(row, first=index == 0) and (not labels or _in_head(row)):
            labels = header_labels(cells)
        yield Block("row", row_text(cells), links=links, cells=cells, labels=labels)


def row_text(cells: Iterable[str]) -> str:
    """Return the text of a row: its cells that are not empty, each on one line, with bars between them."""
    return " | ".join(_one_line(cell) for cell in cells if cell)


def header_labels(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a header row as labels, each cut to its share of what every row repeats."""
    return tuple(_one_line(cell)[: _LONGEST_LABELS // len(cells)] for cell in cells)


def read_definitions(element: Any, read_cell: ReadCell) -> Iterator[Block]:
    """Yield each term of a definition list with its descriptions."""
    terms: list[str] = []
    descriptions: list[str] = []
    links: list[Link] = []
    for part in _own_parts(element):
        if part.tag == "dt" and descriptions:
            yield _definition(terms, descriptions, links)
            terms, descriptions, links = [], [], []
        text, found = read_cell(part)
        links += found
        if part.tag == "dt":
            terms.append(_one_line(text))
        else:
            descriptions.append(text)
    if terms or descriptions:
        yield _definition(terms, descriptions, links)


def _definition(terms: list[str], descriptions: list[str], links: list[Link]) -> Block:
    sides = " / ".join(filter(None, terms)).rstrip(":"), " ".join(map(_one_line, descriptions))
    text = ": ".join(filter(None, sides))
    return Block("definition", text, links=tuple(links), cells=tuple(descriptions), labels=tuple(terms))


def is_definition_list(element: Any) -> bool:
    """Say whether a `dl` has terms or descriptions of its own."""
    return next(_own_parts(element), None) is not None


def _own_parts(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in ("dt", "dd"):
            yield child
        elif child.tag == "div":
            yield from (part for part in child if part.tag in ("dt", "dd"))


def _own_rows(table: Any) -> Iterator[Any]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot", "form"):
            yield from (row for row in part if row.tag == "tr")


def _own_cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_header(row: Any, *, first: bool) -> bool:
    cells = _own_cells(row)
    if len(cells) < 2:
        return False
    return _in_head(row) or all(cell.tag == "th" for cell in cells) or (first and all(map(_is_bold, cells)))


def _in_head(row: Any) -> bool:
    return bool(row.getparent().tag == "thead")


def _is_bold(cell: Any) -> bool:
    strong = next(cell.iter("strong", "b"), None)
    words = "".join(cell.itertext()).split()
    return not words or (strong is not None and "".join(strong.itertext()).split() == words)


def _read_row(
    row: Any, read_cell: ReadCell, carried: dict[int, tuple[int, str]]
) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    cells: list[str] = []
    links: list[Link] = []
    own = iter(_own_cells(row)[:_MOST_COLUMNS])
    while len(cells) in carried or (cell := next(own, None)) is not None:
        column, width = len(cells), 1
        if column in carried:
            rows, text = carried.pop(column)
        else:
            text, found = read_cell(cell)
            links += found
            rows = min(_span(cell, "rowspan"), _MOST_CARRIED_ROWS + 1) if len(text) <= _LONGEST_CARRIED else 1
            width = min(_span(cell, "colspan"), _MOST_COLUMNS - column)
        cells += [text, *[""] * (width - 1)]
        if rows > 1:
            carried[column] = (rows - 1, text)
    return tuple(cells), tuple(links)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _one_line(text: str) -> str:
    return " ".join(text.split())
