"""Write captures as WARC 1.1, the format of web archives: request, response and redirect records."""

from __future__ import annotations

import io
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from config.errors import UsageError
from config.times import from_epoch
from config.version import VERSION
from store.models import Capture
from store.redact import raw_bytes

RECODED = ("content-encoding", "content-length", "transfer-encoding")
"""Headers that told how the bytes travelled; the store keeps them unpacked, so these move aside."""


def write_warc(session: Session, captures: Iterable[Capture], out: BinaryIO, name: str) -> tuple[int, int]:
    """Write captures to a gzipped WARC file; returns how many were written, and withheld for a redacted name.

    Raises UsageError where warcio is not installed.
    """
    try:
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise UsageError('WARC needs one library more: pip install "icpwatch[warc]"') from error
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    about = {"software": f"icpwatch {VERSION}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    written = withheld = 0
    for capture in captures:
        if capture.withheld:
            withheld += 1
            continue
        _write(writer, capture, raw_bytes(session, capture))
        written += 1
    return written, withheld


def _write(writer: Any, capture: Capture, body: bytes) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    date = {"WARC-Date": from_epoch(capture.at).strftime("%Y-%m-%dT%H:%M:%SZ")}
    for status, url, target in capture.redirects:
        # Of a hop only these three are kept; the record holds no header that was made up.
        hop = StatusAndHeaders(_status_line(status), [("Location", target)], protocol="HTTP/1.1")
        writer.write_record(_record(writer, url, "response", b"", hop, date))
    headers = [_header(key, value) for key, value in capture.headers]
    head = StatusAndHeaders(_status_line(capture.status), [*headers, ("Content-Length", str(len(body)))], "HTTP/1.1")
    response = _record(writer, capture.url, "response", body, head, date)
    writer.write_record(response)
    parts = urlsplit(capture.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = [(key, value) for key, value in capture.request_headers]
    if not any(key.lower() == "host" for key, _ in sent):
        sent.insert(0, ("Host", parts.netloc))
    asked = StatusAndHeaders(f"GET {path} HTTP/1.1", sent, is_http_request=True)
    concurrent = {**date, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
    writer.write_record(_record(writer, capture.url, "request", b"", asked, concurrent))


def _record(writer: Any, url: str, kind: str, body: bytes, head: Any, warc_headers: dict[str, str]) -> Any:
    return writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), http_headers=head, warc_headers_dict=dict(warc_headers)
    )


def _status_line(status: int) -> str:
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    return f"{status} {phrase}".rstrip()


def _header(key: str, value: str) -> tuple[str, str]:
    return (f"X-Archive-Orig-{key}" if key.lower() in RECODED else key, value)
