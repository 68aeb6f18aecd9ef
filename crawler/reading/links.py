"""Link targets: made absolute, and which of them are files."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from store.reading import Link

_LONGEST = 4096  # characters; no address that a person can use is longer
_SPACE = re.compile(r"[\t\r\n]+")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ABSOLUTE = re.compile(r"https?://[a-z0-9.-]+/[^\[\]?;]*(?:\?[^\[\];]+)?")  # most, and urljoin leaves them as they are
_KEPT_SCHEMES = ("http", "https", "mailto", "tel")
_FILE = re.compile(
    r"\.(?:pdf|docx?|docm|rtf|odt|xlsx?|xlsm|ods|csv|pptx?|odp|zip)$|(?:^|/)download_file/", re.IGNORECASE
)
_FILE_QUERY = re.compile(r"(?:^|&)(?:wpdmdl=|(?:file|filename|doc)=[^&]*\.(?:pdf|docx?|xlsx?|pptx?)\b)", re.IGNORECASE)
_FILE_WORDS = re.compile(
    r"(?:[\s()\[\]|,.:;–-]|\b(?:pdf|docx?|word|xlsx?|excel|pptx?|powerpoint|csv|zip|odt|document|file|download|size"
    r"|opens? in (?:a )?new (?:tab|window)|\d+(?:\.\d+)?\s?(?:bytes|[kmg]i?b)|\d+ pages?)\b)*",
    re.IGNORECASE,
)


class Resolver:
    """Makes the targets of one page absolute."""

    def __init__(self, url: str, base_href: str = "") -> None:
        self._base = url
        if base_href:
            with suppress(ValueError):
                self._base = urljoin(url, base_href.strip())
        parts = urlsplit(self._base)
        self._origin = f"{parts.scheme}://{parts.netloc}"

    def absolute(self, href: str) -> str:
        """Return the absolute target without fragment, or "" for one that leads nowhere (scripts, this very page)."""
        href = _SPACE.sub("", href.strip())
        scheme = _SCHEME.match(href)
        if scheme and scheme[1].lower() not in _KEPT_SCHEMES:
            return ""
        target = href.partition("#")[0].rstrip() if not href.lower().startswith(("mailto:", "tel:")) else href
        if not target or len(target) > _LONGEST:
            return ""
        if _ABSOLUTE.fullmatch(target):
            return target
        if target[0] == "/" and target[1:2] not in ("/", "\\") and "./" not in target:
            return self._origin + target
        try:
            return urljoin(self._base, target)
        except ValueError:
            return ""


def is_file(url: str) -> bool:
    """Say whether a target looks like a document: PDF, Office, OpenDocument, CSV or ZIP.

    >>> is_file("https://x.nhs.uk/documents/s46748/ToR.PDF?T=1"), is_file("https://x.nhs.uk/Appendix%202.html?CT=2")
    (True, False)
    """
    path, _, query = url.partition("?")
    return bool(_FILE.search(path.partition("//")[2].partition("/")[2]) or (query and _FILE_QUERY.search(query)))


def is_only_a_file(text: str, links: tuple[Link, ...]) -> bool:
    """Say whether a text is nothing but a link to a file, with at most its type and size beside it."""
    if len(links) != 1 or not is_file(links[0].url):
        return False
    return bool(_FILE_WORDS.fullmatch(text.replace("\n", " ").replace(links[0].text, "", 1)))
