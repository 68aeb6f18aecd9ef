"""Redirects, one hop at a time, for a spider that follows them itself.

Scrapy's own following drops a redirect to an address already seen, to itself or to another host without a word to the
spider, and a watched page that begins to redirect would simply go missing.
"""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string

REDIRECTS = (301, 302, 303, 307, 308)
MAX_HOPS = 5
"""As RFC 9309 has it for robots.txt; more is a loop in practice."""


def next_hop(request_url: str, status: int, location: str | None) -> str | None:
    """Return the address that a redirect leads to, absolute and without fragment; None if it leads nowhere.

    The address may be the one asked for, or on another host: the caller decides what that means.

    >>> next_hop("https://a.example/about/", 301, "../icp/#members")
    'https://a.example/icp/'
    """
    if status not in REDIRECTS or not location or not location.strip():
        return None
    try:
        target = urldefrag(safe_url_string(urljoin(request_url, location.strip()))).url
        parts = urlsplit(target)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return target if usable else None
