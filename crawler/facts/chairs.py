"""Whom a page names as chair: in sentences, under headings, by signatures, and where the chair goes round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from config.vocabulary import any_of
from crawler.facts.chair_labels import BOTH, with_labels_as_headings
from crawler.facts.chair_sayings import (
    BEFORE_THEM,
    KIND,
    NO_LONGER,
    PLAIN_CHAIR,
    TIED,
    chairs_said,
    joined,
    organisation_of,
    role_of,
    said_plainly,
)
from crawler.facts.organisations import ORGANISATION
from crawler.facts.persons import is_person, names_in, without_title
from crawler.facts.quotes import quoted
from crawler.facts.sentences import SENTENCE_END
from crawler.names import Bodies, plain_names
from store.reading import Block, Fact

_IN_TURN, _NOW = any_of("people", "in_turn"), re.compile(r"(?i)[;,] ?(?:this year|currently|at present|now|for 20)")
_OFFICE = re.compile(r"hair|\bto preside\b")
_FALLS_TO = re.compile(r"(?i)\b(?:it|the (?:job|role|turn|task)) (?:now |currently )?(?:falls|passes|goes) to\b")
_MINUTED = re.compile(rf"(\([A-Z]{{2,4}}\),? (?i:{KIND}chair(?:man|woman|person)?\b)),.*")
"""A line of those who came, with initials and a role in the meeting; the body behind it is where the person is from."""
_THIS_IS = re.compile(r"(?i)(?:(?:currently|at present|at the moment|now|for 20\d\d\S*),? )?(?:this|that|it) is\b")
_HOLDS_IT = re.compile(
    r"(?i)\b(?:holds|has held) (?:the (?:post|role|position)|it)\b|\b(?:has|have) it\b"
    r"|\bis (?:currently |now )?held by\b|\b(?:post|office)[- ]?holder (?:is|at present is)\b"
)
_FIRST_OFFICE = re.compile(rf"(?i)\b{KIND}chair")
_SPEAKS = re.compile(
    r"hair|\b(?:[Oo]ur|[Mm]y|[Hh]er|[Hh]is|[Tt]heir) deputy\b|[Pp]resid(?:es|ing over)\b|\bled by\b"
    r"|\bto preside\b|\b[Tt]hey are [A-Z]|\bstands in for\b"
)
_INCUMBENT = re.compile(r"(?i)\W*(?:since 20\d\d|20\d\d\s*(?:to|–|-)\s*(?:date|present|now|the present))\b")
"""Before who still chairs, in a list of those who have."""
_THERE_IS = re.compile(r"(?i)\bthere is an? ((?:acting|interim) chair)\b")
_SUCCESSOR = re.compile(r"(?i)\b(?:her|his|their|the) successor(?:,| is| was|:) (?=(?-i:[A-Z]))")
_DEPUTY_SECTION = re.compile(r"(?i)\W*(?:her|his|their|our|the) deput(?:y|ies)\W*")
_STAYS = re.compile(
    r"(?:[Ss]he|[Hh]e) (?=(?:remains|is|stays|continues|has been|was (?:re-?)?elected|became|took over|chairs)\b.*hair)"
)
"""A pronoun for the one person whom the sentence before names."""
_THEY_ARE = re.compile(r"\b[Tt]hey are (?:currently |now )?(?=[A-Z])")
_THEY_CO_CHAIR = re.compile(
    r"^(?:They|The two(?: of them)?|Both)\b[^.;]{0,40}\b(?:(?:co-?|joint )chairs\b|(?:co-?|jointly )chair\b)"
)
_RETURNED = re.compile(
    r"(?i)(?: of [A-Z][\w ]+?)? (?:was|were) (?:returned|re-?elected|declared elected|elected|chosen|voted in)\b"
    r"(?! (?:as )?(?:\w+ )?(?:vice|deputy|mayor|leader|to\b))"
)
_HAS_TWO = re.compile(
    r"(?i)\b(?:has|have|with) (?:two (?:co-?|joint )?chairs|(?:co-|joint )chairs)\b"
    r"|\bone (?:co-?|joint )?chair (?:comes|is drawn|is) from\b[^.;]*\band (?:one|the other)\b"
)
_FOR_ONE_IT_IS = re.compile(r"^(?:For|From) (?:the )?[\w'’ ]{3,40},? (?:it|this|that) is (?=[A-Z])")
_OF_WHOM = re.compile(
    rf"(?i)(?:(?:the |our |independent |current )?(?:partnership |icp )?{KIND}chair(?:man|woman|person)?"
    r" (?:since|from|of|until)\b|(?:co-?|jointly )?(?:chairs|chaired|chairing)\b"
    rf"|(?:re-?elected|elected|appointed|chosen|serves|serving) .*?\b{KIND}chair\b"
    rf"|(?:took over|became|has (?:chaired|been)|is|was)\b.*?\b{KIND}chair(?:ed)?\b)"
)
"""How a sentence begins that leaves out whom it tells of, the person of the heading: "Elected chair in May"."""
_RIGHT_BESIDE = 9
"""Characters behind a name in which its own role stands."""
_TWO_CHAIRS, _SHARES = re.compile(r"(?i)\b(?:two|co-?|joint)[ -]?chairs\b"), re.compile(r"\bshares? (?:the|it|this)\b")
_AND_DEPUTY = re.compile(r"(?i)\bchair\b.*\b(?:deputy|vice)\b")
_CHAIRS_IT = re.compile(r"\bchairs it\b")
_DEPUTISES = re.compile(r"(?i)\bas (?:its |our |the )?(?:vice|deputy)[ -]chair")
_ANOTHERS_SECTION = re.compile(
    r"(?i)(?!.*\b(?:chair|member|partnership|icp|assembly))"
    r".*\b(?:working group|sub-?(?:group|committee)|\w+ group|panel|workstream"
    r"|(?:programme|place|locality) board)\b"
)
"""A heading over a body that works for the partnership; who chairs it stands below."""
_ASKS_FOR_DEPUTY = re.compile(r"(?i)\b(?:has|have|is there) (?:a |an |any )?(?:deputy|vice)\b(?![ -]chair)")
_MESSAGE = re.compile(r"(?i)\b(?:message|letter|foreword|welcome|word|introduction|blog)\b")
"""In a heading over what the chair writes, where others are named."""
_CHOSEN = re.compile(
    r"(?i)\W*(?:(?:the person|who was) (?:appointed|chosen|selected)"
    r"|who (?:holds|has) (?:the (?:post|role|office)|it))\b"
)
"""A heading over whom they chose, on a page about choosing the chair."""
_OF_THE_BOARD = re.compile(r"(?i)\bchairs? (?:of )?the (?:nhs|icb|integrated care board)\b")
_NOT_THE_SAME = re.compile(
    r"\bnot (?:be |to be )?confused? (?:it |us |this |the [\w ]{3,60} )?with\b|\bnot the same as\b"
)
_OF_ITEM = re.compile(rf"(?i){PLAIN_CHAIR}: ")
_OF_PLACES = re.compile(
    r"(?i)\bchairs of (?:the |our )?(?:local|place|borough|area|locality|neighbourhood|other|sub)\b"
)
_IN_BRACKETS = re.compile(rf"(?i)\(\s*{PLAIN_CHAIR}\s*\)\W*$")
_SEVERAL_OR_TWO = re.compile(r"(?i)\b(?:co-?|joint |two )chairs\b")
_SEVERAL = re.compile(r"(?i)(?:chairs|chairmen|chairwomen)\W*$")
_IN_CHARGE = frozenset({"Chair", "Co-chair", "Interim chair"})
_SHARE = re.compile(r"(?i)\b(?:co|joint|two|shared?|chairs|turns?)\b")
_CHAIR_SECTION = re.compile(
    r"(?i)(?!.*\b(?:former|past|previous|used? to|how|choosing|choose|elect\w*|appoint\w*|role of|members?|report"
    r"|question|asks?|announcements?|remarks|updates?|communications|business|actions?|vacancy|choice)\b).{0,40}\bchair(?:s|ing|person|man|woman)?\b.{0,45}$"
)
_BARE_BOARD = re.compile(r"\b(?:the|The|our|Our) Board\b(?! of)|^(?:The|Our) board\b(?! of)")
_SIGNED = re.compile(rf"(?i)(?:[^.\n]{{3,80}} and )?(?:{PLAIN_CHAIR}|{KIND}chairs)\b(?!['’])")
_LABEL = re.compile(
    rf"(?i)\W*(?:convenor and |leader and )?{PLAIN_CHAIR}s?\W*"
    r"|\W*(?:q\W+)?who (?:is|are|chairs)\b[^?]*(?:\bchairs?\b[^?]*)?[?:]\W*"
)
"""A line that is a role and no more, or asks for the chair; the next line names the person."""
_IN_THE_CHAIR = "in the chair"
_WHO_CHAIRS = re.compile(r"(?i)^(who chairs (?:it|us|the [\w ]{3,30}):) ")
_ANSWER = re.compile(r"(?:A|Answer)[.:]\s+")
_PERIOD, _GOES_ON = (
    re.compile(r"(?i)period|term|\byears?\b|tenure|served"),
    re.compile(r"(?i)\b(?:to date|present|now|current|ongoing)\b"),
)
"""The column that says when each chair served, and what says that one still does."""
_LONGEST_POST = 60
"""A cell up to this length, in characters, is a name or a post, which lists of members tell; a longer one is prose."""
_LONGEST_BODY = 200
"""A line of a list that is a body's name is not longer."""
_LONGEST_SENTENCE = 900
_HAS_CHAIR = any_of("people", "have_chairs")
_OTHER_BODIES = (_HAS_CHAIR, _ANOTHERS_SECTION)


