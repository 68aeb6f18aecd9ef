"""From the bytes of an answer to a reading, by what the bytes are and not by what the server calls them."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from typing import Literal

from lxml import etree

from config.errors import ReadingError
from crawler.reading.child import shared_reader
from crawler.reading.encoding import decode
from crawler.reading.html import read_html
from crawler.reading.text import clean_lines
from store.reading import UNREAD, Block, Reading

READER_VERSION = "5"

Media = Literal["html", "pdf", "office", "text"]

_SNIFFED = 4096  # bytes
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|p|h1|table|main|section|nav|header|form|a|br|ul)\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x7f]")
_MOST_TEXT = 5_000_000  # bytes


def read(body: bytes, content_type: str, url: str) -> Reading:
    """Return what a page or document says, without characters that steer a terminal or turn the direction of text.

    HTML and plain text are read here, documents in a child process, one for the whole program. A document without words
    has one block, which says so with its hash.
    Raises ReadingError for bytes that are neither page nor document, and for a document that its limits stop.
    """
    media = sniff(body, content_type)
    if media == "html":
        try:
            return read_html(body, content_type, url)
        except (ValueError, LookupError, TypeError, RecursionError, etree.LxmlError) as error:
            raise ReadingError(f"{url} is a page that cannot be read ({type(error).__name__}: {error})") from error
    if media == "text":
        return _read_text(body, content_type)
    reading = shared_reader().read(body, media)
    # Another file in its place is news although nobody could read either.
    return (
        reading
        if reading.blocks
        else replace(reading, blocks=(Block("paragraph", f"{UNREAD}{sha256(body).hexdigest()}"),))
    )


def sniff(body: bytes, content_type: str = "") -> Media:
    """Return what the bytes are, by their first ones; the server is asked only if they do not tell.

    Raises ReadingError for pictures, sound, and anything else that is not read.

    >>> sniff(b"%PDF-1.7", "text/html"), sniff(b"<html>", "application/pdf"), sniff(b"", "text/html")
    ('pdf', 'html', 'html')
    """
    start = body[:_SNIFFED]
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "office"
    wide = start.count(b"\0") > len(start) // 4 and start[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
    if not wide and (len(_CONTROL.findall(start)) + start.count(b"\0") // 4) * 20 > len(start):
        raise ReadingError(
            f"neither a page nor a document ({content_type or 'unknown type'}, begins {bytes(start[:8])!r})"
        )
    declared = content_type.partition(";")[0].strip().lower()
    if wide or "html" in declared or _TAG.search(start) or not declared:
        return "html"
    if declared.startswith(("image/", "audio/", "video/", "font/")):
        raise ReadingError(f"neither a page nor a document ({declared})")
    return "text"


def _read_text(body: bytes, content_type: str) -> Reading:
    lines = decode(body[:_MOST_TEXT], content_type).splitlines()
    paragraphs = [clean_lines(group) for is_text, group in groupby(lines, lambda line: bool(line.strip())) if is_text]
    blocks = tuple(Block("paragraph", text) for text in paragraphs if text)
    notes = ("cut off at 5 MB",) if len(body) > _MOST_TEXT else ()
    return Reading("text", blocks[0].text.partition("\n")[0][:150] if blocks else "", blocks, notes=notes)
