"""Whom a sentence names as chair of the partnership, told apart from the chairs of other bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from config.vocabulary import any_of, spelt, words_of
from crawler.facts.organisations import ORGANISATION
from crawler.facts.persons import names_in, without_title

KIND = r"(?:(?:co|joint(?:ly)?|vice|deputy|interim|acting|current|independent|elected)[ -]?)?"
_US = r"(?:partnership|assembly|icp|committee)\b(?:'s)?(?: (?:board|assembly|forum|committee)\b)?"
PLAIN_CHAIR = (
    rf"(?:the |our )?(?:(?:first|second|third|senior) )?"
    rf"(?:(?:partnership|icp|assembly) )?(?:board )?{KIND}chair(?:man|men|woman|women|person)?"
    rf"(?: (?:of|for|to|on) (?:the |our |this )?{_US})?(?: (?:until|from|since|to) \w[\w ]{{3,24}})?"
)
"""A role that is no more than chair of the partnership (to be matched without regard to capitals)."""

_OF_US = re.compile(r"(?i)(chair(?:man|woman|person)?)(?:,| -| –|:) the partnership\b")
_SORT_BEHIND = re.compile(r"(?i)\b(chair) \((independent|interim|acting|elected)\)")
"""What is chaired, and which sort of chair it is: "Chair, the partnership: Ann Other", "Chair (independent)"."""
_CHAIR = re.compile(
    rf"\b(?P<how>{KIND})chair(?!'|’|ity)(?:man|men|woman|women|person)?(?P<form>s|ed|ing)?(?P<ship>ship)?\b",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?i)\b(co|joint|vice|deputy|interim|acting)(?:ly)?[ -]?chair")
_ROLES = {"co": "Co-chair", "joint": "Co-chair", "vice": "Vice chair", "deputy": "Deputy chair"}
_ROLES |= {"interim": "Interim chair", "acting": "Interim chair"}
_OBJECT = re.compile(r"\s+(?:us\b|the\b|an?\b|our\b|this\b|its\b|meetings\b|it\b|[A-Z])")
_OURS = re.compile(
    r"(?i)\s*(?:the |our |this |its |meetings of the )?(?:strategic |new |whole |coming |current |ensuing )?"
    r"(?:partnership|assembly|icp|committee|it|meetings?|year|20\d\d|two years|purposes?|time being"
    r"|the same (?:year|term|period)"
    r"|a (?:further|second|third|final|new)|another|meantime|municipal|first|remainder|next)\b"
    r"(?! (?:for|of) (?-i:[A-Z]))"
)
_LEADS_TO = re.compile(
    r"(?i)\)?(?: (?:of|for|to|on|at) (?:the |our )?(?:partnership|assembly|icp|committee|board)(?:'s)?"
    r"(?: (?:board|assembly|forum))?| for (?:the )?(?:municipal year )?20\d\d\S{0,5})?(?: \((?:until"
    r"|since|from|to) [^)]*\))?"
    r"(?: (?:is|are) (?:the |its |our )?(?:[\w-]+ ){0,3}(?:leader|mayor|cabinet|chief|director|commissioner)s?\b"
    r"[^,.;:()]{0,60},)?(?: is (?:the |our |its )?[^,.;:()]{3,70}(?= \())?(?: (?:alternates|rotates) between)?"
    r"(?:,? [^,.:;()]{3,60}:)?(?:, (?:who|also|again|for|since) [^,.;]{3,60},)?"
    r"(?: since [\w ]{3,20}?)?(?:, I,)?(?: duties)?"
    r"(?: (?:went|goes|passed|passes|fell|falls) to)?(?:,| is| are| –| -|:| \(|, who is| will be| was| has been"
    r"| (?:being |currently |has (?:since )?been )?(?:filled|held|taken|shared)"
    r"(?: \w+ly| on an interim basis| for now| this year)? (?:by|between)"
    r"| \||\n)* ?(?:currently |now |the |also )?(?:[Mm]ayor of (?:[A-Z]\w+ ){1,3})?"
)
_RIGHT_AFTER = re.compile(
    r"(?i)(?:[\s,(–—|-]|\b(?:is|are|as|in|the|our|its|who|was|will be|remains|has been|re-?elected|appointed|named|acts"
    r"|serves|also|both|currently)\b)*"
)
_BY = re.compile(r"(?:,?\s+(?!the\b)\w+){0,5}?,?\s+by\b|\s+of\b(?! (?:the|our|its)\b)")
TIED = re.compile(r"(?: ?\([^)]*\)|, [^,.;()]{2,110},?| (?:of|from|for) [^,.;()]{2,40})?,? (?:and|&) (?:by )?(?:the )?")
_RESPECTIVELY = re.compile(
    r"(?i),?(?: were)?(?: elected| named)?(?: as)?(?: its| our| the)? chair and (?:vice|deputy)[ -]?chair"
)
_PRESENT_ONE = re.compile(r"(?i)\b(?:present|current|new) one(?:,| is|:) $")
_AT_PRESENT = re.compile(
    rf"(?i)\b{KIND}chair(?:manship|ship)?\b[^.;:()]{{0,70}}(?:\((?:currently|at present|now):? |[:;,] (?:at present"
    r"|currently|now),? (?:this|that|it) is |\bin the person of |, which is (?:at present|currently|now) "
    r"|\b(?:held|taken|filled|occupied) by )$"
)
_LONGEST_OFFICE = 110
"""Characters of what stands before who holds it: "The chair is always a councillor (currently Ann Other)"."""
_PRESIDES, _PRESIDING = (
    re.compile(r"\bpresides\b(?: over)?|(?<=\bare )presided over(?= by\b)|(?<=\bis )presided over(?= by\b)"),
    re.compile(
        r"\b[Pp]residing over [\w ]{2,20} is\b"
        r"|\b(?:[Mm]eetings|[Tt]he [Pp]artnership(?: [Bb]oard)?) (?:are|is)(?: currently| now)? led by\b"
        r"(?! (?:its |an? |the )?(?:[\w-]+ ){0,3}(?:director|manager|officer|lead|team)\b)"
        r"|\b[Tt]he (?:job|task) of chairing [\w ]{2,40} (?:falls|goes) to\b"
    ),
)
_RETIRED_RANK = re.compile(r"(?i) \(ret(?:d|'d|ired)\.?\)")
_GONE = re.compile(
    r"(?: \([^)]*\))?,? (?:who )?(?:has |have |had )?(?:retired|stepped down|stood down|left|died|resigned|moved on)\b"
)
"""After the name of who no longer chairs: "Our chair, Ann Other, retired in August"."""
_BESIDE = re.compile(r"(?i)\b(?:alongside|beside|besides|apart from|as well as) (?:the |our |its )?(?:two |three )?$")
_ONCE = re.compile(
    r"(?i)\b(?:(?:years?|months?|time|spell|term)(?: \w+)? as|(?:stepped|moved) up from(?: being)?"
    r"|under whose (?:\w+ )?as|(?:who|s?he|they) had been)"
    r" (?:its |the |our |a )?$"
)
"""Before a role that somebody had: "After two years as vice-chair"."""
_HAS_NEW, _NAMED = re.compile(r"(?i)\b(?:has|have|is) a new $"), re.compile(r",? (?-i:[A-Z])")
"""Round the role in "has a new chair, Ann Other", which is no announcement of a choice to come."""
_FOR_A_BODY = re.compile(
    r",?(?: who)? (?:of|from|for|at|leads|runs|heads|represents|works for|speaks for|representing) "
)
_NOT = re.compile(r"(?i)\b(?:does|do|did|will|may|can) not $")
_HAD_MET = re.compile(r"\bhad (?:met|existed|sat|worked)\b[^.;]*\bwith\b")
_WAS_FIRST = re.compile(r"(?i)\bwas (?:its|the|our|their) first $")
_GAVE_UP = re.compile(r"(?i)\b(?:gave up|given up|giving up|gave|handed over|handing over|left|vacated) the $")
_ELECTED_AFTER = re.compile(r"(?i)\b(?:elected|chose|appointed|voted for|picked) $")
_IN_ABSENCE = re.compile(
    r"(?i)\b(?:absen(?:ce|t)|away|unable|(?:can(?:not|['’]t| not)|could not) (?:be there|attend|come|make it))\b"
    r"[^.;]*\btak(?:es?|ing) the $"
)
"""Before "chair": "In her absence Jo Quill takes the chair"."""
_TOOK_IT = re.compile(r"(?i)\b(?:took|taking) the $")
_BECOMES = re.compile(
    r"(?i)\b(?:will|(?:is|are) to) (?:become|take over as|take up|begin as|start as) (?:the |our |its )?$"
)
_CHAIRED_ONCE = re.compile(
    r"[^.;]{0,90}\b(?:from|between) 20\d\d (?:until|to|and)\b"
    r"|[^.;]{0,60}\b(?:until (?:s?he|they|20\d\d)|(?:in|during) (?:my|his|her|their) absence)\b"
    r"|[^.;]{0,80}\b(?:(?:stepped|stood) down|retired)\b"
)
_BY_THE_DEPUTY = re.compile(r"(?i) by [^.;]{3,60}?, (?:the |its |our )?(?:vice|deputy)[ -]chair\b")
"""After "chaired", who did so for the chair at one meeting."""
_FIRST, _OVER = (
    re.compile(r"(?i)\bfirst $"),
    re.compile(r"\b(?:until|died|retired|stepped down|stood down|served|was)\b"),
)
"""Before a role and after it, where it was the first chair's: "Its first chair, Ann Other, served until 2024"."""
_ANOTHERS_LABEL = re.compile(r"[^:]{3,60}:\s*$|(?:[A-Z][\w'’-]+ (?:(?:and|of|for) )?){0,4}[A-Z][\w'’-]+,\s*$")
"""Before "chaired by", what is chaired: "Homes and health: chaired by Ann Other"."""
_ANOTHERS_NAME = re.compile(
    r"\b(?:[A-Z][\w'’-]+ ){1,4}(?:Alliance|Group|Network|Forum|Panel|Club|Trust|Committee|Collaborative), $"
)
"""Right before "chaired by", what is chaired: "the Tobacco Alliance, chaired by Ann Other"."""
_ANOTHER_WHICH = re.compile(r"(?i)\b(?:board|committee|trust|icb|council|group|panel|forum|body), which [^.;]*$")
_ROLE_OVER = re.compile(r"(?i)chair(?:man|woman|person)?,\s*$")
_FOR_ONE_MEETING = re.compile(r"(?i)\s*(?:[.,;)]|$|(?:for|of|at) (?:this|the|that) meeting\b)")
_OF_THEIR_OWN = re.compile(r" (?:of|from) [A-Z][\w&'’ -]+ as (?:its|our|the) $")
"""Between a person and "chair", a body that the person is of, and not one that is chaired."""
_OR_COMMA = re.compile(
    rf"(?i)(?:(?!chair)[^.]){{0,70}}?(?:[,;\n]|,? (?:and|&)) ?(?:by )?(?:the )?|{TIED.pattern}"
    r"|(?:(?!chair)[^.]){0,70}?,? (?:and|&) (?:by )?(?:the )?chair of (?-i:(?:the )?[A-Z])[^,.;]{2,50}, "
)
_TOGETHER = re.compile(
    r" (?:the (?:partnership|[Aa]ssembly|[Bb]oard|ICP)|our meetings|meetings|it)"
    r" (?:together|jointly|between them|in turn)\b"
)
_TOGETHER_WITH = re.compile(r",? (?:(?:along|together|jointly) )?(?:with|alongside) (?:the )?")
_NOT_THE_CHAIR = re.compile(
    r"(?i)\b(?:will|would|former|previous|until|appl(?:y|ication)s?|contact|e-?mail|ring|call|write to|thank(?:ed|s)?"
    r"|told|asked|minutes|clerk|secretary|officer|director|manager|advis[eo]r|questions?|recruit\w*|vacan\w+"
    r"|nominat\w+|candidate|interview\w*|(?:stood|stepped) down|retire[ds]?|resign\w*|incoming|designate|elect\b"
    r"|succeed|c/o|announcements?|welcomed?|first|the late)\b"
)
_SHARED = re.compile(r"(?i)\b(?:shared?|jointly|between|alternat\w+|takes? turns?|in turn|rotat\w+)\b")
_DEPUTY = re.compile(
    r"(?i)\b(?:her|his|their|its|our|my|the|two|three|[\w-]+['’]s) deput(?:y|ies)"
    r"(?: (?:is|are)|,) (?:the [\w ]{3,30}, )?"
    r"|^\W*deput(?:y|ies): |[,;|] (?:vice|deputy):? (?=[A-Z])"
)
_AS_DEPUTY = re.compile(
    r"(?:,[^,.;]{3,60},| of (?:[A-Z][\w'’]+ ){1,5}| \([^)]*\))? ?deputi[sz]es\b"
    r"|(?: \([^)]*\))?, (?:his|her|their) deputy\b(?![ -]chair)"
    r"|(?:,[^.;]{3,60})? [–—-] (?:s?he|they) (?:stand|step)s? in for\b"
    r"|(?: \([^)]*\)|,[^.;]{3,90},| (?:of|from|at)(?: the)?(?: (?:of |and |for |the )*[A-Z][\w'’&-]+){1,8})?"
    r" is (?:his|her|their|our|the) (?:deputy|vice)\b(?![ -]chair)"
    r"|(?: (?:of|from)(?: [A-Z][\w'’]+){1,6}|,[^,.;]{3,60},)?"
    r"(?: (?:steps|stands|fills|sits) in(?: for (?:him|her|them))?)?"
    r" as (?:(?:his|her|their|the|its) )?(?:deputy|vice)\b(?![ -]chair)"
    r"|(?: will)?(?: go on| continues?(?: to)?)? deputi[sz](?:ing|e) for (?:him|her|them|the chair)\b"
)
_AS_DEPUTIES = re.compile(r" as (?:(?:her|his|their|its|the) )?(?:deputies|vice[ -]chairs)\b")
BEFORE_THEM = re.compile(
    rf"(?i)\b(?:{spelt('people', 'before_them')}|(?:take[ns]?|took|taking) (?:over|on)\b[^.;]{{0,40}} ?\bfrom"
    r"|predecessor,?) $"
)
_STILL = re.compile(r"(?i)\b(?:will|is to|are to) (?:succeed|replace|take over\b[^.;]{0,40} from) $")
"""Before the name of who chairs until then: "Ann Other will succeed Jo Quill as chair in April"."""
_AFTER_THEM = re.compile(
    r"(?i)\b(?:(?:succeeded|replaced|followed) (?:as [\w -]{4,20} )?by"
    r"|successor(?: as [\w -]{4,20}?)?(?:,| is| was|:)(?= (?-i:[A-Z]))) "
)
_IS_OVER = re.compile(r"(?i)\b(?:(?:stepped|stood) down|retired|left|resigned|stepped back|moved on)\b")
_TOOK_OVER = re.compile(
    r"(?: \([^)]*\)|(?: of|,) [^,.;]{3,60},?)?(?: has)?(?: since| now| then)?,? "
    r"(?:(?:was|has been|were) (?:appointed|elected|chosen|named) in (?:his|her|their) (?:place|stead)"
    r"|taken over|took over|taken up the (?:role|post|reins)|stepped (?:in|up)"
    r"|(?:succeeded|replaced|followed) (?:him|her|them))\b"
)
"""After the name of who chairs now, where the sentence said before that somebody no longer does."""
_EARLIER = re.compile(
    r"(?i)\b(?:before (?:them|that|him|her|then)|until (?:\w+ )?(?:this|last) year"
    r"|until (?:then|20\d\d|(?:her|his|their) (?:appointment|election))"
    r"|previously|formerly|at first)\b"
)
_ANONYMOUS = re.compile(
    r"\s+(?:(?!elect|appoint|re-?elect|nam)[a-z]+ed|said|took|gave|told|put|then|(?:will|would|may|can|shall)(?! be))\b"
    r"(?! by\b)"
)
_NO_MORE = re.compile(
    r"(?i)[\s-]+(?:designate|elect)\b|(?-i:[^.;A-Z]{0,60})\bdied\b"
    r"|[^.;]{0,60}\b(?:has|have) (?:now )?(?:retired|stepped down|stood down|left)\b"
)
_WAS, _UNTIL = (
    re.compile(r"(?i)\bwas (?:(?:the|our|its|an?) )?(?:\w+ )?$"),
    re.compile(r"(?i)[^.;,]{0,40}?\b(?:until|till)\b"),
)
_HAS_CHAIR = any_of("people", "have_chairs")
_OTHER_BEFORE = re.compile(
    r"\b(?i:(?<!partnership )board|icb|trust|council"
    r"|committee|nhs|cabinet|healthwatch|place|trustees?|panel|group|workstream"
    r"|college|charity|locality|borough|district|school|ward|parish|club|team)(?:'s|’s)?"
    r"(?:(?: [A-Z]\w+){0,3}|(?: [A-Z]\w+){1,3}['’]s)"
    r"(?: as its| own| has (?:a|its own)|(?:'s|’s) (?:seat|place)\b[^.;]{0,40}\bits)?\s+$"
    r"|(?i:forum|network|group|alliance|board|committee|trust), whose\s+$"
)
_OTHER_SUBJECT = re.compile(
    r"(?i)^(?!.*\bours\b).*\b(?:board|committee|trust|icb|nhs|council|group|panel|network|forum|alliance|one (?:on|for)"
    r"|(?-i:[A-Z]\w+ Partnership))\b"
)
_OUR_NAME = re.compile(
    r"(?i)\b(?:the|our|this) (?:strategic |joint )?(?:partnership|assembly|icp|committee|forum)\b|\bmeetings\b|\bit\b"
)
_CLAUSE = re.compile(r";|,? (?:while|whereas|but) ")
_AFTER_COMMA = re.compile(r"(?:,(?! who\b| and\b)[^.;()\n]{0,80})?")
NO_LONGER = any_of("people", "no_longer")
_BRACKETED = re.compile(r"\s*\(([^)]{3,90})\)")
_ROLE_BEHIND = re.compile(rf"(?i), {PLAIN_CHAIR}$")
_FROM = re.compile(
    r"(?:(?! and )[^.;]){0,60}?\b(?:of|from|at|for|representing) "
    r"((?:the )?(?:[A-Z][\w'’&-]*(?:,? (?:and|of|the|&) (?=[A-Z])|,? )?){1,8})"
)


