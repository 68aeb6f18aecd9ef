"""Whom a page's sentences name as chair, told apart from the chairs of the other bodies that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from config.vocabulary import any_of, spelt, words_of
from crawler.facts.organisations import ORGANISATION
from crawler.facts.persons import is_person, names_in, without_title
from crawler.facts.quotes import quoted
from crawler.names import Bodies, plain_names
from store.reading import Block, Fact

SENTENCE_END = re.compile(r"(?:(?<=[a-z0-9)”\"][.!?])|(?<=[A-Z]{2}[.!?]))\s+(?=[A-Z“\"‘])|\n")
_KIND = r"(?:(?:co|joint(?:ly)?|vice|deputy|interim|acting|current|independent|elected)[ -]?)?"
_US = r"(?:partnership|assembly|icp|committee)\b(?:'s)?(?: (?:board|assembly|forum|committee)\b)?"
PLAIN_CHAIR = (
    rf"(?:the |our )?(?:partnership |icp |assembly )?{_KIND}chair(?:man|woman|person)?"
    rf"(?: (?:of|for|to|on) (?:the |our |this )?{_US})?(?: (?:until|from|since) \w[\w ]{{3,24}})?"
)
"""A role that is no more than chair of the partnership (to be matched without regard to capitals)."""

_CHAIR = re.compile(
    rf"\b(?P<how>{_KIND})chair(?!'|’|ity)(?:man|woman|person)?(?P<form>s|ed|ing)?(?P<ship>ship)?\b", re.IGNORECASE
)
_ROLE = re.compile(r"(?i)\b(co|joint|vice|deputy|interim|acting)(?:ly)?[ -]?chair")
_ROLES = {"co": "Co-chair", "joint": "Co-chair", "vice": "Vice chair", "deputy": "Deputy chair"}
_ROLES |= {"interim": "Interim chair", "acting": "Interim chair"}
_OBJECT = re.compile(r"\s+(?:the\b|an?\b|our\b|this\b|its\b|meetings\b|it\b|[A-Z])")
_OURS = re.compile(
    r"(?i)\s*(?:the |our |this |its |meetings of the )?(?:strategic |new |whole |coming |current )?(?:partnership"
    r"|assembly|icp|committee|it|meetings?|year|20\d\d|two years|purposes?|time being"
    r"|meantime|municipal|first|remainder|next)\b"
    r"(?! (?:for|of) (?-i:[A-Z]))"
)
_LEADS_TO = re.compile(
    r"(?i)\)?(?: (?:of|for|to) (?:the |our )?(?:partnership|assembly|icp|committee|board)(?:'s)?"
    r"(?: (?:board|assembly|forum))?| for (?:the )?(?:municipal year )?20\d\d\S{0,5})?(?: \((?:until"
    r"|since|from|to) [^)]*\))?"
    r"(?: is (?:the |its |our )?(?:[\w-]+ ){0,3}(?:leader|mayor|cabinet|chief|director|commissioner)\b"
    r"[^,.;:()]{0,60},)?"
    r"(?:,? [^,.:;()]{3,40}:)?(?:, who [^,.;]{3,60},)?(?:,| is| are| –| -|:| \(|, who is| will be| was| has been"
    r"| (?:being |currently )?(?:filled|held|taken|shared)(?: \w+ly| on an interim basis| for now| this year)? by"
    r"| \||\n)* ?(?:currently |now |the |also )?"
)
_RIGHT_AFTER = re.compile(
    r"(?i)(?:[\s,(–—|-]|\b(?:is|are|as|in|the|our|its|who|was|will be|remains|has been|re-?elected|appointed|named|acts"
    r"|serves|also|both|currently)\b)*"
)
_BY = re.compile(r"(?:,?\s+(?!the\b)\w+){0,5}?,?\s+by\b|\s+of\b")
_AND = re.compile(r"(?: ?\([^)]*\)|, [^,.;()]{2,70},?)?,? (?:and|&) (?:by )?(?:the )?")
_OR_COMMA = re.compile(rf"(?i)(?:(?!chair)[^.]){{0,70}}?(?:[,;\n]|,? (?:and|&)) ?(?:by )?(?:the )?|{_AND.pattern}")
_SHARED = re.compile(r"(?i)\b(?:shared?|jointly|between|alternat\w+|takes? turns?|in turn|rotat\w+)\b")
_DEPUTY = re.compile(r"(?i)\b(?:her|his|their|the) deput(?:y|ies) (?:is|are) |^\W*deput(?:y|ies): ")
_AS_DEPUTY = re.compile(
    r"(?:,[^,.;]{3,60},)? deputi[sz]es\b|(?: \([^)]*\)|,[^.;]{3,90},)?"
    r" is (?:his|her|their|our|the) (?:deputy|vice)\b(?![ -]chair)"
    r"| as (?:(?:his|her|their|the|its) )?(?:deputy|vice)\b(?![ -]chair)"
)
_BEFORE_THEM = re.compile(
    rf"(?i)\b(?:{spelt('people', 'before_them')}|(?:take[ns]?|took) (?:over|on)\b[^.;]{{0,40}} from) $"
)
_STILL = re.compile(r"(?i)\b(?:will|is to|are to) (?:succeed|replace|take over\b[^.;]{0,40} from) $")
"""Before the name of who chairs until then: "Ann Other will succeed Jo Quill as chair in April"."""
_AFTER_THEM = re.compile(r"(?i)\b(?:succeeded|replaced|followed) (?:as [\w -]{4,20} )?by ")
_IN_TURN, _NOW = any_of("people", "in_turn"), re.compile(r"(?i)[;,] ?(?:this year|currently|at present|now|for 20)")
_THIS_IS = re.compile(r"(?i)(?:(?:currently|at present|at the moment|now|for 20\d\d\S*),? )?(?:this|that|it) is\b")
_HOLDS_IT = re.compile(r"(?i)\b(?:holds|has held) (?:the (?:post|role|position)|it)\b")
_OPENS = re.compile(r"(?i)chair(?:s|man|woman|person)?:$")
_DEPUTISES = re.compile(r"(?i)\bas (?:its |our |the )?(?:vice|deputy)[ -]chair")
_SHARE = re.compile(r"(?i)\b(?:co|joint|two|shared?|chairs|turns?)\b")
_EARLIER = re.compile(
    r"(?i)\b(?:before (?:them|that|him|her|then)|until (?:then|20\d\d)|previously|formerly|at first)\b"
)
_ANONYMOUS = re.compile(
    r"\s+(?:(?!elect|appoint|re-?elect|nam)[a-z]+ed|said|took|gave|told|put|then|(?:will|would|may|can|shall)(?! be))\b"
    r"(?! by\b)"
)
_CHAIR_SECTION = re.compile(
    r"(?i)(?!.*\b(?:former|past|previous|how|choosing|choose|elect\w*|appoint\w*|role of|report|question|asks?)\b)"
    r".{0,40}\bchair(?:s|ing|person|man|woman)?\b.{0,30}$"
)
_NO_MORE = re.compile(
    r"(?i)\s+(?:designate|elect)\b|[^.;]{0,60}\b(?:has|have) (?:now )?(?:retired|stepped down|stood down|left)\b"
)
_WAS, _UNTIL = re.compile(r"(?i)\bwas (?:the |our |its )?$"), re.compile(r"(?i)[^.;,]{0,40}?\b(?:until|till)\b")
_HAS_CHAIR = any_of("people", "have_chairs")
_OTHER_BEFORE = re.compile(
    r"\b(?i:board|icb|trust|council|committee|nhs|cabinet|healthwatch|place|trustees?)(?:'s|’s)?(?: [A-Z]\w+){0,3}"
    r"(?: as its)?\s+$"
)
_OTHER_SUBJECT = re.compile(
    r"(?i)^(?!.*\bours\b).*\b(?:board|committee|trust|icb|nhs|council|group|panel|network|forum|alliance"
    r"|(?-i:[A-Z]\w+ Partnership))\b"
)
_OUR_NAME = re.compile(
    r"(?i)\b(?:the|our|this) (?:strategic |joint )?(?:partnership|assembly|icp|committee|forum)\b|\bmeetings\b|\bit\b"
)
_CLAUSE = re.compile(r";|,? (?:while|whereas|but) ")
_BARE_BOARD = re.compile(r"\b(?:the|The|our|Our) Board\b(?! of)")
_AFTER_COMMA = re.compile(r"(?:,(?! who\b)[^.;()\n]{0,80})?")
_NO_LONGER = any_of("people", "no_longer")
_BRACKETED = re.compile(r"\s*\(([^)]{3,90})\)")
_FROM = re.compile(
    r"(?:(?! and )[^.;]){0,60}?\b(?:of|from|at|for|representing) "
    r"((?:the )?(?:[A-Z][\w'’&-]*(?:,? (?:and|of|the|&) (?=[A-Z])|,? )?){1,8})"
)
_SIGNED = re.compile(rf"(?i)(?:{PLAIN_CHAIR}|{_KIND}chairs)\b(?!['’])")
_LABEL = re.compile(rf"(?i)\W*{PLAIN_CHAIR}s?\W*|\W*who (?:is|are|chairs)\b[^?]*(?:\bchairs?\b[^?]*)?\?\W*")
"""A line that is a role and no more, or asks for the chair; the next line names the person."""
_LONGEST_POST = 60
"""A cell up to this length, in characters, is a name or a post, which lists of members tell; a longer one is prose."""
_LONGEST_SENTENCE = 900


def chairs(blocks: Sequence[Block], bodies: Bodies, *, ours: bool = True) -> Iterator[Fact]:
    """Yield the chairs that sentences name; with `ours` false the page is another body's, and any chair counts."""
    lead = ""  # what stands over a list: "We have two co-chairs:"
    for number, block in enumerate(blocks):
        in_section = bool(block.path) and _is_about_the_chair(block.path[-1])
        under = lead
        if block.kind != "item":
            lead = SENTENCE_END.split(block.text)[-1] if _OPENS.search(block.text) else ""
        if not (in_section or under or "hair" in block.text) or (block.kind == "row" and block.labels and not ours):
            continue
        found = False
        above = blocks[number - 1].text if number and block.kind == "paragraph" else ""
        for sentence in _sentences(block, above):
            speaks = in_section or under or "hair" in sentence or "deput" in sentence.lower()
            if not speaks or len(sentence) >= _LONGEST_SENTENCE:
                continue
            plain = plain_names(f"{under} {_told_of(block, sentence)}".strip(), bodies)
            if any("board" in name for name in bodies.full):
                plain = _BARE_BOARD.sub("the partnership", plain)
            said = list(chairs_said(plain, bodies.places, ours=ours))
            opens = is_person(block.text) or block.kind == "item" or (block.kind == "paragraph" and not found)
            if in_section and not said and opens and not _NO_LONGER.search(plain[: _first_name(plain)]):
                names = list(names_in(plain))
                named = names[:2] if _SHARE.search(block.path[-1]) else _joined(plain, names, _AND)
                said = [(name, role_of(block.path[-1])) for _, _, name in named]
            found = found or bool(said)
            for name, role in said:
                quote = quoted(sentence)
                yield Fact("chair", name, role, organisation_of(plain, name), evidence=quote)


