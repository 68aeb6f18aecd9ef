"""Who chairs the partnership and who is on it, from tables, lists, definitions, cards and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from config.vocabulary import alternation, vocabulary
from crawler.facts.chairs import PLAIN_CHAIR, SENTENCE_END, chairs, role_of
from crawler.facts.persons import is_person, names_in, without_title
from crawler.names import Bodies, plain_names
from store.reading import Block, Fact

_LISTS = vocabulary().people


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{alternation(_LISTS[words])}\b")


_ORGANISATION, _HAS_CHAIR, _ROLE = _any("organisations"), _any("have_chairs"), _any("roles")
_MEMBERS, _NOT_MEMBERS, _LISTING = _any("members"), _any("not_members"), _any("listing")
_LEADING = re.compile(rf"(?i)(?:the )?{alternation(_LISTS['leading'])}\b")
_VACANT = re.compile(rf"(?i)\W*{alternation(_LISTS['vacant'])}\W*")
_CHAIR = re.compile(rf"(?i){PLAIN_CHAIR}")
_SET_APART = re.compile(rf"(?i)\(\s*{PLAIN_CHAIR}\s*\)|(?:^|\n)\s*{PLAIN_CHAIR}\s*(?:$|\n)|{PLAIN_CHAIR}\s*:")
_SPLIT = re.compile(r"\s*[,;–—|\n()\[\]:]+\s*|\s+-\s+|\s+/\s+")
_AT = re.compile(r"\s+(?:at|from|representing)\s+(?=(?:the )?[A-Z])")
_ROLE_OF = re.compile(r"(.{3,60}?),? (?:of|for) ((?:the )?[A-Z].*)")
_PAIR = re.compile(r"\s*\(([^)]{3,90})\)")
_LISTED = re.compile(r",\s*(?:and\s+)?|;\s*")
_VCSE = re.compile(r"(?i)voluntary, community(?:,? faith)?,? and social enterprise")
_LEAD_IN = re.compile(r"(?i)^(?:and |representatives (?:of|from) |the )+")
_VERB = re.compile(r"\b(?:is|are|will|was|has|have|we|you|chairs|brings|meets)\b")
_MAY_LIST = re.compile(r"embers|made up|consists|comprises|represented|embership")
_NAMED = re.compile(r"name|member|representative|who|person|councillor")
_STANDS_FOR = re.compile(r"organi[sz]ation|representing|role|position|body|title|sector|partner")
_NO_PEOPLE = re.compile(r"date|published|file|document|item|no\.")
_LONGEST_LINE, _LONGEST_CARD, _LONGEST_QUOTE = 220, 200, 160
_CARD_BLOCKS = 4
"""How many blocks below a name may say what the person does."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of a list of members; `chair` is the role where it says that the person chairs the partnership."""

    name: str
    role: str
    organisation: str
    chair: str
    evidence: str


def people(blocks: Sequence[Block], bodies: Bodies, heading: str = "", *, ours: bool = True) -> list[Fact]:
    """Return chairs and members, each person once and chairs first; organisations where nobody is named for them.

    `bodies` says what the partnership is called, `heading` is the page's title, under which everything stands.
    With `ours` false the page is another body's, and its chair is whoever it names.
    """
    found = {without_title(fact.value).lower(): fact for fact in reversed(list(chairs(blocks, bodies, ours=ours)))}
    entries = list(_entries(blocks, bodies, heading))
    for entry in entries:
        if role := entry.chair or (entry.role if not ours and _CHAIR.fullmatch(entry.role) else ""):
            key = without_title(entry.name).lower()
            if key not in found or not found[key].organisation:
                found[key] = Fact("chair", entry.name, role, entry.organisation, evidence=entry.evidence)
    for entry in entries:
        key = without_title(entry.name).lower() or entry.organisation.lower()
        role = entry.role or ("Member" if entry.name else "")
        found.setdefault(key, Fact("member", entry.name, role, entry.organisation, evidence=entry.evidence))
    return sorted(found.values(), key=lambda fact: fact.kind)


def _entries(blocks: Sequence[Block], bodies: Bodies, heading: str) -> Iterator[_Entry]:
    for number, block in enumerate(blocks):
        in_section = _opens_members(block.path[-3:] or (heading,))
        if block.kind == "heading":
            yield from _card(blocks, number, heading)
        elif block.kind == "row":
            yield from _row(block, in_section=in_section)
        elif not in_section and not any("mgUserInfo" in link.url for link in block.links):
            if block.kind == "paragraph" and _MAY_LIST.search(block.text) and _LISTING.search(block.text):
                yield from _sentences(plain_names(block.text, bodies))
        elif block.kind == "definition":
            for cell in block.cells:
                yield from _line(": ".join((*block.labels[:1], cell)), block.text)
        elif block.kind in {"item", "paragraph"} and not is_person(block.path[-1] if block.path else ""):
            yield from _lines(block)


@lru_cache(maxsize=256)
def _opens_members(headings: tuple[str, ...]) -> bool:
    """Say whether headings, outermost first, open a list of members; the innermost that says either way decides."""
    for text in reversed(headings):
        if _NOT_MEMBERS.search(text):
            return False
        if _MEMBERS.search(text):
            return True
    return False


