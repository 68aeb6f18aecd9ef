"""Can people find it? F1 to F3."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.indicators import Indicator
from reports.indicators.view import View, on_page
from reports.words import counted, host_of
from store.models import Page
from store.scores import Answer

LEVELS = {0: "met", 1: "met", 2: "met", 3: "part"}  # by clicks


def f1(view: View, indicator: Indicator) -> Answer | None:
    """Is there a page about the partnership?"""
    if view.own:
        page = view.own[0]
        site = next(site for site in view.sites if site.id == page.site_id)
        elsewhere = "" if site.role == "icb" else f", on {host_of(site.url)}, not the board’s site"
        return on_page("met", f"“{page.title}”{elsewhere}", page)
    unsure = [page for page in view.standing if page.is_icp is None and "about" in page.kinds]
    within = next(iter(view.icp + unsure), None)
    return on_page("part", f"Only within “{within.title}”", within) if within else None


def f2(view: View, indicator: Indicator) -> Answer | None:
    """How many clicks from the board's home page?"""
    page = next((page for page in view.own if page.clicks is not None), None)
    if page is None or page.clicks is None:
        return None
    most = "" if page.clicks_exact or page.clicks < 2 else "At most "
    way = ": " * bool(page.click_path) + " › ".join(words for words, _ in page.click_path)
    return on_page(LEVELS.get(page.clicks, "not-found"), f"{most}{counted(page.clicks, 'click')}{way}", page)


def f3(view: View, indicator: Indicator) -> Answer | None:
    """Is it in the menu and the site map?"""
    board = {site.id: site.url for site in view.sites if site.role == "icb"}
    mapped = [page for page in view.standing if page.in_sitemap and page.site_id in board]
    listed = next((page for page in view.own if page in mapped), None)
    menu = _menu_entry(view, set(board.values()))
    if not menu:
        return on_page("part", "In the site map; we did not find it in the menu", listed) if listed else None
    home, words = menu
    where = f"In the menu as “{words}”"
    if listed:
        return on_page("met", f"{where}, and in the site map", home)
    if mapped:
        return on_page("part", f"{where}; we did not find it in the site map", home)
    return on_page("met", f"{where}; we saw no site map to look in", home)


def _menu_entry(view: View, homes: set[str]) -> tuple[Page, str] | None:
    """Return the home page whose menu links to a page of the partnership, and the words of the link."""
    wanted = {_plain(page.url) for page in view.own}
    for page in view.standing:
        reading = view.readings.get(page.id) if page.url in homes else None
        for block, link in reading.links() if reading else ():
            if _plain(link.url) in wanted and block.place in ("header", "nav", "footer"):
                return page, link.text or link.url
    return None


def _plain(url: str) -> str:
    return host_of(url) + urlsplit(url).path.rstrip("/")
