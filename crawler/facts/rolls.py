"""Lists that are known for lists of members by their lines alone: people with bodies, or bodies, in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.facts.entries import CHAIR, LONGEST_LINE, NOT_MEMBERS, SPLIT, has_person, is_name
from crawler.facts.organisations import ORGANISATION, ROLE, VERB
from crawler.facts.persons import is_person, names_in, surely_people
from store.reading import Block

NAMED = re.compile(r"name|member|representative|who|person|councillor|held by|holder")
_NOT_BODIES = re.compile(
    rf"(?i){NOT_MEMBERS.pattern}|\b(?:funded|grants?|winners?|links|help|services|venues|where|contacts|locations|sites)\b"
)
_TELLS = re.compile(r"\b(?:meet|work|come|lead|run|support|joined)s? (?:each|with|to|for|the|in|on)\b")
"""In a sentence about people, and in no line of a list of them."""
LONGEST_CARD, LONGEST_NAME, LONGEST_LABEL = 200, 90, 40
_CAPITALS = re.compile(r"[A-Z0-9][\w'’&-]+(?: [A-Z(][\w'’&)-]+){0,4}$")
_BELOW_US = re.compile(r"(?i)\b(?:committee|sub-?group|working group)s?$")
"""What a body has below it, and no member of it."""
CARD_BLOCKS, CARD_LINES = 4, 3
"""How many blocks below a name may say what the person does."""


def labelled_card(lines: Sequence[str]) -> tuple[str, str] | None:
    """Return the name and the rest of a card whose lines have labels ("Name: Ann Other"); None for anything else."""
    parted = [line.partition(": ") for line in lines]
    values = [value for label, _, value in parted if value and len(label) < LONGEST_LABEL]
    named = [value for value in values if is_person(value)]
    if len(values) < len(lines) or len(named) != 1 or not NAMED.search(parted[values.index(named[0])][0].lower()):
        return None
    return named[0], "\n".join(value for value in values if value != named[0])


def card_of_lines(lines: Sequence[str]) -> tuple[str, str] | None:
    """Return the line of a card with a name, with what stands beside it, and the rest; None where it is none.

    Over the name there may be one line: a role, or for whom somebody sits.
    """
    over = lines[0] if len(lines) > 1 and is_person(lines[1]) and len(lines[0]) < LONGEST_NAME else ""
    if over and not is_person(over) and (CHAIR.match(over) or ORGANISATION.search(over) or ROLE.search(over)):
        lines = (lines[1], over, *lines[2:])
    short = len(lines) <= CARD_LINES and len(lines[0]) < LONGEST_LINE
    named = is_person(lines[0]) or (short and is_person(SPLIT.split(lines[0], maxsplit=1)[0]))
    others = [name for name in surely_people([lines[0], *filter(is_name, lines[1:])]) if name != lines[0]]
    others += [line for line in lines[1:] if has_person(line) and not is_name(line)]
    return (lines[0], "\n".join(lines[1:])) if named and not others else None


def people_in_a_row(blocks: Sequence[Block]) -> set[int]:
    """Return the numbers of the blocks of a roll: three or more in a row that read "Whom they stand for: Ann Other",
    or four names of people, with whom they stand for, in short blocks that nothing but headings part."""
    found: set[int] = set()
    labelled: list[int] = []
    named: list[int] = []
    for number, block in enumerate((*blocks, Block("paragraph", ""))):
        if block.kind == "heading":
            labelled = _kept(labelled, found, 2)
            named = _kept(named, found, 3) if NOT_MEMBERS.search(block.text) else named
            continue
        labelled = [*labelled, number] if _is_labelled(block) else _kept(labelled, found, 2)
        several = _people_with_bodies(block)
        named = [*named, *(number for _ in range(several))] if several else _kept(named, found, 3)
    return found


def rows_of_people(blocks: Sequence[Block]) -> set[int]:
    """Return the numbers of the rows of tables in which three or more rows name a person beside a body."""
    found: set[int] = set()
    run: list[int] = []
    for number, block in enumerate((*blocks, Block("heading", ""))):
        over = " ".join((*block.path[-1:], *block.labels))
        beside = block.kind == "row" and any(map(is_name, block.cells)) and any(map(_is_bodys_name, block.cells))
        if beside and not NOT_MEMBERS.search(over) and (not run or blocks[run[-1]].path == block.path):
            run.append(number)
        elif block.kind != "row" or not run:
            run = _kept(run, found, 2)
    return found


def bodies_in_a_row(blocks: Sequence[Block]) -> set[int]:
    """Return the numbers of the items of lists in which four or more in a row are bodies' names and nothing else."""
    found: set[int] = set()
    run: list[int] = []
    for number, block in enumerate((*blocks, Block("heading", ""))):
        if block.kind == "item" and _is_body(block) and (not run or blocks[run[-1]].path == block.path):
            run.append(number)
        else:
            run = _kept(run, found, 3)
    return found


