"""A digest through a real mail server: Exim from Debian, with STARTTLS and a login."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path

import pytest

from config.settings import MailSettings, Settings
from icpwatch.deliver import REFUSED, SENT, WAITING, deliver
from reports.mail import Envelope, to_message
from store import outbox
from store.engine import Store, open_store
from tests.icpwatch.mail_server import free_port, make_certificate
from tests.reports.digest_makers import NOW, composed, news, wording

CONFIGURATION = """
primary_hostname = localhost
keep_environment =
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/pid
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
deliver_drop_privilege = true
smtputf8_advertise_hosts = *
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
begin acl
rcpt:
  require authenticated = *
  defer message = greylisted
    local_parts = later
  deny message = no such user
    local_parts = nobody
  accept
begin routers
keep:
  driver = accept
  transport = keep
begin transports
keep:
  driver = appendfile
  directory = {folder}/box
  maildir_format
  user = Debian-exim
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${{if and{{{{eq{{$auth2}}{{watch}}}}{{eq{{$auth3}}{{correct horse}}}}}}}}
  server_set_id = $auth2
  server_advertise_condition = ${{if def:tls_in_cipher}}
"""


@pytest.fixture
def exim(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, Path]]:
    """Run Exim; yields its port and the folder where mail arrives."""
    if shutil.which("exim4") is None or os.geteuid() != 0:
        assert "CI" not in os.environ, "install exim4-daemon-light, and run as root"
        pytest.skip("needs Exim, and root to start it: apt-get install exim4-daemon-light")
    # Exim gives up its rights, so the whole way to its folder must be open to it.
    folder = Path(tempfile.mkdtemp(prefix="icpwatch-exim."))
    _, certificate = make_certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = free_port()
    for name in ("spool", "box"):
        (folder / name).mkdir()
    subprocess.run(["chown", "-R", "Debian-exim", folder], check=True)
    configuration = folder / "exim.conf"  # stays root's, else Exim does not trust it
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
    process = subprocess.Popen(["exim4", "-C", configuration, "-bdf"], stderr=subprocess.DEVNULL)
    _wait_for_port(port, process)
    yield port, folder / "box"
    process.terminate()
    process.wait()
    shutil.rmtree(folder)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


def put_digest(store: Store, receiver: str) -> bytes:
    digest = replace(composed(news(1, wordings=(wording("by ", "spring", "autumn", " 2027"),))), key=receiver)
    message = to_message(digest, Envelope("watch@example.org", receiver, "watch@example.org"))
    raw = message.as_bytes()
    with store.write() as session:
        letter = outbox.letter(receiver, message["Message-ID"], str(message["Subject"]), raw, receiver)
        outbox.put(session, letter, NOW)
    return raw


def run(store: Store, port: int, password: str = "correct horse", now: int = NOW) -> Counter[str]:
    mail = MailSettings("localhost", port, "starttls", "watch", password, sender="watch@example.org")
    return deliver(store, Settings(mail=mail), lambda: now, timeout_seconds=10)


def test_digest_arrives_as_it_was_composed(store: Store, exim: tuple[int, Path]) -> None:
    port, box = exim
    raw = put_digest(store, "zoë@example.org")
    assert run(store, port)[SENT] == 1
    (arrived,) = _mails(box, 1)
    sent, got = (message_from_bytes(data, policy=policy.SMTPUTF8) for data in (raw, arrived))
    for header in ("Message-ID", "Subject", "To", "List-Unsubscribe", "References"):
        assert got[header] == sent[header]
    assert _texts(got) == _texts(sent)
    assert not any(part.defects for part in got.walk())


def test_greylisted_and_refused_receivers_hold_up_nobody(store: Store, exim: tuple[int, Path]) -> None:
    port, box = exim
    for receiver in ("later@example.org", "nobody@example.org", "ann@example.org"):
        put_digest(store, receiver)
    assert run(store, port) == {SENT: 1, WAITING: 1, REFUSED: 1}
    assert b"ann@example.org" in _mails(box, 1)[0]


def test_wrong_password_keeps_the_mail_until_it_is_right(store: Store, exim: tuple[int, Path]) -> None:
    port, box = exim
    put_digest(store, "ann@example.org")
    assert run(store, port, "wrong")[WAITING] == 1
    with store.read() as session:
        (row,) = outbox.listing(session)
    assert "535" in row.error
    assert run(store, port, now=NOW + 3600)[SENT] == 1
    assert len(_mails(box, 1)) == 1


def _texts(message: Message) -> list[str]:
    parts = [part for part in message.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]
    return ["\n".join(str(part.get_content()).splitlines()) for part in parts]


def _mails(box: Path, number: int) -> list[bytes]:
    """Return what arrived, once so many mails have; the suite's own time-out is the limit."""
    while len(found := list((box / "new").glob("*"))) < number:
        threading.Event().wait(0.02)
    return [path.read_bytes() for path in found]


def _wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    while True:
        assert process.poll() is None, "Exim ended at once"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            threading.Event().wait(0.02)
        else:
            return
