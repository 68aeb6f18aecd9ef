"""Scrapy's settings for a crawl: the fixed ones of config/scrapy_settings.py, and those that follow from ours."""

from __future__ import annotations

from config import scrapy_settings
from config.errors import CrawlError
from config.settings import Settings
from config.version import VERSION

_FIXED = {name: value for name, value in vars(scrapy_settings).items() if name.isupper()}


def options(settings: Settings, *, verbose: bool) -> dict[str, object]:
    """Return Scrapy's settings for a crawl. Raises CrawlError while no contact is set."""
    crawl = settings.crawl
    return {
        **_FIXED,
        "USER_AGENT": user_agent(VERSION, crawl.contact),
        "CONCURRENT_REQUESTS": crawl.concurrent_requests,
        "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.concurrent_requests_per_host,
        "DOWNLOAD_DELAY": crawl.delay_seconds,
        "AUTOTHROTTLE_START_DELAY": crawl.delay_seconds,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(crawl.concurrent_requests_per_host),
        "ICPWATCH_ALLOW_PRIVATE_ADDRESSES": crawl.allow_private_addresses,
        "LOG_ENABLED": verbose,
        "LOG_LEVEL": "DEBUG",
    }


def user_agent(version: str, contact: str) -> str:
    """Return how we name ourselves to a server: the program, its version, and whom to complain to.

    Raises CrawlError, with the line to write, while no contact is set.
    """
    if not contact:
        raise CrawlError(
            "no contact is set: people whose sites are visited must be able to reach you; "
            'write contact = "you@example.org" under [crawl] in icpwatch.toml'
        )
    return f"icpwatch/{version} (+{contact})"
