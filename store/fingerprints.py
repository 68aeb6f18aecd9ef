"""The marks by which blocks and links are told apart, many of them in one column."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from store.models import Page, SiteRow
from store.noise import Learned


def fingerprints(blob: bytes) -> frozenset[bytes]:
    """Return the 8-byte fingerprints that a column holds.

    >>> sorted(fingerprints(b"aaaaaaaabbbbbbbb"))
    [b'aaaaaaaa', b'bbbbbbbb']
    """
    return frozenset(blob[i : i + 8] for i in range(0, len(blob), 8))


def join_fingerprints(values: Iterable[bytes]) -> bytes:
    """Return the fingerprints in a fixed order as one column."""
    return b"".join(sorted(values))


def url_hash(url: str) -> bytes:
    """Return the 8 bytes that stand for a link target."""
    return hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=8).digest()


def learned(site: SiteRow, page: Page) -> Learned:
    """Return what was learned of the noise on a page."""
    return Learned(shared=fingerprints(site.shared), flapping=fingerprints(page.flapping))
