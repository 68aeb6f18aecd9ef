"""Keep what pages say: facts come and go with captures, and differences are put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from store.models import Capture, FactRow, Page
from store.reading import Action, Fact, FactChange, FactKind


@dataclass(frozen=True, slots=True)
class Said:
    """Where and when a page said something."""

    page_id: int
    system_id: str
    capture_id: int
    at: int


def sync_facts(session: Session, said: Said, facts: Sequence[Fact]) -> None:
    """End the page's facts that the capture no longer shows, and begin the new ones."""
    current = {_row_key(row): row for row in open_facts(session, said.page_id)}
    fresh = {fact.key(): fact for fact in facts}
    for key, row in current.items():
        if key not in fresh:
            row.until = said.at
    session.add_all(_row(fact, said) for key, fact in fresh.items() if key not in current)
    session.flush()


def resync_facts(
    session: Session, page: Page, newest: tuple[Capture, Sequence[Fact]], told: tuple[Capture, Sequence[Fact]] | None
) -> bool:
    """Replace what better rules read otherwise, as if they had been there from the start; returns whether they did.

    `told` is the version that was last told, where that is not the newest: what differs between the two stays untold.
    """
    before = {_row_key(row) for row in open_facts(session, page.id)}
    since = (told or newest)[0].at
    session.execute(delete(FactRow).where(FactRow.page_id == page.id, FactRow.since > since))
    session.execute(update(FactRow).where(FactRow.page_id == page.id, FactRow.until > since).values(until=None))
    for capture, facts in filter(None, (told, newest)):
        fresh = {fact.key() for fact in facts}
        for row in open_facts(session, page.id):
            if capture.at == since and _row_key(row) not in fresh:
                session.delete(row)
        session.flush()
        sync_facts(session, Said(page.id, page.system_id, capture.id, capture.at), facts)
    return before != {fact.key() for fact in newest[1]}


def open_facts(session: Session, page_id: int) -> list[FactRow]:
    """Return what the page says today."""
    return list(session.scalars(select(FactRow).where(FactRow.page_id == page_id, FactRow.until.is_(None))))


def facts_at(session: Session, page_id: int, at: int) -> list[FactRow]:
    """Return what the page said at a time."""
    stood = (FactRow.since <= at, FactRow.until.is_(None) | (FactRow.until > at))
    return list(session.scalars(select(FactRow).where(FactRow.page_id == page_id, *stood)))


def as_fact(row: FactRow) -> Fact:
    """Return a stored fact as the value that it was."""
    kind: FactKind = row.kind  # type: ignore[assignment]  # only facts are stored
    return Fact(kind, row.value, row.role, row.organisation, row.starts_at, row.detail, row.evidence)


def facts_between(session: Session, page_id: int, since: int) -> tuple[list[FactRow], list[FactRow]]:
    """Return the facts that ended and those that began on a page after `since`, ones that did both left out."""
    ended = select(FactRow).where(FactRow.page_id == page_id, FactRow.until > since, FactRow.since <= since)
    began = select(FactRow).where(FactRow.page_id == page_id, FactRow.since > since, FactRow.until.is_(None))
    old, new = list(session.scalars(ended)), list(session.scalars(began))
    # A fact that went and came back is no change.
    back = {_row_key(row) for row in old} & {_row_key(row) for row in new}
    return [row for row in old if _row_key(row) not in back], [row for row in new if _row_key(row) not in back]


def fact_changes(ended: Sequence[FactRow], began: Sequence[FactRow]) -> list[FactChange]:
    """Return the differences as sentences, facts that only changed one property paired up."""
    changes: list[FactChange] = []
    left, came = list(ended), list(began)
    for old in list(left):
        new = next((row for row in came if _is_successor(old, row)), None) or _now_set(old, came)
        if new is not None:
            left.remove(old)
            came.remove(new)
            changes.append(_changed(old, new))
    changes.extend(_one(row, gone=True) for row in left if row.kind != "document")
    changes.extend(_one(row, gone=False) for row in came if row.kind != "document")
    return changes


def _row_key(row: FactRow) -> tuple[str, ...]:
    return (row.kind, row.value, row.role, row.organisation, row.starts_at, row.detail)


