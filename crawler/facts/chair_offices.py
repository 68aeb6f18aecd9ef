"""Who chairs by an office that the page gives to a member: "chaired by the Leader of Example Council"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from config.vocabulary import words_of
from crawler.facts.organisations import ROLE
from crawler.facts.persons import names_in
from crawler.facts.quotes import quoted
from crawler.facts.sentences import SENTENCE_END
from crawler.names import Bodies, plain_names
from store.reading import Block, Fact

_OFFICE = r"(?:the |our |its )?(?P<office>[\w&'’ -]{6,110}?)"
_ENDS = r"(?=[.;,(]|$| and (?:its|the|our) (?:vice|deputy)| with (?:the|our|its)\b)"
_CHAIRS = re.compile(
    rf"(?i)\b(?:(?:partnership|assembly|icp|it|meetings?|who) (?:is|are|will be|being) (?:always )?chaired by"
    rf"|(?:its|our|the) chair(?:man)?(?: of the partnership)? is(?: always)?) {_OFFICE}{_ENDS}"
)
_DEPUTISES = re.compile(
    rf"(?i)\bwith {_OFFICE} as (?:its |the |our )?(?:vice|deputy)[ -]chair"
    rf"|\b(?:the |its |our )(?:vice|deputy)[ -]chair(?:man)? is (?:the |our |its )?"
    rf"(?P<other>[\w&'’ -]{{6,110}}?){_ENDS}"
)
_LITTLE = frozenset({"the", "of", "for", "and", "s", "our", "its", "at", "in", "on", "member", "local"})
_FEWEST = 2
"""Words of an office that a member's line must give; fewer would fit several."""


def by_office(blocks: Sequence[Block], members: Mapping[str, Fact], bodies: Bodies) -> Iterator[tuple[str, Fact]]:
    """Yield the keys of those members who chair by the office that their line gives, with the chair that each is."""
    for block in blocks:
        for sentence in SENTENCE_END.split(block.text) if "hair" in block.text else ():
            for role, pattern in (("Chair", _CHAIRS), ("Vice chair", _DEPUTISES)):
                match = pattern.search(plain_names(sentence, bodies))
                office = next(filter(None, match.groups()), "") if match else ""
                if key := _holder(office, members):
                    yield key, replace(members[key], kind="chair", role=role, evidence=quoted(sentence))


def _holder(office: str, members: Mapping[str, Fact]) -> str:
    """Return the key of the one member whose line gives an office in all its words; "" where none or several do."""
    words = {*words_of(re.sub(r"['’]s\b", "", office))} - _LITTLE
    if len(words) < _FEWEST or not ROLE.search(office) or next(names_in(office), None):
        return ""
    held = [key for key, fact in members.items() if fact.value and words <= {*words_of(fact.evidence)}]
    return held[0] if len(held) == 1 else ""
