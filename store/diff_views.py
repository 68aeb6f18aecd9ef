"""A diff as plain text: readable without colour, in a terminal and in a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from store.diff import Diff, Hunk, LinkChange, shown_text
from store.diff_words import Span

_CONTEXT = 2  # equal blocks shown around a change
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


def words_view(diff: Diff) -> str:
    """Return the changed blocks with their words marked, [-removed-] and {+added+}, and two blocks around each."""
    groups = ["\n".join(map(_words_line, diff.hunks[group])) for group in _groups(diff.hunks)]
    return "\n\n".join([diff.note, *groups] if diff.note else groups)


def unified_view(diff: Diff, old_name: str, new_name: str) -> str:
    """Return the diff block by block in the form of `diff -u`; a hunk's numbers count blocks, not lines."""
    groups = _groups(diff.hunks)
    if not groups:
        return ""
    old = list(accumulate((hunk.old is not None for hunk in diff.hunks), initial=1))
    new = list(accumulate((hunk.new is not None for hunk in diff.hunks), initial=1))
    lines = [f"# {diff.note}"] if diff.note else []
    lines += [f"--- {old_name}", f"+++ {new_name}"]
    for group in groups:
        i, j = group.start, group.stop
        lines.append(f"@@ -{old[i]},{old[j] - old[i]} +{new[i]},{new[j] - new[i]} @@")
        lines += (line for hunk in diff.hunks[group] for line in _unified_lines(hunk))
    return "\n".join(lines)


def _groups(hunks: Sequence[Hunk]) -> list[slice]:
    """Return where the changes with their context stand; changes close to one another are in one group."""
    groups: list[slice] = []
    for index, hunk in enumerate(hunks):
        if hunk.op != "equal":
            start = max(0, index - _CONTEXT)
            if groups and start <= groups[-1].stop:
                start = groups.pop().start
            groups.append(slice(start, min(len(hunks), index + _CONTEXT + 1)))
    return groups


def _words_line(hunk: Hunk) -> str:
    words = "".join(_marked(span) for span in hunk.spans)
    line = f"({_how_moved(hunk)}) {words}" if hunk.op == "moved" else words
    return "\n".join([line, *map(_link_line, hunk.link_changes)])


def _unified_lines(hunk: Hunk) -> Iterator[str]:
    is_same = hunk.op == "equal" or (hunk.op == "moved" and hunk.old and hunk.new)
    for mark, block in ((" ", hunk.block),) if is_same else (("-", hunk.old), ("+", hunk.new)):
        if block:
            yield from (f"{mark}{line}" for line in shown_text(block).split("\n"))
    if hunk.op == "moved":
        yield f"# {_how_moved(hunk)}"
    yield from (f"# {_link_line(change)}" for change in hunk.link_changes)


def _how_moved(hunk: Hunk) -> str:
    if hunk.old and hunk.new:
        was, now = (block.path[-1] if block.path else "no heading" for block in (hunk.old, hunk.new))
        return f"moved from under {was!r} to under {now!r}"
    return "moved here" if hunk.new else "moved from here"


def _link_line(change: LinkChange) -> str:
    sides = _marked(Span("removed", change.old)), _marked(Span("added", change.new))
    return f"link {change.text!r}: {' '.join(filter(None, sides))}"


def _marked(span: Span) -> str:
    """Mark a text, leaving the white space around it outside."""
    inner = span.text.strip()
    if span.op == "equal" or not inner:
        return span.text
    before, after = _MARKS[span.op]
    return span.text.replace(inner, f"{before}{inner}{after}", 1)
