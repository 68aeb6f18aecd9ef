"""Read an HTML page: its blocks, its title, and what its head says about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from crawler.reading.encoding import decode
from crawler.reading.landmarks import opened_ids
from crawler.reading.links import Resolver
from crawler.reading.text import clean
from crawler.reading.walker import MOST_BLOCKS, Walker
from store.noise_shapes import last_updated
from store.reading import Block, Reading

_MOST_BYTES = 5_000_000  # of HTML; the largest honest page seen is 1.5 MB
_MOST_TAGS = 150_000  # the same page has some 30,000
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)[^>]{1500,}>?")
_LONGEST_TAG, _MOST_ATTRIBUTES = 20_000, 500  # characters, and words in a tag; pictures as text make tags of 10,000
_LEAST_WORDS = 30  # characters of main text; a page with scripts and less is an empty shell
_LEAST_MAIN, _PROSE = 200, 80
"""Characters: a main part below the first has lost its text to a mark that never ends; lines from the second on are
sentences, not entries of a menu."""
_LOADING = re.compile(
    r"(?:loading|please wait|one moment)[\s.…]*|.*(?:enable|requires?|without) javascript.*", re.I | re.S
)
_SEPARATOR = re.compile(r"\s+[|–—»·:-]{1,2}\s+")
_SEPARATORS = " |–—»·:-"
_META = {
    "description": ("description", "og:description"),
    "generator": ("generator",),
    "updated": ("article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "last-modified"),
}
_SITE_NAME = ("og:site_name", "application-name")


def read_html(body: bytes, content_type: str, url: str) -> Reading:
    """Return the reading of an HTML page; whatever the bytes are, something is returned.

    Text inside `noscript` is read only if there is nothing else.
    """
    notes = []
    text = decode(body[:_MOST_BYTES], content_type)
    if len(body) > _MOST_BYTES:
        notes.append("cut off at 5 MB")
    if text.count("<") > _MOST_TAGS:
        text = "<".join(text.split("<", _MOST_TAGS)[:-1])
        notes.append(f"cut off after {_MOST_TAGS:,} tags")
    root, is_too_deep = _parse(text)
    if root is None:
        return Reading("html", "", (), notes=tuple(notes))
    if is_too_deep:
        notes.append("cut off where elements are nested too deeply")
    page_base = root.find(".//base[@href]")
    links = Resolver(url, "" if page_base is None else page_base.get("href"))
    opened = opened_ids(root)
    blocks = Walker(links, opened).walk(root)
    if _is_shell(blocks) and next(root.iter("script"), None) is not None:
        notes.append("empty without scripts")
        blocks = Walker(links, opened, noscript=True).walk(root)
    blocks = _with_main_part(blocks)
    if len(blocks) >= MOST_BLOCKS:
        notes.append(f"cut off after {MOST_BLOCKS:,} blocks")
    named = {name: content for name, content in map(_name_and_content, root.iter("meta")) if content}
    title = _title(root, _first(named, _SITE_NAME), blocks)
    language = (root.get("lang") or root.get("xml:lang") or "").strip()
    return Reading("html", title, tuple(blocks), language, _metadata(root, named, links, blocks), tuple(notes))


def _parse(text: str) -> tuple[Any, bool]:
    """Return the root of the tree, None if there is nothing, and whether libxml2 gave up at its depth of 2,048."""
    # libxml2 compares each attribute of a tag with all others: a tag with 100,000 of them takes 14 s.
    text = _LONG_TAG.sub(_without_attributes, text)
    text = _ENDS.sub("", text)  # what stands after them is shown by browsers, and dropped by libxml2
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None, False
    return root, bool(parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT))


def _without_attributes(tag: re.Match[str]) -> str:
    if len(tag[0]) < _LONGEST_TAG and len(tag[0].split(maxsplit=_MOST_ATTRIBUTES)) <= _MOST_ATTRIBUTES:
        return tag[0]
    end = "</script>" if "</script" in tag[0] else ""  # a "<" in a script is no tag, and its end must stay
    return f"<{tag[1]}>{end}"


def _is_shell(blocks: list[Block]) -> bool:
    words = " ".join(block.text for block in blocks if block.place == "main")
    return len(words) < _LEAST_WORDS or bool(len(words) < 200 and _LOADING.fullmatch(words))


def _with_main_part(blocks: list[Block]) -> list[Block]:
    """Return blocks of which those are main that read like it, where a page's marks leave next to nothing as main."""
    if sum(len(block.text) for block in blocks if block.place == "main") >= _LEAST_MAIN:
        return blocks
    for place in ("nav", "header", "aside"):
        numbers = [number for number, block in enumerate(blocks) if block.place == place]
        prose = [number for number in numbers if _is_prose(blocks[number])]
        titled = [number for number in numbers if blocks[number].level == 1]
        if not titled and (len(prose) < 2 or sum(len(blocks[number].text) for number in prose) < 2 * _LEAST_MAIN):
            continue
        headed = titled or [number for number in numbers if blocks[number].level and number < prose[0]]
        first = (headed or prose)[0]
        return [
            replace(block, place="main") if block.place == place and number >= first else block
            for number, block in enumerate(blocks)
        ]
    return blocks


def _is_prose(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) > _PROSE > 2 * sum(len(link.text) for link in block.links)


def _name_and_content(meta: Any) -> tuple[str, str]:
    name = meta.get("name") or meta.get("property") or meta.get("http-equiv") or ""
    return name.strip().lower(), clean(meta.get("content") or "")


def _first(named: Mapping[str, str], names: Iterable[str]) -> str:
    return next((named[name] for name in names if name in named), "")


def _metadata(root: Any, named: Mapping[str, str], links: Resolver, blocks: list[Block]) -> dict[str, str]:
    found = {key: _first(named, names) for key, names in _META.items()}
    canonical = (link.get("href") for link in root.iter("link") if "canonical" in link.get("rel", "").lower().split())
    found["canonical"] = links.absolute(next(filter(None, canonical), ""))
    found["updated"] = found["updated"] or next(filter(None, (last_updated(block.text) for block in blocks)), "")
    return {key: value for key, value in found.items() if value}


def _title(root: Any, site_name: str, blocks: list[Block]) -> str:
    """Return the page's own title: without the site's name where one can tell it, else the first heading."""
    element = next(root.iter("title"), None)
    title = clean("".join(element.itertext())) if element is not None else ""
    heading = next((block.text for block in blocks if block.level == 1 and block.place == "main"), "")
    parts = _SEPARATOR.split(title)
    first, last, site = parts[0].casefold(), parts[-1].casefold(), site_name.casefold()
    if len(parts) > 1 and last == site:
        return title[: title.rindex(parts[-1])].rstrip(_SEPARATORS)
    if len(parts) > 1 and first == heading.casefold():
        return parts[0]
    if len(parts) > 1 and first == site:
        return title[len(parts[0]) :].lstrip(_SEPARATORS)
    return title or heading
