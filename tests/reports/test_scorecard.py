from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.corrections import Correction
from config.indicators import load_method
from config.registry import Icp, Registry, Site, System
from config.times import london
from reports.indicators.view import View
from reports.scorecard import ANSWERS, load_view, reply_until, score_all, score_system, standing
from store.facts import resync_facts
from store.models import Capture, Page, Score, SiteRow
from store.reading import Fact, Link
from store.scores import Answer, current_scores
from tests.makers import (
    DAY,
    NOW,
    block,
    made_store,
    make_capture,
    make_fact,
    make_page,
    make_run,
    make_site,
    make_system,
)

METHOD = load_method()
OCTOBER_3 = int(datetime(2022, 10, 3, 12, tzinfo=UTC).timestamp())
OCTOBER_24 = int(datetime(2022, 10, 24, 12, tzinfo=UTC).timestamp())


def system_of(id: str, **fields: object) -> System:
    values: dict[str, object] = {
        "id": id,
        "name": id.replace("-", " ").title(),
        "region": "North East and Yorkshire",
        "icb": "NHS X Integrated Care Board",
        "ods": "QX",
        "ons": "E1",
        "established": date(2022, 7, 1),
        "icp": Icp("X Integrated Care Partnership"),
        "sites": (Site("https://x.icb.nhs.uk/", "icb"),),
    }
    return System(**{**values, **fields})  # type: ignore[arg-type]


def answers_for(session: Session, id: str, now: int = NOW, **fields: object) -> dict[str, Answer]:
    session.flush()
    return score_system(load_view(session, system_of(id, **fields), METHOD, now))


def seen_site(session: Session, id: str, now: int = NOW) -> SiteRow:
    return make_site(session, make_system(session, id), last_reached=now)


def icp_page(session: Session, site: SiteRow, path: str = "/icp", **fields: object) -> Page:
    values = {"kinds": ["about"], "is_icp": True, "clicks": 2, "clicks_exact": True, **fields}
    return make_page(session, site, path, **values)


def test_every_question_has_a_function_and_every_function_a_question() -> None:
    assert list(METHOD.indicators) == list(ANSWERS)


class TestSeedOfOctober2022:
    """What the blog saw: two areas link to their partnership, South Yorkshire does not, and then on another site."""

    @pytest.mark.parametrize("id", ["west-yorkshire", "humber-north-yorkshire"])
    def test_areas_with_a_page_near_the_home_page_are_found(self, id: str) -> None:
        with made_store() as session:
            icp_page(session, seen_site(session, id, OCTOBER_3))
            answers = answers_for(session, id, OCTOBER_3)
        assert (answers["F1"].level, answers["F2"].level) == ("met", "met")

    def test_south_yorkshire_on_3_october_has_a_chair_in_the_news_and_no_page(self) -> None:
        with made_store() as session:
            site = seen_site(session, "south-yorkshire", OCTOBER_3)
            news = make_page(
                session, site, "/news/chair", title="Mayor to chair partnership", kinds=["news"], is_icp=None
            )
            make_fact(
                session, news, "chair", "Ann Other", role="Chair", evidence="Ann Other will chair the partnership"
            )
            answers = answers_for(session, "south-yorkshire", OCTOBER_3)
        assert answers["F1"].level == "not-found"
        assert answers["M2"].level == "part"
        assert (
            "We did not find a page about the partnership on these pages on 3 October 2022. We looked at 1 page"
            in answers["F1"].evidence
        )

    def test_south_yorkshire_on_24_october_has_a_page_elsewhere_that_stays_hard_to_find(self) -> None:
        with made_store() as session:
            site = seen_site(session, "south-yorkshire", OCTOBER_24)
            home = make_page(session, site, "/", title="Home")
            make_capture(session, home, [block("Home", "paragraph", Link("About", site.url + "about"), place="nav")])
            system = make_system(session, "unused")
            elsewhere = make_site(session, system, "https://syics.co.uk/", role="partnership", last_reached=OCTOBER_24)
            elsewhere.system_id = "south-yorkshire"
            icp_page(session, elsewhere, "/about", clicks=None, clicks_exact=False, clicks_own_site=1)
            answers = answers_for(session, "south-yorkshire", OCTOBER_24)
        assert answers["F1"].level == "met"
        assert "not the board’s site" in answers["F1"].evidence
        assert (answers["F2"].level, answers["F3"].level) == ("not-found", "not-found")


