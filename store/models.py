"""The tables of the store.

Times are integers, seconds since 1970 in UTC. Hashes are bytes (SHA-256: 32). Lists and small objects are JSON text.
Every column says what it holds in its `comment`; the schema page of the docs is made from these.
Only types that PostgreSQL shares are used.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from config.words import EVENTS, KINDS, STATES

__all__ = ["EVENTS", "KINDS", "STATES", "WEIGHTS"]

WEIGHTS = ("high", "normal", "low")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _taken_over(table: str) -> Index:
    """Return an index of the few rows that another page took over; the ledger asks for them after each crawl."""
    is_taken = text("first_page_id IS NOT NULL")
    return Index(f"ix_{table}_taken_over", "first_page_id", sqlite_where=is_taken, postgresql_where=is_taken)


class Base(DeclarativeBase):
    """Base of all tables; constraints are named so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        bytes: LargeBinary,
        list[str]: JSON,
        list[Any]: JSON,
        dict[str, str]: JSON,
        dict[str, Any]: JSON,
    }


Id = Integer().with_variant(BigInteger, "postgresql")


class SystemRow(Base):
    """One integrated care system, copied from the region files at each crawl so that the store can be read alone."""

    __tablename__ = "systems"

    id: Mapped[str] = mapped_column(primary_key=True, comment="id in the region files, such as south-yorkshire")
    name: Mapped[str] = mapped_column(comment="name of the area")
    region: Mapped[str] = mapped_column(comment="NHS England region")
    icb: Mapped[str] = mapped_column(comment="legal name of the Integrated Care Board")
    icp: Mapped[str | None] = mapped_column(comment="name of the partnership, empty where not known")
    ods: Mapped[str | None] = mapped_column(comment="Organisation Data Service code")
    ons: Mapped[str | None] = mapped_column(comment="Office for National Statistics code")
    established: Mapped[str] = mapped_column(comment="ISO date")
    dissolved: Mapped[str | None] = mapped_column(comment="ISO date of its last day, empty while it lives")
    successors: Mapped[list[str]] = mapped_column(comment="ids of the systems that took over")


class SiteRow(Base):
    """One host of a system."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("system_id", "url"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    system_id: Mapped[str] = mapped_column(ForeignKey("systems.id"), comment="the system it belongs to")
    url: Mapped[str] = mapped_column(comment="address as configured")
    role: Mapped[str] = mapped_column(comment="icb, partnership, council or former")
    vendor: Mapped[str] = mapped_column(default="", comment="kind of content management system, as recognised")
    baseline_run_id: Mapped[int | None] = mapped_column(comment="run of the first healthy crawl; empty until then")
    outcome: Mapped[str] = mapped_column(default="", comment="outcome of the last crawl: reached, partly, blocked ...")
    outcome_since: Mapped[int | None] = mapped_column(comment="since when the outcome has been this")
    last_reached: Mapped[int | None] = mapped_column(comment="when it was last reached")
    shared: Mapped[bytes] = mapped_column(default=b"", comment="fingerprints (8 bytes each) of blocks on many pages")
    came: Mapped[bytes] = mapped_column(default=b"", comment="blocks that came on many pages, not yet told")
    went: Mapped[bytes] = mapped_column(default=b"", comment="blocks that went from many pages, not yet told")
    came_at: Mapped[int | None] = mapped_column(comment="when these were first seen")


class Run(Base):
    """One crawl."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(comment="discover or recheck")
    started_at: Mapped[int] = mapped_column(comment="when it began")
    finished_at: Mapped[int | None] = mapped_column(comment="empty while it runs, and for a run that was killed")
    program: Mapped[str] = mapped_column(comment="version of icpwatch")
    rules: Mapped[str] = mapped_column(comment="versions of reader, noise rules and vocabulary")


