"""Members and chairs in one line or one sentence: who it names, for which body, in which role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from config.vocabulary import any_of, spelt
from crawler.facts.chair_sayings import BEFORE_THEM, KIND, PLAIN_CHAIR, role_of, said_plainly
from crawler.facts.marks import decapitalised
from crawler.facts.organisations import LETTER, LISTING, ORGANISATION, ROLE, VERB, line_names, sentence_names
from crawler.facts.persons import is_person, names_in, without_title
from crawler.facts.quotes import quoted
from crawler.facts.sentences import SENTENCE_END
from crawler.names import Bodies, knot, plain_names, unknot

_HAS_CHAIR, NOT_MEMBERS = any_of("people", "have_chairs"), any_of("people", "not_members")
CHAIR = re.compile(rf"(?i){PLAIN_CHAIR}")
OF_MEMBERS = re.compile(r"(?i)\b(?:club|friends of|group|forum|network|society|association|assembly|team)$")
"""Bodies whose own chairs sit on a partnership for them."""
_LEADING = re.compile(rf"(?i)(?:the )?{spelt('people', 'leading')}\b")
_IN_BRACKETS = re.compile(rf"\(\s*({PLAIN_CHAIR})\s*\)\s*$", re.IGNORECASE)
_AND_CHAIR = re.compile(
    rf"(?i).* and (?P<held>(?:of|{PLAIN_CHAIR} of) the partnership|(?:the )?(?:partnership|icp|assembly) {KIND}chair)"
)
"""A post that ends in the partnership's chair: "Leader of the Council and chair of the partnership"."""
_SET_APART = re.compile(
    rf"(?i)\(\s*{PLAIN_CHAIR}\s*\)|(?:^|\n|on the [\w ]{{3,20}}: )\s*{PLAIN_CHAIR}\s*(?:$|\n)|{PLAIN_CHAIR}\s*:"
)
_LABELLED_PERSON = re.compile(r"[A-Z][^:.]{2,60}: [A-Z][^:.;]{3,60}\.?$")
"""Whom somebody stands for, and the name: "Blackpool: Councillor Ann Other."."""
_OF_A_COMMITTEE = re.compile(
    r"(?i)\bchair(?:man|woman|person)?, [\w ]{0,60}\b(?:committee|panel|scrutiny|working group)\b"
)
"""A chair elsewhere: "Chair, adult health committee"."""
SPLIT = re.compile(r"\s*[,;–—|·•\n()\[\]:]+\s*|\s+-\s+|\s+/\s+")
_STAND_IN = re.compile(
    r"(?i)\((?:substitutes?|alternates?|reserves?|deput(?:y|ies)|deputised by)\s*[:–-][^)]*\)"
    r"|[.;,]?\s*\b(?:substitutes?|alternates?|reserves?)\s*[:–-].*"
)
APART, _SITS, _OTHERS_NAMED = any_of("people", "apart"), any_of("people", "sits"), any_of("people", "others_named")
_TOLD = re.compile(r",? (?:who )?(?:is|leads|holds|runs|works|has|joined|was|heads|became|chairs)\b")
"""After the name with which a sentence begins: what a member does."""
_LEADS_IN = re.compile(r"^(?:and|also|as well as|currently|at present|presently|now|Cllrs|Councillors)\s+")
_DEPUTY = frozenset({"deputy", "vice"})
_IS_DAY = re.compile(r"\W*(?:[A-Z][a-z]+day,? )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\b")
_TWO = re.compile(r" (?:and|&) ")
_AT = re.compile(r"\s+(?:at|from|representing|for)\s+(?=(?:the )?[A-Z])")
_ROLE_OF = re.compile(r"(.{3,60}?),? (?:of|for) ((?:the )?[A-Z].*)")
_PAIR = re.compile(
    r"\s*(?:\(([^)]{3,90})\)| (?:(?:speaks|sits|comes|attends|acts|stands|joins us) )?(?:on behalf of|for|from|of)"
    r" ((?:the )?[A-Z][^,;.()]*?)(?=,|;|\.|$| and ))"
)
_ONE_NAME = any_of("said", "one_name")
_RUN_TOGETHER = re.compile(rf"(?i)(?P<before>.+?)\s+{PLAIN_CHAIR}|{PLAIN_CHAIR}\s+(?P<after>.+)")
"""A name and a role with nothing but bold type between."""
LONGEST_LINE, _LONGEST_OPENING, _LONGEST_LABEL = 220, 40, 60
_MEMBERS = any_of("people", "members")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of members; `chair` is the role where it says that the person chairs the partnership."""

    name: str
    role: str
    organisation: str
    chair: str
    evidence: str


def line_entries(line: str, evidence: str, bodies: Bodies) -> Iterator[Entry]:
    """Yield the people of one line."""
    line = LETTER.sub("", _STAND_IN.sub("", line).strip(" •*-–\t"), count=1)
    label, _, after = line.partition(":")
    if not line or len(line) > LONGEST_LINE or (after and NOT_MEMBERS.search(label)):
        return
    parts = _parts(line)
    persons = [part for part in parts if is_person(part)]
    if parts and persons[:1] == parts[:1]:  # "Ann Other (Robert Jones and Agnes Hunt)"
        persons = [
            name for name in persons if name == persons[0] or f"({name}" not in line or without_title(name) != name
        ]
    if not persons or any(map(APART.fullmatch, parts)):
        return
    if (
        persons == parts[:2] and len(persons) == 2 and not after and persons[1] == without_title(persons[1])
    ):  # "Ann Other, Spark Example"
        joint = line[line.find(persons[0]) + len(persons[0]) : line.find(persons[1])]
        if "and" not in joint and "&" not in joint:
            yield replace(entry_of(persons[0], "", evidence, bodies), organisation=persons[1])
            return
    first = entry_of(line, "", evidence, bodies)
    yield first
    yield from (Entry(name, "", first.organisation, "", evidence) for name in persons[1:])


def _parts(text: str) -> list[str]:
    """Return the parts of a line, with two people who share one apart."""
    parts = [_LEADS_IN.sub("", decapitalised(part)) for part in SPLIT.split(text) if part]
    parts = [name for part in parts for name in (_TWO.split(part) if _are_two(part) else (part,))]
    return [piece for part in parts for piece in (_without_role(part) if "hair" in part else (part,))]


def _without_role(part: str) -> tuple[str, ...]:
    """Return a name and the role that runs into it apart."""
    run = _RUN_TOGETHER.fullmatch(part)
    name = (run["before"] or run["after"]) if run else ""
    return (name, part.replace(name, "", 1).strip()) if name and is_person(name) else (part,)


def _are_two(part: str) -> bool:
    halves = _TWO.split(part)
    return len(halves) == 2 and all(map(is_person, halves))


def body_entries(line: str, evidence: str, bodies: Bodies) -> Iterator[Entry]:
    """Yield the organisations of one line, whatever label stands before them."""
    label, _, after = line.partition(":")
    if not (after and NOT_MEMBERS.search(label)) and not _IS_DAY.match(line):
        whose = label if ORGANISATION.search(label) and not ORGANISATION.search(after) else after or line
        yield from (Entry("", "", unknot(name), "", evidence) for name in line_names(tied(whose, bodies)))


def tied(text: str, bodies: Bodies) -> str:
    """Return a text in which the area's name and other names that hold commas or "and" are one word each."""
    area = bodies.area_name.replace(" and the ", " and ")
    for joint in (" and ", " and the ", " & "):
        name = area.replace(" and ", joint)
        text = text.replace(name, knot(name))
    return _ONE_NAME.sub(lambda match: knot(match[0]), text)


