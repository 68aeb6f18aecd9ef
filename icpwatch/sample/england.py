"""Sample England on loopback: one HTTP/1.1 server for each host, one edition of all sites at a time."""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any, Self

from config.errors import IcpwatchError
from icpwatch.sample.answers import Answer, Scene, answer
from icpwatch.sample.content import ENVIRONMENT, SITES, Site, load_sites, load_truth

PORT = 18422  # any port that no known service has; stored addresses stay the same from one demo to the next


@dataclass(frozen=True, slots=True)
class TrueEvent:
    """Something that truly happened and can be told once its edition is crawled.

    `told` is the edition; `event` one of `store.models.EVENTS`; `site` the key of the site; `path` the page ("/" for an
    event of a whole site), `url` its address and `old_url` where it was before a move; for a site that moved, the home
    pages of its successor's site and its own. `words` must all occur in the summary or the facts.
    """

    told: int
    event: str
    system: str
    site: str
    path: str
    what: str
    url: str
    old_url: str = ""
    words: tuple[str, ...] = ()


class SampleEngland:
    """Serve the sample's sites while in context; set `edition` to let time pass."""

    def __init__(self) -> None:
        truth = load_truth()
        self.editions: tuple[datetime, ...] = tuple(time.astimezone(UTC) for time in truth["editions"])
        self.edition = 0
        self.sites: Mapping[str, Site] = load_sites()
        self._truth: Sequence[dict[str, Any]] = truth["event"]
        self._servers: list[_Server] = []

    def __enter__(self) -> Self:
        self._servers = _listen(self)
        for server in self._servers:
            # The default poll of half a second would make each of the hosts take that long to stop.
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers = []

    @property
    def port(self) -> int:
        """Return the port that all hosts listen on, or would ask for first."""
        return int(self._servers[0].server_address[1]) if self._servers else PORT

    def url(self, site: str, path: str = "/") -> str:
        """Return the address of a page, spelt as its site spells it."""
        return f"http://{self.sites[site].address}:{self.port}{self.sites[site].spelt(path)}"

    def scene(self, site: str, edition: int | None = None) -> Scene:
        """Return a site as it is now, or in a given edition."""
        base = {key: self.url(key) for key in self.sites}
        return Scene(self.sites[site], self.edition if edition is None else edition, self.editions, base)

    def regions_folder(self, folder: Path) -> Path:
        """Write region files that watch the sample's systems, and return the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for source in sorted((SITES / "regions").glob("*.toml")):
            text = ENVIRONMENT.get_template(f"regions/{source.name}").render(url=self.url)
            (folder / source.name).write_text(text, "utf-8")
        return folder

    def truth(self, edition: int) -> tuple[TrueEvent, ...]:
        """Return the events that become tellable when this edition is crawled, under the rules of first sight.

        A change of facts or state counts at once; a change of wording, on one page or on many, counts at the next
        check, and a page as vanished at the second miss.
        """
        return tuple(self._event(**raw) for raw in self._truth if raw["told"] == edition)

    def _event(
        self, site: str, path: str, *, old_path: str = "", new_site: str = "", words: Sequence[str] = (), **rest: Any
    ) -> TrueEvent:
        url, old_url = self.url(new_site or site, path), self.url(site, old_path) if old_path else ""
        return TrueEvent(site=site, path=path, url=url, old_url=old_url, words=tuple(words), **rest)


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False  # kept-alive connections of a crawler may outlive the crawl
    request_queue_size = 64

    def __init__(self, england: SampleEngland, site: Site, port: int) -> None:
        self.england, self.site = england, site
        super().__init__((site.address, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a crawler that went away, as a killed one does."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleEngland/1"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one packet
    server: _Server

    def do_GET(self) -> None:
        """Answer a GET or HEAD."""
        england = self.server.england
        self._send(answer(england.scene(self.server.site.key), self.path, dict(self.headers)))

    do_HEAD = do_GET  # noqa: N815  (the name that http.server looks for)

    def _send(self, reply: Answer) -> None:
        headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
        body = reply.body
        if "gzip" in self.headers.get("Accept-Encoding", "") and headers["Content-Type"].startswith("text/"):
            body = gzip.compress(body, 1, mtime=0)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; the crawl's own progress is what people look at."""


def _listen(england: SampleEngland) -> list[_Server]:
    """Bind all hosts to one port: the usual one, or where that is taken a free one.

    Raises IcpwatchError where the machine has no 127.x loopback addresses to listen on.
    """
    for port in (PORT, 0):
        servers: list[_Server] = []
        try:
            for site in england.sites.values():
                servers.append(_Server(england, site, servers[0].server_address[1] if servers else port))
            return servers
        except OSError as error:
            reason = error
            for server in servers:
                server.server_close()
    raise IcpwatchError(f"the sample sites cannot listen on 127.0.10.11 and others ({reason}): add these to loopback")
