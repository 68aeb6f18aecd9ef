"""From a TOML table, or from words of the environment, to a checked dataclass.

A field's type says what a value must be, and `metadata["check"]` (see config/checks.py) what it may be.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from config.errors import ConfigError
from config.words import nearest

_NOUNS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text in quotes",
    date: "a date without quotes, such as 2022-07-01,",
}


def checked(check: Callable[[Any], Any], default: Any = MISSING, **options: Any) -> Any:
    """Return a dataclass field whose values, or each value in it, must pass a check."""
    return field(default=default, metadata={"check": check}, **options)


@dataclass(frozen=True, slots=True)
class Place:
    """Where values stand: the file (or "environment"), the section in it, and the folder that paths are relative to."""

    source: object
    section: str
    folder: Path

    def error(self, key: str, problem: str) -> ConfigError:
        """Return an error that names the file, the section and the key."""
        return ConfigError(self.source, ".".join(filter(None, (self.section, key))), problem)


def read_toml(file: Path) -> dict[str, Any]:
    """Return what a TOML file holds."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(file, "", f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(file, "", f"cannot be read, it is not valid TOML: {error}") from error


def refuse_unknown(place: Place, keys: Iterable[str], known: Iterable[str]) -> None:
    """Raise ConfigError for the first key that is not known, with the nearest that is."""
    known = tuple(known)
    for key in keys:
        if key not in known:
            raise place.error(key, f"no such setting{nearest(key, known)}")


def read_table(kind: type, table: object, place: Place) -> dict[str, Any]:
    """Return the checked values of a TOML table, by the names of the fields of `kind`."""
    if not isinstance(table, Mapping):
        raise place.error("", f"must be a table; write [{place.section}] on a line of its own")
    known = _fields(kind)
    refuse_unknown(place, table, known)
    return {key: _read_value(known[key], value, key, place) for key, value in table.items()}


def tables_of(table: Mapping[str, Any], key: str, place: Place) -> list[tuple[dict[str, Any], Place]]:
    """Return the tables that stand under [[key]] in a table, each with its place."""
    value = table.get(key, [])
    above = place.section.partition(" ")[0]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        name = ".".join(filter(None, (above, key)))
        raise place.error(key, f"there can be several, so write [[{name}]] with two brackets")
    prefix = f"{place.section}." if above else ""
    return [(item, replace(place, section=f"{prefix}{key} {number}")) for number, item in enumerate(value, start=1)]


@cache
def _fields(kind: type) -> Mapping[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    return {each.name: (each, hints[each.name]) for each in fields(kind)}


def from_text(kind: type, name: str, text: str) -> object:
    """Return the text of an environment variable as the TOML value that it would be, or as it is if it is none."""
    if _fields(kind)[name][1] not in (bool, int, float):
        return text
    try:
        return tomllib.loads(f"value = {text.lower()}")["value"]
    except ValueError:
        return text


def _read_value(known: tuple[Field[Any], Any], value: object, key: str, place: Place) -> Any:
    each, hint = known
    check: Callable[[Any], Any] = each.metadata.get("check", lambda unchanged: unchanged)
    try:
        if get_origin(hint) is tuple:
            return tuple(check(_typed(get_args(hint)[0], item)) for item in _list(value))
        hint = next(iter(set(get_args(hint)) - {NoneType}), hint)
        if hint is Path:
            return (place.folder / Path(_typed(str, value)).expanduser()).resolve()
        return check(_typed(hint, value))
    except ValueError as error:
        raise place.error(key, str(error)) from None


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"must be a list; write [{json.dumps(value, default=str)}]")
    return value


def _typed(hint: Any, value: object) -> Any:
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise ValueError(f"must be {_NOUNS[hint]}, not {value!r}")
    return value
