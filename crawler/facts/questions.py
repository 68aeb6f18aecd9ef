"""How people may put a question to a meeting or speak at it, and by when they must say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config.vocabulary import any_of, spelt
from crawler.facts.quotes import quoted
from store.reading import Block, Fact

_BODY = r"(?:board|partnership|icp|assembly|committee)"
_ASKS = re.compile(
    r"(?i)\b(?:questions?|petitions?|deputations?)\b[^.]{0,80}?\b(?:public|submit|submitted|ask(?:ed)?|put|send|agenda"
    r"|meetings?|sent|received|welcome|notice|advance|writing|emailed?|form|reach|presented|hand(?:ed)?|with us)\b"
    r"|\b(?:put|raise) (?:something(?! (?:right|back))|an issue|a matter|a point)\b"
    r"|\bsomething (?:that )?(?:you|to)[^.]{0,20} raise\b"
    r"|\b(?:submit|hand in|ask|put|send|type|raise|email|pose|asking|submitting|receive|wish to ask|takes?"
    r"|supplementary)\b[^.]{0,60}?\bquestions?\b"
    rf"|\bask (?:the|our) {_BODY}\b(?! (?:to|for|about)\b)|\bwhat you (?:would|'d) like to ask\b"
    r"|\bquestions? (?:from|of) (?:residents|the (?:public|audience|gallery|room)|people|anyone|whoever|those)\b"
    r"|\bresidents['’]? questions\b"
    r"|\b(?:minutes?|time|hour|slot|period|part)\b[^.]{0,40}\b(?:set aside|kept|reserved|slot)\b"
    r"[^.]{0,30} for (?:the public|residents|questions)\b"
    r"|\bquestions from the floor\b|\blike to (?:raise|speak)\b|\brequests? to (?:speak|address)\b"
    rf"|\bspeak for (?:up to |at most )?\w+ minutes\b|\baddress (?:the|our|a) (?:meeting|{_BODY})\b"
    r"|\bwish(?:es)? to speak\b|\bpublic may speak\b|\bpublic (?:question|speak)|\bwritten questions\b"
    r"|\b(?:bring|invites?|hear|use|notice of|deadline for|ask) [^.]{0,40}?\bquestions?\b|\bquestions by the public\b"
    r"|\bquestion (?:the|our) (?:board|partnership|icp|assembly|committee)\b|\b(?:registration|register) to speak\b"
    r"|\bspeakers must\b|\b(?:present|hand in|bring)[^.]{0,30} (?:petition|deputation)|\bpetitions\b[^.]{0,40}\bheard\b"
)
"""What somebody does who puts a question or speaks."""
_SAYS = re.compile(
    r"(?i)\b(?:ask(?:ing)?|put|raise|make|say|have)\b[^.]{0,20}"
    r"\b(?:something|anything|what they like|a point|statements?|representations?|(?:their|your) say)\b"
    r"|\bopen (?:forum|session)\b|\bgiven over to the public\b|\bcomments from the public\b"
    r"|\b(?:want|like) (?:members|us|the \w+) to answer\b"
    r"|\bto speak\b|\b(?:may|can) speak\b|\bspeaker has\b|\bhear from the public\b"
    r"|\b(?:slot|half[ -]hour|minutes|time)\b[^.]{0,30}\b(?:for|to) the public\b"
)
"""What may be more than a question, or something else; it counts where the public does it at a meeting."""
_PUBLIC_DOES = re.compile(
    r"(?i)\b(?:public|residents?|anyone|any (?:person|resident)|you|people|groups|each speaker)\b"
    r"|^\W*(?:to|how to|want to|there is)\b"
)
_MAY = re.compile(
    r"(?i)\b(?:may|can|could|should|must|shall|will|might|welcome|please|wish|wishes|wishing|want|wants|wanting"
    r"|would like|able to|invited|entitled|allowed|is a|there is|have (?:the|a) right|begins? with|belongs? to"
    r"|opportunity|(?:is|are|will be)"
    r" (?:for|given|allowed|taken|heard|answered|received|set aside|kept|reserved|put by)|takes?|taking|invites?"
    r"|needs? to|accepts?|deadline|by (?:noon|midday|\d)|have (?:a|any|your) questions?"
    r"|questions? for|how to|you)\b"
    r"|^\W*(?:to (?:ask|put|send|submit|speak|raise)|ask|asking|put|send|submit|speak|email|raise|bring|use|register"
    r"|registration|notice|public|written)\b"
)
"""That it may be done, and is not something that was asked once."""
_AT_A_MEETING = re.compile(
    rf"(?i)\b(?:meetings?|{_BODY}|chair|clerk|(?:the|our) public|public (?:questions?|speak\w*)|residents?|anyone"
    r"|any person|anybody|agenda|from the floor|working days?|clear days?|days['’] notice|deputations?|petitions may"
    r"|those (?:attending|present)|in person|watching online|before the start"
    r"|supplementary|questioners?|speakers?|minutes each|come (?:along )?and (?:ask|put|speak))\b"
)
"""Before whom it is asked, or who may ask."""
_OF_SOMETHING_ELSE = re.compile(
    r"(?i)\bquestions? (?:about|on|of|regarding|concerning|relating to) (?:(?:this|the|our|your|its|that) )?"
    r"(?:[\w-]+ )?(?:strategy|plans?|documents?|letter|reports?|page|role|posts?|form|survey|data|content|draft"
    r"|vacancy|job|panel|website|site|chapter|appointment|membership|application|fairness|medicines?|services?|care"
    r"|newsletter|event|programme|consultation)\b(?![^.]*\b(?:meeting|agenda)\b)"
    r"|\bspeak to (?:us|me|him|her|them|somebody|someone|staff|your|our|a|an|one"
    rf"|the (?!meeting|{_BODY}))|\b(?:big|key|hard|simple|same|central|open) questions?\b"
    r"|(?<!for )(?<!to )(?<!from )\b(?:members|councillors|scrutiny|journalists?|press|media|candidates?|applicants?"
    r"|interview|researchers?|survey|officers)\b(?! (?:of (?:the|our) public|and (?:the|members of the) public))"
    r"[^.;]{0,40}\b(?:who|with|may|can|should|will|asked?|puts?|questions?|wish)\b"
    r"|\b(?:asked|put) (?:of|to) (?:everyone|everybody|people|residents)\b"
)
"""Questions on something, or by somebody, that no meeting takes from the public."""
_LIMIT = re.compile(
    rf"(?i)\b(?:{spelt('said', 'limits')}\b|by \d"
    r"|(?:\d+|two|three|four|five|seven|ten|fourteen) (?:hours|days) (?:before|prior|in advance|ahead)"
    r"|(?:at least|minimum of) \w+ (?:\w+ )?(?:hours|days)|by (?:the )?(?:mon|tues|wednes|thurs|fri)day)"
)
_MAY_ASK = (
    "aise something",
    "omething to ask",
    "omething to raise",
    "uestion",
    "ut something",
    "peak",
    "eputation",
    "etition",
    "articipat",
    "ave your say",
    "set aside",
    " the public",
    "tatement",
    "epresentation",
    "their say",
    "a point",
    "omething",
    "nything",
    "like to ask",
    "omments from the public",
    "o answer",
    "to raise",
    "to address",
)
_ABOUT_QUESTIONS, _NOT_PUBLIC = any_of("said", "about_questions"), any_of("said", "not_public")
_ASKED_OF_US = re.compile(r"(?i)\bask(?:ing)? (?:the|our) (?:board|partnership|icp|assembly|committee)\b")
_MEETS = re.compile(
    r"(?i)\bmeet(?:s|ings?)?\b|\beach item\b|\bat the start\b|\bminutes\b(?!.*\bsurvey\b)"
    r"|\bpublic participation\b|\bhalf hour\b"
)
_PUBLIC = re.compile(r"(?i)\b(?:public|residents)\b")
_ASKED_FIRST = re.compile(r"\b([Qq]uestions?)\?\s+(?=[A-Z])")
"""What is part of the sentence behind it: "Questions? Send them to us by noon"."""
_BARE = re.compile(r"(?i)\W*(?:any |more |further |your |other )?questions?\W*")
"""A heading that does not say whose questions."""
_SENTENCE = re.compile(r"(?<=[a-z0-9)][.!?])\s+(?=[A-Z])|\n")
_FEWEST_WORDS = 6
_MOST_WORDS = 300
"""Longest rule on questions that is kept, in characters."""


def has_limit(text: str) -> bool:
    """Say whether a text says by when something must come."""
    return bool(_LIMIT.search(text))


def may_ask(text: str) -> bool:
    """Say quickly whether a text may speak of asking or speaking at a meeting."""
    return any(part in text for part in _MAY_ASK)


def questions(block: Block) -> Iterator[Fact]:
    """Yield what a block says on putting a question or speaking at a meeting, and by when."""
    above = (*block.path[:1], *block.path[-1:])
    if block.kind == "heading" or not may_ask(f"{above} {block.text}"):
        return
    limited = has_limit(block.text)
    under = [text for text in above if _ABOUT_QUESTIONS.search(text) and not _NOT_PUBLIC.search(text)]
    meets = "eeting" in " ".join(above)
    surely = any(map(_ASKED_OF_US.search, above[-1:])) or any(limited or meets or not _BARE.fullmatch(t) for t in under)
    asked = bool(under)
    for sentence in (sentence.strip() for sentence in _SENTENCE.split(_ASKED_FIRST.sub(r"\1: ", block.text))):
        if _asks(sentence, limited=limited, surely=surely):
            asked = True
            yield Fact("contact", sentence[:_MOST_WORDS], "question", evidence=quoted(sentence))
        if asked and has_limit(sentence):
            yield Fact("contact", sentence[:_MOST_WORDS], "question-deadline", evidence=quoted(sentence))


def _asks(sentence: str, *, limited: bool, surely: bool) -> bool:
    """Say whether a sentence tells how the public may ask something.

    `limited` says that a time limit stands beside it, `surely` that a heading over it speaks of questions to a meeting.
    """
    in_time = has_limit(sentence)
    if _NOT_PUBLIC.search(sentence) or (len(sentence.split()) < _FEWEST_WORDS and not in_time):
        return False  # the last is a label: "4. Questions from the public."
    if surely and (_ABOUT_QUESTIONS.search(sentence) or "@" in sentence):
        return True
    asks = bool(_ASKS.search(sentence)) or all(pattern.search(sentence) for pattern in (_SAYS, _PUBLIC_DOES, _MEETS))
    now = asks and (limited or bool(_MAY.search(sentence))) and not _OF_SOMETHING_ELSE.search(sentence)
    before_us = surely or in_time or _AT_A_MEETING.search(sentence) or (limited and _PUBLIC.search(sentence))
    return now and bool(before_us)
