"""Deliver what waits in the outbox.

Each message is claimed, sent and marked in transactions of its own. A process killed between sending and marking
leaves it claimed for a while and then sends it again with the same Message-ID: at least once, never not at all.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import closing

from config.errors import DeliveryError
from config.settings import Settings
from icpwatch.senders import TIMEOUT_SECONDS, Senders
from store import outbox
from store.engine import Store

SENT, WAITING, REFUSED = "sent", "to be tried again", "refused"


def deliver(
    store: Store, settings: Settings, clock: Callable[[], int], timeout_seconds: float = TIMEOUT_SECONDS
) -> Counter[str]:
    """Try every message that is due, record what came of it, and count that; one receiver's trouble is no other's.

    `clock` gives seconds since 1970.
    """
    counts = Counter({SENT: 0})
    with store.read() as session:
        due = outbox.due_ids(session, clock())
    with closing(Senders(settings, timeout_seconds)) as senders:
        for row_id in due:
            with store.write() as session:
                row = outbox.claim(session, row_id, clock())
            if row is None:
                continue
            try:
                senders.send(row)
            except DeliveryError as error:
                wait = None if error.permanent else outbox.back_off(row.tries, random.random())
                with store.write() as session:
                    outbox.mark_failed(session, row_id, str(error), clock(), wait)
                counts[REFUSED if error.permanent else WAITING] += 1
            else:
                with store.write() as session:
                    outbox.mark_sent(session, row_id, clock())
                counts[SENT] += 1
    return counts


def in_words(counts: Counter[str]) -> str:
    """Return what came of a delivery.

    >>> in_words(Counter({SENT: 3, WAITING: 1}))
    '3 sent, 1 to be tried again'
    """
    return ", ".join(f"{number} {what}" for what, number in counts.items())
