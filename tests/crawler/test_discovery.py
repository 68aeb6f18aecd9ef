"""Finding the partnership's pages on made sites of 500 pages, within 150 fetches of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.settings import CrawlSettings
from crawler.frontier import Candidate, Found, Frontier
from crawler.vendors.base import Vendor
from store.models import Page
from tests.crawler.driving import Drive
from tests.crawler.made_sites import BUDGET, PAGES, MadeSite, made_sites

SITES = made_sites(seed=0)
LIMITS = CrawlSettings(max_pages_per_site=BUDGET)


@pytest.mark.parametrize("site", SITES, ids=[site.key for site in SITES])
def test_the_pages_are_found_within_the_budget_and_clicks_are_true(site: MadeSite, tmp_path: Path) -> None:
    drive = Drive(tmp_path, [site.system], site.fetch, LIMITS)
    drive.crawl()
    pages = drive.pages()
    assert len(site.pages) >= PAGES
    assert len(drive.asked) <= BUDGET
    missed = site.icp_urls() - {url for url, page in pages.items() if page.is_icp}
    assert len(missed) <= 0.01 * len(site.icp_urls()), missed
    if site.site.role == "icb":
        _assert_clicks(pages, site)


def _assert_clicks(pages: dict[str, Page], site: MadeSite) -> None:
    true = site.true_clicks()
    for url, page in pages.items():
        if url in true:
            assert page.clicks == page.clicks_own_site, "the ICB's own site"
            if page.clicks is None:  # listed in the sitemap, and linked from pages that were not fetched
                assert url not in site.icp_urls()
                continue
            assert page.clicks == true[url] if page.clicks_exact else page.clicks >= true[url], url
            assert page.clicks_exact or true[url] > 2, url
            assert len(page.click_path) == page.clicks + 1


def test_a_second_crawl_finds_what_the_first_found(tmp_path: Path) -> None:
    site = next(site for site in SITES if site.key == "wordpress-news")
    drive = Drive(tmp_path, [site.system], site.fetch, LIMITS)
    drive.crawl()
    first = {url for url, page in drive.pages().items() if page.is_icp}
    drive.crawl()
    assert len(drive.asked) <= BUDGET
    assert {url for url, page in drive.pages().items() if page.is_icp and page.state == "live"} == first


def made_frontier(promises: dict[str, float]) -> Frontier:
    site = SITES[0].site
    return Frontier(site, Vendor(), lambda text, heading, url, kinds: promises.get(text, 0.0), 6, discover=True)


def asked(frontier: Frontier) -> list[str]:
    asked = []
    while candidate := frontier.next():
        asked.append(candidate.url.removeprefix(SITES[0].site.url))
    return asked


def links(*paths: str, text: str = "") -> list[Found]:
    return [Found(SITES[0].site.url + path, text or path) for path in paths]


def test_a_better_link_to_an_address_that_waits_puts_it_forward() -> None:
    home, frontier = Candidate(SITES[0].site.url, 0), made_frontier({"Our partnership": 6.0})
    frontier.add_links(links("a", "b", "c"), home, (), False)
    frontier.add_links(links("c", text="Our partnership"), Candidate(SITES[0].url("/a"), 1), (), False)
    assert asked(frontier) == ["c", "a", "b"]


def test_what_the_partnerships_page_links_to_goes_before_the_menu_of_that_page() -> None:
    page = Candidate(SITES[0].url("/icp"), 1, points=7.0)
    frontier = made_frontier({})
    menu = [Found(SITES[0].url("/menu"), "Services", main=False)]
    frontier.add_links([*menu, *links("members")], page, ("about",), True)
    assert asked(frontier) == ["members", "menu"]


def test_a_generated_list_of_disappointments_is_left_after_thirty() -> None:
    frontier = made_frontier({"Partnership meeting": 7.0})
    for day in range(1, 200):
        frontier.add_links(
            links(f"diary/{day}", text="Partnership meeting"), Candidate(SITES[0].url("/"), 0), (), False
        )
    seen = 0
    while candidate := frontier.next():
        frontier.learn(candidate, hit=False)
        seen += 1
    assert seen == 30
    assert frontier.left() == (169, "lists without end: 169")


def test_siblings_with_words_for_addresses_are_never_given_up() -> None:
    frontier = made_frontier({})
    frontier.add_links(
        links(*(f"news/post-{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60))),
        Candidate(SITES[0].url("/"), 0),
        (),
        False,
    )
    seen = 0
    while candidate := frontier.next():
        frontier.learn(candidate, hit=False)
        seen += 1
    assert seen == 60


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (Found(SITES[0].url("/events/2024-05/"), "a"), "calendar"),
        (Found(SITES[0].url("/a/b/a/b/a/b"), "a"), "endless path"),
        (Found(SITES[0].url("/gu/about"), "a"), "translated copy"),
        (Found(SITES[0].url("/photo.jpg"), "a"), "not a page"),
    ],
)
def test_what_is_left_unvisited_is_counted_with_its_reason(found: Found, reason: str) -> None:
    frontier = made_frontier({})
    frontier.add_links([found], Candidate(SITES[0].url("/"), 0), (), False)
    assert asked(frontier) == []
    assert frontier.left() == (1, f"{reason}: 1")


def test_links_to_other_sites_are_neither_followed_nor_counted_as_left() -> None:
    frontier = made_frontier({})
    frontier.add_links([Found("https://other.example/a", "a")], Candidate(SITES[0].url("/"), 0), (), False)
    assert asked(frontier) == []
    assert frontier.left() == (0, "")


def test_depth_limits_what_promises_nothing_and_not_the_partnerships_own_pages() -> None:
    frontier = made_frontier({"Our partnership": 6.0})
    deep = Candidate(SITES[0].url("/a"), 6)
    frontier.add_links([*links("plain"), *links("ours", text="Our partnership")], deep, (), False)
    assert asked(frontier) == ["ours"]
    assert frontier.left() == (1, "too many clicks away: 1")
