"""Read Office files: DOCX in full, of others what they say about themselves. Runs in the child process."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree

from config.errors import ReadingError
from store.reading import Block, BlockKind, Link, Reading

_MOST_BYTES = 100_000_000  # of one part after decompression; the XML of a 300-page document is 10 MB
_CHUNK = 1 << 16
# Deleted text, styles before a tracked change, and the second copy of a text box, kept for older programs.
_LEFT_OUT = ("del", "moveFrom", "pPrChange", "Fallback")
_HEADING_STYLE = re.compile(r"heading\s?([1-6])$", re.IGNORECASE)
_LONGEST_HEADING = 200  # characters kept in the path of the blocks below
_LONGEST_LABELS = 1_000  # characters of all header cells of a table, which every row repeats
_MOST_BLOCKS = 100_000
_PROPERTIES = {
    "title": "title", "creator": "author", "created": "created", "creation-date": "created", "modified": "updated",
    "date": "updated", "Pages": "pages", "Application": "generator", "generator": "generator",
}  # fmt: skip
_ABOUT = ("docProps/core.xml", "docProps/app.xml", "meta.xml")


def read_office(body: bytes) -> Reading:
    """Return the reading of an Office file: blocks of a DOCX, metadata alone of any other.

    Raises ReadingError for a damaged file and for one that unpacks to more than 100 MB.
    """
    if not body.startswith(b"PK"):
        return Reading("office", "", (), notes=("only its bytes are compared",))
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
            metadata = _metadata(archive, names)
            title = metadata.pop("title", "")
            if "word/document.xml" not in names:
                return Reading("office", title, (), metadata=metadata, notes=("only its bytes are compared",))
            blocks = tuple(islice(_Document(_targets(archive, names)).read(archive), _MOST_BLOCKS))
    except (zipfile.BadZipFile, etree.LxmlError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ReadingError(f"the Office file is damaged or locked ({type(error).__name__})") from error
    title = title or next((block.text[:150] for block in blocks if block.text), "")
    note = "no text" if not blocks else f"cut off after {_MOST_BLOCKS:,} blocks" if len(blocks) == _MOST_BLOCKS else ""
    return Reading("docx", title, blocks, metadata=metadata, notes=(note,) if note else ())


class _Document:
    """Turns the stream of elements of word/document.xml into blocks; inserted text is read, deleted text is not."""

    def __init__(self, targets: dict[str, str]) -> None:
        self._targets = targets
        self._path: tuple[tuple[int, str], ...] = ()
        self._paragraphs: list[_Paragraph] = []  # a text box is a paragraph within a paragraph
        self._table = _Table()
        self._table_depth = 0  # a table within a cell is read as text of that cell
        self._left_out = 0

    def read(self, archive: zipfile.ZipFile) -> Iterator[Block]:
        for event, element in _events(archive, "word/document.xml"):
            name = _local(element)
            if name in _LEFT_OUT:
                self._left_out += 1 if event == "start" else -1
            elif not self._left_out and event == "start":
                self._begin(name, element)
            elif not self._left_out:
                yield from self._end(name, element)

    def _begin(self, name: str, element: Any) -> None:
        if name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "tbl":
            self._table_depth += 1
            self._table = _Table() if self._table_depth == 1 else self._table
        elif name == "tc" and self._table_depth == 1:
            self._table.cells.append("")
        elif name == "hyperlink" and self._paragraphs:
            paragraph = self._paragraphs[-1]
            paragraph.link = (self._targets.get(_attribute(element, "id"), ""), len(paragraph.parts))

    def _end(self, name: str, element: Any) -> Iterator[Block]:
        if name == "p" and self._paragraphs:
            yield from self._end_paragraph(self._paragraphs.pop())
            element.clear()
        elif name == "tr" and self._table_depth == 1:
            yield from self._end_row(self._table)
        elif name == "tbl":
            self._table_depth -= 1
        elif name == "tblHeader" and self._table_depth == 1:
            self._table.is_header = True
        elif self._paragraphs:
            self._paragraphs[-1].add(name, element)

    def _end_paragraph(self, paragraph: _Paragraph) -> Iterator[Block]:
        text = _clean("".join(paragraph.parts))
        if not text:
            return
        if self._table_depth and self._table.cells:
            self._table.cells[-1] = f"{self._table.cells[-1]}\n{text}".strip()
            self._table.links += paragraph.links
            return
        level = paragraph.level
        if level:
            self._path = tuple(step for step in self._path if step[0] < level)
        headings = tuple(step[1] for step in self._path)
        kind: BlockKind = "heading" if level else "item" if paragraph.is_item else "paragraph"
        yield Block(kind, text, headings, tuple(paragraph.links), level=level)
        if level:
            self._path = (*self._path, (level, text[:_LONGEST_HEADING]))

    def _end_row(self, table: _Table) -> Iterator[Block]:
        cells, links = tuple(table.cells), tuple(table.links)
        table.cells, table.links = [], []
        text = " | ".join(" ".join(cell.split()) for cell in cells if cell)
        if text:
            if table.is_header:
                table.labels = tuple(cell[: _LONGEST_LABELS // len(cells)] for cell in cells)
            headings = tuple(step[1] for step in self._path)
            yield Block("row", text, headings, links, cells=cells, labels=table.labels)
        table.is_header = False


@dataclass(slots=True)
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    link: tuple[str, int] = ("", 0)
    level: int = 0
    is_item: bool = False

    def add(self, name: str, element: Any) -> None:
        if name == "t":
            self.parts.append(element.text or "")
        elif name in ("br", "cr"):
            self.parts.append("\n")
        elif name in ("tab", "noBreakHyphen"):
            self.parts.append(" " if name == "tab" else "-")
        elif name == "pStyle":
            style = _attribute(element, "val")
            heading = _HEADING_STYLE.match(style)
            self.level = int(heading[1]) if heading else 1 if style.lower() == "title" else 0
            self.is_item = self.is_item or style.lower().startswith("list")
        elif name == "outlineLvl" and _attribute(element, "val") in tuple("012345"):
            self.level = self.level or int(_attribute(element, "val")) + 1
        elif name == "numPr":
            self.is_item = True
        elif name == "hyperlink":
            url, start = self.link
            if url:
                self.links.append(Link(_clean("".join(self.parts[start:])), url))


@dataclass(slots=True)
class _Table:
    cells: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    labels: tuple[str, ...] = ()
    is_header: bool = False


def _events(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the elements of one XML part as they begin and end, reading it piece by piece."""
    parser = etree.XMLPullParser(
        ("start", "end"), resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    size = 0
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > _MOST_BYTES:
                raise ReadingError("the Office file unpacks to more than 100 MB")
            parser.feed(chunk)
            yield from parser.read_events()


def _metadata(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names.intersection(_ABOUT):
        for event, element in _events(archive, name):
            key = _PROPERTIES.get(_local(element), "")
            if event == "end" and key and element.text:
                value = _clean(element.text)
                found.setdefault(key, value[:10] if key in ("created", "updated") else value)
    return {key: value for key, value in found.items() if value}


def _targets(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Return the web and mail addresses that the hyperlinks of the document lead to, by their id."""
    part = "word/_rels/document.xml.rels"
    links = [element for event, element in _events(archive, part) if event == "end"] if part in names else []
    targets = {element.get("Id", ""): element.get("Target", "") for element in links}
    return {key: url for key, url in targets.items() if url.startswith(("http://", "https://", "mailto:"))}


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _clean(text: str) -> str:
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(filter(None, lines))
