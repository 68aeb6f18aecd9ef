"""Who chairs the partnership and who is on it, from tables, lists, definitions, cards and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from config.vocabulary import any_of
from crawler.facts.cards import with_cards_read
from crawler.facts.chair_offices import by_office
from crawler.facts.chairs import chairs
from crawler.facts.entries import (
    APART,
    CHAIR,
    NOT_MEMBERS,
    OF_MEMBERS,
    SPLIT,
    Entry,
    body_entries,
    entry_of,
    has_person,
    is_name,
    line_entries,
    plain_role,
    sentence_entries,
)
from crawler.facts.marks import with_marks_read
from crawler.facts.member_headings import opens_members
from crawler.facts.member_rows import row_entries
from crawler.facts.organisations import (
    LETTER,
    LISTING,
    ORGANISATION,
    is_vacant,
    person_and_body,
)
from crawler.facts.persons import is_person, names_in, without_title
from crawler.facts.role_columns import with_role_columns
from crawler.facts.rolls import (
    CARD_BLOCKS,
    CARD_LINES,
    LONGEST_CARD,
    LONGEST_LABEL,
    LONGEST_NAME,
    bodies_in_a_row,
    card_of_lines,
    heads_a_body,
    labelled_card,
    people_in_a_row,
    rows_of_people,
    stands_among_bodies,
)
from crawler.facts.sentences import SENTENCE_END
from crawler.names import Bodies, plain_names
from store.reading import Block, Fact

Path = tuple[str, ...] | None
_MEMBERS = any_of("people", "members")
_PARTED, _FEWEST = ",;(", 3
"""One of these stands in each sentence that lists people or bodies, and words of so many bodies if no verb says so."""
_COUNCIL = re.compile(r"(.+?)(?:-on-.+?|-upon-.+?)?(?: (?:borough|city|county|district))? council")
"""A council's name, in small letters, with the place for which it is known: "Barnet" beside "Barnet Council"."""
_MINUTES = re.compile(r"(?i)\b(?:minutes|notes|record) of\b")
_ATTENDED = re.compile(r"(?i)\W*(?:(?:members|board|also) )?(?:present|apologies|attendance|attendees|in attendance)\b")
"""A title, and a line before those who came, of minutes."""
_MANY_BODIES = 3
"""So many bodies for each name that stands alone make a list one of bodies."""
_ROLE_HERE = re.compile(
    r"(?i)^(?:(?:partnership |icp |assembly |board )?(?:role|position)"
    r"(?: (?:on|in) (?:the |our )?(?:partnership|icp|assembly|board))?): "
)
"""What stands before a role on a card."""
_SECTOR = re.compile(
    r"[A-Z]\w+(?: [a-z]+)* (?:authorities|partners|sectors?|voices?|organisations|providers|councils|services|safety"
    r"|members|representatives|bodies|communities|groups)"
)
_MOST_OF_A_SECTOR = 6
_LONGEST_OF_MOST = 2
"""Words of most people's names; a longer one that begins with a place is a body's."""
_SECTION = re.compile(r"[A-Z][.)]? \w+")
"""A heading such as "A. Purpose", which reads like a name."""
_COUNCILS = re.compile(r"(?i)\b(?:councils|boroughs)\b")
_PLACES = re.compile(r"(?:[A-Z][\w'’-]{1,30}(?: [A-Za-z][\w'’-]{1,30}){0,4}, ){2}")
"""The places whose councils a heading speaks of: "East Example, Mid Example and Other"."""
_WORDS = re.compile(r"\w+")
_NO_MEMBERS = re.compile(r"\b[Tt]hey (?:are not|aren['’]t) (?:\w+ )?members\b")
_LINES = re.compile(r"\n|\s+[·•]\s+")
_HAS_LABEL = re.compile(r"[A-Z][\w -]{2,30}: \S")