def chairs(blocks: Sequence[Block], bodies: Bodies, *, ours: bool = True) -> Iterator[Fact]:
    """Yield the chairs that sentences name; with `ours` false the page is another body's, and any chair counts."""
    blocks, whole = with_labels_as_headings(blocks, bodies)
    told: set[tuple[str, ...]] = set()  # sections that have named one
    body_over = ""  # the line of a list over "Chair: Ann Other"
    for number, block in enumerate(blocks):
        if whole.get(number) == "":
            told.discard((*block.path, block.text))
            continue
        if block.kind != "item" or ":" not in block.text:
            named = block.kind == "item" and len(block.text) < _LONGEST_BODY
            body_over = plain_names(block.text, bodies) if named else ""
        another = "the partnership" not in body_over and any(each.search(body_over) for each in _OTHER_BODIES)
        if ours and another and _OF_ITEM.match(block.text):
            continue
        if block.kind == "row" and number and (deputy := _deputy_below(block, blocks[number - 1])):
            yield deputy
        elif block.kind == "row" and (held := list(_of_cells(block, bodies))):
            yield from held
        elif not (block.kind == "row" and block.labels and not ours):
            found = list(_of_block(block, _above(blocks, number), bodies, ours=ours, told=block.path in told))
            told.update([block.path] if found else ())
            body = _body_below(blocks, number) if len(found) == 1 and is_person(block.text) else ""
            for fact in found:
                evidence = quoted(whole[number]) if number in whole else fact.evidence
                yield replace(fact, organisation=fact.organisation or body, evidence=evidence)


