"""A difference as a page that stands alone."""

from __future__ import annotations

from lxml.html import fromstring

from reports.diff_page import diff_page
from store.diff import diff_blocks
from store.reading import Block, Link


def words_of(page: str) -> str:
    main = fromstring(page).find(".//main")
    assert main is not None
    return " ".join(main.text_content().split())


def test_a_link_that_leads_elsewhere_is_shown_with_both_targets() -> None:
    old, new = (Block("item", "Our strategy", links=(Link("strategy", f"https://a.example/{n}"),)) for n in (1, 2))

    assert "Our strategy Link “strategy”: https://a.example/1 https://a.example/2" in words_of(
        diff_page("old", "new", diff_blocks([old], [new]))
    )


def test_a_changed_line_is_there_in_one_piece_and_as_two_sides() -> None:
    old, new = (Block("paragraph", f"We agree by {season}.") for season in ("spring", "autumn"))
    page = diff_page("old", "new", diff_blocks([old], [new]))
    whole, _, sides = page.partition('<div class="sides">')

    assert "We agree by <del>spring</del><ins>autumn</ins>." in whole
    assert "We agree by <del>spring</del>.</p>" in sides
    assert "We agree by <ins>autumn</ins>." in sides


def test_what_a_page_says_is_never_markup() -> None:
    page = diff_page("<i>", "new", diff_blocks([Block("paragraph", "<script>a</script>")], [Block("paragraph", "<b>")]))

    assert "<script" not in page
    assert "<b>" not in page
