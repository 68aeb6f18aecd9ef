"""Corrections of the scorecard by people, read from corrections.toml (its head says what each key means)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.errors import ConfigError
from config.indicators import LEVELS, load_method

SHIPPED = Path(__file__).with_name("corrections.toml")
KEYS = ("system", "indicator", "level", "who", "when", "why", "source")


@dataclass(frozen=True, slots=True)
class Correction:
    """One answer that a person set right: who, when, why, and where it can be checked."""

    system: str
    indicator: str
    level: str
    who: str
    when: date
    why: str
    source: str
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether it is laid over the program's answer on that day."""
        return self.when <= on and (self.until is None or on <= self.until)


def load_corrections(file: Path = SHIPPED) -> tuple[Correction, ...]:
    """Return the corrections of a file, none where it is not there; raises ConfigError that names the entry."""
    if not file.is_file():
        return ()
    try:
        entries = tomllib.loads(file.read_text("utf-8")).get("correction", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(file, "", f"cannot be read, it is not valid TOML: {error}") from error
    for number, entry in enumerate(entries, 1):
        if problem := _problem(entry):
            raise ConfigError(file, f"correction {number}", problem)
    return tuple(Correction(**entry) for entry in entries)


def _problem(entry: Mapping[str, object]) -> str:
    if missing := [key for key in KEYS if key not in entry]:
        return f"needs {', '.join(missing)}"
    if unknown := [key for key in entry if key not in (*KEYS, "until")]:
        return f"{unknown[0]}: no such key"
    if entry["level"] not in LEVELS:
        return f"level must be one of {', '.join(LEVELS)}"
    if entry["indicator"] not in load_method().indicators:
        return f"there is no question {entry['indicator']!r}: the report's page Method lists them"
    for key in ("when", "until"):
        if type(entry.get(key, date.max)) is not date:
            return f"{key} must be a day such as 2026-11-03, without quotes"
    return ""