def people(blocks: Sequence[Block], bodies: Bodies, heading: str = "", *, ours: bool = True) -> list[Fact]:
    """Return chairs and members, each person once and chairs first; organisations where nobody is named for them.

    `bodies` says what the partnership is called, `heading` is the page's title, under which everything stands.
    With `ours` false the page is another body's, and its chair is whoever it names.
    """
    blocks = with_role_columns(with_cards_read(with_marks_read(blocks)), bodies)
    named = sorted(chairs(blocks, bodies, ours=ours), key=_is_said, reverse=True)
    found = {without_title(fact.value).lower(): fact for fact in reversed(named)}
    entries = [entry for entry in _entries(blocks, bodies, heading) if entry.name or not _is_itself(entry, bodies)]
    entries = _bodies_as_such([_of_its_place(entry, bodies) for entry in entries])
    for entry in entries:
        if role := entry.chair or (entry.role if not ours and CHAIR.fullmatch(entry.role) else ""):
            key = without_title(entry.name).lower()
            if key not in found or not found[key].organisation:
                found[key] = Fact("chair", entry.name, role, entry.organisation, evidence=entry.evidence)
    for entry in entries:
        key = without_title(entry.name).lower()
        if (
            key in found
            and not entry.chair
            and OF_MEMBERS.search(entry.organisation)
            and _is_of_the_line(found[key], entry)
        ):
            del found[key]  # "Ann Other, Chair", above the name of a club
    for entry in entries:
        key = without_title(entry.name).lower() or entry.organisation.lower()
        role = entry.role or ("Member" if entry.name else "")
        found.setdefault(key, Fact("member", entry.name, role, entry.organisation, evidence=entry.evidence))
    named_for = {entry.organisation for entry in entries if entry.name}
    named_for |= {chair.organisation for chair in named if chair.evidence.endswith(chair.value)}  # on a card
    for body in {body.lower() for body in named_for}:
        found.pop(body, None)
        if council := _COUNCIL.fullmatch(body):
            found.pop(council[1], None)
    if ours and not any(fact.kind == "chair" for fact in found.values()):
        found |= dict(by_office(blocks, found, bodies))
    _join_surnames(found)
    in_full = (
        replace(fact, value=_in_full(fact.value, blocks)) if fact.kind == "chair" else fact for fact in found.values()
    )
    return sorted(in_full, key=lambda fact: fact.kind)


def _in_full(name: str, blocks: Sequence[Block]) -> str:
    """Return the only name on a page that holds a single one, with what else it is made of: "Sir Raymond"."""
    short = without_title(name)
    if " " in short:
        return name
    texts = (block.text for block in blocks if short in block.text)
    full = {without_title(one): one for text in texts for _, _, one in names_in(text)}
    found = [one for bare, one in full.items() if short in bare.split() and bare != short]
    return found[0] if len(found) == 1 else name


def _is_said(chair: Fact) -> bool:
    """Say whether words beside a name make somebody chair, and not only a heading such as "Chair and vice chair"."""
    return chair.evidence != chair.value


def _is_of_the_line(chair: Fact, entry: Entry) -> bool:
    """Say whether a chair was read from the line, or the card, of an entry, and not from a sentence."""
    said, line = (" ".join(_WORDS.findall(text)) for text in (chair.evidence, entry.evidence))
    return line.startswith(said)


def _is_itself(entry: Entry, bodies: Bodies) -> bool:
    return plain_names(entry.organisation, bodies).startswith("the partnership")


def _of_its_place(entry: Entry, bodies: Bodies) -> Entry:
    """Return an entry whose name begins with a place of the area's and is long as a body's: "Suffolk Refugee Help"."""
    words = entry.name.lower().split()
    named = len(words) > _LONGEST_OF_MOST and words[0] in bodies.places and not (entry.chair or entry.organisation)
    return replace(entry, name="", organisation=entry.name) if named else entry


