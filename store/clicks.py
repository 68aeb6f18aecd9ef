"""Count the clicks from the ICB's home page to each page of a system, over the links that were stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.links import load_links
from store.models import Address, Page, SiteRow
from store.targets import normal_target

EXACT_CLICKS = 2
"""What the home page links to is known, so a way of up to two clicks is the shortest; pages one click away that were
not fetched may hide a shorter one than any longer way."""

Links = Mapping[str, Sequence[tuple[str, str]]]
"""For each address, the addresses it links to with the text of the link."""


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way to a page: its steps as (link text, address), the home page first."""

    steps: tuple[tuple[str, str], ...]

    @property
    def clicks(self) -> int:
        """Return the number of clicks."""
        return len(self.steps) - 1


def shortest_ways(home: str, links: Links) -> dict[str, Way]:
    """Return the shortest way from the home page to each address that can be reached.

    >>> shortest_ways("/", {"/": [("/a", "About")], "/a": [("/b", "Board")]})["/b"].clicks
    2
    """
    ways = {home: Way((("Home", home),))}
    queue = deque([home])
    while queue:
        here = queue.popleft()
        for target, text in links.get(here, ()):
            if target not in ways:
                ways[target] = Way((*ways[here].steps, (text or target, target)))
                queue.append(target)
    return ways


def count_clicks(session: Session, system_id: str) -> None:
    """Store the clicks and the path of each page of a system, and watch the pages on the paths to the partnership's."""
    sites = list(session.scalars(select(SiteRow).where(SiteRow.system_id == system_id).order_by(SiteRow.id)))
    pages = list(session.scalars(select(Page).where(Page.system_id == system_id, Page.state == "live")))
    addresses = _addresses(session, system_id, pages)
    links = {page.url: list(_links(session, page, addresses)) for page in pages}
    icb = next((site.url for site in sites if site.role == "icb"), None)
    ways = shortest_ways(icb, links) if icb else {}
    own = {site.id: shortest_ways(site.url, links) for site in sites}
    for page in pages:
        _store_way(page, ways.get(page.url), own[page.site_id].get(page.url))
    _watch_paths(pages)


def _addresses(session: Session, system_id: str, pages: Iterable[Page]) -> dict[str, str]:
    """Return the address of a page by each that links to it may have: earlier ones, and those that redirect to it."""
    of_pages = select(Address.url, Page.url).join(Page, Page.id == Address.page_id).where(Page.system_id == system_id)
    addresses = {normal_target(url): page for url, page in session.execute(of_pages.order_by(Address.since))}
    return addresses | {normal_target(page.url): page.url for page in pages}


def _links(session: Session, page: Page, addresses: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for url, text, _ in load_links(session, page.links_hash):
        if target := addresses.get(normal_target(url)):
            yield target, text


def _store_way(page: Page, way: Way | None, own: Way | None) -> None:
    page.clicks = way.clicks if way else None
    page.clicks_exact = way is not None and way.clicks <= EXACT_CLICKS
    page.clicks_own_site = own.clicks if own else None
    page.click_path = [list(step) for step in (way or own or Way(())).steps]


def _watch_paths(pages: Iterable[Page]) -> None:
    by_url = {page.url: page for page in pages}
    for page in list(by_url.values()):
        if page.is_icp:
            for _, url in page.click_path:
                if url in by_url:
                    by_url[url].watched = True