def _card(blocks: Sequence[Block], number: int, heading: str) -> Iterator[_Entry]:
    """Yield the person whom a heading names, with what the blocks below say."""
    block = blocks[number]
    if not is_person(block.text) or not _opens_members((heading, *block.path)):
        return
    below = []
    for following in blocks[number + 1 : number + 1 + _CARD_BLOCKS]:
        if following.kind == "heading" or len(following.text) > _LONGEST_CARD:
            break
        below.append(following.text)
    yield _entry(block.text, "\n".join(below), "\n".join((block.text, *below)))


def _row(block: Block, *, in_section: bool) -> Iterator[_Entry]:
    if block.cells == block.labels or not block.cells:
        return
    labels = (
        [label.lower() for label in block.labels] if len(block.labels) == len(block.cells) else [""] * len(block.cells)
    )
    said = " ".join(labels)
    if _NO_PEOPLE.search(said) or not (in_section or (_NAMED.search(said) and _STANDS_FOR.search(said))):
        return
    holder = next((cell for cell in block.cells if _has_person(cell)), "")
    if holder:
        rest = "\n".join(cell for cell in block.cells if cell != holder)
        yield _entry(holder, rest.replace("\n", " | "), block.text, job="job" in said)
        return
    for label, cell in zip(labels, block.cells, strict=True):
        if cell and not _VACANT.fullmatch(cell) and (_ORGANISATION.search(cell) or "organi" in label):
            yield _Entry("", "", cell.split("\n")[0], "", block.text)
            return


def _lines(block: Block) -> Iterator[_Entry]:
    if block.kind == "paragraph" and "\n" not in block.text and len(block.text) > 90:
        yield from _sentences(block.text)
        return
    for line in block.text.split("\n"):
        if block.kind == "item" or "\n" in block.text or _has_person(line):
            yield from _line(line, line)


def _line(line: str, evidence: str) -> Iterator[_Entry]:
    """Yield the people of one line, or the organisation that it is."""
    line = line.strip(" •*-–\t")
    if not line or len(line) > _LONGEST_LINE:
        return
    persons = [part for part in _SPLIT.split(line) if is_person(part)]
    if persons:
        first = _entry(line, "", evidence)
        yield first
        yield from (_Entry(name, "", first.organisation, "", evidence) for name in persons[1:])
    elif (
        (_ORGANISATION.search(line) or line.istitle())
        and len(line.split()) < 15
        and line[-1] != ":"
        and not _VERB.search(line)
    ):
        parts = re.split(r"\s*[:–(]\s*", line)
        whole = parts[0] if _VACANT.fullmatch(parts[-1].strip(" )")) else line
        yield _Entry("", "", whole.strip(" .;,"), "", evidence)


def _sentences(text: str) -> Iterator[_Entry]:
    """Yield people with their organisations in brackets, else the organisations that a sentence on membership lists."""
    for sentence in SENTENCE_END.split(text):
        pairs = [(name, match[1]) for _, end, name in names_in(sentence) if (match := _PAIR.match(sentence, end))]
        if len(pairs) > 1:
            yield from (_entry(name, rest, sentence) for name, rest in pairs)
        elif listing := _LISTING.search(sentence):
            organisations = list(_organisations(sentence[listing.end() :]))
            if len(organisations) > 2:
                yield from (_Entry("", "", name, "", sentence) for name in organisations)


def _organisations(text: str) -> Iterator[str]:
    """Yield the organisations of an enumeration; an "and" inside a name ("Westmorland and Furness Council") stays."""
    for part in _LISTED.split(_VCSE.sub(lambda match: match[0].replace(",", "\0"), text)):
        left, _, right = part.partition(" and ")
        both = _ORGANISATION.search(left) and _ORGANISATION.search(right)
        for piece in (left, right) if both else (part,):
            name = _LEAD_IN.sub("", piece.strip(" .:")).replace("\0", ",")
            if _ORGANISATION.search(name) and re.search(r"[A-Z]", name) and len(name) < 90:
                yield name


def _has_person(text: str) -> bool:
    return any(is_person(part) for part in _SPLIT.split(text) if part)


def _entry(holder: str, rest: str, evidence: str, *, job: bool = False) -> _Entry:
    """Return the person of a list entry, with role and organisation told apart by the words in them."""
    parts = [part for text in (holder, rest) for part in _SPLIT.split(text) if part]
    name = next(part for part in parts if is_person(part))
    others = [half for part in parts if part != name and not is_person(part) for half in _AT.split(part)]
    chair = next((part for part in others if _CHAIR.fullmatch(part)), "")
    organisation = next((part for part in others if part != chair and _is_organisation(part)), "")
    role = next((part for part in others if part not in (chair, organisation) and _ROLE.search(part)), "")
    if (match := _ROLE_OF.fullmatch(role)) and _ORGANISATION.search(match[2]):
        role, organisation = match[1], organisation or match[2]
    quote = " ".join(evidence.split())[:_LONGEST_QUOTE]
    held = role_of(chair) if chair and not job and _chairs_us(chair, organisation, f"{holder}\n{rest}") else ""
    return _Entry(name.strip(" .,*"), role or chair, organisation, held, quote)


def _is_organisation(part: str) -> bool:
    return bool(_ORGANISATION.search(part)) and not _LEADING.match(part) and not _VERB.search(part)


def _chairs_us(chair: str, organisation: str, text: str) -> bool:
    """Say whether "chair" is a role in the partnership: set apart, more than "chair", or not at a body with a chair."""
    return role_of(chair) != "Chair" or bool(_SET_APART.search(text)) or not _HAS_CHAIR.search(organisation)
