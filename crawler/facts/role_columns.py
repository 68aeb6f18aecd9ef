"""Tables in which roles on the partnership stand apart from the posts that members hold elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from config.vocabulary import any_of
from crawler.facts.entries import CHAIR, plain_role, role_beside_name
from crawler.facts.persons import is_person
from crawler.names import Bodies
from store.reading import Block

ON_THE_PARTNERSHIP = "role on the partnership"
"""The label that a column is given whose cells say no more than who chairs and who belongs."""
_BELONGS = any_of("people", "belongs")
_FEWEST = 2
"""Rows that make a column."""


def with_role_columns(blocks: Sequence[Block], bodies: Bodies) -> list[Block]:
    """Return the blocks with the roles in each table told from posts, by all that its columns hold.

    A column of "Chair", "Member" and empty cells is labelled as one of roles on the partnership. Where "Chair" stands
    beside a name, and nothing beside others, it is put in brackets, as lists put what is no post elsewhere.
    """
    found: list[Block] = []
    for _, rows in groupby(blocks, lambda block: (block.kind == "row" and len(block.cells), block.path)):
        table = list(rows)
        found += _read_columns(table, bodies) if len(table) >= _FEWEST and table[0].kind == "row" else table
    return found


def _read_columns(table: list[Block], bodies: Bodies) -> list[Block]:
    body = [row for row in table if row.cells != row.labels and any(_names_one(cell, bodies) for cell in row.cells)]
    if len(body) < _FEWEST:
        return table
    columns = list(zip(*(row.cells for row in body), strict=True))
    labelled = [number for number, cells in enumerate(columns) if _are_roles([plain_role(c, bodies) for c in cells])]
    beside = [number for number, cells in enumerate(columns) if _stand_beside(cells, bodies)]
    return [_read(row, labelled, beside, bodies) if row in body else row for row in table]


def _names_one(cell: str, bodies: Bodies) -> bool:
    return is_person(cell) or bool(role_beside_name(plain_role(cell, bodies)))


def _are_roles(cells: Sequence[str]) -> bool:
    """Say whether cells hold no more than roles on the partnership, one or two of them its chair's."""
    chairs = [cell for cell in cells if CHAIR.fullmatch(cell)]
    others = [cell for cell in cells if cell not in chairs]
    return 0 < len(chairs) <= len(others) + 1 and len(others) > 0 and all(map(_is_no_post, others))


def _is_no_post(cell: str) -> bool:
    return not cell.strip(" –—-") or bool(_BELONGS.fullmatch(cell.strip()))


def _stand_beside(cells: Sequence[str], bodies: Bodies) -> bool:
    """Say whether names stand in cells, some with the partnership's chair beside them and one at least alone."""
    said = [bool(role_beside_name(plain_role(cell, bodies))) for cell in cells]
    alone = [is_person(cell) for cell, beside in zip(cells, said, strict=True) if not beside]
    return any(said) and len(alone) > 0 and all(alone)


def _read(row: Block, labelled: Sequence[int], beside: Sequence[int], bodies: Bodies) -> Block:
    labels = row.labels if len(row.labels) == len(row.cells) else ("",) * len(row.cells)
    labels = tuple(ON_THE_PARTNERSHIP if number in labelled else label for number, label in enumerate(labels))
    cells = tuple(_in_brackets(cell, bodies) if number in beside else cell for number, cell in enumerate(row.cells))
    return replace(row, labels=labels if labelled else row.labels, cells=cells)


def _in_brackets(cell: str, bodies: Bodies) -> str:
    said = role_beside_name(plain_role(cell, bodies))
    return "{} ({})".format(*said) if said else cell
