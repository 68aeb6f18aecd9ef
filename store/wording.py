"""Say a change in one sentence that a journalist could use, and give it a weight with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from config.times import british_date
from store.diff import Diff, Hunk
from store.diff_words import Span, WordDiffer
from store.noise_shapes import without_noise
from store.reading import UNREAD, Block, FactChange

QUOTE_WORDS = 12  # longer changed words are counted and not quoted
PASSAGE_WORDS = 30  # the same for a whole passage that was added or removed
MUCH_TEXT = 150  # words added and removed, about half a page

_IMPORTANT = frozenset(("strategy", "terms-of-reference", "membership", "meetings", "papers"))


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentence is made from."""

    event: str
    system: str
    title: str
    url: str
    old_url: str = ""
    parent: str = ""
    kinds: tuple[str, ...] = ()
    is_icp: bool | None = None
    was_icp: bool | None = None
    follows: str = ""
    linked: bool = True
    misses: int = 0
    since: int = 0
    facts: Sequence[FactChange] = ()
    diff: Diff | None = None


def sentence(told: Told) -> str:
    """Return the one sentence."""
    return f"{told.system}: {_SENTENCES.get(told.event, _changed)(told)}"


def _name(told: Told) -> str:
    return f"“{told.title or told.url}”"


def _misses(told: Told) -> str:
    return f"we did not find it at {told.misses} checks since {british_date(told.since)}"


def _appeared(told: Told) -> str:
    icp = "a page about the partnership" if told.is_icp else "a page"
    return f"{icp} {'appeared' if told.linked else 'was first found'}: {_name(told)}"


def _document_added(told: Told) -> str:
    replaces = f", which replaces “{told.follows}”" if told.follows else ""
    parent = f", linked from “{told.parent}”" if told.parent else ""
    return f"new document {_name(told)}{replaces}{parent}"


def _document_replaced(told: Told) -> str:
    return f"another file stands in place of document {_name(told)}, under the same address: {_what_changed(told)}"


_SENTENCES: Mapping[str, Callable[[Told], str]] = {
    "appeared": _appeared,
    "moved": lambda told: f"{_name(told)} moved from {told.old_url} to {told.url}",
    "vanished": lambda told: f"{_name(told)} vanished; {_misses(told)}",
    "restored": lambda told: f"{_name(told)} is back",
    "document-added": _document_added,
    "document-replaced": _document_replaced,
    "document-removed": lambda told: f"document {_name(told)} was removed; {_misses(told)}",
}


def weight(told: Told) -> tuple[str, str]:
    """Return high, normal or low, and why: states and facts first, then the kinds that matter, then amount of text."""
    facts = {fact["kind"] for fact in told.facts}
    important = ", ".join(sorted(_IMPORTANT & set(told.kinds)))
    reasons = (
        (any(fact["action"] == "cancelled" for fact in told.facts), "high", "a meeting was cancelled"),
        ("chair" in facts, "high", "the chair changed"),
        (told.event == "changed" and _turned(told), "high", "a page became, or ceased to be, the partnership's"),
        (told.is_icp is False, "low", "not a page of the partnership itself"),
        (told.event in ("vanished", "document-removed"), "high", "something published is no longer found"),
        (told.event in ("appeared", "moved", "restored"), "high", "a page of the partnership came, went or moved"),
        (facts, "normal", f"facts changed: {', '.join(sorted(facts))}"),
        (told.event.startswith("document"), "normal", "a document of the partnership"),
        (important, "normal", f"wording on a page of kind {important}"),
        (told.diff is not None and told.diff.changed_words >= MUCH_TEXT, "normal", "much of the text changed"),
    )
    return next(((level, reason) for holds, level, reason in reasons if holds), ("low", "wording only"))


def _turned(told: Told) -> str:
    """Return how a page came to be, or ceased to be, about the partnership; "" where it did not."""
    if (told.is_icp is True) == (told.was_icp is True):
        return ""
    return f"{_name(told)} is {'now' if told.is_icp else 'no longer'} a page about the partnership"


def _changed(told: Told) -> str:
    turned = _turned(told)
    if told.facts:
        return f"{_what_changed(told)} ({turned or _name(told)})"
    what = _what_changed(told)
    return f"{turned}: {what}" if turned else f"{what} in {_name(told)}"


def _what_changed(told: Told) -> str:
    if told.facts:
        return "; ".join(fact["sentence"] for fact in told.facts[:3]) + _more(len(told.facts) - 3)
    if told.diff is None or told.diff.is_empty:
        return "the wording changed"
    if any(hunk.op != "equal" and hunk.block.text.startswith(UNREAD) for hunk in told.diff.hunks):
        return "other bytes, whose words cannot be read"
    return _quote(told.diff) or _count(told.diff)


def _more(number: int) -> str:
    return f"; and {number} more" if number > 0 else ""


def _quote(diff: Diff) -> str:
    """Return the words that changed where that is one short passage: "‘by spring’ became ‘by autumn’"."""
    changed = [hunk for hunk in diff.hunks if hunk.op != "equal"]
    if len(changed) != 1:
        return ""
    hunk = changed[0]
    block = {"added": hunk.new, "removed": hunk.old}.get(hunk.op)
    if block is not None:
        text = " ".join(block.text.split())
        return f"‘{text}’ {hunk.op}" if 0 < len(text.split()) <= PASSAGE_WORDS else ""
    if hunk.op != "changed" or hunk.old is None or hunk.new is None:
        return ""
    words = WordDiffer().spans(_without_noise(hunk.old), _without_noise(hunk.new))
    ops = {span.op for span in words if span.text.strip()} - {"equal"}
    if not ops:
        return _links(hunk) if hunk.link_changes else ""
    before = "removed" in ops and "added" in ops
    quotes = {op: _changed_words(words, op, with_word_before=before) for op in ops}
    if any(len(quote.split()) > QUOTE_WORDS for quote in quotes.values()):
        return ""
    if before:
        return f"‘{quotes['removed']}’ became ‘{quotes['added']}’"
    return next(f"‘{quote}’ {op}" for op, quote in quotes.items())


def _without_noise(block: Block) -> Block:
    return replace(block, text=without_noise(block.text), cells=())


def _links(hunk: Hunk) -> str:
    text, old, new = hunk.link_changes[0]
    if old and new:
        return f"the link ‘{text}’ now leads to {new}" + _more(len(hunk.link_changes) - 1)
    return f"a link {'added' if new else 'removed'}: ‘{text}’" + _more(len(hunk.link_changes) - 1)


def _changed_words(words: Sequence[Span], op: str, *, with_word_before: bool) -> str:
    """Return the words that went or came, with the word before them where that is needed to understand both."""
    parts: list[str] = []
    before = ""
    for span in words:
        text = span.text.strip()
        if span.op == op and text:
            parts.append(f"{before} {text}".strip() if not parts else text)
        elif span.op == "equal" and text and with_word_before:
            before = text.split()[-1] if not parts else before
    return " … ".join(parts)


def _count(diff: Diff) -> str:
    added = sum(1 for hunk in diff.hunks if hunk.op == "added")
    removed = sum(1 for hunk in diff.hunks if hunk.op == "removed")
    changed = sum(1 for hunk in diff.hunks if hunk.op == "changed")
    parts = [
        f"{number} passage{'s' if number > 1 else ''} {word}"
        for number, word in ((added, "added"), (removed, "removed"), (changed, "reworded"))
        if number
    ]
    return ", ".join(parts) or "the order of passages changed"
