"""Crawls of made sites over real HTTP, through the command line: what is asked for, and what comes of each answer."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.models import Page
from tests.crawler.server import Answer, Routes, Seen, Server, serving
from tests.crawler.watching import NAME, SETTINGS, MadeSystem, Watch

# ruff: noqa: E501  (pages and their links read best as one line each)

TEXT = (
    "The partnership is a statutory committee of the board and the councils, and it meets in public four times a year."
)
ELSEWHERE = "https://stranger.example/"


def page(title: str, *links: str, text: str = TEXT, extra: str = "") -> str:
    """Return a page; a link is `address` or `text=address`."""
    pairs = [link.partition("=") if "=" in link.split("?")[0] else (link, "", link) for link in links]
    listed = "".join(f'<li><a href="{url}">{words}</a></li>' for words, _, url in pairs)
    return (
        f"<!doctype html><html lang=en><head><title>{title} - NHS Wendale</title></head><body>"
        f"<main><h1>{title}</h1><p>{text}</p><p>This is the page called {title}.</p><ul>{listed}</ul>{extra}</main></body></html>"
    )


def sitemap(*urls: str, root: str = "urlset", item: str = "url") -> str:
    listed = "".join(f"<{item}><loc>{url}</loc></{item}>" for url in urls)
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{root}>'


def to(target: str, status: int = 301) -> Answer:
    return Answer("", status, {"Location": target})


@dataclass
class Tagged:
    """A page with an odd but exact ETag; answers 304 to exactly that."""

    tag: str
    body: str

    def __call__(self, seen: Seen) -> Answer:
        if seen.headers.get("if-none-match") == self.tag:
            return Answer("", 304, {"ETag": self.tag})
        return Answer(self.body, headers={"ETag": self.tag})


TAG = 'W/"a,b  ;\xe9"'
ICP = f"{NAME}=/icp"
ROUTES: Routes = {
    "/": Answer(page("NHS Wendale", ICP, "About=/about", "Redirects=/redirects", "Odd answers=/odd", "Contact us=/short/contact")),
    "/robots.txt": Answer("User-agent: *\nDisallow: /odd/secret\nSitemap: /maps/index.xml\n", type="text/plain"),
    "/maps/index.xml": Answer(sitemap("/maps/pages.xml.gz", "/maps/broken.xml", "/maps/index.xml", root="sitemapindex", item="sitemap"), type="text/xml"),
    "/maps/pages.xml.gz": Answer(gzip.compress(sitemap("/only-in-the-sitemap", "https://stranger.example/a").encode()), type="application/gzip"),
    "/maps/broken.xml": Answer("<urlset><url><loc>/from-a-broken-sitemap</lo", type="text/xml"),
    "/only-in-the-sitemap": Answer(page("Only in the sitemap")),
    "/icp": Tagged(TAG, page(NAME, "Meetings=/icp/meetings", "Terms of reference=/icp/terms.pdf")),
    "/icp/meetings": Answer(page("Meetings of the partnership")),
    "/icp/terms.pdf": Answer("%PDF-1.4 broken", type="application/pdf"),
    "/about": to("/about/"),
    "/about/": Answer(page("About us", "A leaflet=/leaflet.pdf", "More=/plain")),
    "/leaflet.pdf": Answer("%PDF-1.4", type="application/pdf"),
    "/plain": Answer(page("Plain")),
    "/short/contact": to("/contact-us", 302),
    "/contact-us": Answer(page("Contact us")),
    "/redirects": Answer(page("Redirects", "/r/home", "/r/login", "/r/off", "/r/chain1", "/r/loop1", "/r/self", "/r/nowhere")),
    "/r/home": to("/"),
    "/r/login": to("/login?next=/r/login"),
    "/r/off": to(ELSEWHERE),
    "/r/chain1": to("/r/chain2"),
    "/r/chain2": to("/r/chain3", 308),
    "/r/chain3": Answer(page("The end of a chain")),
    "/r/loop1": to("/r/loop2"),
    "/r/loop2": to("/r/loop1"),
    "/r/self": to("/r/self"),
    "/r/nowhere": Answer("", 302),
    "/odd": Answer(page("Odd answers", "/odd/soft", "/odd/says", "/odd/scripts", "/odd/wall", "/odd/secret", "/odd/teapot", "/odd/maintenance")),
    "/odd/says": Answer(page("Page not found", text="Sorry.")),
    "/odd/scripts": Answer("<html><title>App</title><body><div id=root></div><script src=/app.js></script></body></html>"),
    "/odd/wall": Answer(page("Just a moment...", text="Checking your browser."), 403, {"cf-mitigated": "challenge"}),
    "/odd/teapot": Answer("?", 418),
    "/odd/maintenance": Answer(page("Down for maintenance", text="Back soon."), 200),
}  # fmt: skip
SOFT = Answer(
    page("Oh dear", text="Nothing stands at this address, but here is how to reach us instead of that, by letter.")
)


class SoftRoutes(dict[str, "Answer | Callable[[Seen], Answer]"]):
    """Answers what it does not know with status 200."""

    def get(self, key: str, default: object = None) -> Answer | Callable[[Seen], Answer]:
        return super().get(key, SOFT)


@dataclass
class Crawled:
    """What three crawls of the made site left: a first one, a second a day later, and a recheck."""

    server: Server
    watch: Watch
    lines: list[dict[str, object]]
    asked: list[list[Seen]]
    pages: dict[str, Page]

    def paths(self, crawl: int) -> list[str]:
        return [seen.path for seen in self.asked[crawl]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with serving(SoftRoutes(ROUTES)) as server:
        watch = Watch(tmp_path_factory.mktemp("crawl"), [MadeSystem([(server.url, "icb", "")])])
        lines, asked = [], []
        for day, arguments in enumerate(((), (), ("--recheck",))):
            begun = len(server.seen)
            lines.append(watch.crawl(*arguments, day=day)[server.url])
            asked.append(server.seen[begun:])
        yield Crawled(server, watch, lines, asked, watch.pages())


def test_the_site_is_reached_and_its_partnerships_page_is_found(crawled: Crawled) -> None:
    assert crawled.lines[0]["outcome"] == "partly"  # several of its pages are errors
    assert crawled.pages["/icp"].is_icp
    assert crawled.pages["/icp"].clicks == 1
    assert [words for words, _ in crawled.pages["/icp/meetings"].click_path] == ["Home", NAME, "Meetings"]


def test_robots_txt_is_asked_for_once_and_what_it_forbids_is_never_asked_for(crawled: Crawled) -> None:
    assert crawled.paths(0).count("/robots.txt") == 1
    assert not any("/odd/secret" in paths for paths in (crawled.paths(0), crawled.paths(1)))


def test_sitemaps_are_read_zipped_or_in_an_index_and_broken_ones_do_no_harm(crawled: Crawled) -> None:
    assert "/only-in-the-sitemap" in crawled.pages
    assert crawled.pages["/only-in-the-sitemap"].clicks is None
    assert crawled.paths(0).count("/maps/index.xml") == 1, "though it names itself"


def test_validators_go_back_exactly_as_they_came(crawled: Crawled) -> None:
    first, second, third = ([seen for seen in asked if seen.path == "/icp"] for asked in crawled.asked)
    assert "if-none-match" not in first[0].headers
    assert [seen.headers["if-none-match"] for seen in (*second, *third)] == [TAG, TAG]
    assert crawled.lines[1]["not_modified"] == 1


def test_a_304_leads_on_over_the_links_that_were_stored(crawled: Crawled) -> None:
    assert "/icp/meetings" in crawled.paths(1)


def test_a_recheck_asks_only_for_the_home_page_and_what_is_watched(crawled: Crawled) -> None:
    asked = {path for path in crawled.paths(2) if "not-here" not in path and path != "/robots.txt"}
    assert asked == {path for path, page in crawled.pages.items() if page.watched}
    assert "/plain" not in asked


def test_documents_are_fetched_only_where_a_watched_page_links_to_them(crawled: Crawled) -> None:
    assert "/icp/terms.pdf" in crawled.paths(0)
    assert "/leaflet.pdf" not in crawled.paths(0)


def test_a_redirect_that_only_adds_a_slash_leads_to_the_page(crawled: Crawled) -> None:
    assert crawled.pages["/about/"].clicks == 1
    assert "/about" not in crawled.pages


def test_a_redirect_costs_no_click(crawled: Crawled) -> None:
    assert (crawled.pages["/contact-us"].clicks, crawled.pages["/contact-us"].clicks_exact) == (1, True)


def test_a_chain_is_followed_and_loops_end(crawled: Crawled) -> None:
    assert "/r/chain3" in crawled.pages
    for path in ("/r/loop1", "/r/loop2", "/r/self", "/r/home", "/r/login", "/r/off"):
        assert crawled.paths(0).count(path) <= 2
        assert path not in crawled.pages
    assert "/login" not in crawled.paths(0)


@pytest.mark.parametrize(
    "path", ["/odd/soft", "/odd/says", "/odd/wall", "/odd/teapot", "/odd/maintenance", "/odd/scripts"]
)
def test_what_is_no_page_becomes_none(crawled: Crawled, path: str) -> None:
    assert path in crawled.paths(0)
    assert path not in crawled.pages


def test_what_came_of_the_pages_is_counted(crawled: Crawled) -> None:
    site_run = crawled.watch.site_runs()[0]
    assert site_run.scripted == 1
    assert site_run.blocked == 1
    assert site_run.errors >= 2
    assert re.search(r"\d+ of \d+ answers were a refusal or an error", str(crawled.lines[0]["reason"]))


def test_nothing_is_told_of_a_site_where_nothing_changed(crawled: Crawled) -> None:
    assert crawled.watch.changes() == []


def outcomes(
    folder: Path, routes: Routes, *, role: str = "icb", more: str = "", days: int = 1
) -> tuple[dict[str, object], list[str]]:
    """Crawl a small site, and return the JSON line of the last day and the paths that were asked for."""
    with serving(routes) as server:
        watch = Watch(folder, [MadeSystem([(server.url, role, more)])])
        for day in range(days):
            line = watch.crawl(day=day)[server.url]
        return line, server.pages()


def test_a_home_page_that_robots_txt_forbids_excludes_the_site(tmp_path: Path) -> None:
    routes = {"/robots.txt": Answer("User-agent: *\nDisallow: /\n", type="text/plain"), "/": Answer(page("Home"))}
    line, asked = outcomes(tmp_path, routes)
    assert (line["outcome"], line["reason"], asked) == ("excluded", "robots.txt forbids it", [])


def test_a_home_page_behind_a_wall_blocks_the_site(tmp_path: Path) -> None:
    line, asked = outcomes(tmp_path, {"/": Answer("no", 403)})
    assert (line["outcome"], line["reason"], asked) == ("blocked", "HTTP 403", ["/"])


def test_a_home_page_behind_a_demand_for_consent_blocks_the_site(tmp_path: Path) -> None:
    wall = page("We value your privacy", text="Accept cookies to continue.")
    line, _ = outcomes(tmp_path, {"/": to("/consent"), "/consent": Answer(wall)})
    assert (line["outcome"], line["reason"]) == (
        "blocked", "a page that asks for consent answered instead of the page",
    )  # fmt: skip


def test_a_page_with_a_cookie_banner_is_no_wall(tmp_path: Path) -> None:
    home = page("Home", "/a", text="Accept cookies to continue. We plan care in Wendale.")
    assert outcomes(tmp_path, {"/": Answer(home), "/a": Answer(page("A"))})[0]["outcome"] == "reached"


def test_a_home_page_may_redirect_to_an_address_of_its_own_on_the_site(tmp_path: Path) -> None:
    line, asked = outcomes(
        tmp_path, {"/": to("/home.aspx", 302), "/home.aspx": Answer(page("Home", "/a")), "/a": Answer(page("A"))}
    )
    assert line["outcome"] == "reached"
    assert "/a" in asked


def test_a_home_page_that_redirects_without_end_is_unreachable(tmp_path: Path) -> None:
    line, asked = outcomes(tmp_path, {"/": to("/")})
    assert line["outcome"] == "unreachable"
    assert len(asked) <= 6


def test_a_home_page_that_is_too_large_is_said_to_be(tmp_path: Path) -> None:
    line, _ = outcomes(tmp_path, {"/": Answer("x" * 5_100_000)})
    assert (line["outcome"], line["reason"]) == ("unreachable", "home page larger than we read")


def test_a_site_that_answers_429_to_all_but_its_home_page_is_given_up(tmp_path: Path) -> None:
    routes = {"/": Answer(page("Home", *(f"/a{number}" for number in range(30))))}
    routes |= {f"/a{number}": Answer("slow down", 429, {"Retry-After": "0"}) for number in range(30)}
    line, asked = outcomes(tmp_path, routes)
    assert line["outcome"] == "blocked"
    assert len({path for path in asked if path.startswith("/a")}) == 5


def test_the_budget_is_kept_and_what_is_left_is_said(tmp_path: Path) -> None:
    routes = {"/": Answer(page("Home", *(f"/a/{chr(97 + n)}" for n in range(20))))}
    routes |= {f"/a/{chr(97 + n)}": Answer(page(f"Page {n}")) for n in range(20)}
    line, asked = outcomes(tmp_path, routes, more="max_pages = 8")
    assert len(asked) == 8
    assert (line["unvisited"], line["unvisited_why"]) == (15, "the budget of fetches was spent: 15")


def test_of_a_council_only_the_listed_committee_and_its_papers_are_read(tmp_path: Path) -> None:
    routes = {
        "/": Answer(page("Council", "Latest=/documents/s9/other.html", "/mgCommitteeDetails.aspx?ID=653", "/news", "/mgCalendarMonthView.aspx?M=1")),
        "/mgCommitteeDetails.aspx?ID=881": Answer(page(f"Committee details - {NAME}", "Meetings=/(S(abc123))/ieListMeetings.aspx?CommitteeId=881&J=3")),
        "/ieListMeetings.aspx?CId=881": Answer(page("Browse meetings")),
        "/ieListMeetings.aspx?CId=881&Year=0": Answer(page("Browse meetings", "1=/ieListDocuments.aspx?CId=881&MId=7&Ver=4", "2=/ieListDocuments.aspx?CId=653&MId=8")),
        "/ieListDocuments.aspx?CId=881&MId=7": Answer(page(f"Agenda for {NAME}", "Minutes=/documents/s46748/Minutes.html?CT=2")),
        "/documents/s46748/Minutes.html?CT=2": Answer(page("Minutes of the meeting")),
    }  # fmt: skip
    line, asked = outcomes(tmp_path, routes, role="council", more='vendor = "moderngov"\ncommittees = [881]')
    assert line["outcome"] == "reached"
    assert sorted(asked) == sorted(routes)


def test_wordpress_short_addresses_become_the_page_they_stand_for(tmp_path: Path) -> None:
    routes = {
        "/": Answer(page("Home", f"{NAME}=/?p=12", extra='<link href="/wp-content/a.css">')),
        "/?p=12": to("/our-partnership/"),
        "/our-partnership/": Answer(page(NAME)),
    }
    with serving(routes) as server:
        watch = Watch(tmp_path, [MadeSystem([(server.url, "icb", "")])])
        watch.crawl()
        assert set(watch.pages()) == {"/", "/our-partnership/"}
        assert watch.pages()["/our-partnership/"].clicks == 1
        assert "/wp-sitemap.xml" in server.pages(), "the vendor was recognised by itself"


def test_a_body_that_has_ended_is_only_looked_at_where_it_is_known(tmp_path: Path) -> None:
    routes = {"/": Answer(page("Home", ICP)), "/icp": Answer(page(NAME))}
    with serving(routes) as server, serving({"/": Answer(page("Home"))}, host="127.0.0.3") as living:
        ended = MadeSystem([(server.url, "icb", "")], id="old", more="dissolved = 2022-09-30")
        Watch(tmp_path, [ended, MadeSystem([(living.url, "icb", "")])]).crawl()
        assert server.pages()[0] == "/"
        assert "/icp" not in server.pages()


def test_clicks_are_counted_across_the_sites_of_a_system(tmp_path: Path) -> None:
    partnership = {
        "/": Answer(page("Healthier together", "Our work=/work")),
        "/work": Answer(page("Our work", "Boards=/work/boards")),
        "/work/boards": Answer(page("Boards", f"{NAME}=/work/boards/icp")),
        "/work/boards/icp": Answer(page(NAME)),
    }
    with serving(partnership, host="127.0.0.3") as other:
        icb: Routes = {
            "/": Answer(page("Home", "Working together=/together")),
            "/together": Answer(page("Working together", f"Who leads us={other.url}/work/boards/icp?utm_source=icb")),
        }
        with serving(icb) as server:
            watch = Watch(tmp_path, [MadeSystem([(server.url, "icb", ""), (other.url, "partnership", "")])])
            watch.crawl()
            found = watch.pages()["/work/boards/icp"]
    assert (found.clicks, found.clicks_exact, found.clicks_own_site) == (2, True, 3)
    assert [words for words, _ in found.click_path] == ["Home", "Working together", "Who leads us"]


def test_every_so_many_checks_a_page_is_fetched_in_full_whatever_its_validators(tmp_path: Path) -> None:
    routes: Routes = {"/": Answer(page("Home", ICP)), "/icp": Tagged('"1"', page(NAME))}
    with serving(routes) as server:
        watch = Watch(tmp_path, [MadeSystem([(server.url, "icb", "")])], f"{SETTINGS}full_fetch_every = 2\n")
        for day in range(4):
            watch.crawl(day=day)
        conditional = ["if-none-match" in seen.headers for seen in server.seen if seen.path == "/icp"]
    assert conditional == [False, True, False, True]


def test_as_many_requests_go_to_a_host_at_once_as_are_allowed(tmp_path: Path) -> None:
    busy, most, lock = 0, 0, threading.Lock()

    def slow(seen: Seen) -> Answer:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.02)
        with lock:
            busy -= 1
        return Answer(page(seen.path))

    routes: Routes = {"/": Answer(page("Home", *(f"/a/{chr(97 + n)}" for n in range(12))))}
    routes = {**routes, **{f"/a/{chr(97 + n)}": slow for n in range(12)}}
    outcomes(tmp_path, routes)
    assert most == 1
