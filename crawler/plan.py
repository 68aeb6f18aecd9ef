"""What a crawl is to do, as values: which sites, and what is known of each. Made before the spiders start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config.settings import CrawlSettings
from config.systems import Site, System
from store.visits import KnownPage

StoredLinks = Callable[[str], Sequence[tuple[str, str, str]]]
"""The links of a page by its address, as (address, text, place), from an earlier crawl."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One site to crawl.

    `discover` false asks only for the home page and the watched pages: for a re-check, or of a dissolved body.
    """

    site_id: int
    site: Site
    system: System
    known: tuple[KnownPage, ...]
    stored_links: StoredLinks
    vendor: str = ""
    other_bodies: tuple[str, ...] = ()
    discover: bool = True
    max_pages: int = 400


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """The sites of one region in one crawl; `clock` gives the time of each visit in seconds since 1970."""

    run_id: int
    settings: CrawlSettings
    clock: Callable[[], int]
    sites: tuple[SitePlan, ...] = ()
