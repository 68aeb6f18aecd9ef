"""The sample's sites as data: hosts, pages and files, read from `sites/`, and the page that an address means.

A site is one TOML file. Its pages hold their text as Jinja2; the theme around it, and the noise in it, are templates.
A path is written with its final slash, even where the site's CMS leaves it out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

SITES = Path(__file__).parent / "sites"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(SITES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_PLAIN = ENVIRONMENT.overlay(autoescape=False)  # for titles, and for the text of files

# The parameters that say what a ModernGov page shows, by all their names; the others only sort, page or track.
_MODERNGOV_KEYS = {"cid": "cid", "committeeid": "cid", "id": "id", "mid": "mid", "meetingid": "mid", "uid": "uid"}


@dataclass(frozen=True, slots=True)
class Move:
    """From `edition` on a page has another path; the old one redirects, or is gone."""

    edition: int
    path: str
    redirect: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page or file of a site; a file's `body` is its plain text, one paragraph a line."""

    path: str
    title: str
    body: str
    layout: str = "page"
    label: str = ""
    posted: str = ""
    absent: tuple[int, ...] = ()
    move: Move | None = None

    @property
    def is_file(self) -> bool:
        """Say whether it is a PDF or DOCX."""
        return self.path.endswith((".pdf", ".docx"))

    def path_in(self, edition: int) -> str:
        """Return its path in an edition."""
        return self.move.path if self.move and edition >= self.move.edition else self.path


@dataclass(frozen=True)
class Site:
    """One host: how its CMS looks and answers, and its pages.

    `down`, `walled` and `soft_404` say how it fails, `forwards` to which site and from which edition it redirects,
    `banner` from which edition a notice stands on every page, `traps` which paths have no end, `broken` which links
    lead nowhere on purpose. `validators` is etag, modified or empty. `words` are for the templates.
    """

    key: str
    address: str
    theme: str
    name: str
    area: str
    pages: tuple[Page, ...]
    words: Mapping[str, Any]
    menu: tuple[str, ...]
    slash: bool = True
    sitemap: bool = False
    validators: str = ""
    soft_404: bool = False
    down: tuple[int, ...] = ()
    walled: tuple[int, ...] = ()
    banner: int | None = None
    forwards: Mapping[str, Any] | None = None
    traps: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[str, ...] = ()

    @cached_property
    def _by_key(self) -> Mapping[str, Page]:
        moved = {self.key_of(page.move.path): page for page in self.pages if page.move}
        return moved | {self.key_of(page.path): page for page in self.pages}

    def key_of(self, target: str) -> str:
        """Return what all spellings of one address have in common: the path, and in ModernGov some parameters."""
        parts = urlsplit(target)
        path = parts.path.rstrip("/")
        if self.theme != "moderngov" or not path.lower().endswith(".aspx"):
            return path
        query = {_MODERNGOV_KEYS[k.lower()]: v for k, v in parse_qsl(parts.query) if k.lower() in _MODERNGOV_KEYS}
        return "&".join([path.lower(), *(f"{key}={value}" for key, value in sorted(query.items()))])

    def find(self, target: str) -> Page | None:
        """Return the page that has, had or will have this address."""
        return self._by_key.get(self.key_of(target))

    def present(self, edition: int, moment: datetime) -> list[Page]:
        """Return the pages that are there in an edition, in file order; a news post is there from its date on."""
        today = moment.date().isoformat()
        return [page for page in self.pages if edition not in page.absent and page.posted <= today]

    def spelt(self, path: str) -> str:
        """Return the path as this site's CMS writes it."""
        return path if self.slash or path == "/" else path.rstrip("/")


@cache
def template(page: Page) -> Template:
    """Return the compiled template of a page's own text, or a file's; macros stand under `m`."""
    if page.is_file:
        return _PLAIN.from_string(page.body)
    return ENVIRONMENT.from_string('{% import "macros.html" as m with context %}' + page.body)


@cache
def load_sites() -> Mapping[str, Site]:
    """Read all sites, by key."""
    return {path.stem: _site(path.stem, _toml(path)) for path in sorted(SITES.glob("*.toml"))}


def load_truth() -> Mapping[str, Any]:
    """Read the times of the editions, and what truly happens in them."""
    return _toml(SITES / "shared" / "truth.toml")


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _site(key: str, raw: dict[str, Any]) -> Site:
    site: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in raw["site"].items()}
    shared = [page for name in site.pop("include", ()) for page in _toml(SITES / "shared" / f"{name}.toml")["page"]]
    pages: dict[str, Page] = {}
    for page in (page for entry in raw["page"] + shared for page in _pages(**entry)):
        pages.setdefault(page.path, page)  # a site's own page goes before the shared one
    return Site(key=key, pages=tuple(pages.values()), **site)


def _pages(
    body: str,
    each: Iterable[Any] = (None,),
    move: Mapping[str, Any] | None = None,
    absent: Iterable[int] = (),
    **texts: str,
) -> Iterator[Page]:
    """Yield one page, or one for each item of `each`, whose fields fill its short texts (path, title) and its body."""
    for item in each:
        shown = {name: _PLAIN.from_string(text).render(item=item) for name, text in texts.items()}
        filled = "{% set item = " + repr(item) + " %}" + body
        yield Page(**shown, body=filled, absent=tuple(absent), move=Move(**move) if move else None)
