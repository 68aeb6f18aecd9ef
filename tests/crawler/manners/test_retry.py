"""Patience over real HTTP: two more tries, no more against a host that rests, and every answer reaches the spider."""

from __future__ import annotations

import pytest

from tests.crawler.crawling import crawl
from tests.crawler.server import Answer, Seen, serving


def test_a_server_error_is_tried_three_times_then_handed_on_and_logged_quietly() -> None:
    with serving({"/": Answer("broken", 500)}) as server:
        result = crawl(server.url + "/", hosts=[server.host])
        assert server.pages() == ["/"] * 3
    assert result.answers[0]["status"] == 500
    assert "INFO: Gave up retrying" in result.log
    assert "] ERROR:" not in result.log


def test_a_cut_off_answer_is_tried_again() -> None:
    first = [Answer("half", claims=400)]

    def route(seen: Seen) -> Answer:
        return first.pop() if first else Answer("<p>whole")

    with serving({"/": route}) as server:
        result = crawl(server.url + "/", hosts=[server.host])
    assert result.answers[0]["size"] == len("<p>whole")


def test_an_answer_that_is_always_cut_off_is_unreachable() -> None:
    with serving({"/": Answer("half", claims=400)}) as server:
        result = crawl(server.url + "/", hosts=[server.host])
    assert result.failures[0]["outcome"] == "unreachable"
    assert result.failures[0]["reason"] == "the answer was cut off"


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_what_is_no_server_error_is_asked_once_and_reaches_the_callback(status: int) -> None:
    with serving({"/": Answer("no", status)}) as server:
        result = crawl(server.url + "/", hosts=[server.host])
        assert server.pages() == ["/"]
    assert result.answers[0]["status"] == status


def test_a_host_that_asks_for_a_long_rest_is_asked_nothing_more() -> None:
    routes = {"/": Answer("closed", 503, headers={"Retry-After": "3600"}), "/next": Answer("<p>page")}
    with serving(routes) as server, serving({"/other": Answer("<p>page")}, host="127.0.0.3") as other:
        result = crawl(
            server.url + "/",
            then={server.url + "/": [server.url + "/next", other.url + "/other"]},
            hosts=[server.host, other.host],
        )
        assert server.pages() == ["/"]
    assert [answer["status"] for answer in result.answers] == [503, 200]
    assert "3600 seconds" in result.failures[0]["reason"]
    assert result.failures[0]["outcome"] == "unreachable"


def test_a_name_that_does_not_resolve_is_not_tried_again() -> None:
    result = crawl("http://nothing.invalid/", hosts=["nothing.invalid"])
    assert result.failures[0]["outcome"] == "unreachable"
    assert result.stats["downloader/request_count"] == 1
