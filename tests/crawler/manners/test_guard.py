"""The guard over real HTTP: private addresses, names that lead to them, hosts that are not listed, bodies too large."""

from __future__ import annotations

import gzip

import pytest

from crawler.manners.guard import MAX_DOCUMENT_BYTES, MAX_HTML_BYTES, check_address, size_limit
from crawler.manners.refusals import PrivateAddressError, UnlistedError
from tests.crawler.crawling import crawl
from tests.crawler.server import Answer, serving

PAGE = Answer("<p>page")
PUBLIC = {"allow_private_addresses": False, "delay_seconds": 0.5}


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]",
    ],
)  # fmt: skip
def test_an_address_that_is_not_on_the_public_internet_is_refused(host: str) -> None:
    with pytest.raises(PrivateAddressError):
        check_address(f"https://{host}/", None, allow_private=False)
    check_address(f"https://{host}/", None, allow_private=True)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "data:text/html,hello", "https://", "https://[::1", "a.example"]
)
def test_anything_but_http_and_https_is_refused(url: str) -> None:
    with pytest.raises(UnlistedError):
        check_address(url, None, allow_private=True)


@pytest.mark.parametrize("url", ["https://a.example/", "https://www.a.example/x", "http://A.EXAMPLE:8080/"])
def test_a_listed_host_may_be_asked_with_and_without_www(url: str) -> None:
    check_address(url, {"a.example"}, allow_private=False)
    check_address(url, {"www.a.example"}, allow_private=False)


@pytest.mark.parametrize(
    "url",
    ["https://b.example/", "https://sub.a.example/", "https://a.example.evil.example/", "https://a.example@evil/"],
)
def test_a_host_that_is_not_listed_is_refused(url: str) -> None:
    with pytest.raises(UnlistedError):
        check_address(url, {"a.example"}, allow_private=False)


def test_a_private_address_is_never_connected_to_by_number_or_by_name() -> None:
    with serving({"/": PAGE}, host="127.0.0.1") as server:
        port = server.url.rpartition(":")[2]
        hosts = ["127.0.0.1", "localhost", "2130706433", "127.1"]
        result = crawl(*[f"http://{host}:{port}/" for host in hosts], hosts=hosts, crawl_settings=PUBLIC)
        assert server.paths() == []
    assert result.answers == []
    assert len(result.failures) == 4
    assert "localhost leads to the private address 127.0.0.1" in result.log


def test_a_host_that_is_not_listed_is_not_asked_even_for_its_robots_txt() -> None:
    with serving({"/": PAGE}) as listed, serving({"/": PAGE}, host="127.0.0.3") as stranger:
        result = crawl(listed.url + "/", stranger.url + "/", hosts=[listed.host])
        assert stranger.paths() == []
    assert len(result.answers) == 1
    assert result.failures[0]["reason"] == "127.0.0.3 is not listed"


def test_a_page_has_a_smaller_limit_than_a_document() -> None:
    assert size_limit("text/html; charset=utf-8") == size_limit("application/xhtml+xml") == MAX_HTML_BYTES
    assert size_limit("application/pdf") == size_limit("") == MAX_DOCUMENT_BYTES


def test_pages_over_the_limit_are_given_up_however_they_are_sent_and_documents_are_not() -> None:
    large = b"x" * (MAX_HTML_BYTES + 1)
    routes = {
        "/plain": Answer(large),
        "/chunked": Answer(large, chunked=True),
        "/bomb": Answer(gzip.compress(large), headers={"Content-Encoding": "gzip"}),
        "/pack.pdf": Answer(large, type="application/pdf"),
    }
    with serving(routes) as server:
        result = crawl(*[server.url + path for path in routes], hosts=[server.host])
    assert result.answer("/pack.pdf")["size"] == len(large)
    assert {failure["url"].rpartition("/")[2] for failure in result.failures} == {"plain", "chunked", "bomb"}
    assert {failure["outcome"] for failure in result.failures} == {"unreadable"}
