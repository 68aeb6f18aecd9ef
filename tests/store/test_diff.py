"""The diff loses no word, aligns blocks before words, and stays cheap."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.diff import Diff, LinkChange, apply, diff_blocks
from store.reading import Block, BlockKind, Link

VOCABULARY = ("the", "partnership", "board", "meets", "on", "3", "December", "Hall,", "PDF 225 KB", "TBC")
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=12)
LINKS = st.lists(
    st.builds(Link, WORDS.map(" ".join), st.sampled_from(["https://a.uk/1", "https://a.uk/2?v=3", ""])), max_size=2
)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind: BlockKind = draw(st.sampled_from(["heading", "paragraph", "item", "row"]))
    path = tuple(draw(st.lists(st.sampled_from(["Members", "Chair"]), max_size=1)))
    links = tuple(draw(LINKS))
    if kind == "row":
        cells = tuple(" ".join(words) for words in draw(st.lists(WORDS, min_size=1, max_size=4)))
        return Block(kind, " | ".join(filter(None, cells)), path, links, cells=cells)
    return Block(
        kind, draw(st.one_of(WORDS.map(" ".join), st.text(max_size=40))), path, links, level=2 * (kind == "heading")
    )


READINGS = st.lists(blocks(), max_size=8)


def words_of(side: str, diff: Diff) -> list[str]:
    """Return the words of one side as the diff shows them."""
    gone = "added" if side == "old" else "removed"
    texts = []
    for hunk in diff.hunks:
        block = hunk.old if side == "old" else hunk.new
        if hunk.op == "changed":
            texts.append("".join(span.text for span in hunk.words if span.op != gone))
        elif block:
            texts.append(block.text)
    return re.findall(r"\w+|[^\w\s]", " ".join(texts))


def words(readings: list[Block]) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", " ".join(block.text for block in readings))


@given(READINGS, READINGS)
def test_applying_the_diff_gives_the_new_reading(old: list[Block], new: list[Block]) -> None:
    assert apply(old, diff_blocks(old, new)) == tuple(new)


@given(READINGS, READINGS)
def test_every_word_of_both_texts_is_accounted_for(old: list[Block], new: list[Block]) -> None:
    diff = diff_blocks(old, new)

    assert words_of("old", diff) == words(old)
    assert words_of("new", diff) == words(new)


@given(READINGS)
def test_a_reading_does_not_differ_from_itself(same: list[Block]) -> None:
    assert diff_blocks(same, same).is_empty


def test_a_diff_is_not_applied_to_another_text() -> None:
    diff = diff_blocks([Block("paragraph", "a")], [Block("paragraph", "b")])

    with pytest.raises(ValueError, match="another version"):
        apply([Block("paragraph", "c")], diff)


def test_only_the_words_that_changed_are_marked() -> None:
    old = [Block("paragraph", "The strategy will be agreed by spring, in public.")]
    new = [Block("paragraph", "The strategy will be agreed by autumn, in public.")]

    (hunk,) = diff_blocks(old, new).hunks

    assert [(span.op, span.text.strip()) for span in hunk.words] == [
        ("equal", "The strategy will be agreed by"), ("removed", "spring"), ("added", "autumn"),
        ("equal", ", in public."),
    ]  # fmt: skip
    assert diff_blocks(old, new).changed_words == 2


def test_a_new_paragraph_does_not_mark_the_rest_of_the_page() -> None:
    page = [Block("paragraph", f"Paragraph {number} about health and care.") for number in range(30)]
    new = [*page[:10], Block("paragraph", "Something else entirely was decided yesterday."), *page[10:]]

    assert [hunk.op for hunk in diff_blocks(page, new).hunks].count("equal") == 30


def test_a_moved_block_is_told_as_moved_from_and_to() -> None:
    page = [Block("paragraph", text) for text in ("Terms of reference", "Membership of the board", "Papers", "Minutes")]

    hunks = diff_blocks(page, [page[1], page[2], page[3], page[0]]).hunks

    assert [(hunk.op, bool(hunk.old), bool(hunk.new)) for hunk in hunks if hunk.op != "equal"] == [
        ("moved", True, False), ("moved", False, True),
    ]  # fmt: skip
    assert diff_blocks(page, page[::-1]).changed_words == 0


def test_a_name_that_moves_under_another_heading_is_told() -> None:
    def page(heading: str) -> list[Block]:
        return [
            Block("heading", "Chair", level=2),
            Block("item", "Ann Other", ("Chair",)),
            Block("heading", "Members", level=2),
            Block("item", "Zoë Quill", (heading,)),
        ]

    moved = [hunk for hunk in diff_blocks(page("Chair"), page("Members")).hunks if hunk.op == "moved"]

    assert [(hunk.old and hunk.old.path, hunk.new and hunk.new.path) for hunk in moved] == [(("Chair",), ("Members",))]


def test_a_renamed_heading_does_not_move_what_stands_under_it() -> None:
    old = [Block("heading", "Who is on it", level=2), Block("item", "Ann Other", ("Who is on it",))]
    new = [Block("heading", "Membership", level=2), Block("item", "Ann Other", ("Membership",))]

    assert [hunk.op for hunk in diff_blocks(old, new).hunks] == ["changed", "equal"]


def test_another_target_under_the_same_words_is_a_link_change() -> None:
    old = [Block("paragraph", "Read the strategy", links=(Link("strategy", "https://x.uk/v1.pdf"),))]
    new = [Block("paragraph", "Read the strategy", links=(Link("strategy", "https://x.uk/v2.pdf"),))]

    (hunk,) = diff_blocks(old, new).hunks

    assert hunk.link_changes == (LinkChange("strategy", "https://x.uk/v1.pdf", "https://x.uk/v2.pdf"),)
    assert {span.op for span in hunk.words} == {"equal"}


def test_rows_are_compared_cell_by_cell() -> None:
    def row(*cells: str) -> Block:
        return Block("row", " | ".join(filter(None, cells)), cells=cells, labels=("Name", "Organisation", "Role"))

    (hunk,) = diff_blocks([row("Ann Other", "Leeds", "Chair")], [row("Ann Other", "York", "Chair")]).hunks

    assert [(span.op, span.text) for span in hunk.words] == [
        ("equal", "Ann Other | "), ("removed", "Leeds "), ("added", "York "), ("equal", "| Chair"),
    ]  # fmt: skip


def test_noise_within_a_block_makes_no_difference() -> None:
    old = [Block("document", "Agenda (PDF, 225 KB)", links=(Link("Agenda", "https://x.uk/a.pdf?v=1"),))]
    new = [Block("document", "Agenda (PDF, 230 KB)", links=(Link("Agenda", "https://x.uk/a.pdf?v=2"),))]

    assert diff_blocks(old, new).is_empty
    assert apply(old, diff_blocks(old, new)) == tuple(new)


def test_a_text_too_long_for_words_is_compared_in_less_detail_and_the_diff_says_so() -> None:
    old = [Block("paragraph", " ".join(f"word{number}" for number in range(9_000)))]
    new = [Block("paragraph", " ".join(f"word{number}" for number in range(9_000, 0, -1)))]

    diff = diff_blocks(old, new)

    assert "less detail" in diff.note
    assert words_of("old", diff) == words(old)
    assert words_of("new", diff) == words(new)


def test_a_hundred_edits_in_fifty_thousand_words_are_found_as_they_were_made() -> None:
    sentences = [f"Sentence {number} of the strategy speaks of health, care and place." for number in range(4_500)]
    edited = [text.replace("health", "housing") if number % 45 == 7 else text for number, text in enumerate(sentences)]
    old = [Block("paragraph", " ".join(sentences[at : at + 9])) for at in range(0, 4_500, 9)]
    new = [Block("paragraph", " ".join(edited[at : at + 9])) for at in range(0, 4_500, 9)]

    diff = diff_blocks(old, new)

    assert diff.changed_words == 200
    assert not diff.note
