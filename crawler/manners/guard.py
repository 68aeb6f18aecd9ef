"""The guard: whom we ask at all, and how much we take.

Only http and https, only hosts that are listed, only addresses on the public internet. Addresses written as numbers
are judged before the request; names are judged by what they resolve to, at the moment of connecting, so that a name
cannot be re-bound to a private address in between.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Headers
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from config.addresses import is_private_ip
from crawler.manners.refusals import PrivateAddressError, UnlistedError

ALLOW_PRIVATE = "ICPWATCH_ALLOW_PRIVATE_ADDRESSES"
"""Scrapy setting: true for the demo, for tests and for one's own network."""

MAX_HTML_BYTES = 5_000_000
"""More than any page that people read; parsing time and memory grow with it."""

MAX_DOCUMENT_BYTES = 50_000_000
"""Board packs with scanned pages reach tens of megabytes."""

logger = logging.getLogger(__name__)


def check_address(url: str, hosts: Collection[str] | None, *, allow_private: bool) -> None:
    """Raise UnlistedError or PrivateAddressError for an address that must not be asked.

    `hosts` are the listed host names in lower case, None where any may be asked; a leading www. makes no difference.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise UnlistedError("it is no web address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise UnlistedError("it is no web address")
    if hosts is not None and not {host, host.removeprefix("www."), f"www.{host}"} & set(hosts):
        raise UnlistedError(f"{host} is not listed")
    if is_private_ip(host) and not allow_private:
        raise PrivateAddressError(f"{host} is a private address")


def size_limit(content_type: str) -> int:
    """Return how many bytes of a body of this type are taken, before and after decompression."""
    return MAX_HTML_BYTES if "html" in content_type.lower() else MAX_DOCUMENT_BYTES


class Guard:
    """Refuses what must not be asked, and sets the size limit by type.

    The listed hosts are the spider's `allowed_hosts`; a spider without that attribute (scrapy shell) may ask any.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allow_private = crawler.settings.getbool(ALLOW_PRIVATE)
        crawler.signals.connect(self._headers_received, signal=signals.headers_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the guard of a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise for a request that must not be sent."""
        hosts = getattr(self.crawler.spider, "allowed_hosts", None)
        check_address(request.url, hosts, allow_private=self.allow_private)

    def _headers_received(self, headers: Headers, body_length: int, request: Request, spider: Spider) -> None:
        """Set the limit by the type that the server gives; the body is read, and unpacked, under this limit."""
        request.meta["download_maxsize"] = size_limit((headers.get("Content-Type") or b"").decode("latin-1"))


class GuardedResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does, and to public addresses only."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Return the resolver of a process; Scrapy makes one for all its crawls."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool(ALLOW_PRIVATE)
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Return the address of a name; fails with DNSLookupError, so that nothing is asked, if it is private."""
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if self.allow_private or not is_private_ip(address):
            return address
        logger.warning("%s leads to the private address %s and is not asked", name, address)
        raise DNSLookupError(f"{name} leads to a private address")
