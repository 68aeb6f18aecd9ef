"""Pages that go on elsewhere: by canonical link, by swapping places, on another site, under another body."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from store.models import Change, SystemRow
from store.queries import captures_of, current_facts
from store.reading import Fact
from tests.makers import make_system
from tests.store.watch import HOME, Made, Watcher, told

OTHER = "https://partnership.example/"
ICP = Made(("The partnership brings the councils and the board together.", "It meets four times a year."), title="ICP")
TERMS = Made(("The quorum is five members of the whole.", "Decisions need the consent of all bodies."), title="Terms")
SITE = {"": Made(("Welcome.", "[Partnership](icp)"), icp=False), "icp": ICP, "terms": TERMS}
HUB = {"": Made(("Welcome to the partnership.",))}


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return Watcher(tmp_path)


def test_a_page_whose_canonical_link_names_a_new_address_moved_there(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    number = watcher.page("icp").id
    both = SITE | {"icp": Made(ICP.lines, title="ICP", canonical="our-icp"), "our-icp": ICP}
    assert told(watcher.crawl(both)) == ["moved /our-icp"]
    assert watcher.page("our-icp").id == number
    assert watcher.crawl(both) + watcher.crawl(both) == []  # the old address is an alias now


@pytest.mark.parametrize(
    "moved",
    [
        {"icp": Made(outcome="redirected", redirect="our-icp")},
        {"icp": Made(outcome="gone")},
        {"icp": Made(ICP.lines, title="ICP", canonical="our-icp")},
    ],
)
def test_an_edit_on_the_day_of_a_move_is_told_after_the_move(watcher: Watcher, moved: dict[str, Made]) -> None:
    lines = tuple(f"{number}. A line about what the partnership shall do in the years to come." for number in range(9))
    old, new = Made((*lines, "It meets four times a year."), title="ICP"), Made((*lines, "It meets five times a year."))
    watcher.crawl(SITE | {"icp": old})
    if moved["icp"].outcome == "ok":
        moved = {"icp": replace(new, canonical="our-icp")}
    assert told(watcher.crawl(SITE | {"our-icp": new} | moved)) == ["moved /our-icp"]
    (change,) = watcher.crawl(SITE | {"our-icp": new} | moved)
    assert (change.event, change.url) == ("changed", HOME + "our-icp")
    assert "‘meets four’ became ‘meets five’" in change.summary
    assert watcher.crawl(SITE | {"our-icp": new} | moved) == []


def test_a_section_that_moves_as_a_whole_is_as_many_moves_and_none_is_held(watcher: Watcher) -> None:
    def section(at: str) -> dict[str, Made]:
        links = [f"[Part {number}]({at}/part{number})" for number in range(9)]
        hub = Made(("The partnership has nine parts, and each has a page.", *links), title="Hub")
        parts = {f"{at}/part{n}": Made((f"Part {n} sees to matter {n * n} of the plan.",), title="P") for n in range(9)}
        return {"": Made(("Welcome.", f"[Hub]({at})")), at: hub} | parts

    watcher.crawl(section("icp"))
    gone = {path: Made(outcome="gone") for path in section("icp") if path}
    changes = watcher.crawl(section("our-icp") | gone)
    assert sorted((change.event, change.status, change.old_url) for change in changes) == sorted(
        ("moved", "told", HOME + path) for path in gone
    )
    assert watcher.crawl(section("our-icp") | gone) == []


def test_another_chair_on_the_day_of_a_move_is_told_after_the_move(watcher: Watcher) -> None:
    def page(chair: str) -> Made:
        return Made((*ICP.lines, *TERMS.lines, f"Chair: {chair}"), title="ICP", facts=(Fact("chair", chair),))

    watcher.crawl(SITE | {"icp": page("Ada Lowe")})
    moved = SITE | {"icp": Made(outcome="redirected", redirect="our-icp"), "our-icp": page("Ben Moss")}
    assert told(watcher.crawl(moved)) == ["moved /our-icp"]
    (change,) = watcher.crawl(moved)
    assert "Chair was Ada Lowe, is now Ben Moss" in change.summary
    assert watcher.crawl(moved) == []


def test_a_canonical_link_to_a_page_with_another_text_is_not_believed(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    wrong = SITE | {"icp": Made(ICP.lines, title="ICP", canonical=""), "new": Made(("Other words.",), canonical="icp")}
    assert told(watcher.crawl(wrong)) == ["appeared /new"]


def test_two_pages_that_swap_addresses_are_two_moves(watcher: Watcher) -> None:
    chair = Fact("chair", "Ada Lowe", role="Chair")
    site = SITE | {"icp": Made(ICP.lines, title="ICP", facts=(chair,))}
    watcher.crawl(site)
    numbers = watcher.page("icp").id, watcher.page("terms").id
    changes = watcher.crawl(site | {"icp": TERMS, "terms": site["icp"]})
    assert sorted((change.event, change.old_url, change.url) for change in changes) == [
        ("moved", HOME + "icp", HOME + "terms"),
        ("moved", HOME + "terms", HOME + "icp"),
    ]
    assert (watcher.page("terms").id, watcher.page("icp").id) == numbers
    assert watcher.crawl(site | {"icp": TERMS, "terms": site["icp"]}) == []
    with watcher.store.read() as session:
        assert [fact.page_id for fact in current_facts(session)] == [numbers[0]]
        assert {capture.title for capture in captures_of(session, numbers[0])} == {"ICP"}


def test_two_pages_that_got_each_others_title_and_new_words_changed(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    new = SITE | {"icp": Made(("All new words here.",)), "terms": Made(("And new ones there.",))}
    watcher.crawl(new)
    assert sorted(told(watcher.crawl(new))) == ["changed /icp", "changed /terms"]


@pytest.mark.parametrize("old", [Made(outcome="redirected", redirect=OTHER + "icp"), Made(outcome="gone")])
@pytest.mark.parametrize("first", [HOME, OTHER])
def test_a_page_that_goes_on_at_another_site_of_the_body_moved(watcher: Watcher, old: Made, first: str) -> None:
    watcher.add_site(OTHER)
    watcher.crawl(SITE, days=0)
    watcher.crawl(HUB, site=OTHER)
    number = watcher.page("icp").id
    changes: list[Change] = []
    for _ in range(2):
        for site in (HOME, OTHER) if first == HOME else (OTHER, HOME):
            changes += watcher.crawl(SITE | {"icp": old} if site == HOME else HUB | {"icp": ICP}, site=site, days=0)
        watcher.now += 86_400
    assert [(change.event, change.old_url, change.url) for change in changes] == [
        ("moved", HOME + "icp", OTHER + "icp")
    ]
    assert watcher.page(OTHER + "icp").id == number
    assert watcher.crawl(HUB | {"icp": ICP}, site=OTHER) == []


def test_the_same_text_at_two_sites_of_the_body_appeared_at_the_second(watcher: Watcher) -> None:
    watcher.add_site(OTHER)
    watcher.crawl(SITE)
    watcher.crawl(HUB, site=OTHER)
    assert watcher.crawl(HUB | {"icp": ICP}, site=OTHER) == []  # it may have moved: the first site is asked again
    watcher.crawl(SITE)
    assert [change.event for change in watcher.crawl(HUB | {"icp": ICP}, site=OTHER)] == ["appeared"]


def test_after_a_merger_the_history_of_pages_goes_on_at_the_successor(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        make_system(session, "greater-wendale", name="Greater Wendale")
        session.get_one(SystemRow, "wendale").successors = ["greater-wendale"]
    watcher.add_site(OTHER, "greater-wendale")
    watcher.crawl(SITE)
    watcher.crawl(HUB, site=OTHER)
    number = watcher.page("icp").id
    (change,) = watcher.crawl({"": Made(outcome="redirected", redirect=OTHER)}, outcome="unreachable")
    assert change.event == "site-moved"
    assert "Greater Wendale, which took over" in change.summary
    assert watcher.crawl(HUB | {"wendale/icp": ICP}, site=OTHER) == []
    page = watcher.page(OTHER + "wendale/icp")
    assert (page.id, page.system_id, page.told_state) == (number, "greater-wendale", "live")
