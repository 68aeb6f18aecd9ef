"""Read Office files: DOCX in full, of others what they say about themselves. Runs in the child process."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from lxml import etree

from config.errors import ReadingError
from crawler.reading.tables import header_labels, row_text
from crawler.reading.text import clean, clean_lines
from store.reading import Block, BlockKind, Link, Reading

_MOST_BYTES = 100_000_000  # of one part after decompression; the XML of a 300-page document is 10 MB
_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_ABOUT = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
# Deleted text, styles before a tracked change, and the second copy of a text box, kept for older programs.
_LEFT_OUT = ("{*}del", "{*}moveFrom", "{*}pPrChange", "{*}Fallback")
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_HEADING_STYLE = re.compile(r"heading\s?([1-6])$", re.IGNORECASE)
_LONGEST_HEADING = 200  # characters kept in the path of the blocks below
_MOST_BLOCKS = 20_000  # a document of 300 pages has some 6,000
_PROPERTIES = {
    "title": "title", "creator": "author", "created": "created", "creation-date": "created", "modified": "updated",
    "date": "updated", "Pages": "pages", "Application": "generator", "generator": "generator",
}  # fmt: skip


def read_office(body: bytes) -> Reading:
    """Return the reading of an Office file: blocks of a DOCX, metadata alone of any other.

    Raises ReadingError for a file that unpacks to more than 100 MB; a damaged one raises whatever its damage leads to.
    """
    if not body.startswith(b"PK"):
        return Reading("office", "", (), notes=("only its bytes are compared",))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = set(archive.namelist())
        parts = {name: _part(archive, name) for name in (_DOCUMENT, _RELATIONS, *_ABOUT) if name in names}
    metadata = _metadata([parts[name] for name in _ABOUT if name in parts])
    title = metadata.pop("title", "")
    if _DOCUMENT not in parts:
        return Reading("office", title, (), metadata=metadata, notes=("only its bytes are compared",))
    blocks = tuple(islice(_blocks(parts[_DOCUMENT], _targets(parts.get(_RELATIONS, ()))), _MOST_BLOCKS))
    title = title or next((block.text[:150] for block in blocks), "")
    note = "no text" if not blocks else f"cut off after {_MOST_BLOCKS:,} blocks" if len(blocks) == _MOST_BLOCKS else ""
    return Reading("docx", title, blocks, metadata=metadata, notes=(note,) if note else ())


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the root element of one XML part."""
    with archive.open(name) as part:
        xml = part.read(_MOST_BYTES + 1)
    if len(xml) > _MOST_BYTES:
        raise ReadingError("the Office file unpacks to more than 100 MB")
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True))


def _metadata(parts: list[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in (element for part in parts for element in part.iter()):
        key = _PROPERTIES.get(_local(element), "")
        if key and (value := clean(element.text or "")):
            found.setdefault(key, value[:10] if key in ("created", "updated") else value)
    return found


def _targets(relations: Any) -> dict[str, str]:
    """Return the web and mail addresses that the hyperlinks of the document lead to, by their id."""
    targets = {element.get("Id", ""): element.get("Target", "") for element in relations}
    return {key: url for key, url in targets.items() if url.startswith(("http://", "https://", "mailto:"))}


def _blocks(document: Any, targets: Mapping[str, str]) -> Iterator[Block]:
    """Yield paragraphs and rows in order; inserted text is read, deleted text is not."""
    etree.strip_elements(document, *_LEFT_OUT, with_tail=False)
    _free_text_boxes(document)
    path: tuple[tuple[int, str], ...] = ()
    for element in _nearest(document, "p", "tbl"):
        headings = tuple(text for _, text in path)
        if _local(element) == "tbl":
            yield from _rows(element, headings, targets)
        elif text := _text(element):
            level = _level(element)
            if level:
                path = tuple(step for step in path if step[0] < level)
                headings = tuple(text for _, text in path)
                path = (*path, (level, text[:_LONGEST_HEADING]))
            kind: BlockKind = "heading" if level else "item" if _is_item(element) else "paragraph"
            yield Block(kind, text, headings, _links(element, targets), level=level)


def _free_text_boxes(document: Any) -> None:
    """Move what stands in text boxes, which are part of a paragraph, before that paragraph."""
    for box in list(document.iter("{*}txbxContent")):
        for holder in islice(box.iterancestors("{*}p"), 1):
            for part in list(box):
                holder.addprevious(part)


def _nearest(element: Any, *names: str) -> Iterator[Any]:
    """Yield the descendants of these names that are in no other of them, through content controls and insertions."""
    for child in element:
        if _local(child) in names:
            yield child
        else:
            yield from _nearest(child, *names)


def _rows(table: Any, headings: tuple[str, ...], targets: Mapping[str, str]) -> Iterator[Block]:
    """Yield the rows of a table; a table within a cell is read as text of that cell."""
    labels: tuple[str, ...] = ()
    for row in _nearest(table, "tr"):
        cells = tuple("\n".join(filter(None, map(_text, cell.iter("{*}p")))) for cell in _nearest(row, "tc"))
        if any(cells):
            if row.find("{*}trPr/{*}tblHeader") is not None:
                labels = header_labels(cells)
            yield Block("row", row_text(cells), headings, _links(row, targets), cells=cells, labels=labels)


def _text(element: Any) -> str:
    parts = element.iter("{*}t", *(f"{{*}}{name}" for name in _SIGNS))
    return clean_lines("".join(_SIGNS.get(_local(part), part.text or "") for part in parts).split("\n"))


def _links(element: Any, targets: Mapping[str, str]) -> tuple[Link, ...]:
    links = ((link, targets.get(_attribute(link, "id"), "")) for link in element.iter("{*}hyperlink"))
    return tuple(Link(_text(link), url) for link, url in links if url)


def _level(paragraph: Any) -> int:
    """Return the level of a heading, 1 to 6, and 0 for any other paragraph."""
    style, outline = _property(paragraph, "pStyle"), _property(paragraph, "outlineLvl")
    if heading := _HEADING_STYLE.match(style):
        return int(heading[1])
    if style.lower() == "title":
        return 1
    return int(outline) + 1 if outline in tuple("012345") else 0


def _is_item(paragraph: Any) -> bool:
    return _property(paragraph, "pStyle").lower().startswith("list") or paragraph.find("{*}pPr/{*}numPr") is not None


def _property(paragraph: Any, name: str) -> str:
    found = paragraph.find(f"{{*}}pPr/{{*}}{name}")
    return "" if found is None else _attribute(found, "val")


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
