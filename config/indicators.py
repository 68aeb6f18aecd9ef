"""The scorecard's questions, read from indicators.toml (its head says what each key means)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from config.errors import ConfigError

SHIPPED = Path(__file__).with_name("indicators.toml")
LEVELS = ("met", "part", "not-found", "not-checked", "not-applicable")
POINTS = {"met": 2, "part": 1, "not-found": 0}
STRENGTHS = {"must": "The Act requires", "should": "Guidance asks", "good": "We think it helps"}


@dataclass(frozen=True, slots=True)
class Duty:
    """Who asks for something: `strength` is must, should or good; source and url are empty for our own view."""

    strength: str
    text: str
    source: str = ""
    url: str = ""

    @property
    def phrase(self) -> str:
        """Return the words that say how strong it is; regulations are not called an Act."""
        if self.strength == "must" and "Regulations" in self.source:
            return "The Regulations require"
        return STRENGTHS[self.strength]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question of the scorecard, with all that people read about it."""

    id: str
    group: str
    label: str
    question: str
    thing: str
    met: str
    part: str
    none: str
    gap: str
    confirm: str
    duties: tuple[Duty, ...]
    legal: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the scorecard."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Band:
    """A band, and the share of checkable points from which it is given."""

    id: str
    name: str
    at_least: float


@dataclass(frozen=True, slots=True)
class Method:
    """One version of the scorecard. Shares are 0 to 1; bands come best first."""

    version: str
    since: date
    unchecked_share: float
    closing_days: int
    reply_working_days: int
    seen_days: int
    bank_holidays: tuple[date, ...]
    groups: tuple[Group, ...]
    bands: tuple[Band, ...]
    indicators: Mapping[str, Indicator]


@cache
def load_method(path: Path = SHIPPED) -> Method:
    """Return the method of an indicators file; raises ConfigError that names the entry."""
    raw = tomllib.loads(path.read_text("utf-8"))
    try:
        return Method(
            bank_holidays=tuple(raw.pop("bank_holidays")),
            groups=tuple(Group(**group) for group in raw.pop("group")),
            bands=tuple(Band(**band) for band in raw.pop("band")),
            indicators={entry["id"]: _indicator(entry) for entry in raw.pop("indicator")},
            **raw,
        )
    except (KeyError, TypeError) as error:
        raise ConfigError(path, "", f"an entry is incomplete or has a key that is not known: {error}") from error


def _indicator(entry: dict[str, Any]) -> Indicator:
    duties = tuple(Duty(**duty) for duty in entry.pop("duties"))
    words = {name: tuple(words) for name, words in entry.pop("words", {}).items()}
    return Indicator(duties=duties, words=words, **entry)
