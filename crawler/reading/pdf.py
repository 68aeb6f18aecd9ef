"""Read a PDF: its text page by page, and what it says about itself. Runs in the child process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from crawler.reading.pdf_lines import lines_and_rows
from crawler.reading.text import clean
from store.reading import Block, Reading

_MOST_PAGES = 1_000
_MOST_CHARACTERS = 20_000_000
_BULLET = re.compile(r"\s*(?:[•▪●◦‣·■□➢✓*]|o(?=\s)|[-–](?=\s))\s*")
_NUMBERED = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|\(?[a-z]\)|[ivx]{1,4}[.)])\s+\S")
_END = re.compile(r"[.!?:;]\W{0,2}$")
_FULL_LINE = 0.75  # of the page's usual line; a shorter line ends its paragraph
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|untitled|slide \d|document\d*\b|.*\.(?:docx?|pptx?|pdf|indd)$)", re.I
)


def read_pdf(body: bytes) -> Reading:
    """Return the reading of a PDF: a scanned one has the note "no text layer", a locked one "encrypted".

    Raises PdfiumError for a damaged one.
    """
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            return Reading("pdf", "", (), notes=("encrypted",))
        raise
    metadata = _metadata(document)
    notes = []
    pages = list(_pages(document))
    if len(pages) < len(document):
        notes.append(f"only the first {len(pages):,} of {len(document):,} pages were read")
    blocks = tuple(block for number, lines in enumerate(pages, 1) for block in _blocks(lines, number))
    if not blocks:
        notes.append("no text layer")
    title = metadata.pop("title", "")
    if not title or _NO_TITLE.match(title):
        title = next((block.text[:150] for block in blocks if len(block.text) > 3), "")
    return Reading("pdf", title, blocks, metadata=metadata, notes=tuple(notes))


def _pages(document: pdfium.PdfDocument) -> Iterator[list[Block | str]]:
    left = _MOST_CHARACTERS
    for index in range(min(len(document), _MOST_PAGES)):
        if left <= 0:
            return
        try:
            page = document[index]
            lines = list(lines_and_rows(page))
            page.close()
        except pdfium.PdfiumError:
            lines = []  # one damaged page does not hide the others
        left -= sum(len(line.text if isinstance(line, Block) else line) for line in lines)
        yield lines


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    said = document.get_metadata_dict(skip_empty=True)
    found = {"title": said.get("Title", ""), "author": said.get("Author", ""), "generator": said.get("Producer", "")}
    found |= {"created": _date(said.get("CreationDate", "")), "updated": _date(said.get("ModDate", ""))}
    found = {key: clean(value) for key, value in found.items()}
    return {key: value for key, value in found.items() if value} | {"pages": str(len(document))}


def _date(said: str) -> str:
    match = _CREATED.match(said)
    return "-".join(match.groups()) if match else ""


def _blocks(lines: Iterable[Block | str], page: int) -> Iterator[Block]:
    """Yield the rows of the tables of one page, and the paragraphs between them."""
    for is_row, group in groupby(lines, key=lambda line: isinstance(line, Block)):
        if is_row:
            yield from (replace(row, path=(f"Page {page}",)) for row in group if isinstance(row, Block))
        else:
            yield from _paragraphs([clean(line) for line in group if isinstance(line, str)], page)


def _paragraphs(lines: Sequence[str], page: int) -> Iterator[Block]:
    """Yield the paragraphs of some lines, which are joined while they fill the width of the page."""
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraph = ""
    for line, following in pairwise([*lines, ""]):
        glue = "" if paragraph.endswith("-") and not paragraph.endswith(" -") else " "
        paragraph = f"{paragraph}{glue}{line}" if paragraph else line
        if paragraph and _ends_here(line, following, usual):
            bullet = _BULLET.match(paragraph)
            item = paragraph[bullet.end() :] if bullet else ""
            yield Block("item" if item else "paragraph", item or paragraph, (f"Page {page}",))
            paragraph = ""


def _ends_here(line: str, following: str, usual: int) -> bool:
    if not following or _BULLET.match(following) or _NUMBERED.match(following):
        return True
    short = len(line) < _FULL_LINE * usual
    return short and (bool(_END.search(line)) or not following[:1].islower())
