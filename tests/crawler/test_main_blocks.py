"""What of a page the rules look at, where a site marks neither its menus nor its footers."""

from __future__ import annotations

from crawler.classify import PageContext, classify
from crawler.main_blocks import main_blocks, text_blocks
from crawler.reading.read import read
from store.reading import Reading

PAGE = "<h1>Our meetings</h1><p>The partnership meets in public four times a year, in each county in turn.</p>"
SMALL_PRINT = "<ul><li><a href='/a'>Accessibility</a><li><a href='/c'>Cookies</a><li><a href='/p'>Privacy</a></ul>"
ADDRESS = "<p>County Hall, Exeter. Telephone 01392 000000</p>"


def texts(html: str) -> list[str]:
    reading = read(f"<body>{html}</body>".encode(), "text/html; charset=utf-8", "https://devon.example/")
    return [block.text for block in main_blocks(reading, most=10_000)]


def test_what_follows_the_small_print_is_the_sites() -> None:
    assert texts(f"<div>{PAGE}</div><div>{SMALL_PRINT}{ADDRESS}</div>")[-1].startswith("The partnership meets")


def test_small_print_above_the_text_hides_nothing() -> None:
    assert texts(f"<div>{SMALL_PRINT}</div><div>{PAGE}</div>") == texts(PAGE)


def test_short_lines_above_the_title_are_the_sites_but_a_date_is_the_pages() -> None:
    menu = "<div>About us</div><div>Our strategy</div><div>Have your say</div><div>Published 3 May 2026</div>"

    assert texts(f"{menu}{PAGE}") == ["Published 3 May 2026", *texts(PAGE)]


def test_what_asks_for_consent_is_not_the_pages() -> None:
    banner = "<h2>Cookies on this site</h2><p>We use cookies to make this site work. Choose which you accept.</p>"

    assert texts(f"{banner}{PAGE}") == texts(PAGE)


def test_a_box_that_only_leads_elsewhere_makes_no_section() -> None:
    box = "<div><h2>Have your say</h2><p><a href='/say'>Take our survey</a></p></div>"
    context = PageContext("https://devon.example/meetings/", "devon", ("One Devon Partnership",), role="partnership")

    page = read(f"<body>{PAGE}{box}</body>".encode(), "text/html; charset=utf-8", context.url)

    assert "involvement" not in classify(page, context).kinds


def test_lines_in_columns_of_a_bare_text_are_rows() -> None:
    text = "Seat    Holder   Nominated by\nChair   Ann Other   Example Council\nMember    Jo Quill  NHS Example\n"
    rows = list(text_blocks(f"{text}Two sentences.  Told apart by two spaces.\n"))
    assert [block.kind for block in rows] == ["row", "row", "row", "paragraph"]
    assert rows[1].cells == ("Chair", "Ann Other", "Example Council")
    labelled = main_blocks(Reading("text", "", tuple(rows)), most=1_000)
    assert {block.labels for block in labelled[:3]} == {("Seat", "Holder", "Nominated by")}


def test_lines_that_were_broken_to_fit_a_page_are_joined() -> None:
    text = """Notice of meeting
The partnership meets next in the council chamber at County Hall on Tuesday 17
March 2026 at half past ten. The public may come and watch, and ask a question
if they have told the clerk of it by noon on the Friday before. Papers are sent
out a week ahead.
Clerk: Ann Other
"""
    assert [block.text for block in text_blocks(text)] == [
        "Notice of meeting",
        " ".join(text.splitlines()[1:5]),
        "Clerk: Ann Other",
    ]


def test_lines_of_a_list_are_not_joined_however_long() -> None:
    lines = [
        f"Councillor Ann Other number {number}, Cabinet Member for Health, Example County Council"
        for number in "abcdef"
    ]
    assert [block.text for block in text_blocks("\n".join(lines))] == lines
