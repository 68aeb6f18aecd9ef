"""Word by word: what differs between two texts, within bounds of work rather than of time, so that it is repeatable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from store.reading import Block

_TOKEN = re.compile(r"\s+|\w+(?:[-'’.,@/:]\w+)*\s*|[^\w\s]\s*")
_SENTENCE = re.compile(r".+?(?:[.!?;]\s+|\n\s*|$)", re.DOTALL)
_MOST_WORK = 4_000_000  # pairs of words in one comparison; takes about 0.1 s
_MOST_WORK_IN_ALL = 40_000_000
_SHREDDED = 0.25  # share of words in common below which a text counts as replaced
_CRUMB = 4  # characters; a shorter match between two changes ("the", ",") only makes them hard to read


WordOp = Literal["equal", "removed", "added"]
_WORD_OPS: tuple[WordOp, ...] = ("equal", "removed", "added")


class Span(NamedTuple):
    """Some words of a changed block, with the white space after them."""

    op: WordOp
    text: str


class WordDiffer:
    """Compares texts word by word until it has worked enough, and whole sentences or texts after that."""

    def __init__(self) -> None:
        self._work_left = _MOST_WORK_IN_ALL
        self.was_cut_short = False

    def spans(self, old: Block, new: Block) -> tuple[Span, ...]:
        """Return the words of two versions of a block; rows with the same number of cells are compared cell by cell."""
        pairs = [(old.text, new.text)]
        if old.kind == new.kind == "row" and len(old.cells) == len(new.cells):
            pairs = list(zip(_cells(old), _cells(new), strict=True))
        return tuple(_joined(span for before, after in pairs for span in self._texts(before, after)))

    def _texts(self, old: str, new: str) -> list[Span]:
        if old == new:
            return [Span("equal", new)]
        before, after = _TOKEN.findall(old), _TOKEN.findall(new)
        if self._may_compare(before, after):
            return list(_compare(before, after))
        before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
        spans: list[Span] = []
        for op, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
            left, right = "".join(before[i:j]), "".join(after[k:m])
            words = _TOKEN.findall(left), _TOKEN.findall(right)
            if op == "replace" and self._may_compare(*words):
                spans += _compare(*words)
            else:
                self.was_cut_short |= op == "replace"
                spans += [Span("equal", right)] if op == "equal" else [Span("removed", left), Span("added", right)]
        return spans

    def _may_compare(self, old: Sequence[str], new: Sequence[str]) -> bool:
        work = len(old) * len(new)
        if work > min(_MOST_WORK, self._work_left):
            return False
        self._work_left -= work
        return True


def _cells(row: Block) -> list[str]:
    """Return the parts of a row's text that its cells make, each with the bar after it."""
    filled = [" ".join(cell.split()) for cell in row.cells]
    last = max((index for index, cell in enumerate(filled) if cell), default=-1)
    return [f"{cell} | " if cell and index < last else cell for index, cell in enumerate(filled)]


def _compare(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    opcodes = matcher.get_opcodes()
    same = sum(j - i for op, i, j, _, _ in opcodes if op == "equal")
    if 2 * same < _SHREDDED * (len(old) + len(new)):
        yield from (Span("removed", "".join(old)), Span("added", "".join(new)))
        return
    for number, (op, i, j, k, m) in enumerate(opcodes):
        left, right = "".join(old[i:j]), "".join(new[k:m])
        if op == "equal" and not (0 < number < len(opcodes) - 1 and len(right.strip()) < _CRUMB):
            yield from _equal(right, old[j - 1])
        else:
            yield from (Span("removed", left), Span("added", right))


def _equal(text: str, last: str) -> Iterator[Span]:
    """Yield the same words on both sides; where only one side goes on after them, the space before that is its own."""
    space, other = text[len(text.rstrip()) :], last[len(last.rstrip()) :]
    if space == other:
        yield Span("equal", text)
    else:
        yield from (Span("equal", text.rstrip()), Span("removed", other), Span("added", space))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans without empty ones, neighbours of one kind in one, removed words before added ones."""
    filled = (span for span in spans if span.text)
    for _, group in groupby(filled, lambda span: span.op == "equal"):
        run = list(group)
        for op in _WORD_OPS:
            if text := "".join(span.text for span in run if span.op == op):
                yield Span(op, text)
