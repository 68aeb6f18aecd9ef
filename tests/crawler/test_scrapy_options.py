"""Scrapy's settings: what must never be on, and whom we say we are."""

from __future__ import annotations

import datetime
import ssl
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.errors import CrawlError
from config.settings import CrawlSettings, Settings
from config.version import VERSION
from crawler.manners.guard import MAX_DOCUMENT_BYTES
from crawler.manners.robots import AGENT
from crawler.scrapy_options import options, user_agent
from tests.crawler.crawling import ROOT, crawl
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


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    with serving({"/": Answer("<p>page")}, tls=self_signed(tmp_path, "127.0.0.2")) as server:
        result = crawl(server.url + "/", hosts=[server.host])
        assert server.seen == []
    assert result.failures[0]["outcome"] == "unreachable"
    assert "certificate" in result.failures[0]["reason"]


def test_making_the_settings_does_not_load_scrapy() -> None:
    code = "import sys, crawler.scrapy_options; sys.exit('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def self_signed(folder: Path, host: str) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + datetime.timedelta(days=20_000))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