class SiteRun(Base):
    """What one crawl did on one site."""

    __tablename__ = "site_runs"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    started_at: Mapped[int] = mapped_column(comment="when it began")
    finished_at: Mapped[int | None] = mapped_column(comment="empty if it was cut short")
    settled: Mapped[bool] = mapped_column(default=False, comment="whether its changes were decided")
    discovery: Mapped[bool] = mapped_column(default=False, comment="whether it looked for new pages and finished")
    outcome: Mapped[str] = mapped_column(default="", comment="reached, partly, blocked, unreachable or excluded")
    reason: Mapped[str] = mapped_column(default="", comment="why, in words")
    fetched: Mapped[int] = mapped_column(default=0, comment="answers with a body")
    not_modified: Mapped[int] = mapped_column(default=0, comment="answers 304")
    same_bytes: Mapped[int] = mapped_column(default=0, comment="bodies identical to the last")
    same_text: Mapped[int] = mapped_column(default=0, comment="bodies with other bytes and the same blocks")
    only_noise: Mapped[int] = mapped_column(default=0, comment="bodies that differ in blocks that are set aside")
    changed: Mapped[int] = mapped_column(default=0, comment="pages with a new capture")
    new: Mapped[int] = mapped_column(default=0, comment="pages seen for the first time")
    blocked: Mapped[int] = mapped_column(default=0, comment="answers that were a refusal or a bot wall")
    errors: Mapped[int] = mapped_column(default=0, comment="answers that were an error, or none")
    scripted: Mapped[int] = mapped_column(default=0, comment="pages that are empty without scripts")
    unvisited: Mapped[int] = mapped_column(default=0, comment="addresses left unvisited")
    unvisited_why: Mapped[str] = mapped_column(default="", comment="why, in words")


class Page(Base):
    """One page or document, whatever its address is today."""

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("site_id", "url"),
        CheckConstraint(_one_of("state", STATES), "state"),
        Index("ix_pages_system", "system_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    system_id: Mapped[str] = mapped_column(ForeignKey("systems.id"))
    url: Mapped[str] = mapped_column(comment="canonical address today")
    media: Mapped[str] = mapped_column(default="", comment="html, pdf, docx, office or text")
    title: Mapped[str] = mapped_column(default="", comment="title as last read")
    state: Mapped[str] = mapped_column(default="live", comment="what the last checks showed")
    state_reason: Mapped[str] = mapped_column(default="", comment="why, in words")
    state_since: Mapped[int] = mapped_column(comment="since when it has been in this state")
    told_state: Mapped[str] = mapped_column(default="", comment="live, vanished or moved as last told; empty: never")
    misses: Mapped[int] = mapped_column(default=0, comment="checks in a row that did not find it")
    missing_since: Mapped[int | None] = mapped_column(comment="time of the first of these")
    kinds: Mapped[list[str]] = mapped_column(default=list, comment="what it is: chair, membership, meetings ...")
    is_icp: Mapped[bool | None] = mapped_column(comment="true, false, or empty for unsure")
    reason: Mapped[str] = mapped_column(default="", comment="why unsure")
    confidence: Mapped[float] = mapped_column(default=0.0, comment="0 to 1")
    evidence: Mapped[list[Any]] = mapped_column(default=list, comment="kind, rule and quote of each match")
    rules: Mapped[str] = mapped_column(default="", comment="versions of the rules that judged it")
    told_icp: Mapped[bool | None] = mapped_column(comment="is_icp as last told, or as new rules first saw it")
    watched: Mapped[bool] = mapped_column(default=False, comment="captured, re-checked daily and told")
    clicks: Mapped[int | None] = mapped_column(comment="from the ICB's home page; empty if there is no way")
    clicks_exact: Mapped[bool] = mapped_column(default=False, comment="false: at most this many")
    clicks_own_site: Mapped[int | None] = mapped_column(comment="from the home page of its own site")
    click_path: Mapped[list[Any]] = mapped_column(default=list, comment="steps as [link text, address]")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), comment="page whose link first led here")
    link_text: Mapped[str] = mapped_column(default="", comment="text of that link")
    linked_in_text: Mapped[bool] = mapped_column(default=False, comment="whether it stands in the text, not in a menu")
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), comment="document that this one replaces")
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), comment="page that this one became")
    redirect: Mapped[str] = mapped_column(
        default="", comment="where its address or its canonical link leads, if elsewhere"
    )
    in_sitemap: Mapped[bool] = mapped_column(default=False, comment="whether the site's sitemap names it")
    first_seen: Mapped[int] = mapped_column(comment="when it was first seen")
    first_run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), comment="run that first saw it")
    last_checked: Mapped[int] = mapped_column(comment="when it was last asked for")
    last_changed: Mapped[int | None] = mapped_column(comment="time of the last told change")
    etag: Mapped[str] = mapped_column(default="", comment="validator exactly as received")
    last_modified: Mapped[str] = mapped_column(default="", comment="validator exactly as received")
    checks_since_full: Mapped[int] = mapped_column(default=0, comment="conditional checks since the last full answer")
    body_hash: Mapped[bytes | None] = mapped_column(comment="SHA-256 of the last full answer")
    block_hashes: Mapped[bytes] = mapped_column(default=b"", comment="fingerprints (8 bytes each) of its main blocks")
    links_hash: Mapped[bytes | None] = mapped_column(comment="body with its links as JSON [[address, text, place]]")
    new_links: Mapped[bytes] = mapped_column(default=b"", comment="8 bytes for each target that it had gained then")
    gained: Mapped[bytes] = mapped_column(default=b"", comment="main blocks that its last full reading had gained")
    lost: Mapped[bytes] = mapped_column(default=b"", comment="main blocks that its last full reading had lost")
    flapping: Mapped[bytes] = mapped_column(
        default=b"", comment="fingerprints of blocks that come and go by themselves"
    )
    last_capture_id: Mapped[int | None] = mapped_column(comment="newest capture")
    told_capture_id: Mapped[int | None] = mapped_column(comment="capture that was last told; changes are against it")
    untold: Mapped[bytes] = mapped_column(
        default=b"", comment="fingerprints of blocks by which what was told differs from that capture"
    )
    told_at: Mapped[int | None] = mapped_column(comment="when that was decided; fact changes since then are untold")


