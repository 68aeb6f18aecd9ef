"""What a digest says, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.settings import Subscription
from reports.digest import fold, wants
from reports.digest_words import clean, cover
from tests.reports.digest_makers import DAY, NOW, composed, due, fact, news, site, wording


def test_sections_come_as_gone_new_changed_whatever_the_order_of_telling() -> None:
    digest = composed(news(1), news(2, "appeared"), news(3, "vanished"))
    assert [section.name for section in digest.sections] == ["gone", "new", "changed"]


def test_cancelled_meeting_stands_among_what_is_gone() -> None:
    digest = composed(news(1, facts=(fact("cancelled", "Meeting of 18 November cancelled", "meeting"),)))
    assert [section.name for section in digest.sections] == ["gone"]


def test_new_chair_with_one_member_gone_is_a_change_not_a_removal() -> None:
    digest = composed(news(1, facts=(fact("changed", "Chair was A, is now B", "chair"), fact("left", "Left: C"))))
    assert [section.name for section in digest.sections] == ["changed"]


def test_same_rewording_on_many_pages_is_told_once_with_its_pages() -> None:
    same = wording("by ", "spring", "autumn", " 2027")
    digest = composed(*(news(number, wordings=(same,)) for number in range(1, 7)))
    (entry,) = digest.sections[0].entries
    assert len(entry.places) == 3
    assert entry.more_places == 3


def test_same_rewording_in_two_areas_is_told_for_each() -> None:
    same = wording("by ", "spring", "autumn", " 2027")
    other = news(2, wordings=(same,), system_id="west-yorkshire", system="West Yorkshire")
    digest = composed(news(1, wordings=(same,)), other)
    assert len(digest.sections[0].entries) == 2


def test_pages_that_vanished_together_stay_apart() -> None:
    digest = composed(news(1, "vanished"), news(2, "vanished"))
    assert len(digest.sections[0].entries) == 2


def test_page_that_vanished_and_came_back_is_told_once_as_back() -> None:
    digest = composed(
        news(1, "vanished", at=NOW - 3 * DAY, url="https://a.example/"),
        news(2, "restored", "South Yorkshire: “Members” is back", url="https://a.example/"),
    )
    ((entry,),) = (section.entries for section in digest.sections)
    assert entry.sentence == "“Members” is back; we did not find it from 9 November 2026 to 11 November 2026."


def test_page_that_came_back_and_vanished_again_is_told_as_gone() -> None:
    digest = composed(news(1, "restored", url="https://a.example/"), news(2, "vanished", url="https://a.example/"))
    assert "gone" in [section.name for section in digest.sections]


def test_subject_says_the_weightiest_news_and_how_many_more() -> None:
    digest = composed(news(1), news(2, "vanished", "South Yorkshire: “Members” vanished; 3 checks", weight="high"))
    assert digest.subject == "South Yorkshire: “Members” vanished (and 1 more)"


def test_summary_counts_what_was_told_and_names_a_single_area() -> None:
    digest = composed(news(1), news(2, "appeared"), news(3, "vanished"), news(4, "vanished"))
    assert digest.summary == ("2 gone or cancelled, 1 addition and 1 change in South Yorkshire since 5 November 2026.")


def test_quiet_digest_says_what_was_reached() -> None:
    digest = composed(watched=(site(), site("West Yorkshire", "blocked", since=NOW - 2 * DAY)))
    assert digest.is_quiet
    assert digest.subject == "No change seen: 2 sites of 2 areas watched, 1 reached"
    assert digest.summary == "Nothing changed since 5 November 2026 on the sites that were reached."


def test_all_clear_is_said_only_where_every_site_was_reached() -> None:
    assert composed().subject == "All clear: 1 site of 1 area watched, 1 reached"
    assert composed().summary == "Nothing changed since 5 November 2026 on the pages that we watch."
    away = composed(watched=(site(outcome="unreachable"),))
    assert not away.is_quiet, "who wants nothing in quiet weeks must not take this for one"
    assert away.subject == "Unable to look: 1 site of 1 area watched, 0 reached"
    assert away.summary == "No site was reached, so nothing can be said about what changed since 5 November 2026."


def test_nothing_is_clear_where_no_crawl_looked_since_the_last_digest() -> None:
    old, late = site(looked_at=NOW - 9 * DAY), site("West Yorkshire", looked_at=NOW - DAY)
    stale = composed(watched=(old,))
    assert stale.subject == "Unable to look: 1 site of 1 area watched, 0 reached"
    assert stale.unseen == ("1 site not looked at since 3 November 2026.",)
    half = composed(watched=(old, late))
    assert half.subject == "No change seen: 2 sites of 2 areas watched, 1 reached"


def test_reader_who_chose_is_not_told_that_nothing_changed_at_all() -> None:
    chosen = composed(news(1), subscription=Subscription(to="ann@example.org", kinds=("chair",)))
    assert chosen.summary.startswith("Nothing that you asked for changed since")


def test_move_is_told_without_its_addresses_in_the_sentence() -> None:
    moved = "South Yorkshire: “Members” moved from https://a.example/old to https://a.example/new"
    digest = composed(news(1, "moved", moved, url="https://a.example/new", old_url="https://a.example/old"))
    ((entry,),) = (section.entries for section in digest.sections)
    assert (entry.sentence, entry.details) == ("“Members” moved.", ("until now at https://a.example/old",))
    assert digest.subject == "South Yorkshire: “Members” moved"


def test_date_is_news_once_when_it_comes_within_a_week() -> None:
    assert not composed(dues=(due(6.5),), since=NOW - DAY).is_quiet
    assert composed(dues=(due(5.5),), since=NOW - DAY).is_quiet
    assert composed(dues=(due(12),), since=NOW - DAY).is_quiet


def test_subject_names_the_date_when_nothing_else_is_new() -> None:
    digest = composed(dues=(due(6.5),), since=NOW - DAY)
    assert digest.subject.startswith("South Yorkshire: the partnership meets, Wednesday 18 November 2026")


def test_last_named_meeting_gone_by_is_a_reminder() -> None:
    digest = composed(dues=(due(-1, what="we did not find a later one", is_past=True),), since=NOW - 2 * DAY)
    assert not digest.is_quiet


def test_same_meeting_on_two_pages_is_shown_once_with_its_hour() -> None:
    digest = composed(dues=(due(3, has_clock=False, url="https://a.example/"), due(3)))
    assert [shown.has_clock for shown in digest.dues] == [True]


def test_coverage_names_who_blocked_us_since_when_and_why() -> None:
    blocked = site("Kent and Medway", "blocked", since=NOW - 2 * DAY, reason="a browser check came")
    sentence, unseen = cover([site(), blocked], NOW)
    assert sentence == "2 sites of 2 areas watched, 1 reached."
    said = "https://kentandmedway.icb.nhs.uk/ has blocked us since Tuesday 10 November: a browser check came."
    assert unseen == (f"Kent and Medway: {said}",)


def test_site_whose_baseline_is_new_is_announced() -> None:
    digest = composed(watched=(site(began=NOW - DAY),))
    told = "Now watching South Yorkshire (https://southyorkshire.icb.nhs.uk/)"
    assert digest.subject == told
    assert digest.summary == f"{told}; changes are told from here on."
    assert not digest.is_quiet


def test_many_new_sites_are_counted_and_not_listed() -> None:
    digest = composed(watched=tuple(site(name, began=NOW - DAY) for name in ("Avon", "Bucks", "Cumbria", "Devon")))
    assert digest.subject == "Now watching 4 sites of Avon, Bucks, Cumbria and 1 more area"


def test_held_changes_are_counted_and_not_told() -> None:
    digest = composed(held=2)
    assert digest.notices == ("2 changes are held back from this digest until a person has looked at them.",)


@pytest.mark.parametrize(
    ("subscription", "expected"),
    [
        (Subscription(), True),
        (Subscription(regions=("North East and Yorkshire",)), True),
        (Subscription(regions=("London",)), False),
        (Subscription(regions=("London",), systems=("south-yorkshire",)), True),
        (Subscription(systems=("sussex",)), False),
        (Subscription(kinds=("meetings",)), True),
        (Subscription(kinds=("strategy",)), False),
        (Subscription(events=("changed",)), True),
        (Subscription(events=("vanished",)), False),
        (Subscription(watch_terms=("MATERNITY",)), True),
        (Subscription(watch_terms=("matern",)), False),
        (Subscription(watch_terms=("maternity  services",)), True),
    ],
)
def test_subscription_picks_what_it_asked_for(subscription: Subscription, expected: bool) -> None:
    item = news(1, kinds=("meetings", "papers"), words="Review of maternity\nservices")
    assert wants(subscription, item) is expected


def test_unwatched_page_is_told_only_to_who_names_its_kind_or_a_word_of_it() -> None:
    item = news(1, watched=False, kinds=("news",), words="Tyneside")
    assert not wants(Subscription(), item)
    assert wants(Subscription(kinds=("news",)), item)
    assert wants(Subscription(watch_terms=("Tyneside",)), item)


def test_long_lists_keep_the_weightiest_and_say_how_many_are_left_out() -> None:
    digest = fold(composed(*(news(number, weight="low") for number in range(9)), news(99, weight="high")), 3)
    (section,) = digest.sections
    assert len(section.entries) == 3
    assert section.folded == 7
    assert section.entries[0].weight == "high"
    assert fold(digest, 1).sections[0].folded == 9


def test_text_that_could_reorder_or_break_a_line_is_made_harmless() -> None:
    assert clean("safe\u202egnp\u2066.exe\r\nBcc: all\x00\ud800") == "safegnp.exe Bcc: all"


def test_moving_the_clock_alone_leaves_the_entries_as_they_are() -> None:
    digest = composed(news(1))
    assert replace(digest, until=NOW + 5).sections == digest.sections
