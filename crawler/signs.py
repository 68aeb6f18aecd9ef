"""What can be seen of a page beyond its words: whose name stands in the title, dates, people, documents, the host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from config.vocabulary import Vocabulary, vocabulary, words_of
from store.reading import Block

ICPS_BEGAN = date(2022, 7, 1)
"""The day section 26 of the Health and Care Act 2022 came into force; nothing dated earlier is a statutory partnership's."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a caller knows of a page before reading it.

    `names` are the partnership's name and aliases, `other_bodies` names of bodies that are easily taken for it, `role` the
    site's role (icb, partnership, council, former, or "" for a host that is not watched), `committee` whether the region
    file lists this ModernGov committee for the system. `parent_kinds` are the kinds of the partnership's own page whose
    text links to this one, empty where no such page does; `under_parent` says that it stands below that page's address.
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


@dataclass(frozen=True, slots=True)
class Parts:
    """The places of a page where words count."""

    blocks: tuple[Block, ...]
    title: str
    headings: str
    path: str
    link: str
    text: str


_BEFORE = re.compile(r"((?:(?:[A-Z][\w'’-]*|and|of|the|upon|on|with|&),? )+)$")
_CONNECT = frozenset({"and", "of", "upon", "on", "with", "the"})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ ,]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?(?: (20[0-3]\d))?\b"
    r"|\b(\d{1,2})[/.](\d{1,2})[/.](20[0-3]\d)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b20[0-3]\d\b")
