"""What is told of a page that is edited in any way: each line that stands, once, and nothing that did not stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from store.diff import diff_blocks
from store.noise import fingerprint
from store.reading import Block, Link
from store.standing import Elsewhere, as_told, fold, places, standing, untold, without_order

WORDS = ("alpha", "beacon", "cinder", "drift", "ember", "fallow", "garnet", "harbour")
Version = tuple[Block, ...]
versions = st.lists(
    st.lists(st.sampled_from(WORDS), unique=True, max_size=6).map(
        lambda words: tuple(Block("paragraph", f"{word} {word}s {word}ing") for word in words)
    ),
    min_size=1,
    max_size=8,
)


def tell(seen: Sequence[Version]) -> tuple[list[tuple[str, str]], Version]:
    """Return what is told of versions seen one after the other, as (op, text), and what was told in the end."""
    base, toggled = seen[0], frozenset[bytes]()
    events = []
    for before, new in pairwise(seen):
        old = as_told(base, new, toggled)
        diff = without_order(diff_blocks(old, new))
        part = standing(diff, places(before))
        if diff.is_empty or part == diff:
            base, toggled = new, frozenset()
        elif not part.is_empty:
            base, toggled = before, untold(diff, part, new, before)
        for hunk in part.hunks if not diff.is_empty else ():
            events += [("gone", hunk.old.text)] if hunk.op in ("removed", "changed") and hunk.old else []
            events += [("there", hunk.new.text)] if hunk.op in ("added", "changed") and hunk.new else []
    return events, as_told(base, seen[-1], toggled)


def marks(blocks: Sequence[Block]) -> set[bytes]:
    return {fingerprint(block) for block in blocks}


@given(versions)
def test_what_stays_is_told_in_the_end(seen: list[Version]) -> None:
    assert marks(tell([*seen, seen[-1], seen[-1]])[1]) == marks(seen[-1])


@given(versions)
def test_nothing_is_told_that_did_not_stand_at_two_checks(seen: list[Version]) -> None:
    stood = {block.text for one, two in pairwise(seen) for block in one if block in two}
    away = {f"{word} {word}s {word}ing" for word in WORDS}
    missing = {text for one, two in pairwise(seen) for text in away if text not in {b.text for b in (*one, *two)}}
    for op, text in tell(seen)[0]:
        assert text in (stood if op == "there" else missing)


def test_a_list_in_another_order_is_no_news_beside_what_is() -> None:
    one, two, three = (Block("paragraph", f"{word} {word}s") for word in WORDS[:3])
    events, _ = tell([(one, two), (two, one, three), (two, one, three)])
    assert events == [("there", three.text)]


def row(text: str, *links: tuple[str, str]) -> Block:
    return Block("row", text, links=tuple(Link(words, url) for words, url in links))


def test_a_row_with_another_date_and_a_told_document_keeps_its_date() -> None:
    agenda, minutes = ("Agenda", "https://a.uk/agenda.pdf"), ("Minutes", "https://a.uk/minutes.pdf")
    old = [row("12 July | Agenda", agenda), row("9 May | Agenda", agenda)]
    new = [row("12 July | Agenda | Minutes", agenda, minutes), row("10 May | Agenda", agenda)]
    left = fold(old, new, Elsewhere({"a.uk/minutes.pdf"}))
    assert [[block.text for block in side] for side in left] == [["9 May | Agenda"], ["10 May | Agenda"]]


def test_a_link_that_follows_a_page_that_moved_is_no_change() -> None:
    old = [Block("paragraph", "Read our terms before you come", links=(Link("terms", "https://a.uk/tor/"),))]
    new = [Block("paragraph", "Read our terms before you come", links=(Link("terms", "https://a.uk/terms"),))]
    assert diff_blocks(*fold(old, new, Elsewhere((), {"a.uk/tor": "https://a.uk/terms"}))).is_empty