def sentence_entries(text: str, bodies: Bodies, *, listing: bool) -> Iterator[Entry]:
    """Yield people with those whom they stand for, else the organisations that a sentence on membership lists."""
    plain = plain_names(tied(text, bodies), bodies)
    opened = False  # by a heading that runs into its text: "Statutory members. Example Council, ..."
    for sentence in SENTENCE_END.split(plain):
        if NOT_MEMBERS.search(sentence[:40]):
            continue
        listing, opened = listing or opened, len(sentence) < _LONGEST_OPENING and bool(_MEMBERS.search(sentence))
        label = sentence.partition(":")[0] if ":" in sentence else ""
        said = listing or LISTING.search(sentence) or (len(label) < _LONGEST_LABEL and _MEMBERS.search(label))
        people = [name for name in names_in(sentence if said else "") if not BEFORE_THEM.search(sentence, 0, name[0])]
        pieces = [piece.strip(" .").removeprefix("and ") for piece in sentence.rpartition(": ")[2].split(";")]
        listed = [entry for piece in pieces for entry in line_entries(unknot(piece), unknot(sentence), bodies)]
        if said and _LABELLED_PERSON.match(sentence) and len(people) == 1 and people[0][0] == sentence.find(": ") + 2:
            yield from line_entries(unknot(sentence), unknot(sentence), bodies)
        elif said and len(pieces) > 1 and len(listed) > 1 and len(listed) >= len(people):
            yield from listed
        elif _names_members(sentence, people):
            yield from (_of_sentence(sentence, end, name, bodies) for _, end, name in people)
        else:
            names = sentence_names(sentence, sure=listing)
            yield from (Entry("", "", unknot(name), "", unknot(sentence)) for name in names)


def _names_members(sentence: str, people: list[tuple[int, int, str]]) -> bool:
    """Say whether the people whom a sentence of a list of members names are members."""
    if not people or _OTHERS_NAMED.search(sentence):
        return False
    pairs = sum(bool(_PAIR.match(sentence, end)) for _, end, _ in people)
    told = people[0][0] == 0 and _TOLD.match(sentence, people[0][1])
    return pairs > 1 or len(people) > 2 or bool(told or _SITS.search(sentence))


