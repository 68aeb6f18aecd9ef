"""robots.txt over real HTTP: bursts of forbidden addresses, answers that are no rules, unknown rules."""

from __future__ import annotations

import pytest

from crawler.manners.robots import MAX_BYTES, rules_of
from tests.crawler.crawling import crawl
from tests.crawler.server import Answer, Routes, serving

PAGE = Answer("<p>page")


def rules(text: str) -> Answer:
    return Answer(text, type="text/plain")


def pages(count: int) -> dict[str, Answer]:
    return {f"/no/{number}": PAGE for number in range(count)}


def test_a_burst_of_forbidden_addresses_is_blocked_to_the_last_while_the_rules_are_awaited() -> None:
    with serving({"/robots.txt": rules("User-agent: *\nDisallow: /no/"), **pages(10)}) as server:
        result = crawl(*[server.url + path for path in pages(10)], hosts=[server.host])
        assert server.paths() == ["/robots.txt"]
    assert [failure["outcome"] for failure in result.failures] == ["excluded"] * 10


def test_a_burst_to_a_second_host_in_mid_crawl_is_blocked_too() -> None:
    routes = {"/robots.txt": rules("User-agent: *\nDisallow: /no/"), "/": PAGE, **pages(10)}
    with serving(routes) as first, serving(routes, host="127.0.0.3") as second:
        targets = [second.url + path for path in pages(10)]
        result = crawl(
            first.url + "/",
            then={first.url + "/": targets},
            hosts=[first.host, second.host],
            crawl_settings={"concurrent_requests_per_host": 1, "delay_seconds": 0.01},
        )
        assert second.paths() == ["/robots.txt"]
    assert len(result.failures) == 10


def test_allowed_addresses_that_wait_for_the_rules_are_all_fetched() -> None:
    with serving({"/robots.txt": rules("User-agent: *\nDisallow: /yes/"), **pages(6)}) as server:
        result = crawl(*[server.url + path for path in pages(6)], hosts=[server.host])
        assert server.paths().count("/robots.txt") == 1
    assert len(result.answers) == 6


def test_rules_for_our_own_name_come_before_those_for_everyone() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: icpwatch\nDisallow: /no/"
    with serving({"/robots.txt": rules(text), "/": PAGE, **pages(1)}) as server:
        result = crawl(server.url + "/", server.url + "/no/0", hosts=[server.host])
    assert [answer["url"] for answer in result.answers] == [server.url + "/"]
    assert result.failure("/no/0")["reason"] == "robots.txt forbids it"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_4xx_for_robots_txt_means_no_rules_whatever_its_body_says(status: int) -> None:
    assert rules_of(status, "text/plain", b"User-agent: *\nDisallow: /").text == b""


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_server_error_for_robots_txt_forbids_everything_for_now_and_says_why(status: int) -> None:
    known = rules_of(status, "text/plain", b"User-agent: *\nAllow: /")
    assert b"Disallow: /" in known.text
    assert str(status) in known.unknown


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=utf-8", b"<html>User-agent: *\nDisallow: /"),
        ("TEXT/HTML", b"Page not found\nDisallow: /"),
        ("text/plain", b"\n <!doctype html>\nUser-agent: *\nDisallow: /"),
    ],
)
def test_a_page_of_html_is_no_robots_txt(content_type: str, body: bytes) -> None:
    assert rules_of(200, content_type, body).text == b""


def test_only_the_first_half_megabyte_of_rules_is_read() -> None:
    assert len(rules_of(200, "text/plain", b"#" * 2_000_000).text) == MAX_BYTES


def test_a_403_page_full_of_rules_forbids_nothing_and_a_503_page_of_html_forbids_all() -> None:
    forbidden = Answer("User-agent: *\nDisallow: /", 403, type="text/plain")
    broken = Answer("<html>Service unavailable", 503)
    with (
        serving({"/robots.txt": forbidden, "/": PAGE}) as first,
        serving({"/robots.txt": broken, "/": PAGE}, host="127.0.0.3") as second,
    ):
        result = crawl(first.url + "/", second.url + "/", hosts=[first.host, second.host])
        assert first.pages() == ["/"]
        assert second.pages() == []
    assert result.failures == [
        {
            "url": second.url + "/",
            "kind": "RulesUnknownError",
            "outcome": "unreachable",
            "reason": "robots.txt answered 503",
        }
    ]


def test_a_host_that_does_not_answer_is_unreachable_and_not_excluded() -> None:
    with serving({}) as server:
        address = server.url
    result = crawl(address + "/", address + "/2", hosts=[server.host])
    assert {failure["outcome"] for failure in result.failures} == {"unreachable"}
    assert len(result.failures) == 2
    assert "Traceback" not in result.log


def test_robots_txt_is_followed_to_its_new_address_on_a_listed_host() -> None:
    with serving({"/robots.txt": rules("User-agent: *\nDisallow: /no/")}, host="127.0.0.3") as new:
        moved = Answer(status=301, headers={"Location": new.url + "/robots.txt"})
        with serving({"/robots.txt": moved, **pages(3)}) as old:
            result = crawl(*[old.url + path for path in pages(3)], hosts=[old.host, new.host])
            assert old.pages() == []
    assert len(result.failures) == 3


@pytest.mark.parametrize("target", ["http://127.0.0.9:1/robots.txt", "/robots.txt"])
def test_robots_txt_that_leads_off_our_sites_or_round_in_circles_is_no_robots_txt(target: str) -> None:
    routes: Routes = {"/robots.txt": Answer(status=302, headers={"Location": target}), "/": PAGE}
    with serving(routes) as server:
        assert len(crawl(server.url + "/", hosts=[server.host]).answers) == 1


def test_sitemap_lines_and_crawl_delay_reach_the_spider() -> None:
    text = "Sitemap: https://a.example/one.xml\nUser-agent: *\nCrawl-delay: 0.2\nSitemap: https://a.example/two.xml"
    with serving({"/robots.txt": rules(text), "/": PAGE}) as server:
        (robots,) = crawl(server.url + "/", hosts=[server.host]).robots
    assert robots["sitemaps"] == ["https://a.example/one.xml", "https://a.example/two.xml"]
    assert robots["crawl_delay"] == 0.2
