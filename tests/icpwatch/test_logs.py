from __future__ import annotations

import logging

import pytest

from icpwatch import logs


def test_our_lines_are_plain_and_the_libraries_chatter_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    logging.getLogger("scrapy").setLevel(logging.DEBUG)
    logging.getLogger("scrapy.core.engine").debug("Crawled (200) <GET https://example.org/>")
    logging.getLogger("crawler.run").info("example.org: reached, 12 pages")
    logging.getLogger("crawler.run").warning("example.org: blocked")
    assert capsys.readouterr().err == "example.org: reached, 12 pages\nwarning: example.org: blocked\n"


def test_a_librarys_error_is_one_line_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    try:
        raise ValueError("odd\npage")
    except ValueError:
        logging.getLogger("scrapy.core.scraper").exception("Spider error processing")
    assert capsys.readouterr().err == "error: Spider error processing: ValueError: odd page\n"


def test_verbose_shows_the_flood_with_time_and_name(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(verbose=True)
    logging.getLogger("scrapy.core.engine").debug("Crawled (200)")
    logging.getLogger("sqlalchemy.engine").info("SELECT 1")
    err = capsys.readouterr().err
    assert "DEBUG scrapy.core.engine: Crawled (200)" in err
    assert "SELECT" not in err


def test_quiet_leaves_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(quiet=True)
    logging.getLogger("store.engine").info("opened")
    logging.getLogger("store.engine").warning("nearly full")
    assert capsys.readouterr().err == "warning: nearly full\n"


def test_a_known_secret_and_the_password_in_an_address_are_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_secrets", set())
    logs.hide("hunter2")
    logs.set_up(verbose=True)
    logging.getLogger("reports.mail").error("login with hunter2 at smtp://me:pw@mail.example.org refused")
    err = capsys.readouterr().err
    assert "login with *** at smtp://***@mail.example.org refused" in err
