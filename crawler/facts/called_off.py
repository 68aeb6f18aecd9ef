"""Which meetings a page calls off, told apart from those before them and in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from config.vocabulary import any_of, spelt
from crawler.facts.dates import MONTHS, Day
from store.reading import Block

OFF = any_of("meetings", "off")
DATED_LINE = re.compile(
    r"(?m)^.{0,24}\d{1,2}(?:st|nd|rd|th)?(?:(?: of)? [A-Z][a-z]|[/-]\d|\.\d{1,2}\.\d)"
    r"|^.{0,14}\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?, 20\d\d"
)
SENTENCE_END = re.compile(r"\s(?<=[a-z0-9)][.!?]\s)\s*(?=[A-Z])|\n")
GOES_ON = re.compile(
    r"(?:It|This|That|The)(?: (?:meeting|session))? (?:has|was|will|is)\b|Unfortunately"
    rf"|Because of [\w ]{{3,40}} this was\b|Meeting\b|(?i:{spelt('meetings', 'off')})\b"
)
NEAR = 3
"""How many blocks below a labelled date its time and place may stand, and words that call it off."""
_NEW_DAY = re.compile(r" (?:for|to) ")
_AFTER_ANOTHER = re.compile(r"(?i)[,;.].*\b(?:next|now|instead|new date)\b")
"""Between words that call a meeting off and a day: the day is another's ("was cancelled; the next is on 4 June")."""
_MEETING_OF = r" (?i:meeting (?:of|on|in|from|planned for|due on))\b"
_ANOTHER = re.compile(_MEETING_OF)
"""After such words behind a day: "4 June. This replaces the cancelled meeting of 5 March"."""
_THE_OFF_ONE = re.compile(rf"{OFF.pattern}{_MEETING_OF} (?:the )?$")
_OF_PAPERS = re.compile(r"(?i)\b(?:papers|documents|files|pages?|minutes|recordings?)\b")
_OF_A_MONTH = re.compile(rf"(?i)(?:the|our) ({'|'.join(MONTHS)})(?: 20\d\d)? (?:meeting|session|gathering)\b")
_BEGINS, _SHORT_LINE = 40, 60
"""Characters: where a line below a day calls it off, and how long lines are that still belong to it."""


def role_said(blocks: Sequence[Block], number: int, piece: str, nearby: str, day: Day, *, alone: bool) -> str:
    """Return "cancelled", "stood-down" or "", as the words round a day in a piece of a block say of its meeting.

    `nearby` is the piece from the day to the next one; `alone` says that the piece names no other day.
    """
    prose = blocks[number].kind == "paragraph" and len(piece) > _SHORT_LINE
    said = _sentence_of(piece, day) if alone and prose else piece if alone else nearby
    off = (
        _THE_OFF_ONE.search(piece[: day.start])
        or _called_off(said, day)
        or (_called_off_below(blocks, number) if alone else None)
    )
    return role_of_words(off[0]) if off else ""


def role_of_words(words: str) -> str:
    """Return "stood-down" or "cancelled", as words that call a meeting off say."""
    return "stood-down" if "sto" in words.lower() or "stand" in words.lower() else "cancelled"


def _sentence_of(piece: str, day: Day) -> str:
    """Return the sentence in which a day stands, with the next one where that goes on about it."""
    start = max((match.end() for match in SENTENCE_END.finditer(piece, 0, day.start)), default=0)
    ends = (match for match in SENTENCE_END.finditer(piece, day.start) if not GOES_ON.match(piece, match.end()))
    following = next(ends, None)
    return piece[start : following.start() if following else None]


def _called_off(said: str, day: Day) -> re.Match[str] | None:
    """Return the words that call off the meeting of a day, and not the one before it or in its place."""
    at = said.find(day.words)
    for off in OFF.finditer(said):
        anothers = _AFTER_ANOTHER.search(said, off.end(), at) if off.end() <= at else _ANOTHER.match(said, off.end())
        anothers = anothers or _NEW_DAY.fullmatch(said, off.end(), max(at, off.end()))
        if not anothers and not said.startswith(" from ", off.end()):  # "postponed from 3 June" is held
            return off
    return None


def _called_off_below(blocks: Sequence[Block], number: int) -> re.Match[str] | None:
    """Return the words that call a meeting off in the short lines below its day, before the next day."""
    for following in blocks[number + 1 : number + 1 + NEAR]:
        if following.kind == "heading" or DATED_LINE.search(following.text):
            return None
        if (named := _OF_A_MONTH.match(following.text)) and named[1].lower()[:3] not in blocks[number].text.lower():
            return None  # "The April meeting was stood down", below a day in July
        if (off := OFF.search(following.text[:_BEGINS])) and not _OF_PAPERS.search(following.text[: off.start()]):
            return off
        if len(following.text) > _SHORT_LINE:
            return None
    return None
