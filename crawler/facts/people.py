"""Who chairs the partnership and who is on it, from tables, lists, definitions, cards and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from config.vocabulary import any_of, spelt
from crawler.facts.chairs import PLAIN_CHAIR, SENTENCE_END, chairs, role_of
from crawler.facts.organisations import (
    LETTER,
    LISTING,
    ORGANISATION,
    ROLE,
    VERB,
    is_vacant,
    line_names,
    person_and_body,
    sentence_names,
)
from crawler.facts.persons import is_person, names_in, without_title
from crawler.facts.quotes import quoted
from crawler.names import Bodies, knot, plain_names, unknot
from store.reading import Block, Fact

_HAS_CHAIR, _MEMBERS, _NOT_MEMBERS = (
    any_of("people", "have_chairs"),
    any_of("people", "members"),
    any_of("people", "not_members"),
)
_WHOLE_HEADING = re.compile(rf"(?i)\W*{spelt('people', 'whole_headings')}\W*")
_LEADING = re.compile(rf"(?i)(?:the )?{spelt('people', 'leading')}\b")
_CHAIR = re.compile(rf"(?i){PLAIN_CHAIR}")
_SET_APART = re.compile(rf"(?i)\(\s*{PLAIN_CHAIR}\s*\)|(?:^|\n)\s*{PLAIN_CHAIR}\s*(?:$|\n)|{PLAIN_CHAIR}\s*:")
_SPLIT = re.compile(r"\s*[,;–—|\n()\[\]:]+\s*|\s+-\s+|\s+/\s+")
_STAND_IN = re.compile(r"(?i)\((?:substitutes?|alternates?|reserves?|deput(?:y|ies)|deputised by)\s*[:–-][^)]*\)")
_ALSO = re.compile(r"^(?:and|also|as well as)\s+")
_AT = re.compile(r"\s+(?:at|from|representing|for)\s+(?=(?:the )?[A-Z])")
_ROLE_OF = re.compile(r"(.{3,60}?),? (?:of|for) ((?:the )?[A-Z].*)")
_PAIR = re.compile(
    r"\s*(?:\(([^)]{3,90})\)| (?:(?:speaks|sits|comes|attends|acts|stands|joins us) )?(?:on behalf of|for|from|of)"
    r" ((?:the )?[A-Z][^,;.()]*?)(?=,|;|\.|$| and ))"
)
_ONE_NAME = any_of("said", "one_name")
_PARTED, _FEWEST = ",;(", 3
"""One of these stands in each sentence that lists people or bodies, and words of so many bodies if no verb says so."""
_NAMED = re.compile(r"name|member|representative|who|person|councillor")
_STANDS_FOR = re.compile(r"organi[sz]ation|representing|role|position|body|title|sector|partner|from|background|seat")
_OF_BODIES = re.compile(r"(?:member |partner )?(?:organi[sz]ations?|representing|appointing bod(?:y|ies))\b")
_NO_PEOPLE = re.compile(r"date|published|file|document|item|no\.")
_LONGEST_LINE, _LONGEST_CARD, _LONGEST_NAME = 220, 200, 90
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
    told = {key.rpartition(" ")[2] for key in found if " " in key} | {
        entry.organisation.lower() for entry in entries if entry.name and entry.organisation
    }  # surnames of those named in full, and bodies for which somebody is named
    return sorted((fact for key, fact in found.items() if key not in told), key=lambda fact: fact.kind)


def _entries(blocks: Sequence[Block], bodies: Bodies, heading: str) -> Iterator[_Entry]:
    opened = False  # by a line that ends in a colon: "Its members are:"
    roll = _roll(blocks)
    taken: set[int] = set()  # what stands below a name and says what the person does
    for number, block in enumerate(blocks):
        if number in taken:
            continue
        in_section = opens_members(block.path[-3:] or (heading,))
        listed = block.kind == "item" or bool(LETTER.match(block.text))
        opened = (opened and listed) or (block.text[-1:] == ":" and _opens_list(block.text))
        below = _below_a_name(blocks, number, taken) if in_section else []
        if below:
            taken.update(below)
            yield _entry(block.text, "\n".join(blocks[at].text for at in below), block.text)
        elif block.kind == "heading":
            yield from _card(blocks, number, (heading, *block.path), bodies)
        elif block.kind == "row":
            yield from _row(block, bodies, in_section=in_section)
        elif block.kind == "definition" and not in_section and opens_members(block.labels[:1]):
            yield from _sentences("\n".join(block.cells), bodies, listing=True)
        elif (
            in_section or (opened and listed) or number in roll or any("mgUserInfo" in link.url for link in block.links)
        ):
            yield from _in_section(block, bodies)
        elif (
            block.kind in {"paragraph", "item"}
            and any(mark in block.text for mark in _PARTED)
            and (LISTING.search(block.text) or len(ORGANISATION.findall(block.text)) > _FEWEST)
        ):
            yield from _sentences(block.text, bodies, listing=False)


def _below_a_name(blocks: Sequence[Block], number: int, taken: set[int]) -> list[int]:
    """Return the numbers of the short lines below a paragraph that is a name; none where bodies stand above names."""
    block, before = blocks[number], blocks[number - 1] if number else None
    if block.kind != "paragraph" or not is_person(block.text):
        return []
    if before and before.kind == "paragraph" and number - 1 not in taken and ORGANISATION.search(before.text):
        return []
    below = []
    for at in range(number + 1, min(number + _CARD_BLOCKS, len(blocks))):
        following = blocks[at]
        if following.kind != "paragraph" or len(following.text) > _LONGEST_NAME or _has_person(following.text):
            break
        below.append(at)
    return below


def _in_section(block: Block, bodies: Bodies) -> Iterator[_Entry]:
    if block.kind == "definition":
        for cell in block.cells:
            whole = ": ".join((*block.labels[:1], cell))
            named = block.labels[0] if block.labels and is_vacant(cell) else cell
            yield from _line(whole, block.text) if _has_person(whole) else _bodies(named, block.text, bodies)
    elif block.kind == "paragraph" and "\n" not in block.text and len(block.text) > _LONGEST_NAME:
        yield from _sentences(block.text, bodies, listing=True)
    elif not is_person(block.path[-1] if block.path else ""):
        for line in block.text.split("\n"):
            if _has_person(line):
                yield from _line(line, line)
            elif parted := person_and_body(line, bodies.places):
                yield from _line(parted, line)
            elif _is_listed(block, line):
                yield from _bodies(line, line, bodies)


def _is_listed(block: Block, line: str) -> bool:
    if block.kind == "item" or "\n" in block.text or LETTER.match(line) or ";" in line:
        return True
    return line[-1:] not in ".:?!" and bool(ORGANISATION.search(line))  # lists in texts have lost their marks


def _roll(blocks: Sequence[Block]) -> set[int]:
    """Return the numbers of the blocks that, three or more in a row, read "Whom they stand for: Ann Other"."""
    found: set[int] = set()
    run: list[int] = []
    for number, block in enumerate((*blocks, Block("heading", ""))):
        label, _, name = block.text.partition(": ") if len(block.text) < _LONGEST_LINE else ("", "", "")
        if name and ORGANISATION.search(label) and is_person(_SPLIT.split(name)[0]):
            run.append(number)
            continue
        found.update(run if len(run) > 2 else ())
        run = []
    return found


def _opens_list(text: str) -> bool:
    last = SENTENCE_END.split(text)[-1]
    return bool(_MEMBERS.search(last) or LISTING.search(last)) and not _NOT_MEMBERS.search(last)


@lru_cache(maxsize=256)
def opens_members(headings: tuple[str, ...]) -> bool:
    """Say whether headings, outermost first, open a list of members; the innermost that says either way decides."""
    for text in reversed(headings):
        if _NOT_MEMBERS.search(text):
            return False
        if _MEMBERS.search(text) or _WHOLE_HEADING.fullmatch(text):
            return True
    return False


def _card(blocks: Sequence[Block], number: int, above: tuple[str, ...], bodies: Bodies) -> Iterator[_Entry]:
    """Yield the person whom a heading names, with what the blocks below say."""
    block = blocks[number]
    name, _, rest = block.text.partition(" – " if " – " in block.text else " - ")
    if not is_person(name):
        return
    below = [rest] if rest else []
    for following in blocks[number + 1 : number + 1 + _CARD_BLOCKS]:
        if following.kind == "heading" or len(following.text) > _LONGEST_CARD:
            break
        below.append(plain_names(following.text, bodies))
    said = "\n".join(below)
    if opens_members(above) or _CHAIR.fullmatch(_SPLIT.split(said)[0]):
        yield _entry(name, said, "\n".join((block.text, *below)))


def _row(block: Block, bodies: Bodies, *, in_section: bool) -> Iterator[_Entry]:
    if block.cells == block.labels or not block.cells:
        return
    labels = (
        [label.lower() for label in block.labels] if len(block.labels) == len(block.cells) else [""] * len(block.cells)
    )
    said = " ".join(labels)
    listed = in_section or (_NAMED.search(said) and _STANDS_FOR.search(said)) or _OF_BODIES.match(said)
    if _NO_PEOPLE.search(said) or not listed:
        return
    holder = next((cell for cell in block.cells if _has_person(cell)), "")
    if holder:
        rest = "\n".join(cell for cell in block.cells if cell != holder)
        yield _entry(holder, rest.replace("\n", " | "), block.text, job="job" in said)
        return
    cells = [
        (label, _tied(cell.split("\n")[0], bodies)) for label, cell in zip(labels, block.cells, strict=True) if cell
    ]
    cells.sort(key=lambda cell: "organi" not in cell[0])
    named = [
        name
        for label, cell in cells
        for name in line_names(cell, sure="organi" in label)[:1]
        if "organi" in label or ORGANISATION.search(name)
    ]
    alike = len(named) == len(cells) and "organi" not in said  # columns of bodies side by side
    yield from (_Entry("", "", unknot(name), "", block.text) for name in named[: None if alike else 1])


def _line(line: str, evidence: str) -> Iterator[_Entry]:
    """Yield the people of one line."""
    line = LETTER.sub("", _STAND_IN.sub("", line).strip(" •*-–\t"), count=1)
    label, _, after = line.partition(":")
    if not line or len(line) > _LONGEST_LINE or (after and _NOT_MEMBERS.search(label)):
        return
    persons = [part for part in _SPLIT.split(line) if is_person(part)]
    if persons:
        first = _entry(line, "", evidence)
        yield first
        yield from (_Entry(name, "", first.organisation, "", evidence) for name in persons[1:])


def _bodies(line: str, evidence: str, bodies: Bodies) -> Iterator[_Entry]:
    """Yield the organisations of one line, whatever label stands before them."""
    label, _, after = line.partition(":")
    if not (after and _NOT_MEMBERS.search(label)):
        whose = label if ORGANISATION.search(label) and not ORGANISATION.search(after) else after or line
        yield from (_Entry("", "", unknot(name), "", evidence) for name in line_names(_tied(whose, bodies)))


def _tied(text: str, bodies: Bodies) -> str:
    """Return a text in which the area's name and other names that hold commas or "and" are one word each."""
    area = bodies.area_name.replace(" and the ", " and ")
    for joint in (" and ", " and the ", " & "):
        name = area.replace(" and ", joint)
        text = text.replace(name, knot(name))
    return _ONE_NAME.sub(lambda match: knot(match[0]), text)


