"""The lines of a PDF's page, and its tables, told by the rules drawn round their cells, else by the gaps in lines."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from crawler.reading.columns import rows_and_lines
from crawler.reading.text import clean
from store.reading import Block

_GAP = re.compile(r"(?<=\S) +(?=\S)")
_WIDE_GAP, _NARROW_GAP = 1.6, 0.7  # in heights of letters; words of a line stand closer than either
_LOWEST_LETTER = 6.0  # points; a dash is no measure
_THIN, _SHORTEST_RULE, _LOWEST_CELL = 3.0, 30.0, 6.0  # points
_ONE_RULE = 4.0  # points within which two rules are one: each of two cells draws its own
_FEWEST_RULES = 3  # each way, round two rows of two cells
_BROKEN_WORD = re.compile("[\x02\ufffe\u00ad]\\s*\n?")  # how pdfium marks a hyphen that only breaks a line
_LINE = re.compile(f"((?:[^\r\n\x02\ufffe\u00ad]|{_BROKEN_WORD.pattern})*)(?:\r?\n|$)")


class _Piece(NamedTuple):
    """Part of a line, where the next is a column away, and the place of its first letter in points."""

    text: str
    x: float
    y: float


def lines_and_rows(page: pdfium.PdfPage) -> Iterator[Block | str]:
    """Yield the lines of a page in its own order, and the rows of its tables."""
    across, down = _rules(page)
    ruled: list[_Piece] = []
    lines: list[list[_Piece]] = []
    for line in _lines(page.get_textpage()):
        if min(len(across), len(down)) < _FEWEST_RULES or not all(_is_inside(piece, across, down) for piece in line):
            yield from _rows(ruled, across, down)
            ruled = []
            lines.append(line)
            continue
        yield from _plain(lines)
        lines = []
        ruled += line
    yield from _rows(ruled, across, down)
    yield from _plain(lines)


def _is_inside(piece: _Piece, across: Sequence[float], down: Sequence[float]) -> bool:
    return across[0] < piece.y < across[-1] and down[0] < piece.x < down[-1]


def _rows(pieces: Iterable[_Piece], across: Sequence[float], down: Sequence[float]) -> Iterator[Block | str]:
    """Yield the rows that drawn lines make of the pieces of a table; what is alone in its row is a line."""
    bands: dict[int, dict[int, list[str]]] = {}
    for piece in pieces:
        bands.setdefault(-bisect(across, piece.y), {}).setdefault(bisect(down, piece.x), []).append(piece.text)
    for _, cells in sorted(bands.items()):
        said = tuple(clean(" ".join(parts)) for _, parts in sorted(cells.items()))
        if len(said) > 1:
            yield Block("row", " | ".join(said), cells=said)
        else:
            yield from next(iter(cells.values()))


def _plain(lines: Iterable[Sequence[_Piece]]) -> Iterator[Block | str]:
    return rows_and_lines([[clean(piece.text) for piece in line] for line in lines])


def _lines(words: pdfium.PdfTextPage) -> Iterator[list[_Piece]]:
    text: str = words.get_text_range()
    if len(text) != words.count_chars():  # places cannot be told
        yield from ([_Piece(line, 0, 0)] for line in _BROKEN_WORD.sub("", text).splitlines())
        return
    gaps = [(gap, *_width_and_end(words, gap)) for gap in _GAP.finditer(text)]
    columns = Counter(round(end) for _, width, end in gaps if width > _WIDE_GAP)
    cuts = {gap.start(): gap.end() for gap, width, end in gaps if _parts_columns(width, end, columns)}
    for line in _LINE.finditer(text):
        pieces, (start, end) = [], line.span(1)
        for cut in [cut for cut in cuts if start <= cut < end]:
            pieces.append(_piece(words, text, start, cut))
            start = cuts[cut]
        yield [*pieces, _piece(words, text, start, end)]


def _parts_columns(width: float, end: float, columns: Counter[int]) -> bool:
    """Say whether a gap parts columns: a wide one, or a narrower that ends where others that are wide end."""
    aligned = sum(columns[round(end) + near] for near in (-1, 0, 1)) > 1
    return width > _WIDE_GAP or (width > _NARROW_GAP and aligned)


def _width_and_end(words: pdfium.PdfTextPage, gap: re.Match[str]) -> tuple[float, float]:
    """Return how wide a gap on a page is, in heights of the letters beside it, and where it ends, in points."""
    before, after = words.get_charbox(gap.start() - 1), words.get_charbox(gap.end())
    height = max(before[3] - before[1], after[3] - after[1], _LOWEST_LETTER)
    return (after[0] - before[2]) / height, after[0]


def _piece(words: pdfium.PdfTextPage, text: str, start: int, end: int) -> _Piece:
    left, bottom, _, top = words.get_charbox(start) if start < end else (0, 0, 0, 0)
    return _Piece(_BROKEN_WORD.sub("", text[start:end]), left, (bottom + top) / 2)


def _rules(page: pdfium.PdfPage) -> tuple[list[float], list[float]]:
    """Return where lines are drawn across a page, and down it, in points from its lower left corner."""
    across, down = [], []
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = drawn.get_bounds()
        wide, high = right - left > _SHORTEST_RULE, top - bottom > _LOWEST_CELL
        if wide and (high or top - bottom < _THIN):
            across += [bottom, top]
        if high and (wide or right - left < _THIN):
            down += [left, right]
    return _merged(across), _merged(down)


def _merged(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _ONE_RULE:
            found.append(place)
    return found
