"""The ledger: after each crawl of a site, one root over all that was stored, chained to the root before.

A leaf is the SHA-256 of one visit or capture in a fixed text form; leaves are joined in pairs up to one Merkle root,
with the one-byte prefixes of RFC 6962 so that a leaf can never pass for a pair. The leaves are computed from the
tables, not stored twice.

What the chain proves: nothing that a manifest covers was changed since its head was printed in a digest or a report
that somebody else holds. What it does not prove: that the server sent these bytes to anyone else.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config.errors import StoreError
from store.models import Capture, LedgerRow, Page, SiteRun, Visit
from store.queries import ledger_head

FIRST = bytes(32)

UNREADABLE = (SQLAlchemyError, StoreError, ValueError, TypeError, LookupError, AttributeError)
"""What reading a damaged row can raise: text that is no UTF-8, JSON that is none, a value of another type."""


def append_manifest(session: Session, run_id: int, site_id: int, program: str, at: int) -> LedgerRow:
    """Add the manifest of one crawl of one site to the ledger, after which page has what, if that has changed."""
    append_moves(session, program, at)
    leaves = manifest_leaves(session, run_id, site_id)
    return append(session, "crawl", at, program, (run_id, site_id), leaves)


def append_moves(session: Session, program: str, at: int) -> None:
    """Add a root over the rows that another page took over, unless the newest such root holds still."""
    leaves = moved_leaves(session)
    newest = select(LedgerRow.root).where(LedgerRow.kind == "moves").order_by(LedgerRow.id.desc()).limit(1)
    if session.scalar(newest) != merkle_root(leaves):
        append(session, "moves", at, program, (None, None), leaves)


def amend(session: Session, crawls: Collection[tuple[int, int]], program: str, at: int, why: str) -> None:
    """Add what the crawls, by run and site, hold since they lost checks; a note keeps the root over what they held."""
    for site_id in sorted({site_id for _, site_id in crawls}):
        leaves = leaves_by_run(session, site_id)
        for run_id in sorted(run_id for run_id, site in crawls if site == site_id):
            row = newest_row(session, run_id, site_id)
            if row is not None:  # else its manifest is still to come
                note = f"keeps root {row.root.hex()} over {row.leaves} leaves; {why}"
                append(session, "thinning", at, program, (run_id, site_id), leaves[run_id], note)


def newest_row(session: Session, run_id: int, site_id: int) -> LedgerRow | None:
    """Return the row by which the ledger proves one crawl of one site today."""
    of = select(LedgerRow).where(LedgerRow.site_id == site_id, LedgerRow.run_id == run_id)
    return session.scalar(of.order_by(LedgerRow.id.desc()).limit(1))


def append(
    session: Session,
    kind: str,
    at: int,
    program: str,
    of: tuple[int | None, int | None],
    leaves: Sequence[bytes],
    note: str = "",
) -> LedgerRow:
    """Add one link to the chain; `of` is run id and site id."""
    before = ledger_head(session)
    row = LedgerRow(
        id=before.id + 1 if before else 1,
        at=at,
        kind=kind,
        run_id=of[0],
        site_id=of[1],
        leaves=len(leaves),
        root=merkle_root(leaves),
        program=program,
        note=note,
        previous=before.head if before else FIRST,
        head=b"",
    )
    row.head = head_of(row)
    session.add(row)
    session.flush()
    return row


def head_of(row: LedgerRow) -> bytes:
    """Return the hash over all fields of a link but its own head."""
    fields = (row.id, row.at, row.kind, row.run_id, row.site_id, row.leaves, row.root.hex(), row.program, row.note)
    return hashlib.sha256(_text([*fields, row.previous.hex()])).digest()


def manifest_leaves(session: Session, run_id: int, site_id: int) -> list[bytes]:
    """Return the hashes of the visits and captures of one crawl of one site, in a fixed order."""
    begun = session.get_one(SiteRun, (run_id, site_id)).started_at
    # Visits are kept by page and time, so the newest ones of the pages that were checked since are found at once.
    checked = select(Page.id).where(Page.last_checked >= begun)
    newest = _visits(site_id).where(Visit.page_id.in_(checked), Visit.at >= begun, Visit.run_id == run_id)
    captures = select(Capture).where(Capture.run_id == run_id, Capture.site_id == site_id).order_by(Capture.id)
    leaves = [visit_leaf(row) for row in session.execute(newest)]
    return leaves + [capture_leaf(row) for row in session.scalars(captures)]


def leaves_by_run(session: Session, site_id: int) -> dict[int, list[bytes]]:
    """Return the leaves of all crawls of a site by run, each in the order of its manifest.

    A row that is too damaged to be read has an empty leaf, or none, so that no root fits it.
    """
    leaves: dict[int, list[bytes]] = defaultdict(list)
    for visit in session.execute(_visits(site_id)):
        leaves[visit.run_id].append(_leaf_or_none(visit_leaf, visit))
    for key in session.scalars(select(Capture.id).where(Capture.site_id == site_id).order_by(Capture.id)).all():
        try:
            capture = session.get_one(Capture, key)
            leaves[capture.run_id].append(_leaf_or_none(capture_leaf, capture))
        except UNREADABLE:
            continue
    return leaves


def moved_leaves(session: Session) -> list[bytes]:
    """Return the hashes of what page has each visit and capture that was recorded under another."""
    leaves = []
    for table, key in ((Visit, Visit.at), (Capture, Capture.id)):
        rows = select(table.first_page_id, key, table.run_id, table.page_id).where(table.first_page_id.is_not(None))
        leaves += [
            _leaf(["moved", table.__tablename__, *row])
            for row in session.execute(rows.order_by(*rows.selected_columns))
        ]
    return leaves


def _leaf_or_none(make: Callable[[Any], bytes], row: Row[Any] | Capture) -> bytes:
    try:
        return make(row)
    except UNREADABLE:
        return b""


def _visits(site_id: int) -> Select[Any]:
    """Return the query for the visits of a site as rows, in the order of a manifest."""
    first = func.coalesce(Visit.first_page_id, Visit.page_id)
    return select(Visit.__table__).where(Visit.site_id == site_id).order_by(first, Visit.at)


def visit_leaf(visit: Row[Any]) -> bytes:
    """Return the hash of one row of visits."""
    body = visit.body_hash.hex() if visit.body_hash else None
    where = [_first_page(visit), visit.at, visit.run_id, visit.site_id]
    return _leaf(["visit", *where, visit.outcome, visit.status, body])


def _first_page(row: Row[Any] | Capture) -> int:
    return int(row.page_id if row.first_page_id is None else row.first_page_id)


def capture_leaf(capture: Capture) -> bytes:
    """Return the hash of one capture."""
    return hashlib.sha256(b"\x00" + capture_text(capture)).digest()


def capture_text(capture: Capture) -> bytes:
    """Return what of a capture is hashed; its reading is not, for better readers make it anew from the bytes."""
    where = [capture.id, _first_page(capture), capture.run_id, capture.site_id, capture.at, capture.url, capture.status]
    what = [capture.content_type, capture.headers, capture.request_headers, capture.redirects]
    return _text(["capture", *where, *what, capture.body_hash.hex()])


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over hashes; an odd one moves up as it is; no leaves give the hash of nothing."""
    level = list(leaves) or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def _leaf(fields: list[Any]) -> bytes:
    return hashlib.sha256(b"\x00" + _text(fields)).digest()


def _text(fields: list[Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