def _sentences(text: str, bodies: Bodies, *, listing: bool) -> Iterator[_Entry]:
    """Yield people with those whom they stand for, else the organisations that a sentence on membership lists."""
    plain = plain_names(_tied(text, bodies), bodies)
    for sentence in SENTENCE_END.split(plain):
        if _NOT_MEMBERS.search(sentence[:40]):
            continue
        said = listing or LISTING.search(sentence)
        pairs = [
            (name, match)
            for _, end, name in names_in(sentence if said else "")
            if (match := _PAIR.match(sentence, end))
        ]
        listed = [piece for piece in sentence.rpartition(": ")[2].split(";") if said and ";" in sentence]
        if sum(map(_has_person, listed)) > 1:
            for piece in listed:
                yield from _line(unknot(piece.strip(" .").removeprefix("and ")), unknot(sentence))
        elif len(pairs) > 1:
            for name, match in pairs:
                entry = _entry(name, unknot(match[1] or match[2]), unknot(sentence))
                yield (
                    entry
                    if entry.organisation or entry.role
                    else replace(entry, organisation=unknot(match[1] or match[2]))
                )
        else:
            names = sentence_names(sentence, sure=listing)
            yield from (_Entry("", "", unknot(name), "", unknot(sentence)) for name in names)


def _has_person(text: str) -> bool:
    return any(is_person(part) for part in _SPLIT.split(text) if part)


