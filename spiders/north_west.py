"""North West."""

from __future__ import annotations

from crawler.base import RegionSpider


class NorthWest(RegionSpider):
    """Crawl the sites of North West.

    Region: North West
    Source: config/regions/north_west.toml
    """

    name = "north_west"
    region = "North West"
