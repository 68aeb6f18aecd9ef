from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from icpwatch.commands.serve import ADDRESS, report_server

Call = Callable[..., tuple[int, str, str]]
Get = Callable[[str], HTTPResponse]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    folder = tmp_path / "report"
    (folder / "raw").mkdir(parents=True)
    (folder / "systems").mkdir()
    (folder / "index.html").write_text("<title>Report</title>")
    (folder / ".settings").write_text("secret")
    (folder / "raw" / "7.html").write_text("<script>alert(1)</script>")
    (folder / "raw" / "7.pdf").write_bytes(b"%PDF")
    (folder / "feed.atom").write_text("<feed/>")
    (tmp_path / "outside.html").write_text("outside")
    (folder / "link.html").symlink_to(tmp_path / "outside.html")
    return folder


@pytest.fixture
def get(report: Path) -> Iterator[Get]:
    server = report_server(report, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def request(path: str) -> HTTPResponse:
        connection = HTTPConnection(ADDRESS, server.server_port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse()

    yield request
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_report_is_served_as_pages(get: Get) -> None:
    response = get("/")
    assert response.status == 200
    assert response.getheader("Content-Type") == "text/html; charset=utf-8"
    assert "script-src 'self'" in (response.getheader("Content-Security-Policy") or "")
    assert get("/feed.atom").getheader("Content-Type") == "application/atom+xml"


@pytest.mark.parametrize(
    "path",
    ["/systems/", "/../outside.html", "/%2e%2e/outside.html", "/no.html"],
)
def test_only_files_of_the_report_are_served(get: Get, path: str) -> None:
    assert get(path).status == 404


def test_without_a_report_it_says_how_to_make_one(icpwatch: Call) -> None:
    status, _, err = icpwatch("serve")
    assert status == 1
    assert "`icpwatch report` writes it" in err


def test_ctrl_c_ends_it_cleanly(report: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "icpwatch", "serve", "--port", "0"], cwd=ROOT,
        env={**os.environ, "ICPWATCH_REPORT_DIRECTORY": str(report)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # A shell starts what it puts into the background with Ctrl-C ignored, and that is handed down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        assert process.stdout
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "Ended.\n")