def _entry(holder: str, rest: str, evidence: str, *, job: bool = False) -> _Entry:
    """Return the person of a list entry, with role and organisation told apart by the words in them."""
    parts = [_ALSO.sub("", part) for text in (holder, rest) for part in _SPLIT.split(text) if part]
    name = next(part for part in parts if is_person(part))
    if ":" in holder.partition(name)[0]:  # "Housing: Ann Other, Example Homes"; the label is the weaker word
        parts = [*parts[parts.index(name) :], *parts[: parts.index(name)]]
    others = [half for part in parts if part != name and not is_person(part) for half in _AT.split(part)]
    chair = next((part for part in others if _CHAIR.fullmatch(part)), "")
    organisation = next((part for part in others if part != chair and _is_organisation(part)), "")
    role = next((part for part in others if part not in (chair, organisation) and ROLE.search(part)), "")
    if (match := _ROLE_OF.fullmatch(role)) and ORGANISATION.search(match[2]):
        role, organisation = match[1], organisation or match[2]
    quote = quoted(evidence)
    ours = chair and (not job or _SET_APART.search(holder)) and _chairs_us(chair, organisation, f"{holder}\n{rest}")
    held = role_of(chair) if ours else ""
    return _Entry(name.strip(" .,*"), role or chair, organisation, held, quote)


def _is_organisation(part: str) -> bool:
    return bool(ORGANISATION.search(part)) and not _LEADING.match(part) and not VERB.search(part)


def _chairs_us(chair: str, organisation: str, text: str) -> bool:
    """Say whether "chair" is a role in the partnership: set apart, more than "chair", or not at a body with a chair."""
    return role_of(chair) != "Chair" or bool(_SET_APART.search(text)) or not _HAS_CHAIR.search(organisation)
