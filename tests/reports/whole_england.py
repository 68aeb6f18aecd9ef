"""A whole made England, filled in bulk: 42 systems of the shipped registry, 150 pages and 50 changes each.

Six of the 42 are bodies that ended in March 2026, so that successors, predecessors and histories that go on are there.
Titles, names and sentences are drawn from plain ones and from ones that try a page's patience: markup, Welsh and Irish
letters, text from right to left, 1,500 characters without a space.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from config.registry import Registry, System, load_registry
from config.times import london
from store.bodies import load_reading, save_body
from store.models import Address, Base, Capture, Change, FactRow, Page, SiteRow, SiteRun, SystemRow
from store.reading import Block, Link, Reading, reading_to_bytes
from tests.makers import DAY, NOW, make_capture, make_change, make_fact, make_ledger_row, make_run

SYSTEMS, PAGES, CHANGES = 42, 150, 50
OWN, WATCHED = 15, 40  # pages of the partnership, and those watched with them, of a system's pages
VERSIONED, VERSIONS = 10, 4  # pages with a history, and versions of each: thirty changes of wording
BLOCKS, EDITS = 60, 3  # of a page, and of these changed in a version

HARD = (
    "<script>alert(1)</script>\u202egnp.exe & \"x\" 'y' ]]> {{ 7*7 }} <svg onload=x>",
    "Llŷr ap Gwyneth-Ó Súilleabháin, Aberŵystwyth a’r Cylch",
    "شراكة الرعاية المتكاملة",
    "Aberdaron" * 166,
)
KINDS = (
    "about", "membership", "chair", "meetings", "papers", "terms-of-reference", "strategy", "joint-forward-plan",
    "involvement", "contact", "faq", "news",
)  # fmt: skip
EVENTS = (
    *("vanished",) * 4, *("appeared",) * 5, *("document-added",) * 5, "moved", "restored", "document-replaced",
    "document-removed", "site-text-changed", "site-redesigned",
)  # fmt: skip
_TEXT = """health care council people services community support local area board public members partners families
housing schools carers workforce prevention inequalities wellbeing primary hospital voluntary decision report plan"""
_WORDS = _TEXT.split()


def whole_registry() -> Registry:
    """Return the shipped systems: 36 in being, and of the twelve that ended six; the others are only named."""
    return load_registry()


def fill_whole_england(session: Session, registry: Registry) -> None:
    """Fill an empty store in seconds; scores are left to `score_all`."""
    session.add_all(
        SystemRow(
            id=system.id,
            name=system.name,
            region=system.region,
            icb=system.icb,
            icp=system.icp.name,
            ods=system.ods,
            ons=system.ons,
            established=system.established.isoformat(),
            dissolved=system.dissolved.isoformat() if system.dissolved else None,
            successors=list(system.successors),
        )
        for system in registry.systems.values()
    )
    run = make_run(session)
    rows = _Rows(session, run.id)
    today = london(NOW).date()
    filled = sorted(registry.systems.values(), key=lambda system: not system.is_live(today))[:SYSTEMS]
    for number, system in enumerate(filled):
        rows.add_system(system, number)
    for table, values in rows.tables.items():
        session.execute(insert(table), values)
    make_ledger_row(session)
    session.commit()


def change_one_page(session: Session) -> Change:
    """Let a recheck find another chair on one page: a new version, its facts, and the change that tells of it."""
    page = session.scalars(select(Page).where(Page.is_icp.is_(True), Page.kinds.contains("about"))).first()
    assert page is not None
    assert page.last_capture_id is not None
    old = page.last_capture_id
    reading = load_reading(session, session.get_one(Capture, old))
    new = make_capture(session, page, [*reading.blocks, "The chair is now Ann Other."], title=page.title)
    for fact in session.scalars(select(FactRow).where(FactRow.page_id == page.id, FactRow.kind == "chair")):
        fact.until = NOW
    make_fact(session, page, "chair", "Ann Other", role="Chair", since=NOW)
    page.last_checked = NOW
    make_ledger_row(session)
    said = [
        {"kind": "chair", "action": "changed", "old": "", "new": "Ann Other", "sentence": "The chair is now Ann Other."}
    ]
    return make_change(
        session, page, summary="The chair is now Ann Other.", at=NOW, from_capture=old, to_capture=new.id, facts=said
    )


class _Rows:
    """Rows by table, numbered here so that one statement a table inserts them all."""

    def __init__(self, session: Session, run_id: int) -> None:
        self.session, self.run = session, run_id
        tables: tuple[type[Base], ...] = (SiteRow, SiteRun, Page, Address, Capture, FactRow, Change)
        self.tables: dict[type[Base], list[dict[str, Any]]] = {table: [] for table in tables}
        self._ids = {table: count(1) for table in tables}
        self.random = Random(6)

    def add_system(self, system: System, number: int) -> None:
        """Add its site, pages, versions, facts and changes."""
        outcome = "blocked" if number % 14 == 13 else "reached"
        url = system.sites[0].url if system.sites else f"https://{system.id}.test/"
        site = self._add(
            SiteRow, system_id=system.id, url=url, role="icb", outcome=outcome, outcome_since=NOW - 90 * DAY,
            last_reached=NOW - 30 * DAY * (outcome == "blocked"), baseline_run_id=self.run,
        )  # fmt: skip
        self.tables[SiteRun].append(
            {
                "run_id": self.run, "site_id": site["id"], "started_at": NOW - 600, "finished_at": NOW, "settled": True,
                "discovery": True, "outcome": outcome, "fetched": PAGES,
            }
        )  # fmt: skip
        pages = [self._page(site, system, place, number) for place in range(PAGES)]
        for page in pages[:VERSIONED]:
            self._history(page, system)
        for page in pages[VERSIONED:OWN]:
            self._capture(page, 0, [])
        for page in pages[: 2 if number % 7 else OWN]:
            self._facts(page, system)
        left = CHANGES - VERSIONED * (VERSIONS - 1)
        for event, page in zip(EVENTS[:left], pages[OWN:], strict=False):
            of_site = event.startswith("site-")
            self._change(page, event, f"{system.name}: “{page['title']}”: {event}.", of_site=of_site)

    def _words(self, length: int, hard: float = 0.02) -> str:
        if self.random.random() < hard:
            return self.random.choice(HARD)
        return " ".join(self.random.choices(_WORDS, k=length)).capitalize()

    def _add(self, table: type[Base], **values: Any) -> dict[str, Any]:
        row = {"id": next(self._ids[table]), **values}
        self.tables[table].append(row)
        return row

    def _page(self, site: dict[str, Any], system: System, place: int, number: int) -> dict[str, Any]:
        kinds = [KINDS[place % len(KINDS)]] if place < WATCHED else ["other"]
        path = "" if place == WATCHED else f"about/{kinds[0]}-{place}" + ".pdf" * (place % 6 == 4)
        title = self._words(6, hard=0.05)
        own = place < OWN and number % 5 != 4
        page = self._add(
            Page, site_id=site["id"], system_id=system.id, url=site["url"] + path,
            media="pdf" if path.endswith(".pdf") else "html", title=title, state="live",
            state_since=NOW - 400 * DAY, told_state="live", kinds=kinds, is_icp=own or (None if place < OWN else False),
            confidence=0.9, watched=place <= WATCHED, clicks=1 + place % 4, clicks_exact=place % 2 == 0,
            click_path=[["About us", site["url"]], [title, site["url"] + path]], evidence=[],
            first_seen=NOW - 400 * DAY, first_run_id=self.run, last_checked=NOW, last_changed=NOW - place * DAY,
            last_capture_id=None, told_capture_id=None,
        )  # fmt: skip
        self.tables[Address].append({"page_id": page["id"], "url": page["url"], "since": page["first_seen"]})
        return page

    def _history(self, page: dict[str, Any], system: System) -> None:
        """Add the versions of a page and the changes between them."""
        blocks = [Block("paragraph", self._words(30), path=("About us",)) for _ in range(BLOCKS)]
        old = self._capture(page, VERSIONS - 1, blocks)
        first = old["body_hash"]
        for age in reversed(range(VERSIONS - 1)):
            for _ in range(EDITS):
                blocks[self.random.randrange(BLOCKS)] = Block("paragraph", self._words(30), path=("About us",))
            blocks.append(Block("document", self._words(5), (), (Link("Paper", f"{page['url']}/{age}.pdf"),)))
            new = self._capture(page, age, blocks, first)
            name = self._words(2, hard=0.2)
            facts = [
                {
                    "kind": "chair",
                    "action": "changed",
                    "old": "Ann Other",
                    "new": name,
                    "sentence": f"The chair is now {name}.",
                }
            ]
            summary = f"{system.name}: {self._words(8)}."
            self._change(page, "changed", summary, facts, (old["id"], new["id"]), new["at"])
            old = new

    def _capture(
        self, page: dict[str, Any], age: int, blocks: list[Block], base: bytes | None = None
    ) -> dict[str, Any]:
        reading = reading_to_bytes(Reading(page["media"], page["title"], tuple(blocks)))
        raw = save_body(self.session, b"<!doctype html>" + reading, base)
        row = self._add(
            Capture, page_id=page["id"], run_id=self.run, site_id=page["site_id"],
            at=NOW - DAY - age * 60 * DAY - page["id"] % 40 * DAY, url=page["url"], status=200,
            content_type="text/html; charset=utf-8", headers=[], request_headers=[], redirects=[],
            body_hash=raw, reading_hash=save_body(self.session, reading, raw), reader="1",
            title=page["title"],
        )  # fmt: skip
        page["last_capture_id"] = page["told_capture_id"] = row["id"]
        return row

    def _facts(self, page: dict[str, Any], system: System) -> None:
        """Add a chair, members, one of whom left, meetings past, called off and to come, a deadline, papers."""
        said: list[dict[str, Any]] = [{"kind": "chair", "value": self._words(2, hard=0.2), "role": "Chair"}]
        said += [{"kind": "member", "value": self._words(2), "organisation": name} for name in system.councils]
        said += [{"kind": "member", "value": self._words(2), "organisation": self._words(3)} for _ in range(12)]
        said[-1]["until"] = NOW - 9 * DAY
        for days, role in ((-40, ""), (-120, ""), (9, "cancelled"), (20, ""), (90, "to-be-confirmed")):
            day = (london(NOW) + timedelta(days=days)).date().isoformat()
            meeting = {"kind": "meeting", "value": day, "starts_at": f"{day}T14:00", "organisation": "Town Hall"}
            said.append({**meeting, "role": role})
            said.append({"kind": "document", "value": self._words(5), "role": "papers", "starts_at": day})
        said.append(
            {"kind": "contact", "value": self._words(6), "role": "question-deadline", "starts_at": "2026-11-27"}
        )
        said.append({"kind": "document", "value": self._words(4), "role": "strategy"})
        for values in said:
            fields: dict[str, Any] = {"role": "", "organisation": "", "starts_at": "", "until": None} | values
            self._add(
                FactRow, page_id=page["id"], system_id=system.id, capture_id=page["last_capture_id"], detail="",
                evidence=f"{fields['value']} {self._words(8)}", since=page["first_seen"], **fields,
            )  # fmt: skip

    def _change(
        self,
        page: dict[str, Any],
        event: str,
        summary: str,
        facts: list[dict[str, str]] | None = None,
        captures: tuple[int | None, int | None] = (None, None),
        at: int = 0,
        *,
        of_site: bool = False,
    ) -> None:
        if event in ("vanished", "document-removed"):
            page["state"] = "vanished"
        self._add(
            Change, at=at or NOW - self.random.randrange(300) * DAY, run_id=self.run, system_id=page["system_id"],
            site_id=page["site_id"], page_id=None if of_site else page["id"], event=event, url=page["url"],
            old_url=f"{page['url']}-old" if event == "moved" else None, kinds=page["kinds"], summary=summary,
            weight="high" if facts else "normal", from_capture=captures[0], to_capture=captures[1],
            facts=facts or [], pages=[page["url"]] * 40 if of_site else [],
        )  # fmt: skip
