"""When the partnership meets: the day, the time, the place, and whether a meeting was called off or is not yet set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from crawler.facts.called_off import DATED_LINE, GOES_ON, NEAR, OFF, SENTENCE_END, role_of_words, role_said
from crawler.facts.dates import MONTHS, Day, find_clock, find_days
from crawler.facts.meeting_days import (
    IS_YEAR,
    LABELLED,
    MEETS,
    NAMES_YEAR,
    UNSET,
    heads_events,
    is_anothers,
    is_event,
    is_meeting,
    is_unset,
    speaks_of_meetings,
)
from crawler.facts.quotes import quoted
from crawler.facts.where_held import PLACE, how_to_see, place_of
from store.reading import Block, Fact

_LINE_OF_DAY = re.compile(r"\n(?=(?:[A-Z][a-z]+day,? )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8} 20\d\d)")
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
    "cancel",
    "called off",
    "stood down",
    "date will",
    "dates will",
)
_FURTHER = re.compile(
    rf"(?i)\b(?:again|further|following|then|second|third|fourth|winter|spring|summer|autumn|{'|'.join(MONTHS)})\b"
)
"""Behind a day, these begin to speak of another one, which is still open."""
_USUALLY = re.compile(
    r"(?i)\b(?:(?:all|both|each|every|meetings|sessions|they|things|we|it|the meeting|kick[ -]?off|start times?)\b"
    r"[^.;]{0,40}\b(?:begin|start|open|run|kick off|get going|held|take place|meet|are|is|of them|stay)(?:s|ed)?\b"
    r"|(?:both|each|all) (?=at\b|from\b|\d)|(?=\d[\d.:]* ?[ap]m start\b))[^.;]{0,20}?\b(?=(?:at|from|between)\b|\d)"
)
"""What comes before a time of day that holds for all meetings of a page."""
_DAY_ONLY = len("2026-03-02")
_LONGEST_DAY = len("Wednesday 30th September 2026")
_OPENS_WITH = len("10.30 – 12.30pm")
_SHORT, _LONGEST_PIECE = 120, 600
"""Characters: a block below the first is taken as a whole, and no sentence beyond the second is read to its end."""
_OURS_AGAIN = re.compile(r"(?i)\b(?:we|our|us|partnership|icp|assembly)\b")
"""In a sentence behind one on another body's meetings, these turn to the partnership again."""
_IN_YEAR = re.compile(r"\b(?:[Ii]n|[Ff]or|[Dd]uring) (20\d\d)\b(?=[^.;]{0,30}(?:\bmeet|\bdates?\b|\bare\b|\bwill\b|:))")
_COLUMNS = re.compile(
    r"(?i)(?:date of )?(?:meeting|date|board)s?\b[^.:]*\b(?:due|issued|published|deadline|questions)\b"
)
"""The line over a table that has lost its marks, of which some columns are of deadlines."""
_AT_BEFORE = re.compile(
    r"\bat (?=\d|noon|half)[^;]{2,20}? (?:on|every)\b[^.;]{0,40}$"
    r"|\b(?:(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri)days|[Aa]ll|[Ee]ach)\b[^.;]{0,12} at (?=\d|noon|half)"
    r"[^;]{2,60}:\s*$"
)
_FOR_ALL = re.compile(r"(?i)^(?:[^.;]|\.\d){0,60}?\b(?:both|all|each)\b")
_WHICH = re.compile(
    rf"(?i)\b(?:{'|'.join(MONTHS)}|spring|summer|autumn|winter)\b[^.;]{{0,20}}\b(?:meeting|session|gathering|one)\b"
    rf"|\b(?:meeting|session)\b[^.;]{{0,12}}\b(?:{'|'.join(MONTHS)})\b"
)
"""Which meeting is called off, where no day is given: "The April meeting was stood down"."""
_OF_TIMES = re.compile(r"(?i)\b(?:time|start|begins)")
_ROWS_BELOW = 15
_OFF_ROLES = ("cancelled", "stood-down")
_ANY = re.compile(r"(?s).+")


