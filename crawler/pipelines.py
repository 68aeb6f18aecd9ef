"""Hands what the spiders collect to the session, which stores it."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from crawler.base import RegionSpider
from crawler.site_crawl import SiteEnd


class Remember:
    """Store each visit, and settle each site when its crawl ends."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Remember:
        """Return the pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Hand in a visit, or the end of a site; what the store refuses ends the crawl, so it is kept for the end."""
        spider = self.crawler.spider
        assert isinstance(spider, RegionSpider)
        session = spider.session
        try:
            if session.failure is None:
                session.end_site(item) if isinstance(item, SiteEnd) else session.take(item.site_id, item.visit)
        except Exception as error:
            session.failure = error
        return item
