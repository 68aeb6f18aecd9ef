"""What differs between two readings: blocks aligned first, then words within changed blocks.

Pure functions of values. Blocks that differ only in noise are equal, as everywhere (see store.noise).
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from store.diff_words import Span, WordDiffer
from store.noise import comparable, context, fingerprint
from store.reading import Block
from store.targets import normal_target

Op = Literal["equal", "added", "removed", "changed", "moved"]

_ALIKE = 0.5  # share of words in common from which two blocks are one block that changed
_MOST_PAIRS = 4_000  # of blocks compared with each other in one gap; in a larger one only those about opposite
_PLAIN_NOTE = "Part of this comparison is shown in less detail, because so much of it changed."


class LinkChange(NamedTuple):
    """A link whose words stayed and whose target did not; one side is "" for a link that came or went."""

    text: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Hunk:
    """One block of the old reading, of the new, or of both.

    `moved` comes twice, with `new` None where the block was and `old` None where it is; or once with both, for a block
    that stands where it stood but under another heading. `words` are given for `changed`, the words of the new block
    with those that went; they are all equal if only links changed.
    """

    op: Op
    old: Block | None = None
    new: Block | None = None
    words: tuple[Span, ...] = ()

    @property
    def block(self) -> Block:
        """The new block, or the old one where there is no new."""
        block = self.new or self.old
        assert block is not None
        return block

    @property
    def spans(self) -> tuple[Span, ...]:
        """What it shows, with marks: the words of a changed block, else a whole text or, without any, its links."""
        if self.op == "changed":
            return self.words
        return (Span("equal" if self.op == "moved" else self.op, shown_text(self.block)),)

    @property
    def link_changes(self) -> tuple[LinkChange, ...]:
        """The links of a changed block that lead elsewhere, came or went."""
        return _link_changes(self.old, self.new) if self.op == "changed" and self.old and self.new else ()


@dataclass(frozen=True, slots=True)
class Diff:
    """All blocks of both readings, in order; `note` says where a plainer comparison had to do."""

    hunks: tuple[Hunk, ...]
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return all(hunk.op == "equal" for hunk in self.hunks)

    @property
    def changed_words(self) -> int:
        """How many words were added or removed; moved ones do not count."""
        spans = (span for hunk in self.hunks for span in hunk.spans if span.op != "equal")
        return sum(len(span.text.split()) for span in spans)


def diff_blocks(old: Sequence[Block], new: Sequence[Block]) -> Diff:
    """Return what differs between two readings."""
    words = WordDiffer()
    hunks = list(_mark_moved(list(_align(old, new, words))))
    return Diff(tuple(_under_other_heading(hunks)), _PLAIN_NOTE if words.was_cut_short else "")


def shown_text(block: Block) -> str:
    """Return what stands for a block where it is shown: its text, else its links' addresses."""
    return block.text or ", ".join(link.url for link in block.links)


def apply(old: Sequence[Block], diff: Diff) -> tuple[Block, ...]:
    """Return the new blocks; raises ValueError if the diff was made from another old reading."""
    if [hunk.old for hunk in diff.hunks if hunk.old] != list(old):
        raise ValueError("this diff was made from another version")
    return tuple(hunk.new for hunk in diff.hunks if hunk.new)


def _align(old: Sequence[Block], new: Sequence[Block], words: WordDiffer) -> Iterator[Hunk]:
    matcher = SequenceMatcher(None, [fingerprint(block) for block in old], [fingerprint(block) for block in new])
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            yield from (Hunk("equal", a, b) for a, b in zip(old[i:j], new[k:m], strict=True))
        else:
            yield from _replaced(old[i:j], new[k:m], words)


