"""What can be seen of a page beyond its words: whose name stands in the title, dates, people, documents, the host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.vocabulary import Vocabulary
from crawler.facts.contacts import contacts
from crawler.facts.dates import days_only
from crawler.facts.documents import documents
from crawler.facts.meetings import meetings
from crawler.facts.people import people
from crawler.names import PageContext, bodies_of, mentions
from store.reading import Block

ICPS_BEGAN = date(2022, 7, 1)
"""Section 26 of the Health and Care Act 2022 came into force; nothing dated earlier is a statutory partnership's."""

_YEAR = re.compile(r"\b20[0-3]\d\b")
_MEETING_OF = re.compile(r"\b(?:meeting|agenda|minutes) (?:of|for)(?: the)? ([^\n]{5,120})", re.IGNORECASE)
_POSTED = re.compile(
    r"\W*(?:(?:posted|published|date posted|publication date|date)(?: on| by)?\s*:?\s*)?(?=\d|[A-Z]\w+day)", re.I
)
_DATED_WITHIN = 200
"""A news item says within its first characters when it was posted."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The places of a page where words count."""

    blocks: tuple[Block, ...]
    title: str
    headings: str
    path: str
    link: str
    text: str


def standing(parts: Parts, context: PageContext, words: Vocabulary) -> dict[str, str]:
    """Return the signs of whose page it is: names, dates, host; each with the words or the address that show it."""
    return {**dict(_name_signs(parts, context)), **dict(_date_signs(parts)), **dict(_place_signs(context, words))}


def content(parts: Parts, context: PageContext, *, ours: bool) -> dict[str, str]:
    """Return the signs of what is on the page, each with words that show it; `ours` if it may be the partnership's."""
    return dict(_content_signs(parts, context, ours))


def _name_signs(parts: Parts, context: PageContext) -> Iterator[tuple[str, str]]:
    bodies = bodies_of(context)
    for place, text in (("title", parts.title), ("heading", parts.headings), ("link", parts.link)):
        for whose, quote in mentions(text, bodies):
            yield f"{whose}-name-in-{place}", quote
    own = [quote for whose, quote in mentions(parts.text, bodies) if whose == "own"]
    if own:
        yield "own-name-in-text", own[0]
    if len(own) > 2:
        yield "own-name-often", own[2]
    for other in context.other_bodies:
        if other and other.lower() in parts.title.lower():
            yield "other-body-in-title", other
    for match in _MEETING_OF.finditer(parts.text[:3_000]):
        if any(whose == "own" for whose, _ in mentions(match[1], bodies)):
            yield "own-meeting", match[0]


def _date_signs(parts: Parts) -> Iterator[tuple[str, str]]:
    heads = f"{parts.title} . {parts.headings}"
    titled, days = list(days_only(heads)), list(days_only(parts.text))
    late = any(int(year) > ICPS_BEGAN.year for year in _YEAR.findall(parts.text))
    if titled and max(titled) < ICPS_BEGAN and not late:
        yield "old-title", heads
    elif days and max(days) < ICPS_BEGAN and not late:
        yield "old-text", f"latest date {max(days)}"
    opening = next((block.text for block in parts.blocks if block.kind != "heading"), "")
    posted = _POSTED.match(opening)
    if posted and len(opening) < _DATED_WITHIN and next(days_only(opening[posted.end() : posted.end() + 30]), None):
        yield "dated-line", opening


def _place_signs(context: PageContext, words: Vocabulary) -> Iterator[tuple[str, str]]:
    host, _, path = context.url.partition("://")[2].partition("/")
    host = host.rpartition("@")[2].partition(":")[0].lower()
    for group, hosts in words.hosts.items():
        if any(host == known or host.endswith("." + known) for known in hosts):
            yield f"{group}-host", host
    if context.committee:
        yield "committee", context.url
    if context.role == "partnership":
        yield "partnership-site", host
    if context.url and not path.strip("/"):
        yield "home-page", context.url


def _content_signs(parts: Parts, context: PageContext, ours: bool) -> Iterator[tuple[str, str]]:
    title = next((block.text for block in parts.blocks if block.level == 1), parts.title)
    bodies = bodies_of(context)
    found = people(parts.blocks, bodies, title, ours=ours)
    members = [fact for fact in found if fact.kind == "member"]
    if chair := next((fact for fact in found if fact.kind == "chair"), None):
        yield "chair-named", chair.evidence
    if len(members) > 2 or (chair and len(members) > 1):
        yield "members-listed", members[0].evidence
    linked = {fact.role: fact.evidence for fact in documents(parts.blocks, ICPS_BEGAN)}
    for role, quote in linked.items():
        if role != "other":
            yield f"{'papers' if role in {'agenda', 'minutes'} else role}-linked", quote
    for fact in meetings(parts.blocks, bodies.pattern, title, ICPS_BEGAN, ours=ours):
        yield "meeting-dated", fact.evidence
        break
    if quote := next(
        (fact.evidence for fact in contacts(b for b in parts.blocks if b.kind != "row") if fact.role == "question"), ""
    ):
        yield "questions-taken", quote
    asked = [block.text for block in parts.blocks if block.kind in {"heading", "definition"} and "?" in block.text]
    asked = [text for text in asked if text.rstrip().endswith("?") or "?:" in text]
    if len(asked) > 2:
        yield "asks-and-answers", asked[0]
