"""What flaps, what stands beside it, whole-site oddities, and what a judgement that turns means."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from store.changes import discard_change
from store.models import Change
from store.runs import known_pages
from tests.store.watch import HOME, Made, Watcher, told

FIRST = "The partnership brings the councils and the board together."


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return Watcher(tmp_path)


def site(*lines: str, icp: bool | None = True) -> dict[str, Made]:
    page = Made((FIRST, *lines), title="ICP", icp=icp)
    return {"": Made(("Welcome.", "[Partnership](icp)"), icp=False), "icp": page}


def test_what_changes_at_every_check_is_not_told_and_hides_nothing_else(watcher: Watcher) -> None:
    watcher.crawl(site("Saying: one sea.", "It meets four times a year."))
    sayings = ("two gulls fly", "three boats sail", "no wind today", "a calm night", "high water again")
    events = [
        watcher.crawl(site(f"Saying: {saying}.", f"It meets {'four' if day < 2 else 'five'} times a year."))
        for day, saying in enumerate(sayings)
    ]
    assert [told(each) for each in events] == [[], [], [], ["changed /icp"], []]
    assert "‘meets four’ became ‘meets five’" in events[3][0].summary


def test_two_edits_on_two_days_are_told_on_the_days_after_each(watcher: Watcher) -> None:
    watcher.crawl(site("It meets four times a year.", "The chair is elected.", "Papers come in May."))
    watcher.crawl(site("It meets five times a year.", "The chair is elected.", "Papers come in May."))
    events = [watcher.crawl(site("It meets five times a year.", "The chair is elected."))[0].summary for _ in range(2)]
    assert "‘meets four’ became ‘meets five’" in events[0]
    assert "‘Papers come in May.’ removed" in events[1]
    assert watcher.crawl(site("It meets five times a year.", "The chair is elected.")) == []


@pytest.mark.parametrize("days", [1, 2, 3])
def test_a_page_that_flaps_is_told_at_most_twice_and_then_no_more(watcher: Watcher, days: int) -> None:
    versions = [site(f"The {season} programme is on show.") for season in ("summer", "winter")]
    changes = [change for day in range(24) for change in watcher.crawl(versions[day // days % 2])]
    assert len(changes) <= 2
    assert watcher.page("icp").flapping


def test_a_real_edit_of_a_page_that_flaps_is_told(watcher: Watcher) -> None:
    for day in range(12):
        watcher.crawl(site(f"The {('summer', 'winter')[day % 2]} programme is on show.", "It meets four times a year."))
    new = [
        watcher.crawl(site(f"The {('summer', 'winter')[day % 2]} programme is on show.", "It meets five times a year."))
        for day in range(4)
    ]
    assert [told(each) for each in new] == [[], ["changed /icp"], [], []]


def test_a_page_that_stops_being_about_the_partnership_says_so(watcher: Watcher) -> None:
    watcher.crawl(site("It meets four times a year."))
    other = site("This page is about bicycles now.", icp=False)
    watcher.crawl(other)
    (change,) = watcher.crawl(other)
    assert "“ICP” is no longer a page about the partnership" in change.summary
    assert change.weight == "high"


def test_a_page_that_comes_to_be_about_the_partnership_is_told(watcher: Watcher) -> None:
    watcher.crawl(site(icp=False))
    (change,) = watcher.crawl(site("It meets four times a year."))
    assert "“ICP” is now a page about the partnership" in change.summary


def test_what_new_rules_see_otherwise_is_no_news(watcher: Watcher) -> None:
    watcher.crawl(site("It meets four times a year."))
    watcher.version = "2"
    assert watcher.crawl(site("It meets four times a year.", icp=False)) == []
    edited = site("It meets five times a year.", icp=False)
    watcher.crawl(edited)
    (change,) = watcher.crawl(edited)
    assert "no longer" not in change.summary


def test_answers_that_differ_in_bytes_words_or_noise_are_counted_apart(watcher: Watcher) -> None:
    def counts(lines: dict[str, Made]) -> tuple[int, int, int, int]:
        watcher.crawl(lines)
        run = watcher.site_run
        return run.same_bytes, run.same_text, run.only_noise, run.changed

    icp = Made((FIRST, "Views: 12"))
    counts({"": icp})
    assert counts({"": icp}) == (1, 0, 0, 0)
    assert counts({"": replace(icp, bytes="other markup")}) == (0, 1, 0, 0)
    assert counts({"": Made((FIRST, "Views: 13"))}) == (0, 0, 1, 0)
    assert counts({"": Made((FIRST, "It meets."))}) == (0, 0, 0, 1)


def test_a_flood_of_new_pages_is_held_with_its_reason(watcher: Watcher) -> None:
    for _ in range(7):
        watcher.crawl(site())
    flood = {f"copy{n}": Made((f"Copy number {n} of the partnership's page, {n * n}.",)) for n in range(30)}
    changes = [change for change in watcher.crawl(site() | flood) if change.watched]
    assert len(changes) == 30
    assert {change.status for change in changes} == {"held"}
    assert all("held because far more happened than in any crawl before" in change.reason for change in changes)


def test_an_edit_of_more_pages_than_ever_is_held_too(watcher: Watcher) -> None:
    def pages(word: str) -> dict[str, Made]:
        lines = {n: [f"Line {line} of page {n} about the partnership." for line in range(3)] for n in range(30)}
        return {f"page{n}": Made((*lines[n], f"{word} {n}.")) for n in lines}

    for _ in range(7):
        watcher.crawl(site() | pages("Northmere"))
    watcher.crawl(site() | pages("Northmere and Dale"))
    changes = watcher.crawl(site() | pages("Northmere and Dale"))
    assert [(change.event, change.status) for change in changes] == [("changed", "held")] * 30


def test_a_week_of_news_that_nobody_watches_holds_nothing(watcher: Watcher) -> None:
    for _ in range(7):
        watcher.crawl(site())
    news = {f"news{n}": Made((f"News number {n}: {n * n} bicycles.",), icp=False, kinds=("news",)) for n in range(30)}
    new = {"terms": Made(("The quorum is five members of the partnership.",))}
    assert told(watcher.crawl(site() | news | new)) == ["appeared /terms"]


def test_as_many_new_pages_as_once_before_are_told(watcher: Watcher) -> None:
    for _ in range(7):
        watcher.crawl(site())
    pages = site()
    for year in range(2):
        new = {f"minutes{year}-{n}": Made((f"Minutes {n} of year {year}: {n * n}.",)) for n in range(30)}
        pages |= new
        assert len(told(watcher.crawl(pages))) == (30 if year else 0)


def test_a_flood_that_a_person_discarded_makes_no_other_flood_ordinary(watcher: Watcher) -> None:
    for _ in range(7):
        watcher.crawl(site())
    pages = site()
    for hour in range(2):
        pages |= {f"copy{hour}-{n}": Made((f"Copy {n} of the hour {hour}: {n * n}.",)) for n in range(30)}
        changes = [change for change in watcher.crawl(pages) if change.watched]
        assert [change.status for change in changes] == ["held"] * 30
        with watcher.store.write() as session:
            for change in changes:
                discard_change(session, change.id)


def test_a_site_of_which_much_is_missing_at_once_holds_what_vanished(watcher: Watcher) -> None:
    pages = {f"page{n}": Made((f"Page {n} about the partnership, {n * n}.",)) for n in range(10)}
    watcher.crawl(site() | pages)
    gone = site() | dict.fromkeys(pages, Made(outcome="gone"))
    watcher.crawl(gone)
    changes = watcher.crawl(gone)
    assert {(change.event, change.status) for change in changes} == {("vanished", "held")}


def test_an_address_that_a_page_left_is_asked_again_at_discoveries(watcher: Watcher) -> None:
    watcher.crawl(site())
    moved = {"": Made(("Welcome.", "[Partnership](our-icp)"), icp=False), "our-icp": site()["icp"]}
    watcher.crawl(moved | {"icp": Made(outcome="redirected", redirect="our-icp")})
    with watcher.store.read() as session:
        assert HOME + "icp" in {page.url for page in known_pages(session, 1, 10, earlier=True)}
        assert HOME + "icp" not in {page.url for page in known_pages(session, 1, 10)}


def test_settling_the_same_crawl_twice_tells_nothing_twice(watcher: Watcher) -> None:
    watcher.crawl(site("It meets four times a year."))
    watcher.crawl(site("It meets five times a year."), killed=True)
    watcher.crawl(site("It meets five times a year."), killed=True)
    watcher.crawl(site("It meets five times a year."))
    with watcher.store.read() as session:
        assert len(session.scalars(select(Change)).all()) == 1


def test_a_text_on_every_page_is_told_once_though_crawls_were_killed_while_it_came(watcher: Watcher) -> None:
    def pages(*notice: str) -> dict[str, Made]:
        return {f"p{n}": Made((f"Page {n} has words of its own.", *notice)) for n in range(16)}

    watcher.crawl(pages())
    new = pages("No boats sail during the strike.")
    halves = [dict(list(new.items())[:8]), dict(list(new.items())[8:])]
    changes = [change for half in halves for change in watcher.crawl(half, killed=True)]
    for _ in range(3):
        changes += watcher.crawl(new)
    assert told(changes) == ["site-text-changed /"]
    assert "16 pages" in changes[0].summary
