"""One pass over an HTML tree: blocks in page order, with their headings, links and landmarks."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from lxml import etree

from crawler.reading.boxes import Boxes
from crawler.reading.landmarks import (
    is_bold_heading,
    is_carousel,
    is_hidden,
    is_promo,
    landmark,
    opens_a_panel,
)
from crawler.reading.links import Resolver, is_only_a_file
from crawler.reading.tables import is_data_table, is_definition_list, read_definitions, read_table
from crawler.reading.text import clean, clean_lines
from store.reading import Block, BlockKind, Link, Place

MOST_BLOCKS = 20_000  # the longest honest page seen has some 3,000

_SKIPPED = frozenset(("script", "style", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
                      "select", "datalist", "textarea", "title", "progress", "meter", "noframes"))  # fmt: skip
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LOWEST = 6
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_ROLES_APART = frozenset(("tab", "cell", "gridcell", "columnheader", "rowheader", "listitem"))
_CUT_ITEMS = frozenset(("ul", "ol", "menu", "details", "table", "blockquote"))
_LONG_ITEM = 300  # characters; a list item with more than this is cut at its own paragraphs
_LONGEST_HEADING = 200  # characters kept in the path of the blocks below
_DEEPEST_TABLE = 8  # tables in tables; any deeper is read as layout, unseen
_BR = "\0"  # a line break in the buffer; decoded text holds no NULs
_Path: TypeAlias = "tuple[tuple[int, str], ...]"  # the level and text of each heading above


class _State(NamedTuple):
    """What the text being read is: in which landmark, whether inside the main part, and what block it will make."""

    place: Place = "main"
    in_main: bool = False
    kind: BlockKind = "paragraph"
    level: int = 0


class _Frame(NamedTuple):
    """What holds again when `element` ends; the path only if it is not None."""

    element: Any
    state: _State
    path: _Path | None
    first_block: int


class Walker:
    """Collects the blocks of one page, or of one cell of a table.

    `opened` holds the ids of the elements that tabs and accordions of the page open.
    """

    def __init__(self, links: Resolver, opened: Set[str], *, noscript: bool = False, table_depth: int = 0) -> None:
        self.blocks: list[Block] = []
        self._links = links
        self._opened = opened
        self._noscript = noscript
        self._table_depth = table_depth
        self._state = _State()
        self._path: _Path = ()
        self._frames: list[_Frame] = []
        self._boxes = Boxes()
        self._buffer: list[str] = []
        self._found: list[Link] = []
        self._anchor: Any = None  # the link that is open
        self._anchor_start = 0  # where in the buffer its words begin

    def walk(self, root: Any) -> list[Block]:
        """Return the blocks of an element, at most `MOST_BLOCKS` blocks and links."""
        events = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in events:
            if event == "start":
                if not self._open(element):
                    skipped = element
                    events.skip_subtree()
                    continue
                self._boxes.open(element, len(self.blocks))
                if element.text:
                    self._add(element.text)
            else:
                if element is skipped:
                    self._leave_all(element)
                else:
                    self._close(element)
                    self._boxes.close(element, len(self.blocks))
                if element.tail and element is not root:
                    self._add(element.tail)
                if len(self.blocks) + len(self._found) >= MOST_BLOCKS:
                    break
        self._break()
        self.blocks = self._boxes.joined(self.blocks)
        return self.blocks

    def _add(self, text: str) -> None:
        """Collect a text, in a line of its own where nothing but style parts it: "<b>Ann Other</b>Example Council"."""
        if self._buffer and text[:1].isupper() and self._buffer[-1][-1:].islower():
            self._buffer.append(_BR)
        self._buffer.append(text)

    def _open(self, element: Any) -> bool:
        """Begin an element; false if what it holds is not to be walked."""
        tag = element.tag
        if tag in _SKIPPED or (tag == "noscript" and not self._noscript):
            return False
        if tag == "template" and element.get("shadowrootmode") is None:
            return False
        place = None
        if element.attrib or tag in ("nav", "main", "header", "footer", "aside", "dialog"):
            if self._state.place not in ("nav", "header") and is_hidden(element, self._opened):
                return False
            place = landmark(element, self._state.place, self._state.in_main)
        if place and place != self._state.place:
            self._enter(element, place)
        elif tag == "article" or place == "main":
            self._begin(element, self._state._replace(in_main=self._state.place == "main"))
        return self._open_tag(tag, element)

    def _open_tag(self, tag: str, element: Any) -> bool:
        if element.get("role") in _ROLES_APART:
            self._break_softly(tag)
        if tag == "button" and self._state.kind == "paragraph" and opens_a_panel(element):
            self._break()
            self._begin(element, self._state._replace(kind="heading", level=_LOWEST))
            return True
        if tag in _INLINE and element.get("role") != "heading":
            return self._open_inline(tag, element)
        if level := self._heading_level(tag, element):
            self._break()
            self._begin(element, self._state._replace(kind="heading", level=level))
        elif tag == "br":
            self._buffer.append(_BR)
        elif tag == "li":
            self._break()
            self._begin(element, self._state._replace(kind="item"))
        elif tag == "details":
            self._break()
            self._begin(element, self._state, self._path)
        elif tag in ("table", "dl"):
            self._break()
            return self._open_table(tag, element)
        elif tag == "area":
            self._add_area(element)
        else:
            self._break_softly(tag)
        return True

    def _heading_level(self, tag: str, element: Any) -> int:
        if tag == "summary":
            return min(6, 1 + (self._path[-1][0] if self._path else 1))
        if element.get("role") == "heading":
            level = element.get("aria-level", "")
            return int(level) if level in tuple("123456") else 2
        if tag in ("p", "div") and self._state.kind == "paragraph" and not self._table_depth:
            return _LOWEST if is_bold_heading(element) else 0
        return _HEADINGS.get(tag, 0)

    def _open_table(self, tag: str, element: Any) -> bool:
        if self._table_depth < _DEEPEST_TABLE:
            if tag == "table" and is_data_table(element):
                self._add_rows(read_table(element, self._read_cell, partial(is_hidden, opened=self._opened)))
                return False
            if tag == "dl" and is_definition_list(element):
                self._add_rows(read_definitions(element, self._read_cell))
                return False
        self._table_depth += 1
        return True

    def _open_inline(self, tag: str, element: Any) -> bool:
        if tag == "a" and element.get("href"):
            self._anchor, self._anchor_start = element, len(self._buffer)
        elif tag == "button":
            # A button in a heading or with a panel is the title of an accordion or tab; any other is a control.
            return self._state.kind == "heading" or opens_a_panel(element)
        return True

    def _close(self, element: Any) -> None:
        tag = element.tag
        if tag == "a":
            self._close_anchor()
        elif tag in ("table", "dl"):
            self._table_depth -= 1
        if self._frames and self._frames[-1].element is element:
            self._break()
            self._leave_all(element)
        elif (tag not in _INLINE and tag != "br") or element.get("role") in _ROLES_APART:
            self._break_softly(tag)

    def _leave_all(self, element: Any) -> None:
        while self._frames and self._frames[-1].element is element:
            self._leave(self._frames.pop())

    def _close_anchor(self) -> None:
        if self._anchor is not None and (url := self._links.absolute(self._anchor.get("href"))):
            text = self._anchor_words()
            if not text and (text := _name(self._anchor)):
                self._buffer.append(f" {text} ")
            self._found.append(Link(text, url))
        self._anchor = None

    def _add_area(self, area: Any) -> None:
        if url := self._links.absolute(area.get("href") or ""):
            text = _name(area)
            self._buffer.append(text)
            self._found.append(Link(text, url))
            self._break()

    def _anchor_words(self) -> str:
        return clean("".join(self._buffer[self._anchor_start :]).replace(_BR, " "))

    def _enter(self, element: Any, place: Place) -> None:
        self._break()
        state = _State(place, self._state.in_main or place == "main")
        if place in ("main", "header"):
            self._begin(element, state)
        else:
            self._begin(element, state, self._path)
            self._path = ()

    def _begin(self, element: Any, state: _State, path: _Path | None = None) -> None:
        self._frames.append(_Frame(element, self._state, path, len(self.blocks)))
        self._state = state

    def _leave(self, frame: _Frame) -> None:
        if self._state.place == "aside" and frame.state.place != "aside":
            self._keep_callout(frame)
        self._state = frame.state
        if frame.path is not None:
            self._path = frame.path

    def _keep_callout(self, frame: _Frame) -> None:
        """Make an aside part of the main text if it says something itself: a call-out, not a list of links elsewhere.

        A carousel does if it has no links: board members perhaps, but no campaigns.
        """
        blocks = self.blocks[frame.first_block :]
        if any(is_promo(block.text) for block in blocks):
            return
        links = [link for block in blocks for link in block.links]
        words, linked = sum(len(block.text) for block in blocks), sum(len(link.text) for link in links)
        if not links if is_carousel(frame.element) else 2 * linked < words:
            self.blocks[frame.first_block :] = [replace(block, place="main") for block in blocks]

    def _break_softly(self, tag: str) -> None:
        """End a block, or only a line inside a short list item, so that its parts stay together."""
        kind = self._state.kind
        short = kind == "item" and tag not in _CUT_ITEMS and sum(map(len, self._buffer)) < _LONG_ITEM
        if short or kind == "heading":
            self._buffer.append(_BR)
        else:
            self._break()

    def _break(self) -> None:
        """Make a block of what has been collected; a link that goes on is told by its words so far."""
        if not self._buffer and not self._found:
            return
        raw = "".join(self._buffer)
        if self._anchor is not None and (words := self._anchor_words()):
            if url := self._links.absolute(self._anchor.get("href")):
                self._found.append(Link(words, url))
            self._anchor = None
        self._anchor_start = 0
        text = clean_lines(raw.split(_BR)) if _BR in raw else clean(raw)
        links = tuple(self._found)
        self._buffer.clear()
        self._found.clear()
        if self._state.kind == "heading":
            self._add_heading(text.replace("\n", " "), links)
        elif text or links:
            kind: BlockKind = "document" if is_only_a_file(text, links) else self._state.kind
            self.blocks.append(Block(kind, text, self._headings(), links, self._state.place))

    def _add_heading(self, text: str, links: tuple[Link, ...]) -> None:
        if not text:
            return
        level, place = self._state.level, self._state.place
        if level == 1 and place == "header":
            place = "main"  # templates put the page's own title into the banner as often as into the main part
        self._path = tuple(step for step in self._path if step[0] < level)
        self.blocks.append(Block("heading", text, self._headings(), links, place, level))
        self._path = (*self._path, (level, text[:_LONGEST_HEADING]))

    def _add_rows(self, rows: Iterable[Block]) -> None:
        place, headings = self._state.place, self._headings()
        bounded = islice(rows, MOST_BLOCKS - len(self.blocks))
        self.blocks += [replace(row, path=headings, place=place) for row in bounded]

    def _headings(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._path)

    def _read_cell(self, cell: Any) -> tuple[str, tuple[Link, ...]]:
        if not len(cell) and not cell.attrib:  # most hold words and nothing else
            return clean(cell.text or ""), ()
        blocks = Walker(self._links, self._opened, noscript=self._noscript, table_depth=self._table_depth + 1).walk(
            cell
        )
        links = tuple(link for block in blocks for link in block.links)
        return "\n".join(block.text for block in blocks if block.text), links


def _name(anchor: Any) -> str:
    """Return what stands for the words of a link without any: the picture's description, else the link's own."""
    pictures = (image.get("alt") for image in anchor.iter("img", "area"))
    return clean([anchor.get("aria-label") or anchor.get("title") or "", *filter(None, pictures)][-1])
