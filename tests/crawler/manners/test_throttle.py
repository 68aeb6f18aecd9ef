"""Pacing: floors that hold, and what a busy server may ask for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.manners.throttle import Throttle, floor_seconds, pause, retry_after_seconds
from tests.crawler.crawling import crawl
from tests.crawler.server import Answer, Seen, serving

PAGE = Answer("<p>page")
NOW = 1_800_000_000  # 15 January 2027, 08:00 UTC


def busy(value: str, status: int = 503) -> Response:
    return Response("https://a.example/", status=status, headers={"Retry-After": value})


@pytest.mark.parametrize(
    ("response", "seconds"),
    [
        (busy("90"), 90),
        (busy("0", status=429), 0),
        (busy("Fri, 15 Jan 2027 08:02:00 GMT"), 120),
        (busy("Fri, 15 Jan 2027 07:00:00 GMT"), 0),
        (busy("9" * 4000), 999_999_999),
        (busy("-5"), None),
        (busy("soon"), None),
        (busy(""), None),
        (busy("90", status=200), None),
        (busy("90", status=301), None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(response: Response, seconds: float | None) -> None:
    assert retry_after_seconds(response, NOW) == seconds


def test_a_paused_slot_sends_nothing_before_its_time_even_without_a_delay() -> None:
    slot = Slot(concurrency=1, delay=0.0, jitter=0)
    pause(slot, 30, now=1000.0)
    assert slot.lastseen + slot.download_delay() == pytest.approx(1030)


def test_a_pause_never_shortens_an_earlier_one() -> None:
    slot = Slot(concurrency=1, delay=1.0, jitter=0)
    pause(slot, 60, now=1000.0)
    pause(slot, 5, now=1001.0)
    assert slot.lastseen + slot.delay == pytest.approx(1060)


def test_the_delay_never_falls_below_what_was_asked_for() -> None:
    with serving({f"/{number}": PAGE for number in range(6)}) as server:
        result = crawl(
            *[f"{server.url}/{number}" for number in range(6)],
            hosts=[server.host],
            crawl_settings={"delay_seconds": 0.2, "concurrent_requests_per_host": 1},
        )
    assert min(answer["delay"] for answer in result.answers) >= 0.2


def test_crawl_delay_is_a_floor_for_its_host_and_for_no_other() -> None:
    slow = {
        "/robots.txt": Answer("User-agent: *\nCrawl-delay: 0.3", type="text/plain"),
        **{f"/{number}": PAGE for number in range(3)},
    }
    with serving(slow) as first, serving({"/0": PAGE}, host="127.0.0.3") as second:
        result = crawl(
            *[f"{first.url}/{number}" for number in range(3)],
            second.url + "/0",
            hosts=[first.host, second.host],
            crawl_settings={"delay_seconds": 0.0},
        )
    assert {answer["delay"] for answer in result.answers if answer["url"].startswith(first.url)} == {0.3}
    assert next(answer["delay"] for answer in result.answers if answer["url"].startswith(second.url)) == 0


@pytest.mark.parametrize(("asked", "kept"), [(None, 0), (0.0, 0), (10.0, 10), (86400.0, 60), (float("inf"), 60)])
def test_an_absurd_crawl_delay_is_capped(asked: float | None, kept: float) -> None:
    assert floor_seconds(asked) == kept


def test_a_slot_that_was_dropped_while_idle_gets_its_floor_back() -> None:
    crawler = get_crawler(settings_dict={"AUTOTHROTTLE_ENABLED": True})
    throttle = Throttle(crawler)
    throttle.floors["a.example"] = 5.0
    slot = Slot(concurrency=1, delay=0.5, jitter=0)
    crawler.engine = cast("Any", SimpleNamespace(downloader=SimpleNamespace(slots={"a.example": slot})))
    throttle._reached_downloader(Request("https://a.example/", meta={"download_slot": "a.example"}), Spider("any"))
    assert slot.delay == 5.0


def test_a_short_retry_after_is_waited_for_and_then_answered() -> None:
    first = [Answer("busy", 503, headers={"Retry-After": "1"})]

    def route(seen: Seen) -> Answer:
        return first.pop() if first else PAGE

    with serving({"/": route}) as server:
        result = crawl(server.url + "/", hosts=[server.host])
        asked = [seen.at for seen in server.seen if seen.path == "/"]
    assert result.answers[0]["status"] == 200
    assert asked[1] - asked[0] > 0.9


def test_429_without_a_wait_doubles_the_delay_of_its_host() -> None:
    first = [Answer("slow down", 429)]

    def route(seen: Seen) -> Answer:
        return first.pop() if first else PAGE

    with serving({"/": route}) as server:
        result = crawl(server.url + "/", hosts=[server.host], crawl_settings={"delay_seconds": 0.1})
    assert result.answers[0]["status"] == 200
    assert result.answers[0]["delay"] >= 0.2
