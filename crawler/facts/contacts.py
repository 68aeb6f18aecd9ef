"""How to reach the partnership, how to put a question to it, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from crawler.facts.questions import has_limit, questions
from crawler.facts.quotes import quoted
from store.reading import Block, Fact

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}")
_PHONE = re.compile(r"(?<![\w£/.=-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)(?:[\d()]\s?-?){8,11}\d(?![\d-])")
_FORM = re.compile(r"(?i)\b(?:online|web|contact|question|enquiry|e)?[- ]?forms?\b")
_NO_FORM = re.compile(r"(?i)survey|consultation|questionnaire|smartsurvey|surveymonkey|\.(?:pdf|docx?)\b")


def contacts(blocks: Iterable[Block]) -> list[Fact]:
    """Return e-mail addresses, telephone numbers, forms, and the words on questions and their deadline, each once."""
    found: dict[tuple[str, str], Fact] = {}
    for block in blocks:
        rule = block.kind != "row" or has_limit(block.text)  # an agenda's item is none
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
