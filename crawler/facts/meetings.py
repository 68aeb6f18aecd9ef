"""When the partnership meets: the day, the time, the place, and whether a meeting was called off or is not yet set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from functools import lru_cache

from config.vocabulary import any_of, spelt
from crawler.facts.called_off import DATED_LINE, GOES_ON, NEAR, OFF, SENTENCE_END, role_said
from crawler.facts.dates import Day, find_clock, find_days
from crawler.facts.documents import is_document, role_of
from crawler.facts.quotes import quoted
from crawler.facts.where_held import PLACE, how_to_see, place_of
from store.reading import Block, Fact

_EVENT, _MEETING = any_of("meetings", "events"), re.compile(r"(?i)\bmeet(?:s|ings?)?\b")
_MEETS = re.compile(rf"(?i)\b(?:{spelt('meetings', 'meets')}|meet(?! (?:\w+ ){{0,4}}{spelt('meetings', 'met')}\b))\b")
_SECTION = re.compile(rf"(?i)\b{spelt('meetings', 'sections')}\b|^\W*20\d\d(?:[/–-]\d\d)?\W*$")
_LABELLED = re.compile(r"(?i)^\W*(?:date(?: and time)?|when|day|last (?:\w+ ){0,3}meeting)\s*(?:[:–-]|$)")
_NEXT = re.compile(
    rf"(?i)\b(?:next(?! {spelt('meetings', 'no_meeting')})|{spelt('meetings', 'coming')})\b"
    r"[^.;]{0,40}(?::|\b(?:is|are|on|comes?)\b|[–-])\s*(?:on )?$"
)
_BY_THEN = re.compile(
    r"(?i)\b(?:by|before) (?:12 ?)?(?:noon|midday|\d[\d.:]* ?(?:[ap]m|noon)?) (?:on )?(?:\w+day,? )?$"
)
_ON = r"(?: (?:on|by|in|at|is|for (?:the )?(?:receipt|questions|written)[\w ]{0,30}))*"
_NOT_MEETING = re.compile(rf"(?i)\b{spelt('meetings', 'other_days')}{_ON}\W*$")
_DEADLINE = re.compile(
    r"(?i)\b(?:closing date|deadline|cut[ -]?off)\b[^.;]{0,60}\b(?:is|are|be|on|:)\W*(?:on )?$"
    r"|\bno later than\b[^.]*\([^)]*$"
)
"""Before a day by which something must be sent in, though it tells of meetings as well."""
_OF_QUESTIONS = re.compile(rf"(?i)\b{spelt('said', 'about_questions')}\b(?!.*\bmeetings\b)")
_MEETING_ON = re.compile(r"(?i)\b(?:meeting|meets|meet)\b[^.;]{0,30}$")
"""Under a heading on questions, what a day must follow to be a meeting's and no deadline."""
_SHORT_LABEL = re.compile(r"\W*[A-Z][\w ’'-]{0,24}(?::| [–—-])\s+(?:on )?")
"""Which meeting a line gives the day of: "Q1 - 16th March", "Spring: Tuesday 21st April"."""
_NOT_LABEL = re.compile(r"(?i)publi|upload|updat|added|modif|clos|deadline|review|papers due|size")
_OLD_MINUTES = re.compile(
    r"(?i)\bminutes of\b.*\b(?:agreed|approved|confirmed|signed|correct record)\b"
    r"|\b(?:agree|approve|confirm|sign|receive|note)d?\b.*\bminutes of\b"
)
_NARRATES = any_of("meetings", "narrates")
_MOVED = re.compile(r"(?i)[^.;]{0,40}\b(?:moved|rescheduled|changed|postponed) (?:to|until)\b")
_IS_YEAR, _NAMES_YEAR = re.compile(r"\W*20\d\d(?:[/–-]\d\d)?\W*"), re.compile(r"\d\d\W*$")
_UNSET = any_of("meetings", "unset")
NHS_BOARD = re.compile(r"\bNHS (?:(?!Trust|Integrated)[A-Z][\w'’-]+,? (?:and )?){1,5}[Bb]oard\b")
_OTHER_BODY = re.compile(
    rf"\b(?i:{spelt('meetings', 'others')})\b(?! (?i:room|office|suite|chamber|member))|{NHS_BOARD.pattern}"
)
_DIGIT = re.compile(r"\d")
_OPEN = (
    "tbc",
    "tba",
    "to be ",
    "follow",
    "not yet",
    "yet to",
    "no date",
    "no meeting",
    "no further",
    "date will",
    "dates will",
)
_USUALLY = re.compile(
    r"(?i)\b(?:(?:all|both|each|every|meetings|sessions|they|things|we|it|the meeting|kick[ -]?off|start times?)\b"
    r"[^.;]{0,40}\b(?:begin|start|open|run|kick off|get going|held|take place|meet|are|is|of them|stay)(?:s|ed)?\b"
    r"|(?:both|each|all) (?=at\b|from\b|\d))[^.;]{0,20}?\b(?=(?:at|from|between)\b|\d)"
)
"""What comes before a time of day that holds for all meetings of a page."""
_DAY_ONLY = len("2026-03-02")
_SHORT, _LONGEST_PIECE = 120, 600
"""Characters: a block below the first is taken as a whole, and no sentence beyond the second is read to its end."""
_ANY = re.compile(r"(?s).+")


