"""What a page is: its kinds, and whether it is the integrated care partnership's own, with the words that say so.

Pure and quick: one pass over the words of the page, looked up in config/vocabulary.toml. Nothing raises on any input.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from config.vocabulary import PLACES, Phrases, Rule, Vocabulary, vocabulary, words_of
from config.words import KINDS
from crawler.facts.documents import is_document
from crawler.main_blocks import main_blocks, text_blocks
from crawler.names import Bodies, PageContext, bodies_of, plain_names
from crawler.signs import Parts, content, standing, their_body
from store.reading import Block, Evidence, Judgement, Reading

__all__ = ["RULES_VERSION", "PageContext", "classify", "classify_text"]

RULES_VERSION = vocabulary().version

_QUOTE = 160
"""Longest quote kept as evidence, in characters."""
_JUDGED_TEXT = 60_000
"""What a page is stands in its first characters; a pack of a thousand pages is not read to its end for that."""
_TITLES = 4
"""Points from which on words of the title settle what a page is about; such a page does not present a body besides."""
_NAMES_IT = frozenset(f"own-name-in-{place}" for place in ("title", "heading", "path", "link", "section"))
_NAMES_IT |= {"icp-own-pages", "icp-partnership-pages"}
_TITLED = {"faq": "title-is-a-faq", "chair": "title-of-one-matter", "strategy": "title-of-one-matter"}
"""What a title that says one of these kinds says besides."""
_SUBJECTS = frozenset(KINDS) - {"about", "icb-board", "place-partnership", "other"}
_LONGEST_BOX = 300
"""Characters below a heading that only leads to other pages."""
_TITLE_BREAK = re.compile(r"\s+[|–—»·•>]\s+|\s+-\s+|\s*::\s*")
_CRUMBS = re.compile(r"(?i)\W*(?:you are here:?|home)\s*[>»›/|\n→]")
_CRUMB_BREAK = re.compile(r"\s*[>»›/|\n→]\s*")
_SITE = re.compile(r"\b(?:NHS|ICB|ICS|Council|Integrated Care (?:Board|System))\b")
_CASE_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Hit:
    kind: str
    rule: str
    points: float
    quote: str
    says: str


def classify(reading: Reading, context: PageContext) -> Judgement:
    """Return what a page is, judged from its main blocks (all blocks where none is main) and from where it stands."""
    words = vocabulary()
    parts = _parts(reading, context)
    hits = [*_word_hits(parts, bodies_of(context), words), *_sign_hits(standing(parts, context), words)]
    hits += _sign_hits(_strategy_sign(hits, context, words.need), words)
    is_icp, confidence, reason = _verdict(hits, words.need)
    titled = any(hit.rule == "title-says-else" for hit in hits)
    described = any(hit.kind == "about" and hit.points > 1 for hit in hits)
    signs = content(parts, context, is_icp=is_icp, titled_else=titled, described=described)
    hits += _sign_hits(signs, words)
    if is_icp is False and sum(hit.points for hit in hits if hit.kind == "about") >= words.need["about"]:
        hits += _sign_hits(their_body(parts, context), words)
    kinds = _kinds(hits, words.need, is_icp)
    if is_icp and kinds == ("other",) and not any(hit.rule in _NAMES_IT for hit in hits):
        hits += _sign_hits({"about-something-else": parts.title}, words)
        is_icp, confidence, reason = _verdict(hits, words.need)
    return Judgement(kinds, is_icp, confidence, reason, _evidence(kinds, is_icp, hits))


def classify_text(title: str, text: str, context: PageContext) -> Judgement:
    """Return what a page is from its title and its bare text, one block a line."""
    return classify(Reading("text", title, tuple(text_blocks(text))), context)


def _parts(reading: Reading, context: PageContext) -> Parts:
    blocks = main_blocks(reading, most=_JUDGED_TEXT)
    headings = [block for block in blocks if block.kind == "heading"]
    named = any(block.level == 1 for block in headings)
    leading = headings[: 2 if ".aspx" in context.url.lower() else 0 if named else 1]
    main = " . ".join(block.text for block in headings if block.level == 1 or block in leading)
    sections = [block for block in _sections_of_its_own(blocks) if block.level != 1 and block not in leading]
    rest = " . ".join(block.text for block in reversed(sections))
    page, site = _page_and_site(reading.title or _named_by(context.url), main)
    title = " . ".join(filter(None, (main, page)))
    text = " \n".join(block.text for block in blocks)
    return Parts(
        blocks,
        title[:2_000],
        rest[:10_000],
        _path_text(context.url),
        context.link_text[:500],
        f"{site} . {_signature(reading)}" if context.role == "partnership" else "",
        _sections(reading, context),
        text,
        reading.media,
    )


def _sections_of_its_own(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the headings, last first, but for those of boxes that only lead to other pages."""
    below: list[Block] = []
    for block in reversed(blocks):
        if block.kind != "heading":
            below.append(block)
            continue
        linked = sum(map(_leading, below))
        leads_away = 0 < sum(len(each.text) for each in below) < min(2 * linked, _LONGEST_BOX)
        if not leads_away and 2 * _leading(block) <= len(block.text):
            yield block
        below = []