class TestNotCheckedIsNeverNotFound:
    def test_a_site_that_blocks_us_gives_not_checked(self) -> None:
        with made_store() as session:
            site = seen_site(session, "x")
            site.outcome, site.last_reached = "blocked", NOW - 8 * DAY
            answers = answers_for(session, "x")
        assert {answer.level for id, answer in answers.items() if id not in ("Q3",)} == {"not-checked"}
        assert "could not be read since 4 November 2026 (closed to us)" in answers["F1"].evidence

    def test_a_site_that_nobody_crawled_lately_is_not_blamed_for_it(self) -> None:
        with made_store() as session:
            seen_site(session, "x").last_reached = NOW - 8 * DAY
            assert answers_for(session, "x")["F1"].evidence.startswith("We have not looked at x.icb.nhs.uk since 4 Nov")

    def test_a_site_never_read_to_the_end_gives_not_checked(self) -> None:
        with made_store() as session:
            site = seen_site(session, "x")
            site.baseline_run_id = site.last_reached = None
            assert answers_for(session, "x")["F1"].level == "not-checked"

    def test_a_site_of_which_no_page_is_there_gives_not_checked(self) -> None:
        with made_store() as session:
            icp_page(session, seen_site(session, "x"), state="excluded")
            answers = answers_for(session, "x")
        assert {answer.level for answer in answers.values()} == {"not-checked"}

    def test_a_page_missing_but_not_confirmed_still_counts(self) -> None:
        with made_store() as session:
            icp_page(session, seen_site(session, "x"), state="missing")
            assert answers_for(session, "x")["F1"].level == "met"


class TestMembers:
    def members(self, session: Session, *organisations: str) -> None:
        page = icp_page(session, seen_site(session, "x"), kinds=["membership"])
        for number, organisation in enumerate(organisations):
            make_fact(session, page, "member", f"Person {number}", organisation=organisation)

    def test_is_part_where_the_councils_of_the_area_are_not_known(self) -> None:
        with made_store() as session:
            self.members(session, "NHS X ICB", "York Council")
            assert answers_for(session, "x")["M1"].level == "part"

    def test_is_met_with_people_of_every_council_and_the_board(self) -> None:
        with made_store() as session:
            self.members(session, "NHS X ICB", "City of York Council", "North Yorkshire Council")
            councils = ("York City Council", "North Yorkshire County Council")
            assert answers_for(session, "x", councils=councils)["M1"].level == "met"

    def test_names_the_council_that_was_not_found(self) -> None:
        with made_store() as session:
            self.members(session, "NHS X ICB", "City of York Council")
            answer = answers_for(session, "x", councils=("York City Council", "Hull City Council"))["M1"]
        assert answer.level == "part"
        assert "we did not find a member for Hull City Council" in answer.evidence

    def test_healthwatch_alone_is_part(self) -> None:
        with made_store() as session:
            self.members(session, "Healthwatch York")
            assert answers_for(session, "x")["M3"].level == "part"


class TestMeetings:
    def test_date_time_and_place_of_a_coming_meeting_is_met(self) -> None:
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"))
            make_fact(
                session, page, "meeting", "9 December 2026, 2pm", starts_at="2026-12-09T14:00", organisation="Hall"
            )
            assert answers_for(session, "x")["C1"].level == "met"

    def test_a_cancelled_meeting_is_none(self) -> None:
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"))
            make_fact(session, page, "meeting", "9 December", starts_at="2026-12-09", role="cancelled")
            assert answers_for(session, "x")["C1"].level == "not-found"

    def test_papers_before_count_only_for_meetings_that_we_watched(self) -> None:
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"), first_seen=NOW - 4 * DAY)
            make_fact(session, page, "meeting", "10 November", starts_at="2026-11-10")
            assert answers_for(session, "x")["P1"].level == "not-checked"

    def test_an_agenda_six_days_ahead_is_in_time_and_five_days_ahead_is_not(self) -> None:
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"))
            for day, since in (("2026-10-20", NOW - 29 * DAY), ("2026-11-10", NOW - 7 * DAY)):
                make_fact(session, page, "meeting", day, starts_at=day)
                make_fact(session, page, "document", f"Agenda {day}", role="agenda", starts_at=day, since=since)
            answer = answers_for(session, "x")["P1"]
        assert answer.level == "part"
        assert answer.evidence.startswith("For 1 of the last 2 meetings, the latest that of 20 October 2026")


class TestStrategy:
    @pytest.mark.parametrize(
        ("title", "level"),
        [
            ("Integrated care strategy 2023-2028", "met"),
            ("Integrated care strategy 2023/28", "met"),
            ("Integrated care strategy 2020 to 2025", "part"),
            ("Interim integrated care strategy 2023-2028", "part"),
            ("Integrated care strategy", "part"),
        ],
    )
    def test_the_years_in_the_title_decide(self, title: str, level: str) -> None:
        with made_store() as session:
            icp_page(session, seen_site(session, "x"), "/s.pdf", title=title, kinds=["strategy"])
            assert answers_for(session, "x")["S1"].level == level

    def test_a_review_within_two_years_is_met_and_a_promise_is_part(self) -> None:
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"))
            make_capture(session, page, ["The strategy will be reviewed in 2026."])
            assert answers_for(session, "x")["S2"].level == "part"
            make_capture(session, page, ["The partnership reviewed the strategy in March 2026 and kept it."])
            assert answers_for(session, "x")["S2"].level == "met"