def _row(fact: Fact, said: Said) -> FactRow:
    return FactRow(
        page_id=said.page_id,
        system_id=said.system_id,
        capture_id=said.capture_id,
        kind=fact.kind,
        value=fact.value,
        role=fact.role,
        organisation=fact.organisation,
        starts_at=fact.starts_at,
        detail=fact.detail,
        evidence=fact.evidence,
        since=said.at,
    )


def _is_successor(old: FactRow, new: FactRow) -> bool:
    if old.kind != new.kind:
        return False
    if old.kind == "chair":
        return old.role == new.role
    if old.kind == "member":
        return old.value == new.value if old.value or new.value else old.organisation == new.organisation
    if old.kind == "meeting":
        return old.starts_at[:10] == new.starts_at[:10]
    return old.kind == "contact" and old.role == new.role


def _now_set(old: FactRow, came: Sequence[FactRow]) -> FactRow | None:
    """Return the first meeting with a date that came where one was to be confirmed, or the other way round."""
    if old.kind != "meeting":
        return None
    return min(
        (row for row in came if row.kind == "meeting" and bool(row.starts_at) != bool(old.starts_at)),
        key=lambda row: row.starts_at,
        default=None,
    )


def _changed(old: FactRow, new: FactRow) -> FactChange:
    action: Action = "changed"
    if old.kind == "chair":
        sentence = f"{old.role or 'Chair'} was {_who(old)}, is now {_who(new)}"
    elif old.kind == "meeting" and new.role in ("cancelled", "stood-down") and old.role != new.role:
        action = "cancelled"
        sentence = f"Meeting of {old.value or old.starts_at} {new.role.replace('-', ' ')}"
    elif old.kind == "meeting" and bool(old.starts_at) != bool(new.starts_at):
        sentence = f"Meeting was {_when(old)}, is now {_when(new)}"
    elif old.kind == "meeting" and _clock(old) != _clock(new):
        sentence = f"Meeting of {old.value or old.starts_at} was at {_clock(old)}, is now at {_clock(new)}"
    elif old.kind == "meeting":
        sentence = f"Meeting of {old.value or old.starts_at}: now {_meeting(new)}"
    elif old.kind == "member":
        sentence = f"{_who(old)} is now shown as {_membership(new)}"
    else:
        sentence = f"{_contact(old)} was {old.value}, is now {new.value}"
    return FactChange(kind=old.kind, action=action, old=old.value, new=new.value, sentence=sentence)


def _one(row: FactRow, *, gone: bool) -> FactChange:
    old, new = (row.value, "") if gone else ("", row.value)
    if row.kind == "member":
        sentence = f"{'Left' if gone else 'Joined'}: {_membership(row)}"
        return FactChange(kind=row.kind, action="left" if gone else "joined", old=old, new=new, sentence=sentence)
    word = "no longer shown" if gone else "now shown"
    what = {
        "chair": f"{row.role or 'Chair'} {word}: {_who(row)}",
        "meeting": f"Meeting {word}: {_meeting(row)}",
        "contact": f"{_contact(row)} {word}: {row.value}",
    }[row.kind]
    return FactChange(kind=row.kind, action="removed" if gone else "added", old=old, new=new, sentence=what)


def _who(row: FactRow) -> str:
    return row.value or row.organisation


def _membership(row: FactRow) -> str:
    parts = [row.value, row.role if row.role.lower() not in ("", "member") else "", row.organisation]
    return ", ".join(part for part in parts if part)


def _meeting(row: FactRow) -> str:
    parts = [row.value or row.starts_at, row.role.replace("-", " "), row.organisation]
    return ", ".join(part for part in parts if part)


def _when(row: FactRow) -> str:
    return _meeting(row) if row.starts_at else "to be confirmed"


def _clock(row: FactRow) -> str:
    return row.starts_at[11:16] or "no stated time"


def _contact(row: FactRow) -> str:
    return {"question-deadline": "Deadline for questions", "question": "How to ask a question"}.get(
        row.role, row.role.capitalize() or "Contact"
    )