def _bodies_as_such(entries: list[Entry]) -> list[Entry]:
    """Return the entries with a name that stands alone among bodies taken for a body's ("Livewell Southwest")."""
    alone = [entry for entry in entries if entry.name and not (entry.role or entry.organisation or entry.chair)]
    alone = [entry for entry in alone if without_title(entry.name) == entry.name == entry.evidence.strip(" .")]
    if _MANY_BODIES * len(alone) >= sum(not entry.name for entry in entries):
        return entries
    return [replace(entry, name="", organisation=entry.name) if entry in alone else entry for entry in entries]


def _join_surnames(found: dict[str, Fact]) -> None:
    """Leave out whom the page names in full besides ("Cllr Marsh", "Dame Ann"), who chairs by the full name too."""
    for short in [key for key, fact in found.items() if fact.value and " " not in key]:
        full = [key for key, fact in found.items() if fact.value and f" {short} " in f" {key} " and key != short]
        if len(full) != 1 or not _may_be_one(found[short], found[full[0]]):
            continue
        said, person = found.pop(short), found[full[0]]
        if said.kind == "chair" and person.kind == "member":
            found[full[0]] = replace(said, value=person.value, organisation=said.organisation or person.organisation)


def _may_be_one(said: Fact, person: Fact) -> bool:
    """Say whether two of one surname may be one person: not if they stand for different bodies."""
    ours, theirs = said.organisation.lower(), person.organisation.lower()
    return not (ours and theirs) or ours in theirs or theirs in ours


def _entries(blocks: Sequence[Block], bodies: Bodies, heading: str) -> Iterator[Entry]:
    opened = False  # by a line that ends in a colon: "Its members are:"
    labelled: Path = None
    closed: Path = None
    bodies_listed = bodies_in_a_row(blocks)
    minuted = bool(_MINUTES.search(heading)) or any(map(_ATTENDED.match, (block.text for block in blocks)))
    roll = set() if minuted else people_in_a_row(blocks)
    rows = set() if minuted else rows_of_people(blocks)
    in_a_row = _has_cards(blocks)
    taken: set[int] = set()  # what stands below a name and says what the person does
    for number, block in enumerate(blocks):
        if number in taken or (block.kind == "paragraph" and _NO_MEMBERS.search(block.text)):
            continue
        plain = plain_names(block.text, bodies) if len(block.text) < LONGEST_NAME else block.text
        labelled, closed = _as_labelled(block, plain, labelled, closed)
        in_section = (opens_members(block.path[-3:] or (heading,)) or block.path == labelled) and block.path != closed
        listed = block.kind == "item" or bool(LETTER.match(block.text)) or _is_line(block)
        first, _, lines = block.text.partition("\n")
        opened = (opened and listed) or (first[-1:] == ":" and _opens_list(first))
        below = _below_a_name(blocks, number, taken) if in_section else []
        if below:
            taken.update(below)
            yield entry_of(block.text, "\n".join(blocks[at].text for at in below), block.text, bodies)
        elif block.kind == "heading":
            yield from _card(blocks, number, (heading, *block.path), bodies, in_a_row=in_a_row)
            if in_section and not opens_members((block.text,)) and heads_a_body(blocks, number):
                yield from body_entries(block.text, block.text, bodies)
        elif block.kind == "row":
            yield from row_entries(block, bodies, in_section=in_section or number in rows)
        elif block.kind == "definition" and not in_section and opens_members(block.labels[:1]):
            yield from sentence_entries("\n".join(block.cells), bodies, listing=True)
        elif (
            in_section
            or (opened and (listed or lines))
            or number in roll
            or number in bodies_listed
            or any("mgUserInfo" in link.url for link in block.links)
            or _is_card_of_a_chair(block, bodies)
        ):
            yield from _in_section(block, bodies, among_bodies=stands_among_bodies(blocks, number))
        elif _may_list(block, minuted=minuted):
            yield from sentence_entries(block.text, bodies, listing=False)


def _has_cards(blocks: Sequence[Block]) -> bool:
    """Say whether so many headings are people's names that they are the cards of members."""
    names = [block.text for block in blocks if block.kind == "heading" and is_person(block.text)]
    return len(names) > _FEWEST and not any(map(_SECTION.fullmatch, names))