def _told_of(block: Block, sentence: str) -> str:
    """Return a sentence below a person's name with that name for the first name, or the pronoun, that it uses."""
    above = (*block.path[-1:], *(block.labels[:1] if block.kind == "definition" else ()))
    whose = next((named for text in reversed(above) if is_person(named := text.partition(",")[0])), "")
    if not whose or "hair" not in sentence or without_title(whose) in sentence:
        return sentence
    first = without_title(whose).split()[0]
    told = re.sub(rf"\b(?:{re.escape(first)}|[Ss]he|[Hh]e)\b", whose, sentence, count=1)
    return f"{whose}, {told}" if whose not in told and _DEPUTISES.search(told) else told


@lru_cache(maxsize=256)
def _is_about_the_chair(heading: str) -> bool:
    return "hair" in heading and bool(_CHAIR_SECTION.match(heading)) and next(names_in(heading), None) is None


def _first_name(text: str) -> int:
    return next((start for start, _, _ in names_in(text)), len(text))


def _sentences(block: Block, above: str) -> Iterator[str]:
    """Yield the sentences of a block; a list of names under a label ("Co-chairs:") is one, a name over a post too.

    `above` is the text of the block before, which may be the name over the post.
    """
    if block.kind == "definition" and "hair" in "".join(block.labels):
        yield f"{block.labels[0]}: {'; '.join(block.cells)}"
        return
    if block.kind == "row" and block.labels:
        cells = [cell for cell in block.cells if len(cell) > _LONGEST_POST]
        yield from (sentence for cell in cells for sentence in SENTENCE_END.split(cell))
        return
    for sentence in SENTENCE_END.split(block.text):
        if len(sentence) >= _LONGEST_SENTENCE:
            continue
        if turn := _whose_turn(sentence, above):
            yield turn
        elif _SIGNED.match(sentence) and _are_people(above):
            yield f"{above}, {sentence}"
        elif _LABEL.fullmatch(above) and _are_people(sentence.partition(",")[0]):
            yield f"{role_of(above)}: {sentence}"
        else:
            yield sentence
        above = sentence


