"""From bytes to text: which encoding a page is really in."""

from __future__ import annotations

import codecs
import re

from bs4.dammit import EncodingDetector
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

_UTF16_START = re.compile(rb"\s*(?:(?P<le><\0[a-zA-Z!?]\0)|(?P<be>\0<\0[a-zA-Z!?]))")


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a page, whatever its bytes are; NULs and byte order marks are dropped.

    In order: a byte order mark; valid UTF-8, whatever is declared; the charset of the header; the one in the page;
    UTF-8 with Windows-1252 mixed in, as pasted text often is. Bytes without a meaning become U+FFFD.

    >>> decode(b"Caf\\xc3\\xa9", "text/html; charset=iso-8859-1")
    'Café'
    >>> decode("Agenda – Café".encode() + b" \\x96 10am", "text/html; charset=utf-8")
    'Agenda – Café – 10am'
    """
    return _decode(body, content_type).replace("\0", "").replace("\ufeff", "")


def _decode(body: bytes, content_type: str) -> str:
    body, marked = EncodingDetector.strip_byte_order_mark(body)
    if marked:
        return body.decode(marked, "replace")
    if start := _UTF16_START.match(body):
        return body.decode("utf-16-le" if start["le"] else "utf-16-be", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        # As browsers understand their names: Latin-1 means Windows-1252.
        declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body) or "utf-8"
    if declared.startswith("utf") or _is_mostly_utf8(body):
        return body.decode("utf-8", _PASTED)
    return body.decode(declared, "replace")


def _is_mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", "ignore")
    valid = text.encode()
    return sum(not char.isascii() for char in text) > len(body) - len(valid)


def _as_western(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_PASTED = "icpwatch-pasted"
codecs.register_error(_PASTED, _as_western)
