"""East of England."""

from __future__ import annotations

from crawler.base import RegionSpider


class EastOfEngland(RegionSpider):
    """Crawl the sites of East of England.

    Region: East of England
    Source: config/regions/east_of_england.toml
    """

    name = "east_of_england"
    region = "East of England"
