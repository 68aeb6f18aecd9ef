"""Conditional requests over real HTTP: validators go back byte for byte, and a 304 reaches the spider."""

from __future__ import annotations

import pytest

from tests.crawler.crawling import crawl
from tests.crawler.server import Answer, serving

DATE = "Mon, 02 Nov 2026 09:30:00 GMT"


@pytest.mark.parametrize("etag", ['"abc"', 'W/"a-gzip"', "unquoted--gzip", '"caf\xe9"', '"  spaces  "'])
def test_validators_go_back_exactly_as_they_came(etag: str) -> None:
    with serving({"/": Answer(status=304)}) as server:
        result = crawl({"url": server.url + "/", "meta": {"etag": etag, "last_modified": DATE}}, hosts=[server.host])
        asked = next(seen for seen in server.seen if seen.path == "/")
    assert asked.headers["if-none-match"] == etag
    assert asked.headers["if-modified-since"] == DATE
    assert result.answers[0]["status"] == 304


def test_a_request_without_validators_is_a_full_one() -> None:
    with serving({"/": Answer("<p>page")}) as server:
        crawl({"url": server.url + "/", "meta": {"etag": "", "last_modified": ""}}, hosts=[server.host])
        for seen in server.seen:
            assert not {"if-none-match", "if-modified-since", "cache-control", "cookie", "referer"} & set(seen.headers)


def test_robots_txt_is_never_asked_with_the_validators_of_a_page() -> None:
    with serving({"/": Answer(status=304)}) as server:
        crawl({"url": server.url + "/", "meta": {"etag": '"abc"'}}, hosts=[server.host])
        assert "if-none-match" not in server.seen[0].headers


def test_a_304_that_names_an_encoding_is_no_error() -> None:
    with serving({"/": Answer(status=304, headers={"Content-Encoding": "gzip"})}) as server:
        result = crawl({"url": server.url + "/", "meta": {"etag": '"abc"'}}, hosts=[server.host])
        assert server.pages() == ["/"]
    assert result.answers[0]["status"] == 304
