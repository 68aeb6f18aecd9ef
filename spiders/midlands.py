"""Midlands."""

from __future__ import annotations

from crawler.base import RegionSpider


class Midlands(RegionSpider):
    """Crawl the sites of Midlands.

    Region: Midlands
    Source: config/regions/midlands.toml
    """

    name = "midlands"
    region = "Midlands"
