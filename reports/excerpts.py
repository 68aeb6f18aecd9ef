"""Show a difference as short passages, before and after."""

from __future__ import annotations

from collections.abc import Iterable

from reports.digest import clean, shorten
from reports.digest_values import Wording
from store.diff import Diff, Hunk

PASSAGES = 3  # of one change; the report has them all
CONTEXT_WORDS = 8  # unchanged words kept on each side of a changed one, enough to understand it
PASSAGE_CHARACTERS = 400


def excerpts(diff: Diff) -> tuple[Wording, ...]:
    """Return the first changed passages, long unchanged stretches within them left out; not what only moved."""
    hunks = [hunk for hunk in diff.hunks if hunk.op in ("changed", "added", "removed")]
    return tuple(_wording(hunk) for hunk in hunks[:PASSAGES])


def changed_text(diff: Diff) -> str:
    """Return all passages that came, went or were reworded, both sides, for looking up words."""
    return "\n".join(
        block.text for hunk in diff.hunks if hunk.op != "equal" for block in (hunk.old, hunk.new) if block is not None
    )


def _wording(hunk: Hunk) -> Wording:
    if hunk.op == "changed" and hunk.words:
        return Wording(tuple(_cut((span.op, span.text) for span in hunk.words)))
    spans = []
    if hunk.old is not None:
        spans.append(("removed", shorten(clean(hunk.old.text), PASSAGE_CHARACTERS)))
    if hunk.new is not None:
        spans.append(("added", shorten(clean(hunk.new.text), PASSAGE_CHARACTERS)))
    return Wording(tuple(spans))


def _cut(spans: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return spans with long equal stretches shortened and each made safe, spaces at their edges kept."""
    kept = []
    items = list(spans)
    for number, (op, text) in enumerate(items):
        words = clean(text)
        if op == "equal":
            words = _context(words, first=number == 0, last=number == len(items) - 1)
        else:
            words = shorten(words, PASSAGE_CHARACTERS)
        lead, tail = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
        kept.append((op, f"{lead}{words}{tail}" if words else " "))
    return kept


def _context(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    head = [] if first else words[:CONTEXT_WORDS]
    tail = [] if last else words[-CONTEXT_WORDS:]
    if len(words) <= len(head) + len(tail) + 1:
        return text
    return " ".join([*head, "…", *tail])
