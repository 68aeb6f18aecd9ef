"""The links of pages, as last read."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.bodies import load_body
from store.models import Page

StoredLink = tuple[str, str, str]
"""Address, text and place of a link."""


def load_links(session: Session, links_hash: bytes | None) -> list[StoredLink]:
    """Return the links that a page's `links_hash` stands for."""
    return [tuple(link) for link in json.loads(load_body(session, links_hash))] if links_hash else []


def links_at(session: Session, site_id: int, url: str) -> list[StoredLink]:
    """Return the links of the page at an address; none where there is no such page."""
    return load_links(session, session.scalar(select(Page.links_hash).where(Page.site_id == site_id, Page.url == url)))
