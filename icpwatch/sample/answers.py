"""What a sample host answers to a request: a plain function of site, edition, address and request headers.

Noise comes from a generator seeded with edition and address, so that an edition is the same each time it is served.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import PurePosixPath
from random import Random
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from icpwatch.sample.content import ENVIRONMENT, Page, Site, template
from icpwatch.sample.files import to_docx, to_pdf

_MAKERS = {
    ".pdf": (to_pdf, "application/pdf"),
    ".docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
_FINAL_SLASH = re.compile(r'(href="/[^"?#.]+)/(?=["?#])')


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer before the server adds its own headers."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """A site at one edition: `times` are those of all editions, `base` the root URL of each site by key."""

    site: Site
    edition: int
    times: tuple[datetime, ...]
    base: Mapping[str, str]

    @property
    def now(self) -> datetime:
        """Return the time of the edition."""
        return self.times[self.edition]

    def pages(self) -> list[Page]:
        """Return the pages that are there now."""
        return list(self.site.present(self.edition, self.now))


def answer(scene: Scene, target: str, headers: Mapping[str, str]) -> Answer:
    """Return what the host says to a GET of `target` (path and query)."""
    site, edition = scene.site, scene.edition
    if edition in site.down:
        return Answer(503, _furniture(scene, "down.html", target), {"Retry-After": "3600"})
    if edition in site.walled:
        return Answer(403, _furniture(scene, "wall.html", target), {"Server": "cloudflare", "CF-RAY": "7551ab0c8d2e"})
    if site.forwards and edition >= site.forwards["edition"]:
        return Answer(301, b"", {"Location": scene.base[site.forwards["to"]]})
    path = urlsplit(target).path
    if path in ("/robots.txt", "/sitemap.xml", "/wp-sitemap.xml", "/wp-sitemap-posts-page-1.xml", "/feed/"):
        return _machine_file(scene, path)
    return _page(scene, target, headers) or _pattern(scene, target) or _not_found(scene, target)


def _machine_file(scene: Scene, path: str) -> Answer:
    if "sitemap" in path and (not scene.site.sitemap or path.startswith("/wp-") != (scene.site.theme == "wordpress")):
        return _not_found(scene, path)
    kind = "text/plain; charset=utf-8" if path.endswith(".txt") else "application/xml; charset=utf-8"
    return Answer(200, _furniture(scene, path.strip("/"), path), {"Content-Type": kind})


def _page(scene: Scene, target: str, headers: Mapping[str, str]) -> Answer | None:
    """Return the page of this address, the way to it, or None where there is none now."""
    site, parts = scene.site, urlsplit(target)
    number = re.fullmatch(r"p=(\d+)", parts.query) if site.theme == "wordpress" else None
    page = site.pages[int(number[1]) % len(site.pages)] if number else site.find(target)
    if page is None or page not in scene.pages():
        return None
    here, key = site.spelt(page.path_in(scene.edition)), site.key_of(target)
    moved_away = page.move is not None and page.move.redirect and key == site.key_of(page.path)
    if key != site.key_of(here) and not number and not moved_away:
        return None
    if number or key != site.key_of(here) or (site.theme != "moderngov" and parts.path != here):
        return Answer(301, b"", {"Location": here})
    return _file(scene, page, headers) if page.is_file else _document(scene, page, target, headers)


def _document(scene: Scene, page: Page, target: str, headers: Mapping[str, str]) -> Answer:
    body = _html(scene, page, target)
    validators = {"etag": {"ETag": _etag(body)}, "modified": {"Last-Modified": _http_date(scene.now)}}
    return _conditional(body, {"Content-Type": "text/html; charset=utf-8"} | validators.get(scene.site.validators, {}), headers)


def _file(scene: Scene, page: Page, headers: Mapping[str, str]) -> Answer:
    """Return a PDF or DOCX; its Last-Modified is the time of the first edition with these bytes."""
    make, kind = _MAKERS[PurePosixPath(page.path).suffix]
    texts = [template(page.body).render(edition=edition) for edition in range(scene.edition + 1)]
    since = next(edition for edition, text in enumerate(texts) if text == texts[-1])
    body = make(page.title, texts[-1])
    validators = {"ETag": _etag(body), "Last-Modified": _http_date(scene.times[since])}
    return _conditional(body, {"Content-Type": kind} | (validators if scene.site.validators else {}), headers)


def _conditional(body: bytes, own: dict[str, str], asked: Mapping[str, str]) -> Answer:
    """Return 304 where a validator of the request holds; an ETag goes before a date, as RFC 9110 has it."""
    if asked.get("If-None-Match"):
        return Answer(304, b"", own) if asked["If-None-Match"] == own.get("ETag") else Answer(200, body, own)
    since, modified = asked.get("If-Modified-Since"), own.get("Last-Modified")
    if since and modified and parsedate_to_datetime(modified) <= parsedate_to_datetime(since):
        return Answer(304, b"", own)
    return Answer(200, body, own)


def _pattern(scene: Scene, target: str) -> Answer | None:
    """Return a page of a trap (calendar, facets, search), which has any number of addresses."""
    for prefix, name in (scene.site.traps or {}).items():
        if urlsplit(target).path.lower().startswith(prefix):
            page = Page(path=prefix, title=name.split(".")[0].capitalize(), body=f'{{% include "traps/{name}" %}}')
            return Answer(200, _html(scene, page, target), {"Content-Type": "text/html; charset=utf-8"})
    return None


def _not_found(scene: Scene, target: str) -> Answer:
    page = Page(path="/404/", title="Page not found", body="{{ m.not_found() }}")
    body = _html(scene, page, target)
    return Answer(200 if scene.site.soft_404 else 404, body, {"Content-Type": "text/html; charset=utf-8"})


def _html(scene: Scene, page: Page, target: str) -> bytes:
    values = _values(scene, page, target)
    text = template(page.body).render(values)
    blocks = [Markup(block.strip()) for block in re.split(r"\n\s*\n", text) if block.strip()]
    html = ENVIRONMENT.get_template(f"themes/{scene.site.theme}.html").render(values, blocks=blocks)
    return (html if scene.site.slash else _FINAL_SLASH.sub(r"\1", html)).encode()


def _furniture(scene: Scene, name: str, target: str) -> bytes:
    return ENVIRONMENT.get_template(f"machine/{name}").render(_values(scene, Page("/", "", ""), target)).encode()


def _values(scene: Scene, page: Page, target: str) -> dict[str, Any]:
    """Return what templates can use; `rnd` is the source of all noise."""
    pages = scene.pages()
    path = page.path_in(scene.edition)
    linked = {other.path_in(scene.edition): other for other in pages}
    parents = [f"{parent}/" for parent in PurePosixPath(path).parents if f"{parent}/" in linked]
    posts = sorted((other for other in pages if other.layout == "post"), key=lambda post: post.posted, reverse=True)
    return {
        "site": scene.site, "page": page, "path": path, "target": target, "edition": scene.edition, "now": scene.now,
        "base": scene.base, "rnd": Random(f"{scene.edition} {scene.site.key} {target}"), "posts": posts,
        "pages": pages, "linked": linked, "crumbs": [linked[parent] for parent in reversed(parents)],
        "menu": [linked[entry] for entry in scene.site.menu if entry in linked],
        "below": lambda parent: list(_below(parent, linked)),
    }  # fmt: skip


def _below(parent: str, linked: Mapping[str, Page]) -> Iterable[Page]:
    """Yield the pages one step under a path, without news posts and files."""
    depth = parent.count("/") + 1
    for path, page in linked.items():
        if path.startswith(parent) and path.count("/") == depth and page.layout != "post" and not page.is_file:
            yield page


def _etag(body: bytes) -> str:
    return f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'


def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
