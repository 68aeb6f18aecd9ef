"""Ask addresses once, with all the manners of a crawl, and say what came of each. Keeps nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from config.errors import ReadingError
from config.settings import Settings
from crawler.manners.refusals import outcome_of_error
from crawler.outcome import Outcome, status_outcome, text_outcome
from crawler.reading.read import read
from crawler.redirects import MAX_HOPS, next_hop
from crawler.scrapy_options import options
from crawler.urls import host_of, same_host

TIMEOUT_SECONDS = 20
"""A third of a crawl's: somebody is waiting for the answer."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of asking one address.

    `outcome` is answers, redirects, blocked, gone, unreachable or excluded (by robots.txt); `target` is where it
    redirects, if to another host or in circles; `reason` says more in words.
    """

    asked: str
    outcome: str
    status: int | None = None
    target: str = ""
    reason: str = ""


def probe(
    addresses: Sequence[str], settings: Settings, heard: Callable[[Probe], None], *, verbose: bool = False
) -> None:
    """Ask each address once and tell `heard` what came of it. Scrapy can start once in a process.

    Raises CrawlError while no contact is set.
    """
    scrapy_settings = options(settings, verbose=verbose) | {"DOWNLOAD_TIMEOUT": TIMEOUT_SECONDS}
    process = AsyncCrawlerProcess(scrapy_settings, install_root_handler=False)
    process.crawl(ProbeSpider, addresses=tuple(dict.fromkeys(addresses)), heard=heard)
    process.start()


class ProbeSpider(Spider):
    """Follows redirects within the host that was asked, and no others."""

    name = "probe"

    def __init__(self, addresses: Sequence[str], heard: Callable[[Probe], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.addresses = addresses
        self.heard = heard
        self.allowed_hosts = frozenset(map(host_of, addresses))

    async def start(self) -> AsyncIterator[Any]:
        """Ask each address."""
        for address in self.addresses:
            yield self.asking(address, address, 0)

    def asking(self, url: str, address: str, hops: int) -> Request:
        """Return the request for a hop on the way from an address."""
        return Request(
            url,
            self.answered,
            errback=partial(self.failed, address),
            cb_kwargs={"address": address, "hops": hops},
            meta={"handle_httpstatus_all": True},
            dont_filter=True,
        )

    def answered(self, response: Response, address: str, hops: int) -> Iterator[Request]:
        """Follow a hop within the host, else say what came."""
        location = (response.headers.get("Location") or b"").decode("latin-1")
        target = next_hop(response.url, response.status, location)
        if target and same_host(host_of(target), host_of(address)) and hops < MAX_HOPS:
            yield self.asking(target, address, hops + 1)
        elif target:
            self.heard(Probe(address, "redirects", response.status, target))
        else:
            self.heard(judged(address, response))

    def failed(self, address: str, failure: Failure) -> None:
        """Say why there was no answer."""
        outcome = outcome_of_error(failure.value)
        name = "answers" if outcome.name == "unreadable" else outcome.name
        self.heard(Probe(address, name, reason=outcome.reason))


def judged(address: str, response: Response) -> Probe:
    """Return what an answer that is no redirect means; a bot wall often answers with status 200."""
    headers = {name.decode("latin-1").lower(): values[0].decode("latin-1") for name, values in response.headers.items()}
    content_type = headers.get("content-type", "")
    outcome = status_outcome(response.status, headers) or Outcome("ok")
    if outcome.name == "ok" and "html" in content_type.lower():
        try:
            outcome = text_outcome(read(response.body, content_type, response.url), frozenset(), is_home=True)
        except ReadingError as error:
            outcome = Outcome("unreadable", str(error))
    name = outcome.name if outcome.name in ("blocked", "gone", "unreachable") else "answers"
    return Probe(address, name, response.status, reason=outcome.reason)