def meetings(blocks: Sequence[Block], own: re.Pattern[str], title: str, today: date) -> list[Fact]:
    """Return each meeting once, in page order; `own` matches the partnership's names, `title` is the page's."""
    found: dict[str, Fact] = {}
    for fact in each_meeting(blocks, own, title, today):
        key = fact.starts_at[:10] or "unset"
        found[key] = _merged(found[key], fact) if key in found else fact
    usual = _usual_clock(blocks, today) if any(len(fact.starts_at) == _DAY_ONLY for fact in found.values()) else None
    return [
        replace(fact, starts_at=f"{fact.starts_at}T{usual:%H:%M}")
        if usual and len(fact.starts_at) == _DAY_ONLY
        else fact
        for fact in found.values()
    ]


def _usual_clock(blocks: Sequence[Block], today: date) -> time | None:
    """Return the time at which every meeting of a page begins, where a sentence of it says so: "All start at 1pm"."""
    for block in blocks:
        for sentence in SENTENCE_END.split(block.text) if _DIGIT.search(block.text) else ():
            says = _USUALLY.search(sentence)
            if (
                says
                and not find_days(sentence[says.start() :], today)
                and (clock := find_clock(sentence[says.end() :]))
            ):
                return clock
    return None


def may_have_day(text: str) -> bool:
    """Say quickly whether a text may give a day, or say that one is still open."""
    return bool(_DIGIT.search(text)) or any(part in text.lower() for part in _OPEN)


def each_meeting(
    blocks: Sequence[Block], own: re.Pattern[str], title: str, today: date, *, ours: bool = True
) -> Iterator[Fact]:
    """Yield every mention of a meeting, in page order; with `ours` false also those of other bodies."""
    for number, block in enumerate(blocks):
        if may_have_day(block.text):
            yield from _of_block(blocks, number, own if ours else _ANY, title, today)


def _merged(old: Fact, new: Fact) -> Fact:
    return replace(
        old,
        role=old.role or new.role,
        starts_at=max(old.starts_at, new.starts_at, key=len),
        organisation=old.organisation or new.organisation,
        detail=old.detail or new.detail,
    )


