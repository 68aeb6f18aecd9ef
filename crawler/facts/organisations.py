"""Which organisations a line of a list or a sentence names. The words for them stand in vocabulary.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config.vocabulary import any_of, spelt, words_of
from crawler.facts.persons import is_person, names_in, without_title

ORGANISATION, LISTING, ROLE = any_of("people", "organisations"), any_of("people", "listing"), any_of("people", "roles")
VERB = re.compile(
    r"\b(?:is|are|will|was|were|has|have|we|you|chairs|brings|meets|sit|set|can|may|shall|must|appoints?|sends?|joins?)\b"
)
_VACANT = re.compile(rf"(?i)\W*(?:currently )?{spelt('people', 'vacant')}\b.{{0,20}}")
_NO_BODY = re.compile(rf"(?i)\W*{spelt('people', 'no_bodies')}\b")
_LEAD_IN = re.compile(
    r"(?i)^(?:(?:so do(?:es)?|you(?:['’]ll| will) find|and|also"
    r"|are|is|the|an?|(?:one|two|three)(?! (?-i:[A-Z]))|each|elected"
    r"|members?|representatives?|councillors?|leaders?|nominated|person|of|from|by|for"
    r"|both|vacancy|vacant|including|plus|alongside|with|then|as well as)\b\s*|\W)+"
)
LETTER = re.compile(r"(?:^|(?<=[\s;]))\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[).]\s+")
_SUBNUMBER = re.compile(r"^\d{1,2}\.\d{1,2} ")
_EACH = re.compile(r"\b(?:[Ee]ach of|for each of|from each of) ((?:the )?[A-Z].*)|^((?:[A-Z]\w+,? (?:and )?)+)each\b")
_OURS = re.compile(r"(?i)\b(?:the|our) (?:partnership|assembly|icp|committee|board)\b")
_OF_A_PLAN = re.compile(r"(?i)\b(?:strateg(?:y|ies)|plans?|programmes?|reports?|funding|project)\b")
_CUT = re.compile(r"\s*[(:–—)]\s*|\s+-\s+|,\s+(?=[a-z\d]|One |Two )")
_NOBODYS = re.compile(
    r"(?i)(?:the )?(?:(?:county|city|district|borough|upper[ -]tier|unitary)? ?councils?|integrated care boards?"
    r"|.*\bAct \d{4}.*|\d{1,2} [a-z]+ 20\d\d|health and wellbeing boards?|boards?"
    r"|open|partnership|[\w ]* (?:representatives?|members))"
)
"""Words for a body that do not say which."""
_THEN = re.compile(r"\s(?:to|who|which|that|so|under|since|in order|all|each|both)\s(?=[a-z])")
_POST = re.compile(r"(.{3,60}?)(?:,| of| for| at) ((?:the )?[A-Z].*)")
"""Whose post it is: "Leader, West Example Council", "the chair of NHS Example"."""
_WORD = r"[A-Z\d&][\w'’.&\1\2-]*"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:(?:and|of|the|for|in|on|upon|with|at|to)\s+)*{_WORD})*")
_LONGEST_LINE, _LONGEST_NAME, _MOST_WORDS = 400, 90, 14
_SEATS = re.compile(r"\s*\((?:\d+|[\"“‘']|together |collectively |for the )[^)]*\)")
_PLACES_OF = re.compile(
    r"\b(?:councils|boroughs|districts)\b(?: on the partnership)?(?: are| of|:)"
    r" ((?:[A-Z][\w\1\2'’-]+(?: [A-Z][\w\1\2'’-]+)*(?:, (?:and )?| and |(?=[.;]|$))){3,16})"
)
"""Councils by their places: "the councils of Bolton, Bury and Wigan"."""
_ENDS = re.compile(
    r"(?i)(?:council|trust|board|police|university|authority|service|alliance|icb|constabulary|federation)s?$"
)
_BEGINS = re.compile(
    r"(?:the )?(?:Healthwatch|NHS|London Borough|Royal Borough|City of|Voluntary|University|Age UK|Citizens"
    r"|[A-Z][\w-]+ (?:\w+ )?Council)\b"
)
"""A body's name is whole before one of these, and another's begins: "Leeds City Council and York Council"."""
_SORT = re.compile(r"(?:Metropolitan|District|Borough|City|County|Council|Town|Parish)\b|University$")
"""After a name of two words, it is a place's: "Malvern Hills District Council"."""
_BODIES = re.compile(r"(?i)\b(?:boroughs|councils|districts|trusts)\b")
"""Before a colon, these make names of places names of bodies: "All eight boroughs belong: Brent, Ealing"."""
_FEWEST = 3
"""Bodies that a sentence must name to list members."""


