"""A difference as lines for a page: words in context, long unchanged stretches folded, very long ones cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from store.diff import Diff, Hunk
from store.reading import Block

CONTEXT = 1  # unchanged lines shown on each side of a change; the heading path tells the rest
FOLD_LIMIT = 12  # unchanged lines kept within a fold
CHARACTERS = 40_000  # of one difference: a page stays below 200 KB with its mark-up; the command line has the rest
LINE_CHARACTERS = 1_200


class Line(NamedTuple):
    """One block: `op` is equal, added, removed, changed or moved; `spans` are (op, text); `path` the headings above."""

    op: str
    kind: str
    path: str
    spans: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """Return the number of characters."""
        return sum(len(text) for _, text in self.spans)


class Fold(NamedTuple):
    """Unchanged lines that are folded away, and how many more were left out."""

    lines: tuple[Line, ...]
    more: int


class Shown(NamedTuple):
    """A difference as shown. `cut` counts the changed lines that were left out."""

    parts: tuple[Line | Fold, ...]
    cut: int
    note: str
    changed_words: int


def show_diff(diff: Diff, characters: int = CHARACTERS) -> Shown:
    """Return the parts of a difference in page order, at most so many characters of changed lines."""
    parts: list[Line | Fold] = []
    kept: list[Hunk] = []
    room = characters
    for hunk in diff.hunks:
        room -= 0 if hunk.op == "equal" else _line(hunk).size
        if hunk.op == "equal" or room >= 0:
            kept.append(hunk)
    runs = [(changed, list(run)) for changed, run in groupby(kept, lambda hunk: hunk.op != "equal")]
    for number, (changed, run) in enumerate(runs):
        head, tail = CONTEXT * (number > 0), CONTEXT * (number < len(runs) - 1)
        parts += [_line(hunk) for hunk in run] if changed else _unchanged(run, head, tail)
    return Shown(tuple(parts), len(diff.hunks) - len(kept), diff.note, diff.changed_words)


def as_text(shown: Shown, limit: int) -> str:
    """Return the changed lines as plain text of about `limit` characters, for feeds."""
    marks = {"added": "{+%s+}", "removed": "[-%s-]"}
    changed = [part for part in shown.parts if isinstance(part, Line) and part.op != "equal"]
    text = "\n".join("".join(marks.get(op, "%s") % words for op, words in line.spans) for line in changed)
    return _cut(text, limit)


def _unchanged(run: Sequence[Hunk], head: int, tail: int) -> list[Line | Fold]:
    """Return unchanged lines: those next to a change as they are, those between folded."""
    lines = [_line(hunk) for hunk in run]
    middle = lines[head : len(lines) - tail]
    if len(middle) < 2:
        return [*lines]
    fold = Fold(tuple(middle[:FOLD_LIMIT]), max(0, len(middle) - FOLD_LIMIT))
    return [*lines[:head], fold, *lines[len(lines) - tail :]]


def _line(hunk: Hunk) -> Line:
    block = hunk.new or hunk.old
    assert block is not None
    return Line(hunk.op, block.kind, " › ".join(block.path[-2:]), _spans(hunk))


def _spans(hunk: Hunk) -> tuple[tuple[str, str], ...]:
    if hunk.op == "changed" and hunk.words:
        return (*((span.op, _cut(span.text)) for span in hunk.words), *_link_spans(hunk))
    if hunk.op in ("equal", "moved"):
        return (("equal", _text(hunk.new or hunk.old)),)
    sides = (("removed", _text(hunk.old)), ("added", _text(hunk.new)))
    return tuple((op, text) for op, text in sides if text)


def _link_spans(hunk: Hunk) -> Iterator[tuple[str, str]]:
    """Yield the links that came, went or lead elsewhere now, after the words that they are in."""
    for text, old, new in hunk.link_changes:
        sides = ("removed", old), ("equal", " "), ("added", new)
        yield from (("equal", f"\nLink “{text}”: "), *((op, url) for op, url in sides if url))


def _text(block: Block | None) -> str:
    """Return a block's words, and where a document link goes to."""
    if block is None:
        return ""
    target = f" ({block.links[0].url})" if block.kind == "document" and block.links else ""
    return _cut(block.text + target)


def _cut(text: str, limit: int = LINE_CHARACTERS) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"
