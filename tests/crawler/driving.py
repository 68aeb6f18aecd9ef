"""Crawls without Scrapy's engine: the real spider, session and store, and a function in place of the web.

Quick enough for sites of hundreds of pages; what the engine and the middlewares do is tested over real HTTP.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from config.registry import Registry
from config.settings import CrawlSettings, Settings
from config.systems import System
from crawler.base import RegionSpider
from crawler.session import CrawlSession, Wish
from crawler.site_crawl import SiteEnd
from store.engine import Store, open_store
from store.models import Page, SiteRun

START = 1_664_780_400  # 3 October 2022, 08:00 in London
DAY = 86_400


@dataclass(frozen=True)
class Reply:
    """What the made web answers."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


Fetch = Callable[[str, Mapping[str, str]], "Reply | Exception"]
"""(address, request headers) -> an answer, or the error in place of one."""


@dataclass
class Drive:
    """A store and the sites of some systems; each `crawl` is a day after the last."""

    folder: Path
    systems: Sequence[System]
    fetch: Fetch
    settings: CrawlSettings = field(default_factory=CrawlSettings)
    now: int = START
    asked: list[str] = field(default_factory=list)
    """The addresses of the last crawl, in order."""

    def __post_init__(self) -> None:
        self.store: Store = open_store(f"sqlite:///{self.folder / 'drive.db'}")

    def crawl(self, **wish: Any) -> list[SiteRun]:
        """Crawl all systems and return what came of each site."""
        registry = Registry({system.id: system for system in self.systems})
        session = CrawlSession(self.store, registry, Settings(crawl=self.settings), lambda: self.now)
        self.asked.clear()
        for plan in session.begin(Wish(self.systems, **wish)).values():
            self._run(RegionSpider(name="made", plan=plan, session=session), session)
        site_runs = session.finish()
        self.now += DAY
        return site_runs

    def pages(self) -> dict[str, Page]:
        """Return the pages of the store by their addresses."""
        with self.store.read() as session:
            return {page.url: page for page in session.query(Page).all()}

    def _run(self, spider: RegionSpider, session: CrawlSession) -> None:
        waiting: deque[Request] = deque(asyncio.run(_all(spider.start())))
        while waiting:
            for out in self._answers(waiting.popleft()):
                if isinstance(out, Request):
                    waiting.append(out)
                elif isinstance(out, SiteEnd):
                    session.end_site(out)
                else:
                    session.take(out.site_id, out.visit)

    def _answers(self, request: Request) -> list[Any]:
        self.asked.append(request.url)
        sent = {
            "If-None-Match": request.meta.get("etag", ""),
            "If-Modified-Since": request.meta.get("last_modified", ""),
        }
        reply = self.fetch(request.url, {name: value for name, value in sent.items() if value})
        if isinstance(reply, Exception):
            failure = Failure(reply)  # type: ignore[no-untyped-call]
            failure.request = request  # type: ignore[attr-defined]
            return list(request.errback(failure))  # type: ignore[misc]
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        kind = HtmlResponse if "html" in reply.headers.get("Content-Type", "") else Response
        response = kind(request.url, reply.status, dict(reply.headers), body, request=request)
        return list(request.callback(response, **request.cb_kwargs))  # type: ignore[misc]


async def _all(requests: Any) -> list[Request]:
    return [request async for request in requests]


def path_of(url: str) -> str:
    """Return the path and the query of an address."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