def stands_among_bodies(blocks: Sequence[Block], number: int) -> bool:
    """Say whether a short line without a word for a body stands between two that are bodies' names ("Navigo")."""
    beside = blocks[number - 1 : number + 2] if number else ()
    if len(beside) < 3 or len({(block.kind, block.path) for block in beside}) > 1:
        return False
    bodies = all(map(_is_bodys_name, (beside[0].text, beside[2].text)))
    return bodies and bool(_CAPITALS.match(blocks[number].text)) and not any(has_person(block.text) for block in beside)


def _is_bodys_name(text: str) -> bool:
    return bool(ORGANISATION.search(text)) and len(text) < LONGEST_NAME and text[-1:] not in ".:?!" and ", " not in text


def _is_body(block: Block) -> bool:
    leads = sum(len(link.text) for link in block.links)
    over = " ".join(block.path[-1:])
    named = ORGANISATION.search(block.text) and len(block.text) < LONGEST_NAME and block.text[-1:] not in ".:?!"
    named = named and not _BELOW_US.search(block.text)
    return bool(named) and not (2 * leads > len(block.text) or VERB.search(block.text) or _NOT_BODIES.search(over))


def heads_a_body(blocks: Sequence[Block], number: int) -> bool:
    """Say whether a heading is the name of a body over a line on it, as on a card, and not over its people."""
    below = blocks[number + 1 : number + 2]
    named = ORGANISATION.search(blocks[number].text) and len(blocks[number].text) < LONGEST_NAME
    beside = [block for block in blocks[max(0, number - 1) : number + 2] if block.level == blocks[number].level]
    if named and len(beside) > 1 and all(ORGANISATION.search(block.text) for block in beside):
        return True  # one of several headings that nothing parts
    return bool(named and below and below[0].kind == "paragraph" and not any(names_in(below[0].text)))


def _kept(run: list[int], found: set[int], more_than: int) -> list[int]:
    """Take a run that is long enough in, and begin another."""
    found.update(run if len(run) > more_than else ())
    return []


def _is_labelled(block: Block) -> bool:
    label, _, name = block.text.partition(": ") if len(block.text) < LONGEST_LINE else ("", "", "")
    return bool(name and ORGANISATION.search(label) and is_person(SPLIT.split(name)[0]))


def _people_with_bodies(block: Block) -> int:
    """Return how many lines or pieces of a block begin with a person and go on with a body or a post; 0 unless all."""
    lines = block.text.split("\n")
    if block.kind == "paragraph" and 1 < len(lines) <= CARD_LINES and card_of_lines(lines):
        return int(any(map(ORGANISATION.search, lines[1:])))
    pieces = re.split(r"\n|;\s*", block.text.rstrip(" ;")) if block.kind in {"item", "paragraph"} else []
    over = block.path[-1] if block.path else ""
    if NOT_MEMBERS.search(over) or not all(_is_person_of_body(piece, over) for piece in pieces):
        return 0
    return len(pieces)


def _is_person_of_body(text: str, heading: str) -> bool:
    """Say whether a text begins with a person and goes on with a body, or with a post at the one of the heading."""
    if len(text) >= LONGEST_LINE or _TELLS.search(text):
        return False
    first, *rest = SPLIT.split(text.strip(" ."))
    body = any(map(ORGANISATION.search, rest)) or (ORGANISATION.search(heading) and any(map(ROLE.search, rest)))
    return is_person(first) and bool(body)