def line_names(line: str, *, sure: bool = False) -> list[str]:
    """Return the organisations that a line of a list is, a vacant seat's too; `sure` where it can be nothing else."""
    line = (
        LETTER.sub("", _SUBNUMBER.sub("", line.strip(" •*-–\t")), count=1).removesuffix("; and").removesuffix(", and")
    )
    if not line or len(line) > _LONGEST_LINE or line[-1] in ":?" or _NO_BODY.match(line):
        return []
    if _EACH.search(line):
        return sentence_names(line, sure=True)
    several = [name for piece in _enumerated(line) if ORGANISATION.search(piece) and (name := _plain(piece))]
    if len(several) > 1 and not ROLE.search(line.partition(",")[0]):
        return several
    first, _, last = line.rpartition(", ")
    if ROLE.search(first) and ORGANISATION.search(last) and not ORGANISATION.search(first.partition(",")[0]):
        line = last
    post = _POST.fullmatch(line)
    if post and ROLE.search(post[1]) and not ORGANISATION.search(post[1]) and ORGANISATION.search(post[2]):
        line = post[2]
    parts = [part for part in _CUT.split(line) if part.strip(" .;,") and not _VACANT.fullmatch(part)]
    named = [name for part in parts if (name := _plain(part)) and not name[0].islower()]
    body = next((name for name in named if ORGANISATION.search(name)), "")
    other = next((name for name in named if sure or not ROLE.search(name)), "")
    return [body or other] if body or other else []


def sentence_names(sentence: str, *, sure: bool) -> list[str]:
    """Return the organisations that a sentence lists as members; `sure` where it stands in a list of them."""
    each, listing = _EACH.search(sentence), LISTING.search(sentence)
    if not (sure or each or listing) and not (
        _OURS.search(sentence) and not _OF_A_PLAN.search(sentence) and next(names_in(sentence), None) is None
    ):
        return []
    after = sentence[listing.end() :] if listing and not each else sentence
    before = sentence[: listing.start()] if listing and not each else ""
    if len(ORGANISATION.findall(before)) > len(ORGANISATION.findall(after)):
        after = before  # "A, B and C are all part of it"
    text = (each[1] or each[2]) if each else after if len(ORGANISATION.findall(after)) >= _FEWEST else sentence
    rest = text.partition(":")[2]
    listed = _BODIES.search(text.partition(":")[0]) or len(ORGANISATION.findall(rest)) >= _FEWEST
    text = rest if rest and listed else text
    if places := _PLACES_OF.search(sentence):
        named = [name.strip(" .") for name in _enumerated(places[1]) if name.strip(" .")]
        rest = sentence[: places.start()] + sentence[places.end() :]
        return [*named, *sentence_names(rest, sure=sure)] if len(named) >= _FEWEST else []
    names = [name for piece in _enumerated(LETTER.sub("", text.rstrip(" ;"))) if (name := _in_piece(piece))]
    label = sentence.partition(":")[0] if ":" in sentence else ""
    bodies = len(names) if _BODIES.search(label) else sum(bool(ORGANISATION.search(name)) for name in names)
    if each or bodies >= _FEWEST:
        names = [name.partition(" on behalf of ")[0] for name in names]
        return [name for name in names if not _NOBODYS.fullmatch(name)]
    return []


def person_and_body(line: str, places: frozenset[str]) -> str:
    """Return a line that runs a person and a body together ("Ann Other Example Council") with a comma between.

    `places` are words of the area's name; what holds one is no person. "" where the line is not of that kind.
    """
    words = line.split()
    for number in range(2, min(len(words), 6)):
        name, rest = " ".join(words[:number]), " ".join(words[number:])
        whole = len(without_title(name).split()) > 1 and places.isdisjoint(words_of(name))
        if whole and is_person(name) and rest[0].isupper() and ORGANISATION.search(rest) and not _SORT.match(rest):
            return f"{name}, {rest}"
    return ""


def is_vacant(text: str) -> bool:
    """Say whether a text is no more than a word for an empty seat."""
    return bool(_VACANT.fullmatch(text))


def _plain(text: str) -> str:
    """Return a name without what leads up to it, "" where it is too long or has a verb."""
    name = _THEN.split(_LEAD_IN.sub("", _SEATS.sub("", text)))[0].strip(" .;,)")
    return (
        ""
        if _NOBODYS.fullmatch(name) or VERB.search(name) or len(name.split()) > _MOST_WORDS or _VACANT.fullmatch(name)
        else name
    )


def _in_piece(piece: str) -> str:
    """Return the name in one piece of an enumeration: all of it, or else the capitalised words that name a body."""
    plain = _THEN.split(_LEAD_IN.sub("", _SEATS.sub("", piece)))[0].strip(" .:")
    if plain[:1].isupper() and len(plain) < _LONGEST_NAME and not VERB.search(plain):
        return plain
    return next((name[0] for name in _NAME.finditer(plain) if ORGANISATION.search(name[0])), "")


def _enumerated(text: str) -> Iterator[str]:
    """Yield the parts of "A, B and C"; "and" parts the last two, or wherever two bodies stand on its sides."""
    parts = re.split(r"[;,]\s*" if ";" not in text else r";\s*", text)
    closed = any(part.startswith("and ") for part in parts)
    for number, part in enumerate(parts):
        yield from _parted(part, last=number == len(parts) - 1 and not closed and len(parts) > 1)


def _parted(part: str, *, last: bool) -> Iterator[str]:
    for joint in re.finditer(r" (?:and|alongside|together with|as well as) ", part):
        left, right = part[: joint.start()], part[joint.end() :]
        whole = _ENDS.search(left.strip()) or _BEGINS.match(right)
        if whole and ORGANISATION.search(left) and ORGANISATION.search(right):
            yield left
            yield from _parted(right, last=False)
            return
    left, _, right = part.rpartition(" and ")
    yield from (left, right) if last and left else (part,)
