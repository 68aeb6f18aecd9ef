"""The values that a page is read into: blocks, links, and what was judged of them.

Pure data. The crawler makes them, the store keeps them, the reports show them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

BlockKind = Literal["heading", "paragraph", "item", "row", "definition", "document"]
"""A `document` block is a link to a file (PDF, Office) that stands in the text."""

UNREAD = "The words of this file were not read; its bytes have the SHA-256 "
"""How the one block begins of a document of which only the bytes are compared: scanned, locked, or no text."""

Place = Literal["main", "header", "nav", "footer", "aside", "dialog"]
"""The landmark that a block stands in, from element names and ARIA roles."""

FactKind = Literal["chair", "member", "meeting", "document", "contact"]

Action = Literal["joined", "left", "changed", "added", "removed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link as found: its text, and its target made absolute and without fragment."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page in reading order.

    `path` holds the headings above the block, outermost first. `level` is 1 to 6 for a heading, else 0.
    A row keeps its `cells` and the header cells (`labels`) of its table, empty where there are none;
    a definition has its term in `labels` and its descriptions in `cells`. A `joined` block stands in one box with the
    block before it, and the page has more such boxes side by side: cards of people, cells of a layout.
    """

    kind: BlockKind
    text: str
    path: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    place: Place = "main"
    level: int = 0
    cells: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A page or document as ordered blocks.

    `media` is html, pdf, docx, office (hash and metadata only) or text. `metadata` holds what is about the page and
    not on it: canonical, description, generator, updated, author, created, pages. `notes` are sentences for people
    about what could not be read ("no text layer", "encrypted", "cut off at 5 MB").
    """

    media: str
    title: str
    blocks: tuple[Block, ...]
    language: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def links(self) -> Iterator[tuple[Block, Link]]:
        """Yield each link with the block it stands in, in page order."""
        for block in self.blocks:
            for link in block.links:
                yield block, link

    def text(self) -> str:
        """Return the main text, one block a line."""
        return "\n".join(block.text for block in self.blocks if block.place == "main")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a kind was given: the kind (or "is_icp"), the rule's name in vocabulary.toml, the words that matched."""

    kind: str
    rule: str
    quote: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a page is. `is_icp` None means unsure, and `reason` says why; `confidence` is 0 to 1."""

    kinds: tuple[str, ...]
    is_icp: bool | None
    confidence: float
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something read off a page, with the words that prove it.

    chair and member: `value` is the person's name ("" where only the organisation is named), `role` what the page calls
    them ("Chair", "Vice chair", "Member"), `organisation` whom they stand for.
    meeting: `starts_at` is ISO 8601 local time (date only where no time is given), `value` the words of the date,
    `role` one of "", cancelled, stood-down, to-be-confirmed; `organisation` is the place, `detail` a link or
    "in public".
    document: `value` is the title, `role` one of agenda, minutes, papers, terms-of-reference, strategy,
    joint-forward-plan, other; `starts_at` the date it belongs to, `detail` the URL.
    contact: `role` is email, phone, form, question or question-deadline; `value` the address or the words.
    """

    kind: FactKind
    value: str
    role: str = ""
    organisation: str = ""
    starts_at: str = ""
    detail: str = ""
    evidence: str = ""

    def key(self) -> tuple[str, ...]:
        """Return what makes two facts the same fact, whatever words prove it."""
        return (self.kind, self.value, self.role, self.organisation, self.starts_at, self.detail)


class FactChange(TypedDict):
    """One fact that came, went or changed with a change, as stored in `changes.facts` and shown in JSON."""

    kind: str
    action: Action
    old: str
    new: str
    sentence: str


def reading_to_bytes(reading: Reading) -> bytes:
    """Return the reading as compact JSON in UTF-8, without the fields that have their default."""
    raw = {
        "media": reading.media,
        "title": reading.title,
        "language": reading.language,
        "metadata": dict(reading.metadata),
        "notes": reading.notes,
        "blocks": [_raw_block(block) for block in reading.blocks],
    }
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def reading_from_bytes(data: bytes) -> Reading:
    """Return the reading that `reading_to_bytes` wrote."""
    raw: dict[str, Any] = json.loads(data)
    return Reading(
        media=raw["media"],
        title=raw["title"],
        blocks=tuple(_block(block) for block in raw["blocks"]),
        language=raw["language"],
        metadata=raw["metadata"],
        notes=tuple(raw["notes"]),
    )


def _raw_block(block: Block) -> dict[str, Any]:
    raw: dict[str, Any] = {"kind": block.kind, "text": block.text}
    if block.path:
        raw["path"] = block.path
    if block.links:
        raw["links"] = [(link.text, link.url) for link in block.links]
    if block.place != "main":
        raw["place"] = block.place
    if block.level:
        raw["level"] = block.level
    if block.cells:
        raw["cells"] = block.cells
    if block.labels:
        raw["labels"] = block.labels
    if block.joined:
        raw["joined"] = True
    return raw


def _block(raw: dict[str, Any]) -> Block:
    return Block(
        kind=raw["kind"],
        text=raw["text"],
        path=tuple(raw.get("path", ())),
        links=tuple(Link(text, url) for text, url in raw.get("links", ())),
        place=raw.get("place", "main"),
        level=raw.get("level", 0),
        cells=tuple(raw.get("cells", ())),
        labels=tuple(raw.get("labels", ())),
        joined=raw.get("joined", False),
    )
