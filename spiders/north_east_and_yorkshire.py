"""North East and Yorkshire."""

from __future__ import annotations

from crawler.base import RegionSpider


class NorthEastAndYorkshire(RegionSpider):
    """Crawl the sites of North East and Yorkshire.

    Region: North East and Yorkshire
    Source: config/regions/north_east_and_yorkshire.toml
    """

    name = "north_east_and_yorkshire"
    region = "North East and Yorkshire"
