"""What is told of a site over several crawls."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from store.models import Change, Visit
from store.queries import changes
from store.reading import Fact
from store.verify import verify
from tests.store.watch import DAY, HOME, Made, Watcher, told

ICP = Made(("The partnership brings the councils and the board together.", "It meets four times a year."), title="ICP")
SITE = {"": Made(("Welcome.", "[Partnership](icp)"), icp=False, kinds=("other",)), "icp": ICP}


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return Watcher(tmp_path)


def edited(*lines: str, facts: tuple[Fact, ...] = ()) -> dict[str, Made]:
    return SITE | {"icp": Made((*ICP.lines[:1], *lines), title="ICP", facts=facts)}


def test_the_first_healthy_crawl_is_the_baseline_and_tells_nothing(watcher: Watcher) -> None:
    assert watcher.crawl(SITE) == []


def test_a_clock_that_was_set_back_and_right_again_loses_no_check(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    right = watcher.now
    for at in (right, right - DAY // 2, right):
        watcher.now = at
        watcher.crawl(SITE)
    with watcher.store.read() as session:
        visits = select(Visit.run_id).where(Visit.page_id == watcher.page("icp").id).order_by(Visit.at)
        assert session.scalars(visits).all() == [1, 3, 2, 4]
        assert verify(session, lambda words: None).damages == []


def test_a_crawl_that_was_not_healthy_is_no_baseline(watcher: Watcher) -> None:
    watcher.crawl({"": SITE[""]}, outcome="partly")
    assert watcher.crawl(SITE) == []


def test_a_new_page_that_a_known_page_now_links_to_appeared(watcher: Watcher) -> None:
    watcher.crawl({"": Made(("Welcome.",), icp=False)})
    (change,) = [change for change in watcher.crawl(SITE) if change.watched]
    assert (change.event, change.url) == ("appeared", HOME + "icp")
    assert "a page about the partnership appeared" in change.summary


def test_a_new_page_that_was_linked_all_along_is_first_found(watcher: Watcher) -> None:
    watcher.crawl({"": SITE[""]})
    (change,) = watcher.crawl(SITE)
    assert "was first found" in change.summary


def test_a_change_of_wording_is_told_once_it_has_stood_for_one_more_check(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    new = edited("It meets five times a year.")
    assert watcher.crawl(new) == []
    (change,) = watcher.crawl(new)
    assert change.event == "changed"
    assert "four" in change.summary
    assert "five" in change.summary
    assert watcher.crawl(new) == []


def test_wording_that_goes_back_at_the_next_check_is_never_told(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    watcher.crawl(edited("It meets five times a year."))
    assert watcher.crawl(SITE) + watcher.crawl(SITE) == []


def test_a_page_that_flaps_between_two_versions_is_not_told(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    other = edited("It meets five times a year.")
    assert [change for _ in range(4) for site in (other, SITE) for change in watcher.crawl(site)] == []


def test_a_change_of_facts_is_told_at_once(watcher: Watcher) -> None:
    old, new = (Fact("chair", name, role="Chair") for name in ("Ada Lowe", "Ben Moss"))
    watcher.crawl(edited("Chair: Ada Lowe", facts=(old,)))
    (change,) = watcher.crawl(edited("Chair: Ben Moss", facts=(new,)))
    assert "Chair was Ada Lowe, is now Ben Moss" in change.summary
    assert change.weight == "high"


def test_a_page_vanishes_after_two_misses_far_enough_apart(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    gone = SITE | {"icp": Made(outcome="gone")}
    assert watcher.crawl(gone) == []
    assert told(watcher.crawl(gone)) == ["vanished /icp"]
    assert watcher.crawl(gone) == []


def test_two_misses_within_hours_are_not_enough(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    gone = SITE | {"icp": Made(outcome="gone")}
    watcher.crawl(gone)
    watcher.now -= 23 * 3600
    assert watcher.crawl(gone) == []


def test_nothing_vanishes_while_the_site_is_in_trouble_or_discovery_did_not_finish(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    gone = SITE | {"icp": Made(outcome="gone")}
    assert [watcher.crawl(gone, outcome=outcome) for outcome in ("partly", "blocked", "unreachable")] == [[], [], []]
    assert watcher.crawl(gone, discovery=False) == []


@pytest.mark.parametrize("outcome", ["blocked", "unreachable", "empty", "unreadable", "excluded"])
def test_a_page_that_could_not_be_seen_neither_changed_nor_vanished(watcher: Watcher, outcome: str) -> None:
    watcher.crawl(SITE)
    unseen = SITE | {"icp": Made(outcome=outcome)}
    assert [watcher.crawl(unseen) for _ in range(4)] == [[], [], [], []]
    assert watcher.page("icp").state == outcome
    assert watcher.crawl(SITE) == []


def test_a_vanished_page_that_answers_again_is_restored(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    gone = SITE | {"icp": Made(outcome="soft-404")}
    watcher.crawl(gone)
    watcher.crawl(gone)
    assert told(watcher.crawl(SITE)) == ["restored /icp"]


def test_a_page_with_a_redirect_moved_and_keeps_its_history(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    number = watcher.page("icp").id
    moved = {"": Made(("Welcome.", "[Partnership](our-icp)"), icp=False, kinds=("other",)), "our-icp": ICP}
    moved["icp"] = Made(outcome="redirected", redirect="our-icp")
    (change,) = watcher.crawl(moved)
    assert (change.event, change.old_url, change.url) == ("moved", HOME + "icp", HOME + "our-icp")
    assert watcher.page("our-icp").id == number
    assert watcher.crawl({path: page for path, page in moved.items() if path != "icp"}) == []


def test_a_page_with_the_same_text_at_a_new_address_moved_without_a_redirect(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    moved = {"": Made(("Welcome.", "[Partnership](our-icp)"), icp=False), "our-icp": ICP, "icp": Made(outcome="gone")}
    assert told(watcher.crawl(moved)) == ["moved /our-icp"]


def test_a_document_is_added_replaced_and_removed(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    linked = edited(*ICP.lines[1:], "[Minutes of 3 May](minutes.pdf)")
    minutes = Made(("Present: Ada Lowe.",), document=True, kinds=("papers",))
    assert told(watcher.crawl(linked | {"minutes.pdf": minutes})) == ["document-added /minutes.pdf"]
    corrected = Made(("Present: Ada Lowe and Ben Moss.",), document=True, kinds=("papers",))
    assert told(watcher.crawl(linked | {"minutes.pdf": corrected})) == ["document-replaced /minutes.pdf"]
    gone = Made(outcome="gone")
    events = [watcher.crawl(SITE | {"minutes.pdf": gone}) for _ in range(3)]
    assert [told(each) for each in events] == [[], ["document-removed /minutes.pdf"], []]


def test_furniture_makes_no_change(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    dressed = SITE | {"icp": Made(ICP.lines, title="ICP", furniture=("We use cookies", "Winter campaign"))}
    assert watcher.crawl(dressed) + watcher.crawl(dressed) == []


def many(extra: str = "") -> dict[str, Made]:
    lines = (extra,) if extra else ()
    return {"": SITE[""]} | {
        f"page{n}": Made((*lines, f"Page {n} says something of its own, number {n * n}."), title=f"Page {n}")
        for n in range(8)
    }


def test_one_text_on_many_pages_is_told_once_for_the_site(watcher: Watcher) -> None:
    watcher.crawl(many())
    banner = many("Ferry strike: call before you travel to a clinic.")
    assert watcher.crawl(banner) == []
    (change,) = watcher.crawl(banner)
    assert change.event == "site-text-changed"
    assert "on 8 pages" in change.summary
    assert "Ferry strike" in change.summary
    assert watcher.crawl(many()) == []
    assert told(watcher.crawl(many())) == ["site-text-changed /"]
    assert watcher.crawl(many()) == []


def test_a_text_that_stood_on_many_pages_for_one_check_is_never_told(watcher: Watcher) -> None:
    watcher.crawl(many())
    days = [watcher.crawl(many(f"Day {day} of the strike: call before you travel.")) for day in range(3)]
    assert [*days, watcher.crawl(many()), watcher.crawl(many())] == [[]] * 5


def test_a_text_that_many_pages_lacked_for_one_check_is_never_told(watcher: Watcher) -> None:
    banner = many("Ferry strike: call before you travel to a clinic.")
    watcher.crawl(banner)
    assert [watcher.crawl(each) for each in (many(), banner, banner, banner)] == [[]] * 4


def test_a_redesign_is_told_once_and_holds_the_events_of_pages(watcher: Watcher) -> None:
    watcher.crawl(many())
    redesigned = {path: Made((f"All new words {path}.", f"And more of them {path}."), title=path) for path in many()}
    events = watcher.crawl(redesigned)
    assert told(events) == ["site-redesigned /"]
    assert {change.status for change in events if change.event == "changed"} == {"held"}
    assert watcher.crawl(redesigned) == []


def test_a_site_that_leads_to_another_host_is_one_event(watcher: Watcher) -> None:
    watcher.crawl(many())
    gone = {path: Made(outcome="gone") for path in many() if path}
    away = {"": Made(outcome="redirected", redirect="https://successor.example/")} | gone
    (change,) = watcher.crawl(away, outcome="unreachable")
    assert (change.event, change.old_url, change.url) == ("site-moved", HOME, "https://successor.example/")
    assert [watcher.crawl(away, outcome="unreachable") for _ in range(12)] == [[]] * 12


def test_what_a_killed_crawl_saw_is_told_by_the_next_one_and_only_once(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    new = edited("It meets five times a year.")
    watcher.crawl(new, killed=True)
    assert told(watcher.crawl(new)) == ["changed /icp"]
    assert watcher.crawl(new) == []


def test_every_change_has_a_sentence_a_weight_and_a_reason(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    new = edited("It meets five times a year.")
    watcher.crawl(new)
    watcher.crawl(new)
    with watcher.store.read() as session:
        stored: list[Change] = changes(session)
    assert all(change.summary.startswith("Wendale: ") and change.weight and change.reason for change in stored)


def test_a_move_that_a_killed_crawl_saw_half_of_is_told_as_one_and_leaves_the_ledger_whole(watcher: Watcher) -> None:
    watcher.crawl(SITE)
    home = Made(("Welcome.", "[Partnership](our-icp)"), icp=False, kinds=("other",))
    watcher.crawl({"": home, "our-icp": ICP}, killed=True)
    moved = {"": home, "our-icp": ICP, "icp": Made(outcome="redirected", redirect="our-icp")}
    watcher.now -= DAY
    assert told(watcher.crawl(moved)) == ["moved /our-icp"]
    assert watcher.crawl(moved) == []
    with watcher.store.read() as session:
        assert verify(session, lambda words: None).damages == []
