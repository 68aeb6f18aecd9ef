"""The outbox keeps each message until it is delivered or given up."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from config.errors import NotFoundError
from store import outbox
from store.models import OutboxRow
from tests.makers import NOW, made_store


def put(session: Session, number: int = 1, receiver: str = "ann@example.org") -> OutboxRow:
    identity = f"<digest.{number}@example.org>"
    return outbox.put(session, outbox.letter(receiver, identity, "News", b"News"), NOW)


def test_message_with_a_known_id_is_not_put_in_twice() -> None:
    with made_store() as session:
        assert put(session).id == put(session).id


def test_message_is_given_to_one_sender_at_a_time_and_again_if_that_one_dies() -> None:
    with made_store() as session:
        row_id = put(session).id
        assert outbox.claim(session, row_id, NOW) is not None
        assert outbox.claim(session, row_id, NOW + 1) is None
        again = outbox.claim(session, row_id, NOW + outbox.CLAIM_SECONDS)
        assert again is not None
        session.refresh(again)
        assert again.tries == 2


def test_mail_goes_before_webhooks_which_may_be_slow() -> None:
    with made_store() as session:
        hook, mail = put(session, 1, "https://hooks.example/x").id, put(session, 2).id
        assert outbox.due_ids(session, NOW) == [mail, hook]


def test_failed_message_waits_and_refused_one_stays_until_it_is_retried() -> None:
    with made_store() as session:
        waiting, refused = put(session, 1).id, put(session, 2).id
        outbox.mark_failed(session, waiting, "down", NOW, 60)
        outbox.mark_failed(session, refused, "550", NOW, None)
        assert outbox.due_ids(session, NOW + 59) == []
        assert outbox.due_ids(session, NOW + 60) == [waiting]
        assert outbox.retry(session, NOW + 61) == 2
        assert outbox.due_ids(session, NOW + 61) == [waiting, refused]


def test_dropped_message_is_never_due_again_and_still_seen() -> None:
    with made_store() as session:
        row_id = put(session).id
        outbox.drop(session, row_id)
        assert outbox.due_ids(session, NOW) == []
        assert [row.id for row in outbox.listing(session, ("dropped",))] == [row_id]
        with pytest.raises(NotFoundError):
            outbox.retry(session, NOW, row_id)


def test_secret_path_of_a_webhook_is_not_shown() -> None:
    with made_store() as session:
        row = put(session, 1, "https://user:pw@hooks.example/services/T0/secret")
        assert outbox.shown(row) == "https://hooks.example/…"
