"""Patience: two more tries after a server error, a time-out or a cut-off answer; none against a host that rests."""

from __future__ import annotations

import logging
import time

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from crawler.manners.refusals import RestingError
from crawler.manners.throttle import MAX_PAUSE_SECONDS, retry_after_seconds

logger = logging.getLogger(__name__)


class Retry(RetryMiddleware):
    """Tries again, when and if the host wants it. Takes the place of Scrapy's own middleware.

    A short Retry-After is waited for (see crawler.manners.throttle); after a long one the host is not asked again in
    this crawl, and its busy answer is handed to the spider.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.resting: dict[str, str] = {}

    def process_request(self, request: Request) -> None:
        """Raise RestingError for a host that asked to be left alone."""
        if reason := self.resting.get(urlparse_cached(request).hostname or ""):
            raise RestingError(reason)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return a new request where trying again makes sense, else the response."""
        wait = retry_after_seconds(response, int(time.time()))
        if wait is not None and wait > MAX_PAUSE_SECONDS:
            host = urlparse_cached(request).hostname or ""
            self.resting[host] = f"the server is busy and asks to be left alone for {wait:.0f} seconds"
            logger.info("%s: %s", host, self.resting[host])
            return response
        return super().process_response(request, response)