def chairs_said(text: str, places: frozenset[str] = frozenset(), *, ours: bool = True) -> Iterator[tuple[str, str]]:
    """Yield name and role of each chair in a sentence that calls the body "the partnership"; others' are passed over.

    `places` are words of the area's name; what consists of them alone is no person.
    """
    text = _PRESIDING.sub("The chair is", _PRESIDES.sub(_chairs_or_chaired, _RETIRED_RANK.sub("", text)))
    names = _who_may_chair(text, places)
    if pair := _named_respectively(text, names):
        yield from pair
        return
    said = [*_said_without_the_word(text, names), *_said_by_the_word(text, names, ours=ours)]
    yield from said or (_the_only_ones(text, names) if ours else ())


def said_plainly(text: str) -> str:
    """Return a text that calls the body "the partnership" with the role of its chair in the plainest words.

    >>> said_plainly("Chair, the partnership"), said_plainly("Chair (interim)")
    ('Chair of the partnership', 'interim Chair')
    """
    return _SORT_BEHIND.sub(r"\2 \1", _OF_US.sub(r"\1 of the partnership", text)) if "hair" in text else text


def _chairs_or_chaired(presides: re.Match[str]) -> str:
    return "chairs" if presides[0].startswith("presides") else "chaired"


def _the_only_ones(text: str, names: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """Yield the one person whom a sentence on the partnership's chair names, or the two on its chairs.

    However it says so; not where it may speak of a chair to come, of one who has left, or of whom to write to.
    """
    word = next((match for match in _CHAIR.finditer(text) if not _is_no_chairs(text, match)), None)
    if word is None or _NOT_THE_CHAIR.search(text) or _HAS_CHAIR.search(text):
        return
    several = bool(_SHARED.search(text)) or word["how"].lower().startswith(("co", "joint")) or word["form"] == "s"
    if len(names) == 1 or (len(names) == 2 and several):
        yield from ((name, role_of(word[0])) for _, _, name in names)


def speaks_of_ours(text: str) -> bool:
    """Say whether a sentence speaks of who chairs the partnership, and of no other body's chair."""
    return any(not _is_no_chairs(text, match) for match in _CHAIR.finditer(text))


def _is_no_chairs(text: str, match: re.Match[str]) -> bool:
    """Say whether a word for chair is another body's, or nobody chairs by it."""
    form, before, after = (match["form"] or "").lower(), text[: match.start()], text[match.end() :]
    verb = form in {"s", "ed"} and bool(_OBJECT.match(after))
    return _is_anothers(form, verb, before, after) or _is_over(form, verb, before, after)


def _said_by_the_word(text: str, names: Sequence[tuple[int, int, str]], *, ours: bool) -> Iterator[tuple[str, str]]:
    """Yield those who stand where a word for chair looks for its person."""
    for match in _CHAIR.finditer(text) if names else ():
        form, before, after = (match["form"] or "").lower(), text[: match.start()], text[match.end() :]
        verb = (
            form in {"s", "ed"}
            and bool(_OBJECT.match(after))
            and not any(start == match.end() + 1 for start, _, _ in names)
        )
        held_by = match["ship"] and any(start == match.end() + len(" of ") for start, _, _ in names)
        nearest = max((end for _, end, _ in names if end <= match.start()), default=0)
        own = held_by or (nearest and _OF_THEIR_OWN.fullmatch(text, nearest, match.start()))
        if (ours and not own and _is_anothers(form, verb, before, after)) or _is_over(form, verb, before, after):
            continue
        several = match["how"].lower().startswith(("co", "joint")) or (form == "s" and not verb)
        several = several or match[0].lower().endswith("men") or bool(_TOGETHER.match(after))
        several = several or bool(_SHARED.search(before[-60:]) or _SHARED.search(after[:40]))
        role = "Deputy chair" if _IN_ABSENCE.search(before) else role_of(match[0])
        for name in _subjects(text, match, names, several=several):
            yield name, role


def _who_may_chair(text: str, places: frozenset[str]) -> list[tuple[int, int, str]]:
    """Return the people of a sentence but for those whom another has followed, or will."""
    names = [_without_place(name, places) for name in names_in(text) if not places.issuperset(words_of(name[2]))]
    if still := next((name for name in names if _STILL.search(text, max(0, name[0] - 70), name[0])), None):
        names = names[names.index(still) :]
    names = [name for name in names if name is still or not _GONE.match(text, name[1])]
    names = [name for name in names if name is still or not BEFORE_THEM.search(text, max(0, name[0] - 70), name[0])]
    names = [name for number, name in enumerate(names) if not (number and _is_of_a_body(text, names[number - 1], name))]
    successor = _AFTER_THEM.search(text) if "hair" in text else None
    return [name for name in names if successor is None or name[0] >= successor.end()]


def _is_of_a_body(text: str, before: tuple[int, int, str], name: tuple[int, int, str]) -> bool:
    """Say whether what reads like a name is the body for which the person before it stands ("of Spark Example")."""
    between = text[before[1] : name[0]]
    return bool(_FOR_A_BODY.fullmatch(between)) and without_title(name[2]) == name[2]


def _without_place(name: tuple[int, int, str], places: frozenset[str]) -> tuple[int, int, str]:
    """Return a name without words of the area's before it: "Mayor of Greater Manchester Ann Other"."""
    _, end, words = name
    while words.count(" ") > 1 and words.split()[0].lower() in places:
        words = words.partition(" ")[2]
    return end - len(words), end, words


def _named_respectively(text: str, names: Sequence[tuple[int, int, str]]) -> tuple[tuple[str, str], ...]:
    """Return the two whom a sentence names "chair and vice-chair", the first before the second."""
    for one, other in pairwise(names):
        if TIED.fullmatch(text[one[1] : other[0]]) and (match := _RESPECTIVELY.match(text, other[1])):
            return (one[2], "Chair"), (other[2], role_of(match[0]))
    return ()


def _said_without_the_word(text: str, names: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """Yield those who deputise, who followed a chair, and the "present one"."""
    if "hair" in text:
        yield from ((name, "Chair") for _, _, name in names[:1] if _AFTER_THEM.search(text))
        yield from ((name, "Chair") for start, _, name in names if _PRESENT_ONE.search(text, 0, start))
        over = _IS_OVER.search(text)
        yield from (
            (name, "Chair")
            for start, end, name in names
            if over and start > over.end() and (_TOOK_OVER.match(text, end) or _ELECTED_AFTER.search(text, 0, start))
        )
    for start, _, name in names if "hair" in text else ():
        if now := _AT_PRESENT.search(text, max(0, start - _LONGEST_OFFICE), start):
            yield name, role_of(now[0])
    for match in _DEPUTY.finditer(text):
        later = [name for name in names if name[0] >= match.end()]
        if later and later[0][0] == match.end():
            yield from ((name, "Deputy chair") for _, _, name in joined(text, later, TIED))
    yield from ((name, "Deputy chair") for _, end, name in names if _AS_DEPUTY.match(text, end))
    if deputies := _AS_DEPUTIES.search(text):
        earlier = [name for name in names if name[1] <= deputies.start()]
        yield from ((name, "Deputy chair") for _, _, name in joined(text, earlier, TIED, back=True))


def _is_over(form: str, verb: bool, before: str, after: str) -> bool:
    """Say whether nobody chairs by a word for it: nobody is named, it is past, yet to come, or for one meeting only."""
    chaired = form == "ed" and (
        _EARLIER.search(before) or (verb and _CHAIRED_ONCE.match(after)) or _BY_THE_DEPUTY.match(after)
    )
    return bool(
        chaired
        or (before.endswith("the ") and _ANONYMOUS.match(after))
        or (NO_LONGER.search(before[-18:].rpartition(";")[2]) and not (_HAS_NEW.search(before) and _NAMED.match(after)))
        or _NO_MORE.match(after)
        or (_WAS.search(before[-30:]) and _UNTIL.match(after))
        or (_FIRST.search(before) and (_OVER.search(after) or _WAS_FIRST.search(before)))
        or _NOT.search(before[-12:])
        or _HAD_MET.search(before)
        or _GAVE_UP.search(before[-30:])
        or (_TOOK_IT.search(before) and _FOR_ONE_MEETING.match(after))
        or _ONCE.search(before[-40:])
        or (form == "s" and _BESIDE.search(before[-40:]))
        or (before.endswith("whose ") and after.startswith(" was"))
        or _BECOMES.search(before[-40:])
    )


def role_of(words: str) -> str:
    """Return the role as the facts have it: Chair, Co-chair, Vice chair, Deputy chair or Interim chair."""
    match = _ROLE.search(words)
    return _ROLES[match[1].lower()] if match else "Chair"


def organisation_of(sentence: str, name: str) -> str:
    """Return the organisation that a sentence gives right after a name, in brackets or after "of", "from" or "at"."""
    after = sentence[sentence.find(name) + len(name) :][:120]
    after = after[: next((start for start, _, _ in names_in(after)), None)]
    match = _BRACKETED.match(after) or _FROM.match(after)
    found = _ROLE_BEHIND.sub("", match[1].strip(" ,").removesuffix(" and")) if match else ""
    return found if ORGANISATION.search(found) and not found.lower().startswith("the partnership") else ""


def _is_anothers(form: str, verb: bool, before: str, after: str) -> bool:
    """Say whether another body is chaired: one named after the word, or, where none is, one right before it."""
    following = _AFTER_COMMA.match(after)
    complement = re.match(r"\s+(?:of|for|to)\b", after)
    body = following[0].partition(":")[0] if following else ""  # "Chair, Example NHS Trust: Ann Other"
    if _HAS_CHAIR.search(body) and not next(names_in(body), None):
        return True
    if (complement or verb) and not _OURS.match(after[complement.end() if complement else 0 :]):
        return True
    if before.endswith("(") and after.startswith(":") and _HAS_CHAIR.search(before[-60:].rpartition(", ")[2]):
        return True  # "Healthwatch Example (chair: Ann Other)"
    before = _OUR_NAME.sub("ours", _CLAUSE.split(before)[-1])
    if form == "ed" and (_ANOTHER_WHICH.search(before) or _ANOTHERS_NAME.search(before)):
        return True
    if form == "ed" and _ANOTHERS_LABEL.fullmatch(before) and "ours" not in before:
        return True
    return not verb and bool((_OTHER_SUBJECT if form == "ed" else _OTHER_BEFORE).search(before))


def _subjects(
    text: str, match: re.Match[str], names: Sequence[tuple[int, int, str]], *, several: bool
) -> Iterator[str]:
    """Yield the people that a word for chair belongs to: those right beside it, else the nearest before it."""
    earlier = [name for name in names if name[1] <= match.start()]
    later = [name for name in names if name[0] >= match.end()]
    before = text[earlier[-1][1] : match.start()] if earlier else "."
    after = text[match.end() : later[0][0]] if later else "."
    if "(" in before.rpartition(")")[2] and after.startswith(")"):  # "Ann Other (Example Council, Chair), Jo Quill"
        return (name for _, _, name in joined(text, earlier[: None if several else -2 : -1][::-1], TIED, back=True))
    passive = bool(match["ship"] or (match["form"] or "").lower() == "ed") and bool(_BY.match(text, match.end()))
    leads = bool(_LEADS_TO.fullmatch(after)) and (
        after.strip(" ")[:1] not in "),;\n|"
        or not _RIGHT_AFTER.fullmatch(before)
        or bool(_ROLE_OVER.search(text, 0, earlier[-1][0]))
    )
    if passive or leads:
        chosen = joined(text, later, _OR_COMMA if several else TIED) if passive or several else iter(later[:1])
    else:
        chosen = joined(text, earlier, TIED, back=True) if several else iter(earlier[-1:])
        if match["how"].lower().startswith(("co", "joint")) and _TOGETHER_WITH.fullmatch(after):
            chosen = chain(chosen, later[:1])
    return (name for _, _, name in chosen)


def joined(
    text: str, names: Sequence[tuple[int, int, str]], joint: re.Pattern[str], *, back: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield the first name (with `back` the last) and those that a joint ties to it, whatever is said of each."""
    ordered = names[::-1] if back else names
    for number, name in enumerate(ordered[:4]):
        left, right = (name, ordered[number - 1]) if back else (ordered[number - 1], name)
        if number and not joint.fullmatch(text[left[1] : right[0]]):
            return
        yield name
