"""A farm of made sites on loopback: one process, many hosts, pages of 61 KB with validators.

`python -m tests.bench.farm SITES PAGES` prints its port and serves until its input ends.
"""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

from config.words import REGIONS

# ruff: noqa: E501, SIM905  (markup and lists of words read best as they stand on a page)

ROOT = Path(__file__).parents[2]
PAGE_BYTES = 61_000
ICP_SHARE = 5  # every fifth page is the partnership's

_WORDS = (
    "health care council people services community support local area board public members partners families housing"
    " schools carers workforce prevention inequalities wellbeing primary hospital voluntary sector decision report plan"
).split()


def host(site: int) -> str:
    """Return the address of a site."""
    return f"127.1.{site // 250}.{site % 250 + 1}"


def path(page: int) -> str:
    """Return the path of a page; the home page is the first."""
    if page == 0:
        return "/"
    return f"/about/integrated-care-partnership/page-{page}/" if page % ICP_SHARE == 0 else f"/services/topic-{page}/"


@cache
def html(site: int, page: int, pages: int) -> bytes:
    """Return a page: a head of scripts and styles, a menu of a hundred links, text, a table, a footer."""
    random = Random(f"{site} {page}")
    name = f"Area {site} Integrated Care Partnership"
    ours = page % ICP_SHARE == 0 and page > 0
    title = f"{name}: part {page}" if ours else f"Services topic {page}"
    menu = "".join(
        f'<li class="menu-item menu-item-{n}"><a class="menu-link" href="{path(n)}"><span>{_text(Random(f"{site} menu {n}"), 3)}</span></a></li>'
        for n in range(min(pages, 48))
    )
    elsewhere = "".join(f'<li><a href="https://elsewhere-{n}.example/">{_text(random, 2)}</a></li>' for n in range(50))
    opening = f"The {name} is a statutory committee of the board and the councils. " if ours else ""
    rest = "".join(f'<a href="{path(n)}">{n}</a> ' for n in range(48, pages)) if page == 0 else ""
    paragraphs = "".join(f'<div class="block"><p>{opening}{_text(random, 45)}.</p></div>' for _ in range(22))
    rows = "".join(f"<tr><td>{_text(random, 2)}</td><td>{_text(random, 4)}</td></tr>" for _ in range(15))
    text = (
        f"<header><nav><ul>{menu}</ul></nav></header><main id=maincontent><h1>{title}</h1>{paragraphs}"
        f"<h2>Who is on it</h2><table>{rows}</table>{rest}</main><footer><ul>{elsewhere}</ul></footer></body></html>"
    )
    head = f"<!doctype html><html lang=en-GB><head><meta charset=utf-8><title>{title} - NHS Area {site}</title><style>"
    filler = ".a{margin:0 auto;padding:1rem 2rem}\n" * 2_000
    room = PAGE_BYTES - len(head) - len(text) - len("</style></head><body>")
    return f"{head}{filler[:room]}</style></head><body>{text}".encode()


def _text(random: Random, words: int) -> str:
    return " ".join(random.choices(_WORDS, k=words)).capitalize()


def region_files(folder: Path, sites: int, port: int) -> Path:
    """Write region files for the farm, spread over the seven regions, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, region in enumerate(REGIONS):
        systems = "".join(_system(site, port) for site in range(number, sites, len(REGIONS)))
        if systems:
            (folder / f"{number}.toml").write_text(f'region = "{region}"\n{systems}', "utf-8")
    return folder


def _system(site: int, port: int) -> str:
    letters = f"{chr(65 + site // 26)}{chr(65 + site % 26)}"
    return f"""
[[system]]
id = "area-{site}"
name = "Area {site}"
icb = "NHS Area {site} Integrated Care Board"
ods = "Q{letters}"
ons = "E5499{site:04}"
established = 2022-07-01
sources = ["http://{host(site)}:{port}/"]
  [system.icp]
  name = "Area {site} Integrated Care Partnership"
  [[system.site]]
  url = "http://{host(site)}:{port}/"
  role = "icb"
"""


@contextmanager
def farm(sites: int, pages: int) -> Iterator[int]:
    """Serve a farm in a process of its own; yields its port."""
    command = [sys.executable, "-m", "tests.bench.farm", str(sites), str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


class _Connection(asyncio.Protocol):
    """Answers each request as it comes, as cheaply as can be."""

    def __init__(self, site: int, pages: int) -> None:
        self.site, self.pages = site, pages
        self.numbers = {path(page): page for page in range(pages)}
        self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self.rest = (self.rest + data).split(b"\r\n\r\n")
        for request in requests:
            self.transport.write(self.answer(request))

    def answer(self, request: bytes) -> bytes:
        page = self.numbers.get(request.split(b" ", 2)[1].decode("latin-1"))
        if page is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nnot found"
        tag, body = _tagged(self.site, page, self.pages)
        if tag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: " + tag
        return head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@cache
def _tagged(site: int, page: int, pages: int) -> tuple[bytes, bytes]:
    body = html(site, page, pages)
    return b'"' + hashlib.blake2b(body, digest_size=8).hexdigest().encode() + b'"', body


async def _serve(sites: int, pages: int) -> None:
    loop = asyncio.get_running_loop()
    port = 0
    for site in range(sites):
        server = await loop.create_server(lambda site=site: _Connection(site, pages), host(site), port)  # type: ignore[misc]
        port = port or server.sockets[0].getsockname()[1]
        for page in range(pages):
            _tagged(site, page, pages)
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
