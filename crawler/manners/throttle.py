"""Pacing: Scrapy's AutoThrottle with a floor under each host, raised by Crawl-delay and by what a busy server says.

AutoThrottle alone lowers the delay of a host below what was asked for it, and Scrapy reads no Crawl-delay.
"""

from __future__ import annotations

import time
from datetime import UTC
from email.utils import parsedate_to_datetime

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.manners.robots import crawl_delay_seconds

MAX_CRAWL_DELAY_SECONDS = 60.0
"""A Crawl-delay above this is held to be a mistake: 150 pages would take more than two hours."""

MAX_PAUSE_SECONDS = 120.0
"""A host that asks for a longer wait is left alone for the rest of the crawl."""

MAX_BUSY_DELAY_SECONDS = 30.0
"""As far as the delay is doubled for a host that answers 429 and does not say how long to wait."""

BUSY = (429, 503)


def retry_after_seconds(response: Response, now: int) -> float | None:
    """Return how many seconds a busy server (429, 503) asks us to wait; None if it does not say."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if response.status not in BUSY or not value:
        return None
    if value.isdecimal():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)


def floor_seconds(crawl_delay: float | None) -> float:
    """Return the shortest time between two requests that a Crawl-delay, or none, stands for."""
    return min(max(crawl_delay or 0.0, 0.0), MAX_CRAWL_DELAY_SECONDS)


class Throttle(AutoThrottle):
    """Paces each host. Takes the place of Scrapy's own extension.

    Where no delay at all is set (one's own test sites), it adapts nothing and holds only what hosts ask for.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.floors: dict[str, float] = {}
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self._reached_downloader, signal=signals.request_reached_downloader)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        self._raise_floor(host, floor_seconds(crawl_delay_seconds(robotparser)))

    def _raise_floor(self, host: str, seconds: float) -> None:
        self.floors[host] = max(seconds, self.floors.get(host, 0.0))

    def _reached_downloader(self, request: Request, spider: Spider) -> None:
        """Put the floor under the slot before its queue is looked at; Scrapy drops idle slots and makes new ones."""
        host, slot = self._get_slot(request, spider)
        if host and slot:
            slot.delay = max(slot.delay, self.floors.get(host, 0.0))

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        host, slot = self._get_slot(request, spider)
        if not host or slot is None:
            return
        if response.status in BUSY:
            self._slow_down(host, slot, response)
        slot.delay = max(slot.delay, self.floors.get(host, 0.0))

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        if self.mindelay > 0:
            super()._adjust_delay(slot, latency, response)

    def _slow_down(self, host: str, slot: Slot, response: Response) -> None:
        wait = retry_after_seconds(response, int(time.time()))
        if wait is None:
            if response.status == 429:
                self._raise_floor(host, min(2 * slot.delay, MAX_BUSY_DELAY_SECONDS))
        elif wait <= MAX_PAUSE_SECONDS:
            pause(slot, wait, time.monotonic())


def pause(slot: Slot, seconds: float, now: float) -> None:
    """Let nothing out of a slot for some seconds; `now` is the monotonic clock's.

    The slot sends its next request `delay` after `lastseen`, and not at all later where there is no delay.
    """
    slot.delay = max(slot.delay, 0.001)
    slot.lastseen = max(slot.lastseen, now + seconds - slot.delay)
