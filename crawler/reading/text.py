"""The one form that all text is read into, whatever it was read from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Characters that nobody sees, and those that steer a terminal or turn the direction of text.
_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x2060, 0xFEFF)
_STEERING = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_DROPPED = dict.fromkeys((*_INVISIBLE, *_STEERING))


def clean(raw: str) -> str:
    """Return a text on one line with single spaces, in NFC, without characters that are not shown.

    >>> clean("Zoe\\u0308\\n Qu\\u00adill\\x1b[2J")
    'Zoë Quill[2J'
    """
    if not raw.isascii():
        raw = unicodedata.normalize("NFC", raw)
    text = " ".join(raw.split())
    return text if text.isprintable() else " ".join(text.translate(_DROPPED).split())


def clean_lines(lines: Iterable[str]) -> str:
    """Return the clean lines that are not empty, with a newline between them."""
    return "\n".join(filter(None, map(clean, lines)))
