"""A small real HTTP server on a loopback address, and a memory of what it was asked."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Seen:
    """One request as it came in; `at` is the monotonic clock, in seconds."""

    path: str
    headers: Mapping[str, str]
    at: float


@dataclass(frozen=True)
class Answer:
    """What to answer. `claims` is a false Content-Length; `chunked` sends the body without any."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "text/html; charset=utf-8"
    chunked: bool = False
    claims: int | None = None

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


Routes = Mapping[str, "Answer | Callable[[Seen], Answer]"]


@dataclass
class Server:
    """A running server: its address, and the requests so far."""

    url: str
    host: str
    seen: list[Seen] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [seen.path for seen in self.seen]

    def pages(self) -> list[str]:
        return [path for path in self.paths() if path != "/robots.txt"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str, routes: Routes | Callable[[Seen], Answer]) -> None:
        super().__init__((host, 0), _Handler)
        self.routes = routes
        self.known = Server(f"http://{host}:{self.server_address[1]}", host)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        seen = Seen(self.path, {name.lower(): value for name, value in self.headers.items()}, time.monotonic())
        self.server.known.seen.append(seen)
        routes = self.server.routes
        route = routes if callable(routes) else routes.get(self.path, Answer("not found", 404))
        self._send(route if isinstance(route, Answer) else route(seen))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.type, **answer.headers}.items():
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.status != 304:
            self.send_header("Content-Length", str(answer.claims or len(answer.data)))
        self.end_headers()
        for piece in _pieces(answer):
            self.wfile.write(piece)
        self.close_connection = answer.claims is not None

    def handle(self) -> None:
        with suppress(ConnectionError):  # the crawler hung up on purpose
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        pass


def _pieces(answer: Answer) -> Iterator[bytes]:
    if not answer.chunked:
        yield answer.data
        return
    for start in range(0, len(answer.data), 65536):
        chunk = answer.data[start : start + 65536]
        yield b"%x\r\n%b\r\n" % (len(chunk), chunk)
    yield b"0\r\n\r\n"


@contextmanager
def serving(
    routes: Routes | Callable[[Seen], Answer], host: str = "127.0.0.2", *, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Serve paths (with their query) until the block ends, others are 404; or have one function answer everything."""
    server = _Server(host, routes)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.known.url = server.known.url.replace("http://", "https://")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
