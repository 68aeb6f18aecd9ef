"""Tables in which roles on the partnership stand apart from the posts that members hold elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from config.vocabulary import any_of
from crawler.facts.chair_sayings import role_of
from crawler.facts.entries import CHAIR, SPLIT, has_person, plain_role, role_beside_name
from crawler.facts.persons import is_person
from crawler.names import Bodies
from store.reading import Block

ON_THE_PARTNERSHIP = "role on the partnership"
"""The label that a column is given whose cells say no more than who chairs and who belongs."""
_BELONGS = any_of("people", "belongs")
_DEPUTIES = frozenset({"Vice chair", "Deputy chair"})
_FEWEST = 2
"""Rows that make a column."""


def with_role_columns(blocks: Sequence[Block], bodies: Bodies) -> list[Block]:
    """Return the blocks with the roles in each table told from posts, by all that its columns hold.

    A column of "Chair", "Member" and empty cells is labelled as one of roles on the partnership. Where "Chair" stands
    beside a name, and nothing beside others, it is put in brackets, as lists put what is no post elsewhere.
    """
    found: list[Block] = []
    for (cells, _, _), rows in groupby(blocks, lambda block: (len(_cells(block)), block.kind, block.path)):
        table = list(rows)
        found += _read_columns(table, bodies) if cells and len(table) >= _FEWEST else table
    return found


def _cells(block: Block) -> tuple[str, ...]:
    """Return the cells of a row, or the term of a definition with what it says; none for anything else."""
    return block.cells if block.kind == "row" else (*block.labels, *block.cells) if block.kind == "definition" else ()


def _read_columns(table: list[Block], bodies: Bodies) -> list[Block]:
    body = [
        row
        for row in table
        if row.cells != row.labels and any(has_person(plain_role(cell, bodies)) for cell in _cells(row))
    ]
    if len(body) < _FEWEST:
        return table
    columns = list(zip(*map(_cells, body), strict=True))
    labelled = [number for number, cells in enumerate(columns) if _are_roles([plain_role(c, bodies) for c in cells])]
    beside = [number for number, cells in enumerate(columns) if _stand_beside(cells, bodies)]
    if table[0].kind == "definition" and (labelled or beside):
        table = body = [replace(row, kind="row", cells=_cells(row), labels=()) for row in table]
    return [_read(row, labelled, beside, bodies) if row in body else row for row in table]


def _are_roles(cells: Sequence[str]) -> bool:
    """Say whether cells hold no more than roles on the partnership, a few of them its chair's."""
    chairs = [cell for cell in cells if CHAIR.fullmatch(cell)]
    others = [cell for cell in cells if cell not in chairs]
    return all(map(_is_no_post, others)) and _may_be_ours(chairs, len(others))


def _is_no_post(cell: str) -> bool:
    return not cell.strip(" –—-") or bool(_BELONGS.fullmatch(cell.strip()))


def _may_be_ours(chairs: Sequence[str], others: int) -> bool:
    """Say whether roles are of one body: a chair or two among others, or one chair and one deputy."""
    if not others:
        return len(chairs) == _FEWEST and sum(role_of(chair) in _DEPUTIES for chair in chairs) == 1
    return 0 < len(chairs) <= others + 1


def _stand_beside(cells: Sequence[str], bodies: Bodies) -> bool:
    """Say whether names stand in cells, some with the partnership's chair beside them and the others with no post."""
    said = [role_beside_name(plain_role(cell, bodies)) for cell in cells]
    chairs = [beside[1] for beside in said if beside]
    others = [cell for cell, beside in zip(cells, said, strict=True) if not beside]
    return all(map(_is_name_alone, others)) and _may_be_ours(chairs, len(others))


def _is_name_alone(cell: str) -> bool:
    """Say whether a cell is a name, or one with a word that makes the person a member and no more."""
    parts = [part for part in SPLIT.split(cell) if part]
    return is_person(cell) or (len(parts) > 1 and is_person(parts[0]) and all(map(_is_no_post, parts[1:])))


def _read(row: Block, labelled: Sequence[int], beside: Sequence[int], bodies: Bodies) -> Block:
    labels = row.labels if len(row.labels) == len(row.cells) else ("",) * len(row.cells)
    labels = tuple(ON_THE_PARTNERSHIP if number in labelled else label for number, label in enumerate(labels))
    cells = tuple(_in_brackets(cell, bodies) if number in beside else cell for number, cell in enumerate(row.cells))
    return replace(row, labels=labels if labelled else row.labels, cells=cells)


def _in_brackets(cell: str, bodies: Bodies) -> str:
    said = role_beside_name(plain_role(cell, bodies))
    return "{} ({})".format(*said) if said else cell