def _leading(block: Block) -> int:
    """Return how many characters of a block lead to other pages."""
    links = (link for link in block.links if link.url.startswith("http") and not is_document(link.url))
    return sum(len(link.text) for link in links)


def _sections(reading: Reading, context: PageContext) -> str:
    """Return what the site calls the pages that this one stands under: by its links to them, and by its breadcrumb."""
    address = context.url.partition("?")[0].rstrip("/")
    crumbs = []
    for block in reading.blocks:
        for link in block.links:
            folder = link.url.rstrip("/")
            if folder.count("/") > 2 and address.startswith(f"{folder}/"):  # the home page apart
                crumbs.append(link.text)
        if block.place in {"nav", "header"} and _CRUMBS.match(block.text):
            crumbs += _CRUMB_BREAK.split(block.text[:500])[1:-1]
    return " . ".join(dict.fromkeys(crumbs))[:1_000]


def _signature(reading: Reading) -> str:
    """Return what the site calls itself above and below its pages: short texts that lead nowhere but home."""
    short = (block for block in reading.blocks if block.place in {"header", "footer"} and len(block.text) < 100)
    return " . ".join(block.text for block in short if all(link.url.count("/") < 4 for link in block.links))[:500]


def _page_and_site(title: str, heading: str) -> tuple[str, str]:
    """Return a title without the site's name, and that name.

    The page's part is what the heading says too, else all but the end or, where that reads like a site's, the start.
    """
    pieces = [piece for piece in _TITLE_BREAK.split(title[:1_000]) if piece.strip()]
    if len(pieces) < 2:
        return title, ""
    if same := next((piece for piece in pieces if words_of(piece) == words_of(heading)), ""):
        return same, " . ".join(piece for piece in pieces if piece != same)
    site_first = _SITE.search(pieces[0]) and not _SITE.search(pieces[-1])
    site_first = site_first and not {*words_of(pieces[0])} & {*words_of(heading)} - {"our", "the", "and", "of"}
    return (" . ".join(pieces[1:]), pieces[0]) if site_first else (" . ".join(pieces[:-1]), pieces[-1])


def _named_by(url: str) -> str:
    """Return the name that an address gives to a page without a title; "" where it is no name of words."""
    name = unquote(url.partition("?")[0].rstrip("/").rpartition("/")[2]).partition(".")[0]
    return name.replace("-", " ").replace("_", " ").title() if name.count("-") else ""


def _path_text(url: str) -> str:
    _, _, rest = url.partition("://")
    _, _, path = rest.partition("/")
    plain = unquote(path[:1_000])
    return plain.lower() if plain[:2] in {"ie", "mg", "ce"} or ".aspx" in plain else _CASE_BREAK.sub(" ", plain).lower()


def _word_hits(parts: Parts, bodies: Bodies, words: Vocabulary) -> Iterator[_Hit]:
    for place in PLACES[:-1]:
        text = getattr(parts, place)
        text = plain_names(text, bodies) if place in {"title", "heading"} else text
        for number, phrase in dict(_matches(words_of(text.replace("_", " ")), words.phrases)).items():
            rule = words.rules[number]
            if points := rule.points.get(place):
                if place == "title" and points >= _TITLES and rule.kind in _SUBJECTS:
                    yield from _sign_hits({"title-says-else": phrase}, words)
                    of_this = _TITLED.get(rule.kind)
                    yield from _sign_hits({of_this: phrase} if of_this else {}, words)
                yield _Hit(rule.kind, rule.name, points, phrase, rule.says)
    yield from _text_hits(words_of(parts.text), words)


def _text_hits(tokens: Sequence[str], words: Vocabulary) -> Iterator[_Hit]:
    seen: dict[int, list[str]] = defaultdict(list)
    for number, phrase in _matches(tokens, words.text_phrases):
        seen[number].append(phrase)
    for number, phrases in seen.items():
        rule: Rule = words.rules[number]
        points = rule.points["text"] * min(len(phrases), rule.most)
        yield _Hit(rule.kind, rule.name, points, phrases[0], rule.says)


