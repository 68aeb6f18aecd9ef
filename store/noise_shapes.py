"""The shapes of noise, as config/noise.toml lists them: words that sites add by themselves.

A shape covers a whole block or a whole part of one (a cell, a line, what stands between bars); some are cut out of
running text too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import config.version
from config.errors import ConfigError

SHIPPED = Path(config.version.__file__).with_name("noise.toml")
_PART = re.compile(r"<(\w+)>")
_DEEPEST_PART = 9  # parts within parts; a part that names itself must not make us wait for ever
_BARS = re.compile(r"[|·•\n]")
_EMPTY_BRACKETS = re.compile(r"\s*(?:\(\s*[,;:-]*\s*\)|\[\s*[,;:-]*\s*\])")


class Running(NamedTuple):
    """What is cut out of a text in which one of the hints, or the sign, is found."""

    hints: Sequence[str]
    sign: re.Pattern[str]
    cut: re.Pattern[str]


class Shapes(NamedTuple):
    """All of noise.toml. `hinted` and `plain` are whole shapes; those in `plain` are the groups of `any_plain`."""

    version: str
    longest: int
    contents: re.Pattern[str]
    news: re.Pattern[str]
    updated: re.Pattern[str]
    date_at_end: re.Pattern[str]
    hinted: Sequence[tuple[str, Sequence[str], re.Pattern[str]]]
    plain: Sequence[str]
    any_plain: re.Pattern[str]
    parts: frozenset[str]
    running: Sequence[Running]


def load_shapes(path: Path) -> Shapes:
    """Return the shapes of a file; raise ConfigError where it, or an expression in it, cannot be read."""
    try:
        return _shapes(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, re.error) as error:
        raise ConfigError(path, "", f"cannot be read: {error}") from error


def _shapes(raw: Mapping[str, Any]) -> Shapes:
    def compiled(*patterns: str) -> re.Pattern[str]:
        pattern = "|".join(patterns)
        for _ in range(_DEEPEST_PART):
            pattern = _PART.sub(lambda part: raw["part"][part[1]], pattern)
        return re.compile(pattern, re.IGNORECASE | re.DOTALL)

    plain = [each for each in raw["whole"] if "hints" not in each]
    # One expression for all of them is many times as quick as one after another; its groups tell them apart.
    any_plain = compiled(*(f"({'|'.join(each['any'])})" for each in plain))
    if any_plain.groups != len(plain):
        raise ValueError("write (?:...) for each (...) in an expression")
    return Shapes(
        version=raw["version"],
        longest=raw["longest"],
        contents=compiled(raw["contents"]),
        news=compiled(raw["news"]),
        updated=compiled("<updated>"),
        date_at_end=compiled("<date>$"),
        hinted=[(each["name"], each["hints"], compiled(*each["any"])) for each in raw["whole"] if "hints" in each],
        plain=[each["name"] for each in plain],
        any_plain=any_plain,
        parts=frozenset(each["name"] for each in raw["whole"] if each.get("part")),
        running=[
            Running(each.get("hints", ()), compiled(each.get("sign", "")), compiled(each["cut"]))
            for each in raw["running"]
        ],
    )


_SHAPES = load_shapes(SHIPPED)
NOISE_VERSION, CONTENTS_LABEL, NEWS_LABEL = _SHAPES.version, _SHAPES.contents, _SHAPES.news


@lru_cache(maxsize=8192)
def shape_of(text: str) -> str:
    """Return what kind of noise a text is as a whole, or "" if it is none.

    >>> shape_of("Page last updated: 3 May 2024"), shape_of("Next meeting: TBC"), shape_of("stood down")
    ('date of the last update', '', '')
    """
    if not text or len(text) > _SHAPES.longest:
        return ""
    lower = text.lower()
    for name, hints, pattern in _SHAPES.hinted:
        if any(hint in lower for hint in hints) and pattern.fullmatch(text):
            return name
    found = _SHAPES.any_plain.fullmatch(text)
    return _SHAPES.plain[found.lastindex - 1] if found and found.lastindex else ""


def without_noise(text: str) -> str:
    """Return a text without its noisy parts: sizes, ages, counters, "updated" notes, "opens in a new tab".

    >>> without_noise("Minutes | PDF 225 KB | added 2 years ago")
    'Minutes'
    """
    if shape_of(text) in _SHAPES.parts:
        return ""
    if _BARS.search(text):
        text = " ".join(filter(None, map(_without_noisy_parts, text.split("\n"))))
    cut, lower = text, text.lower()
    for hints, sign, pattern in _SHAPES.running:
        if any(hint in lower for hint in hints) if hints else sign.search(text):
            cut = pattern.sub(" ", cut)
    return text if cut == text else _EMPTY_BRACKETS.sub("", cut).strip(" ,;|-")


def _without_noisy_parts(line: str) -> str:
    parts = [part.strip() for part in _BARS.split(line)]
    return " | ".join(part for part in parts if shape_of(part) not in _SHAPES.parts)


def last_updated(text: str) -> str:
    """Return the date of a "last updated" line as its words, or "" if the text is no such line.

    >>> last_updated("Page last updated: 3 May 2024")
    '3 May 2024'
    """
    if len(text) > 100 or not _SHAPES.updated.fullmatch(text):
        return ""
    date = _SHAPES.date_at_end.search(text)
    return date[0] if date else ""