def _may_list(block: Block, *, minuted: bool) -> bool:
    """Say whether a sentence of a block may list members, though no heading does."""
    if block.kind not in {"paragraph", "item"} or not any(mark in block.text for mark in _PARTED):
        return False
    if LISTING.search(block.text) or len(ORGANISATION.findall(block.text)) > _FEWEST:
        return True
    return not minuted and bool(_MEMBERS.search(block.text)) and len(list(names_in(block.text))) >= _FEWEST


def _is_line(block: Block) -> bool:
    """Say whether a paragraph is a line of a list that has lost its marks: a person, or a body's name."""
    short = block.kind == "paragraph" and len(block.text) < LONGEST_NAME and block.text[-1:] not in ".:?!"
    return short and (bool(ORGANISATION.search(block.text)) or has_person(block.text))


def _as_labelled(block: Block, plain: str, labelled: Path, closed: Path) -> tuple[Path, Path]:
    """Return under which headings a line has said that members follow ("Membership"), and where others ("Guests").

    `plain` is the line with the partnership's names put as "the partnership".
    """
    if block.kind in {"paragraph", "row"} and len(plain) < LONGEST_LABEL and not has_person(block.text):
        closed = block.path if NOT_MEMBERS.search(block.text) else None
        return block.path if block.kind == "paragraph" and opens_members((block.text,)) else labelled, closed
    return None if block.kind == "paragraph" and len(block.text) > LONGEST_CARD else labelled, closed


def _below_a_name(blocks: Sequence[Block], number: int, taken: set[int]) -> list[int]:
    """Return the numbers of the short lines below a paragraph that is a name; none where bodies stand above names."""
    block, before = blocks[number], blocks[number - 1] if number else None
    if block.kind != "paragraph" or not is_person(block.text):
        return []
    if before and before.kind == "paragraph" and number - 1 not in taken and ORGANISATION.search(before.text):
        return []
    below = []
    for at in range(number + 1, min(number + CARD_BLOCKS, len(blocks))):
        following = blocks[at]
        if following.kind != "paragraph" or len(following.text) > LONGEST_NAME or has_person(following.text):
            break
        below.append(at)
    return below


def _in_section(block: Block, bodies: Bodies, *, among_bodies: bool) -> Iterator[Entry]:
    lines = block.text.split("\n")
    if block.kind == "definition":
        for cell in block.cells:
            whole = ": ".join((*block.labels[:1], cell))
            named = block.labels[0] if block.labels and is_vacant(cell) else cell
            yield from (
                line_entries(whole, block.text, bodies)
                if has_person(whole)
                else body_entries(named, block.text, bodies)
            )
    elif block.kind == "paragraph" and _PLACES.match(block.text) and _COUNCILS.search(" ".join(block.path[-1:])):
        yield from sentence_entries(f"Councils: {block.text}", bodies, listing=True)
    elif block.kind == "paragraph" and _is_prose(block.text):
        yield from sentence_entries(block.text, bodies, listing=True)
    elif len(lines) > 1 and (card := labelled_card(lines) or card_of_lines(lines)):
        if not any(map(APART.fullmatch, SPLIT.split("\n".join(card)))):
            yield entry_of(*card, block.text, bodies)
    elif not is_person(block.path[-1] if block.path else ""):
        barred = block.text.split(" | ")
        several = barred if len(barred) > 1 and all(map(_HAS_LABEL.match, barred)) else _LINES.split(block.text)
        headed = len(several) > 1 and not has_person(several[0]) and all(map(has_person, several[1:]))
        for line in several[headed:]:
            yield from _of_line(block, line, bodies, among_bodies=among_bodies)


def _is_lettered(text: str) -> bool:
    """Say whether a line is one of a list, "(d) Ann Other, Example Council;", however long."""
    return bool(LETTER.match(text)) and has_person(LETTER.sub("", text, count=1))


