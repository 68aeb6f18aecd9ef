"""What one check of a page brought, as a value: made by the crawler, recorded by store/record.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.reading import Fact, Judgement, Reading

OUTCOMES = (
    "ok", "not-modified", "gone", "soft-404", "redirect-home", "redirected",
    "blocked", "unreachable", "empty", "unreadable", "excluded",
)  # fmt: skip
"""The effective status of an answer. The order is stored: add at the end only."""

STATE_OF = {
    "ok": "live", "not-modified": "live", "gone": "missing", "soft-404": "missing", "redirect-home": "missing",
    "redirected": "moved", "blocked": "blocked", "unreachable": "unreachable", "empty": "empty",
    "unreadable": "unreadable", "excluded": "excluded",
}  # fmt: skip


UNREAD = ("blocked", "unreachable", "empty", "unreadable")
"""States of pages that may be there, and that we could not read."""

SEEN = (0, 1)  # indices of the outcomes that saw the page as it is


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer and all that came with them, exactly as received."""

    status: int
    url: str
    body: bytes = b""
    content_type: str = ""
    headers: Sequence[tuple[str, str]] = ()
    request_headers: Sequence[tuple[str, str]] = ()
    redirects: Sequence[tuple[int, str, str]] = ()
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class PageVisit:
    """One check of one page. `url` is its canonical address, `at` seconds since 1970; `redirect` a target elsewhere.

    `links` are its links as (canonical address, text, place), `found_on` and `link_text` what led here;
    `names_icp` says that this link calls it the partnership's; `withheld` that a redacted name was blanked in it.
    """

    url: str
    at: int
    outcome: str
    reason: str = ""
    redirect: str = ""
    answer: Answer | None = None
    reading: Reading | None = None
    judgement: Judgement | None = None
    facts: tuple[Fact, ...] = ()
    found_on: str = ""
    link_text: str = ""
    linked_in_text: bool = False
    names_icp: bool = False
    document: bool = False
    always_watched: bool = False
    links: tuple[tuple[str, str, str], ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What a crawl needs to know of a page before it asks for it again.

    `full` asks for the bytes in any case; `clicks` are from the home page of its site, None where no way is known.
    `link_text` is that of the link that first led to it; `parent_kinds` those of the page it stands on, if that is the
    partnership's own; `under_parent` says that its address is below that page's.
    """

    url: str
    watched: bool
    is_icp: bool | None
    kinds: tuple[str, ...]
    document: bool
    etag: str
    last_modified: str
    full: bool
    clicks: int | None = None
    link_text: str = ""
    parent_kinds: tuple[str, ...] = ()
    under_parent: bool = False
