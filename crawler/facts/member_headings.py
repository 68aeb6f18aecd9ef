"""Which headings and labels open a list of members, and which one of others."""

from __future__ import annotations

import re
from functools import lru_cache

from config.vocabulary import any_of, spelt
from crawler.facts.entries import NOT_MEMBERS

_MEMBERS = any_of("people", "members")
_WHOLE_HEADING = re.compile(
    rf"(?i)\W*(?:(?:the |our |other )?{spelt('people', 'whole_headings')}"
    r"|(?:assembly|partnership|icp|board|system) (?:partners|people|organisations|bodies))\W*"
)
_MEMBERS_AND = re.compile(r"(?i)\bmember(?:s|ship)\b.* (?:and|&) ")
"""A heading over members and others ("Membership and attendance"), whom the lines below part."""
_LONGEST = 200
"""Characters of a heading that are read."""


@lru_cache(maxsize=256)
def opens_members(headings: tuple[str, ...]) -> bool:
    """Say whether headings, outermost first, open a list of members; the innermost that says either way decides."""
    for text in reversed(headings):
        if NOT_MEMBERS.search(text) and not _MEMBERS_AND.search(text[:_LONGEST]):
            return False
        if _MEMBERS.search(text) or _WHOLE_HEADING.fullmatch(text):
            return "hair" not in text or "ember" in text  # "Meet our chairs"
    return False
