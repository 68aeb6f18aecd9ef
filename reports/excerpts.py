"""Show a difference as short passages, before and after."""

from __future__ import annotations

from reports.digest_values import Wording
from reports.digest_words import shorten
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
    """Return a passage with long equal stretches shortened, spaces at their edges kept."""
    whole = [(op, block.text) for op, block in (("removed", hunk.old), ("added", hunk.new)) if block is not None]
    spans = [(span.op, span.text) for span in hunk.words] if hunk.op == "changed" and hunk.words else whole
    kept = []
    for number, (op, text) in enumerate(spans):
        if op == "equal":
            words = _context(text, first=number == 0, last=number == len(spans) - 1)
        else:
            words = shorten(text.strip(), PASSAGE_CHARACTERS)
        lead, tail = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
        kept.append((op, f"{lead}{words}{tail}" if words else " "))
    return Wording(tuple(kept))


def _context(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    head = [] if first else words[:CONTEXT_WORDS]
    tail = [] if last else words[-CONTEXT_WORDS:]
    if len(words) <= len(head) + len(tail) + 1:
        return text.strip()
    return " ".join([*head, "…", *tail])
