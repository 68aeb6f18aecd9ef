"""Say a change in one sentence that a journalist could use, and give it a weight with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.times import british_date
from store.diff import Diff
from store.reading import FactChange

QUOTE_WORDS = 12  # a longer wording change is counted and not quoted


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
    name = f"“{told.title or told.url}”"
    icp = "a page about the partnership" if told.is_icp else "a page"
    linked_from = f", linked from “{told.parent}”" if told.parent else ""
    simple = {
        "appeared": f"{told.system}: {icp} {'appeared' if told.linked else 'was first found'}: {name}",
        "moved": f"{told.system}: {name} moved from {told.old_url} to {told.url}",
        "vanished": f"{told.system}: {name} vanished; we did not find it at {told.misses} checks"
        f" since {british_date(told.since)}",
        "restored": f"{told.system}: {name} is back",
        "document-added": f"{told.system}: new document {name}{linked_from}",
        "document-removed": f"{told.system}: document {name} was removed; we did not find it at {told.misses} checks"
        f" since {british_date(told.since)}",
    }
    if told.event in simple:
        return simple[told.event]
    what = _what_changed(told)
    if told.event == "document-replaced":
        return f"{told.system}: document {name} was replaced under the same address: {what}"
    return f"{told.system}: {what} ({name})" if told.facts else f"{told.system}: {what} in {name}"


def weight(told: Told) -> tuple[str, str]:
    """Return high, normal or low, and why."""
    kinds = {fact["kind"] for fact in told.facts}
    if any(fact["action"] == "cancelled" for fact in told.facts):
        return "high", "a meeting was cancelled"
    if "chair" in kinds:
        return "high", "the chair changed"
    if told.is_icp is False:
        return "low", "not a page of the partnership itself"
    if told.event in ("vanished", "document-removed"):
        return "high", "something published is no longer found"
    if told.event in ("appeared", "moved", "restored"):
        return "high", "a page of the partnership came, went or moved"
    if kinds:
        return "normal", f"facts changed: {', '.join(sorted(kinds))}"
    if told.event.startswith("document"):
        return "normal", "a document of the partnership"
    important = {"strategy", "terms-of-reference", "membership", "meetings", "papers"} & set(told.kinds)
    if important:
        return "normal", f"wording on a page of kind {', '.join(sorted(important))}"
    return "low", "wording only"


def _what_changed(told: Told) -> str:
    if told.facts:
        return "; ".join(fact["sentence"] for fact in told.facts[:3]) + _more(len(told.facts) - 3)
    if told.diff is None or told.diff.is_empty:
        return "the wording changed"
    return _quote(told.diff) or _count(told.diff)


def _more(number: int) -> str:
    return f"; and {number} more" if number > 0 else ""


def _quote(diff: Diff) -> str:
    """Return "'by spring' became 'by autumn'" where one short passage changed."""
    changed = [hunk for hunk in diff.hunks if hunk.op in ("changed", "added", "removed")]
    if len(changed) != 1 or changed[0].op != "changed":
        return ""
    old, new = _edge_words(changed[0].words, "removed"), _edge_words(changed[0].words, "added")
    if not old or not new or len(old.split()) > QUOTE_WORDS or len(new.split()) > QUOTE_WORDS:
        return ""
    return f"‘{old}’ became ‘{new}’"


def _edge_words(words: Sequence[object], op: str) -> str:
    """Return the changed words with the word before them, so that the quote can be understood."""
    parts: list[str] = []
    before = ""
    for span in words:
        kind, text = getattr(span, "op", ""), str(getattr(span, "text", "")).strip()
        if kind == op and text:
            parts.append(f"{before} {text}".strip() if not parts else text)
        elif kind == "equal" and text:
            before = text.split()[-1] if not parts else before
    return " … ".join(parts) if len(parts) > 1 else "".join(parts)


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
