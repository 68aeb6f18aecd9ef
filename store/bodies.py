"""Bytes kept once for each distinct content, compressed with zstd against a key frame.

A version of a page differs little from the page's first version, and pages of one site share their furniture, so each
body is compressed with an earlier one as prefix: 985 bytes for a version of a 113 KB page that plain zstd brings to
16 KB. A page's reading has the page's own bytes as prefix, which hold all its words. Prefixes are chained at most three
deep, so four reads give any version.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from typing import Any

from sqlalchemy import CompoundSelect, Row, bindparam, delete, insert, select, union
from sqlalchemy.orm import Session

from config.errors import NotFoundError, StoreError
from store.models import Base, Body, Capture, Page
from store.reading import Reading, reading_from_bytes

if sys.version_info >= (3, 14):
    from compression.zstd import CompressionParameter, ZstdDict, ZstdError, compress, decompress
else:
    from backports.zstd import CompressionParameter, ZstdDict, ZstdError, compress, decompress

LEVEL = 8  # 0.3 ms for a page of 61 KB with a prefix; level 10 makes it an eighth smaller in twice the time
BASES_HELD = 24  # a session's newest; each of the seven regions' sites of a crawl uses three in turn
PREFIX_LEAST = 64  # bytes; zstd takes no prefix below eight, and one this short gains nothing
PREFIX_LIMIT = 4_000_000  # bytes; longer bodies are documents, which share nothing
WINDOW_LOG = 23  # 8 MB: prefix and body are within reach of each other


_BODIES = Base.metadata.tables["bodies"]
_SIZE = select(_BODIES.c.size).where(_BODIES.c.hash == bindparam("key"))
_ROW = select(_BODIES).where(_BODIES.c.hash == bindparam("key"))
_INSERT = insert(_BODIES)


def hash_bytes(data: bytes) -> bytes:
    """Return the SHA-256 of the bytes."""
    return hashlib.sha256(data).digest()


def save_body(session: Session, data: bytes, base: bytes | None = None) -> bytes:
    """Keep the bytes once and return their hash; `base` is the hash of a body that is likely to resemble them."""
    key = hash_bytes(data)
    if session.connection().execute(_SIZE, {"key": key}).one_or_none() is not None:
        return key
    prefix = _prefix(session, base) if base and base != key else b""
    if len(prefix) < PREFIX_LEAST or max(len(prefix), len(data)) > PREFIX_LIMIT:
        base, prefix = None, b""
    frame = _compress(data, prefix)
    row = {"hash": key, "size": len(data), "base": base, "data": frame, "crc": zlib.crc32(frame)}
    session.connection().execute(_INSERT, row)
    return key


def _prefix(session: Session, key: bytes) -> bytes:
    """Return the bytes of a base, and hold on to them: the page after this one asks for the same."""
    held: dict[bytes, bytes] = session.info.setdefault(_prefix, {})
    if key not in held:
        if len(held) >= BASES_HELD:
            held.pop(next(iter(held)))
        held[key] = load_body(session, key)
    return held[key]


def rewrite_body(session: Session, data: bytes, base: bytes | None = None) -> bytes:
    """Write bytes anew where they stand damaged, or against another base; returns their hash."""
    row = session.get(Body, hash_bytes(data))
    if row is None:
        return save_body(session, data, base)
    frame = _compress(data, load_body(session, base) if base else b"")
    row.size, row.base, row.data, row.crc = len(data), base, frame, zlib.crc32(frame)
    session.flush()
    return row.hash


def load_body(session: Session, key: bytes) -> bytes:
    """Return the bytes with this hash.

    Raises NotFoundError where they are not in the store, StoreError where they are damaged.
    """
    row = session.connection().execute(_ROW, {"key": key}).one_or_none()
    if row is None:
        raise NotFoundError(f"the store holds no bytes with hash {key.hex()}; icpwatch verify tells what is lost")
    return unpack(row, _prefix(session, row.base) if row.base else b"")


def unpack(row: Body | Row[Any], prefix: bytes) -> bytes:
    """Return the bytes of a row, with those of its base as prefix; raises StoreError where it is damaged."""
    damaged = f"the bytes with hash {row.hash.hex()} are damaged; icpwatch verify tells what can be trusted"
    if zlib.crc32(row.data) != row.crc:
        raise StoreError(damaged)
    try:
        return _decompress(row.data, prefix)
    except ZstdError as error:
        raise StoreError(damaged) from error


def load_reading(session: Session, capture: Capture) -> Reading:
    """Return the reading of a capture."""
    return reading_from_bytes(load_body(session, capture.reading_hash))


def used_bodies() -> CompoundSelect[Any]:
    """Return the query for the hashes of bodies that something needs."""
    columns = (Capture.body_hash, Capture.reading_hash, Page.links_hash, Body.base)
    return union(*(select(column).where(column.is_not(None)) for column in columns))


def drop_unused(session: Session) -> None:
    """Drop the bodies that nothing needs, and those that only these were compressed against."""
    unused = select(Body.hash).where(Body.hash.not_in(used_bodies()))
    while keys := session.scalars(unused.limit(500)).all():
        session.execute(delete(Body).where(Body.hash.in_(keys)))


def _compress(data: bytes, prefix: bytes) -> bytes:
    options: dict[int, int] = {
        CompressionParameter.compression_level: LEVEL,
        CompressionParameter.window_log: WINDOW_LOG,
    }
    if not prefix:
        return compress(data, options=options)
    return compress(data, options=options, zstd_dict=ZstdDict(prefix, is_raw=True).as_prefix)


def _decompress(data: bytes, prefix: bytes) -> bytes:
    return decompress(data, zstd_dict=ZstdDict(prefix, is_raw=True).as_prefix) if prefix else decompress(data)
