"""Judge one answer: read it, decide its effective status, its kinds and its facts. No network, no store, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from config.errors import ReadingError
from crawler.classify import PageContext, classify
from crawler.facts.extract import extract_facts
from crawler.frontier import Candidate
from crawler.outcome import Outcome, text_outcome
from crawler.plan import SitePlan
from crawler.reading.read import READER_VERSION, read
from crawler.vendors.base import Vendor
from store.noise import NOISE_VERSION
from store.reading import Fact, Judgement, Reading

__all__ = ["READER_VERSION", "Judged", "context_of", "judge", "rules_version"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What an answer turned out to be; reading and judgement are None where it could not be read."""

    outcome: Outcome
    reading: Reading | None = None
    judgement: Judgement | None = None
    facts: tuple[Fact, ...] = ()


def judge(
    body: bytes, content_type: str, context: PageContext, *, not_found: frozenset[bytes], is_home: bool, today: date
) -> Judged:
    """Return what an answer with status 200 is."""
    try:
        reading = read(body, content_type, context.url)
    except ReadingError as error:
        return Judged(Outcome("unreadable", str(error)))
    outcome = text_outcome(reading, not_found, is_home=is_home)
    if outcome.name != "ok":
        return Judged(outcome, reading)
    judgement = classify(reading, context)
    return Judged(outcome, reading, judgement, extract_facts(reading, judgement, context, today))


def context_of(plan: SitePlan, vendor: Vendor, candidate: Candidate) -> PageContext:
    """Return what is known of a page before it is read."""
    return PageContext(
        url=candidate.url,
        system_id=plan.system.id,
        names=plan.system.icp.names,
        other_bodies=plan.other_bodies,
        link_text=candidate.text,
        role=plan.site.role,
        committee=vendor.committee(candidate.url, plan.site),
        system_name=plan.system.name,
        parent_kinds=candidate.parent_kinds,
        under_parent=candidate.under_parent,
    )


def rules_version() -> str:
    """Return the versions of all rules that decide what a page is and whether it changed."""
    from crawler.classify import RULES_VERSION

    return f"reader {READER_VERSION}, noise {NOISE_VERSION}, vocabulary {RULES_VERSION}"
