"""A mail server on this machine that can be told to misbehave."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Mailbox:
    """What the server was given, and how it answers: by receiver at RCPT, by text at DATA."""

    received: list[tuple[str, bytes]] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = ""
    break_off: bool = False
    keep_then_break_off: bool = False
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to a receiver."""
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer to the message."""
        if self.keep_then_break_off:
            self._keep(envelope)
        if self.break_off or self.keep_then_break_off:
            assert isinstance(server.transport, WriteTransport)
            server.transport.abort()
            return "250 never seen"
        if self.data:
            return self.data
        self._keep(envelope)
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        self.received.extend((address, envelope.content) for address in envelope.rcpt_tos)


@contextmanager
def mail_server(mailbox: Mailbox, port: int | None = None, **options: Any) -> Iterator[int]:
    """Run the server on 127.0.0.1 and yield its port, found first: aiosmtpd refuses port 0 on Python 3.11."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """Take connections and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def server_that_dies_in_data() -> Iterator[int]:
    """Talk SMTP up to the first bytes of a message, then reset the connection; each time."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 here\r\n")
        for answer in (b"250 here\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
            connection.recv(4096)
            connection.sendall(answer)
        connection.recv(10)

    with _server(talk) as port:
        yield port


@contextmanager
def greeting_over_tls(context: ssl.SSLContext) -> Iterator[int]:
    """Greet over TLS from the first byte."""

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as wrapped:
            wrapped.sendall(b"220 here\r\n")

    with _server(talk) as port:
        yield port


@contextmanager
def _server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection, suppress(OSError):
                    talk(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def make_certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """Make a key and a self-signed certificate for a host."""
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return key, certificate


def server_tls(key: Path, certificate: Path) -> ssl.SSLContext:
    """Return a server's TLS context."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def only(user: bytes, password: bytes) -> Any:
    """Return an authenticator that lets one user in."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (user, password), handled=False)

    return check
