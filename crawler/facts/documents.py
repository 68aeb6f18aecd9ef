"""The documents that a page links to: agendas, minutes, packs, terms of reference, strategies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

from config.vocabulary import alternation, spelt, vocabulary
from crawler.facts.dates import find_days
from crawler.facts.quotes import quoted
from crawler.reading.links import is_file
from store.reading import Block, Fact, Link

_DOWNLOAD = re.compile(r"(?i)/document\.ashx\b|/download/\d|[?&]wpdmdl=|/downloads?/file/\d|/download/[^/?]+\.pdf")
_MODERN_GOV = re.compile(r"/documents/[sgb]\d+/", re.IGNORECASE)
_ROLES = tuple(
    (role, re.compile(rf"(?<![a-z]){alternation(words)}(?![a-z])")) for role, words in vocabulary().documents.items()
)
_VAGUE = re.compile(
    r"(?i)\W*(?:download|here|pdf|word|docx?|view|read|open|click here|this|document|file|link|read more|"
    r"(?:the |an? )?(?:easy read|large print|bsl|plain text|welsh|short|full)(?: version)?|\W)*\W*(?:\(.*\))?\W*"
)
_SIZE = re.compile(
    r"\s*[\[(]?\b(?:pdf|docx?|xlsx?|pptx?)?[ ,:-]*\d[\d.,]* ?[kmg]b\b[\])]?|\s*\bpdf icon\b|"
    r"\s*[\[(](?:pdf|docx?|"
    r"word)[\])]",
    re.IGNORECASE,
)


_FILE = re.compile(r"(?i)(?:\b(?:pdf|docx?|word document)\b|\.(?:pdf|docx?)\b|\d ?[kmg]b\b)[\W\d]*(?:[kmg]b)?\W*$")
_DOWNLOADS = re.compile(rf"(?i)\W*{spelt('said', 'downloads')}\W*")
_DATED = re.compile(r"(?i)\b\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9} 20\d\d\b")
_NO_PAPERS = re.compile(
    r"\b(?:discussion|white|green|consultation|position|scoping) papers?\b"
    r"|\b(?:information|starter|induction|welcome|resource|candidate|recruitment|application|applicant)s? packs?\b"
    r"|\bpaper (?:cop(?:y|ies)|version|form|survey|questionnaire)\b"
    r"|\b(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|few|several) minutes?\b"
)
"""A length of time is no minutes of a meeting, nor is every paper one."""
_OUR_STRATEGY = re.compile(r"(?i)\b(?:our|integrated care|name of the) strategy\b")
"""A document without a word for what it is, in a paragraph that says so, may be called "Better Lives Exampleshire"."""
_PAPERS = frozenset({"agenda", "minutes", "papers"})
_LONGEST_TITLE = 200


def is_document(url: str) -> bool:
    """Say whether a link leads to a file, ModernGov's addresses without an ending among them."""
    return is_file(url) or bool(_MODERN_GOV.search(url) or _DOWNLOAD.search(url))


def documents(blocks: Iterable[Block], today: date) -> list[Fact]:
    """Return the documents linked from the blocks, each address once."""
    found: dict[str, Fact] = {}
    for block in blocks:
        role = ""
        for link in block.links:
            if is_document(link.url) and link.url not in found:
                fact = _document(block, link, today)
                if role and fact.role == "other" and _VAGUE.fullmatch(link.text):
                    fact = replace(fact, role=role)  # "Read the strategy, or its easy read version"
                found[link.url] = fact
                role = fact.role if fact.role != "other" else role
    return list(found.values())


def named_documents(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Yield role and line of each document that a text without links names: by its file, or under such a heading."""
    for block in blocks:
        if len(block.text) > _LONGEST_TITLE or block.links or block.cells:
            continue
        listed = (
            block.kind != "heading" and block.text[-1:] != "." and block.path and _DOWNLOADS.fullmatch(block.path[-1])
        )
        dated = block.text[-1:] not in ".:" and _DATED.search(block.text)
        if not (listed or dated or _FILE.search(block.text)):
            continue
        role = role_of(block.text) or next(filter(None, map(_role_of_section, block.path[-1:])), "")
        if role and (role in _PAPERS or listed or _FILE.search(block.text)):
            yield role, block.text


def role_of(text: str) -> str:
    """Return the role that a document's title gives it, "" where it gives none."""
    plain = _NO_PAPERS.sub(" ", re.sub(r"[_\s-]+", " ", text.lower()))
    return next((role for role, pattern in _ROLES if pattern.search(plain)), "")


def _document(block: Block, link: Link, today: date) -> Fact:
    title = " ".join(_SIZE.sub("", link.text).split()).strip(" -–:,")
    beside = _beside(block, link)
    file_name = unquote(link.url.rpartition("/")[2].partition("?")[0])
    tabled = bool(_MODERN_GOV.search(link.url))
    role = next((role for text in (title, file_name if tabled else beside, file_name) if (role := role_of(text))), "")
    if tabled:  # under an item of an agenda, whatever it is about
        role = role if role in _PAPERS or role_of(title) else "papers"
    elif not role:
        role = next((role for text in reversed(block.path) if (role := _role_of_section(text))), "")
        role = role or ("strategy" if block.kind == "paragraph" and _OUR_STRATEGY.search(block.text) else "other")
    days = next((days for text in _dated(block, title) if (days := find_days(text, today, " ".join(block.path)))), [])
    shown = title if not _VAGUE.fullmatch(title) else " ".join(beside.split())[:200] or file_name
    return Fact(
        "document",
        shown or file_name,
        role,
        starts_at=str(days[0].day) if days else "",
        detail=link.url,
        evidence=quoted(block.text),
    )


def _role_of_section(heading: str) -> str:
    """Return the role that a heading gives to what stands under it; under an agenda stand its papers."""
    sorts = re.findall(r"(?i)\b(?:agenda|minute|paper|pack)s?\b", heading)
    role = role_of(heading)
    return "papers" if len(sorts) > 1 or role == "agenda" else role


def _beside(block: Block, link: Link) -> str:
    """Return what stands with a link: the label of its cell, else the first cell of its row, else its own words."""
    if block.kind == "row" and len(block.cells) == len(block.labels):
        return next((label for label, cell in zip(block.labels, block.cells, strict=True) if link.text in cell), "")
    return _SIZE.sub("", block.text) if len(block.text) < 160 and len(block.links) < 2 else ""


def _dated(block: Block, title: str) -> Iterator[str]:
    """Yield the texts that may date a document, nearest first; the day it was published is not one."""
    yield title
    for number, cell in enumerate(block.cells):
        label = block.labels[number] if len(block.labels) == len(block.cells) else ""
        if not re.search(r"(?i)publi|upload|updat|added|modif", label):
            yield cell
    yield from reversed(block.path)
    if not block.cells:
        yield block.text if not re.search(r"(?i)publi|upload|updat|posted", block.text) else ""
