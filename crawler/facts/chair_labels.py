"""Labels, questions and openings of lists that say that the chair is named next, in whatever element they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.facts.chair_sayings import KIND, PLAIN_CHAIR, role_of, speaks_of_ours
from crawler.facts.entries import starts_with_person
from crawler.facts.persons import is_person, names_in
from crawler.facts.sentences import SENTENCE_END
from crawler.names import Bodies, plain_names
from store.reading import Block, BlockKind

_US = r"(?:it|us|(?:the|our|this) (?:partnership|assembly|icp|board|committee|meetings?)|our meetings|meetings)"
_ASKS = re.compile(
    rf"(?i)\W*(?:q\W+)?(?:who(?:['’]s| is| are)? (?:currently )?(?:chairs?|chairing|leads?|in)\b[^?.]{{0,40}}"
    rf"|who (?:is|are) (?:the |our |its )?(?:current )?{KIND}chairs?\b[^?.]{{0,40}})\?"
)
_LABEL = re.compile(
    rf"(?i)\W*(?:{PLAIN_CHAIR}s?|(?:the |our |its )?{KIND}chairs?(?: (?:and|&) (?:the |our |its )?{KIND}chairs?)?"
    rf"|chairing(?: (?:arrangements|{_US}))?|who chairs(?: {_US})?)\W*"
)
_OPENS_LIST = re.compile(
    rf"(?i)(?:\bchaired(?: (?:jointly|together|in turn|by turns|currently|at present))? by"
    rf"|\b{KIND}chairs?\b[^.;:?]{{0,60}}\b(?:is|are)(?: (?:currently|now|at present))?"
    r"|\b(?:co-?|joint|vice|deputy|two|three)[ -](?:\w+[ -])?chairs\b[^.;:?]{0,60}:"
    rf"|\b{KIND}chair(?:man|woman|person|s)?:):?$"
)
"""How a sentence ends below which those who chair stand in a list."""
BOTH = re.compile(r"(?i)\bchair(?:man|woman|person)?,? (?:and|&) (?:the |our |its )?((?:vice|deputy)[ -]?chair)")
"""In a heading over both offices, the second."""
_PLURAL = re.compile(r"(?i)\bchairs\b(?! (?:it|us|our|the|meetings))|\b(?:two|jointly|in turn|together|co-?chaired)\b")
_LONGEST, _LONGEST_OPENING = 60, 160
_MOST = 4
"""So many below the opening of a list chair; what follows is another list."""


def with_labels_as_headings(blocks: Sequence[Block], bodies: Bodies) -> tuple[list[Block], dict[int, str]]:
    """Return the blocks with each label of the chair put as a heading ("Chair", "Co-chairs") over what it labels.

    It may be a short paragraph ("Who chairs it?"), the first line or the first words of a block, the cell or term
    beside the name, or the sentence over a list. The second value gives, for each block that was made so, its number
    and the words it is made of, none for a label.
    """
    found: list[Block] = []
    whole: dict[int, str] = {}
    label, left = "", 0
    for number, block in enumerate(blocks):
        if left and _may_be_labelled(block):
            one = block.kind == "paragraph" and not starts_with_person(block.text)
            found.append(replace(block, kind=block.kind if one else "item", path=(*block.path, label)))
            left = 0 if one else left - 1
            continue
        left = 0
        over, labelled = _parted(block, bodies)
        if over and not labelled and any(map(is_person, (*block.path[-1:], *(one.text for one in found[-1:])))):
            over = ""  # the post of whoever stands above
        if over:
            label = _heading(over)
            whole[len(found)] = ""
            found.append(Block("heading", label, block.path, level=6))
        for text in labelled:
            whole[len(found)] = block.text
            kind: BlockKind = "item" if len(labelled) > 1 else "paragraph"
            found.append(replace(block, kind=kind, text=text, path=(*block.path, label), cells=(), labels=()))
        if not over:
            found.append(block)
        if over and not labelled:
            left = _MOST
        elif not over and (label := _opening(block, blocks[number + 1 : number + 2], bodies)):
            left = _MOST
            whole[len(found)] = ""
            found.append(Block("heading", label, block.path, level=6))
    return found, whole


def _may_be_labelled(block: Block) -> bool:
    return block.kind == "item" or (block.kind == "paragraph" and bool(block.text))


def _heading(label: str) -> str:
    """Return the heading that says what a label does: "Chair", "Co-chairs", "Chair and vice chair"."""
    if BOTH.search(label):
        return "Chair and vice chair"
    return role_of(label) + ("s" if _PLURAL.search(label) else "")


def _opening(block: Block, after: Sequence[Block], bodies: Bodies) -> str:
    """Return the heading that the last sentence of a block is worth to the list below it; "" where it opens none."""
    if "hair" not in block.text or block.kind not in {"heading", "paragraph", "item"} or not after:
        return ""
    last = plain_names(SENTENCE_END.split(block.text)[-1], bodies)
    listed = after[0].kind == "item" or starts_with_person(after[0].text)
    opens = listed and len(last) < _LONGEST_OPENING and _OPENS_LIST.search(last) and not next(names_in(last), None)
    return _heading(last) if opens and speaks_of_ours(last) else ""


def _parted(block: Block, bodies: Bodies) -> tuple[str, list[str]]:
    """Return the label of a block and what it labels there, if that follows; nothing for any other block."""
    if block.kind in {"row", "definition"}:
        terms = block.cells[:1] if block.kind == "row" else block.labels
        cells = block.cells[1:] if block.kind == "row" else block.cells
        lines = [line for cell in cells for line in cell.split("\n")]
        alone = len(terms) == 1 and (len(cells) == 1 or all(map(starts_with_person, cells)))
        asks = alone and not (len(cells) == 1 and is_person(cells[0])) and _is_label(terms[0], bodies)
        if not asks:
            return "", []
        return terms[0], lines if all(map(starts_with_person, lines)) else list(cells)
    if block.kind == "heading" or "hair" not in block.text:
        return "", []
    first, _, rest = block.text.partition("\n")
    if _is_label(first, bodies):
        lines = rest.split("\n") if rest else []
        return first, lines if len(lines) > 1 and all(map(starts_with_person, lines)) else [rest] if rest else []
    if asked := _ASKS.match(block.text):
        rest = block.text[asked.end() :].strip()
        return asked[0], [rest] if rest else []
    return "", []


def _is_label(text: str, bodies: Bodies) -> bool:
    """Say whether a text is no more than a label of the partnership's chair, or asks for or leads up to who that is."""
    plain = plain_names(text, bodies) if len(text) < _LONGEST and "hair" in text else ""
    if not plain or next(names_in(plain), None):
        return False
    asks = _LABEL.fullmatch(plain) or _ASKS.fullmatch(plain.rstrip("?") + "?")
    return bool(asks or (_OPENS_LIST.search(plain) and speaks_of_ours(plain)))
