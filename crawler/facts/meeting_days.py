"""Which days that a page names are those of meetings, and not deadlines, events or other bodies' days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from config.vocabulary import any_of, spelt
from crawler.facts.dates import Day, find_days
from crawler.facts.documents import is_document, role_of
from store.reading import Block

_EVENT, _MEETING = any_of("meetings", "events"), re.compile(r"(?i)\bmeet(?:s|ings?)?\b")
MEETS = re.compile(rf"(?i)\b(?:{spelt('meetings', 'meets')}|meet(?! (?:\w+ ){{0,4}}{spelt('meetings', 'met')}\b))\b")
_SECTION = re.compile(rf"(?i)\b{spelt('meetings', 'sections')}\b|^\W*20\d\d(?:[/–-]\d\d)?\W*$")
LABELLED = re.compile(r"(?i)^\W*(?:date(?: and time)?|when|day|last (?:\w+ ){0,3}meeting)\s*(?:[:?–-]|$)")
_NEXT = re.compile(
    rf"(?i)\b(?:next(?! {spelt('meetings', 'no_meeting')})|{spelt('meetings', 'coming')})\b"
    r"[^.;]{0,40}(?::|\b(?:is|are|on|comes?)\b|[–-])\s*(?:on )?$"
)
_BY_THEN = re.compile(
    r"(?i)\b(?:by|before|no later than) (?:12 ?)?(?:noon|midday|\d[\d.:]* ?(?:[ap]m|noon)?) (?:on )?(?:\w+day,? )?$"
    r"|\bthat is [^.;]{0,20}(?:noon|midday|[ap]m)[^.;]{0,12}$"
    r"|(?<!moved )(?<!changed )\b(?:from|between) [^.;]{3,30} (?:to|until|till|and) (?:\w+day,? )?$"
)
_ON = r"(?: (?:on|by|in|at|is|for (?:the )?(?:receipt|questions|written)[\w ]{0,30}))*"
_NOT_MEETING = re.compile(rf"(?i)\b{spelt('meetings', 'other_days')}{_ON}\W*$")
_DEADLINE = re.compile(
    r"(?i)\b(?:closing date|deadline|cut[ -]?off|publication)\b[^.;]{0,60}\b(?:is|are|be|was|on|:)\W*(?:on )?$"
    r"|\bno later than\b[^.]*\([^)]*$"
    r"|\b(?:issued|published|posted|uploaded|updated|reviewed|compiled|prepared) by [^.;]{3,50} on $"
)
"""Before a day by which something must be sent in, though it tells of meetings as well."""
_OF_QUESTIONS = re.compile(rf"(?i)\b{spelt('said', 'about_questions')}\b(?!.*\bmeetings\b)")
_MEETING_ON = re.compile(r"(?i)\b(?:meeting|meets?|sits?|sitting)\b[^.;]{0,30}$")
"""Under a heading on questions, what a day must follow to be a meeting's and no deadline."""
_SHORT_LABEL = re.compile(r"\W*[A-Z][\w ’'-]{0,24}(?::| [–—-])\s+(?:on )?")
"""Which meeting a line gives the day of: "Q1 - 16th March", "Spring: Tuesday 21st April"."""
_NUMBERED = re.compile(r"\W*\d{1,2}\W+")
_NOT_LABEL = re.compile(
    r"(?i)\bdue\b|publi|upload|updat|added|modif|clos|deadline|review|papers due|size"
    r"|\bout$|last day|\bby$|\bsent\b|issued|questions?\b|\brepl(?:y|ies)\b"
)
_HEADS_DEADLINES = re.compile(r"(?i)\W*(?:deadlines?|closing dates?|(?:papers|reports|questions) due)\b")
_CLOSED = re.compile(
    r"(?i)\b(?:office|reception|building|centre)s?\b[^.;]{0,60}\b(?:shut|closed|closes)\b|\bbank holidays?\b"
)
_EVENTS = re.compile(r"(?i)\bevents?\b")
_SAYS_MORE = re.compile(r"[^\W\d]{4}")
_STAGES = re.compile(r"(?i)\W*(?:stage|step|what happens|activity|milestone|task|event)s?\b")
"""The first column of a plan, such as one for choosing a chair."""
_OLD_MINUTES = re.compile(
    r"(?i)\bminutes of\b.*\b(?:agreed|approved|confirmed|signed|correct record)\b"
    r"|\b(?:agree|approve|confirm|sign|receive|note)d?\b.*\bminutes of\b"
)
_WAS_TO_BE = re.compile(r"(?i)\bwhich (?:was|had been) (?:to be|due|planned|to have been)\b[^.;,]{0,30}$")
_NARRATES = any_of("meetings", "narrates")
_MOVED = re.compile(
    r"(?i)[^.;]{0,40}\b(?:moved|rescheduled|changed|postponed|put back|brought forward|deferred) (?:to|until)\b"
)
_HEADS_NEXT, _LONGEST_NEXT = re.compile(r"(?i)\W*(?:our |the )?next (?:public )?(?:meeting|session|date)\b"), 120
"""A heading under which the day in a short line is a meeting's, wherever in the line it stands."""
IS_YEAR, NAMES_YEAR = re.compile(r"\W*20\d\d(?:[/–-]\d\d)?\W*"), re.compile(r"\d\d\W*$")
UNSET = any_of("meetings", "unset")
_PLACE_UNSET = re.compile(
    r"(?i)^\W*(?:time|venue|location|chair)\b"
    r"|(?<!date and )(?<!dates and )\b(?:venue|location|place|room)\b[^.;]{0,15}\b(?:to be|tbc|tba|yet)\b"
)
NHS_BOARD = re.compile(r"\bNHS (?:(?!Trust|Integrated)[A-Z][\w'’-]+,? (?:and )?){1,5}[Bb]oard\b")
_OTHER_BODY = re.compile(
    rf"\b(?i:{spelt('meetings', 'others')})\b(?! (?i:room|office|suite|chamber|member))|{NHS_BOARD.pattern}"
)
_WITH_US = re.compile(
    r"(?i)\b(?:joint (?:meeting|session)|jointly|together with|alongside|sits? with|sitting with|meets? with)\b"
    r"|\b(?:the|our) (?:partnership|assembly|icp)\b"
)
"""Beside another body's name, these say that it meets with the partnership."""
_DUE = re.compile(r"(?i)\b(?:deadlines?|due(?! to\b)|closing|publication)\b")
_DUE_BEFORE = re.compile(r"(?i)\b(?:deadlines?|papers? (?:are )?due|reports? due)\b[^.]*:\s*$")
_OF_PAPERS_FROM = re.compile(r"(?i)\b(?:minutes|notes|papers|agenda)(?: of the meeting)? from (?:\w+day )?$")
_LONGEST_LISTED = 60
"""Characters for each day of a piece that lists days."""