def _is_prose(text: str) -> bool:
    if _LINES.search(text) or _is_lettered(text):
        return False
    lists = any(names_in(text)) or len(ORGANISATION.findall(text)) >= _FEWEST
    return len(text) > LONGEST_NAME or (text[-1:] == "." and not has_person(text) and lists)


def _of_line(block: Block, line: str, bodies: Bodies, *, among_bodies: bool) -> Iterator[Entry]:
    if has_person(line):
        yield from line_entries(line, line, bodies)
    elif parted := person_and_body(line, bodies.places):
        yield from line_entries(parted, line, bodies)
    elif among_bodies or (_is_listed(block, line) and not _is_of_a_sector(line)):
        yield from body_entries(line, line, bodies)


def _is_listed(block: Block, line: str) -> bool:
    if block.kind == "item" or "\n" in block.text or LETTER.match(line) or ";" in line:
        return True
    return line[-1:] not in ".:?!" and bool(ORGANISATION.search(line))  # lists in texts have lost their marks


def _is_of_a_sector(line: str) -> bool:
    """Say whether a line is no body's name but a sort of bodies, as stands over those of it: "Wider partners"."""
    words = line.split()
    return 1 < len(words) <= _MOST_OF_A_SECTOR and bool(_SECTOR.fullmatch(line))


def _opens_list(text: str) -> bool:
    last = SENTENCE_END.split(text)[-1]
    return bool(_MEMBERS.search(last) or LISTING.search(last)) and not NOT_MEMBERS.search(last)


def _card(
    blocks: Sequence[Block], number: int, above: tuple[str, ...], bodies: Bodies, *, in_a_row: bool
) -> Iterator[Entry]:
    """Yield the person whom a heading names, with what the blocks below say; `in_a_row` if others name more people."""
    block = blocks[number]
    text = block.text.removesuffix(")").replace(" (", " – ").replace(" - ", " – ").replace(", ", " – ")
    name, _, rest = text.partition(" – ")
    if not is_person(name):
        return
    below = [rest] if rest else []
    for following in blocks[number + 1 : number + 1 + CARD_BLOCKS]:
        if 0 < following.level <= block.level or len(following.text) > LONGEST_CARD or _is_label(blocks, following):
            break
        if following.kind == "item" and "\n" in following.text and has_person(following.text):
            break  # the next card
        below.append(plain_names(following.text, bodies))
    if number and _is_label(blocks, blocks[number - 1]):
        below.insert(0, blocks[number - 1].text)
    roles = [text[match.end() :] for text in below if (match := _ROLE_HERE.match(text))]
    said = "\n".join(_ROLE_HERE.sub("", text) for text in below)
    if any(map(APART.fullmatch, SPLIT.split(said))):
        return
    if (
        opens_members(above)
        or (in_a_row and ORGANISATION.search(said) and not any(map(NOT_MEMBERS.search, above)))
        or any(CHAIR.fullmatch(SPLIT.split(role)[0]) for role in (said, *roles))
    ):
        yield entry_of(name, said, "\n".join((block.text, *below)), bodies)


def _is_card_of_a_chair(block: Block, bodies: Bodies) -> bool:
    """Say whether the lines of a block are one person's name and that they chair the partnership, with little else."""
    lines = block.text.split("\n")
    if not (1 < len(lines) <= CARD_LINES + 1) or sum(map(is_name, lines)) != 1:
        return False
    return any(CHAIR.fullmatch(plain_role(line, bodies).strip("()")) for line in lines)


def _is_label(blocks: Sequence[Block], block: Block) -> bool:
    """Say whether a block is a role, over the name of whoever holds it: "Vice chair", then a heading that is a name."""
    if len(block.text) > LONGEST_NAME or not CHAIR.fullmatch(block.text):
        return False
    pairs = [(before, after) for before, after in pairwise(blocks) if after.kind == "heading" and is_person(after.text)]
    return bool(pairs and CHAIR.fullmatch(pairs[0][0].text)) and any(before is block for before, _ in pairs)