def _whose_turn(sentence: str, above: str) -> str:
    """Return who chairs now, where a sentence, or the one `above` it, says that the chair goes round; else ""."""
    start = 0
    if "hair" in sentence:
        turns = _IN_TURN.search(sentence)
        now = _NOW.search(sentence, turns.end()) if turns else None
        start = now.end() if now else -1
    elif "hair" not in above or not (_IN_TURN.search(above) or _THIS_IS.match(sentence) or _HOLDS_IT.search(sentence)):
        start = -1
    named = next(names_in(sentence[start:]), None) if start >= 0 else None
    return f"Chair: {sentence[start + named[0] :]}" if named else ""


def _are_people(text: str) -> bool:
    """Say whether a text is a person's name, or two tied by "and", and nothing else."""
    return all(is_person(part) for part in re.split(r" (?:and|&) ", text))


def chairs_said(text: str, places: frozenset[str] = frozenset(), *, ours: bool = True) -> Iterator[tuple[str, str]]:
    """Yield name and role of each chair in a sentence that calls the body "the partnership"; others' are passed over.

    `places` are words of the area's name; what consists of them alone is no person.
    """
    names = [name for name in names_in(text) if not places.issuperset(words_of(name[2]))]
    if still := next((name for name in names if _STILL.search(text, max(0, name[0] - 70), name[0])), None):
        names = names[names.index(still) :]
    names = [name for name in names if name is still or not _BEFORE_THEM.search(text, max(0, name[0] - 70), name[0])]
    if (successor := _AFTER_THEM.search(text)) and "hair" in text:
        names = [name for name in names if name[0] >= successor.end()]
        yield from ((name, "Chair") for _, _, name in names[:1])
    for match in _DEPUTY.finditer(text):
        later = [name for name in names if name[0] >= match.end()]
        yield from ((name, "Deputy chair") for _, _, name in _joined(text, later, _AND))
    yield from ((name, "Deputy chair") for _, end, name in names if _AS_DEPUTY.match(text, end))
    for match in _CHAIR.finditer(text) if names else ():
        form, before, after = (match["form"] or "").lower(), text[: match.start()], text[match.end() :]
        verb = (
            form in {"s", "ed"}
            and bool(_OBJECT.match(after))
            and not any(start == match.end() + 1 for start, _, _ in names)
        )
        held_by = match["ship"] and any(start == match.end() + len(" of ") for start, _, _ in names)
        others = ours and not held_by and _is_anothers(form, verb, before, after)
        if (before.endswith("the ") and _ANONYMOUS.match(after)) or (form == "ed" and _EARLIER.search(before)):
            continue
        if others or _NO_LONGER.search(before[-18:].rpartition(";")[2]) or _NO_MORE.match(after):
            continue
        if _WAS.search(before[-30:]) and _UNTIL.match(after):
            continue
        several = match["how"].lower().startswith(("co", "joint")) or (form == "s" and not verb)
        several = several or bool(_SHARED.search(before[-60:]) or _SHARED.search(after[:40]))
        for name in _subjects(text, match, names, several=several):
            yield name, role_of(match[0])


