"""Scrapy's settings: what must never be on, and whom we say we are."""

from __future__ import annotations

import pytest

from config.errors import CrawlError
from config.settings import CrawlSettings, Settings
from config.version import VERSION
from crawler.manners.guard import MAX_DOCUMENT_BYTES
from crawler.manners.robots import AGENT
from crawler.scrapy_options import options, user_agent
from tests.crawler.crawling import crawl
from tests.crawler.server import Answer, serving


def made(**crawl: object) -> dict[str, object]:
    return options(Settings(crawl=CrawlSettings(contact="watch@example.org", **crawl)), verbose=False)  # type: ignore[arg-type]


def test_we_say_who_we_are_and_whom_to_write_to() -> None:
    assert user_agent("1.2", "watch@example.org") == "icpwatch/1.2 (+watch@example.org)"


def test_no_crawl_starts_without_a_contact_and_the_line_to_write_is_said() -> None:
    with pytest.raises(CrawlError, match=r'contact = "you@example\.org"'):
        options(Settings(), verbose=False)


def test_what_scrapy_leaves_open_is_closed() -> None:
    settings = made()
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    for closed in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED", "HTTPCACHE_ENABLED"):
        assert settings[closed] is False
    assert "JOBDIR" not in settings
    assert settings["ROBOTSTXT_OBEY"] is True
    assert settings["DOWNLOAD_MAXSIZE"] == MAX_DOCUMENT_BYTES


def test_pacing_and_limits_come_from_our_settings() -> None:
    settings = made(delay_seconds=2.5, concurrent_requests_per_host=2, concurrent_requests=7)
    assert settings["DOWNLOAD_DELAY"] == settings["AUTOTHROTTLE_START_DELAY"] == 2.5
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 2
    assert settings["CONCURRENT_REQUESTS"] == 7


def test_private_addresses_are_refused_unless_they_are_allowed() -> None:
    assert made()["ICPWATCH_ALLOW_PRIVATE_ADDRESSES"] is False
    assert made(allow_private_addresses=True)["ICPWATCH_ALLOW_PRIVATE_ADDRESSES"] is True


def test_every_request_names_the_tool_and_a_contact_and_no_cookie_or_foreign_referer_goes_out() -> None:
    hello = Answer("<p>page", headers={"Set-Cookie": "session=1"})
    with serving({"/": hello, "/next": hello}) as server, serving({"/": hello}, host="127.0.0.3") as other:
        first = server.url + "/"
        crawl(first, then={first: [server.url + "/next", other.url + "/"]}, hosts=[server.host, other.host])
        seen = server.seen + other.seen
        assert "referer" not in other.seen[-1].headers
    assert {each.headers["user-agent"] for each in seen} == {f"{AGENT}/{VERSION} (+tests@example.org)"}
    assert not any("cookie" in each.headers for each in seen)
