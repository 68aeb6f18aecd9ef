"""Recognise a document that follows another, so that version 3 is compared with version 2."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from store.bodies import load_reading
from store.likeness import overlap, shingles
from store.links import load_links
from store.models import Capture, Page
from store.reading import UNREAD
from store.targets import normal_target

ALIKE_NAMED = 0.3  # share of shingles in common from which two documents with one name are two versions
ALIKE = 0.7  # the same for two with other names

_VERSION = re.compile(
    r"\b(?:v(?:er(?:sion)?)?[\s.]*\d[\d.]*|version|final|draft|interim|initial|updated?|revised|new|latest|pdf|docx?|copy"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|\d[\d.]*(?:st|nd|rd|th)?)\b"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What a document is called: by its link, by itself and by its file, versions and dates left out."""

    link: str
    title: str
    file: str

    def resemble(self, other: Names) -> bool:
        """Return whether one of the names is the same."""
        pairs = ((self.link, other.link), (self.title, other.title), (self.file, other.file))
        return any(one and one == two for one, two in pairs)


def names(page: Page) -> Names:
    """Return the names of a document."""
    return Names(plain_name(page.link_text), plain_name(page.title), plain_name(_file(page.url)))


def plain_name(text: str) -> str:
    """Return a name without versions, numbers and months.

    >>> plain_name("Integrated-Care-Strategy_v2.1-FINAL (March 2024)") == plain_name("Integrated care strategy v3")
    True
    """
    words = re.sub(r"[^a-z0-9.]+", " ", text.casefold())
    return " ".join(re.sub(r"[.]+(?!\d)", " ", _VERSION.sub(" ", words)).split())


def find_predecessor(session: Session, new: Page, documents: Iterable[Page]) -> Page | None:
    """Return the told document that a new one takes the place of on the page that links to it, or None.

    One that is still linked there is not replaced: lists of minutes grow.
    """
    parent = session.get(Page, new.parent_id) if new.parent_id else None
    if parent is None:
        return None
    linked = {normal_target(link[0]) for link in load_links(session, parent.links_hash)}
    ours, text = names(new), _shingles(session, new)
    scored = []
    for old in documents:
        if old.id == new.id or old.parent_id != parent.id or normal_target(old.url) in linked:
            continue
        before = _shingles(session, old)
        alike = overlap(before, text)
        unread = not before or not text
        if alike >= ALIKE or (names(old).resemble(ours) and (alike >= ALIKE_NAMED or unread)):
            scored.append((alike, old.id, old))
    return max(scored)[2] if scored else None


def _shingles(session: Session, page: Page) -> frozenset[int]:
    capture = session.get(Capture, page.last_capture_id) if page.last_capture_id else None
    blocks = load_reading(session, capture).blocks if capture else ()
    return frozenset() if blocks and blocks[0].text.startswith(UNREAD) else shingles(blocks)


def _file(url: str) -> str:
    return unquote(urlsplit(url).path).rsplit("/", 1)[-1].rpartition(".")[0]
