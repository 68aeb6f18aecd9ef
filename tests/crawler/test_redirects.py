"""Redirects: where a hop leads, and that each one reaches the spider."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.redirects import REDIRECTS, next_hop
from tests.crawler.crawling import crawl
from tests.crawler.server import Answer, serving

PAGE = "https://a.example/about/icp/"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://b.example/", "https://b.example/"),
        ("//b.example/x", "https://b.example/x"),
        ("/icp/", "https://a.example/icp/"),
        ("members", "https://a.example/about/icp/members"),
        ("../", "https://a.example/about/"),
        ("?page=2", "https://a.example/about/icp/?page=2"),
        ("  /icp/  ", "https://a.example/icp/"),
        ("/icp/#members", "https://a.example/icp/"),
        ("/a page/", "https://a.example/a%20page/"),
        ("/caf\xe9/", "https://a.example/caf%C3%A9/"),
        ("#top", PAGE),
        ("", None),
        ("   ", None),
        (None, None),
        ("javascript:alert(1)", None),
        ("mailto:icp@a.example", None),
        ("file:///etc/passwd", None),
        ("https://a.example:0/", None),
        ("https://a.example:99999/", None),
        ("https://[broken/", None),
    ],
)
def test_a_location_is_made_absolute_or_refused(location: str | None, target: str | None) -> None:
    assert next_hop(PAGE, 301, location) == target


@pytest.mark.parametrize("status", [200, 204, 300, 304, 305, 306, 404])
def test_what_is_no_redirect_leads_nowhere(status: int) -> None:
    assert next_hop(PAGE, status, "/icp/") is None


@given(st.text(max_size=40), st.sampled_from(REDIRECTS))
def test_no_location_makes_it_raise_and_every_target_is_a_web_address(location: str, status: int) -> None:
    target = next_hop(PAGE, status, location)
    assert target is None or target.startswith(("http://", "https://"))


def test_a_redirect_reaches_the_callback_wherever_it_leads() -> None:
    meta = {"handle_httpstatus_all": True}
    targets = {"/self": "/self", "/seen": "/page", "/off": "https://stranger.example/", "/lost": ""}
    routes = {path: Answer(status=301, headers={"Location": target}) for path, target in targets.items()}
    with serving({**routes, "/page": Answer("<p>page"), "/none": Answer("none", 404)}) as server:
        asked = [server.url + path for path in ("/page", "/none", *targets)]
        result = crawl(*[{"url": url, "meta": meta} for url in asked], hosts=[server.host])
    assert sorted(answer["url"] for answer in result.answers) == sorted(asked)
    assert sorted(answer["status"] for answer in result.answers) == [200, 301, 301, 301, 301, 404]
