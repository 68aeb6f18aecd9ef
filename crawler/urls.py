"""The address that a page is known by, and addresses that are better not asked for. Plain functions of text."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

NOISE_PARAMETERS = {
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid", "msclkid",
    "mc_cid", "mc_eid", "_ga", "phpsessid", "jsessionid", "sid", "sessionid", "sessid", "session_id", "cfid",
    "cftoken", "ccm_order_by", "ccm_order_by_direction", "ccm_paging_p", "sort", "order", "orderby", "sortby",
    "replytocom", "amp", "share", "print", "printable", "nocache", "newsid", "_wpnonce",
}  # fmt: skip
"""Parameters that say who asks or in which order, not for what."""

DOCUMENT_TYPES = ("pdf", "docx", "doc", "xlsx", "xls", "pptx", "ppt", "odt", "ods", "odp", "rtf")
_OTHER_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|json|xml|rss|atom|ics|vcf|zip|gz"
    r"|mp[34]|m4[av]|mov|avi|wmv|wav|woff2?|ttf|eot|exe)$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(rf"\.(?:{'|'.join(DOCUMENT_TYPES)})$", re.IGNORECASE)
_LANGUAGES = (
    "af|ar|bg|bn|ca|cs|da|de|el|es|et|fa|fi|fr|gu|he|hi|hr|hu|it|ja|ko|lt|lv|ne|nl|no|pa|pl|ps|pt|ro|ru|sk|sl|so"
    r"|sq|sr|sv|ta|te|tr|uk|ur|vi|zh(?:-\w\w)?"
)
_TRAPS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "session id in the address": r"/\(S\([a-z0-9]+\)\)/|;jsessionid=",
        "search results": r"/(?:search|site-search|search-results)(?:/|$|\.aspx|\.php)"
        r"|[?&](?:s|q|query|search|keywords?)=",
        "calendar": r"/(?:calendar|events?)/(?:\d{4}|month|week|day|list|category)\b"
        r"|[?&](?:month|year|date|day|week|eventdisplay|tribe[-_][\w-]+)=",
        "facets": r"[?&](?:f(?:%5b|\[)|filters?\b|facets?\b|tags?=|categor(?:y|ies)=|topic=|type=)",
        "long list": r"/page/(?:[6-9]|\d\d+)\b|[?&](?:page|paged|start|offset|pg)=(?:[6-9]|\d\d+)\b",
        "archive of a date, tag or author": r"/(?:tag|tags|author|authors)/|^/(?:19|20)\d\d/\d\d(?:/\d\d)?/?$",
        "print or mobile view": r"/(?:print|amp|printpdf)/?$",
        "machine interface": r"/(?:wp-json|wp-admin|wp-login|xmlrpc|cgi-bin|feed|comments/feed|oembed|cdn-cgi|_layouts)"
        r"(?:/|\.|$)",
        "log-in or basket": r"/(?:log-?in|log-?out|sign-?in|register-account|my-account|cart|basket|checkout|password)"
        r"(?:/|\.|$)",
        "translated copy": rf"^/(?:{_LANGUAGES})(?:/|$)|[?&](?:lang|language|hl)=",
    }.items()
}
MAX_LENGTH = 1_000  # characters; longer ones are generated
MAX_SEGMENTS = 12  # of a path; deeper ones loop


@lru_cache(maxsize=16_384)
def canonical_url(url: str) -> str:
    """Return the address without fragment, session, tracking and sorting parameters, the rest in a fixed order.

    Case is kept in paths, where servers tell it apart. An address that cannot be parsed gives "".

    >>> canonical_url("HTTPS://Example.org:443/a?utm_source=x&b=2&a=1#top")
    'https://example.org/a?a=1&b=2'
    """
    try:
        cleaned = url_query_cleaner(url.strip(), _noise_in(url), remove=True, unique=False)
        parts = urlsplit(canonicalize_url(cleaned))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or not host or len(url) > MAX_LENGTH:
        return ""
    default = {"http": 80, "https": 443}[parts.scheme]
    netloc = host if port in (None, default) else f"{host}:{port}"
    return parts._replace(netloc=netloc, path=parts.path or "/").geturl()


@lru_cache(maxsize=16_384)
def url_key(url: str) -> str:
    """Return what two addresses of one page share: no scheme, no www., no slash at the end.

    >>> url_key("https://www.example.org/a/") == url_key("http://example.org/a")
    True
    """
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def host_of(url: str) -> str:
    """Return the host name in lower case, "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def same_host(one: str, other: str) -> bool:
    """Return whether two host names are the same, with or without www."""
    return one.removeprefix("www.") == other.removeprefix("www.")


def is_document(url: str) -> bool:
    """Return whether the address ends like that of a PDF or Office file."""
    return bool(_DOCUMENT.search(urlsplit(url).path))


def trap(url: str) -> str:
    """Return why an address is not worth asking for, or ""."""
    parts = urlsplit(url)
    if _OTHER_FILES.search(parts.path):
        return "not a page"
    if parts.path.count("/") > MAX_SEGMENTS or _repeats(parts.path):
        return "endless path"
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    return next((name for name, pattern in _TRAPS.items() if pattern.search(rest)), "")


def _noise_in(url: str) -> list[str]:
    query = url.partition("?")[2].partition("#")[0]
    return [name for name, _ in parse_qsl(query, keep_blank_values=True) if name.lower() in NOISE_PARAMETERS]


def _repeats(path: str) -> bool:
    segments = [segment for segment in path.split("/") if segment]
    return any(segments.count(segment) > 2 for segment in segments)