@lru_cache(maxsize=256)
def speaks_of_meetings(heading: str) -> bool:
    """Say whether days under a heading are meetings, if nothing else is said of them."""
    return bool(_SECTION.search(heading))


@lru_cache(maxsize=256)
def is_anothers(text: str, own: re.Pattern[str]) -> bool:
    """Say whether a text speaks of another body's meetings; `own` matches the partnership's names."""
    return bool(_OTHER_BODY.search(text)) and not (own.search(text) or _WITH_US.search(text))


def is_event(text: str) -> bool:
    """Say whether a text speaks of an event for people, and of no meeting."""
    return bool(_EVENT.search(text)) and not _MEETING.search(text)


def heads_events(heading: str) -> bool:
    """Say whether days under a heading are those of events, and no meetings."""
    return bool(_EVENTS.search(heading)) and not speaks_of_meetings(heading)


def is_unset(piece: str, block: Block) -> bool:
    """Say whether what is still open in a piece of a block is a meeting's day, and not its place or its chair."""
    return bool(
        re.search(r"(?i)\bmeetings?\b|\bdates?\b|\ba day\b", piece)
        or (
            (len(piece) < 40 or UNSET.match(piece))
            and any(re.search(r"(?i)\bmeetings?\b|\bdates\b", text) for text in block.path[-1:])
        )
    ) and not _PLACE_UNSET.search(piece)


def _is_no_meeting(day: Day, piece: str, block: Block, own: re.Pattern[str]) -> bool:
    """Say whether a day is a deadline, an event, another body's meeting, or the one that a meeting was moved from."""
    before = piece[max(0, day.start - 120) : day.start]
    if _OF_PAPERS_FROM.search(before):
        return False
    first = find_days(piece, day.day)[0].start
    if _DUE_BEFORE.search(piece[:first]) or (block.cells and _DUE.search(block.cells[0])):
        return True
    if any(pattern.search(before) for pattern in (_NOT_MEETING, _DEADLINE, _BY_THEN, _WAS_TO_BE)):
        return True
    if any(map(_HEADS_DEADLINES.match, block.path[-1:])) or _CLOSED.search(piece):
        return True
    if any(map(_OF_QUESTIONS.search, block.path[-1:])) and not _MEETING_ON.search(before):
        return True
    return is_anothers(piece, own) or is_event(piece) or bool(_MOVED.match(piece, day.end))


