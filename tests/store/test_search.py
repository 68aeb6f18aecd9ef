from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from config.errors import UsageError
from store.search import Filter, Hit, find, rebuild_index
from tests.store.watch import DAY, HOME, START, Made, Watcher

COMMON = ("Each page of this site begins with these same words.",)


def search(watcher: Watcher, query: str, narrow: Filter | None = None) -> list[Hit]:
    with watcher.store.read() as session:
        return find(session, query, narrow or Filter(), 20)


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    watcher = Watcher(tmp_path)
    chair = Made((*COMMON, "The chair is Councillor Zoë Quill."), kinds=("chair",))
    other = Made((*COMMON, "We plan care together."))
    watcher.crawl({"": other, "chair": chair})
    watcher.crawl({"": other, "chair": chair})
    new = Made((*COMMON, "The chair is Dame Ida Rook."), kinds=("chair",))
    watcher.crawl({"": other, "chair": new})
    watcher.crawl({"": other, "chair": new})
    return watcher


def test_find_tells_when_a_phrase_first_and_last_stood_on_a_page(watcher: Watcher) -> None:
    [hit] = search(watcher, '"councillor zoe quill"')
    assert hit.page.url == f"{HOME}chair"
    assert (hit.first_seen, hit.last_seen, hit.current) == (START, START + DAY, False)
    assert hit.snippet == "The chair is Councillor Zoë Quill."


@pytest.mark.parametrize("query", ["zoë", "zoe", "ZOË", unicodedata.normalize("NFD", "zöe quíll")])
def test_accents_are_found_with_and_without_and_however_they_are_typed(watcher: Watcher, query: str) -> None:
    [hit] = search(watcher, query)
    assert hit.snippet == "The chair is Councillor Zoë Quill."


def test_a_very_long_query_is_answered(watcher: Watcher) -> None:
    assert search(watcher, "chair " * 2_000)
    assert search(watcher, "x" * 10_000) == []


def test_find_says_that_a_phrase_still_stands(watcher: Watcher) -> None:
    [hit] = search(watcher, "dame rook")
    assert (hit.first_seen, hit.last_seen, hit.current) == (START + 2 * DAY, START + 3 * DAY, True)


def test_a_block_on_two_pages_is_indexed_once_and_found_on_both(watcher: Watcher) -> None:
    assert len(search(watcher, "begins with these")) == 2


def test_words_of_one_query_must_stand_in_one_block(watcher: Watcher) -> None:
    assert search(watcher, "chair together") == []


def test_find_is_narrowed_by_kind_system_and_time(watcher: Watcher) -> None:
    assert [hit.page.kinds for hit in search(watcher, "begins", Filter(kind="chair"))] == [["chair"]]
    assert search(watcher, "begins", Filter(system="elsewhere")) == []
    assert search(watcher, "quill", Filter(since=START + 3 * DAY)) == []
    assert len(search(watcher, "quill", Filter(until=START + DAY))) == 1
    assert search(watcher, "rook", Filter(until=START + DAY)) == []


def test_prefix_finds_longer_words(watcher: Watcher) -> None:
    assert len(search(watcher, "togeth*")) == 1


@pytest.mark.parametrize("query", ["a AND", "NEAR(", "col:x", "-x", "^chair", "chair)", '"chair', "it's", "a*b"])
def test_no_query_is_taken_for_an_operator(watcher: Watcher, query: str) -> None:
    search(watcher, query)


@pytest.mark.parametrize("query", ["", '"', "'", "**"])
def test_a_query_without_words_is_refused(watcher: Watcher, query: str) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        search(watcher, query)


def test_a_rebuilt_index_finds_the_same(watcher: Watcher) -> None:
    before = [(hit.page.id, hit.first_seen, hit.last_seen) for hit in search(watcher, "chair is")]
    with watcher.store.write() as session:
        rebuild_index(session)
    assert [(hit.page.id, hit.first_seen, hit.last_seen) for hit in search(watcher, "chair is")] == before


def test_a_moved_page_takes_its_words_along(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    lines = Made(tuple(f"Line {n} of the long story of the partnership, told at length." for n in range(12)))
    home = Made(("Welcome to the board and all that it does.",))
    watcher.crawl({"": home, "old": lines})
    watcher.crawl({"": home, "old": Made(outcome="redirected", redirect="new"), "new": lines})
    [hit] = search(watcher, "long story line 7")
    assert (hit.page.url, hit.first_seen, hit.current) == (f"{HOME}new", START, True)
