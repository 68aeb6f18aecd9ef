"""Blank a person's name in all that is shown, searched and exported.

What is derived is rewritten where it stands, so that no report, mail or command needs to know; raw bytes stay, for the
ledger's hashes rest on them, and are withheld from whoever asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from html import unescape
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config.errors import StoreError, UsageError
from store.bodies import hash_bytes, load_body, load_reading, rewrite_body, save_body
from store.ledger import append
from store.models import (
    Base,
    Body,
    Capture,
    Change,
    FactRow,
    OutboxRow,
    Page,
    Redaction,
    Score,
    SiteRow,
)
from store.noise import fingerprint
from store.reading import Reading, reading_to_bytes
from store.search import rebuild_index
from store.visits import PageVisit

REMOVED_NAME = "[name removed]"
SHORTEST = 4  # characters of a name; a shorter one would blank parts of ordinary sentences

Value = TypeVar("Value")

_TEXTS: dict[type[Base], tuple[str, ...]] = {
    Page: ("title", "state_reason", "reason", "evidence", "click_path", "link_text"),
    Capture: ("title",),
    FactRow: ("value", "role", "organisation", "detail", "evidence"),
    Change: ("summary", "reason", "facts"),
    Score: ("evidence",),
    OutboxRow: ("subject",),
}
_MARKS: dict[type[Base], tuple[str, ...]] = {
    Page: ("block_hashes", "gained", "lost", "flapping"),
    SiteRow: ("shared", "came", "went"),
}


def redact(session: Session, name: str, program: str, now: int) -> int:
    """Blank a name in the store and in all that will come, and log its hash in the ledger.

    Returns the number of versions that held it. Raises UsageError for a name too short to be one.
    """
    name = " ".join(name.split())
    if len(name) < SHORTEST:
        raise UsageError(f"{name!r} is too short to be blanked everywhere: give the full name")
    name_hash = hash_bytes(name.encode("utf-8"))
    if session.get(Redaction, name) is None:
        session.add(Redaction(name=name, name_hash=name_hash, at=now))
        append(session, "redaction", now, program, (None, None), [], note=name_hash.hex())
    pattern = _pattern([name])  # what was redacted earlier is blanked already
    marks: dict[bytes, bytes] = {}
    count = sum(_redact_capture(session, capture, pattern, marks) for capture in session.scalars(select(Capture)).all())
    for page in session.scalars(select(Page).where(Page.links_hash.is_not(None))).all():
        page.links_hash = _redact_body(session, page.links_hash, pattern)
    for table, columns in _TEXTS.items():
        for row in session.scalars(select(table)).all():
            for column in columns:
                _set(row, column, blank(getattr(row, column), pattern))
    for table, columns in _MARKS.items():
        for row in session.scalars(select(table)).all():
            for column in columns:
                _set(row, column, _mapped(getattr(row, column), marks))
    session.flush()
    rebuild_index(session)
    return count


def pattern_of(session: Session) -> re.Pattern[str] | None:
    """Return the pattern of all redacted names, in any case and spacing; None where there are none."""
    names = sorted(session.scalars(select(Redaction.name)), key=len, reverse=True)
    return _pattern(names) if names else None


def blank(value: Value, pattern: re.Pattern[str] | None) -> Value:
    """Return a value with the names blanked in all its texts, addresses left as they are."""
    return value if pattern is None else _blank(value, pattern)


def _blank(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return value if value.startswith(("http://", "https://")) else pattern.sub(REMOVED_NAME, value)
    if isinstance(value, (list, tuple)):
        return type(value)(_blank(item, pattern) for item in value)
    if isinstance(value, dict):
        return {key: _blank(item, pattern) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _blank(getattr(value, each.name), pattern) for each in fields(value)})
    return value


def blank_visit(visit: PageVisit, pattern: re.Pattern[str] | None) -> PageVisit:
    """Return a visit with redacted names blanked, as it is to be recorded; the answer's bytes stay."""
    if pattern is None or visit.reading is None or visit.answer is None:
        return visit
    blanked = replace(blank(replace(visit, answer=None), pattern), answer=visit.answer)
    is_held = blanked.reading != visit.reading or _holds(visit.answer.body, pattern)
    return replace(blanked, withheld=is_held)


def raw_bytes(session: Session, capture: Capture) -> bytes:
    """Return the bytes of a capture as they were received; raises StoreError where they hold a redacted name."""
    if capture.withheld:
        raise StoreError(
            f"the bytes of capture {capture.id} hold a redacted name and are withheld; "
            f"their SHA-256 is {capture.body_hash.hex()}"
        )
    return load_body(session, capture.body_hash)


def waiting_with_name(session: Session, name: str) -> list[int]:
    """Return the ids of messages not yet sent that hold the name; they were composed before it was redacted."""
    rows = session.execute(select(OutboxRow.id, OutboxRow.message).where(OutboxRow.state == "waiting"))
    return [row.id for row in rows if name.encode() in row.message]


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    forms = (r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def _redact_capture(session: Session, capture: Capture, pattern: re.Pattern[str], marks: dict[bytes, bytes]) -> bool:
    old = load_reading(session, capture)
    new: Reading = blank(old, pattern)
    if new != old:
        marks.update((fingerprint(a), fingerprint(b)) for a, b in zip(old.blocks, new.blocks, strict=True) if a != b)
        capture.reading_hash = _replace_body(session, capture.reading_hash, reading_to_bytes(new))
    is_held = new != old or _holds(load_body(session, capture.body_hash), pattern)
    capture.withheld = capture.withheld or is_held
    return is_held


def _redact_body(session: Session, key: bytes | None, pattern: re.Pattern[str]) -> bytes | None:
    if key is None:
        return None
    data = load_body(session, key)
    new = pattern.sub(REMOVED_NAME, data.decode("utf-8")).encode("utf-8")
    return key if new == data else _replace_body(session, key, new)


def _replace_body(session: Session, key: bytes, data: bytes) -> bytes:
    """Put other bytes in the place of derived ones, which end; what was compressed against them is moved over."""
    new = save_body(session, data)
    for row in session.scalars(select(Body).where(Body.base == key)).all():
        rewrite_body(session, load_body(session, row.hash), new)
    for page in session.scalars(select(Page).where(Page.links_hash == key)):
        page.links_hash = new
    for capture in session.scalars(select(Capture).where(Capture.reading_hash == key)):
        capture.reading_hash = new
    session.flush()
    session.execute(delete(Body).where(Body.hash == key))
    return new


def _holds(data: bytes, pattern: re.Pattern[str]) -> bool:
    return pattern.search(unescape(data.decode("utf-8", "replace"))) is not None


def _set(row: Base, column: str, value: Any) -> None:
    if value != getattr(row, column):
        setattr(row, column, value)


def _mapped(blob: bytes, marks: dict[bytes, bytes]) -> bytes:
    values: Iterable[bytes] = (blob[i : i + 8] for i in range(0, len(blob), 8))
    return b"".join(sorted(marks.get(value, value) for value in values))
