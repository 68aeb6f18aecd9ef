"""Marks that a list puts beside a name, and the line that says what they mean: "* Chair", "(VC) vice chair"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.facts.chair_sayings import PLAIN_CHAIR, role_of
from store.reading import Block

_LEGEND = re.compile(rf"(?i)(\*+|\([A-Z]{{1,3}}\))\s*(?:[:=–-]\s*)?(?:denotes |marks |is )?({PLAIN_CHAIR})\b")
_CAPITAL_SURNAME = re.compile(r"((?:[A-Z][\w'’-]{0,20}[a-z]\w{0,20}\.? ){1,3})([A-Z][A-Z'’-]{1,30}[A-Z])\b")
_SEVERAL = 3
"""So many lines that begin like "Ann OTHER" are a list in which surnames are written so."""
_LONGEST = 90
"""A legend is a short line, in characters."""


def decapitalised(text: str) -> str:
    """Return a text that is written in capitals as names are written: "CLLR ANN OTHER"."""
    return re.sub(r"\b[A-Z]{3,}\b", lambda word: word[0].title(), text) if text.isupper() and " " in text else text


def with_marks_read(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks without capitals, and with the marks of chairs put in words, as a legend explains them."""
    blocks = [replace(block, text=decapitalised(block.text)) if block.text.isupper() else block for block in blocks]
    if sum(bool(_CAPITAL_SURNAME.match(block.text)) for block in blocks) >= _SEVERAL:
        blocks = [_with_surname(block) if _CAPITAL_SURNAME.match(block.text) else block for block in blocks]
    legends = [
        block for block in blocks if len(block.text) < _LONGEST and _LEGEND.match(block.text.removeprefix("Key: "))
    ]
    meanings = {mark: role_of(role) for legend in legends for mark, role in _LEGEND.findall(legend.text)}
    if not meanings:
        return blocks
    return [block if block in legends else _in_words(block, meanings) for block in blocks]


def _with_surname(block: Block) -> Block:
    def written(text: str) -> str:
        return _CAPITAL_SURNAME.sub(lambda name: name[1] + name[2].title(), text, count=1)

    return replace(block, text=written(block.text), cells=tuple(map(written, block.cells)))


def _in_words(block: Block, meanings: dict[str, str]) -> Block:
    for mark, role in sorted(meanings.items(), key=lambda one: -len(one[0])):
        said = re.compile(rf"(?<=\w) ?{re.escape(mark)}(?!\*)")
        cells = tuple(said.sub(f" ({role})", cell) for cell in block.cells)
        block = replace(block, text=said.sub(f" ({role})", block.text), cells=cells)
    return block
