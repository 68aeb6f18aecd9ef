"""How alike two readings are: for pages that moved and documents that follow one another."""

from __future__ import annotations

from collections.abc import Sequence

from store.noise import comparable
from store.reading import Block

_SHINGLE = 3  # words
_MOST_WORDS = 50_000  # the beginning of a longer text stands for it


def shingles(blocks: Sequence[Block]) -> frozenset[int]:
    """Return what `overlap` compares: hashes, good within this process only, of each three words in a row."""
    words: list[str] = []
    for block in blocks:
        words += comparable(block).casefold().split()
        if len(words) > _MOST_WORDS:
            break
    if len(words) < _SHINGLE:
        return frozenset((hash(tuple(words)),)) if words else frozenset()
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))


def overlap(old: frozenset[int], new: frozenset[int]) -> float:
    """Return the share that two sets of shingles have in common, 0 to 1; two empty ones have nothing in common."""
    return 2 * len(old & new) / (len(old) + len(new)) if old and new else 0.0


def likeness(old: Sequence[Block], new: Sequence[Block]) -> float:
    """Return how alike two readings are, from 0 (nothing in common) to 1 (the same words in the same order)."""
    return overlap(shingles(old), shingles(new))
