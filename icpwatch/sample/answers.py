"""What a sample host answers to a request: a plain function of site, edition, address and request headers.

Noise comes from a generator seeded with edition and address, so that an edition is the same each time it is served.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
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
_MACHINE_FILES = ("/robots.txt", "/sitemap.xml", "/wp-sitemap.xml", "/wp-sitemap-posts-page-1.xml", "/feed/")
_FINAL_SLASH = re.compile(r'(href="/[^"?#.]+)/(?=["?#])')
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_NOT_FOUND = Page("/404/", "Page not found", "{{ m.not_found() }}")


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

    def pages(self) -> list[Page]:
        """Return the pages that are there now."""
        return self.site.present(self.edition, self.times[self.edition])


def answer(scene: Scene, target: str, headers: Mapping[str, str]) -> Answer:
    """Return what the host says to a GET of `target` (path and query)."""
    site, edition, path = scene.site, scene.edition, urlsplit(target).path
    if edition in site.down:
        return Answer(503, _bare(scene, "down.html", target), _HTML | {"Retry-After": "3600"})
    if edition in site.walled:
        return Answer(
            403, _bare(scene, "wall.html", target), _HTML | {"Server": "cloudflare", "CF-RAY": "7551ab0c8d2e"}
        )
    if site.forwards and edition >= site.forwards["edition"]:
        return Answer(301, b"", {"Location": scene.base[site.forwards["to"]]})
    if path in _MACHINE_FILES and ("sitemap" not in path or _has_sitemap(site, path)):
        kind = "text/plain" if path.endswith(".txt") else "application/xml"
        return Answer(200, _bare(scene, path.strip("/"), target), {"Content-Type": f"{kind}; charset=utf-8"})
    return _page(scene, target, headers) or _endless(scene, target) or _not_found(scene, target)


def _has_sitemap(site: Site, path: str) -> bool:
    return site.sitemap and path.startswith("/wp-") == (site.theme == "wordpress")


def _page(scene: Scene, target: str, headers: Mapping[str, str]) -> Answer | None:
    """Return the page of this address, the way to it, or None where there is none now."""
    site, parts, key = scene.site, urlsplit(target), scene.site.key_of(target)
    number = re.fullmatch(r"p=(\d+)", parts.query) if site.theme == "wordpress" else None
    page = site.pages[int(number[1]) % len(site.pages)] if number else site.find(target)
    if page is None or page not in scene.pages():
        return None
    here = site.spelt(page.path_in(scene.edition))
    if key != site.key_of(here) and not number:
        forwarded = page.move is not None and page.move.redirect and key == site.key_of(page.path)
        return Answer(301, b"", {"Location": here}) if forwarded else None
    if number or (site.theme != "moderngov" and parts.path != here):
        return Answer(301, b"", {"Location": here})
    full = _file(scene, page) if page.is_file else _document(scene, page, target)
    return _not_modified(full, headers) or full


def _document(scene: Scene, page: Page, target: str) -> Answer:
    body = _html(scene, page, target)
    validators = _validators(body, scene.times[scene.edition])
    wanted = {"etag": "ETag", "modified": "Last-Modified"}.get(scene.site.validators)
    return Answer(200, body, _HTML | {name: value for name, value in validators.items() if name == wanted})


def _file(scene: Scene, page: Page) -> Answer:
    """Return a PDF or DOCX; its Last-Modified is the time of the first edition with these bytes."""
    make, kind = _MAKERS[PurePosixPath(page.path).suffix]
    texts = [template(page).render(edition=edition) for edition in range(scene.edition + 1)]
    body = make(texts[-1])
    validators = _validators(body, scene.times[texts.index(texts[-1])]) if scene.site.validators else {}
    return Answer(200, body, {"Content-Type": kind} | validators)


def _validators(body: bytes, since: datetime) -> dict[str, str]:
    tag = hashlib.blake2b(body, digest_size=10).hexdigest()
    return {"ETag": f'"{tag}"', "Last-Modified": format_datetime(since, usegmt=True)}


def _not_modified(full: Answer, asked: Mapping[str, str]) -> Answer | None:
    """Return a 304 if a validator of the request holds; an ETag goes before a date, as RFC 9110 has it."""
    own = full.headers
    tag, since, modified = asked.get("If-None-Match"), asked.get("If-Modified-Since"), own.get("Last-Modified")
    if tag:
        same = tag == own.get("ETag")
    else:
        same = bool(since and modified and parsedate_to_datetime(modified) <= parsedate_to_datetime(since))
    return Answer(304, b"", own) if same else None


def _endless(scene: Scene, target: str) -> Answer | None:
    """Return a page of a trap (calendar, facets, search), which has any number of addresses."""
    for prefix, name in scene.site.traps.items():
        if urlsplit(target).path.lower().startswith(prefix):
            page = Page(prefix, name.removesuffix(".html").capitalize(), f'{{% include "traps/{name}" %}}')
            return Answer(200, _html(scene, page, target), _HTML)
    return None


def _not_found(scene: Scene, target: str) -> Answer:
    return Answer(200 if scene.site.soft_404 else 404, _html(scene, _NOT_FOUND, target), _HTML)


def _html(scene: Scene, page: Page, target: str) -> bytes:
    """Return a page in its theme; each block of its text, parted by empty lines, is wrapped as the CMS does."""
    values = _values(scene, page, target)
    text = template(page).render(values)
    blocks = [Markup(block.strip()) for block in re.split(r"\n\s*\n", text) if block.strip()]
    html = ENVIRONMENT.get_template(f"themes/{scene.site.theme}.html").render(values, blocks=blocks)
    return (html if scene.site.slash else _FINAL_SLASH.sub(r"\1", html)).encode()


def _bare(scene: Scene, name: str, target: str) -> bytes:
    return ENVIRONMENT.get_template(f"machine/{name}").render(_values(scene, _NOT_FOUND, target)).encode()


def _values(scene: Scene, page: Page, target: str) -> dict[str, Any]:
    """Return what templates can use; `rnd` is the source of all noise."""
    site, edition, path = scene.site, scene.edition, page.path_in(scene.edition)
    linked = {other.path_in(edition): other for other in scene.pages()}
    parents = [f"{parent}/" for parent in PurePosixPath(path).parents if f"{parent}/" in linked]
    posts = [other for other in linked.values() if other.layout == "post"]
    return {
        "site": site, "page": page, "path": path, "target": target, "edition": edition, "now": scene.times[edition],
        "base": scene.base, "linked": linked, "rnd": Random(f"{edition} {site.key} {target}"),
        "posts": sorted(posts, key=lambda post: post.posted, reverse=True),
        "menu": [linked[entry] for entry in site.menu if entry in linked],
        "crumbs": [linked[parent] for parent in reversed(parents)],
        "below": lambda parent: list(_below(parent, linked)),
    }  # fmt: skip


def _below(parent: str, linked: Mapping[str, Page]) -> Iterator[Page]:
    """Yield the pages one step under a path, without news posts and files."""
    for path, page in linked.items():
        one_step = path.startswith(parent) and path.count("/") == parent.count("/") + 1
        if one_step and page.layout != "post" and not page.is_file:
            yield page
