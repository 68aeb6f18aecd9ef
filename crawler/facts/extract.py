"""Read off a page what people ask: chair, members, meetings, documents, contacts. Pure; reads stored readings too."""

from __future__ import annotations

from datetime import date

from crawler.facts.contacts import contacts
from crawler.facts.documents import documents
from crawler.facts.meetings import meetings
from crawler.facts.people import people
from crawler.main_blocks import main_blocks
from crawler.names import PageContext, bodies_of
from store.noise import comparable
from store.reading import Fact, Judgement, Reading

_READ_TEXT = 1_000_000
"""Characters of a page or pack that facts are read from: some four hundred pages."""


def extract_facts(reading: Reading, judgement: Judgement, context: PageContext, today: date) -> tuple[Fact, ...]:
    """Return the facts of a page that is the partnership's own, or may be (`is_icp` true or unsure); of others none.

    A day without a year is taken to be the one nearest to `today` that fits.
    """
    if judgement.is_icp is False:
        return ()
    # What is noise is no fact: "Page last reviewed: 3 May 2024" names no member.
    blocks = tuple(block for block in main_blocks(reading, most=_READ_TEXT) if comparable(block))
    bodies = bodies_of(context)
    title = next((block.text for block in blocks if block.level == 1), reading.title)
    return (
        *people(blocks, bodies, title),
        *meetings(blocks, bodies.pattern, f"{title} . {reading.title}", today),
        *documents(blocks, today),
        *contacts(blocks),
    )
