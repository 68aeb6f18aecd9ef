"""Mail is delivered at least once, whatever the server does, and one receiver's trouble is no other's."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from config.settings import CrawlSettings, MailSettings, Settings
from icpwatch.deliver import REFUSED, SENT, WAITING, deliver
from icpwatch.senders import without_password
from store import outbox
from store.engine import Store, open_store
from store.models import OutboxRow
from tests.icpwatch.mail_server import (
    Mailbox,
    free_port,
    greeting_over_tls,
    mail_server,
    make_certificate,
    only,
    server_that_dies_in_data,
    server_tls,
    silent_server,
)

NOW = 1_794_472_200
LATER = NOW + 24 * 3600
PASSWORD = "correct horse"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


def put(store: Store, number: int = 1, receiver: str = "ann@example.org", body: bytes = b"") -> int:
    identity = f"<digest.{number}@example.org>"
    message = body or f"Message-ID: {identity}\r\nSubject: Digest {number}\r\n\r\nNews.\r\n".encode()
    letter = outbox.letter(receiver, identity, f"Digest {number}", message)
    with store.write() as session:
        return outbox.put(session, letter, NOW).id


def mail_to(port: int, **fields: Any) -> Settings:
    defaults: dict[str, Any] = {"host": "127.0.0.1", "security": "none", "sender": "watch@example.org"}
    return Settings(mail=MailSettings(port=port, **{**defaults, **fields}))


def run(store: Store, settings: Settings, now: int = NOW, timeout_seconds: float = 5) -> Counter[str]:
    return deliver(store, settings, lambda: now, timeout_seconds)


def row(store: Store, row_id: int) -> OutboxRow:
    with store.read() as session:
        return session.get_one(OutboxRow, row_id)


def message_ids(mailbox: Mailbox) -> list[str]:
    return [message_from_bytes(raw)["Message-ID"] for _, raw in mailbox.received]


def test_mail_is_sent_once_and_recorded(store: Store) -> None:
    row_id, mailbox = put(store), Mailbox()
    with mail_server(mailbox) as port:
        assert run(store, mail_to(port))[SENT] == 1
        assert run(store, mail_to(port), LATER)[SENT] == 0
    assert message_ids(mailbox) == ["<digest.1@example.org>"]
    assert row(store, row_id).state == "sent"
    assert row(store, row_id).sent_at == NOW


def test_thousand_digests_arrive_and_none_twice(store: Store) -> None:
    for number in range(1000):
        put(store, number, f"reader{number}@example.org")
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        assert run(store, mail_to(port))[SENT] == 1000
    assert len(set(message_ids(mailbox))) == len(mailbox.received) == 1000


def test_mail_survives_a_server_that_is_down(store: Store) -> None:
    row_id, mailbox, port = put(store), Mailbox(), free_port()
    assert run(store, mail_to(port))[WAITING] == 1
    assert "not usable" in row(store, row_id).error
    with mail_server(mailbox, port):
        assert run(store, mail_to(port), NOW + 30)[SENT] == 0  # backing off
        assert run(store, mail_to(port), NOW + 72)[SENT] == 1  # a minute, and up to a fifth of it
    assert row(store, row_id).error == ""


def test_server_that_is_down_is_tried_once_for_all_mail_of_a_pass(store: Store) -> None:
    for number in range(5):
        put(store, number)
    with silent_server() as port:
        assert run(store, mail_to(port), timeout_seconds=0.2)[WAITING] == 5


def test_mail_survives_a_connection_lost_in_the_middle_of_a_message(store: Store) -> None:
    put(store, body=b"Message-ID: <digest.1@example.org>\r\n\r\n" + b"a line of news\r\n" * 10_000)
    with server_that_dies_in_data() as port:
        assert run(store, mail_to(port))[WAITING] == 1
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        assert run(store, mail_to(port), LATER)[SENT] == 1


def test_answer_lost_after_the_message_was_taken_gives_a_second_copy_with_the_same_id(store: Store) -> None:
    put(store)
    mailbox = Mailbox(keep_then_break_off=True)
    with mail_server(mailbox) as port:
        assert run(store, mail_to(port))[WAITING] == 1
        mailbox.keep_then_break_off = False
        assert run(store, mail_to(port), LATER)[SENT] == 1
    assert message_ids(mailbox) == ["<digest.1@example.org>"] * 2


def test_process_killed_between_sending_and_recording_sends_again_with_the_same_id(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store)
    mailbox = Mailbox()

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with mail_server(mailbox) as port:
        with monkeypatch.context() as patch:
            patch.setattr(outbox, "mark_sent", killed)
            with pytest.raises(KeyboardInterrupt):
                run(store, mail_to(port))
        assert run(store, mail_to(port), NOW + 60)[SENT] == 0  # still claimed
        assert run(store, mail_to(port), NOW + outbox.CLAIM_SECONDS)[SENT] == 1
    assert message_ids(mailbox) == ["<digest.1@example.org>"] * 2


@pytest.mark.parametrize("answer", ["451 greylisted, come back later", "452 full"])
def test_temporary_refusal_is_tried_again(store: Store, answer: str) -> None:
    row_id, mailbox = put(store), Mailbox(rcpt={"ann@example.org": answer})
    with mail_server(mailbox) as port:
        assert run(store, mail_to(port))[WAITING] == 1
        assert answer in row(store, row_id).error
        mailbox.rcpt.clear()
        assert run(store, mail_to(port), LATER)[SENT] == 1


def test_refused_receiver_is_kept_and_shown_and_holds_up_nobody(store: Store) -> None:
    first, second = put(store, 1, "gone@example.org"), put(store, 2)
    mailbox = Mailbox(rcpt={"gone@example.org": "550 no such user"})
    with mail_server(mailbox) as port:
        assert run(store, mail_to(port)) == {SENT: 1, REFUSED: 1}
    assert (row(store, first).state, row(store, second).state) == ("refused", "sent")
    assert row(store, first).error == "the receiver was refused: 550 no such user"


@pytest.mark.parametrize(("answer", "state"), [("554 not wanted", "refused"), ("451 busy", "waiting")])
def test_refused_message_is_kept(store: Store, answer: str, state: str) -> None:
    row_id = put(store)
    with mail_server(Mailbox(data=answer)) as port:
        run(store, mail_to(port))
    assert row(store, row_id).state == state


def test_silent_server_is_given_up_after_the_time_out(store: Store) -> None:
    row_id = put(store)
    with silent_server() as port:
        assert run(store, mail_to(port), timeout_seconds=0.2)[WAITING] == 1
    assert "timed out" in row(store, row_id).error


def test_failing_server_is_left_alone_longer_each_time() -> None:
    waits = [outbox.back_off(tries, 0.0) for tries in range(1, 9)]
    assert waits == sorted(waits)
    assert waits[-1] == 12 * 3600


def test_certificate_nobody_vouches_for_is_not_trusted_after_starttls(store: Store, tmp_path: Path) -> None:
    row_id, mailbox = put(store), Mailbox()
    with mail_server(mailbox, tls_context=server_tls(*make_certificate(tmp_path))) as port:
        assert run(store, mail_to(port, host="localhost", security="starttls"))[WAITING] == 1
    assert "certificate is not valid" in row(store, row_id).error
    assert mailbox.received == []


def test_certificate_nobody_vouches_for_is_not_trusted_over_tls(store: Store, tmp_path: Path) -> None:
    row_id = put(store)
    with greeting_over_tls(server_tls(*make_certificate(tmp_path))) as port:
        assert run(store, mail_to(port, host="localhost", security="tls"))[WAITING] == 1
    assert "certificate is not valid" in row(store, row_id).error


def test_login_over_starttls_with_a_good_certificate(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store)
    key, certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mailbox = Mailbox()
    options = {"tls_context": server_tls(key, certificate), "authenticator": only(b"watch", PASSWORD.encode())}
    with mail_server(mailbox, auth_required=True, **options) as port:
        login = {"host": "localhost", "security": "starttls", "username": "watch"}
        assert run(store, mail_to(port, password="wrong", **login))[WAITING] == 1
        assert run(store, mail_to(port, password=PASSWORD, **login), LATER)[SENT] == 1
    assert len(mailbox.received) == 1


def test_server_without_starttls_gets_no_mail(store: Store) -> None:
    mailbox = Mailbox()
    put(store)
    with mail_server(mailbox) as port:
        assert run(store, mail_to(port, security="starttls"))[WAITING] == 1
    assert mailbox.received == []


def test_password_is_not_sent_in_the_clear_to_another_machine(store: Store) -> None:
    row_id = put(store)
    run(store, mail_to(25, host="mail.invalid", username="watch", password=PASSWORD))
    assert "only sent over TLS" in row(store, row_id).error


def test_password_in_an_answer_is_blanked() -> None:
    mail = MailSettings(username="watch", password=PASSWORD)
    text = "535 correct horse Y29ycmVjdCBob3JzZQ== AHdhdGNoAGNvcnJlY3QgaG9yc2U= refused"
    assert without_password(text, mail) == "535 *** *** *** refused"


def test_folder_gets_one_file_for_a_message_however_often_it_is_delivered(store: Store, tmp_path: Path) -> None:
    receiver = f"folder:{tmp_path / 'mail'}"
    row_id = put(store, receiver=receiver)
    run(store, Settings())
    with store.write() as session:
        session.get_one(OutboxRow, row_id).state = "waiting"
    assert run(store, Settings(), LATER)[SENT] == 1
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["digest.1.eml"]


def test_folder_that_cannot_be_written_is_tried_again(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    row_id = put(store, receiver=f"folder:{tmp_path / 'file'}/mail")
    assert run(store, Settings())[WAITING] == 1
    assert "cannot be written" in row(store, row_id).error


class Hook(BaseHTTPRequestHandler):
    """Answers with the status in `answer` and keeps what was posted."""

    answer: ClassVar[int] = 200
    posted: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        """Keep the body."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append((self.headers["Idempotency-Key"], body))
        self.send_response(self.answer)
        if self.answer == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[str]:
    Hook.posted.clear()
    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "state"), [(204, "sent"), (302, "refused"), (404, "refused"), (429, "waiting"), (503, "waiting")]
)
def test_webhook_answers_are_understood(store: Store, hook: str, answer: int, state: str) -> None:
    Hook.answer = answer
    row_id = put(store, receiver=hook, body=json.dumps({"text": "News"}).encode())
    run(store, Settings(crawl=CrawlSettings(allow_private_addresses=True)))
    assert row(store, row_id).state == state
    assert Hook.posted == [("<digest.1@example.org>", b'{"text": "News"}')]


def test_webhook_that_is_down_is_tried_again_and_the_reason_reads_well(store: Store) -> None:
    row_id = put(store, receiver=f"http://127.0.0.1:{free_port()}/hook")
    run(store, Settings(crawl=CrawlSettings(allow_private_addresses=True)))
    assert row(store, row_id).error == "the webhook at 127.0.0.1 did not answer: Connection refused"
    assert row(store, row_id).state == "waiting"


def test_webhook_without_tls_is_refused(store: Store, hook: str) -> None:
    row_id = put(store, receiver=hook)
    run(store, Settings())
    assert row(store, row_id).error == "a webhook must be an https:// address"
    assert Hook.posted == []