class Address(Base):
    """Addresses that a page has had, with the time each was first and last its own."""

    __tablename__ = "addresses"

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    url: Mapped[str] = mapped_column(primary_key=True, comment="canonical address")
    since: Mapped[int] = mapped_column(comment="since when it was the page's")
    until: Mapped[int | None] = mapped_column(comment="empty for the address of today")


class Visit(Base):
    """One check of one page."""

    __tablename__ = "visits"
    __table_args__ = (_taken_over("visits"), {"sqlite_with_rowid": False})

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="when it was made")
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), comment="site whose crawl made it")
    first_page_id: Mapped[int | None] = mapped_column(comment="page it was recorded under, if another took it over")
    outcome: Mapped[int] = mapped_column(comment="index into store.visits.OUTCOMES")
    status: Mapped[int | None] = mapped_column(comment="HTTP status; empty for a 304 and where there was no answer")
    body_hash: Mapped[bytes | None] = mapped_column(comment="SHA-256 of the bytes of a full answer")


class Body(Base):
    """Raw bytes or a reading, compressed with zstd, once for each distinct content."""

    __tablename__ = "bodies"

    hash: Mapped[bytes] = mapped_column(primary_key=True, comment="SHA-256 of the bytes before compression")
    size: Mapped[int] = mapped_column(comment="bytes before compression")
    base: Mapped[bytes | None] = mapped_column(comment="hash of the body whose bytes are the prefix to decompress with")
    data: Mapped[bytes] = mapped_column(comment="zstd frame")
    crc: Mapped[int] = mapped_column(BigInteger, comment="CRC-32 of the frame, whose header the hash does not cover")


class Capture(Base):
    """One version of a page that was told apart."""

    __tablename__ = "captures"
    __table_args__ = (Index("ix_captures_page", "page_id", "at"), _taken_over("captures"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), comment="site whose crawl made it")
    first_page_id: Mapped[int | None] = mapped_column(comment="page it was recorded under, if another took it over")
    at: Mapped[int] = mapped_column(comment="time of the visit that first showed it")
    url: Mapped[str] = mapped_column(comment="address that answered")
    status: Mapped[int] = mapped_column(comment="HTTP status")
    content_type: Mapped[str] = mapped_column(default="", comment="as the server called it")
    headers: Mapped[list[Any]] = mapped_column(comment="response headers as [name, value] in order received")
    request_headers: Mapped[list[Any]] = mapped_column(comment="request headers as [name, value]")
    redirects: Mapped[list[Any]] = mapped_column(comment="hops before it as [status, from, to]")
    body_hash: Mapped[bytes] = mapped_column(comment="hash of the body with the raw bytes as received")
    reading_hash: Mapped[bytes] = mapped_column(comment="hash of the body with the reading as JSON")
    reader: Mapped[str] = mapped_column(comment="version of the reader that made the reading")
    title: Mapped[str] = mapped_column(default="", comment="title as read")
    withheld: Mapped[bool] = mapped_column(default=False, comment="its raw bytes hold a redacted name: not exported")


class SearchText(Base):
    """One distinct block of main text, indexed once for search; its words stand in the full-text index only."""

    __tablename__ = "search_texts"

    id: Mapped[int] = mapped_column(Id, primary_key=True, comment="rowid in the full-text index search_index")
    mark: Mapped[bytes] = mapped_column(unique=True, comment="fingerprint of the block, 8 bytes")


