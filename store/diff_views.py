"""A diff as plain text: readable without colour, in a terminal and in a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.diff import Diff, Hunk, LinkChange
from store.reading import Block

_CONTEXT = 2  # equal blocks shown around a change
_MARKS = {"equal": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def words_view(diff: Diff) -> str:
    """Return the changed blocks with their words marked, [-removed-] and {+added+}, and two blocks around each."""
    lines = [diff.note] if diff.note else []
    for group in _groups(diff.hunks):
        if lines:
            lines.append("")
        lines += (line for hunk in group for line in _word_lines(hunk))
    return "\n".join(lines)


def unified_view(diff: Diff, old_name: str, new_name: str) -> str:
    """Return the diff block by block in the form of `diff -u`; a hunk's numbers count blocks, not lines."""
    lines = [f"--- {old_name}", f"+++ {new_name}"]
    old_at = new_at = 1
    position = {}
    for hunk in diff.hunks:
        position[id(hunk)] = (old_at, new_at)
        old_at += hunk.old is not None
        new_at += hunk.new is not None
    for group in _groups(diff.hunks):
        old_start, new_start = position[id(group[0])]
        old_size, new_size = (
            sum(side is not None for side in sides)
            for sides in zip(*((one.old, one.new) for one in group), strict=True)
        )
        lines.append(f"@@ -{old_start},{old_size} +{new_start},{new_size} @@")
        lines += (line for hunk in group for line in _unified_lines(hunk))
    return "\n".join([*([f"# {diff.note}"] if diff.note else []), *lines]) if len(lines) > 2 else ""


def _groups(hunks: Sequence[Hunk]) -> Iterator[list[Hunk]]:
    """Yield the changes with their context; changes close to one another are in one group."""
    shown: set[int] = set()
    for index, hunk in enumerate(hunks):
        if hunk.op != "equal":
            shown.update(range(max(0, index - _CONTEXT), min(len(hunks), index + _CONTEXT + 1)))
    group: list[Hunk] = []
    for index in sorted(shown):
        if group and index - 1 not in shown:
            yield group
            group = []
        group.append(hunks[index])
    if group:
        yield group


def _word_lines(hunk: Hunk) -> Iterator[str]:
    if hunk.op == "changed":
        yield "".join(_marked(span.op, span.text) for span in hunk.words)
        yield from map(_link_line, hunk.link_changes)
    elif hunk.op == "moved":
        yield f"({_how_moved(hunk)}) {_text(hunk.new or hunk.old)}"
    else:
        yield _marked(hunk.op, _text(hunk.new or hunk.old))


def _unified_lines(hunk: Hunk) -> Iterator[str]:
    if hunk.op == "equal" or (hunk.old and hunk.new and hunk.op == "moved"):
        yield from (f" {line}" for line in _text(hunk.new).split("\n"))
        if hunk.op == "moved":
            yield f"# {_how_moved(hunk)}"
        return
    if hunk.old:
        yield from (f"-{line}" for line in _text(hunk.old).split("\n"))
    if hunk.new:
        yield from (f"+{line}" for line in _text(hunk.new).split("\n"))
    yield from (f"# {_link_line(change)}" for change in hunk.link_changes)


def _how_moved(hunk: Hunk) -> str:
    if hunk.old and hunk.new:
        was, now = (block.path[-1] if block.path else "no heading" for block in (hunk.old, hunk.new))
        return f"moved from under {was!r} to under {now!r}"
    return "moved here" if hunk.new else "moved from here"


def _link_line(change: LinkChange) -> str:
    name = f"link {change.text!r}"
    if not change.old:
        return f"{name}: {{+{change.new}+}}"
    if not change.new:
        return f"{name}: [-{change.old}-]"
    return f"{name}: [-{change.old}-] {{+{change.new}+}}"


def _marked(op: str, text: str) -> str:
    """Mark a text, leaving the white space around it outside."""
    before, after = _MARKS[op]
    inner = text.strip()
    if not before or not inner:
        return text
    start = len(text) - len(text.lstrip())
    return f"{text[:start]}{before}{inner}{after}{text[start + len(inner) :]}"


def _text(block: Block | None) -> str:
    if block is None:
        return ""
    return block.text or ", ".join(link.url for link in block.links)
