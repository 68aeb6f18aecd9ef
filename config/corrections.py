"""Corrections of the scorecard by people, read from corrections.toml (its head says what each key means)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.errors import ConfigError
from config.indicators import LEVELS

SHIPPED = Path(__file__).with_name("corrections.toml")


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


def load_corrections(*files: Path) -> tuple[Correction, ...]:
    """Return the corrections of the shipped file and of those given that are there, in order."""
    return tuple(c for file in (SHIPPED, *files) if file.is_file() for c in _read(file))


def _read(file: Path) -> Iterable[Correction]:
    try:
        entries = tomllib.loads(file.read_text("utf-8")).get("correction", [])
        for number, entry in enumerate(entries, 1):
            correction = Correction(**entry)
            if correction.level not in LEVELS:
                raise ConfigError(file, f"correction {number}", f"level must be one of {', '.join(LEVELS)}")
            yield correction
    except (TypeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            file, "correction", f"needs system, indicator, level, who, when, why, source: {error}"
        ) from error
