"""Check everything that a store holds, say what is damaged and what of it can still be trusted, repair what can be.

Raw bytes, visits, captures and the ledger are the evidence: a damaged one is reported and never touched. Readings,
stored links and the search index are derived, and can be made anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import JSON, Text, func, select, text, type_coerce
from sqlalchemy.orm import Session

from config.times import british_time
from store.bodies import hash_bytes, load_body, unpack, used_bodies
from store.engine import compact_json, open_store
from store.ledger import FIRST, UNREADABLE, head_of, leaves_by_run, merkle_root, moved_leaves
from store.models import Base, Body, Capture, LedgerRow, Page, Passage, Redaction, SearchText, SiteRow, SiteRun
from store.reading import reading_from_bytes
from store.search import main_texts

INDEX = "search_index"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing found wrong. `derived`: it can be made anew from what is whole; else it is lost."""

    what: str
    derived: bool = False


@dataclass(slots=True)
class Findings:
    """What a check found. `hashes` are those of all bytes, `bad` those of damaged ones, `readings` captures whose
    reading is damaged, `links` pages whose stored links are, `pages` those whose row is; `missing` names the views and
    indexes that are not there.

    `witness` is when the head was written that somebody gave. `unused` counts bodies that nothing needs any more,
    `unused_bytes` their size in the store; they are no damage.
    """

    damages: list[Damage] = field(default_factory=list)
    bad: set[bytes] = field(default_factory=set)
    hashes: set[bytes] = field(default_factory=set)
    readings: set[int] = field(default_factory=set)
    links: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    index_is_stale: bool = False
    witness: int | None = None
    captures: int = 0
    manifests: int = 0
    manifests_whole: int = 0
    uncovered: int = 0
    unused: int = 0
    unused_bytes: int = 0

    def add(self, what: str, *, derived: bool = False) -> None:
        """Note something wrong."""
        self.damages.append(Damage(what, derived))


def verify(session: Session, say: Say, witness: bytes | None = None) -> Findings:
    """Check a store from the file up; `say` hears what is being checked, `witness` is a head that must be known."""
    found = Findings()
    for step, words in _STEPS.items():
        say(words)
        try:
            step(session, found)
        except UNREADABLE as error:
            found.add(f"{words}: could not go on, {error}")
    if witness is not None:
        found.witness = session.scalar(select(LedgerRow.at).where(LedgerRow.head == witness))
        if found.witness is None:
            found.add(
                f"the ledger has no head {witness.hex()}: it is not the one that this was copied from, or altered"
            )
    return found


def _check_file(session: Session, found: Findings) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    for (problem,) in session.execute(text("PRAGMA integrity_check(20)")):
        if problem != "ok":
            found.add(f"the file: {problem}")
    orphans: dict[tuple[str, str], int] = defaultdict(int)
    for child, _, parent, _ in session.execute(text("PRAGMA foreign_key_check")):
        orphans[child, parent] += 1
    for (child, parent), count in orphans.items():
        found.add(f"{child}: the row of {parent} that they belong to is not there for {count}")
    ours = _objects(session)
    for name, (kind, _) in new_schema().items():
        if ours.get(name, ("", ""))[0] == kind or (name.startswith(f"{INDEX}_") and INDEX not in ours):
            continue
        can_be_made = kind != "table" or name == INDEX
        found.missing += [name] if can_be_made else []
        found.index_is_stale |= name == INDEX
        found.add(
            f"the {kind} {name} is not there" + ("" if can_be_made else ", nor what it held"), derived=can_be_made
        )