class TestWordsThatMislead:
    @pytest.mark.parametrize("years", ["2026-2031", "2024-2029"])
    def test_the_years_of_a_strategy_are_no_review_of_it(self, years: str) -> None:
        with made_store() as session:
            title = f"Integrated care strategy {years}"
            icp_page(session, seen_site(session, "x"), "/s.pdf", title=title, kinds=["strategy"])
            assert answers_for(session, "x")["S2"].level == "not-found"

    def test_page_last_reviewed_is_no_review_of_the_strategy(self) -> None:
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"), kinds=["strategy"])
            make_capture(session, page, ["Our strategy. Page last reviewed: 3 October 2026"])
            assert answers_for(session, "x")["S2"].level == "not-found"

    def test_progress_shown_in_public_is_no_meeting_in_public(self) -> None:
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"))
            make_capture(session, page, ["Progress is shown each year in public."])
            assert answers_for(session, "x")["C2"].level == "not-found"

    def test_a_chair_named_only_in_minutes_or_as_vice_chair_is_not_the_chair_on_the_page(self) -> None:
        with made_store() as session:
            site = seen_site(session, "x")
            make_fact(session, icp_page(session, site), "chair", "Ann Other", role="Vice chair")
            minutes = icp_page(session, site, "/minutes.pdf", kinds=["papers"])
            make_fact(session, minutes, "chair", "Zoë Quill", role="Chair")
            answer = answers_for(session, "x")["M2"]
        assert (answer.level, answer.evidence) == ("part", "Zoë Quill")

    def test_the_next_meeting_of_old_minutes_does_not_make_the_page_stale(self) -> None:
        with made_store() as session:
            site = seen_site(session, "x")
            icp_page(session, site, last_changed=NOW - DAY)
            minutes = icp_page(session, site, "/minutes.pdf", kinds=["papers"])
            words = "The next meeting is on 1 October 2026."
            make_fact(session, minutes, "meeting", "1 October 2026", starts_at="2026-10-01", evidence=words)
            assert answers_for(session, "x")["Q1"].level == "met"


class TestBands:
    def band(self, **counts: int) -> str:
        names = {"met": "met", "part": "part", "none": "not-found", "unchecked": "not-checked", "na": "not-applicable"}
        levels = [names[name] for name, count in counts.items() for _ in range(count)]
        return standing(system_of("x"), levels, METHOD, london(NOW).date()).band

    def test_follow_the_share_of_points_that_could_be_checked(self) -> None:
        assert self.band(met=18) == "clear"
        assert self.band(met=9, none=9) == "partial"
        assert self.band(met=8, none=10) == "hard"

    def test_a_quarter_not_checked_means_no_band(self) -> None:
        assert self.band(met=14, unchecked=4) == "clear"
        assert self.band(met=12, unchecked=4) == "none"

    def test_what_does_not_apply_leaves_the_count(self) -> None:
        assert self.band(met=9, na=9) == "clear"

    def test_a_body_within_sixty_days_of_start_or_end_is_not_scored(self) -> None:
        today = london(NOW).date()
        new = system_of("x", established=date(2026, 10, 1))
        closing = system_of("x", dissolved=date(2026, 12, 31))
        assert standing(new, ["met"] * 18, METHOD, today).band == "closing"
        assert standing(closing, ["met"] * 18, METHOD, today).band == "closing"


def test_a_correction_is_laid_over_the_answer_and_says_whose_it_is() -> None:
    correction = Correction("x", "M2", "met", "Ann Other", date(2026, 11, 1), "Named in a caption.", "https://x/")
    with made_store() as session:
        seen_site(session, "x")
        view = load_view(session, system_of("x"), METHOD, NOW)
        answer = score_system(view, [correction])["M2"]
    assert answer.level == "met"
    assert answer.evidence == "Corrected by Ann Other on 1 November 2026: Named in a caption."