def is_meeting(day: Day, piece: str, block: Block, section: bool, own: re.Pattern[str]) -> bool:
    """Say whether a day in a piece of a block is a meeting's; `section` says that the headings speak of meetings."""
    if _is_no_meeting(day, piece, block, own):
        return False
    if not NAMES_YEAR.search(day.words) and _OLD_MINUTES.search(piece):  # the year would be guessed as one to come
        return False
    column = _by_its_column(day, piece, block)
    if column is not None:
        return column
    if any("ielistdocuments" in link.url.lower() and day.words in link.text for link in block.links):
        return True
    if any(is_document(link.url) and role_of(link.text) in {"agenda", "minutes", "papers"} for link in block.links):
        return True
    if (
        LABELLED.search(piece)
        or _NEXT.search(piece[: find_days(piece, day.day)[0].start])
        or (block.kind == "definition" and re.search(r"(?i)\b(?:date|when|next meeting)\b", " ".join(block.labels)))
    ):
        return True
    if block.kind == "heading":
        weekday = day.start == 0 and day.words[:1].isalpha()
        return section or weekday or day.clock is not None or (block.level == 1 and bool(own.search(piece)))
    return _is_said_to_meet(day, piece, block, section)


def _between(piece: str, days: Sequence[Day]) -> Iterator[str]:
    """Yield what stands round the days of a piece."""
    ends = (0, *(day.end for day in days))
    yield from (piece[end : day.start] for end, day in zip(ends, days, strict=False))
    yield piece[ends[-1] :]


def _by_its_column(day: Day, piece: str, block: Block) -> bool | None:
    """Say whether the labels of a row make a day a meeting's; None where they leave it open."""
    if not block.cells or len(block.cells) != len(block.labels):
        return None
    label = next((label for label, cell in zip(block.labels, block.cells, strict=True) if day.words in cell), "")
    if _NOT_LABEL.search(label) or (_STAGES.match(block.labels[0]) and not MEETS.search(piece)):
        return False
    opens = any(cell.startswith(day.words) for cell in block.cells)
    if not opens and any(first.start == 0 for first in find_days(block.cells[0], day.day)):  # the row is of that day
        return False
    return True if re.search(r"(?i)\b(?:date|meeting|when|day)\b", label) or MEETS.search(label) else None


def _is_said_to_meet(day: Day, piece: str, block: Block, section: bool) -> bool:
    opens = piece.strip().startswith(day.words[:6]) or day.start < (16 if piece[:1].isdigit() else 4)
    opens = opens or bool(_NUMBERED.fullmatch(piece[: day.start]))
    opens = opens or bool(_SHORT_LABEL.fullmatch(piece[: day.start]) and not _NOT_LABEL.search(piece[: day.start]))
    cell = block.kind == "row" and section and any(cell.startswith(day.words) for cell in block.cells)
    alone = opens and len(piece) - len(day.words) < 90
    narrates = _NARRATES.search(piece)
    weekday = day.words[:1].isalpha() and NAMES_YEAR.search(day.words) and not narrates
    days = find_days(piece, day.day)
    several = len(days)
    if section and several > 1 and not _SAYS_MORE.search("".join(_between(piece, days))):
        return True  # days and nothing else
    listed = several > 1 and not narrates and len(piece) < _LONGEST_LISTED * several
    if cell or ((weekday or listed) and section and speaks_of_meetings(" ".join(block.path[-1:]))):
        return True
    meets = MEETS.search(piece) and (section or day.clock is not None or not narrates)
    below_next = any(map(_HEADS_NEXT.match, block.path[-1:])) and len(piece) < _LONGEST_NEXT and several == 1
    if below_next and NAMES_YEAR.search(day.words) and not narrates:
        return True
    if section and day.clock is not None and day.words[:1].isalpha() and not narrates:
        return True
    return bool(meets) or (alone and (section or (block.kind in {"item", "paragraph"} and day.clock is not None)))