def role_of(words: str) -> str:
    """Return the role as the facts have it: Chair, Co-chair, Vice chair, Deputy chair or Interim chair."""
    match = _ROLE.search(words)
    return _ROLES[match[1].lower()] if match else "Chair"


def organisation_of(sentence: str, name: str) -> str:
    """Return the organisation that a sentence gives right after a name, in brackets or after "of", "from" or "at"."""
    after = sentence[sentence.find(name) + len(name) :][:120]
    after = after[: next((start for start, _, _ in names_in(after)), None)]
    match = _BRACKETED.match(after) or _FROM.match(after)
    found = match[1].strip(" ,").removesuffix(" and") if match else ""
    return found if ORGANISATION.search(found) and not found.lower().startswith("the partnership") else ""


def _is_anothers(form: str, verb: bool, before: str, after: str) -> bool:
    """Say whether another body is chaired: one named after the word, or, where none is, one right before it."""
    following = _AFTER_COMMA.match(after)
    complement = re.match(r"\s+(?:of|for|to)\b", after)
    if following and _HAS_CHAIR.search(following[0]) and not next(names_in(following[0]), None):
        return True
    if (complement or verb) and not _OURS.match(after[complement.end() if complement else 0 :]):
        return True
    before = _OUR_NAME.sub("ours", _CLAUSE.split(before)[-1])
    return not verb and bool((_OTHER_SUBJECT if form == "ed" else _OTHER_BEFORE).search(before))


