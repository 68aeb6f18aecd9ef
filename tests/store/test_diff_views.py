"""The plain-text views show what changed, with context, and are readable without colour."""

from __future__ import annotations

from store.diff import diff_blocks
from store.diff_views import unified_view, words_view
from store.reading import Block, Link

PAGE = [Block("paragraph", f"Paragraph {number} about health and care.") for number in range(20)]


def test_words_are_marked_in_brackets_and_far_blocks_left_out() -> None:
    new = [*PAGE[:10], Block("paragraph", "Paragraph 10 about housing and care."), *PAGE[11:]]

    assert words_view(diff_blocks(PAGE, new)).split("\n") == [
        "Paragraph 8 about health and care.",
        "Paragraph 9 about health and care.",
        "Paragraph 10 about [-health-] {+housing+} and care.",
        "Paragraph 11 about health and care.",
        "Paragraph 12 about health and care.",
    ]


def test_removed_and_added_blocks_are_marked_whole() -> None:
    new = [PAGE[0], *PAGE[2:], Block("item", "Terms of reference, agreed in May")]

    view = words_view(diff_blocks(PAGE, new))

    assert "[-Paragraph 1 about health and care.-]" in view
    assert "{+Terms of reference, agreed in May+}" in view


def test_a_changed_link_target_is_shown_with_both_addresses() -> None:
    old = [Block("paragraph", "Read it", links=(Link("it", "https://x.uk/1"),))]
    new = [Block("paragraph", "Read it", links=(Link("it", "https://x.uk/2"),))]

    assert "link 'it': [-https://x.uk/1-] {+https://x.uk/2+}" in words_view(diff_blocks(old, new))
    assert "# link 'it': [-https://x.uk/1-] {+https://x.uk/2+}" in unified_view(diff_blocks(old, new), "a", "b")


def test_the_unified_view_has_the_form_of_diff_u() -> None:
    new = [*PAGE[:3], Block("paragraph", "New."), *PAGE[3:]]

    assert unified_view(diff_blocks(PAGE, new), "old", "new").split("\n") == [
        "--- old",
        "+++ new",
        "@@ -2,4 +2,5 @@",
        " Paragraph 1 about health and care.",
        " Paragraph 2 about health and care.",
        "+New.",
        " Paragraph 3 about health and care.",
        " Paragraph 4 about health and care.",
    ]


def test_a_move_says_where_it_was_and_where_it_is() -> None:
    view = words_view(diff_blocks(PAGE[:6], [*PAGE[1:6], PAGE[0]]))

    assert view.startswith("(moved from here) Paragraph 0")
    assert view.endswith("(moved here) Paragraph 0 about health and care.")


def test_nothing_is_shown_of_what_did_not_change() -> None:
    assert words_view(diff_blocks(PAGE, PAGE)) == ""
    assert unified_view(diff_blocks(PAGE, PAGE), "old", "new") == ""