def _body_below(blocks: Sequence[Block], number: int) -> str:
    """Return the body that the short line below a name gives; "" where it gives none."""
    below = blocks[number + 1] if number + 1 < len(blocks) else None
    named = below is not None and below.kind == "paragraph" and len(below.text) < _LONGEST_POST
    return below.text if below and named and ORGANISATION.search(below.text) and "hair" not in below.text else ""


def _of_block(block: Block, above: str, bodies: Bodies, *, ours: bool, told: bool) -> Iterator[Fact]:
    """Yield the chairs of one block; `above` stands before it, `told` that somebody chairs."""
    heading = block.path[-1] if block.path else ""
    if ours and _ANOTHERS_SECTION.search(heading) and "the partnership" not in plain_names(heading, bodies):
        return
    if ours and (_OF_THE_BOARD.search(heading) or _OF_PLACES.search(heading)):
        return
    in_section = bool(_DEPUTY_SECTION.fullmatch(heading)) or (
        bool(block.path) and (_is_about_the_chair(heading) or bool("hair" in block.path[0] and _CHOSEN.match(heading)))
    )
    labelled = bool(in_section or _LABEL.fullmatch(above))
    if (incumbent := _INCUMBENT.match(block.text)) and "hair" in heading:
        for _, _, name in list(names_in(block.text[incumbent.end() :]))[:1]:
            yield Fact("chair", name, role_of(heading), evidence=quoted(block.text))
    for sentence in _naming_two(_sentences(block, above)) if labelled or _SPEAKS.search(block.text) else ():
        if (
            not (labelled or _SPEAKS.search(sentence) or "deput" in sentence.lower())
            or len(sentence) >= _LONGEST_SENTENCE
        ):
            continue
        told_of = _told_of(block, _MINUTED.sub(r"\1", sentence))
        plain = said_plainly(plain_names(told_of, bodies))
        plain = _FALLS_TO.sub("The chair is", plain) if in_section else plain
        if any("board" in name for name in bodies.full):
            plain = _BARE_BOARD.sub("the partnership", plain)
        said = list(chairs_said(plain, bodies.places, ours=ours))
        opens = is_person(block.text) or block.kind == "item" or (block.kind == "paragraph" and not told)
        signed = _are_people(re.split(r"[,\n]", block.text)[0])
        opens = opens or (signed and bool(_SHARE.search(heading) and _MESSAGE.search(heading)))
        opens = opens or (in_section and bool(_SHARE.search(heading)) and _is_of_a_person(sentence))
        opens = opens and (signed or not _MESSAGE.search(heading))
        if in_section and opens and not any(role_of(role) in _IN_CHARGE for _, role in said):
            others = {name for name, _ in said}
            said += [one for one in _named_in_section(plain, heading, alone=not said) if one[0] not in others]
        told = told or bool(said)
        for name, role in said:
            yield Fact("chair", name, role, organisation_of(plain, name), evidence=quoted(sentence))


