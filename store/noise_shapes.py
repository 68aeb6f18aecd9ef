"""The shapes of noise: words that sites add by themselves and that say nothing of the subject.

The wordings are those seen on sites of ICBs, partnerships and councils. A shape covers a whole block or a whole part of
one (a cell, a line, what stands between bars); only sizes, ages and "updated" notes are cut out of running text too.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 1000  # characters of a block that can be noise by its shape

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
    rf"(?:(?:{_DAY}(?: of)? )?{_MONTH},? \d{{4}}|{_MONTH} {_DAY},? \d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}"
    r"|\d{4}-\d\d-\d\d)(?:t?,?(?: at| -)? ?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]m|z)?)?"
)
_UPDATED = (
    r"(?:(?:this |the )?(?:page|content|site|section|information|document)(?: was| were| content)? )?(?:date )?"
    r"(?:last (?:updated|modified|reviewed|changed|edited|refreshed)|(?:recently )?updated|modified|next review due)"
    rf"(?: date)?(?: on| at)?\s*[:-]?\s*(?:on )?{_DATE}"
)
_UNIT = r"(?:second|minute|min|hour|hr|day|week|month|year)s?"
_DONE = r"(?:added|posted|published|uploaded|created|(?:last )?(?:updated|modified|edited))"
_ABOUT = r"(?:about |over |almost |nearly |more than |less than )?"
_AGE = (
    rf"(?:{_DONE}:? {_ABOUT}(?:\d+|an?|one|two|three|several|a few) {_UNIT} ago|{_ABOUT}\d+ {_UNIT} ago"
    rf"|{_DONE}:? (?:yesterday|today|just now))"
)
_COUNTDOWN = (
    rf"(?:clos(?:es|ing)|opens?|ends|starts) in \d+ {_UNIT}|\d+ {_UNIT} (?:left|remaining|to go)(?: to respond)?"
)
_TYPE = r"(?:pdf|docx?|word|excel|xlsx?|pptx?|powerpoint|csv|zip|odt)(?: (?:document|file))?"
_SIZE = (
    rf"(?:[(\[]?{_TYPE}[)\]]?[,:\s-]*)?(?:(?:file )?size:? )?"
    r"[(\[]?\d+(?:[.,]\d+)?\s?(?:bytes|[kmg]i?b)\b(?:, \d+ pages?)?[)\]]?"
)
_COUNTED = r"(?:page )?(?:views?|downloads?|hits?|visits?|reads|shares?|likes?)"
_SHARED_ON = "page|item|agenda point|article|story|post|friend|facebook|twitter|x|linkedin|whatsapp|e-?mail"

_UPDATE, _RELATIVE, _COUNTER, _FILE_SIZE = "date of the last update", "relative time", "counter", "file size"
_SHARE, _TOKEN = "share bar", "token or time of the request"
_SHAPES = {
    _UPDATE: (_UPDATED,),
    _RELATIVE: (_AGE, _COUNTDOWN),
    _COUNTER: (
        rf"{_COUNTED}\s*:?\s*[\d,.]+k?(?: times)?",
        rf"[\d,.]+k? {_COUNTED}",
        r"(?:viewed|downloaded|read):? [\d,.]+ times",
        r"[\d,.]+ (?:people|visitors|users) (?:have viewed |are viewing |are )?(?:this page|online)(?: now)?",
        r"(?:estimated )?read(?:ing)? time:? \d+ min(?:ute)?s?|\d+ min(?:ute)?s? read",
        r"you are visitor (?:number )?[\d,]+",
    ),
    _FILE_SIZE: (_SIZE,),
    _SHARE: (
        rf"(?:share|tweet|print|email|follow us)(?: (?:this|on|via|by|the|to|a|{_SHARED_ON}))* (?:{_SHARED_ON})[:!]?",
        r"share(?: this)?:?|print|tweet|follow us:?",
    ),
    "accessibility or page tools": (
        r"accessibility tools|return to header|(?:enable|launch) (?:recite|reachdeck)(?: me)?|reachdeck.{0,30}",
        r"text size.{0,20}|contrast(?: a)*|[-+]?a(?: [-+]?a)+|(?:increase|decrease|reset) (?:text|font)(?: size)?",
        r"listen(?: to this page)?(?: with .{1,30})?",
        r"(?:(?:toggle|open|close|show|hide|main) )?(?:menu|navigation|search)|close this search box",
        r"(?:show|open|close|expand|collapse|hide)(?: all)?(?: sections?)?|load more",
        r"(?:back to|return to) top(?: of page)?|navigation menu icon|site icon|facebook pixel code image",
    ),
    "skip link": (r"(?:skip|jump) (?:to|past) .{1,40}|skip (?:nav|navigation|links)",),
    "translation notice": (
        r"translate(?: this (?:page|site))? ?»?|powered by google.{0,20}|language translation requires.*",
        r"(?:select|choose|change)(?: a| your)? language.{0,20}",
    ),
    _TOKEN: (
        r"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        r"(?:request|ray|session|trace|correlation|incident|csrf|nonce|build)(?: \w+)?\s*[:#]\s*[0-9a-f-]{6,}",
        r"(?:this |the )?(?:page|site) (?:was )?(?:generated|rendered|served|loaded|printed) (?:at|on|in|by)\b.{0,60}",
        r"(?:generated|rendered) (?:at|on|in) [\d.]+.{0,40}",
        r"(?:today(?:'s date)?|the time)(?: now)?(?: is|:) .{3,40}",
    ),
    "breadcrumb": (
        r"(?:you are (?:here|in):? ?)?home ?(?:[>»/›→\\]|(?-i:E) ).{0,250}",
        r"you are (?:here|in):.{0,250}",
    ),
    "copyright line": (r"(?:copyright ?)?(?:©|\(c\)).{0,150}|copyright \d{4}.{0,100}",),
}
_CONSENT_WORDS = ("cookie", "consent", "privacy", "browser")
_CONSENT = re.compile(
    "|".join(
        (
            r"(?:we|(?:this|our|the) (?:web ?)?site) (?:also |only )?uses? (?:\S+ ){0,3}cookies\b.*",
            r"(?:i )?(?:accept|reject|allow|manage|decline|hide|set|view)(?: \S+){0,2} cookies?.{0,20}",
            r"cookies? (?:on this (?:web ?)?site|settings|preferences|consent|control|notice)\b.{0,60}",
            r".{0,200}by (?:continuing|clicking|using).{0,120}cookies.*",
            r".{0,60}change your cookie (?:settings|preferences).*",
            r"(?:privacy|consent) preference.{0,30}",
            r"i'm ok with analytics cookies|do not use analytics cookies",
            r"you(?:'ve| have) (?:accepted|rejected) .{0,30}cookies.*",
            r".{0,60}browser (?:is )?no longer supported.*",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)
_NAMES = tuple(_SHAPES)
_DROPPED_PARTS = frozenset((_UPDATE, _RELATIVE, _COUNTER, _FILE_SIZE, _SHARE, _TOKEN))
_ANY_SHAPE = re.compile(
    "|".join(f"(?P<_{index}>{'|'.join(wordings)})" for index, wordings in enumerate(_SHAPES.values())),
    re.IGNORECASE | re.DOTALL,
)
_LAST_UPDATED = re.compile(_UPDATED, re.IGNORECASE)
_DATE_AT_END = re.compile(rf"{_DATE}$", re.IGNORECASE)
_BARS = re.compile(r"[|·•\n]")
_NEW_TAB = r"(?:this )?(?:link )?(?:will )?open(?:s|ing)? in (?:a )?new (?:window|tab)"
_RUNNING = tuple(
    (hint, re.compile(pattern, re.IGNORECASE))
    for hints, pattern in (
        ((" ago", "yesterday", "today", "just now"), rf"[(\[]?\b{_AGE}[)\]]?"),
        (("closes in", "closing in", "ends in", " left", " remaining", " to go"), rf"\b(?:{_COUNTDOWN})\b"),
        (("new window", "new tab"), rf"[(\[]?\b{_NEW_TAB}[)\]]?"),
        (("updated", "modified", "reviewed"), rf"[(\[,;-]\s*{_UPDATED}\s*[)\]]?"),
        # Without a separator only a capital letter tells a note from a sentence ("was updated March 2025").
        (("updated", "modified", "reviewed"), rf"(?<=\s)(?-i:(?=Last |Updated|Modified)){_UPDATED}$"),
    )
    for hint in hints
)
_HAS_SIZE = re.compile(r"\d\s?(?:bytes|[kmg]i?b)\b", re.IGNORECASE)
_RUNNING_SIZE = re.compile(rf"(?:[,(\[]\s*)?(?<!\w){_SIZE}", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\s*(?:\(\s*[,;:-]*\s*\)|\[\s*[,;:-]*\s*\])")

CONTENTS_LABEL = re.compile(
    r"(?:on this page|in this (?:section|article|guide)|(?:page|table of) contents|contents|list of pages|jump to):?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def shape_of(text: str) -> str:
    """Return what kind of noise a text is as a whole, or "" if it is none.

    >>> shape_of("Page last updated: 3 May 2024"), shape_of("Next meeting: TBC"), shape_of("stood down")
    ('date of the last update', '', '')
    """
    if not text or len(text) > _LONGEST:
        return ""
    lower = text.lower()
    for word in _CONSENT_WORDS:
        if word in lower and _CONSENT.fullmatch(text):
            return "cookie or consent text"
    found = _ANY_SHAPE.fullmatch(text)
    return _NAMES[int(found.lastgroup[1:])] if found and found.lastgroup else ""


def without_noise(text: str) -> str:
    """Return a text without its noisy parts: sizes, ages, counters, "updated" notes, "opens in a new tab".

    >>> without_noise("Minutes | PDF 225 KB | added 2 years ago")
    'Minutes'
    """
    if shape_of(text) in _DROPPED_PARTS:
        return ""
    if _BARS.search(text):
        text = " ".join(filter(None, map(_without_noisy_parts, text.split("\n"))))
    cut = _RUNNING_SIZE.sub(" ", text) if _HAS_SIZE.search(text) else text
    lower = text.lower()
    for hint, pattern in _RUNNING:
        if hint in lower:
            cut = pattern.sub(" ", cut)
    return text if cut == text else _EMPTY_BRACKETS.sub("", cut).strip(" ,;|-")


def _without_noisy_parts(line: str) -> str:
    parts = [part.strip() for part in _BARS.split(line)]
    return " | ".join(part for part in parts if shape_of(part) not in _DROPPED_PARTS)


def last_updated(text: str) -> str:
    """Return the date of a "last updated" line as its words, or "" if the text is no such line.

    >>> last_updated("Page last updated: 3 May 2024")
    '3 May 2024'
    """
    if len(text) > 100 or not _LAST_UPDATED.fullmatch(text):
        return ""
    date = _DATE_AT_END.search(text)
    return date[0] if date else ""
