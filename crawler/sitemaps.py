"""Sitemaps, as they come: zipped, broken, or an index of others."""

from __future__ import annotations

import gzip
import re
import zlib

from scrapy.utils.sitemap import Sitemap

SITEMAPS_READ = 20  # files of one site; an index of a large site names hundreds, by month of its news
UNPACKED_LIMIT = 50_000_000  # bytes, the limit of the sitemap protocol

_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b[^>]*>")


def read_sitemap(body: bytes) -> tuple[list[str], bool]:
    """Return the addresses that a sitemap lists, and whether they are of other sitemaps; none if it is no sitemap."""
    plain = unpack(body)
    try:
        sitemap = Sitemap(plain) if plain else ()
        urls = [str(entry["loc"]) for entry in sitemap if entry.get("loc")]
    except (ValueError, TypeError, AttributeError):  # what Scrapy raises where nothing can be parsed
        return [], False
    return urls, isinstance(sitemap, Sitemap) and sitemap.type == "sitemapindex"


def unpack(body: bytes) -> bytes:
    """Return the bytes of a sitemap, unzipped where they are zipped; what is damaged or no sitemap gives b""."""
    if body.startswith(gzip.compress(b"")[:2]):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, UNPACKED_LIMIT)
        except zlib.error:
            return b""
    # Sites that never say 404 answer with a page, on which Scrapy's parser stops with an error.
    return body if _ROOT.search(body) else b""
