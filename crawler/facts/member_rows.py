"""Who belongs, from a row of a table: people, cards side by side, bodies in one column or in several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.facts.entries import APART, CHAIR, NOT_MEMBERS, Entry, body_entries, entry_of, has_person, tied
from crawler.facts.member_headings import opens_members
from crawler.facts.organisations import ORGANISATION, is_vacant, line_names
from crawler.facts.rolls import NAMED, card_of_lines
from crawler.names import Bodies, unknot
from store.reading import Block

_STANDS_FOR = re.compile(
    r"organi[sz]ation|representing|role|position|body|title|sector|partner|from|background|seat|nominat|appoint|council|post|job"
)
_OF_BODIES = re.compile(r"(?:member |partner )?(?:organi[sz]ations?|representing|(?:appointing )?bod(?:y|ies))\b")
_OF_A_JOB = re.compile(r"\bjob\b|in (?:the |that |their )?(?:own )?organi[sz]ation")
_IN_THE_BODY = re.compile(
    r"\b(?:role|position|status) (?:in|on|within) (?:the )?(?:\w+ )?(?:icp|partnership|board|committee|assembly)\b"
    r"|\b(?:icp|partnership|board|committee|assembly) (?:role|position|status)\b"
)
_OF_NAMES = re.compile(r"\W*(?:(?:full |member )?names?|representatives?|members?|councillors?|persons?)\W*")
_NO_PEOPLE = re.compile(r"date|published|file|document|item|no\.")


def row_entries(block: Block, bodies: Bodies, *, in_section: bool) -> Iterator[Entry]:
    """Yield the people of a row, or the bodies where it names nobody; `in_section` where headings open a list."""
    if block.cells == block.labels or not block.cells:
        return
    labels = (
        [label.lower() for label in block.labels] if len(block.labels) == len(block.cells) else [""] * len(block.cells)
    )
    if not _is_of_members(block, labels, in_section=in_section):
        return
    holders = _holders(labels, block.cells)
    cards = [card_of_lines(cell.split("\n")) for cell in holders]
    if len(cards) > 1 and all(cards) and not any(labels):  # side by side
        yield from (entry_of(*card, block.text, bodies) for card in cards if card)
        return
    if holders:
        yield from _people_of(block, labels, holders[0], bodies)
    elif not (in_section and len(block.cells) > 1 == sum(map(bool, block.cells))):  # such a row heads those below
        yield from _bodies_of(block, labels, bodies)


def _is_of_members(block: Block, labels: Sequence[str], *, in_section: bool) -> bool:
    """Say whether a row belongs to a list of members, by the headings over it, its labels and its first cell."""
    said = " ".join(labels)
    of_members = (
        in_section
        or opens_members((labels[0] or block.cells[0],))
        or "substitute" in said
        or bool(_OF_BODIES.match(said))
        or bool(_IN_THE_BODY.search(said))
    )
    if not (of_members or (NAMED.search(said) and _STANDS_FOR.search(said))):
        return False
    if "interest" in said and not opens_members(tuple(labels[:1])):
        return False
    return not (_NO_PEOPLE.search(said) or NOT_MEMBERS.search(labels[0]) or any(map(APART.match, block.cells)))


def _people_of(block: Block, labels: Sequence[str], holder: str, bodies: Bodies) -> Iterator[Entry]:
    """Yield who is named in the cell `holder`, with what the other cells say."""
    said = " ".join(labels)
    rest = "\n".join(cell for cell in _here_first(labels, block.cells) if cell != holder)
    lines = re.split(r"\n|;\s*", holder)
    each = lines if len(lines) > 1 and all(map(has_person, lines)) else [holder]
    held = next((cell for label, cell in zip(labels, block.cells, strict=True) if _IN_THE_BODY.search(label)), "")
    job = bool(_OF_A_JOB.search(said)) and not _IN_THE_BODY.search(said)
    yield from (entry_of(line, rest.replace("\n", " | "), block.text, bodies, job=job, held=held) for line in each)


def _bodies_of(block: Block, labels: Sequence[str], bodies: Bodies) -> Iterator[Entry]:
    """Yield the bodies that a row names, in cells that list them or one in a cell."""
    lists = [line for cell in block.cells if _lists_bodies(cell) for line in cell.split("\n")]
    if lists:  # "Councils" beside a cell that lists them, or columns that do
        for line in lists:
            yield from body_entries(line, block.text, bodies)
        return
    cells = [
        (label, tied(cell.split("\n")[0], bodies)) for label, cell in zip(labels, block.cells, strict=True) if cell
    ]
    cells.sort(key=lambda cell: "organi" not in cell[0])
    empty = any(map(is_vacant, block.cells))  # of such a seat it says for whom it is
    named = [
        name
        for label, cell in cells
        for name in line_names(cell, sure=empty or "organi" in label)[:1]
        if empty or "organi" in label or ORGANISATION.search(name)
    ]
    alike = len(named) == len(cells) and "organi" not in " ".join(labels)  # columns of bodies side by side
    yield from (Entry("", "", unknot(name), "", block.text) for name in named[: None if alike else 1])


def _holders(labels: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Return the cells that name people; only the one in the column of names where that does."""
    holders = [cell for cell in cells if has_person(cell)]
    named = [cell for label, cell in zip(labels, cells, strict=True) if _OF_NAMES.fullmatch(label)]
    return named[:1] if named and named[0] in holders else holders


def _here_first(labels: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Return the cells of a row with the role in the partnership first; then no other post makes anybody its chair."""
    here = [cell for label, cell in zip(labels, cells, strict=True) if _IN_THE_BODY.search(label)]
    return [*here, *(cell for cell in cells if cell not in here and not (here and CHAIR.fullmatch(cell)))]


def _lists_bodies(cell: str) -> bool:
    lines = cell.strip().split("\n")
    return len(lines) > 1 and 2 * sum(bool(ORGANISATION.search(line)) for line in lines) > len(lines)
