"""London."""

from __future__ import annotations

from crawler.base import RegionSpider


class London(RegionSpider):
    """Crawl the sites of London.

    Region: London
    Source: config/regions/london.toml
    """

    name = "london"
    region = "London"
