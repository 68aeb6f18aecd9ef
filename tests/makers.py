"""Makers that fill a store with made systems, sites, pages, captures, facts and changes, for tests.

Each takes a session first, adds what is needed, flushes, and returns the row. Any column can be given by name.

    with made_store() as session:
        system = make_system(session, "west-yorkshire")
        page = make_page(session, make_site(session, system), "/icp", kinds=["about"], is_icp=True)
        old = make_capture(session, page, [block("The chair is Ann Other.")], at=NOW - 30 * DAY)
        new = make_capture(session, page, [block("The chair is Zoë Quill.")], at=NOW - DAY)
        make_change(session, page, summary="Another chair is named.", from_capture=old.id, to_capture=new.id)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from store.bodies import save_body
from store.models import (
    Address,
    Base,
    Capture,
    Change,
    FactRow,
    LedgerRow,
    Page,
    Run,
    SiteRow,
    SiteRun,
    SystemRow,
)
from store.reading import Block, BlockKind, Link, Reading, reading_to_bytes

Row = TypeVar("Row", bound=Base)

DAY = 86_400
NOW = 1_794_472_200
"""12 November 2026, 08:30 in London."""


@contextmanager
def made_store() -> Iterator[Session]:
    """Yield a session on an empty store in memory."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def make_system(session: Session, id: str = "west-yorkshire", **fields: Any) -> SystemRow:
    """Add a system; its names follow from its id."""
    name = id.replace("-", " ").title()
    defaults = {
        "name": name,
        "region": "North East and Yorkshire",
        "icb": f"NHS {name} Integrated Care Board",
        "icp": f"{name} Integrated Care Partnership",
        "ods": f"Q{id[:2].upper()}",
        "ons": "E54000054",
        "established": "2022-07-01",
        "successors": [],
    }
    return _add(session, SystemRow(id=id, **{**defaults, **fields}))


def make_run(session: Session, *, at: int = NOW, kind: str = "discover", **fields: Any) -> Run:
    """Add a finished run of ten minutes that ended at `at`."""
    defaults = {
        "started_at": at - 600,
        "finished_at": at,
        "program": "1.0.0",
        "rules": "1",
    }
    return _add(session, Run(kind=kind, **{**defaults, **fields}))


def make_site(
    session: Session,
    system: SystemRow,
    url: str = "",
    *,
    role: str = "icb",
    **fields: Any,
) -> SiteRow:
    """Add a site that was last reached at NOW."""
    url = url or f"https://{system.id.replace('-', '')}.icb.nhs.uk/"
    defaults = {
        "outcome": "reached",
        "outcome_since": NOW - 90 * DAY,
        "last_reached": NOW,
        "baseline_run_id": _a_run(session).id,
    }
    return _add(
        session,
        SiteRow(system_id=system.id, url=url, role=role, **{**defaults, **fields}),
    )


def make_site_run(session: Session, site: SiteRow, run: Run | None = None, **fields: Any) -> SiteRun:
    """Add what a run did on a site: reached, 40 pages, settled, unless told otherwise."""
    run = run or _a_run(session)
    defaults: dict[str, Any] = {
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "settled": True,
        "discovery": run.kind == "discover",
        "outcome": "reached",
        "fetched": 40,
    }
    return _add(session, SiteRun(run_id=run.id, site_id=site.id, **{**defaults, **fields}))


def make_page(session: Session, site: SiteRow, path: str = "/icp", **fields: Any) -> Page:
    """Add a live, watched page with its address; `path` may be a whole URL."""
    url = path if "://" in path else site.url.rstrip("/") + path
    first_seen = int(fields.pop("first_seen", NOW - 400 * DAY))
    defaults = {
        "media": "pdf" if url.endswith(".pdf") else "html",
        "title": path.strip("/").replace("-", " ").capitalize() or "Home",
        "state": "live",
        "state_since": first_seen,
        "told_state": "live",
        "kinds": ["other"],
        "confidence": 0.9,
        "watched": True,
        "evidence": [],
        "click_path": [],
        "first_run_id": _a_run(session).id,
        "last_checked": NOW,
    }
    row = Page(
        site_id=site.id,
        system_id=site.system_id,
        url=url,
        first_seen=first_seen,
        **{**defaults, **fields},
    )
    _add(session, row)
    _add(session, Address(page_id=row.id, url=url, since=first_seen))
    return row