def _replaced(old: Sequence[Block], new: Sequence[Block], words: WordDiffer) -> Iterator[Hunk]:
    """Yield one gap between equal blocks: changed blocks in pairs, what stands between them removed and added."""
    i = k = 0
    for a, b in [*_pairs(old, new), (len(old), len(new))]:
        yield from (Hunk("removed", old=block) for block in old[i:a])
        yield from (Hunk("added", new=block) for block in new[k:b])
        if a < len(old) and b < len(new):
            yield Hunk("changed", old[a], new[b], words.spans(old[a], new[b]))
        i, k = a + 1, b + 1


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Return which blocks are one block that changed, in an order that both sides share; the most alike come first."""
    if not old or not new:
        return []
    likely = [(i, k) for i in range(len(old)) for k in _opposite(i, len(old), len(new))]
    bags = [Counter(_words(block)) for block in old], [Counter(_words(block)) for block in new]
    same_kind = ((i, k) for i, k in likely if (old[i].kind == "heading") == (new[k].kind == "heading"))
    alike = ((_share(bags[0][i], bags[1][k]), i, k) for i, k in same_kind)
    chosen: list[tuple[int, int]] = []
    for _, i, k in sorted((one for one in alike if one[0] >= _ALIKE), key=lambda one: (-one[0], abs(one[1] - one[2]))):
        at = bisect(chosen, (i, k))
        before, after = chosen[at - 1] if at else (-1, -1), chosen[at] if at < len(chosen) else (len(old), len(new))
        if before[0] < i < after[0] and before[1] < k < after[1]:
            chosen.insert(at, (i, k))
    if not chosen and len(old) == len(new) == 1 and old[0].kind == new[0].kind:
        return [(0, 0)]  # a heading or cell that was rewritten in place
    return chosen


def _opposite(index: int, old_size: int, new_size: int) -> range:
    """Return which blocks of the new side of a gap are worth comparing with one of the old."""
    reach = max(1, _MOST_PAIRS // (2 * old_size))
    middle = index * new_size // old_size
    return range(max(0, middle - reach), min(new_size, middle + reach + 1))


def _words(block: Block) -> list[str]:
    return comparable(block).casefold().split() or [link.url for link in block.links]


def _share(old: Counter[str], new: Counter[str]) -> float:
    return 2 * (old & new).total() / ((old.total() + new.total()) or 1)


def _mark_moved(hunks: Sequence[Hunk]) -> Iterator[Hunk]:
    """Yield the hunks, with a block that was removed in one place and added in another as a move."""
    gone, came = (Counter(fingerprint(hunk.block) for hunk in hunks if hunk.op == op) for op in ("removed", "added"))
    left = {"removed": gone & came, "added": gone & came}
    for hunk in hunks:
        if hunk.op in left and left[hunk.op][mark := fingerprint(hunk.block)]:
            left[hunk.op][mark] -= 1
            hunk = Hunk("moved", hunk.old, hunk.new)
        yield hunk


def _under_other_heading(hunks: list[Hunk]) -> Iterator[Hunk]:
    """Yield the hunks, with an equal block as moved if it stands under another heading and both are still there.

    A heading that was renamed, added or removed is told once, by itself.
    """
    before = {comparable(hunk.old) for hunk in hunks if hunk.old and hunk.old.kind == "heading"}
    after = {comparable(hunk.new) for hunk in hunks if hunk.new and hunk.new.kind == "heading"}
    for hunk in hunks:
        if hunk.op == "equal" and hunk.old and hunk.new:
            was, now = context(hunk.old), context(hunk.new)
            if was != now and {was, now} <= before & after:
                hunk = Hunk("moved", hunk.old, hunk.new)
        yield hunk


def _link_changes(old: Block, new: Block) -> tuple[LinkChange, ...]:
    gone = {normal_target(link.url): link for link in old.links}
    came = {normal_target(link.url): link for link in new.links}
    lost = [link for target, link in gone.items() if target not in came]
    found = [link for target, link in came.items() if target not in gone]
    if len(lost) == len(found) == 1:
        return (LinkChange(found[0].text, lost[0].url, found[0].url),)
    changes = []
    for link in lost:
        same = next((other for other in found if other.text == link.text), None)
        if same:
            found.remove(same)
        changes.append(LinkChange(link.text, link.url, same.url if same else ""))
    return (*changes, *(LinkChange(link.text, "", link.url) for link in found))
