"""Every due time is run once or made up for, through both clock changes and any number of deaths."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import ScheduleSettings, Subscription
from config.times import LONDON, to_epoch
from config.words import WEEKDAYS
from icpwatch.due import Task, Timetable, is_digest_due, tasks, timetable_of, timetables
from store import jobs
from store.jobs import Past
from tests.makers import made_store

OCTOBER = to_epoch(datetime(2026, 10, 18, tzinfo=LONDON))
MARCH = to_epoch(datetime(2027, 3, 21, tzinfo=LONDON))
WEEK = 7 * 86_400
HOUR = 3600

moments = st.one_of(st.integers(OCTOBER, OCTOBER + 2 * WEEK), st.integers(MARCH, MARCH + 2 * WEEK))
zones = st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata"])
expressions = st.one_of(
    st.sampled_from(["15 3 * * sun", "15 5 * * *", "30 7 * * mon-fri", "0 2-23/4 * * *", "30 1 * * *"]),
    st.builds("{} {} * * {}".format, st.integers(0, 59), st.integers(0, 23), st.sampled_from(["*", "mon", "sun"])),
)
readers = st.builds(
    Subscription,
    every=st.sampled_from(["day", "week"]),
    at=st.times().map("{:%H:%M}".format),
    day=st.sampled_from(WEEKDAYS),
    zone=zones,
)
tables = st.one_of(
    st.builds(lambda *crons: Timetable(crons), st.tuples(expressions, zones), st.tuples(expressions, zones)),
    readers.map(timetable_of),
)


def daily(expression: str) -> Timetable:
    return Timetable(((expression, "Europe/London"),))


@settings(max_examples=40)
@given(tables, st.lists(moments, min_size=3, max_size=3))
def test_due_times_do_not_depend_on_when_one_looks(table: Timetable, looks: list[int]) -> None:
    first, middle, last = sorted(looks)
    assert table.between(first, middle) + table.between(middle, last) == table.between(first, last)


@pytest.mark.parametrize("start", [OCTOBER, MARCH])
@pytest.mark.parametrize("table", [daily("15 5 * * *"), timetable_of(Subscription(at="07:30"))])
def test_daily_job_is_due_once_on_the_short_and_on_the_long_day(start: int, table: Timetable) -> None:
    days = [datetime.fromtimestamp(moment, LONDON).date() for moment in table.between(start, start + 2 * WEEK)]
    first = datetime.fromtimestamp(start, LONDON).date()
    assert days == [first + timedelta(days=number) for number in range(14)]


@pytest.mark.parametrize("start", [OCTOBER, MARCH])
def test_hour_that_comes_twice_or_never_counts_once(start: int) -> None:
    reader = timetable_of(Subscription(at="01:30"))
    assert reader is not None
    assert len(reader.between(start, start + 2 * WEEK)) == 14
    assert len(daily("30 1 * * *").between(start, start + 2 * WEEK)) == 14


def test_hour_of_the_clock_stays_when_the_clocks_change() -> None:
    fires = daily("15 5 * * *").between(OCTOBER, OCTOBER + 2 * WEEK)
    assert {datetime.fromtimestamp(moment, LONDON).strftime("%H:%M") for moment in fires} == {"05:15"}


def test_next_due_time_is_found_a_year_ahead_and_not_beyond() -> None:
    christmas = daily("15 3 25 12 *")
    assert christmas.next(OCTOBER) == to_epoch(datetime(2026, 12, 25, 3, 15, tzinfo=LONDON))
    assert Timetable().next(OCTOBER) is None


@settings(max_examples=20)
@given(st.sampled_from([OCTOBER, MARCH]), st.integers(0, 99_999), st.floats(0, 0.6))
def test_two_weeks_with_deaths_run_or_name_each_due_time_once(start: int, seed: int, risk: float) -> None:
    random = Random(seed)
    subscriptions = (Subscription(to="ann@example.org", every="week", day="sunday", at="02:30"),)
    tables = timetables(ScheduleSettings(), subscriptions)
    settled: dict[str, list[int]] = {job: [] for job in tables}
    with made_store() as session:
        now = start
        while now < start + 2 * WEEK:
            now += random.randint(60, 7 * HOUR)
            for task in tasks(tables, {job: jobs.past(session, job) for job in tables}, now):
                jobs.begin(session, task.job, task.due_at, now)
                if random.random() < risk:
                    break  # killed in the middle; what was begun stays unfinished
                jobs.finish(session, task.job, "done", now)
                settled[task.job] += [task.due_at, *task.missed]
        left = {job: jobs.past(session, job).begun for job in tables}
    for job in ("recheck", "digest"):
        first = min(settled[job], default=now)
        due = {*tables[job].between(first, now), first}
        unsettled = {left[job], *(moment for moment in due if moment > max(settled[job], default=0))}
        assert sorted(settled[job]) == sorted({*settled[job]})
        assert due - set(settled[job]) <= unsettled


def test_run_that_was_killed_is_taken_up_again_for_its_own_due_time() -> None:
    table = {job: Timetable() for job in ("discover", "report", "digest")}
    table["recheck"] = daily("15 5 * * *")
    past = {"recheck": Past(begun=OCTOBER)}
    assert tasks(table, past, OCTOBER + HOUR) == [Task("recheck", OCTOBER)]


def test_missed_times_are_named_in_one_run() -> None:
    table = timetables(ScheduleSettings(discover="", digest=""), ())
    start = table["recheck"].next(OCTOBER)
    assert start is not None
    (task,) = tasks(table, {"recheck": Past(start)}, start + 3 * 86_400)
    assert task.due_at == start + 3 * 86_400
    assert task.missed == (start + 86_400, start + 2 * 86_400)


def test_everything_is_due_when_nothing_was_ever_run() -> None:
    assert [task.job for task in tasks(timetables(ScheduleSettings(), ()), {}, OCTOBER)] == [
        "discover",
        "recheck",
        "digest",
    ]


def test_discovery_that_failed_is_taken_up_by_the_next_recheck() -> None:
    table = timetables(ScheduleSettings(digest=""), ())
    monday = to_epoch(datetime(2026, 10, 19, 6, tzinfo=ZoneInfo("Europe/London")))
    past = {"discover": Past(monday - 86_400, failed=True), "recheck": Past(monday - 86_400)}
    assert [task.job for task in tasks(table, past, monday)] == ["discover", "recheck"]
    past["discover"] = Past(monday - 86_400)
    assert [task.job for task in tasks(table, past, monday)] == ["recheck"]


@pytest.mark.parametrize(
    ("every", "composed", "crawled", "expected"),
    [
        ("day", None, None, False),
        ("day", None, OCTOBER, True),
        ("day", OCTOBER + 7 * HOUR, OCTOBER, True),
        ("day", OCTOBER + 8 * HOUR, OCTOBER, False),
        ("crawl", OCTOBER, OCTOBER - 1, False),
        ("crawl", OCTOBER, OCTOBER + 1, True),
        ("week", OCTOBER, OCTOBER, False),
    ],
)
def test_digest_is_due_at_the_reader_s_hour(
    every: str, composed: int | None, crawled: int | None, expected: bool
) -> None:
    subscription = Subscription(to="ann@example.org", every=every)
    assert is_digest_due(subscription, composed, crawled, OCTOBER + 9 * HOUR) is expected
