"""Whose a name is: the partnership's own, that of a part of its area, or another body's that only sounds like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from config.vocabulary import alternation, vocabulary, words_of

_BEFORE = re.compile(r"((?:(?:[A-Z][\w'’-]*|and|of|the|upon|on|with|&),? )+)\Z")
_TWICE = re.compile(r"(?i)\b(?:(?:the|our) the partnership|the partnership)(?: board\b)?")
_SHORT = re.compile(r"(?!ICB|ICS|NHS)[A-Z]{3,5}")
_INITIALS = re.compile(r"\b(?!NHS|ICB|ICS|UK)[A-Z](?=\w*[A-Z])\w{1,5} $")
"""The area's, as its people know it: "the GM Integrated Care Partnership"."""
_REACH = 90
"""Characters before a name in which its area can stand."""
_ANY_BEFORE = re.compile(r"\b(?:an?|each|every|any|all|42)\s+$", re.IGNORECASE)
_CONNECT = frozenset({"and", "of", "upon", "on", "with", "the"})


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a caller knows of a page before reading it.

    `names` are the partnership's name and aliases, `other_bodies` names of bodies that are easily taken for it, `role`
    the site's role (icb, partnership, council, former, or "" for a host that is not watched), `committee` whether the
    region file lists this committee, or this path on a council's site, for the system. `parent_kinds` are the kinds of
    the partnership's own page whose text links to this one, empty where no such page does; `under_parent` says that it
    stands below that page's address.
    """

    url: str
    system_id: str = ""
    names: tuple[str, ...] = ()
    other_bodies: tuple[str, ...] = ()
    link_text: str = ""
    role: str = ""
    committee: bool = False
    system_name: str = ""
    parent_kinds: tuple[str, ...] = ()
    under_parent: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """What a system's partnership is called, ready for matching, and the words of its area's name.

    `full` holds its names in plain words, `initials` what its area is called for short; `others` the local names that
    other bodies of the area may bear, but not it.
    """

    pattern: re.Pattern[str]
    full: frozenset[str]
    areas: tuple[Counter[str], ...]
    initials: frozenset[str]
    others: frozenset[str]
    area_name: str

    @property
    def places(self) -> frozenset[str]:
        """The words of the area's names; no person is called by these alone."""
        return frozenset(word for area in self.areas for word in area)


def mentions(text: str, bodies: Bodies) -> Iterator[tuple[str, str]]:
    """Yield whose each name of a partnership in a text is (own, part of the area, or foreign), and the name."""
    return ((whose, text[start:end]) for whose, start, end in _found(text, bodies))


def _found(text: str, bodies: Bodies) -> Iterator[tuple[str, int, int]]:
    for match in bodies.pattern.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - _REACH) : match.start()])
        qualifier = _qualifier(before[1]) if before else ""
        whose = _whose(match[0], qualifier, bodies)
        if whose != "own" or area_words(qualifier):
            yield whose, match.start() - len(qualifier), match.end()
        else:
            before_it = text[max(0, match.start() - 12) : match.start()]
            generic = match[0].lower().endswith("s") or bool(_ANY_BEFORE.search(before_it))
            short = initials[0] if (initials := _INITIALS.search(before_it[-8:])) else ""
            if short and bodies.initials and short.strip().upper() not in bodies.initials:
                generic = True  # "MK", of which the area is a part
            yield ("any" if generic else "own"), match.start() - len(short), match.end()


@cache
def _neutral() -> frozenset[str]:
    """Return the words that say nothing of an area: those listed, and those that no person's name holds either."""
    words = vocabulary()
    return frozenset({*words.names["neutral"], *words.people["not_names"]}) - {*words.names["of_areas"]}


@lru_cache(maxsize=4_096)
def _qualifier(text: str) -> str:
    """Return the capitalised words right before a name, back to the first that cannot belong to an area's name."""
    start, neutral = len(text), _neutral()
    tokens = list(re.finditer(r"\S+", text))
    for number, token in reversed(list(enumerate(tokens))):
        word = " ".join(words_of(token[0]))
        if word == "the" and number and tokens[number - 1][0] not in {"and", "&"}:
            break
        if word and word not in _CONNECT:
            if token[0].isupper() or word in neutral or word.split()[-1] in neutral:  # "Co-Chair"
                break
            start = token.start()
    return text[start:]