def _of_sentence(sentence: str, end: int, name: str, bodies: Bodies) -> Entry:
    """Return a person with whom they stand for, as a sentence says right after the name, which ends at `end`."""
    match = _PAIR.match(sentence, end)
    if match is None:
        return Entry(name, "", "", "", quoted(unknot(sentence)))
    body = unknot(match[1] or match[2])
    entry = entry_of(name, body, unknot(sentence), bodies)
    return entry if entry.organisation or entry.role else replace(entry, organisation=body)


def role_beside_name(text: str) -> tuple[str, str] | None:
    """Return the name and the role in a text that holds a chair's name and that role, and nothing else."""
    parts = _parts(text) if "hair" in text else []
    named = [part for part in parts if is_person(part)]
    roles = [part for part in parts if CHAIR.fullmatch(part)]
    return (named[0], roles[0]) if len(named) == len(roles) == 1 and len(parts) == len(named + roles) else None


def has_person(text: str) -> bool:
    """Say whether one of the parts of a text is a person's name."""
    return any(map(is_name, _parts(text)))


def starts_with_person(text: str) -> bool:
    """Say whether a short text begins with a name, or with whom that person stands for, whatever is said behind it."""
    text = text.partition(": ")[2] or text
    parts = _parts(text.partition(" who ")[0]) if len(text) < LONGEST_LINE else []
    first = _AT.split(parts[0])[0] if parts else ""
    return is_name(first) or any(start == 0 for start, _, _ in names_in(text[:60]))


def is_name(part: str) -> bool:
    """Say whether a text is a person's name, and not a body's that reads like one ("Bedford Hospice")."""
    return is_person(part) and (not ORGANISATION.search(part) or without_title(part) != part)


def entry_of(holder: str, rest: str, evidence: str, bodies: Bodies, *, job: bool = False, held: str = "") -> Entry:
    """Return the person of a list entry, with role and organisation told apart by the words in them.

    `holder` holds the name, `rest` what stands in other lines or cells. `held` is the role on the partnership, where
    that stands apart from all else; `job` says that all else tells posts held elsewhere.
    """
    plain, rest, held = (plain_role(text, bodies) for text in (holder, rest, held))
    holder = plain if any(map(is_person, _parts(plain))) else holder
    parts = [part for text in (holder, rest) for part in _parts(text)]
    parts = [f"{part} chair" if part.lower() in _DEPUTY else part for part in parts]
    name = next(part for part in parts if is_person(part))
    if ":" in holder.partition(name)[0]:  # "Housing: Ann Other, Example Homes"; the label is the weaker word
        parts = [*parts[parts.index(name) :], *parts[: parts.index(name)]]
    others = [half for part in parts if part != name and not is_person(part) for half in _AT.split(part)]
    cells = map(str.strip, rest.split("|"))  # a cell of its own says more than brackets after a body
    # What stands beside the name says more than a cell of its own, which may be the post held elsewhere.
    by_name = held if CHAIR.fullmatch(held) else _role_by_name(holder)
    said = (by_name,) if by_name else (*cells, *others)
    chair = next((part for part in said if part in others and CHAIR.fullmatch(part)), "")
    if not chair and (also := next(filter(None, map(_AND_CHAIR.fullmatch, others)), None)):
        chair = also["held"]
    organisation = next((part for part in others if part != chair and _is_organisation(part)), "")
    role = next((part for part in others if part not in (chair, organisation) and ROLE.search(part)), "")
    if (match := _ROLE_OF.fullmatch(role)) and ORGANISATION.search(match[2]):
        role, organisation = match[1], organisation or match[2]
    quote = quoted(evidence)
    ours = (by_name and by_name == held) or (
        chair
        and not _OF_A_COMMITTEE.search(f"{holder}\n{rest}")
        and (not job or _SET_APART.search(holder))
        and (by_name or _chairs_us(chair, organisation, f"{holder}\n{rest}"))
    )
    return Entry(name.strip(" .,*"), role or chair, organisation, role_of(chair) if ours else "", quote)


def plain_role(text: str, bodies: Bodies) -> str:
    """Return a text in which whoever chairs the partnership does so in the plainest words."""
    if "hair" not in text and "HAIR" not in text:
        return text
    return said_plainly(plain_names(text, bodies))


def _role_by_name(line: str) -> str:
    """Return the role that a line gives in brackets behind a name, or right before it; "" where it does neither."""
    if match := _IN_BRACKETS.search(line):
        return match[1].strip()
    first, *others = _parts(line)
    return first if CHAIR.fullmatch(first) and others and is_person(others[0]) else ""


def _is_organisation(part: str) -> bool:
    return bool(ORGANISATION.search(part)) and not _LEADING.match(part) and not VERB.search(part)


def _chairs_us(chair: str, organisation: str, text: str) -> bool:
    """Say whether "chair" is a role in the partnership: set apart, more than "chair", or not at a body with a chair."""
    if role_of(chair) != "Chair" or "partnership" in chair.lower():
        return True
    return not OF_MEMBERS.search(organisation) and (
        bool(_SET_APART.search(text)) or not _HAS_CHAIR.search(organisation)
    )
