"""Noise makes no change, and nothing that is news counts as noise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from store.noise import (
    Learned,
    comparable,
    counter_slot,
    fingerprint,
    kept,
    kept_hash,
    learn_flapping,
    learn_shared,
    marks,
    set_aside,
)
from store.noise_shapes import SHIPPED, last_updated, load_shapes, shape_of
from store.reading import Block, Link, Place, Reading
from store.targets import normal_target


def item(text: str, *urls: str, path: tuple[str, ...] = (), place: Place = "main") -> Block:
    return Block("item", text, path, tuple(Link(text, url) for url in urls), place)


def reasons(*blocks: Block, learned: Learned | None = None) -> tuple[str, ...]:
    return set_aside(Reading("html", "", blocks), learned or Learned())


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Page last updated: 3 May 2024", "date of the last update"),
        ("Last updated 30th Mar 2021", "date of the last update"),
        ("Updated March 2025", "date of the last update"),
        ("Last modified on 04/11/2022 15:42:16", "date of the last update"),
        ("This page was last reviewed on Tuesday 3 December 2024", "date of the last update"),
        ("Next review due: 4 October 2025", "date of the last update"),
        ("added 2 years ago", "relative time"),
        ("Posted: yesterday", "relative time"),
        ("12 days left to respond", "relative time"),
        ("Views: 1,234", "counter"),
        ("1.2k downloads", "counter"),
        ("Viewed 31 times", "counter"),
        ("Reading time: 3 minutes", "counter"),
        ("PDF 225 KB", "file size"),
        ("[pdf] 807KB", "file size"),
        ("This website uses cookies to make it work.", "cookie or consent text"),
        ("We use some essential cookies to make this website work.", "cookie or consent text"),
        ("Accept additional cookies", "cookie or consent text"),
        ("By continuing to browse you agree to our use of cookies.", "cookie or consent text"),
        ("Share this page on Facebook", "share bar"),
        ("Share this agenda point", "share bar"),
        ("Print this page", "share bar"),
        ("Enable Recite", "accessibility or page tools"),
        ("Contrast A A A", "accessibility or page tools"),
        ("-A A +A", "accessibility or page tools"),
        ("Back to top", "accessibility or page tools"),
        ("Close this search box", "accessibility or page tools"),
        ("Show all sections", "accessibility or page tools"),
        ("Skip to main content", "skip link"),
        ("Translate »", "translation notice"),
        ("Language Translation requires Additional Cookies enabled", "translation notice"),
        ("3f9a8c0be1d24b7795aa01c2", "token or time of the request"),
        ("Ray ID: 8f0a1b2c3d4e", "token or time of the request"),
        ("Page generated in 0.23 seconds", "token or time of the request"),
        ("Home > Publications > Strategy", "breadcrumb"),
        ("Home » About Us » ICP", "breadcrumb"),
        ("Home E Privacy", "breadcrumb"),
        ("You are here: Home / About", "breadcrumb"),
        ("© 2026 NHS A ICB", "copyright line"),
    ],
)
def test_noise_is_recognised_by_its_shape(text: str, shape: str) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    "text",
    [
        "TBC", "tbc", "To be confirmed", "XXX", "Cancelled", "CANCELLED", "Stood down", "June was stood down.",
        "Next meeting: TBC", "Thursday 7 December 2023 2.30-5pm", "3 December 2026", "Published: 5 August 2022",
        "The strategy was updated in March 2025", "Chair: Cllr Ann Other", "Ann Other", "28 organisations", "2pm",
        "Consultation closes 1 June", "How we use your data", "Have your say", "Home care for older people", "A",
        "integrated-care-strategy-2023-2028-final-v2", "The partnership was formed two years ago", "0114 496 0000",
        "We received 1,200 views on the draft strategy", "Share your views on the draft", "Email us", "Contact us",
        "icp@a.nhs.uk", "Minutes", "Minutes of the meeting of 4 May", "Search for a meeting",
        "Accept the terms of reference",
        "Members will print and sign the agreement", "£5 million", "Follow-up of actions",
    ],
)  # fmt: skip
def test_content_has_no_shape_of_noise(text: str) -> None:
    assert shape_of(text) == ""
    assert comparable(item(text)) == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Agenda (PDF, 225 KB)", "Agenda (PDF, 1.2MB, 3 pages)"),
        ("Minutes PDF 225 KB", "Minutes PDF 230 KB"),
        ("Minutes | PDF 225 KB | added 2 years ago", "Minutes | PDF 225 KB | added 3 years ago"),
        ("Terms of reference (updated March 2025)", "Terms of reference (updated April 2025)"),
        ("Membership Updated March 2025", "Membership Updated May 2026"),
        ("Membership\nLast updated: 3 May 2024", "Membership\nLast updated: 4 May 2024"),
        ("Strategy (opens in a new tab)", "Strategy"),
        ("Our board’s “plan” – part 1", "Our board's \"plan\" - part 1"),
        ("News | 12 views", "News | 13 views"),
        ("Survey, closes in 3 days", "Survey, closes in 2 days"),
        ("Page last updated: 3 May 2024", "Page last updated: 4 May 2024"),
    ],
)  # fmt: skip
def test_noise_within_a_block_does_not_count(old: str, new: str) -> None:
    assert fingerprint(item(old)) == fingerprint(item(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Closes 1 June", "Closes 30 June"),
        ("Next meeting: 3 December", "Next meeting: TBC"),
        ("The strategy was updated March 2025", "The strategy was updated April 2025"),
        ("28 organisations", "29 organisations"),
        ("Agenda v1 (PDF, 225 KB)", "Agenda v2 (PDF, 225 KB)"),
        ("The chair is Ann Other", "The chair is Zoë Quill"),
        ("Papers within 5 working days", "Papers within 3 working days"),
    ],
)
def test_what_is_news_counts(old: str, new: str) -> None:
    assert fingerprint(item(old)) != fingerprint(item(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://www.a.nhs.uk/icp/", "http://A.nhs.uk:80/icp"),
        ("https://a.nhs.uk/x?utm_source=mail&id=2", "https://a.nhs.uk/x?id=2&fbclid=9"),
        ("https://a.nhs.uk/x.pdf?v=1700000000", "https://a.nhs.uk/x.pdf?t=1800000000"),
        ("https://a.nhs.uk/(S(abc123))/x", "https://a.nhs.uk/(S(zzz999))/x"),
        ("https://a.nhs.uk/x;jsessionid=1A?a=1&b=2", "https://a.nhs.uk/x?b=2&a=1&newsID="),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.nhs.uk%2Fx&data=1", "https://a.nhs.uk/x"),
        ("https://a.gov.uk/mgUserInfo.aspx?UID=1&J=3", "https://a.gov.uk/mgUserInfo.aspx?UID=1&J=9&bcr=1"),
        ("mailto:ICP@a.nhs.uk?subject=x", "mailto:icp@a.nhs.uk"),
    ],
)
def test_noise_in_addresses_does_not_count(old: str, new: str) -> None:
    assert normal_target(old) == normal_target(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://a.nhs.uk/ICP", "https://a.nhs.uk/icp"),
        ("https://a.nhs.uk/ieListMeetings.aspx?CId=881", "https://a.nhs.uk/ieListMeetings.aspx?CId=914"),
        ("https://a.nhs.uk/strategy-v2.pdf", "https://a.nhs.uk/strategy-v3.pdf"),
        ("mailto:a@x.uk", "mailto:b@x.uk"),
    ],
)
def test_another_target_is_another_target(old: str, new: str) -> None:
    assert normal_target(old) != normal_target(new)


@given(st.text(max_size=60))
def test_any_address_can_be_compared(url: str) -> None:
    assert normal_target(f"https://{url}") == normal_target(f"https://{url}")


def test_each_block_set_aside_has_its_reason() -> None:
    shared, flapping = item("Winter campaign"), item("Carousel")
    learned = Learned(frozenset({fingerprint(shared)}), frozenset({fingerprint(flapping)}))

    blocks = item("Menu", place="nav"), shared, item("PDF 225 KB"), flapping, item("", "https://a.uk"), item("TBC")

    assert reasons(*blocks, learned=learned) == (
        "page furniture: nav", "on many pages of this site", "file size", "comes and goes by itself",
        "a link without words", "",
    )  # fmt: skip


def test_a_list_of_contents_is_set_aside_and_the_list_after_it_is_not() -> None:
    heading, text = Block("heading", "On this page", level=2), Block("paragraph", "Text")
    one, two = item("One", "https://a.uk/1"), item("Two", "https://a.uk/2")

    assert reasons(heading, one, text, two) == ("contents list", "contents list", "", "")


def test_headlines_under_latest_news_are_set_aside_and_what_is_said_there_is_not() -> None:
    news = ("NHS A", "Latest news")
    headline = item("A new scanner opens", "https://a.uk/scanner", path=news)
    title = Block("heading", "Award for nurses", news, (Link("Award for nurses", "https://a.uk/award"),), level=3)
    teaser = Block("paragraph", "Three nurses won it.", (*news, "Award for nurses"))
    said = Block("paragraph", "The November meeting was stood down.", news)

    assert reasons(headline, title, teaser, said) == ("list of latest news",) * 3 + ("",)


def test_the_heading_of_latest_news_goes_with_its_list_and_a_page_of_that_name_keeps_its_own() -> None:
    below, own = (Block("heading", "Latest news", level=level) for level in (2, 1))

    assert reasons(below, own) == ("list of latest news", "")


def test_kept_blocks_are_those_without_a_reason() -> None:
    reading = Reading("html", "", (item("Menu", place="nav"), item("TBC")))

    assert kept(reading, Learned()) == (item("TBC"),)


def test_cookie_banner_alone_is_not_a_change() -> None:
    page = (item("Chair: Ann Other"), item("Papers", "https://a.uk/p"))
    banner = Block("paragraph", "We use cookies on this website.")

    with_banner = kept(Reading("html", "", (banner, *page)), Learned())

    assert kept_hash(with_banner) == kept_hash(page)


def test_a_shuffled_list_is_not_a_change_and_a_name_under_another_heading_is() -> None:
    ann, zoe = item("Ann Other", path=("ICP", "Chair")), item("Zoë Quill", path=("ICP", "Members"))

    assert kept_hash([ann, zoe]) == kept_hash([zoe, ann])
    assert kept_hash([ann, zoe]) != kept_hash([ann, item("Zoë Quill", path=("ICP", "Chair"))])


def test_other_markup_of_the_same_words_is_not_a_change() -> None:
    assert kept_hash([Block("paragraph", "Ann Other,\nchair")]) == kept_hash([Block("item", "Ann Other, chair")])


def test_other_page_breaks_of_a_document_are_not_a_change() -> None:
    assert kept_hash([item("Text", path=("Page 3",))]) == kept_hash([item("Text", path=("Page 4",))])


def test_blocks_on_a_fifth_of_the_site_are_learned_and_a_table_on_three_pages_is_not() -> None:
    pages = [{b"menu", b"own%d" % number, *([b"members"] if number < 3 else [])} for number in range(12)]

    assert learn_shared(pages) == {b"menu"}


def test_what_stands_on_few_pages_of_a_large_site_is_not_shared() -> None:
    assert learn_shared([{b"members"} if number < 19 else {b"x%d" % number} for number in range(100)]) == frozenset()


def test_little_can_be_learned_from_four_pages() -> None:
    assert learn_shared([{b"menu"}] * 4) == frozenset()


def history(*states: str) -> list[frozenset[bytes]]:
    """Return the marks of pages with a stable block and those named."""
    return [marks([item("Stable"), *(item(text) for text in state.split(", ") if text)]) for state in states]


def test_a_flap_between_two_versions_is_learned_at_its_third_turn() -> None:
    seen = history("Spring", "Winter", "Spring", "Winter")

    assert learn_flapping(seen[:3]) == frozenset()
    assert learn_flapping(seen) == {fingerprint(item("Spring")), fingerprint(item("Winter"))}


def test_a_page_that_once_goes_back_to_an_old_version_is_not_flapping() -> None:
    assert learn_flapping(history("Chair: Ann", "Chair: Zoë", "Chair: Ann")) == frozenset()


def test_meetings_between_which_the_next_is_to_be_confirmed_stay_news() -> None:
    learned = learn_flapping(history("TBC", "3 December", "TBC", "4 March", "TBC", "5 June"))

    assert not learned & {fingerprint(item(text)) for text in ("3 December", "4 March", "5 June")}


def test_a_counter_is_learned_whatever_it_shows_next() -> None:
    learned = Learned(
        flapping=learn_flapping(history(*(f"There are {n} people here" for n in ("9", "1,031", "30", "22"))))
    )

    assert reasons(item("There are 77 people here"), item("Stable"), learned=learned) == (
        "comes and goes by itself",
        "",
    )


def test_a_number_that_changes_now_and_then_is_no_counter() -> None:
    learned = learn_flapping(
        history("28 organisations", "28 organisations, TBC", "29 organisations", "30 organisations")
    )

    assert counter_slot(item("31 organisations")) not in learned


@pytest.mark.parametrize(
    "text", ["3 December", "Next meeting 14 May", "2.30pm", "£5 each", "40%", "By 5 working days", "2024/25"]
)
def test_dates_times_and_sums_are_no_counters(text: str) -> None:
    assert counter_slot(item(text)) == b""


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Page last updated: 3 May 2024", "3 May 2024"),
        ("Updated March 2025", "March 2025"),
        ("Next meeting: 3 May 2024", ""),
    ],
)
def test_the_date_of_the_last_update_is_read(line: str, date: str) -> None:
    assert last_updated(line) == date


@pytest.mark.parametrize(
    ("old", "new"),
    [("<updated>']", "<updatd>']"), ("'<age>'", "'(<age>'"), ("'<age>'", "'(<age>)'"), ("[part]", "[part")],
)
def test_a_mistake_in_the_list_of_shapes_is_one_line_that_names_the_file(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "noise.toml").write_text(SHIPPED.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigError, match=r"noise\.toml"):
        load_shapes(tmp_path / "noise.toml")
