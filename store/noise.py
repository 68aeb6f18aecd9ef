"""What of a page is noise: set aside with a reason, or normalised away before comparing.

Everything here is a pure function of values. Words such as "TBC", "stood down" and "XXX" are content.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, sha256
from itertools import pairwise

from store.noise_shapes import CONTENTS_LABEL, NEWS_LABEL, NOISE_VERSION, shape_of, without_noise
from store.reading import Block, Reading
from store.targets import normal_target

__all__ = ["NOISE_VERSION"]

_SHARED_SHARE = (
    0.2  # of a site's pages; menus and banners stand on more, a members table repeated for two boards on less
)
_SHARED_LEAST = 5  # pages
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "\xa0": " "})
_PAGE_OF_DOCUMENT = re.compile(r"Page \d+")
_PLAIN_NUMBER = re.compile(r"(?<![\w£$.:/-])\d[\d,]*(?![\w%£:/-]|\.\d)")
_CALENDAR = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|(?:day|week|month|year|hour)s?\b|\b(?:19|20)\d\d\b|\d\s?[ap]m\b|noon|deadline|clos",
    re.IGNORECASE,
)
TURNS_OF_A_FLAP = 3  # comings and goings: gone, back, and gone again


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of a site (blocks on many pages) and of a page (blocks that come and go by themselves)."""

    shared: frozenset[bytes] = frozenset()
    flapping: frozenset[bytes] = frozenset()


def comparable(block: Block) -> str:
    """Return the text of a block as it is compared: typographic quotes and dashes plain, noise left out.

    >>> comparable(Block("document", "Agenda – March 2025 (PDF, 225 KB)"))
    'Agenda - March 2025'
    """
    return _comparable(block.text)


@lru_cache(maxsize=8192)
def _comparable(text: str) -> str:
    return " ".join(without_noise(_plain(text)).split())


def _plain(text: str) -> str:
    return text if text.isascii() else text.translate(_PLAIN)


def fingerprint(block: Block) -> bytes:
    """Return 8 bytes that are equal for blocks which say the same and link to the same.

    Neither kind nor heading counts: markup is not content, and what stands under which heading is seen by `kept_hash`.
    """
    return _fingerprint(block.text, tuple(link.url for link in block.links))


@lru_cache(maxsize=16384)
def _fingerprint(text: str, urls: tuple[str, ...]) -> bytes:
    parts = (_comparable(text), *sorted({normal_target(url) for url in urls}))
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest()


def set_aside(reading: Reading, learned: Learned) -> tuple[str, ...]:
    """Return for each block why it is set aside, or "" if it is kept."""
    reasons = []
    in_contents = False
    linked = {block.text for block in reading.blocks if block.kind == "heading" and block.links}
    for block in reading.blocks:
        if CONTENTS_LABEL.fullmatch(block.text):
            in_contents = True
        elif block.kind != "item" or not block.links:
            in_contents = False
        reason = _reason(block, learned, in_contents=in_contents)
        reasons.append(reason or ("list of latest news" if _is_headline(block, linked) else ""))
    return tuple(reasons)


def _is_headline(block: Block, linked: Collection[str]) -> bool:
    """Return whether a block announces another page under a heading such as "Latest news", or is that heading.

    These lists change by themselves, and each page that they announce is looked at by itself.
    """
    if block.level > 1 and NEWS_LABEL.fullmatch(_plain(block.text)):
        return True
    if not any(NEWS_LABEL.fullmatch(_plain(heading)) for heading in block.path):
        return False
    if not block.links:
        return block.path[-1] in linked
    return 2 * sum(len(link.text) for link in block.links) >= len(block.text)


def _reason(block: Block, learned: Learned, *, in_contents: bool) -> str:
    if block.place != "main":
        return f"page furniture: {block.place}"
    mark = fingerprint(block)
    if mark in learned.shared:
        return "on many pages of this site"
    if in_contents:
        return "contents list"
    if reason := shape_of(_plain(block.text)):
        return reason
    if not comparable(block):
        return "nothing but noise" if block.text else "a link without words"
    if learned.flapping and (mark in learned.flapping or counter_slot(block) in learned.flapping):
        return "comes and goes by itself"
    return ""


