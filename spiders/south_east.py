"""South East."""

from __future__ import annotations

from crawler.base import RegionSpider


class SouthEast(RegionSpider):
    """Crawl the sites of South East.

    Region: South East
    Source: config/regions/south_east.toml
    """

    name = "south_east"
    region = "South East"