_CLOCK = re.compile(r"\b\d{1,2}(?:[.:]\d\d)? ?(?:[ap]\.?m\b|noon)|\b\d{1,2}[.:]\d\d\b|\bnoon\b", re.IGNORECASE)
_MEETING_OF = re.compile(r"\b(?:meeting|agenda|minutes) (?:of|for)(?: the)? ([^\n]{5,120})", re.IGNORECASE)
_POSTED = re.compile(r"\b(?:posted|published|date posted|publication date|date)(?: on| by)?\s*:?\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bodies:
    """What a system's partnership is called, ready for matching, and the words of its area's name."""

    pattern: re.Pattern[str]
    full: frozenset[str]
    areas: tuple[Counter[str], ...]

    @property
    def places(self) -> frozenset[str]:
        """The words of the area's names; no person is called by these alone."""
        return frozenset(word for area in self.areas for word in area)


def signs_of(parts: Parts, context: PageContext, words: Vocabulary) -> dict[str, str]:
    """Return the names of the signs that a page shows, each with the words or the address that show it."""
    signs = {}
    for found in (
        _name_signs(parts, context, words),
        _date_signs(parts),
        _place_signs(context, words),
        _content_signs(parts),
    ):
        signs.update(dict(found))
    return signs


def _name_signs(parts: Parts, context: PageContext, words: Vocabulary) -> Iterator[tuple[str, str]]:
    bodies = _bodies(context.names, context.system_name)
    for place, text in (("title", parts.title), ("heading", parts.headings), ("link", parts.link)):
        for whose, quote in _mentions(text, bodies, words):
            yield f"{whose}-name-in-{place}", quote
    own = [quote for whose, quote in _mentions(parts.text, bodies, words) if whose == "own"]
    if own:
        yield "own-name-in-text", own[0]
    if len(own) > 2:
        yield "own-name-often", own[2]
    for other in context.other_bodies:
        if other and other.lower() in parts.title.lower():
            yield "other-body-in-title", other
    for match in _MEETING_OF.finditer(parts.text[:3_000]):
        if any(whose == "own" for whose, _ in _mentions(match[1], bodies, words)):
            yield "own-meeting", match[0]


def _mentions(text: str, bodies: Bodies, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield whose each name of a partnership in a text is (own, part of the area, or foreign), and the name."""
    return ((whose, text[start:end]) for whose, start, end in _found(text, bodies, words))


def _found(text: str, bodies: Bodies, words: Vocabulary) -> Iterator[tuple[str, int, int]]:
    for match in bodies.pattern.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - 90) : match.start()])
        qualifier = _qualifier(before[1], words) if before else ""
        start, area = match.start() - len(qualifier), _area(qualifier, words)
        if not area:
            yield "own", match.start(), match.end()
        elif " ".join(words_of(match[0])) in bodies.full:
            yield "foreign", start, match.end()
        else:
            yield _whose(area, bodies), start, match.end()


def _qualifier(text: str, words: Vocabulary) -> str:
    """Return the capitalised words right before a name, back to the first that cannot belong to an area's name."""
    start = len(text)
    for token in reversed(list(re.finditer(r"\S+", text))):
        word = " ".join(words_of(token[0]))
        if word and word not in _CONNECT:
            if token[0].isupper() or word in words.names["neutral"]:
                break
            start = token.start()
    return text[start:]


def _whose(area: Counter[str], bodies: Bodies) -> str:
    """Return whose a partnership is by the area before its name; more than half of the own area's words make it own."""
    if not bodies.areas or any((area & known).total() * 2 > (area | known).total() for known in bodies.areas):
        return "own"
    return "part" if any(not area - known for known in bodies.areas) else "foreign"


def _area(text: str, words: Vocabulary) -> Counter[str]:
    """Return the words of a name that say which area it is; words in capitals are somebody's initials."""
    neutral = words.names["neutral"]
    return Counter(
        word for token in text.split() for word in words_of(token) if word not in neutral and not token.isupper()
    )


def bodies_of(context: PageContext) -> Bodies:
    """Return what the partnership of a page's system is called."""
    return _bodies(context.names, context.system_name)


def plain_names(text: str, bodies: Bodies) -> str:
    """Return a text with each of the partnership's own names, area and all, put as "the partnership"."""
    pieces, at = [], 0
    for whose, start, end in _found(text, bodies, vocabulary()):
        if whose == "own" and start >= at:
            pieces += [text[at:start], "the partnership"]
            at = end
    return re.sub(r"(?i)\b(?:the|our) the partnership", "the partnership", "".join((*pieces, text[at:])))


@lru_cache(maxsize=64)
def _bodies(names: tuple[str, ...], system_name: str) -> Bodies:
    words = vocabulary()
    local = [core for core in words.names["local"] if any(core in " ".join(words_of(name)) for name in names)]
    cores = [*words.names["statutory"], *local]
    full = {" ".join(words_of(name)) for name in names if name} - {""}
    spelt = sorted({*full, *(" ".join(words_of(core)) for core in cores)}, key=len, reverse=True)
    forms = "|".join(
        re.escape(form).replace("\\ and\\ ", r"\W+(?:and|&)\W+").replace("\\ ", r"[\s,-]+") for form in spelt
    )
    texts = [*re.split(r"[()]", system_name), *(_without(name, spelt, full) for name in names)]
    areas = [area for area in (_area(text, words) for text in texts) if area]
    return Bodies(re.compile(rf"(?<![\w-])(?:{forms})(?!\w)", re.IGNORECASE), frozenset(full), tuple(areas))


def _without(name: str, spelt: list[str], full: set[str]) -> str:
    """Return a name without the words for the body, so that its area is left; "" where it holds no such words."""
    plain = " ".join(words_of(name))
    core = next((core for core in spelt if core in plain and core not in full), "")
    return name[: plain.find(core)] if core else ""


def _date_signs(parts: Parts) -> Iterator[tuple[str, str]]:
    heads = f"{parts.title} . {parts.headings}"
    titled = list(_days(heads))
    days = list(_days(parts.text))
    if list(_days(parts.title)):
        yield "dated-title", parts.title
    years = [int(year) for year in _YEAR.findall(parts.text)]
    late = any(year > ICPS_BEGAN.year for year in years)
    if titled and max(titled) < ICPS_BEGAN and not late:
        yield "old-title", heads
    elif days and max(days) < ICPS_BEGAN and not late:
        yield "old-text", f"latest date {max(days)}"
    if len(days) > 1:
        yield "dates", f"{len(days)} dates"
    match = _DAY.search(parts.text)
    if match and _CLOCK.search(parts.text[match.end() : match.end() + 60]):
        yield "day-and-time", parts.text[match.start() : match.end() + 60]
    posted = _POSTED.search(parts.text[:300])
    if posted and _DAY.match(parts.text, posted.end()):
        yield "dated-line", parts.text[posted.start() : posted.end() + 20]


def _days(text: str) -> Iterator[date]:
    for match in _DAY.finditer(text):
        day, month, year, *numbers = match.groups()
        try:
            if year:
                yield date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
            elif numbers[0]:
                yield date(int(numbers[2]), int(numbers[1]), int(numbers[0]))
        except ValueError:
            continue


def _place_signs(context: PageContext, words: Vocabulary) -> Iterator[tuple[str, str]]:
    host, _, path = context.url.partition("://")[2].partition("/")
    host = host.rpartition("@")[2].partition(":")[0].lower()
    for group, hosts in words.hosts.items():
        if any(host == known or host.endswith("." + known) for known in hosts):
            yield f"{group}-host", host
    if context.committee:
        yield "committee", context.url
    if context.role == "partnership":
        yield "partnership-site", host
    if context.url and not path.strip("/"):
        yield "home-page", context.url
    if context.parent_kinds:
        yield "icp-parent", context.link_text
    if "strategy" in context.parent_kinds and context.under_parent:
        yield "strategy-chapter", context.url


def _content_signs(parts: Parts) -> Iterator[tuple[str, str]]:
    questions = [
        block.text
        for block in parts.blocks
        if block.kind in {"heading", "definition"} and block.text.rstrip().endswith("?")
    ]
    if len(questions) > 3:
        yield "asks-and-answers", questions[0]