def kept(reading: Reading, learned: Learned) -> tuple[Block, ...]:
    """Return the blocks that count, in page order."""
    reasons = set_aside(reading, learned)
    return tuple(block for block, reason in zip(reading.blocks, reasons, strict=True) if not reason)


def kept_hash(blocks: Iterable[Block]) -> bytes:
    """Return 32 bytes that are equal for pages which say the same under the same headings, in any order.

    Order does not count: lists shuffled at every request are common, and a list in another order says nothing new.
    """
    marks = {
        blake2b(context(block).encode("utf-8", "replace"), digest_size=8).digest() + fingerprint(block)
        for block in blocks
    }
    return sha256(b"".join(sorted(marks))).digest()


def context(block: Block) -> str:
    """Return the heading right above a block as it is compared; "" for none and for the pages of a document."""
    if not block.path or block.kind == "heading":
        return ""
    heading = block.path[-1]
    return "" if _PAGE_OF_DOCUMENT.fullmatch(heading) else _comparable(heading)


def learn_shared(pages: Iterable[Collection[bytes]]) -> frozenset[bytes]:
    """Return the fingerprints that stand on a large share of a site's pages: a fifth, and at least five."""
    count: Counter[bytes] = Counter()
    total = 0
    for marks in pages:
        count.update(set(marks))
        total += 1
    least = max(_SHARED_LEAST, _SHARED_SHARE * total)
    return frozenset(mark for mark, times in count.items() if times >= least)


def marks(blocks: Iterable[Block]) -> frozenset[bytes]:
    """Return what `learn_flapping` learns from: fingerprints (8 bytes), and 16 bytes for each block with a counter.

    Those are the slot of the counter and the fingerprint of the block that fills it.
    """
    found = set()
    for block in blocks:
        mark = fingerprint(block)
        found.add(mark)
        if slot := counter_slot(block):
            found.add(slot + mark)
    return frozenset(found)


def counter_slot(block: Block) -> bytes:
    """Return 8 bytes that stay while only plain numbers in a block change, or b"" if it has none.

    Numbers in dates, times, sums and percentages do not count: a meeting put off must never look like a counter.
    """
    return _counter_slot(context(block), comparable(block))


@lru_cache(maxsize=8192)
def _counter_slot(heading: str, text: str) -> bytes:
    masked = _PLAIN_NUMBER.sub("#", text)
    if masked == text or _CALENDAR.search(text):
        return b""
    return blake2b(f"slot\0{heading}\0{masked}".encode("utf-8", "replace"), digest_size=8).digest()


def learn_flapping(history: Sequence[frozenset[bytes]]) -> frozenset[bytes]:
    """Return what comes and goes by itself, from the `marks` of past captures, oldest first, the newest included.

    A block is learned when it has come or gone three times (so a flap between two versions is told at most twice, and a
    page that once goes back to an old version is told); a counter when it had another value in each of four captures.
    """
    flapping = set()
    for mark in frozenset().union(*history):
        seen = [mark in capture for capture in history]
        if sum(now != then for now, then in pairwise(seen)) >= TURNS_OF_A_FLAP:
            flapping.add(mark[:8])
    return frozenset(flapping).union(_counters(history[-TURNS_OF_A_FLAP - 1 :]))


def _counters(recent: Sequence[frozenset[bytes]]) -> Iterator[bytes]:
    if len(recent) <= TURNS_OF_A_FLAP:
        return
    for slot in {mark[:8] for mark in recent[-1] if len(mark) == 16}:
        values = [{mark for mark in capture if len(mark) == 16 and mark[:8] == slot} for capture in recent]
        if all(len(value) == 1 for value in values) and all(old != new for old, new in pairwise(values)):
            yield slot
