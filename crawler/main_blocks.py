"""The blocks of a reading that the rules look at."""

from __future__ import annotations

from dataclasses import replace

from store.reading import Block, Reading

_LONGEST_BLOCK = 20_000
"""Characters of one block that are looked at; what is longer is no paragraph that a person wrote."""


def main_blocks(reading: Reading, *, most: int) -> tuple[Block, ...]:
    """Return the blocks of the main part (all where none is main), up to `most` characters of text."""
    kept, left = [], most
    for block in tuple(block for block in reading.blocks if block.place == "main") or reading.blocks:
        if left <= 0:
            break
        if len(block.text) > _LONGEST_BLOCK:
            block = replace(block, text=block.text[:_LONGEST_BLOCK], cells=(), labels=())
        kept.append(block)
        left -= len(block.text)
    return tuple(kept)