class TestKeeping:
    def test_a_row_is_added_only_when_an_answer_changes(self) -> None:
        registry = Registry({"x": system_of("x")})
        with made_store() as session:
            site = seen_site(session, "x")
            make_page(session, site, "/", title="Home")
            score_all(session, registry, NOW)
            score_all(session, registry, NOW + DAY)
            assert session.scalar(select(func.count(Score.id))) == 18
            icp_page(session, site, clicks=None)
            session.flush()
            score_all(session, registry, NOW + 2 * DAY)
            page = current_scores(session)["x"]["F1"]
            kept = list(session.scalars(select(Score.level).where(Score.indicator == "F1").order_by(Score.id)))
        assert (page.level, page.points, page.version, page.checked_at) == ("met", 2, "1", NOW + 2 * DAY)
        assert kept == ["not-found", "met"]

    def test_only_systems_in_which_something_changed_are_answered_again(self) -> None:
        registry = Registry({"x": system_of("x"), "y": system_of("y")})
        known: dict[str, object] = {}

        def answered(now: int = NOW) -> set[str]:
            return set(score_all(session, registry, now, (), known))

        with made_store() as session:
            site = seen_site(session, "x")
            seen_site(session, "y")
            assert answered() == {"x", "y"}
            assert answered() == set()
            page = icp_page(session, site)
            assert answered() == {"x"}
            page.title = "Another title"
            session.flush()
            assert answered() == {"x"}
            make_capture(session, page, ["Meetings are held in public."])
            assert answered() == {"x"}
            make_fact(session, page, "chair", "Ann Other", role="Chair")
            assert answered() == {"x"}
            site.last_reached = NOW - 90 * DAY
            session.flush()
            assert answered() == {"x"}
            assert answered(NOW + DAY) == {"x", "y"}

    def test_everything_is_answered_again_under_other_rules(self, monkeypatch: pytest.MonkeyPatch) -> None:
        registry = Registry({"x": system_of("x")})
        known: dict[str, object] = {}
        with made_store() as session:
            seen_site(session, "x")
            score_all(session, registry, NOW, (), known)
            monkeypatch.setattr("reports.scorecard.made_by", lambda: "a later release")
            assert set(score_all(session, registry, NOW, (), known)) == {"x"}

    def test_what_better_rules_read_in_stored_pages_is_answered_anew(self) -> None:
        registry = Registry({"x": system_of("x")})
        known: dict[str, object] = {}
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"))
            fact = make_fact(session, page, "chair", "Chief Executive", role="Chair")
            score_all(session, registry, NOW, (), known)
            make_run(session, rules="2")
            resync_facts(
                session, page, (session.get_one(Capture, fact.capture_id), [Fact("chair", "Ann Other", "Chair")]), None
            )
            assert score_all(session, registry, NOW, (), known)["x"]["M2"].evidence == "Ann Other"

    def test_an_answer_that_another_command_found_since_is_checked_again(self) -> None:
        registry = Registry({"x": system_of("x")})
        known: dict[str, object] = {}
        with made_store() as session:
            page = icp_page(session, seen_site(session, "x"))
            score_all(session, registry, NOW, (), known)
            page.is_icp = False
            session.flush()
            score_all(session, registry, NOW)
            page.is_icp = True
            session.flush()
            score_all(session, registry, NOW, (), known)
            assert current_scores(session)["x"]["F1"].level == "met"

    def test_a_new_negative_has_a_reply_window_of_ten_working_days(self) -> None:
        score = Score(level="not-found", checked_at=NOW)
        assert reply_until(score, METHOD, date(2026, 11, 26)) == date(2026, 11, 26)
        assert reply_until(score, METHOD, date(2026, 11, 27)) is None

    def test_bank_holidays_are_no_working_days(self) -> None:
        score = Score(level="not-found", checked_at=NOW + 36 * DAY)
        assert reply_until(score, METHOD, date(2026, 12, 20)) == date(2027, 1, 6)


class TestMenuAndSiteMap:
    def test_the_menu_alone_is_met_where_no_site_map_was_seen_and_part_where_one_leaves_the_page_out(self) -> None:
        with made_store() as session:
            site = seen_site(session, "x")
            page = icp_page(session, site)
            home = make_page(session, site, "/")
            make_capture(session, home, [block("ICP", "item", Link("Our partnership", page.url + "/"), place="nav")])
            answer = answers_for(session, "x")["F3"]
            assert (answer.level, answer.url) == ("met", home.url)
            assert answer.evidence == "In the menu as “Our partnership”; we saw no site map to look in"
            home.in_sitemap = True
            assert answers_for(session, "x")["F3"].level == "part"
            page.in_sitemap = True
            assert answers_for(session, "x")["F3"].level == "met"

    def test_the_site_map_alone_is_part_and_that_of_another_site_nothing(self) -> None:
        with made_store() as session:
            site = seen_site(session, "x")
            page = icp_page(session, site, in_sitemap=True)
            assert answers_for(session, "x")["F3"].level == "part"
            site.role = "partnership"
            assert answers_for(session, "x")["F3"].level == "not-found"
            assert page.in_sitemap


def test_an_empty_view_answers_every_question() -> None:
    answers = score_system(View(system_of("x"), METHOD, NOW, [], []))
    assert {answer.level for answer in answers.values()} <= {"not-checked", "not-applicable"}
