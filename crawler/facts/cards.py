"""Cards of people: boxes side by side that name one person each, with what the person is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.facts.entries import is_name
from crawler.facts.persons import surely_people
from crawler.facts.rolls import LONGEST_NAME
from store.reading import Block

_OF_A_CARD = frozenset({"heading", "paragraph", "item"})
_MOST_LINES = 6


def with_cards_read(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the short lines of each card that names one person put as one item of a list.

    A heading on a card heads nothing but the card.
    """
    found: list[Block] = []
    on_cards: set[str] = set()
    for box in _boxes(blocks):
        if on_cards:
            box = [_without(block, on_cards) for block in box]
        short = [block for block in box if _is_line_of_a_card(block)]
        lines = [line for block in short for line in block.text.split("\n")]
        if len(short) > 1 and len(lines) <= _MOST_LINES and len(surely_people([*filter(is_name, lines)])) == 1:
            links = tuple(link for block in short for link in block.links)
            found.append(replace(short[0], kind="item", level=0, text="\n".join(lines), links=links))
            found += [block for block in box if block not in short]
            on_cards |= {block.text for block in short if block.level}
        else:
            found += box
    return found


def _is_line_of_a_card(block: Block) -> bool:
    return block.kind in _OF_A_CARD and len(block.text) < LONGEST_NAME and block.text[-1:] not in ".!?"


def _without(block: Block, headings: set[str]) -> Block:
    path = tuple(heading for heading in block.path if heading not in headings)
    return block if path == block.path else replace(block, path=path)


def _boxes(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the blocks that stand together, one by one or as boxes."""
    box: list[Block] = []
    for block in blocks:
        if not block.joined and box:
            yield box
            box = []
        box.append(block)
    if box:
        yield box
