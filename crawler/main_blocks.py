"""The blocks of a reading that the rules look at, with headings found where a document marks none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise

from config.vocabulary import spelt, vocabulary, words_of
from crawler.facts.persons import is_person, names_in
from crawler.reading.columns import rows_and_lines
from store.reading import Block, Reading

_LONGEST_BLOCK = 20_000
"""Characters of one block that are looked at; what is longer is no paragraph that a person wrote."""
_LONGEST_HEADING, _LONGEST_CONSENT = 140, 300
_FOOTER = re.compile(r"(?i)\W{0,3}(?:©|copyright\b|\(c\) 20\d\d|all rights reserved)")
"""The line with which a site signs its pages; what follows it belongs to the site."""
_SKIP = re.compile(rf"(?i)\W*{spelt('said', 'furniture')}(?:\W|$)(?!.*[.?!]$)|.* logo$")
_SMALL_PRINT = re.compile(
    r"(?i)(?:accessibility|cookies?|privacy(?: and cookies)?|modern slavery)(?: (?:statement|policy|notice))?|site ?map"
    r"|terms (?:and conditions|of use)|freedom of information|disclaimer|copyright"
)
_BOX = re.compile(rf"(?i)\W*{spelt('said', 'boxes')}\W*")
"""A heading over what a site puts beside its pages; on a page that is about such things it is none."""
_FOOTS = 2
"""So many lines of small print in a row begin a footer that no mark tells from the page."""
_NUMBER = re.compile(r"(?:\d{1,2}[.)]?|[A-Z][.)]|(?i:appendix|annex|schedule|section) \w+:?)\s+(?=[A-Z])")
_DAY = re.compile(
    r"(?i)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9} 20\d\d|page \d)"
)
_LABELLED = re.compile(r".*(?:: |@)")
"""A label with what it labels, or an address: a short line over a longer one that is no heading."""
_BULLET = re.compile(r"[•·▪○*–-]\s+")
_FEWEST_ROWS = 2
"""A table of more rows than these may begin with its labels."""
_COLUMNS, _LONGEST_ROW, _DIGIT = re.compile(r"\t+ *|(?<![.!?]) {2,}| {3,}"), 400, re.compile(r"\d")
"""What parts the columns of a table in a bare text, and how long a line of one may be, in characters."""
_OFTEN = 3
"""A line that stands so many times in a text without marks is a cell of a list, and heads nothing."""
_FEW, _MANY = 7, 9
"""A line of fewer words than the first that holds a known heading of two ("Main meeting papers") is one too; numbered
lines are of fewer than the second, others of twice as many."""
_NARROWEST, _WIDEST, _RAGGED = 55, 110, 15
"""Characters: how wide the lines of a text are that was broken to fit a page, and how far short of that most stop."""
_PROSE = 90
"""A line from this length on, in characters, is prose; so is a shorter one that ends as a sentence does."""


def main_blocks(reading: Reading, *, most: int) -> tuple[Block, ...]:
    """Return the blocks of the main part (all where none is main), up to `most` characters of text."""
    left, small_print, titled = most, 0, False
    kept: list[Block] = []
    blocks = tuple(block for block in reading.blocks if block.place == "main") or reading.blocks
    title_at = next((number for number, block in enumerate(blocks) if block.level == 1), 0)
    title = f"{reading.title} {blocks[title_at].text if blocks else ''}".lower()
    for number, block in enumerate(blocks):
        if left <= 0 or (kept and _FOOTER.match(block.text)):
            break
        if len(block.text) < _LONGEST_HEADING and _SKIP.match(block.text):
            continue
        if (number < title_at and _is_above_a_page(block)) or _is_in_a_box(block, title):
            continue
        if "ookies" in block.text and len(block.text) < _LONGEST_CONSENT and block.level != 1 and not titled:
            continue  # what asks for consent stands above the page's title
        titled = titled or block.level == 1
        if block.kind == "item" and _SMALL_PRINT.fullmatch(block.text):
            small_print += 1
            if small_print == _FOOTS and number > title_at and not any(after.level for after in blocks[number:]):
                break
            continue
        small_print = 0
        if len(block.text) > _LONGEST_BLOCK:
            block = replace(block, text=block.text[:_LONGEST_BLOCK], cells=(), labels=())
        kept.append(block)
        left -= len(block.text)
    if any(block.kind == "heading" for block in kept):
        return tuple(kept)
    return tuple(_under_headings(kept))


def _is_in_a_box(block: Block, title: str) -> bool:
    """Say whether a block stands in, or heads, what a site puts beside its pages; `title` is in small letters."""
    over = block.text if block.kind == "heading" else block.path[-1] if block.path else ""
    return block.level != 1 and bool(_BOX.fullmatch(over)) and not any(word in title for word in words_of(over))


def _is_above_a_page(block: Block) -> bool:
    """Say whether a block above the page's title is the site's: a short line without a number, as menus have."""
    return len(block.text) < _PROSE and not any(map(str.isdigit, block.text))


def _under_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks of a text without marked headings, each under the line that reads like one."""
    path: tuple[str, ...] = ()
    blocks = list(_with_labels(blocks))
    times = Counter(block.text for block in blocks)
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else Block("paragraph", "")
        opens = number == 0 or (
            number == 1 and tuple(words_of(blocks[0].text)) in _headings()
        )  # "Agenda item", then what the item is
        alone = times[block.text] < _OFTEN  # "Member", below each name, is no heading
        if block.kind == "paragraph" and alone and _is_heading(block.text, following, opens=opens):
            path = (block.text.rstrip(" :"),)
            yield replace(block, kind="heading", level=2)
        else:
            yield replace(block, path=path) if path else block


