"""Read, judge and compare what is stored anew when the rules have become better, and tell nobody.

The first crawl with new rules reads the stored bytes again, so that both sides of every later comparison are read
alike: what only the rules see otherwise is no change. It is noted down, and icpwatch status lists it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.registry import Registry
from config.times import london
from crawler.classify import PageContext, classify
from crawler.facts.extract import extract_facts
from crawler.reading.read import READER_VERSION, read
from crawler.vendors.known import vendor_of
from store.bodies import load_reading
from store.engine import Store
from store.facts import resync_facts
from store.models import Capture, Page, Rereading, SiteRow
from store.noise import NOISE_VERSION
from store.queries import newest_rules
from store.reading import Fact, Judgement
from store.redact import blank, pattern_of
from store.repair import reading_anew
from store.rereading import replace_reading, settle_down, would_differ
from store.runs import known_page
from store.search import rebuild_index


@dataclass(frozen=True, slots=True)
class NewRules:
    """The versions of all rules, the registry, and the time."""

    version: str
    registry: Registry
    now: int


def reread(store: Store, rules: NewRules) -> int:
    """Bring the store to these rules if its last crawl had others, and return the number of pages read anew.

    Each page is a transaction of its own; a run that is killed goes on with the next crawl.
    """
    with store.read() as session:
        last = newest_rules(session)
        if last is None or last == rules.version:
            return 0
        pages = select(Page.id).where(Page.last_capture_id.is_not(None), Page.rules != rules.version)
        page_ids = session.scalars(pages.order_by(Page.id)).all()
    for page_id in page_ids:
        with store.write() as session:
            _reread_page(session, session.get_one(Page, page_id), rules)
    with store.write() as session:
        settle_down(session, rules.version, relearn=f"noise {NOISE_VERSION}," not in last)
        rebuild_index(session)
    return len(page_ids)


def _reread_page(session: Session, page: Page, rules: NewRules) -> None:
    notes = []
    for capture in session.scalars(select(Capture).where(Capture.page_id == page.id).order_by(Capture.id)).all():
        if capture.reader == READER_VERSION:
            continue
        new = reading_anew(session, capture, read)
        if new is None:
            continue  # what once was read stays
        if capture.id == page.last_capture_id and would_differ(session, page, load_reading(session, capture), new):
            notes.append("the text is read otherwise")
        replace_reading(session, capture, new, READER_VERSION)
    context = _context(session, page, rules)
    newest = session.get_one(Capture, page.last_capture_id)
    judgement, facts = _judge(session, newest, context)
    told = session.get(Capture, page.told_capture_id) if page.told_capture_id else None
    before = None if told is None or told.id == newest.id else (told, _judge(session, told, context)[1])
    if (page.is_icp, sorted(page.kinds)) != (judgement.is_icp, sorted(judgement.kinds)):
        notes.append(f"it is {', '.join(judgement.kinds)}, not {', '.join(page.kinds)}")
    if resync_facts(session, page, (newest, facts), before):
        notes.append("facts are read otherwise")
    page.kinds, page.is_icp, page.told_icp = list(judgement.kinds), judgement.is_icp, judgement.is_icp
    page.reason, page.confidence, page.rules = judgement.reason, judgement.confidence, rules.version
    page.evidence = [asdict(evidence) for evidence in judgement.evidence]
    page.watched = page.watched or judgement.is_icp is not False
    if notes:
        session.add(Rereading(at=rules.now, rules=rules.version, page_id=page.id, what="; ".join(notes)))


def _judge(session: Session, capture: Capture, context: PageContext) -> tuple[Judgement, tuple[Fact, ...]]:
    reading, pattern = load_reading(session, capture), pattern_of(session)
    judgement = classify(reading, context)
    facts = extract_facts(reading, judgement, context, london(capture.at).date())
    return blank(judgement, pattern), blank(facts, pattern)


def _context(session: Session, page: Page, rules: NewRules) -> PageContext:
    system = rules.registry.systems.get(page.system_id)
    row = session.get_one(SiteRow, page.site_id)
    site = next((site for site in system.sites if site.url == row.url), None) if system else None
    known = known_page(session, page)
    return PageContext(
        url=page.url,
        system_id=page.system_id,
        names=system.icp.names if system else (),
        other_bodies=rules.registry.names_of_others(system) if system else (),
        link_text=page.link_text,
        role=row.role,
        committee=site is not None and vendor_of(site.vendor or row.vendor).committee(page.url, site),
        system_name=system.name if system else "",
        parent_kinds=known.parent_kinds,
        under_parent=known.under_parent,
    )
