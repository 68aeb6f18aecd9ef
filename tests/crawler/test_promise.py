from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.names import PageContext
from crawler.promise import promise

DEVON = PageContext("https://onedevon.org.uk/", names=("One Devon Partnership",), system_name="Devon")


def of(text: str, heading: str = "", path: str = "", parents: tuple[str, ...] = ()) -> float:
    return promise(text, heading, path, DEVON, parents)


def test_the_partnerships_own_name_promises_more_than_any_other_words() -> None:
    ways = ("Integrated care partnership", "Meetings", "Governance", "About us", "Find a dentist", "News")
    assert [of("One Devon Partnership"), *map(of, ways)] == sorted(
        (of("One Devon Partnership"), *map(of, ways)), reverse=True
    )


def test_the_address_speaks_where_the_link_says_nothing() -> None:
    assert of("Read more", path="/about/integrated-care-partnership/") > of("Read more", path="/services/podiatry/")


def test_the_heading_above_and_the_page_around_a_link_lend_it_promise() -> None:
    assert of("Papers", "Integrated care partnership") > of("Papers")
    assert of("Next page", parents=("strategy",)) > of("Next page", parents=("news",)) == of("Next page")


def test_what_never_leads_there_is_put_off() -> None:
    assert of("Latest news", path="/news/") < 0 < of("Our partnership", path="/our-partnership/")


@given(st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_link_has_a_promise(text: str, heading: str, path: str, kinds: list[str]) -> None:
    assert isinstance(promise(text, heading, path, PageContext(text, names=(heading, path)), kinds), float)