class Passage(Base):
    """Since when until when a page held a text."""

    __tablename__ = "passages"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it is

    text_id: Mapped[int] = mapped_column(ForeignKey("search_texts.id"), primary_key=True, autoincrement=False)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True, autoincrement=False)
    since: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="time of the first capture")
    until: Mapped[int | None] = mapped_column(comment="time of the first capture without it")


class FactRow(Base):
    """Something read off a page, and since when until when the page said so."""

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_page", "page_id"), Index("ix_facts_system", "system_id", "kind"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    system_id: Mapped[str] = mapped_column(ForeignKey("systems.id"))
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), comment="capture that first said it")
    kind: Mapped[str] = mapped_column(comment="chair, member, meeting, document or contact")
    value: Mapped[str] = mapped_column(comment="name, date in words, title or address")
    role: Mapped[str] = mapped_column(default="", comment="Chair, Vice chair, cancelled, minutes, email ...")
    organisation: Mapped[str] = mapped_column(default="", comment="whom a person stands for, or where a meeting is")
    starts_at: Mapped[str] = mapped_column(default="", comment="ISO 8601, London time, or a date alone")
    detail: Mapped[str] = mapped_column(default="", comment="link or more words")
    evidence: Mapped[str] = mapped_column(default="", comment="words of the page that say so")
    since: Mapped[int] = mapped_column(comment="time of the first capture that said so")
    until: Mapped[int | None] = mapped_column(comment="time of the first capture that no longer did")


