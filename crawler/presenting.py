"""What a page says that a body is, does, and is made up of. The words for it stand in vocabulary.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from config.vocabulary import spelt
from crawler.facts.meeting_days import NHS_BOARD
from crawler.names import Bodies, plain_names

_BEGINS, PRESENTED = 800, 2_000
"""A page that presents a body says what it is in its first characters."""
_BODY, _DOES = spelt("said", "body"), rf"(?:(?:is|are) {spelt('said', 'is_what')}|{spelt('said', 'presents')})\b"
_BODY_NAMED = re.compile(rf"(?i)\b(?:{_BODY}|about|who we are|what we do)\b")
_ENDS_IN_BODY = re.compile(
    rf"(?i)\b{_BODY}\b\)?\W*(?:\(\w+\)|do(?:es)?|for(?: (?:health|care|wellbeing)\b[\w ]{{0,30}})?|is|are)?\W*$"
)
_OF_A_BODY = re.compile(
    r"(?i)\W*(?:ask|meet|contact|join|observe|attend|write to|speak|questions?|how|why|when|where|who|papers|minutes"
    r"|agendas?|members|membership|meetings?|chair|terms|news)\b"
)
"""A title that begins so is about something of a body, not about the body."""
_OF_SOMETHING = re.compile(r"(?i)\b(?:to|of|for|on|with|from|by|at) (?:the|our|its|a)\b")
_PRESENTS = re.compile(
    rf"\b{_BODY}\b\)?[^.\n]{{0,70}}? {_DOES}|\b(?:it|we|they|ours) {_DOES}"
    rf"|\b{spelt('said', 'presenting')}\b"
)
_DOES_SOMETHING, _PRESENTING = re.compile(f" {_DOES}"), re.compile(rf"\b{spelt('said', 'presenting')}\b")
"""What the pattern above is made of; quick to look for where a text holds nothing of it."""
_IS_A_BODY = re.compile(
    rf"(?i)\W{{0,3}}(?:\([^)]*\) )?(?:is|are) (?:an?|the|our|one of our)\b[^.,]{{0,60}}?\b{_BODY}\b"
)
_ACTS = re.compile(rf"\b(?:{_BODY}|it|we|they)\b\)?[^.\n]{{0,60}}? {spelt('said', 'acts')}\b")
PRESENTED_BY = re.compile(rf"(?i)[^\w.]*(?:\([^)]*\)|which we call \S+)?[^\w.]*{_DOES}")
_COMPOSED, _COMPOSED_LOOSELY = (
    re.compile(
        rf"(?:\b{_BODY}\b[^.;]{{0,70}}?\b|\b(?:its?|we|ours?|who|they|their)\b[^.;]{{0,40}}?\b"
        rf"|^(?:the [\w ]{{2,30}} (?:is|are) )?)"
        rf"{spelt('said', words)}\b"
    )
    for words in ("composed", "composed_loosely")
)
_OF_A_PLAN = re.compile(r"\b(?:strateg(?:y|ies)|plans?|programme|ambitions|selectors|panels?|interviewers)\b")
_SORTS = re.compile(rf"\b{spelt('said', 'sorts')}\b")
_SENTENCE = re.compile(r"\s(?<=[a-z0-9)][.!?]\s)\s*|\n")
_FEWEST_SORTS, _LOOSELY = 3, 4
"""Sorts of bodies that one sentence must name to say who belongs; more after words that say so loosely."""
_ONE_OF = re.compile(
    r"\bone of (?:[\w'’]+ ){0,3}?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d)\b"
    r" (?:local |place[- ]based |health and |care |borough |integrated care |strong )*"
    r"(?:partnerships|places|icps|alliances|localities|neighbourhoods)\b"
)
"""What a partnership of a place says of itself; an integrated care partnership is one of dozens."""
_OURSELVES = ("the partnership", "our partnership")


def presented(title: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the signs of what a page says of bodies from its first characters on, each with words that show it."""
    opening = text[:PRESENTED].lower()
    if match := _presenting(opening):
        yield "presents-a-body", match[0]
    for sentence in _SENTENCE.split(opening) if _sorts(opening) >= _FEWEST_SORTS else ():
        if _says_who_belongs(sentence):
            yield "bodies-in-a-sentence", sentence
    if "one of " in opening and (match := _ONE_OF.search(opening)):
        yield "one-of-several", match[0]
    if match := NHS_BOARD.search(title):
        yield "nhs-board-in-title", match[0]
    elif "NHS " in text and (match := NHS_BOARD.search(text[:PRESENTED])):
        yield "nhs-board-in-text", match[0]


def titled(
    titles: Sequence[str], text: str, bodies: Bodies, *, is_icp: bool | None, listing: bool
) -> Iterator[tuple[str, str]]:
    """Yield the signs of a title that is a body's name; `titles` are the page's title and its first headings.

    `is_icp` says whether the page is the partnership's own, `listing` whether it stands in a list of committees.
    """
    quote = next((title for title in titles if is_body(title) or _is_presented(title, text)), "")
    if is_icp is False and not quote and not _BODY_NAMED.search(" . ".join(titles)):
        yield "title-is-no-body", titles[-1]
    if quote:
        yield "title-is-a-body", quote
        if _is_presented(quote, text):
            yield "presents-a-body", quote
        if is_icp and not listing:
            yield "own-title-is-a-body", quote
        acts = _ACTS.search(text[:_BEGINS].lower())
        if acts and not _presenting(text[:PRESENTED].lower()):
            yield "says-what-it-does", acts[0]
        plain = plain_names(quote, bodies).strip(" .").lower().removeprefix("about ")
        if plain in _OURSELVES and not listing:
            yield "title-is-own-name", quote


def _presenting(opening: str) -> re.Match[str] | None:
    return (_PRESENTS if _DOES_SOMETHING.search(opening) else _PRESENTING).search(opening)


def _is_presented(title: str, text: str) -> bool:
    """Say whether a page begins by saying that what bears its title is a body: "Thrive Exeter is an alliance of"."""
    at = text.find(title, len(title), _BEGINS) if len(title.split()) > 1 else -1
    return at >= 0 and bool(_IS_A_BODY.match(text, at + len(title)))


def is_body(text: str) -> bool:
    """Say whether a title is a body's name, and not that of something of the body."""
    match = _ENDS_IN_BODY.search(text)
    if match is None or _OF_A_BODY.match(text):
        return False
    return not _OF_SOMETHING.search(text[: match.start()])


def _says_who_belongs(sentence: str) -> bool:
    sorts = _sorts(sentence)
    composed = _COMPOSED.search(sentence) if sorts >= _FEWEST_SORTS else None
    composed = composed or (_COMPOSED_LOOSELY.search(sentence) if sorts >= _LOOSELY else None)
    return composed is not None and not _OF_A_PLAN.search(sentence[: composed.end()])


def _sorts(text: str) -> int:
    return len({*_SORTS.findall(text)})