def _named_in_section(text: str, heading: str, *, alone: bool) -> Iterator[tuple[str, str]]:
    """Yield whom a sentence names first, right below a heading such as "Our chair"; `alone` if it says no role."""
    names = list(names_in(text))
    if both := BOTH.search(heading):
        yield from zip((name for _, _, name in names[:2]), ("Chair", role_of(both[1])), strict=False)
        return
    if not alone and role_of(heading) not in _IN_CHARGE:
        return
    if NO_LONGER.search(text[: names[0][0] if names else len(text)]) and role_of(heading) != "Interim chair":
        return
    if _ASKS_FOR_DEPUTY.search(heading) or _DEPUTY_SECTION.fullmatch(heading):
        heading = "Deputy chair"
    names = [name for name in names if not BEFORE_THEM.search(text, 0, name[0])]
    named = names[:2] if _SHARE.search(heading) else joined(text, names, TIED)
    yield from ((name, role_of(heading)) for _, _, name in named)


def _above(blocks: Sequence[Block], number: int) -> str:
    """Return the text of the paragraph before one; "" where that is the post of whoever stands above it."""
    before = [block.text for block in blocks[max(0, number - 2) : number]]
    block = blocks[number]
    if not before or not (block.kind == "paragraph" or (block.kind == "heading" and _SIGNED.match(block.text))):
        return ""
    return "" if _LABEL.fullmatch(before[-1]) and is_person(before[0]) and len(before) > 1 else before[-1]


def _deputy_below(block: Block, above: Block) -> Fact | None:
    """Return the deputy whom a row names under that word, below the row of the chair."""
    if len(block.cells) != 2 or block.cells[0].lower() not in {"deputy", "vice"} or not is_person(block.cells[1]):
        return None
    chair = above.kind == "row" and len(above.cells) == 2 and _LABEL.fullmatch(above.cells[0])
    return Fact("chair", block.cells[1], "Deputy chair", evidence=quoted(block.text)) if chair else None


