"""South West."""

from __future__ import annotations

from crawler.base import RegionSpider


class SouthWest(RegionSpider):
    """Crawl the sites of South West.

    Region: South West
    Source: config/regions/south_west.toml
    """

    name = "south_west"
    region = "South West"