def _subjects(
    text: str, match: re.Match[str], names: Sequence[tuple[int, int, str]], *, several: bool
) -> Iterator[str]:
    """Yield the people that a word for chair belongs to: those right beside it, else the nearest before it."""
    earlier = [name for name in names if name[1] <= match.start()]
    later = [name for name in names if name[0] >= match.end()]
    before = text[earlier[-1][1] : match.start()] if earlier else "."
    after = text[match.end() : later[0][0]] if later else "."
    passive = bool(match["ship"] or (match["form"] or "").lower() == "ed") and bool(_BY.match(text, match.end()))
    leads = bool(_LEADS_TO.fullmatch(after)) and (
        after.strip(" ")[:1] not in "),;\n|" or not _RIGHT_AFTER.fullmatch(before)
    )
    if passive or leads:
        chosen = _joined(text, later, _OR_COMMA if several else _AND) if passive or several else iter(later[:1])
    else:
        chosen = _joined(text, earlier, _AND, back=True) if several else iter(earlier[-1:])
    return (name for _, _, name in chosen)


def _joined(
    text: str, names: Sequence[tuple[int, int, str]], joint: re.Pattern[str], *, back: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield the first name (with `back` the last) and those that a joint ties to it, whatever is said of each."""
    ordered = names[::-1] if back else names
    for number, name in enumerate(ordered[:4]):
        left, right = (name, ordered[number - 1]) if back else (ordered[number - 1], name)
        if number and not joint.fullmatch(text[left[1] : right[0]]):
            return
        yield name