def _of_cells(block: Block, bodies: Bodies) -> Iterator[Fact]:
    """Yield the chairs of a row: under the label "Chair", and in cells such as "Cllr Ann Other, Chair"."""
    labels = block.labels if len(block.labels) == len(block.cells) else ("",) * len(block.cells)
    if _IN_THE_CHAIR in block.cells and is_person(block.cells[0]):
        yield Fact("chair", block.cells[0], "Chair", evidence=quoted(block.text))
    if len(block.cells) > 1 and is_person(block.cells[0]) and (held := _IN_BRACKETS.search(block.cells[-1])):
        yield Fact("chair", block.cells[0], role_of(held[0]), evidence=quoted(block.text))
    if len(block.cells) > 1 and _LABEL.fullmatch(block.cells[0]):  # a post, and who holds it
        holders = (cell.partition(" (")[0] for cell in block.cells[1:] if "hair" not in cell)
        named = [name for name in holders if is_person(name)]
        if len(named) == 1:
            yield Fact("chair", named[0], role_of(block.cells[0]), evidence=quoted(block.text))
    if len(labels) > 1 and not labels[0] and _LABEL.fullmatch(block.cells[0]):
        labels = (labels[0], block.cells[0], *labels[2:])  # heads the row
    over = any(map(_PERIOD.search, labels)) and not _GOES_ON.search(block.text)
    for label, cell in zip(labels, block.cells, strict=True):
        label = plain_names(label, bodies)
        if _LABEL.fullmatch(label) and _SEVERAL.search(label) and not over and len(list(names_in(cell))) > 1:
            for _, end, person in names_in(cell):
                yield Fact(
                    "chair",
                    person,
                    role_of(label),
                    organisation_of(cell[end - len(person) :], person),
                    evidence=quoted(block.text),
                )
            continue
        name, *posts = plain_names(cell, bodies).replace(", ", "\n").removesuffix(")").replace(" (", "\n").split("\n")
        role = next(filter(_LABEL.fullmatch, (*posts, label)), "chair" if label.lower() == _IN_THE_CHAIR else "")
        elsewhere = (
            role in posts and role_of(role) == "Chair" and any(_HAS_CHAIR.search(other) for other in block.cells)
        )
        if role and not over and not elsewhere and is_person(name) and cell != label:
            yield Fact("chair", name, role_of(role), evidence=quoted(block.text))


def _told_of(block: Block, sentence: str) -> str:
    """Return a sentence below a person's name with that name for the first name, or the pronoun, that it uses."""
    above = (*block.path[-1:], *(block.labels[:1] if block.kind == "definition" else ()))
    above = tuple(text.removeprefix("Meet ") for text in above)
    parts = [part.partition(",")[0] for text in reversed(above) for part in (text, text.rpartition(": ")[2])]
    whose = next(filter(is_person, parts), "")
    if not whose or "hair" not in sentence or without_title(whose) in sentence:
        return sentence
    if _OF_WHOM.match(sentence) and next(names_in(sentence), None) is None:
        return f"{whose}, {sentence[0].lower()}{sentence[1:]}"
    *first, last = map(re.escape, without_title(whose).split())
    surname = rf"(?:(?:[A-Z][a-z]{{1,9}}\.? ){{1,2}}{last})"
    told = re.sub(rf"\b(?:{'|'.join((*first[:1], surname))}|[Ss]he|[Hh]e)\b", whose, sentence, count=1)
    return f"{whose}, {told}" if whose not in told and _DEPUTISES.search(told) else told


@lru_cache(maxsize=256)
def _is_about_the_chair(heading: str) -> bool:
    return "hair" in heading and bool(_CHAIR_SECTION.match(heading)) and next(names_in(heading), None) is None


def _sentences(block: Block, above: str) -> Iterator[str]:
    """Yield the sentences of a block; a list of names under a label ("Co-chairs:") is one, a name over a post too.

    `above` is the text of the block before, which may be the name over the post.
    """
    if block.kind == "definition" and "hair" in "".join(block.labels):
        role = block.labels[0].partition(" (")[0]
        yield f"{role}: {'; '.join(block.cells)}".replace("\n", "; ")
        return
    if _is_of_another(block):
        return
    if block.kind == "row" and block.labels:
        cells = [cell for cell in block.cells if len(cell) > _LONGEST_POST]
        yield from (sentence for cell in cells for sentence in SENTENCE_END.split(cell))
        return
    label = over = ""  # the role over the lines, and the name over a post and a role
    for said in SENTENCE_END.split(_WHO_CHAIRS.sub(r"\1\n", _ANSWER.sub("", block.text))):
        sentence = said.title() if said.isupper() and said.count(" ") > 1 else said
        if len(sentence) >= _LONGEST_SENTENCE:
            continue
        people = _are_people(sentence.partition(",")[0].removesuffix(" does").removesuffix(" do"))
        label = above if _LABEL.fullmatch(above) else label if people and "hairs" in label and "?" not in label else ""
        over = sentence if people else over if above == over or "," not in above else ""
        if turn := _whose_turn(sentence, above):
            yield turn
        elif _SIGNED.match(sentence) and over and over != above and not people:
            yield f"{over}, {sentence}"
        elif _SIGNED.match(sentence) and _are_people(above):
            yield f"{above}, {sentence}"
        elif label and people:
            yield f"{role_of(label)}{'s' if 'hairs' in label else ''}: {sentence}"
        else:
            yield sentence
        above = sentence


