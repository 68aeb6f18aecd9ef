"""Run the spiders of a crawl in one process; Scrapy's reactor starts once, so a process crawls once."""

from __future__ import annotations

import importlib

import click

from config.settings import Settings
from crawler.base import RegionSpider
from crawler.scrapy_options import options
from crawler.session import CrawlSession, Wish
from store.models import SiteRun


def crawl(session: CrawlSession, wish: Wish, settings: Settings, *, verbose: bool) -> list[SiteRun]:
    """Crawl what is wished for, one spider for each region, and return what came of each site.

    Raises CrawlError without a contact, StoreBusyError while another crawl is at work, StoreError where the store takes
    no more, and click.Abort after Ctrl-C or SIGTERM; all that was read until then is kept, and the next crawl goes on.
    """
    from scrapy.crawler import AsyncCrawlerProcess

    scrapy_settings = options(settings, verbose=verbose)
    plans = session.begin(wish)
    share = max(1, settings.crawl.concurrent_requests // max(1, len(plans)))
    try:
        own = {"CONCURRENT_REQUESTS": share, "LOG_INSTALL_ROOT_HANDLER": False}
        process = AsyncCrawlerProcess({**scrapy_settings, **own})
        for region, plan in plans.items():
            process.crawl(spider_of(region), plan=plan, session=session)
        process.start()
    finally:
        site_runs = session.finish()
    if session.failure:
        raise session.failure
    if session.cut_short:
        raise click.Abort
    return site_runs


def spider_of(region: str) -> type[RegionSpider]:
    """Return the spider of a region."""
    module = importlib.import_module(f"spiders.{region.lower().replace(' ', '_')}")
    found = [item for item in vars(module).values() if isinstance(item, type) and issubclass(item, RegionSpider)]
    spider: type[RegionSpider] = next(item for item in found if item.region == region)
    return spider
