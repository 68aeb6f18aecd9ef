"""Made sites that can be edited, and what they answer: the same words in other noise at every request."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from random import Random
from urllib.parse import urlsplit

from icpwatch.sample.files import to_pdf
from tests.simulation.themes import THEMES, Noise

HOUR = 3_600


@dataclass
class Page:
    """A page: its title, its paragraphs as HTML, and what it links to as (path or address, text).

    A paragraph that begins with `- ` is a list item, with `| ` a table row, with `## ` a heading. A file is a PDF.
    """

    title: str
    lines: list[str]
    links: list[tuple[str, str]] = field(default_factory=list)
    canonical: str = ""
    modified: int = 0

    def replace(self, old: str, new: str) -> None:
        assert any(old in line for line in self.lines), f"{old!r} does not stand on {self.title!r}"
        self.lines = [line.replace(old, new) for line in self.lines]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """One host. `validators`: etag, modified or empty; `clock`: seconds that its clock is off; `soft`: says 200 to all.

    `trouble` is what it answers to everything: down, wall or maintenance; `stale` are paths answered 304 in any case.
    """

    host: str
    name: str
    pages: dict[str, Page]
    theme: str
    validators: str = ""
    clock: int = 0
    soft: bool = False
    trouble: str = ""
    banner: str = ""
    forward: str = ""
    redirects: dict[str, str] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    menu: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        return f"https://{self.host}/"

    def url(self, path: str) -> str:
        return self.home + path.lstrip("/")


@dataclass
class World:
    """All hosts, at a time."""

    sites: dict[str, Site]
    now: int = 0
    day: int = 0
    removed: dict[tuple[str, str], Page] = field(default_factory=dict)

    def site(self, host: str) -> Site:
        return next(site for site in self.sites.values() if site.host == host)

    def edited(self, site: str, *paths: str) -> None:
        """Note that pages were edited now."""
        for path in paths:
            self.sites[site].pages[path].modified = self.now

    def answer(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return what the host of an address says to a GET with these request headers (names in lower case)."""
        parts = urlsplit(url)
        site = self.site(parts.netloc)
        if site.trouble:
            return self._trouble(site)
        if site.forward:
            return Answer(301, headers={"Location": site.forward})
        if parts.path in site.redirects:
            return Answer(301, headers={"Location": site.redirects[parts.path]})
        page = site.pages.get(parts.path)
        if page is None:
            lost = Page("Page not found", ["Sorry, we cannot find that page. Try the search."])
            return Answer(200 if site.soft else 404, self._html(site, parts.path, lost), HTML)
        validators = _validators(site, page)
        if _is_unchanged(validators, headers) or (parts.path in site.stale and "if-none-match" in headers):
            return Answer(304, headers=validators)
        if parts.path.endswith(".pdf"):
            text = "\n".join([f"# {page.title}", *page.lines])
            return Answer(200, to_pdf(text), {"Content-Type": "application/pdf", **validators})
        return Answer(200, self._html(site, parts.path, page), HTML | validators)

    def _html(self, site: Site, path: str, page: Page) -> bytes:
        noise = Noise(Random(f"{self.now}{path}"), self.day, self.now)
        shown = [*page.lines] if not site.banner else [site.banner, *page.lines]
        return THEMES[site.theme](site, path, page, shown, noise).encode()

    def _trouble(self, site: Site) -> Answer:
        if site.trouble == "maintenance":
            page = Page("Down for maintenance", ["This website is down for scheduled maintenance. Back soon."])
            return Answer(200, self._html(site, "/", page), HTML)
        if site.trouble == "wall":
            page = Page("Just a moment...", ["Checking your browser before you can go on."])
            return Answer(403, self._html(site, "/", page), HTML | {"cf-mitigated": "challenge"})
        return Answer(503, b"<h1>Service unavailable</h1>", HTML)


HTML = {"Content-Type": "text/html; charset=utf-8"}


def _validators(site: Site, page: Page) -> dict[str, str]:
    if site.validators == "etag":
        words = repr((page.title, page.lines, page.links, page.canonical, site.theme, site.banner))
        return {"ETag": f'W/"{hashlib.sha256(words.encode()).hexdigest()[:16]}"'}
    if site.validators == "modified":
        return {"Last-Modified": format_datetime(datetime.fromtimestamp(page.modified + site.clock, UTC), usegmt=True)}
    return {}


def _is_unchanged(validators: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    if "ETag" in validators:
        return headers.get("if-none-match") == validators["ETag"]
    if "Last-Modified" in validators and "if-modified-since" in headers:
        since, modified = headers["if-modified-since"], validators["Last-Modified"]
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    return False