def _of_block(blocks: Sequence[Block], number: int, own: re.Pattern[str], title: str, today: date) -> Iterator[Fact]:
    block = blocks[number]
    if block.cells == block.labels and block.cells:
        return
    section = any(map(_speaks_of_meetings, (*block.path[-2:], title, block.text if block.kind == "heading" else "")))
    years = " ".join((*block.path, _lead(blocks, number)))
    above = (*block.path[-1:], *SENTENCE_END.split(_lead(blocks, number))[-1:])
    foreign = any(_is_anothers(text, own) or _is_event(text) for text in above)
    for piece in _pieces(block):
        days = (
            []
            if foreign
            else [
                day
                for day in find_days(piece, today, _year_over(block, piece) or years)
                if _is_meeting(day, piece, block, section, own)
            ]
        )
        for place, day in enumerate(days):
            nearby = piece[day.start : days[place + 1].start if place + 1 < len(days) else None]
            yield _fact(blocks, number, piece, nearby, day)
        if not days and not foreign and _UNSET.search(piece) and _is_unset(piece, block):
            yield Fact("meeting", " ".join(piece.split())[:80], "to-be-confirmed", evidence=quoted(piece))


def _lead(blocks: Sequence[Block], number: int) -> str:
    """Return what stands over the list that a block belongs to: "Gatherings so far in 2026:"."""
    if blocks[number].kind != "item":
        return ""
    above = next((block for block in reversed(blocks[:number]) if block.kind != "item"), None)
    return above.text if above is not None and above.text[-1:] == ":" else ""


def _year_over(block: Block, cell: str) -> str:
    """Return the year that stands over the column of a cell; "" where none does."""
    labelled = zip(block.labels, block.cells, strict=False) if block.kind == "row" else ()
    return next((label for label, text in labelled if text == cell and _IS_YEAR.fullmatch(label)), "")


@lru_cache(maxsize=256)
def _speaks_of_meetings(heading: str) -> bool:
    return bool(_SECTION.search(heading))


@lru_cache(maxsize=256)
def _is_anothers(text: str, own: re.Pattern[str]) -> bool:
    return bool(_OTHER_BODY.search(text)) and not own.search(text)


def _is_event(text: str) -> bool:
    return bool(_EVENT.search(text)) and not _MEETING.search(text)


def _pieces(block: Block) -> list[str]:
    """Return the parts of a block that speak of one thing: short ones and rows as a whole, else lines or sentences."""
    if block.kind == "row" and any(map(_IS_YEAR.fullmatch, block.labels)):
        return list(block.cells)
    if block.kind == "paragraph" and len(DATED_LINE.findall(block.text)) > 1 and not _LABELLED.search(block.text):
        return block.text.split("\n")
    if len(block.text) < _SHORT or (block.kind in {"row", "definition"} and len(block.text) < _LONGEST_PIECE):
        return [block.text]
    pieces: list[str] = []
    for piece in SENTENCE_END.split(block.text):
        goes_on = pieces and GOES_ON.match(piece) and OFF.search(piece)
        pieces[-1:] = [f"{pieces[-1]} {piece}"] if goes_on else [*pieces[-1:], piece]
    return [piece[:_LONGEST_PIECE] for piece in pieces]


def _is_unset(piece: str, block: Block) -> bool:
    return bool(
        re.search(r"(?i)\bmeetings?\b|\bdates?\b", piece)
        or (
            (len(piece) < 40 or _UNSET.match(piece))
            and any(re.search(r"(?i)\bmeetings?\b", text) for text in block.path[-1:])
        )
    ) and not (re.search(r"(?i)^\W*(?:time|venue|location|chair)\b", piece))


def _is_no_meeting(day: Day, piece: str, block: Block, own: re.Pattern[str]) -> bool:
    """Say whether a day is a deadline, an event, another body's meeting, or the one that a meeting was moved from."""
    before = piece[max(0, day.start - 120) : day.start]
    if any(pattern.search(before) for pattern in (_NOT_MEETING, _DEADLINE, _BY_THEN)):
        return True
    if any(map(_OF_QUESTIONS.search, block.path[-1:])) and not _MEETING_ON.search(before):
        return True
    return _is_anothers(piece, own) or _is_event(piece) or bool(_MOVED.match(piece, day.end))


