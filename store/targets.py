"""Link targets as they are compared: without what sites and trackers add to them by themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|[gf]bclid|gclid|gclsrc|dclid|msclkid|mc_[ce]id|_ga|_gl|igshid|yclid|mkt_tok|hsCtaTracking|ref_src"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|sid|sessionid|session_id|_?wpnonce|nonce|csrf\w*|token|__cf\w*",
    re.IGNORECASE,
)
_CACHE_BUSTER = re.compile(r"v|ver|version|t|ts|time|timestamp|cb|rev|cache|nocache|_|rnd|rand|modified", re.IGNORECASE)
_STAMP = re.compile(r"\d[\d.]*|[0-9a-f]{6,}", re.IGNORECASE)
# ModernGov, the councils' system, adds a random J and where one came from, and today's date to "earlier" and "later".
_MODERNGOV = re.compile(r"(?:j|x|bcr|gl)=.*|d=\d{12}", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(r"/\(S\([a-z0-9]+\)\)|;jsessionid=[^/?]*", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)$")


@lru_cache(maxsize=16384)
def normal_target(url: str) -> str:
    """Return a target as it is compared: scheme, `www.`, final slash, sessions, tracking and cache stamps do not count.

    >>> normal_target("HTTP://www.X.nhs.uk/a/?utm_source=mail&id=2&v=17") == normal_target("https://x.nhs.uk/a?id=2")
    True
    """
    try:
        parts = urlsplit(url)
        host = _DEFAULT_PORT.sub("", parts.netloc.lower()).removeprefix("www.")
        query = parse_qsl(parts.query, max_num_fields=100)
    except ValueError:
        return url
    if parts.scheme in ("mailto", "tel"):
        return f"{parts.scheme}:{unquote(parts.path).replace(' ', '').lower()}"
    wrapped = dict(query).get("url", "") if host.endswith("safelinks.protection.outlook.com") else ""
    if wrapped.startswith(("http://", "https://")) and "safelinks" not in wrapped:
        return normal_target(wrapped)
    is_moderngov = parts.path.lower().endswith(".aspx")
    kept = sorted(
        (name, value)
        for name, value in query
        if value and not _is_stamp(name, value) and not (is_moderngov and _MODERNGOV.fullmatch(f"{name}={value}"))
    )
    path = unquote(_SESSION_IN_PATH.sub("", parts.path)).rstrip("/")
    return f"{host}{path}{'?' if kept else ''}{urlencode(kept)}"


def _is_stamp(name: str, value: str) -> bool:
    if _TRACKING.fullmatch(name):
        return True
    return bool(_CACHE_BUSTER.fullmatch(name) and _STAMP.fullmatch(value))
