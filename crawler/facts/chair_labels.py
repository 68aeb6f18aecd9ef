"""Labels and questions that say that the chair is named next, in whatever element a page puts them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.facts.chair_sayings import KIND, PLAIN_CHAIR
from crawler.facts.persons import is_person
from crawler.names import Bodies, plain_names
from store.reading import Block

_SECTION = re.compile(
    r"(?i)(?!.*\b(?:former|past|previous|used? to|how|choosing|choose|elect\w*|appoint\w*|role of|members?|report"
    r"|question|asks?|announcements?|remarks|updates?|communications|business|actions?|vacancy|choice)\b)"
    r".{0,40}\bchair(?:s|ing|person|man|woman)?\b.{0,45}$"
)
_US = r"(?:it|us|(?:the|our|this) (?:partnership|assembly|icp|board|committee|meetings?)|our meetings|meetings)"
_ASKS = re.compile(
    rf"(?i)\W*(?:q\W+)?(?:who(?:['’]s| is| are)? (?:currently )?(?:chairs?|chairing|leads?|in)\b[^?.]{{0,40}}"
    rf"|who (?:is|are) (?:the |our |its )?(?:current )?{KIND}chairs?\b[^?.]{{0,40}})\?"
)
_LABEL = re.compile(
    rf"(?i)\W*(?:{PLAIN_CHAIR}s?|(?:the |our |its )?{KIND}chairs?(?: (?:and|&) (?:the |our |its )?{KIND}chairs?)?"
    rf"|chairing(?: (?:arrangements|{_US}))?|who chairs(?: {_US})?)\W*"
)
_LONGEST = 60


def with_labels_as_headings(blocks: Sequence[Block], bodies: Bodies) -> tuple[list[Block], dict[int, str]]:
    """Return the blocks with each label of the chair put as a heading over what it labels.

    It may be a short paragraph ("Who chairs it?"), the first line or the first words of a block, or the cell or term
    beside the name. The second value gives, for each block that was made so, its number and the words it is made of, none
    for a label.
    """
    found: list[Block] = []
    whole: dict[int, str] = {}
    label = ""
    for block in blocks:
        if label and block.kind in {"paragraph", "item"}:
            found.append(replace(block, path=(*block.path, label)))
            label = label if block.kind == "item" else ""
            continue
        label = ""
        over, rest = _parted(block, bodies)
        if not over or (not rest and found and is_person(found[-1].text)):
            found.append(block)
        else:
            whole[len(found)] = ""
            found.append(Block("heading", over, block.path, level=6))
            if rest:
                below = replace(block, kind="paragraph", text=rest, path=(*block.path, over), cells=(), labels=())
                whole[len(found)] = block.text
                found.append(below)
            else:
                label = over
    return found, whole


def _parted(block: Block, bodies: Bodies) -> tuple[str, str]:
    """Return the label of a block and what it labels there, "" if that follows; two empty strings for any other."""
    if block.kind in {"row", "definition"}:
        terms = block.cells[:1] if block.kind == "row" else block.labels
        cells = block.cells[1:] if block.kind == "row" else block.cells
        asks = len(terms) == len(cells) == 1 and not is_person(cells[0]) and is_label(terms[0], bodies)
        return (terms[0], cells[0]) if asks else ("", "")
    if block.kind == "heading" or "hair" not in block.text:
        return "", ""
    first, _, rest = block.text.partition("\n")
    if is_label(first, bodies):
        return first, rest
    if asked := _ASKS.match(block.text):
        return asked[0], block.text[asked.end() :].strip()
    return "", ""


def is_label(text: str, bodies: Bodies) -> bool:
    """Say whether a text is no more than a label of the partnership's chair, or asks for the chair."""
    plain = plain_names(text, bodies) if len(text) < _LONGEST and "hair" in text else ""
    return bool(plain) and bool(_LABEL.fullmatch(plain) or _ASKS.fullmatch(plain.rstrip("?") + "?"))
