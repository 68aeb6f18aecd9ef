"""Crawls in a process of their own, because Scrapy's reactor cannot be started twice.

In a test: `crawl("http://127.0.0.2:8000/", hosts=["127.0.0.2"])` returns what the spider saw. This file is also what
the child process runs: it reads a job as JSON from its input and writes the result as JSON to its output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import load_object

from config.settings import CrawlSettings, Settings
from crawler.manners.refusals import outcome_of_error
from crawler.manners.robots import crawl_delay_seconds, sitemaps
from crawler.scrapy_options import options

ROOT = Path(__file__).parents[2]
CRAWL = {
    "contact": "tests@example.org",
    "delay_seconds": 0.0,
    "concurrent_requests_per_host": 8,
    "allow_private_addresses": True,
}


@dataclass
class Result:
    """What a crawl saw: answers and failures in the order they came, Scrapy's statistics, and its log."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    robots: list[dict[str, Any]] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    log: str = ""

    def answer(self, path: str) -> dict[str, Any]:
        return next(answer for answer in self.answers if answer["url"].endswith(path))

    def failure(self, path: str) -> dict[str, Any]:
        return next(failure for failure in self.failures if failure["url"].endswith(path))


def crawl(
    *urls: str | Mapping[str, Any],
    hosts: Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    then: Mapping[str, Sequence[str]] | None = None,
    crawl_settings: Mapping[str, Any] | None = None,
    spider: str = "tests.crawler.crawling.ListSpider",
) -> Result:
    """Crawl addresses ({"url": ..., "meta": ...} or plain) and return what came of each.

    `then` names addresses to ask once another has answered; `settings` are Scrapy's, over ours; `crawl_settings` are
    fields of CrawlSettings. The environment names a proxy, to see that it is not used.
    """
    job = {
        "requests": [{"url": url} if isinstance(url, str) else dict(url) for url in urls],
        "hosts": list(hosts) if hosts is not None else None,
        "then": {url: list(targets) for url, targets in (then or {}).items()},
        "settings": dict(settings or {}),
        "crawl": CRAWL | dict(crawl_settings or {}),
        "spider": spider,
    }
    ran = subprocess.run(
        [sys.executable, "-c", "from tests.crawler.crawling import main; main()"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "http_proxy": "http://127.0.0.1:9", "no_proxy": ""},
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return Result(**json.loads(ran.stdout), log=ran.stderr)


class ListSpider(Spider):
    """Asks for a list of addresses and writes down what comes of each."""

    name = "list"

    def __init__(self, job: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.allowed_hosts = job["hosts"]
        self.result = Result()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ListSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signal=signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for each in self.job["requests"]:
            yield self.asking(**each)

    def asking(self, url: str, meta: Mapping[str, Any] | None = None) -> Request:
        return Request(url, self.answered, errback=self.failed, meta=dict(meta or {}), dont_filter=True)

    def answered(self, response: Response) -> Iterator[Request]:
        request = response.request
        assert request
        assert self.crawler.engine
        slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
        self.result.answers.append(
            {
                "url": request.url,
                "status": response.status,
                "size": len(response.body),
                "delay": slot.delay,
            }
        )
        for target in self.job["then"].get(request.url, ()):
            yield self.asking(target)

    def failed(self, failure: Any) -> None:
        outcome = outcome_of_error(failure.value)
        self.result.failures.append(
            {
                "url": failure.request.url,
                "kind": type(failure.value).__name__,
                "outcome": outcome.name,
                "reason": outcome.reason,
            }
        )

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        self.result.robots.append(
            {"url": request.url, "sitemaps": sitemaps(robotparser), "crawl_delay": crawl_delay_seconds(robotparser)}
        )


def main() -> None:
    job = json.load(sys.stdin)
    settings = options(Settings(crawl=CrawlSettings(**job["crawl"])), verbose=True) | {
        "LOG_FORMATTER": "scrapy.logformatter.LogFormatter",
        "LOG_LEVEL": "INFO",
        **job["settings"],
    }
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(load_object(job["spider"]))
    process.crawl(crawler, job=job)
    process.start()
    assert isinstance(crawler.spider, ListSpider)
    assert crawler.stats
    result = crawler.spider.result
    out = {"answers": result.answers, "failures": result.failures, "robots": result.robots}
    json.dump({**out, "stats": crawler.stats.get_stats()}, sys.stdout, default=str)
