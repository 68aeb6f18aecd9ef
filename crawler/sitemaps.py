"""Sitemaps: where they are named, and how to unpack them."""

from __future__ import annotations

import gzip
import zlib

SITEMAPS_READ = 20  # files of one site; an index of a large site names hundreds, by month of its news
UNPACKED_LIMIT = 50_000_000  # bytes, the limit of the sitemap protocol


def unpack(body: bytes) -> bytes:
    """Return the bytes of a sitemap, unzipped where they are zipped; damaged ones give b""."""
    if not body.startswith(gzip.compress(b"")[:2]):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, UNPACKED_LIMIT)
    except zlib.error:
        return b""