def meetings(blocks: Sequence[Block], own: re.Pattern[str], title: str, today: date) -> list[Fact]:
    """Return each meeting once, in page order; `own` matches the partnership's names, `title` is the page's."""
    found: dict[str, Fact] = {}
    for fact in each_meeting(blocks, own, title, today):
        key = fact.starts_at[:10] or fact.role
        found[key] = _merged(found[key], fact) if key in found else fact
    for key in [key for key, fact in found.items() if not NAMES_YEAR.search(fact.value)]:
        if any(key != other and key[4:] == other[4:] and NAMES_YEAR.search(found[other].value) for other in found):
            del found[key]  # "agenda for 20 May", below "20 May 2025"
    if any(fact.starts_at and fact.role in _OFF_ROLES for fact in found.values()):
        for role in _OFF_ROLES:
            found.pop(role, None)  # "The April meeting was stood down", of which the day is told as well
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
            if says and not find_days(sentence, today) and (clock := find_clock(sentence[says.end() :])):
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
    lead = _lead(blocks, number)
    own_words = block.text if block.kind == "heading" else ""
    section = any(map(speaks_of_meetings, (*block.path[-2:], title, own_words))) or bool(MEETS.search(lead))
    section = section or (block.kind == "heading" and _is_day(block, today) and _days_head(blocks, today))
    if block.cells == block.labels and block.cells and not (section and _heads_days(block, today)):
        return
    years = " ".join((*block.path, lead))
    above = (*block.path[-1:], *SENTENCE_END.split(lead)[-1:])
    foreign = any(is_anothers(text, own) or is_event(text) for text in above)
    foreign = foreign or (is_event(title) and not MEETS.search(block.text)) or any(map(heads_events, block.path[-1:]))
    others = False  # the piece before speaks of another body
    for piece in _pieces(block):
        if block.kind == "paragraph":
            piece = _without_due(piece, blocks[max(0, number - _ROWS_BELOW) : number], today)
        others = is_anothers(piece, own) or (others and not _OURS_AGAIN.search(piece))
        days = (
            []
            if foreign or others
            else [
                day
                for day in find_days(piece, today, _year_over(block, piece) or _year_said(piece, today) or years)
                if is_meeting(day, piece, block, section, own)
            ]
        )
        days = _with_shared_clock(days, piece)
        for place, day in enumerate(days):
            nearby = piece[day.start : days[place + 1].start if place + 1 < len(days) else None]
            yield _fact(blocks, number, piece, nearby, day)
        if foreign or others:
            continue
        rest = piece[days[-1].end :] if days else piece
        if not days and _WHICH.search(piece) and (off := OFF.search(piece)) and section:
            yield Fact("meeting", " ".join(piece.split())[:80], role_of_words(off[0]), evidence=quoted(piece))
        if UNSET.search(rest) and (_FURTHER.search(rest) if days else is_unset(piece, block)):
            yield Fact("meeting", " ".join(piece.split())[:80], "to-be-confirmed", evidence=quoted(piece))


def _with_shared_clock(days: list[Day], piece: str) -> list[Day]:
    """Return the days of a piece with the time that it gives for all of them: "4 June and 9 July, both at 10am"."""
    said = _AT_BEFORE.search(piece, 0, days[0].start) if len(days) > 1 else None
    own = [day.clock for day in (days[1:] if said and said[0].rstrip().endswith(":") else days)]
    if said and not any(own):
        return [replace(day, clock=find_clock(said[0])) for day in days]
    ends = [*(day.start for day in days[1:]), len(piece)]
    shared = (day for day, end in zip(days, ends, strict=False) if day.clock and _FOR_ALL.search(piece[day.end : end]))
    if (last := next(shared, None)) is None:
        return days
    return [replace(day, clock=last.clock) if day.clock is None and day.end <= last.start else day for day in days]


def _without_due(piece: str, before: Sequence[Block], today: date) -> str:
    """Return a line of a table that has lost its marks without the days in its columns of deadlines."""
    days = find_days(piece, today) if before and piece[:1].isdigit() else []
    if len(days) < 2 or not any(_COLUMNS.match(block.text) for block in before):
        return piece
    return piece[: days[0].end] + piece[days[-1].end :] if days[0].start == 0 else piece


def _heads_days(block: Block, today: date) -> bool:
    """Say whether two or more cells of a row of labels are days and nothing else."""
    return sum(any(day.words == cell for day in find_days(cell, today)) for cell in block.cells) > 1