def _objects(session: Session) -> dict[str, tuple[str, str]]:
    """Return the kind of each table, view and index of a store, and the SQL that makes it."""
    rows = session.execute(text("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {name: (kind, sql) for name, kind, sql in rows}


@cache
def new_schema() -> dict[str, tuple[str, str]]:
    """Return the kind of each table, view and index of a new store, and the SQL that makes it."""
    store = open_store("sqlite://")
    with store.read() as session:
        objects = _objects(session)
    store.close()
    return objects


def _check_rows(session: Session, found: Findings) -> None:
    """Read each row that holds texts or lists: these can be spoilt so that nothing that shows them works."""
    for table in Base.metadata.sorted_tables:
        own_step = table.name in (Capture.__tablename__, LedgerRow.__tablename__)
        if own_step or not any(isinstance(column.type, (Text, JSON)) for column in table.columns):
            continue
        keys = list(table.primary_key)
        for key in session.execute(select(*keys)).all():
            try:
                session.execute(select(table).where(*(a == b for a, b in zip(keys, key, strict=True)))).one()
            except UNREADABLE:
                found.pages |= {key[0]} if table.name == Page.__tablename__ else set()
                more = "; the next crawl reads it anew" if table.name == Page.__tablename__ else ""
                found.add(f"row {key[0]} of {table.name} cannot be read{more}", derived=bool(more))


def _check_bodies(session: Session, found: Findings) -> None:
    kept: dict[bytes, bytes] = {}
    # Bodies without a base first, so that a damaged one is known before those that need it.
    for row in session.scalars(
        select(Body).order_by(Body.base.is_not(None), Body.base).execution_options(yield_per=100)
    ):
        found.hashes.add(row.hash)
        if not _is_whole(session, row, kept, found.bad):
            found.bad.add(row.hash)


def _is_whole(session: Session, row: Body, kept: dict[bytes, bytes], bad: set[bytes]) -> bool:
    if row.base in bad:
        return False
    try:
        if row.base and row.base not in kept:
            kept.clear()  # bodies come in the order of their bases: one is needed at a time
            kept[row.base] = load_body(session, row.base)
        data = unpack(row, kept[row.base] if row.base else b"")
    except UNREADABLE:
        return False
    return len(data) == row.size and hash_bytes(data) == row.hash


def _check_captures(session: Session, found: Findings) -> None:
    for capture_id in session.scalars(select(Capture.id).order_by(Capture.id)).all():
        found.captures += 1
        try:
            if not _is_as_written(session, capture_id):
                found.add(f"the headers of capture {capture_id} are not in the form in which they are written")
            capture = session.get_one(Capture, capture_id)
            _check_capture(session, found, capture)
            session.expunge(capture)
        except UNREADABLE as error:
            found.add(f"capture {capture_id} cannot be read: {error}")


def _is_as_written(session: Session, capture_id: int) -> bool:
    """Return whether each JSON text of a capture is the one way to write it: a hash of its values covers all of it."""
    columns = (type_coerce(column, Text) for column in (Capture.headers, Capture.request_headers, Capture.redirects))
    row = session.execute(select(*columns).where(Capture.id == capture_id)).one()
    return all(compact_json(json.loads(value)) == value for value in row)


def _check_capture(session: Session, found: Findings, capture: Capture) -> None:
    name = f"capture {capture.id} of {capture.url}, {british_time(capture.at)}"
    is_lost = _is_bad(found, capture.body_hash)
    if is_lost:
        found.add(f"the raw bytes of {name} are damaged; its visit, hash and headers stand")
    if _is_bad(found, capture.reading_hash) or not _is_reading(session, capture.reading_hash):
        found.readings.add(capture.id)
        more = "and cannot be made anew" if is_lost else "and can be made anew from its bytes"
        found.add(f"the reading of {name} is damaged {more}", derived=not is_lost)


def _is_bad(found: Findings, key: bytes) -> bool:
    return key in found.bad or key not in found.hashes


def _is_reading(session: Session, key: bytes) -> bool:
    try:
        reading_from_bytes(load_body(session, key))
    except UNREADABLE:
        return False
    return True


def _check_pages(session: Session, found: Findings) -> None:
    known = set(session.scalars(select(Capture.id)))
    marks = {row.id: row.mark for row in session.execute(select(SearchText.id, SearchText.mark))}
    stale = 0
    for page_id, links, last, told in session.execute(
        select(Page.id, Page.links_hash, Page.last_capture_id, Page.told_capture_id)
    ).all():
        if links and _is_bad(found, links):
            found.links.add(page_id)
            found.add(f"the stored links of page {page_id} are damaged; the next crawl reads them anew", derived=True)
        for capture_id in {last, told} - {None} - known:
            found.add(f"page {page_id} names capture {capture_id}, which is not there")
        if last in known and last not in found.readings:
            open_texts = select(Passage.text_id).where(Passage.page_id == page_id, Passage.until.is_(None))
            indexed = {marks.get(text_id) for text_id in session.scalars(open_texts)}
            reading = reading_from_bytes(load_body(session, session.get_one(Capture, last).reading_hash))
            stale += indexed != main_texts(reading).keys()
    if session.get_bind().dialect.name == "sqlite" and not found.index_is_stale:
        unknown = f"SELECT count(*) FROM search_texts WHERE id NOT IN (SELECT id FROM {INDEX}_docsize)"
        stale += session.execute(text(unknown)).scalar_one()
    if stale:
        found.index_is_stale = True
        found.add(f"the search index is out of date in {stale} places", derived=True)


def _check_ledger(session: Session, found: Findings) -> None:
    before, newest = FIRST, {}
    newest_moves = None
    place = 0
    for row_id in session.scalars(select(LedgerRow.id).order_by(LedgerRow.id)).all():
        place += 1
        try:
            row = session.get_one(LedgerRow, row_id)
            if row.id != place or row.previous != before or head_of(row) != row.head:
                found.add(f"the ledger is broken at row {row.id}: no head from there on proves what is before it")
            place, before = row.id, row.head
        except UNREADABLE as error:
            found.add(f"row {row_id} of the ledger cannot be read: {error}")
            continue
        if row.run_id is not None and row.site_id is not None:
            newest[row.site_id, row.run_id] = row
        elif row.kind == "moves":
            newest_moves = row
    if newest_moves and newest_moves.root != merkle_root(moved_leaves(session)):
        found.add(f"which page has what moved is not what the ledger's row {newest_moves.id} proves: it was changed")
    logged = set(session.scalars(select(LedgerRow.note).where(LedgerRow.kind == "redaction")))
    for name_hash in session.scalars(select(Redaction.name_hash)):
        if name_hash.hex() not in logged:
            found.add("the ledger does not log a redaction that the store holds")
    _check_manifests(session, found, newest)


def _check_manifests(session: Session, found: Findings, newest: dict[tuple[int, int], LedgerRow]) -> None:
    settled = {(run.site_id, run.run_id): run.settled for run in session.scalars(select(SiteRun))}
    for site in session.scalars(select(SiteRow).order_by(SiteRow.id)):
        leaves = leaves_by_run(session, site.id)
        for run_id in sorted(leaves.keys() | {run for of, run in newest.keys() | settled.keys() if of == site.id}):
            row, own = newest.get((site.id, run_id)), leaves.get(run_id, [])
            name = f"crawl {run_id} of {site.url}"
            if row is None:
                found.uncovered += len(own)
                if settled.get((site.id, run_id)):
                    found.add(f"the ledger has no manifest of {name}, which was settled")
                continue
            found.manifests += 1
            if row.leaves == len(own) and row.root == merkle_root(own):
                found.manifests_whole += 1
            else:
                found.add(f"what was recorded in {name} is not what the ledger's row {row.id} proves: it was changed")


def _check_unused(session: Session, found: Findings) -> None:
    unused = select(Body.hash, func.length(Body.data)).where(Body.hash.not_in(used_bodies()))
    sizes = {row[0]: row[1] for row in session.execute(unused)}
    found.unused, found.unused_bytes = len(sizes), sum(sizes.values())
    if damaged := sizes.keys() & found.bad:
        found.add(f"{len(damaged)} bodies that nothing needs are damaged; they can be dropped", derived=True)


_STEPS: dict[Callable[[Session, Findings], None], str] = {
    _check_file: "the file and its references",
    _check_rows: "the rows",
    _check_bodies: "the bytes",
    _check_captures: "the captures",
    _check_pages: "the pages and the search index",
    _check_ledger: "the ledger",
    _check_unused: "what nothing needs",
}
