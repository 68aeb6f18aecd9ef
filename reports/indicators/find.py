"""Can people find it? F1 to F3."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.indicators import Indicator
from reports.indicators.view import Answer, View, host, is_site_map, on_page
from store.models import Page
from store.reading import Link

SOME_CLICKS = {0: "met", 1: "met", 2: "met", 3: "part"}


def f1(view: View, indicator: Indicator) -> Answer:
    """Is there a page about the partnership?"""
    if view.own:
        return on_page("met", f"“{view.own[0].title}”{_named(view, view.own[0])}", view.own[0])
    unsure = [p for p in view.standing if p.is_icp is None and "about" in p.kinds]
    section = [*view.icp, *unsure]
    if section:
        return on_page("part", f"Only within “{section[0].title}”", section[0])
    return view.absent(indicator)


def f2(view: View, indicator: Indicator) -> Answer:
    """How many clicks from the board's home page?"""
    reached = [page for page in view.own if page.clicks is not None]
    if not reached:
        return view.absent(indicator)
    page = reached[0]
    level = SOME_CLICKS.get(page.clicks or 0, "not-found")
    way = " › ".join(str(step[0]) for step in page.click_path)
    most = "" if page.clicks_exact or page.clicks in (0, 1) else "at most "
    clicks = f"{page.clicks} click{'s' * (page.clicks != 1)}"
    return on_page(level, f"{most.capitalize()}{clicks}{f': {way}' if way else ''}", page)


def f3(view: View, indicator: Indicator) -> Answer:
    """Is it in the menu and the site map?"""
    menu = _linked(view, [site.url for site in view.sites if site.role == "icb"], only_menu=True)
    maps = [page for page in view.standing if is_site_map(page)]
    listed = _linked(view, [page.url for page in maps], only_menu=False)
    if menu and listed:
        return on_page("met", f"In the menu as “{menu[1]}”, and in the site map", menu[0])
    if menu and not maps:
        return on_page("met", f"In the menu as “{menu[1]}”; we saw no site map to look in", menu[0])
    if menu:
        return on_page("part", f"In the menu as “{menu[1]}”; we did not find it in a site map", menu[0])
    if listed:
        return on_page("part", "In the site map; we did not find it in the menu", listed[0])
    return view.absent(indicator)


def _linked(view: View, urls: list[str], *, only_menu: bool) -> tuple[Page, str] | None:
    """Return the first of the pages at these addresses that links to the partnership's page, and the link's words."""
    wanted = {_plain(page.url) for page in view.own}
    for page in view.standing:
        reading = view.readings.get(page.id)
        if reading is None or _plain(page.url) not in map(_plain, urls):
            continue
        for block, link in reading.links():
            if _plain(link.url) in wanted and (not only_menu or block.place in ("header", "nav", "footer")):
                return page, link_words(link)
    return None


def link_words(link: Link) -> str:
    """Return the words of a link, or its address where it has none."""
    return link.text or link.url


def _plain(url: str) -> str:
    return host(url) + urlsplit(url).path.rstrip("/")


def _named(view: View, page: Page) -> str:
    sites = {site.id: site for site in view.sites}
    site = sites[page.site_id]
    return "" if site.role == "icb" else f", on {host(site.url)}, not the board's site"