def _is_day(block: Block, today: date) -> bool:
    return any(day.words == block.text for day in find_days(block.text[:_LONGEST_DAY], today))


def _days_head(blocks: Sequence[Block], today: date) -> bool:
    """Say whether several headings of a page are days, under which papers stand."""
    return sum(block.kind == "heading" and _is_day(block, today) for block in blocks) > 1


def _lead(blocks: Sequence[Block], number: int) -> str:
    """Return what stands over the list that a block belongs to: "Gatherings so far in 2026:"."""
    if blocks[number].kind == "paragraph":
        above = blocks[number - 1] if number and blocks[number - 1].kind == "paragraph" else None
    elif blocks[number].kind == "item":
        above = next((block for block in reversed(blocks[:number]) if block.kind != "item"), None)
    else:
        return ""
    return above.text if above is not None and (above.text[-1:] == ":" or IS_YEAR.fullmatch(above.text)) else ""


def _year_over(block: Block, cell: str) -> str:
    """Return the year that stands over the column of a cell; "" where none does."""
    labelled = zip(block.labels, block.cells, strict=False) if block.kind == "row" else ()
    return next((label for label, text in labelled if text == cell and IS_YEAR.fullmatch(label)), "")


def _year_said(piece: str, today: date) -> str:
    """Return the year of which a sentence gives the days: "In 2025 there are two: 31 January and 25 April"."""
    said = _IN_YEAR.search(piece)
    return said[1] if said and int(said[1]) >= today.year - 1 else ""  # "Set up in 2022, we next meet on 4 June"


def _pieces(block: Block) -> list[str]:
    """Return the parts of a block that speak of one thing: short ones and rows as a whole, else lines or sentences."""
    if block.kind == "row" and any(map(IS_YEAR.fullmatch, block.labels)):
        return list(block.cells)
    if block.kind == "paragraph" and len(DATED_LINE.findall(block.text)) > 1 and not LABELLED.search(block.text):
        return block.text.split("\n")
    if block.kind == "paragraph" and (line := _LINE_OF_DAY.search(block.text)):
        return [block.text[: line.start()], block.text[line.start() + 1 :]]
    if len(block.text) < _SHORT or (block.kind in {"row", "definition"} and len(block.text) < _LONGEST_PIECE):
        return [block.text]
    pieces: list[str] = []
    for piece in SENTENCE_END.split(block.text):
        goes_on = pieces and GOES_ON.match(piece) and OFF.search(piece)
        pieces[-1:] = [f"{pieces[-1]} {piece}"] if goes_on else [*pieces[-1:], piece]
    return [piece[:_LONGEST_PIECE] for piece in pieces]


def _fact(blocks: Sequence[Block], number: int, piece: str, nearby: str, day: Day) -> Fact:
    block = blocks[number]
    below = (
        "\n".join(following.text for following in _following(blocks, number))
        if day.clock is None or not PLACE.search(piece)
        else ""
    )
    clock = (
        day.clock
        or _clock_of_row(block)
        or _labelled_clock(f"{piece}\n{below}")
        or (find_clock(below[:12]) and find_clock(below[:_OPENS_WITH]))
    )
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
        text = blocks[number].text
        alone = blocks[number].kind == "heading" or len(text) < _LONGEST_DAY or NAMES_YEAR.search(text)
        opens_with_time = alone and find_clock(
            block.text[: _SHORT // 2] if len(block.text) < _SHORT // 2 else block.text[:12]
        )
        if opens_with_time or re.match(r"(?i)\W*(?:time|venue|location|where|place)\b", block.text):
            yield block


def _clock_of_row(block: Block) -> time | None:
    """Return the time in the column of a row that is labelled as such."""
    cells = zip(block.labels, block.cells, strict=False) if block.kind == "row" else ()
    return next((clock for label, cell in cells if _OF_TIMES.search(label) and (clock := find_clock(cell))), None)


def _labelled_clock(text: str) -> time | None:
    match = re.search(r"(?i)\btime\w*\s*[:–|-]?\s*([^\n]{1,40})", text)
    return find_clock(match[1]) if match else None
