"""The blocks of a reading that the rules look at, with headings found where a document marks none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from config.vocabulary import vocabulary, words_of
from store.reading import Block, Reading

_LONGEST_BLOCK = 20_000
"""Characters of one block that are looked at; what is longer is no paragraph that a person wrote."""
_LONGEST_HEADING = 80
_FOOTER = re.compile(r"(?i)\W{0,3}(?:©|copyright\b|\(c\) 20\d\d|all rights reserved)")
"""The line with which a site signs its pages; what follows it belongs to the site."""
_SKIP = re.compile(r"(?i)skip (?:to|main)\b|jump to (?:content|navigation)|back to top\b")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]?|[A-Z][.)]|appendix \w+:?|section \d+:?)\s+(?=[A-Z])")


def main_blocks(reading: Reading, *, most: int) -> tuple[Block, ...]:
    """Return the blocks of the main part (all where none is main), up to `most` characters of text."""
    left = most
    kept: list[Block] = []
    for block in tuple(block for block in reading.blocks if block.place == "main") or reading.blocks:
        if left <= 0 or (kept and _FOOTER.match(block.text)):
            break
        if len(block.text) < _LONGEST_HEADING and _SKIP.match(block.text):
            continue
        if len(block.text) > _LONGEST_BLOCK:
            block = replace(block, text=block.text[:_LONGEST_BLOCK], cells=(), labels=())
        kept.append(block)
        left -= len(block.text)
    if any(block.kind == "heading" for block in kept):
        return tuple(kept)
    return tuple(_under_headings(kept))


def _under_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks of a text without marked headings, each under the line that reads like one."""
    path: tuple[str, ...] = ()
    for number, block in enumerate(blocks):
        following = blocks[number + 1].text if number + 1 < len(blocks) else ""
        if block.kind == "paragraph" and _is_heading(block.text, following):
            path = (block.text.rstrip(" :"),)
            yield replace(block, kind="heading", level=2)
        else:
            yield Block(block.kind, block.text, path, block.links, block.place) if path else block


def _is_heading(text: str, following: str) -> bool:
    """Say whether a line is a heading: a known one, or a numbered one that stands over text."""
    if len(text) > _LONGEST_HEADING or text[-1:] in ".;,?" or not following or text.count(" ") > 8:
        return False
    numbered = _NUMBER.match(text)
    words = tuple(words_of(text[numbered.end() if numbered else 0 :]))
    return words in _headings() or bool(numbered and not _NUMBER.match(following) and len(words) < 9)


@cache
def _headings() -> frozenset[tuple[str, ...]]:
    """Return what headings are called that the vocabulary gives points to, or that open or close a list of people."""
    words: Iterable[str] = (word for rule in vocabulary().rules if "heading" in rule.points for word in rule.words)
    lists = vocabulary().people
    return frozenset(tuple(words_of(word)) for word in (*words, *lists["members"], *lists["not_members"]))
