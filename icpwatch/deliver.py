"""Deliver what waits in the outbox.

Each message is claimed, sent and marked in transactions of its own. A process killed between sending and marking
leaves it claimed for a while and then sends it again with the same Message-ID: at least once, never not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.errors import DeliveryError
from icpwatch.senders import Senders
from store import outbox
from store.engine import Store
from store.models import OutboxRow


@dataclass(frozen=True, slots=True)
class Chance:
    """What delivery takes from outside: the time in seconds since 1970, and a number from 0 to 1 to spread retries."""

    clock: Callable[[], int]
    jitter: Callable[[], float]


@dataclass(slots=True)
class Delivered:
    """How many messages one pass sent, how many wait for another try, how many were refused for good."""

    sent: int = 0
    waiting: int = 0
    refused: int = 0

    def __str__(self) -> str:
        """Return the counts in words.

        >>> print(Delivered(3, 1))
        3 sent, 1 to be tried again
        """
        counts = ((self.waiting, "to be tried again"), (self.refused, "refused"))
        return f"{self.sent} sent" + "".join(f", {number} {what}" for number, what in counts if number)


def deliver(store: Store, senders: Senders, chance: Chance) -> Delivered:
    """Try every message that is due, and record what came of it; one receiver's trouble is no other's."""
    delivered = Delivered()
    with store.read() as session:
        due = outbox.due_ids(session, chance.clock())
    for row_id in due:
        with store.write() as session:
            row = outbox.claim(session, row_id, chance.clock())
        if row is not None:
            _deliver_one(store, senders, row, chance, delivered)
    return delivered


def _deliver_one(store: Store, senders: Senders, row: OutboxRow, chance: Chance, delivered: Delivered) -> None:
    try:
        senders.send(row)
    except DeliveryError as error:
        wait = None if error.permanent else outbox.back_off(row.tries, chance.jitter())
        with store.write() as session:
            outbox.mark_failed(session, row.id, str(error), chance.clock(), wait)
        delivered.refused += error.permanent
        delivered.waiting += not error.permanent
    else:
        with store.write() as session:
            outbox.mark_sent(session, row.id, chance.clock())
        delivered.sent += 1