def _matches(tokens: Sequence[str], known: Phrases) -> Iterator[tuple[int, str]]:
    """Yield each rule's number with the phrase that stands in the tokens, in order."""
    for at in [at for at, token in enumerate(tokens) if token in known]:
        seconds = known[tokens[at]]
        for second in ("", tokens[at + 1]) if at + 1 < len(tokens) else ("",):
            for rest, numbers in seconds.get(second, ()):
                end = at + 2 + len(rest) if second else at + 1
                if not rest or tuple(tokens[at + 2 : end]) == rest:
                    for number in numbers:
                        yield number, " ".join(tokens[at:end])


def _sign_hits(signs: Mapping[str, str], words: Vocabulary) -> Iterator[_Hit]:
    for name, quote in signs.items():
        sign = words.signs.get(name)
        for kind, points in sign.points.items() if sign else ():
            yield _Hit(kind, name, points, quote, sign.what if sign else "")


def _strategy_sign(hits: Sequence[_Hit], context: PageContext, need: Mapping[str, float]) -> dict[str, str]:
    """Return the sign that a page of the partnership's or the board's site is about the strategy, where it is."""
    kinds = _kinds(hits, need)
    if context.role not in {"partnership", "icb", "former"} or "joint-forward-plan" in kinds:
        return {}
    named = next((hit.quote for hit in hits if hit.rule in {"icp-strategy", "strategy-asks"}), "")
    signs = {"asks-about-strategy": named} if named and "involvement" in kinds else {}
    if "strategy" in kinds:
        quote = next(hit.quote for hit in hits if hit.kind == "strategy" and hit.points > 0)
        signs[f"strategy-on-{'partnership' if context.role == 'partnership' else 'icb'}-site"] = quote
        signs |= {"strategy-by-its-name": named} if named else {}
    return signs


def _kinds(hits: Iterable[_Hit], need: Mapping[str, float], is_icp: bool | None = False) -> tuple[str, ...]:
    points: dict[str, float] = defaultdict(float)
    for hit in hits:
        points[hit.kind] += hit.points
    given = {kind for kind in KINDS[:-1] if points[kind] >= need[kind]}
    if given >= {"icb-board", "place-partnership"}:
        given.discard(min("icb-board", "place-partnership", key=points.__getitem__))
    if given & {"icb-board", "place-partnership"}:
        given.discard("about")
    if not given and points["about"] >= need["about-alone"] and is_icp is not False:
        given.add("about")
    return tuple(kind for kind in KINDS if kind in given) or ("other",)


def _verdict(hits: Sequence[_Hit], need: Mapping[str, float]) -> tuple[bool | None, float, str]:
    points = sum(hit.points for hit in hits if hit.kind == "icp")
    pro, contra = _says(hits, 1), _says(hits, -1)
    if points >= need["icp-yes"]:
        return True, _confidence(points - need["icp-yes"]), f"The partnership's own: {pro}."
    if points <= need["icp-no"]:
        contra = contra or "too little here speaks of it"
        return False, _confidence(need["icp-no"] - points), f"Not the partnership's own: {contra}."
    return None, 0.5, f"Unsure: {pro or 'little speaks for it'}; but {contra or 'that alone does not settle it'}."


def _confidence(margin: float) -> float:
    """Return 0.6 at the edge of a verdict, rising towards 1: each three points halve what is left."""
    return round(1 - 0.4 * math.exp2(-min(margin, 60.0) / 3), 2)


def _says(hits: Iterable[_Hit], side: int) -> str:
    strongest = sorted(
        (hit for hit in hits if hit.kind == "icp" and hit.points * side > 0), key=lambda hit: -abs(hit.points)
    )
    return "; ".join(list(dict.fromkeys(hit.says for hit in strongest if hit.says))[:2])


def _evidence(kinds: Sequence[str], is_icp: bool | None, hits: Sequence[_Hit]) -> tuple[Evidence, ...]:
    """Return the two strongest hits for each kind given, and the three strongest for or against the partnership."""
    chosen = []
    for kind in (*kinds, "icp"):
        wanted = [
            hit for hit in hits if hit.kind == kind and (hit.points > 0 or (kind == "icp" and is_icp is not True))
        ]
        wanted.sort(key=lambda hit: -abs(hit.points))
        name = "is_icp" if kind == "icp" else kind
        chosen += [
            Evidence(name, hit.rule, " ".join(hit.quote.split())[:_QUOTE])
            for hit in wanted[: 3 if kind == "icp" else 2]
        ]
    return tuple(chosen)
