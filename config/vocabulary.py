"""The words that mark each kind of page, read from vocabulary.toml (its head says how a page is judged)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from config.errors import ConfigError
from config.words import KINDS, nearest

PLACES = ("title", "heading", "path", "link", "section", "text")
"""Where words can count: the page's title, its headings, its address, the link that led here, what
it stands under, its text."""

SHIPPED = Path(__file__).with_name("vocabulary.toml")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LISTS = ("names", "hosts", "promise", "people", "said", "meetings", "documents")
_JUDGED = (*KINDS[:-1], "icp")


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that give points to one kind where they stand; `most` is how often the text may count them."""

    name: str
    kind: str
    words: tuple[str, ...]
    points: Mapping[str, float]
    most: int
    says: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that the program sees by itself, with the points that it gives to each kind."""

    name: str
    what: str
    points: Mapping[str, float]


Phrases = Mapping[str, Mapping[str, list[tuple[tuple[str, ...], tuple[int, ...]]]]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of vocabulary.toml.

    `phrases` maps first, then second words ("" for none), to the rest and its rules; `text_phrases` holds those alone
    that count in the text.
    """

    version: str
    need: Mapping[str, float]
    names: Mapping[str, tuple[str, ...]]
    hosts: Mapping[str, tuple[str, ...]]
    promise: Mapping[str, tuple[str, ...]]
    people: Mapping[str, tuple[str, ...]]
    said: Mapping[str, tuple[str, ...]]
    meetings: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    signs: Mapping[str, Sign]
    phrases: Phrases
    text_phrases: Phrases


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation; "&" is read as "and"."""
    return _WORD.findall(text.lower().replace("’", "'").replace("&", " and "))


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression of any of the words, the longest first; words may be parted by spaces or hyphens.

    Words that begin alike share their beginning, which is many times as quick as one branch a word.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault({" ": r"[\s-]+", "'": "['’]"}.get(letter) or re.escape(letter), {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


def _branches(node: dict[str, Any]) -> str:
    branches = [letter + _branches(child) for letter, child in sorted(node.items()) if letter]
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "") if branches else ""


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, read once."""
    return load_vocabulary(SHIPPED)


def spelt(table: str, *keys: str) -> str:
    """Return a regular expression of any of the words of the shipped lists `keys` of a table."""
    lists: Mapping[str, tuple[str, ...]] = getattr(vocabulary(), table)
    return alternation(word for key in keys for word in lists[key])


def any_of(table: str, *keys: str) -> re.Pattern[str]:
    """Return a pattern that finds any of those words, as words of their own and without regard to capitals."""
    return re.compile(rf"(?i)\b{spelt(table, *keys)}\b")


def load_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary of a file; raise ConfigError naming the file and the rule that is wrong."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        version, need = str(raw["version"]), {kind: float(points) for kind, points in raw["need"].items()}
        rules = tuple(_rule(entry, path) for entry in raw["words"])
        signs = {entry["name"]: _sign(entry, path) for entry in raw["sign"]}
        lists = {table: {key: tuple(words) for key, words in raw[table].items()} for table in _LISTS}
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(path, "", f"cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(path, "", f"an entry is missing or of the wrong type: {error}") from error
    index = _phrases(rules), _phrases(rules, "text")
    return Vocabulary(version, need, **lists, rules=rules, signs=signs, phrases=index[0], text_phrases=index[1])


def _rule(entry: dict[str, Any], path: Path) -> Rule:
    name = str(entry["name"])
    known = {"name", "kind", "words", "most", "says", *PLACES}
    for key in entry.keys() - known:
        raise ConfigError(path, name, f"unknown key {key!r}{nearest(key, known)}")
    if entry["kind"] not in _JUDGED:
        raise ConfigError(path, name, f"unknown kind {entry['kind']!r}{nearest(entry['kind'], _JUDGED)}")
    points = {place: float(entry[place]) for place in PLACES if place in entry}
    return Rule(name, entry["kind"], tuple(entry["words"]), points, int(entry.get("most", 3)), entry.get("says", ""))


def _sign(entry: dict[str, Any], path: Path) -> Sign:
    points = {key: float(value) for key, value in entry.items() if key not in {"name", "what"}}
    for kind in points.keys() - set(_JUDGED):
        raise ConfigError(path, entry["name"], f"unknown kind {kind!r}{nearest(kind, _JUDGED)}")
    return Sign(entry["name"], entry["what"], points)


def _phrases(rules: tuple[Rule, ...], place: str = "") -> Phrases:
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, rule in enumerate(rules):
        if place and place not in rule.points:
            continue
        for phrase in dict.fromkeys(tuple(words_of(words)) for words in rule.words):
            holders.setdefault(phrase, []).append(number)
    index: dict[str, dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]]] = {}
    for (first, *rest), numbers in holders.items():
        second = index.setdefault(first, {}).setdefault(rest[0] if rest else "", [])
        second.append((tuple(rest[1:]), tuple(numbers)))
    return index
