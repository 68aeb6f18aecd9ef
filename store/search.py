"""Full-text search of current and past versions: each distinct block of main text is indexed once.

The index holds no text of its own: what is shown of a hit comes from the reading of the capture that first held it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, insert, literal_column, or_, select, table, text, update
from sqlalchemy.orm import Session

from config.errors import StoreError, UsageError
from store.bodies import load_reading
from store.models import Base, Capture, Page, Passage, SearchText, Visit
from store.noise import fingerprint
from store.reading import Reading
from store.visits import SEEN

SNIPPET = 160  # characters on each side of the first word found
_TEXTS, _PASSAGES = (Base.metadata.tables[name] for name in ("search_texts", "passages"))

BEST = 5_000  # matching blocks looked at, the best first; a word that more blocks hold finds nothing in particular


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search is narrowed to; `since` and `until` bound the time in which the text stood, in seconds."""

    system: str | None = None
    kind: str | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that holds or held the words in one block; `current` while it still does.

    `last_seen` is the last check that found them; `capture_id` the newest version whose reading `snippet` is from.
    """

    page: Page
    first_seen: int
    last_seen: int
    current: bool
    snippet: str
    capture_id: int | None


def index_capture(session: Session, page_id: int, at: int, old: Reading | None, new: Reading) -> None:
    """Index a new version of a page: end the passages that it lost, begin those that it gained."""
    before, after = (main_texts(old) if old else {}), main_texts(new)
    if gone := _text_ids(session, before.keys() - after.keys()):
        ending = update(Passage).where(Passage.page_id == page_id, Passage.until.is_(None))
        session.execute(ending.where(Passage.text_id.in_(gone.values())).values(until=at))
    came = _add_texts(session, {mark: words for mark, words in after.items() if mark not in before})
    if came and old:
        begun = (Passage.page_id == page_id, Passage.since == at, Passage.text_id.in_(came))
        session.execute(delete(Passage).where(*begun))  # versions of one second
    if came:
        rows = [{"text_id": key, "page_id": page_id, "since": at} for key in came]
        session.connection().execute(insert(_PASSAGES), rows)


def main_texts(reading: Reading) -> Mapping[bytes, str]:
    """Return the main texts of a page by fingerprint."""
    return {fingerprint(block): block.text for block in reading.blocks if block.place == "main" and block.text}


def index_page(session: Session, page_id: int) -> None:
    """Index all versions of a page anew."""
    session.execute(delete(Passage).where(Passage.page_id == page_id))
    old = None
    for capture in session.scalars(select(Capture).where(Capture.page_id == page_id).order_by(Capture.at, Capture.id)):
        new = load_reading(session, capture)
        index_capture(session, page_id, capture.at, old, new)
        old = new


def rebuild_index(session: Session) -> None:
    """Make the index anew from the readings."""
    session.execute(delete(Passage))
    session.execute(delete(SearchText))
    if _has_index(session):
        session.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
    for page_id in session.scalars(select(Page.id).where(Page.last_capture_id.is_not(None)).order_by(Page.id)).all():
        index_page(session, page_id)


def find(session: Session, query: str, narrow: Filter, limit: int) -> list[Hit]:
    """Return the pages that held all the words in one block, best first.

    Words stand for themselves, "words in quotes" for a phrase, and inclus* for all words that begin so.
    Raises UsageError for a query without words, StoreError on a database without the index.
    """
    match = fts_query(query)
    if not _has_index(session):
        raise StoreError("search needs a store on SQLite: keep one with --database sqlite:///icpwatch.db")
    index = table("search_index")
    found: Select[int] = select(literal_column("rowid")).select_from(index).where(text("search_index MATCH :match"))
    ranked = session.scalars(found.order_by(literal_column("rank")).limit(BEST), {"match": match}).all()
    passages: dict[int, list[Passage]] = {}
    order = {text_id: place for place, text_id in enumerate(ranked)}
    for passage in sorted(session.scalars(_narrowed(ranked, narrow)), key=lambda row: order[row.text_id]):
        passages.setdefault(passage.page_id, []).append(passage)
    hits: list[Hit] = []
    for page_id, rows in passages.items():
        page = session.get_one(Page, page_id)
        if len(hits) < limit and (narrow.kind is None or narrow.kind in page.kinds):
            hits.append(_hit(session, page, rows, _words(query)))
    return hits


def fts_query(query: str) -> str:
    """Return the query in the language of FTS5, with nothing in it that FTS5 would take for an operator.

    >>> fts_query('Joe\\'s "care OR else" inclus*')
    '"Joe s" "care OR else" "inclus"*'
    """
    parts = []
    query = unicodedata.normalize("NFC", query)  # a letter and its accent are one sign to \w, as they are to FTS5
    for phrase, word in re.findall(r'"([^"]+)"|(\S+)', query):
        words = re.findall(r"\w+", phrase or word)
        if words:
            parts.append(f'"{" ".join(words)}"' + ("*" if word.endswith("*") else ""))
    if not parts:
        raise UsageError('nothing to search for: write words, or a phrase such as icpwatch find "terms of reference"')
    return " ".join(parts)


def snippet(words: str, wanted: Iterable[str]) -> str:
    """Return the part of a text around the first wanted word.

    >>> snippet("The chair is Zoë Quill.", ["zoe"])
    'The chair is Zoë Quill.'
    """
    folded = _fold(words)
    places = (re.search(rf"\b{re.escape(_fold(word))}", folded) for word in wanted)
    first = min((match.start() for match in places if match), default=0)
    start, end = max(0, first - SNIPPET), first + SNIPPET
    return ("…" if start else "") + words[start:end].strip() + ("…" if end < len(words) else "")


def _hit(session: Session, page: Page, rows: list[Passage], wanted: list[str]) -> Hit:
    newest = max(rows, key=lambda row: (row.until is None, row.until or 0, row.since))
    is_current = newest.until is None and page.state not in ("vanished", "moved", "missing")
    checks = select(func.max(Visit.at)).where(Visit.page_id == page.id, Visit.outcome.in_(SEEN))
    if newest.until is not None:
        checks = checks.where(Visit.at < newest.until)
    first = min(row.since for row in rows)
    capture, words = _shown(session, newest)
    last = max(session.scalar(checks) or 0, newest.since)
    return Hit(page, first, last, is_current, snippet(words, wanted), capture.id if capture else None)


def _shown(session: Session, passage: Passage) -> tuple[Capture | None, str]:
    mark = session.get_one(SearchText, passage.text_id).mark
    begun = select(Capture).where(Capture.page_id == passage.page_id, Capture.at == passage.since)
    capture = session.scalar(begun.order_by(Capture.id.desc()).limit(1))
    return capture, main_texts(load_reading(session, capture)).get(mark, "") if capture else ""


def _narrowed(text_ids: Collection[int], narrow: Filter) -> Select[Passage]:
    query = select(Passage).where(Passage.text_id.in_(text_ids))
    if narrow.system:
        query = query.join(Page, Page.id == Passage.page_id).where(Page.system_id == narrow.system)
    if narrow.since is not None:
        query = query.where(or_(Passage.until.is_(None), Passage.until > narrow.since))
    return query.where(Passage.since <= narrow.until) if narrow.until is not None else query


def _text_ids(session: Session, marks: Collection[bytes]) -> dict[bytes, int]:
    if not marks:
        return {}
    rows = session.connection().execute(select(_TEXTS.c.mark, _TEXTS.c.id).where(_TEXTS.c.mark.in_(marks)))
    return {row.mark: row.id for row in rows}


def _add_texts(session: Session, texts: Mapping[bytes, str]) -> list[int]:
    """Index the texts that are not yet, and return the ids of all."""
    known = _text_ids(session, texts.keys())
    fresh = [mark for mark in texts if mark not in known]
    if not fresh:
        return list(known.values())
    first = (session.connection().scalar(select(func.max(_TEXTS.c.id))) or 0) + 1
    rows = [{"id": first + n, "mark": mark} for n, mark in enumerate(fresh)]
    session.connection().execute(insert(_TEXTS), rows)
    if _has_index(session):
        words = [{"id": row["id"], "words": texts[mark]} for row, mark in zip(rows, fresh, strict=True)]
        session.execute(text("INSERT INTO search_index (rowid, text) VALUES (:id, :words)"), words)
    return [*known.values(), *range(first, first + len(fresh))]


def _has_index(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _words(query: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", query))


def _fold(words: str) -> str:
    """Return the text in lower case without accents, as long as it was."""
    return "".join((unicodedata.normalize("NFD", letter)[:1].lower() or " ")[:1] for letter in words)