def _is_of_another(block: Block) -> bool:
    """Say whether a line under or behind the name of another body says who chairs that."""
    if block.kind == "definition":  # "Example NHS Trust: Ann Other, Chair"
        return any(map(_HAS_CHAIR.search, block.labels))
    if block.kind == "paragraph" and "not " in block.text and _NOT_THE_SAME.search(block.text):
        # a warning of another body, and who chairs that
        return bool(_HAS_CHAIR.search(block.text))
    named = block.kind == "item" and _HAS_CHAIR.search(block.text.partition(": ")[0])
    return bool(named) and bool(_CHAIRS_IT.search(block.text))


def _naming_two(sentences: Iterable[str]) -> Iterator[str]:
    """Yield sentences, with the role before the two people whom those behind "It has two chairs." begin with."""
    left = 0
    for said in sentences:
        sentence = _FOR_ONE_IT_IS.sub("", said) if left else said
        first = next(names_in(sentence), None) if left else None
        if first and first[0] == 0 and "hair" not in sentence[first[1] :][:_RIGHT_BESIDE]:
            left -= 1
            yield f"Co-chair: {sentence}"
        else:
            yield sentence
        left = 2 if _HAS_TWO.search(sentence) else left


def _of_two(sentence: str, above: str) -> str:
    """Return the two whom a sentence names for the two offices, or the shared one, of the sentence `above`; else ""."""
    shared = _TWO_CHAIRS.search(above) and _SHARES.search(sentence)
    if not shared and not ("respectively" in sentence and _AND_DEPUTY.search(above)):
        return ""
    two = [name for _, _, name in names_in(sentence)][:2]
    if len(two) < 2:
        return ""
    return f"Co-chairs: {' and '.join(two)}" if shared else f"{' and '.join(two)}, chair and deputy chair"


def _whose_turn(sentence: str, above: str) -> str:
    """Return who chairs now, where a sentence, or the one `above` it, says that the chair goes round; else ""."""
    start = 0
    if two := _of_two(sentence, above):
        return two
    if there := _THERE_IS.search(above):
        return f"{there[1]}: {sentence}"
    if (who := list(names_in(above))) and len(who) == 1 and _STAYS.match(sentence):
        return _STAYS.sub(f"{who[0][2]} ", sentence)
    if _SEVERAL_OR_TWO.search(above) and (they := _THEY_ARE.search(sentence)):
        return f"Co-chairs: {sentence[they.end() :]}"
    if (who := list(names_in(above))) and len(who) == 2 and _THEY_CO_CHAIR.search(sentence):
        return f"Co-chairs: {who[0][2]} and {who[1][2]}"
    if "hair" in above and not _HAS_CHAIR.search(above) and (successor := _SUCCESSOR.search(sentence)):
        return f"Chair: {sentence[successor.end() :]}"
    if "hair" in above and (returned := _RETURNED.search(sentence)):
        name = next((name for _, end, name in names_in(sentence) if end == returned.start()), "")
        return f"Chair: {name}; {sentence}" if name else ""
    if "hair" in sentence:
        turns = _IN_TURN.search(sentence)
        now = _NOW.search(sentence, turns.end()) if turns else None
        start = now.end() if now else -1
    elif not _OFFICE.search(above) or not (
        _IN_TURN.search(above) or _THIS_IS.match(sentence) or _HOLDS_IT.search(sentence)
    ):
        start = -1
    named = next(names_in(sentence[start:]), None) if start >= 0 else None
    office = _FIRST_OFFICE.search(above) if "hair" not in sentence else None
    return f"{role_of(office[0]) if office else 'Chair'}: {sentence[start + named[0] :]}" if named else ""


def _is_of_a_person(sentence: str) -> bool:
    """Say whether a sentence begins with a name and goes on with what that person is."""
    first = next(names_in(sentence), None)
    return first is not None and first[0] == 0 and sentence[first[1] :].startswith((" is ", "\n"))


def _are_people(text: str) -> bool:
    """Say whether a text is a person's name, or two tied by "and", and nothing else."""
    return all(is_person(part) for part in re.split(r" (?:and|&) ", text.removeprefix("Signed: ")))