def _is_meeting(day: Day, piece: str, block: Block, section: bool, own: re.Pattern[str]) -> bool:
    if _is_no_meeting(day, piece, block, own):
        return False
    if not _NAMES_YEAR.search(day.words) and _OLD_MINUTES.search(piece):  # the year would be guessed as one to come
        return False
    if block.kind == "row" and len(block.cells) == len(block.labels):
        label = next((label for label, cell in zip(block.labels, block.cells, strict=True) if day.words in cell), "")
        if _NOT_LABEL.search(label):
            return False
        if re.search(r"(?i)\b(?:date|meeting|when|day)\b", label):
            return True
    if any(is_document(link.url) and role_of(link.text) in {"agenda", "minutes", "papers"} for link in block.links):
        return True
    if (
        _LABELLED.search(piece)
        or _NEXT.search(piece[: find_days(piece, day.day)[0].start])
        or (block.kind == "definition" and re.search(r"(?i)\b(?:date|when|next meeting)\b", " ".join(block.labels)))
    ):
        return True
    if block.kind == "heading":
        weekday = day.start == 0 and day.words[:1].isalpha()
        return section or weekday or day.clock is not None or (block.level == 1 and bool(own.search(piece)))
    return _is_said_to_meet(day, piece, block, section)


def _is_said_to_meet(day: Day, piece: str, block: Block, section: bool) -> bool:
    opens = piece.strip().startswith(day.words[:6]) or day.start < (16 if piece[:1].isdigit() else 4)
    opens = opens or bool(_SHORT_LABEL.fullmatch(piece[: day.start]) and not _NOT_LABEL.search(piece[: day.start]))
    cell = block.kind == "row" and section and any(cell.startswith(day.words) for cell in block.cells)
    alone = opens and len(piece) - len(day.words) < 90
    narrates = _NARRATES.search(piece)
    weekday = day.words[:1].isalpha() and _NAMES_YEAR.search(day.words) and not narrates
    listed = len(find_days(piece, day.day)) > 1 and not narrates
    if cell or ((weekday or listed) and section and _speaks_of_meetings(" ".join(block.path[-1:]))):
        return True
    meets = _MEETS.search(piece) and (section or day.clock is not None or not narrates)
    return bool(meets) or (alone and (section or (block.kind in {"item", "paragraph"} and day.clock is not None)))


def _fact(blocks: Sequence[Block], number: int, piece: str, nearby: str, day: Day) -> Fact:
    block = blocks[number]
    below = (
        "\n".join(following.text for following in _following(blocks, number))
        if day.clock is None or not PLACE.search(piece)
        else ""
    )
    clock = day.clock or _labelled_clock(f"{piece}\n{below}") or find_clock(below[:12])
    starts = f"{day.day}T{clock:%H:%M}" if clock else str(day.day)
    alone = len(find_days(piece, day.day)) < 2
    role = role_said(blocks, number, piece, nearby, day, alone=alone)
    return Fact(
        "meeting",
        day.words,
        role,
        place_of(nearby, f"{piece}\n{below}", block),
        starts,
        how_to_see(block, piece),
        quoted(piece),
    )


def _following(blocks: Sequence[Block], number: int) -> Iterator[Block]:
    for block in blocks[number + 1 : number + 1 + NEAR]:
        if block.kind == "heading" or (block.path != blocks[number].path and blocks[number].kind != "heading"):
            return
        opens_with_time = blocks[number].kind == "heading" and find_clock(block.text[:12])
        if opens_with_time or re.match(r"(?i)\W*(?:time|venue|location|where|place)\b", block.text):
            yield block


def _labelled_clock(text: str) -> time | None:
    match = re.search(r"(?i)\btime\w*\s*[:–|-]?\s*([^\n]{1,40})", text)
    return find_clock(match[1]) if match else None
