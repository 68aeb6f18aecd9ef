"""Pack the evidence of one change: the bytes before and after and all that proves them, for somebody else to check."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Template
from sqlalchemy import select
from sqlalchemy.orm import Session

from config.times import british_time, iso_utc, london
from config.version import VERSION
from reports.diff_page import diff_page
from reports.site_pages import make_environment
from store.bodies import hash_bytes, load_reading
from store.compare import compare_captures
from store.diff_views import words_view
from store.ledger import capture_text, leaves_by_run, newest_row
from store.models import Capture, Change, LedgerRow, Page, SystemRow, Visit
from store.queries import ledger_head
from store.redact import raw_bytes
from store.visits import OUTCOMES

ENDINGS = {"html": ".html", "pdf": ".pdf", "text": ".txt"}


@dataclass(frozen=True, slots=True)
class Side:
    """One version in the pack: in which folder, the capture, and the name of the file with its bytes."""

    folder: str
    capture: Capture
    file: str

    @property
    def at(self) -> str:
        """Return the time in words, in UTC and London."""
        return f"{iso_utc(self.capture.at)} (in London {british_time(self.capture.at)})"


def write_evidence(session: Session, change: Change, out: Path, now: int) -> list[str]:
    """Write the pack of one change as a zip file, and return the names of the files in it."""
    sides = [
        _side(folder, session.get_one(Capture, key))
        for folder, key in (("before", change.from_capture), ("after", change.to_capture))
        if key is not None
    ]
    files = dict(_files(session, change, sides, now))
    sums = "".join(f"{hash_bytes(data).hex()}  {name}\n" for name, data in files.items())
    readme = _readme(session, change, sides, now)
    moment = max(london(now).timetuple()[:6], (1980, 1, 1, 0, 0, 0))  # zip knows no earlier time
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in {"README.txt": readme.encode(), **files, "SHA256SUMS": sums.encode()}.items():
            pack.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED)
    return ["README.txt", *files, "SHA256SUMS"]


def _side(folder: str, capture: Capture) -> Side:
    media = capture.content_type.lower()
    ending = next((ending for kind, ending in ENDINGS.items() if kind in media), ".bin")
    return Side(folder, capture, f"{folder}/body{ending}")


def _files(session: Session, change: Change, sides: Sequence[Side], now: int) -> Iterator[tuple[str, bytes]]:
    for side in sides:
        capture = side.capture
        if not capture.withheld:
            yield side.file, raw_bytes(session, capture)
        yield f"{side.folder}/text.txt", _text(session, capture).encode()
        yield f"{side.folder}/response-headers.txt", _lines(capture.headers, f"HTTP status {capture.status}")
        yield f"{side.folder}/request-headers.txt", _lines(capture.request_headers, f"GET {capture.url}")
        yield f"{side.folder}/redirects.txt", _redirects(capture)
        yield f"{side.folder}/ledger-leaf.json", capture_text(capture)
    if len(sides) == 2:
        diff = compare_captures(session, sides[0].capture, sides[1].capture)
        yield "difference.txt", (words_view(diff) + "\n").encode()
        names = [f"{side.capture.url}, {british_time(side.capture.at)}" for side in sides]
        yield "difference.html", diff_page(names[0], names[1], diff).encode()
    if change.page_id is not None:
        yield "checks.csv", _checks(session, change.page_id)
    yield "change.json", _json(_change(session, change, sides))
    crawls = {(change.run_id, change.site_id), *((side.capture.run_id, side.capture.site_id) for side in sides)}
    covering = [row for run_id, site_id in sorted(crawls) if (row := newest_row(session, run_id, site_id))]
    yield "ledger.json", _json([_ledger(row) for row in _chain(session, covering)])
    yield "ledger-leaves.json", _json({str(row.id): _leaves(session, row) for row in covering})
    yield "check-ledger.py", _template("check-ledger.py.j2").render().encode() + b"\n"


def _text(session: Session, capture: Capture) -> str:
    reading = load_reading(session, capture)
    return "\n".join((reading.title, "", *(block.text for block in reading.blocks), ""))


def _lines(headers: Sequence[Sequence[str]], first: str) -> bytes:
    return "".join(f"{line}\n" for line in (first, *(f"{key}: {value}" for key, value in headers))).encode()


def _redirects(capture: Capture) -> bytes:
    hops = [f"{status} {url} -> {target}" for status, url, target in capture.redirects]
    return "".join(f"{hop}\n" for hop in hops or ["none: the address answered by itself"]).encode()


def _checks(session: Session, page_id: int) -> bytes:
    """Return what each check of the page brought: of what vanished, the checks that did not find it are the proof."""
    visits = session.scalars(select(Visit).where(Visit.page_id == page_id).order_by(Visit.at))
    rows = [
        f"{iso_utc(visit.at)},{OUTCOMES[visit.outcome]},{visit.status or ''},{(visit.body_hash or b'').hex()}\n"
        for visit in visits
    ]
    return "".join(["at_utc,outcome,status,sha256\n", *rows]).encode()


def _change(session: Session, change: Change, sides: Sequence[Side]) -> dict[str, Any]:
    page = session.get(Page, change.page_id) if change.page_id else None
    return {
        "change": change.id,
        "event": change.event,
        "summary": change.summary,
        "system": change.system_id,
        "url": change.url,
        "old_url": change.old_url,
        "first_seen_utc": iso_utc(change.at),
        "first_seen_london": london(change.at).isoformat(),
        "facts": change.facts,
        "pages": change.pages,
        "click_path": [{"text": text, "url": url} for text, url in page.click_path] if page else [],
        "versions": [
            {
                "folder": side.folder,
                "capture": side.capture.id,
                "url": side.capture.url,
                "at_utc": iso_utc(side.capture.at),
                "at_london": london(side.capture.at).isoformat(),
                "sha256": side.capture.body_hash.hex(),
                "withheld": side.capture.withheld,
                "reader": side.capture.reader,
            }
            for side in sides
        ],
        "program": f"icpwatch {VERSION}",
    }


def _chain(session: Session, covering: Sequence[LedgerRow]) -> Iterable[LedgerRow]:
    """Return all rows of the ledger from the first of these to its head; the head alone where there are none."""
    head = ledger_head(session)
    first = min((row.id for row in covering), default=head.id if head else 0)
    return session.scalars(select(LedgerRow).where(LedgerRow.id >= first).order_by(LedgerRow.id))


def _leaves(session: Session, row: LedgerRow) -> list[str]:
    assert row.site_id is not None
    assert row.run_id is not None
    return [leaf.hex() for leaf in leaves_by_run(session, row.site_id)[row.run_id]]


def _ledger(row: LedgerRow) -> dict[str, Any]:
    raw = {column.name: getattr(row, column.name) for column in LedgerRow.__table__.columns}
    return {key: value.hex() if isinstance(value, bytes) else value for key, value in raw.items()}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _template(name: str) -> Template:
    return make_environment().get_template(name)


def _readme(session: Session, change: Change, sides: Sequence[Side], now: int) -> str:
    system = session.get_one(SystemRow, change.system_id)
    page = session.get(Page, change.page_id) if change.page_id else None
    head = ledger_head(session)
    return _template("evidence.txt.j2").render(
        change=change, system=system, page=page, sides=sides, now=now, version=VERSION,
        head=head.head.hex() if head else "", seen=f"{iso_utc(change.at)} (in London {british_time(change.at)})",
        made=f"{iso_utc(now)} (in London {british_time(now)})",
    ) + "\n"  # fmt: skip
