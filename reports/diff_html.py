"""A difference as lines for a page: words in context, long unchanged stretches folded, very long ones cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.diff import Diff, Hunk
from store.reading import Block

CONTEXT = 1  # unchanged lines shown on each side of a change; the heading path tells the rest
FOLD_LIMIT = 12  # unchanged lines kept within a fold
CHARACTERS = 40_000  # of one difference: a page stays below 200 KB with its mark-up; the command line has the rest
LINE_CHARACTERS = 1_200


@dataclass(frozen=True, slots=True)
class Line:
    """One block: `op` is equal, added, removed, changed or moved; `spans` are (op, text); `path` the headings above."""

    op: str
    kind: str
    path: str
    spans: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Unchanged lines that are folded away, and how many more were left out."""

    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as shown. `cut` counts the changed lines that were left out."""

    parts: tuple[Line | Fold, ...]
    cut: int
    note: str
    changed_words: int


def show_diff(diff: Diff, characters: int = CHARACTERS) -> Shown:
    """Return the parts of a difference in page order, at most so many characters of changed lines."""
    parts: list[Line | Fold] = []
    room, cut, run = characters, 0, list[Hunk]()
    for hunk in diff.hunks:
        if hunk.op == "equal":
            run.append(hunk)
            continue
        line = _line(hunk)
        room -= sum(len(text) for _, text in line.spans)
        if room < 0:
            cut += 1
            continue
        parts += _unchanged(run, first=not parts)
        parts.append(line)
        run = []
    parts += _unchanged(run, last=True)
    return Shown(tuple(parts), cut, diff.note, diff.changed_words)


def as_text(shown: Shown, limit: int) -> str:
    """Return the changed lines as plain text of about `limit` characters, for feeds."""
    lines = [_plain(part) for part in shown.parts if isinstance(part, Line) and part.op != "equal"]
    text = "\n".join(lines)
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def _plain(line: Line) -> str:
    marks = {"added": "{+%s+}", "removed": "[-%s-]"}
    return "".join(marks.get(op, "%s") % text for op, text in line.spans)


def _unchanged(run: Sequence[Hunk], *, first: bool = False, last: bool = False) -> list[Line | Fold]:
    """Return unchanged lines: those next to a change as they are, those between folded."""
    head = 0 if first else CONTEXT
    tail = 0 if last else CONTEXT
    if len(run) <= head + tail + 1:
        return [_line(hunk) for hunk in run]
    middle = run[head : len(run) - tail]
    fold = Fold(tuple(_line(hunk) for hunk in middle[:FOLD_LIMIT]), max(0, len(middle) - FOLD_LIMIT))
    return [*map(_line, run[:head]), fold, *map(_line, run[len(run) - tail :])]


def _line(hunk: Hunk) -> Line:
    block = hunk.new or hunk.old
    assert block is not None
    return Line(hunk.op, block.kind, " › ".join(block.path[-2:]), _spans(hunk))


def _spans(hunk: Hunk) -> tuple[tuple[str, str], ...]:
    if hunk.op == "changed" and hunk.words:
        return tuple((span.op, _short(span.text)) for span in hunk.words)
    if hunk.op in ("equal", "moved"):
        return (("equal", _text(hunk.new or hunk.old)),)
    sides = (("removed", _text(hunk.old)), ("added", _text(hunk.new)))
    return tuple((op, text) for op, text in sides if text)


def _text(block: Block | None) -> str:
    """Return a block's words, and where a document link goes to."""
    if block is None:
        return ""
    target = f" ({block.links[0].url})" if block.kind == "document" and block.links else ""
    return _short(block.text + target)


def _short(text: str) -> str:
    return text if len(text) <= LINE_CHARACTERS else text[:LINE_CHARACTERS].rsplit(" ", 1)[0] + " …"
