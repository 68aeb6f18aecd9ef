"""Bare Scrapy on the farm, fetching and nothing else: what our own crawl is measured against.

`python -m tests.bench.bare SITES PAGES PORT [again]`; with `again`, each page is asked for with its validator.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from tests.bench.farm import host, path


class Bare(Spider):
    """Fetches every page; with `tags`, a validator that holds goes with each."""

    name = "bare"

    def __init__(self, urls: list[str], tags: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls, self.tags = urls, tags
        self.fetched = 0

    async def start(self) -> AsyncIterator[Any]:
        """Ask for all pages."""
        for url in self.urls:
            yield Request(url, self.parse, dont_filter=True, meta={"handle_httpstatus_all": True})

    def parse(self, response: Response) -> Any:
        """Count it; the second round asks again with what the first brought."""
        self.fetched += 1
        if self.tags and response.status == 200:
            tag = response.headers["ETag"]
            yield Request(
                response.url, self.parse, dont_filter=True, headers={"If-None-Match": tag}, meta=response.meta
            )


def main(sites: int, pages: int, port: int, again: bool) -> None:
    """Crawl the farm and print how many answers came."""
    urls = [f"http://{host(site)}:{port}{path(page)}" for page in range(pages) for site in range(sites)]
    settings = {
        "CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0, "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "ROBOTSTXT_OBEY": False,
    }  # fmt: skip
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, urls=urls, tags=again)
    process.start()
    assert isinstance(crawler.spider, Bare)
    print(crawler.spider.fetched)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), "again" in sys.argv[4:])