def block(text: str, kind: BlockKind = "paragraph", *links: Link, **fields: Any) -> Block:
    """Return a block of the main text."""
    return Block(kind=kind, text=text, links=tuple(links), **fields)


def make_capture(session: Session, page: Page, blocks: Sequence[Block | str] = (), **fields: Any) -> Capture:
    """Add a version of a page with these blocks, and make it the page's newest and told one."""
    made = tuple(item if isinstance(item, Block) else block(item) for item in blocks)
    title = str(fields.get("title", page.title))
    raw = ("<!doctype html><title>" + title + "</title>" + "".join(f"<p>{b.text}</p>" for b in made)).encode()
    defaults = {
        "at": NOW,
        "url": page.url,
        "status": 200,
        "content_type": "text/html; charset=utf-8",
        "headers": [["Content-Type", "text/html; charset=utf-8"]],
        "request_headers": [["User-Agent", "icpwatch"]],
        "redirects": [],
        "body_hash": save_body(session, raw),
        "reading_hash": save_body(session, reading_to_bytes(Reading(page.media, title, made))),
        "reader": "1",
        "title": title,
        "run_id": _a_run(session).id,
        "site_id": page.site_id,
    }
    capture = _add(session, Capture(page_id=page.id, **{**defaults, **fields}))
    page.last_capture_id = page.told_capture_id = capture.id
    session.flush()
    return capture


def make_fact(session: Session, page: Page, kind: str, value: str, **fields: Any) -> FactRow:
    """Add a fact that the page's newest capture says (an empty one is made if there is none)."""
    capture_id = fields.pop("capture_id", None) or page.last_capture_id or make_capture(session, page).id
    defaults = {"since": page.first_seen, "evidence": value}
    row = FactRow(
        page_id=page.id,
        system_id=page.system_id,
        capture_id=capture_id,
        kind=kind,
        value=value,
        **{**defaults, **fields},
    )
    return _add(session, row)


def make_change(
    session: Session,
    page: Page,
    event: str = "changed",
    summary: str = "",
    **fields: Any,
) -> Change:
    """Add a told change of a page."""
    defaults = {
        "at": NOW - DAY,
        "run_id": _a_run(session).id,
        "url": page.url,
        "kinds": page.kinds,
        "weight": "normal",
        "facts": [],
        "pages": [],
    }
    values = {**defaults, **fields}
    summary = summary or f"The page “{page.title}” {event}."
    row = Change(
        system_id=page.system_id,
        site_id=page.site_id,
        page_id=page.id,
        event=event,
        summary=summary,
        **values,
    )
    page.last_changed = max(page.last_changed or 0, row.at)
    return _add(session, row)


def make_site_change(session: Session, site: SiteRow, event: str, summary: str, **fields: Any) -> Change:
    """Add a told change of a whole site."""
    defaults = {
        "at": NOW - DAY,
        "run_id": _a_run(session).id,
        "url": site.url,
        "kinds": [],
        "weight": "high",
    }
    values = {**defaults, "facts": [], "pages": [], **fields}
    return _add(
        session,
        Change(
            system_id=site.system_id,
            site_id=site.id,
            event=event,
            summary=summary,
            **values,
        ),
    )


def make_ledger_row(session: Session, *, at: int = NOW) -> LedgerRow:
    """Add a ledger row with a made head."""
    previous = session.scalar(select(LedgerRow.head).order_by(LedgerRow.id.desc())) or bytes(32)
    head = hashlib.sha256(previous + str(at).encode()).digest()
    row = LedgerRow(
        at=at,
        kind="crawl",
        leaves=1,
        root=head,
        program="1.0.0",
        previous=previous,
        head=head,
        run_id=_a_run(session).id,
    )
    return _add(session, row)


def _a_run(session: Session) -> Run:
    newest = session.scalar(select(func.max(Run.id)))
    run = session.get(Run, newest) if newest else None
    return run or make_run(session)


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
