"""Let `scrapy crawl NAME` work by itself: settings, registry and store as the environment names them."""

from __future__ import annotations

import os
import time

from scrapy import signals
from scrapy.crawler import Crawler

from config.registry import load_registry
from config.settings import find_settings_file, load_settings
from crawler.plan import CrawlPlan
from crawler.scrapy_options import options
from crawler.session import CrawlSession, Wish
from store.engine import open_store


def plan_alone(crawler: Crawler, region: str) -> tuple[CrawlPlan, CrawlSession]:
    """Return the plan for one region, and the session that ends with the spider."""
    settings = load_settings(find_settings_file(), os.environ)
    registry = crawler.settings.get("ICPWATCH_REGISTRY") or load_registry(
        allow_private_addresses=settings.crawl.allow_private_addresses
    )
    crawler.settings.update(options(settings, verbose=True), priority="spider")
    session = CrawlSession(open_store(settings.database), registry, settings, lambda: int(time.time()))
    plans = session.begin(Wish(registry.choose([region], [])))

    def spider_closed() -> None:
        session.finish()

    crawler.signals.connect(spider_closed, signal=signals.spider_closed, weak=False)
    nothing = CrawlPlan(0, settings.crawl, session.clock)
    return plans.get(region, nothing), session