def _is_heading(text: str, following: Block, *, opens: bool) -> bool:
    """Say whether a line is a heading: a known one, a numbered one, or a short one over prose, a list or everything."""
    if len(text) > _LONGEST_HEADING or text[-1:] in ".;," or not following.text or _DAY.match(text):
        return False
    if " | " in text or text.count(", ") > 1 or is_person(text.partition(", ")[0]):  # a line of a table or of a list
        return False
    numbered = _NUMBER.match(text)
    words = tuple(words_of(text[numbered.end() if numbered else 0 :]))
    pairs = [words[start : start + 2] for start in range(len(words) - 1)] if len(words) < _FEW else ()
    if words in _headings() or not _headings().isdisjoint(pairs):
        return True
    if numbered and _DAY.match(text, numbered.end()):
        return False
    if numbered and not _NUMBER.match(following.text) and len(words) < _MANY:
        return True
    over = opens or following.kind == "item" or len(following.text) > max(_PROSE, len(text))
    return (
        (over or following.text[-1:] == ".")
        and 0 < len(words) < 2 * _MANY
        and text[0].isupper()
        and not _LABELLED.match(text)
    )


def text_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a bare text, one a line; a line under a bullet is an item, lines in columns are rows."""
    lines = _unwrapped([line.strip() for line in text.splitlines() if line.strip()])
    for block in rows_and_lines([_COLUMNS.split(line) if len(line) < _LONGEST_ROW else [line] for line in lines]):
        if isinstance(block, Block):
            yield block
        elif bullet := _BULLET.match(block):
            yield Block("item", block[bullet.end() :])
        else:
            yield Block("paragraph", block)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Return lines with those joined that were broken only because they had become as wide as the page.

    Such a line stops where the first word of the next one would not have fitted, and not at the end of a sentence.
    """
    width = max(map(len, lines), default=0)
    behind = [after for line, after in pairwise(lines) if len(line) > width - _RAGGED]
    go_on = sum(line[0].islower() for line in behind)
    wrapped = len(behind) > max(_FOOTS, len(lines) // 4) and go_on > len(behind) // 5
    if not (_NARROWEST < width < _WIDEST and wrapped):
        return list(lines)
    joined: list[str] = []
    last = ""  # the line before, as it stood
    for line in lines:
        fits = len(last) + 1 + len(line.partition(" ")[0]) <= width
        goes_on = last and not fits and last[-1] not in ".:;!?" and not (_BULLET.match(line) or _COLUMNS.search(line))
        if goes_on and not _COLUMNS.search(last):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
        last = line
    return joined


def _with_labels(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks with the first of several rows for their labels, where no mark tells and it reads like them."""
    for parted, group in groupby(blocks, key=lambda block: 0 if block.labels else len(block.cells)):
        rows = list(group)
        first = rows[0].cells
        names = any(any(names_in(cell)) or _DIGIT.search(cell) for cell in first)
        headed = parted > 1 and len(rows) > _FEWEST_ROWS and not names
        yield from (replace(row, labels=first) for row in rows) if headed else rows


@cache
def _headings() -> frozenset[tuple[str, ...]]:
    """Return what headings are called that the vocabulary gives points to, or that open or close a list of people."""
    words: Iterable[str] = (word for rule in vocabulary().rules if "heading" in rule.points for word in rule.words)
    lists, downloads = vocabulary().people, vocabulary().said["downloads"]
    dates = vocabulary().meetings["sections"]
    return frozenset(
        tuple(words_of(word)) for word in (*words, *downloads, *dates, *lists["members"], *lists["not_members"])
    )
