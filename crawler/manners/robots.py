"""robots.txt, obeyed also by requests that wait for it, and read as RFC 9309 has it.

Scrapy 2.19 hands all waiting requests the same Deferred, and only the first of them sees the rules; and it reads rules
from any answer, whatever its status. Both are mended here. A host's file is fetched once in a crawl.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from crawler.manners.refusals import ExcludedError, RestingError, RulesUnknownError, outcome_of_error

AGENT = "icpwatch"
"""The name that a robots.txt may address us by."""

MAX_BYTES = 512_000
"""RFC 9309 asks for at least 500 KiB of a robots.txt to be read; more would only cost time."""

_FORBID_ALL = b"User-agent: *\nDisallow: /\n"

logger = logging.getLogger(__name__)


class Rules(NamedTuple):
    """The text to take rules from, and why they are not known, if they are not."""

    text: bytes
    unknown: str = ""


def rules_of(status: int, content_type: str, body: bytes) -> Rules:
    """Return the rules that an answer for robots.txt stands for.

    A page of HTML is no robots.txt, whatever its status; 4xx means that there are no rules; a server error, or being
    asked to slow down (429), forbids everything for now.
    """
    if status == 429 or status >= 500:
        return Rules(_FORBID_ALL, f"robots.txt answered {status}")
    is_page = "html" in content_type.lower() or body.lstrip()[:1] == b"<"
    return Rules(b"" if is_page or not 200 <= status < 300 else body[:MAX_BYTES])


def crawl_delay_seconds(parser: RobotParser) -> float | None:
    """Return the Crawl-delay of a parser as sent with the signal `robots_parsed`, if it has one."""
    return parser.crawl_delay(AGENT)


def sitemaps(parser: RobotParser) -> tuple[str, ...]:
    """Return the Sitemap lines of a parser as sent with the signal `robots_parsed`."""
    return tuple(parser.rp.sitemaps) if isinstance(parser, ProtegoRobotParser) else ()


class Robots(RobotsTxtMiddleware):
    """Forbids what robots.txt forbids. Takes the place of Scrapy's own middleware."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unknown: dict[str, str] = {}  # host and port: why its rules are not known

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise unless the rules allow the request."""
        if reason := self._unknown.get(urlparse_cached(request).netloc):
            self._stats.inc_value("robotstxt/unknown")
            raise RulesUnknownError(reason)
        if rp is not None and not rp.allowed(request.url, AGENT):
            self._stats.inc_value("robotstxt/forbidden")
            raise ExcludedError("robots.txt forbids it")

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host, fetched by the first request that asks."""
        netloc = urlparse_cached(request).netloc
        if netloc not in self._parsers:
            waiting: Deferred[RobotParser | None] = Deferred()
            self._parsers[netloc] = waiting
            rules = await self._fetch(request)
            if rules.unknown:
                self._unknown[netloc] = rules.unknown
            parser = ProtegoRobotParser.from_crawler(self.crawler, rules.text)
            await self.crawler.signals.send_catch_log_async(
                signal=signals.robots_parsed, robotparser=parser, request=request
            )
            self._parsers[netloc] = parser
            waiting.callback(parser)
        known = self._parsers[netloc]
        return await maybe_deferred_to_future(_copy(known)) if isinstance(known, Deferred) else known

    async def _fetch(self, request: Request) -> Rules:
        parts = urlparse_cached(request)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        asking = Request(
            address, priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            assert self.crawler.engine
            response: Response = await self.crawler.engine.download_async(asking)
        except RestingError as error:
            return Rules(_FORBID_ALL, str(error))
        except IgnoreRequest:
            # It redirects off our sites, or without end: to RFC 9309 there is no such file.
            return Rules(b"")
        except Exception as error:
            reason = outcome_of_error(error).reason
            logger.debug("%s: %s", address, reason)
            return Rules(_FORBID_ALL, reason)
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return rules_of(response.status, content_type, response.body)


def _copy(waiting: Deferred[RobotParser | None]) -> Deferred[RobotParser | None]:
    """Return a Deferred of its own for one waiter: awaiting the shared one would empty it for the next."""
    own: Deferred[RobotParser | None] = Deferred()

    def pass_on(parser: RobotParser | None) -> RobotParser | None:
        own.callback(parser)
        return parser

    waiting.addCallback(pass_on)
    return own
