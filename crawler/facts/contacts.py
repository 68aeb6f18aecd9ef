"""How to reach the partnership, how to put a question to it, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from config.vocabulary import any_of, spelt
from crawler.facts.quotes import quoted
from store.reading import Block, Fact

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}")
_PHONE = re.compile(r"(?<![\w£/.=-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)(?:[\d()]\s?-?){8,11}\d(?![\d-])")
_FORM = re.compile(r"(?i)\b(?:online|web|contact|question|enquiry|e)?[- ]?forms?\b")
_NO_FORM = re.compile(r"(?i)survey|consultation|questionnaire|smartsurvey|surveymonkey|\.(?:pdf|docx?)\b")
_ASKS = re.compile(
    r"(?i)\b(?:questions?|petitions?|deputations?)\b[^.]{0,80}?\b(?:public|submit|submitted|ask|put|send|"
    r"sent|received|welcome|notice|advance|writing|emailed?|form|reach)"
    r"|\b(?:put|raise) (?:something(?! right)|an issue|a matter)\b|\bsomething to raise\b|\b(?:submit|ask|put|send|"
    r"raise|email|pose|asking|submitting|receive|wish to ask|take)\b[^.]{0,60}?\bquestions?\b|"
    r"\bask (?:the|our) (?:board|partnership|icp|assembly|committee)\b|"
    r"\bwhat you (?:would|'d) like to ask\b|"
    r"\bquestions? (?:from|of) (?:residents|the public|people|anyone)\b|"
    r"\b(?:set aside|kept|reserved) (?:at the (?:start|beginning|end) )?for (?:the public|residents|questions)\b|"
    r"\bquestions from the floor\b|\blike to raise\b|\brequests? to (?:speak|address)\b|"
    r"\bwish(?:es)? to speak\b|\bpublic may speak\b|\bpublic (?:question|speaking)|\bwritten questions\b"
)
_LIMIT = re.compile(
    rf"(?i)\b(?:{spelt('said', 'limits')}\b|by \d"
    r"|(?:\d+|two|three|four|five|seven|ten|fourteen) (?:hours|days) (?:before|prior|in advance|ahead)"
    r"|(?:at least|minimum of) \w+ (?:\w+ )?(?:hours|days)|by (?:mon|tues|wednes|thurs|fri)day)"
)
_MAY_ASK = (
    "aise something",
    "omething to ask",
    "omething to raise",
    "uestion",
    "ut something",
    "peak",
    "etition",
    "articipat",
    "ave your say",
    "set aside",
    "to raise",
    "to address",
)
_ABOUT_QUESTIONS, _NOT_PUBLIC = any_of("said", "about_questions"), any_of("said", "not_public")
_SENTENCE = re.compile(r"(?<=[a-z0-9)][.!?])\s+(?=[A-Z])|\n")
_FEWEST_WORDS = 6
_MOST_WORDS = 300
"""Longest rule on questions that is kept, in characters."""


def contacts(blocks: Iterable[Block]) -> list[Fact]:
    """Return e-mail addresses, telephone numbers, forms, and the words on questions and their deadline, each once."""
    found: dict[tuple[str, str], Fact] = {}
    for block in blocks:
        rule = block.kind != "row" or _LIMIT.search(block.text)  # an agenda's item is none
        for fact in (*_reached(block), *(questions(block) if rule else ())):
            key = "" if fact.role.startswith("question") else fact.value.lower()
            found.setdefault((fact.role, key), fact)
    return list(found.values())


def _reached(block: Block) -> Iterator[Fact]:
    quote = quoted(block.text)
    for link in block.links:
        scheme, _, rest = link.url.partition(":")
        if scheme.lower() == "mailto" and (match := _EMAIL.search(unquote(rest))):
            yield Fact("contact", match[0].lower(), "email", evidence=quote)
        elif scheme.lower() == "tel":
            yield Fact("contact", unquote(rest).strip(), "phone", evidence=quote)
        elif _FORM.search(said := f"{link.text} {link.url}") and not _NO_FORM.search(said):
            yield Fact("contact", link.url, "form", evidence=quote)
    if "@" in block.text:
        for match in _EMAIL.finditer(block.text):
            yield Fact("contact", match[0].strip(".'").lower(), "email", evidence=quote)
    for match in _PHONE.finditer(block.text):
        if 10 <= sum(char.isdigit() for char in match[0]) <= 13 and not any(
            link.url.lower().startswith("tel:") for link in block.links
        ):
            yield Fact("contact", match[0].strip(), "phone", evidence=quote)


def may_ask(text: str) -> bool:
    """Say quickly whether a text may speak of asking or speaking at a meeting."""
    return any(part in text for part in _MAY_ASK)


def questions(block: Block) -> Iterator[Fact]:
    """Yield what a block says on putting a question or speaking at a meeting, and by when."""
    above = (*block.path[:1], *block.path[-1:])
    if block.kind == "heading" or not may_ask(f"{above} {block.text}"):
        return
    under = any(_ABOUT_QUESTIONS.search(text) and not _NOT_PUBLIC.search(text) for text in above)
    asked = under
    for sentence in (sentence.strip() for sentence in _SENTENCE.split(block.text)):
        said = _ASKS.search(sentence) or (under and (_ABOUT_QUESTIONS.search(sentence) or "@" in sentence))
        label = len(sentence.split()) < _FEWEST_WORDS and not _LIMIT.search(sentence)  # "4. Questions from the public."
        asks = said and not label and not _NOT_PUBLIC.search(sentence)
        asked = asked or bool(asks)
        if asks:
            yield Fact("contact", sentence[:_MOST_WORDS], "question", evidence=quoted(sentence))
        if asked and _LIMIT.search(sentence):
            yield Fact("contact", sentence[:_MOST_WORDS], "question-deadline", evidence=quoted(sentence))
