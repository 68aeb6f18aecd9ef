"""Which part of a page's difference is its own news, and stands: plain functions of blocks.

A line that only links to what is told by itself is folded into that event. Wording is told once it was there at two
checks in a row, block by block, so that a line which is new at every check keeps nothing else from being told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from store.diff import Diff, Hunk
from store.noise import comparable, context, fingerprint
from store.reading import Block
from store.targets import normal_target

OWN_WORDS_SHARE = 0.5  # of a block's words outside its links; below it, the block is a line of links

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other events tell: normal targets of pages that came or went, and the new address of each that moved."""

    targets: Collection[str] = ()
    moved: Mapping[str, str] | None = None

    def follow(self, block: Block) -> Block:
        """Return a block with its links leading where moved pages are now."""
        moved = self.moved or {}
        if not any(normal_target(link.url) in moved for link in block.links):
            return block
        links = (replace(link, url=moved.get(normal_target(link.url), link.url)) for link in block.links)
        return replace(block, links=tuple(links))


def fold(
    old: Sequence[Block], new: Sequence[Block], elsewhere: Elsewhere
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return both sides without lines that differ only in links to what is told elsewhere.

    A table row that gained such a link goes together with the row as it was.
    """
    old = [elsewhere.follow(block) for block in old]
    new = [elsewhere.follow(block) for block in new]
    before, after = _targets(old), _targets(new)
    left_old, twins_of_old = _cut(old, {target for target in elsewhere.targets if target not in after})
    left_new, twins_of_new = _cut(new, {target for target in elsewhere.targets if target not in before})
    same = {fingerprint(block) for block in left_old} & {fingerprint(block) for block in left_new}
    return _without(left_old, twins_of_new, same), _without(left_new, twins_of_old, same)


def _targets(blocks: Iterable[Block]) -> set[str]:
    return {normal_target(link.url) for block in blocks for link in block.links}


def _cut(blocks: Sequence[Block], targets: Collection[str]) -> tuple[list[Block], Counter[tuple[str, ...]]]:
    """Return the blocks without lines that link to the targets, and the words of each such line beside those links."""
    left: list[Block] = []
    rests: Counter[tuple[str, ...]] = Counter()
    for block in blocks:
        told = [link.text for link in block.links if normal_target(link.url) in targets]
        if told and _is_link_line(block):
            words = comparable(block)
            for text in told:
                words = words.replace(text, " ", 1)
            rests[_words(words)] += 1
        else:
            left.append(block)
    return left, rests


def _without(blocks: Iterable[Block], twins: Counter[tuple[str, ...]], same: Collection[bytes]) -> tuple[Block, ...]:
    kept = []
    for block in blocks:
        words = _words(comparable(block))
        if twins[words] > 0 and fingerprint(block) not in same:
            twins[words] -= 1
        else:
            kept.append(block)
    return tuple(kept)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _is_link_line(block: Block) -> bool:
    linked = sum(len(link.text.split()) for link in block.links)
    words = len(block.text.split())
    return bool(block.links) and (block.kind in ("item", "row", "document") or linked >= words * OWN_WORDS_SHARE)


def places(blocks: Iterable[Block]) -> frozenset[tuple[str, bytes]]:
    """Return the heading above and the fingerprint of each block."""
    return frozenset((context(block), fingerprint(block)) for block in blocks)


def without_order(diff: Diff) -> Diff:
    """Return a difference without passages that stand elsewhere under the same heading: lists are often shuffled."""
    before = places(hunk.old for hunk in diff.hunks if hunk.old)
    after = places(hunk.new for hunk in diff.hunks if hunk.new)

    def news(hunk: Hunk) -> Hunk:
        came = hunk.new is not None and not places([hunk.new]) <= before
        went = hunk.old is not None and not places([hunk.old]) <= after and hunk.op != "moved"
        if hunk.op == "equal" or (came and (went or hunk.op in ("added", "moved"))):
            return hunk
        if came or went:
            return Hunk("added", new=hunk.new) if came else Hunk("removed", old=hunk.old)
        return _waiting(hunk)

    return Diff(tuple(map(news, diff.hunks)), diff.note)


def standing(diff: Diff, before: Collection[tuple[str, bytes]]) -> Diff:
    """Return the part of a difference that stood at the check before, of which `before` holds the `places`.

    A passage that went counts as replaced, and waits, while something new under the same heading does not stand yet.
    """
    marks = {mark for _, mark in before}
    unsure = {
        context(hunk.new)
        for hunk in diff.hunks
        if hunk.op in ("added", "changed") and hunk.new and fingerprint(hunk.new) not in marks
    }

    def shown(hunk: Hunk) -> Hunk:
        came = hunk.new is not None and fingerprint(hunk.new) in marks
        went = hunk.old is not None and fingerprint(hunk.old) not in marks
        if hunk.op == "moved" and hunk.new:
            return hunk if (context(hunk.new), fingerprint(hunk.new)) in before else _waiting(hunk)
        if hunk.op == "removed" and hunk.old:
            return hunk if went and context(hunk.old) not in unsure else _waiting(hunk)
        if hunk.op == "changed" and came and not went:
            return Hunk("added", new=hunk.new)
        return hunk if came or hunk.op == "equal" else _waiting(hunk)

    return Diff(tuple(map(shown, diff.hunks)), diff.note)


def _waiting(hunk: Hunk) -> Hunk:
    return Hunk("equal", hunk.old, hunk.old or hunk.new)


def untold(diff: Diff, part: Diff, new: Iterable[Block], base: Iterable[Block]) -> frozenset[bytes]:
    """Return by which blocks what was told differs from `base`, after telling `part` of a difference that led to `new`.

    `base` is the version of the check before. The result holds fingerprints that are in one of the two only.
    """
    told = {fingerprint(block) for block in new}
    for whole, shown in zip(diff.hunks, part.hunks, strict=True):
        if whole.op == shown.op:
            continue
        if whole.new and shown.op != "added":
            told.discard(fingerprint(whole.new))
        if whole.old:
            told.add(fingerprint(whole.old))
    return frozenset(told ^ {fingerprint(block) for block in base})


def as_told(base: Sequence[Block], new: Sequence[Block], toggled: Collection[bytes]) -> tuple[Block, ...]:
    """Return the blocks that were told: those of `base` but for what `untold` gave; its texts are in base or new."""
    if not toggled:
        return tuple(base)
    own = {fingerprint(block) for block in base}
    back = [block for block in new if fingerprint(block) in toggled and fingerprint(block) not in own]
    return (*(block for block in base if fingerprint(block) not in toggled), *back)
