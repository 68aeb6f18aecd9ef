"""Where a meeting is held, and how one can see it."""

from __future__ import annotations

import re

from config.vocabulary import any_of
from crawler.facts.called_off import OFF
from crawler.facts.dates import find_clock
from store.reading import Block

PLACE = re.compile(r"(?i)\b(?:location|venue|where|place)\s*(?:[:–-]|is)\s*([^\n]{3,160})")
_OFF_PLACE = re.compile(r"(?i)\bto be confirmed\b.*|\btb[ca]\b.*|[.,;|]?\s*\(?\b(?:view|get) (?:directions|map)\b.*")
"""What stands with a place and is none: that it is not yet known, a link to a map (ModernGov)."""
_AT = re.compile(r"(?:\bat|\bin(?= the [A-Z])|,)(?= (?:the )?((?:[A-Z][\w'’&-]*|\d{1,4})[^.;\n]{3,120}))")
_OFF_AFTER = re.compile(rf"{OFF.pattern}.*")
_NO_PLACE = re.compile(
    r"(?i)\d ?[kmg]b\b|\bpdf\b|\b(?:minutes|agenda|papers?|pack|questions?|to be confirmed|tbc)\b"
    r"|^\d{1,2}(?:st|nd|rd|th)?,? [a-z]{3,9}\b,? ?(?:20\d\d)?|^20\d\d\b|^\d{1,2}\b(?! [A-Z])"
)
_ONLINE = re.compile(r"(?i)teams|zoom|youtube|webcast|public-i|livestream|live stream|join")
_PUBLIC = any_of("meetings", "public")


def place_of(nearby: str, around: str, block: Block) -> str:
    """Return the place that a table, a label or the words after a day give; "" where none does."""
    for label, cell in zip(block.labels, block.cells, strict=False):
        if re.search(r"(?i)venue|location|place|where", label) and cell != label and not OFF.search(cell):
            return cell.strip()[:160]
    if match := PLACE.search(around):
        return _OFF_PLACE.sub("", match[1]).strip(" .")[:160]
    said = (_OFF_AFTER.sub("", match[1]).strip(" .:-–") for match in _AT.finditer(nearby))
    places = (place for place in said if place and not (find_clock(place[:12]) or _NO_PLACE.search(place[:60])))
    return next(places, "")[:160]


def how_to_see(block: Block, piece: str) -> str:
    """Return the address of a broadcast, or "in public" where the text says so; else ""."""
    online = next(
        (link.url for link in block.links if _ONLINE.search(f"{link.text} {link.url}") and link.url.startswith("http")),
        "",
    )
    return online or ("in public" if _PUBLIC.search(piece) else "")
