"""Which blocks of a page stand together in one of several like boxes: cards of people, cells of a layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from store.reading import Block

_TAGS = frozenset(("div", "article", "section", "li", "td", "tr", "figure", "a"))
_MOST_BLOCKS = 12
"""A box of more blocks than these is a part of the page and no card."""


class Boxes:
    """The boxes of one page, told as its elements open and close; the innermost that holds several blocks counts."""

    def __init__(self) -> None:
        self._open: list[tuple[Any, int]] = []
        self._of_block: dict[int, tuple[int, int]] = {}  # the number of a block, and where its box begins and ends

    def open(self, element: Any, block: int) -> None:
        """Take in that an element opens at a block; only one beside another of its tag and class is a box."""
        if element.tag in _TAGS and len(element) and _is_one_of_several(element):
            self._open.append((element, block))

    def close(self, element: Any, end: int) -> None:
        """Take in that an element closes, whose blocks end before that number."""
        if not self._open or self._open[-1][0] is not element:
            return
        _, first = self._open.pop()
        if 1 < end - first <= _MOST_BLOCKS:
            for number in range(first, end):
                self._of_block.setdefault(number, (first, end))

    def joined(self, blocks: Sequence[Block]) -> list[Block]:
        """Return the blocks, each `joined` to the one before if both stand in one box."""
        box = self._of_block
        return [
            replace(block, joined=True) if number in box and box[number] == box.get(number - 1) else block
            for number, block in enumerate(blocks)
        ]


def _is_one_of_several(element: Any) -> bool:
    name = element.get("class")
    return any(
        beside is not None and beside.tag == element.tag and beside.get("class") == name
        for beside in (element.getnext(), element.getprevious())
    )