class Change(Base):
    """One confirmed event in the life of a page or a site."""

    __tablename__ = "changes"
    __table_args__ = (
        CheckConstraint(_one_of("event", EVENTS), "event"),
        CheckConstraint(_one_of("weight", WEIGHTS), "weight"),
        CheckConstraint(_one_of("status", ("told", "held", "discarded")), "status"),
        Index("ix_changes_system", "system_id", "at"),
        Index("ix_changes_page", "page_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True, comment="grows with the time of telling")
    at: Mapped[int] = mapped_column(comment="when it was first seen")
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    system_id: Mapped[str] = mapped_column(ForeignKey("systems.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), comment="empty for an event of a whole site")
    event: Mapped[str] = mapped_column(comment="what happened: appeared, changed, vanished ...")
    status: Mapped[str] = mapped_column(default="told", comment="told, held (quarantined run) or discarded")
    watched: Mapped[bool] = mapped_column(default=True, comment="whether the page was watched then")
    url: Mapped[str] = mapped_column(comment="address of the page or site")
    old_url: Mapped[str | None] = mapped_column(comment="address before a move")
    kinds: Mapped[list[str]] = mapped_column(default=list, comment="what the page was then")
    summary: Mapped[str] = mapped_column(comment="one sentence")
    weight: Mapped[str] = mapped_column(comment="high, normal or low")
    reason: Mapped[str] = mapped_column(default="", comment="why it has this weight")
    from_capture: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    to_capture: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    facts: Mapped[list[Any]] = mapped_column(default=list, comment="fact changes, see store.reading.FactChange")
    pages: Mapped[list[Any]] = mapped_column(default=list, comment="addresses folded into this event")


class Score(Base):
    """One answer of the scorecard; rows are added when an answer changes and never rewritten."""

    __tablename__ = "scores"
    __table_args__ = (Index("ix_scores_system", "system_id", "indicator"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    system_id: Mapped[str] = mapped_column(ForeignKey("systems.id"))
    version: Mapped[str] = mapped_column(comment="version of the method")
    indicator: Mapped[str] = mapped_column(comment="F1 to Q3")
    level: Mapped[str] = mapped_column(comment="met, part, not-found, not-checked or not-applicable")
    points: Mapped[int | None] = mapped_column(comment="2, 1 or 0; empty where not checked or not applicable")
    evidence: Mapped[str] = mapped_column(default="", comment="the words, or where we looked")
    url: Mapped[str] = mapped_column(default="", comment="page that the answer rests on")
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    checked_at: Mapped[int] = mapped_column(comment="when this answer was first given")


class Subscription(Base):
    """How far each subscriber has been told."""

    __tablename__ = "subscriptions"

    key: Mapped[str] = mapped_column(primary_key=True, comment="stable name of the subscription in the settings")
    cursor: Mapped[int] = mapped_column(default=0, comment="id of the last change that a digest covered")
    composed_at: Mapped[int | None] = mapped_column(comment="when the last digest was composed")
    message_id: Mapped[str] = mapped_column(default="", comment="Message-ID of the last digest, for threading")


class OutboxRow(Base):
    """One message for one receiver, kept until it is delivered or dropped."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(_one_of("state", ("waiting", "sent", "refused", "dropped")), "state"),
        Index("ix_outbox_state", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    subscription: Mapped[str] = mapped_column(default="", comment="key of the subscription; empty for health mail")
    channel: Mapped[str] = mapped_column(comment="mail, webhook or folder")
    receiver: Mapped[str] = mapped_column(comment="address, URL or folder")
    message_id: Mapped[str] = mapped_column(unique=True, comment="Message-ID; the same at every try")
    subject: Mapped[str] = mapped_column(comment="subject of the message")
    message: Mapped[bytes] = mapped_column(comment="the message as it is sent")
    composed_at: Mapped[int] = mapped_column(comment="when it was composed")
    state: Mapped[str] = mapped_column(default="waiting", comment="waiting, sent, refused or dropped")
    tries: Mapped[int] = mapped_column(default=0, comment="how often it was tried")
    next_try_at: Mapped[int] = mapped_column(comment="when it is tried next")
    sent_at: Mapped[int | None] = mapped_column(comment="when it was taken")
    error: Mapped[str] = mapped_column(default="", comment="why the last try failed; never a password")


class JobRun(Base):
    """One due time of one scheduled job, and what came of it."""

    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("job", "due_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    job: Mapped[str] = mapped_column(comment="discover, recheck, digest or report")
    due_at: Mapped[int] = mapped_column(comment="when it was due")
    started_at: Mapped[int] = mapped_column(comment="when it began")
    finished_at: Mapped[int | None] = mapped_column(comment="empty while it runs, and if it was killed")
    outcome: Mapped[str] = mapped_column(default="", comment="done, failed or caught-up, with words")


class Incident(Base):
    """Something wrong with the monitor or a site, from its beginning to its end."""

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_open", "ended_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(
        comment="site-blocked, site-unreachable, site-shrunk, site-held, reader, outbox, disk, silent"
    )
    subject: Mapped[str] = mapped_column(comment="what it is about, such as a site's address")
    detail: Mapped[str] = mapped_column(default="", comment="what is wrong, in words")
    began_at: Mapped[int] = mapped_column(comment="when it was first noticed")
    told_at: Mapped[int | None] = mapped_column(comment="when its beginning was told")
    ended_at: Mapped[int | None] = mapped_column(comment="when it was over; empty while it lasts")
    end_told_at: Mapped[int | None] = mapped_column(comment="when its end was told")


class Rereading(Base):
    """What new rules see otherwise on a page than the rules before: no change of the page, so nobody was told."""

    __tablename__ = "rereadings"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[int] = mapped_column(comment="when it was read anew")
    rules: Mapped[str] = mapped_column(comment="versions of the new rules")
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    what: Mapped[str] = mapped_column(comment="what they see otherwise, in words")


class LedgerRow(Base):
    """One link of the ledger: a root over what one crawl of one site stored, chained to the row before."""

    __tablename__ = "ledger"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[int] = mapped_column(comment="when it was written")
    kind: Mapped[str] = mapped_column(comment="crawl, moves, thinning or redaction")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    leaves: Mapped[int] = mapped_column(comment="number of leaves under the root")
    root: Mapped[bytes] = mapped_column(comment="Merkle root, see store.ledger")
    program: Mapped[str] = mapped_column(comment="version of icpwatch")
    note: Mapped[str] = mapped_column(
        default="", comment="for a thinning the root that it keeps, for a redaction the hash of the name"
    )
    previous: Mapped[bytes] = mapped_column(comment="head of the row before; 32 zero bytes for the first")
    head: Mapped[bytes] = mapped_column(comment="SHA-256 over all other fields")


class Redaction(Base):
    """A name that is blanked wherever the store is shown; the bytes stay as they are."""

    __tablename__ = "redactions"

    name: Mapped[str] = mapped_column(primary_key=True, comment="the name, in any case and spacing")
    name_hash: Mapped[bytes] = mapped_column(comment="SHA-256 of the name in UTF-8, as logged in the ledger")
    at: Mapped[int] = mapped_column(comment="when it was redacted")


class Lock(Base):
    """Who is crawling or scheduling now."""

    __tablename__ = "locks"

    name: Mapped[str] = mapped_column(primary_key=True, comment="run or schedule")
    owner: Mapped[str] = mapped_column(comment="host and process id")
    since: Mapped[int] = mapped_column(comment="when it was taken")