@lru_cache(maxsize=4_096)
def _whose(name: str, qualifier: str, bodies: Bodies) -> str:
    """Return whose a partnership is by its name and the area before it: own, part (of the area), foreign, or anybody's.

    More than two thirds of the own area's words make it own.
    """
    area, plain = area_words(qualifier), " ".join(words_of(name))
    if not area or not bodies.areas or any((area & own).total() * 3 > (area | own).total() * 2 for own in bodies.areas):
        whose = "own"
    else:
        whose = "part" if any(not area - own for own in bodies.areas) else "foreign"
    if area and plain in bodies.full and whose != "own":
        return "foreign"
    return "any" if whose == "own" and plain in bodies.others else whose


@lru_cache(maxsize=4_096)
def area_words(text: str) -> Counter[str]:
    """Return the words of a name that say which area it is; words in capitals are somebody's initials."""
    neutral = _neutral()
    return Counter(
        word
        for token in text.split()
        for word in (said.removesuffix("'s") for said in words_of(token))
        if word not in neutral and not token.isupper()
    )


def bodies_of(context: PageContext) -> Bodies:
    """Return what the partnership of a page's system is called."""
    return _bodies(context.names, context.system_name)


def plain_names(text: str, bodies: Bodies) -> str:
    """Return a text with each of the partnership's own names, area and all, put as "the partnership"."""
    pieces, at = [], 0
    for whose, start, end in _found(text, bodies):
        if whose == "own" and start >= at:
            pieces += [text[at:start], "the partnership"]
            at = end
    return _TWICE.sub("the partnership", "".join((*pieces, text[at:])))


@lru_cache(maxsize=64)
def _bodies(names: tuple[str, ...], system_name: str) -> Bodies:
    words = vocabulary()
    plain = [" ".join(words_of(name)) for name in names]
    cores = [*words.names["statutory"], *words.names["local"]]
    local = [name.replace("integrated care partnership", "") for name in plain]
    others = frozenset(core for core in words.names["local"] if not any(core in name for name in local))
    full = {" ".join(words_of(name)) for name in names if name} - {""}
    short = {name.split()[-1].lower() for name in names if name.split()[1:] and _SHORT.fullmatch(name.split()[-1])}
    spelt = sorted({*full, *short, *(" ".join(words_of(core)) for core in cores)}, key=len, reverse=True)
    forms = alternation((*spelt, *(form.replace(" and ", " & ") for form in spelt))).replace(r"[\s-]+", r"[\s,-]+")
    texts = [*re.split(r"[()]", system_name), *(_without(name, spelt, full) for name in names)]
    areas = [area for area in (area_words(text) for text in texts) if area]
    initials = {short.upper() for text in (*texts, *names) for short in _acronyms(text)}
    pattern = re.compile(rf"(?<![\w-])(?:{forms})(?!\w)", re.IGNORECASE)
    return Bodies(pattern, frozenset(full), tuple(areas), frozenset(initials), others, system_name)


def _acronyms(name: str) -> Iterator[str]:
    """Yield what the initials of an area's name make, "BNSSG", and "CIOS" with the small words; and those it holds."""
    words = re.findall(r"\w+", name)
    yield from (word for word in words if word[1:] != word[1:].lower())
    yield "".join(word[0] for word in words if word[0].isupper())
    yield "".join(word[0].upper() for word in words)


def knot(name: str) -> str:
    """Return a name as one word, so that no enumeration is split inside it; `unknot` undoes it."""
    return name.replace(",", "\1").replace(" ", "\2")


def unknot(text: str) -> str:
    """Return a text with the names that `knot` tied as they were."""
    return text.replace("\1", ",").replace("\2", " ")


def _without(name: str, spelt: list[str], full: set[str]) -> str:
    """Return a name without the words for the body, so that its area is left; "" where it holds no such words."""
    plain = " ".join(words_of(name))
    core = next((core for core in spelt if core in plain and core not in full), "")
    return name[: plain.find(core)] if core else ""
