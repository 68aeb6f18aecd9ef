from __future__ import annotations

from datetime import date

import pytest

from crawler.facts.dates import find_days

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Wednesday 30 October 2024, Time: 2pm", "2024-10-30T14:00"),
        ("Thursday 7 December 2023 2.30-5pm at The Durham Centre", "2023-12-07T14:30"),
        ("Thursday, 25th January, 2022 2.00 pm", "2022-01-25T14:00"),
        ("Monday, 9th June, 2025 10.00 am", "2025-06-09T10:00"),
        ("Date – Friday 19 July 2024, Time – 09.00 – 13.00", "2024-07-19T09:00"),
        ("8 April 2021, 10.30am - 12.30pm", "2021-04-08T10:30"),
        ("Thursday 3rd of March 2022 9am to 12:30pm", "2022-03-03T09:00"),
        ("11 Jul 2023", "2023-07-11"),
        ("04/11/2022 15:42:16", "2022-11-04T15:42"),
        ("19/05/2022", "2022-05-19"),
        ("2022-12-19", "2022-12-19"),
        ("30th Mar 2021", "2021-03-30"),
        ("December 7, 2023 at 12noon", "2023-12-07T12:00"),
        ("10am on Tuesday 5 May 2026", "2026-05-05T10:00"),
        ("5 May 2026, 11-12.30pm", "2026-05-05T11:00"),
        ("5 May 2026, 2 - 4pm", "2026-05-05T14:00"),
        ("5 May 2026, 14:00-16:00", "2026-05-05T14:00"),
        ("Tuesday 5th May 2026 – midday", "2026-05-05T12:00"),
    ],
)
def test_days_are_read_as_british_bodies_write_them(words: str, expected: str) -> None:
    assert [day.iso for day in find_days(words, TODAY)] == [expected]


def test_a_day_without_a_year_is_the_nearest_that_fits_its_weekday() -> None:
    assert [day.iso for day in find_days("Thursday 15 December", TODAY)] == ["2022-12-15"]
    assert [day.iso for day in find_days("Thursday 11 June", TODAY)] == ["2026-06-11"]


def test_a_day_without_year_and_weekday_takes_the_year_of_its_heading_or_the_next_to_come() -> None:
    assert [day.iso for day in find_days("10 June", TODAY, "Meetings 2024")] == ["2024-06-10"]
    assert [day.iso for day in find_days("10 June", TODAY)] == ["2026-06-10"]
    assert [day.iso for day in find_days("10 February", TODAY)] == ["2027-02-10"]


@pytest.mark.parametrize(
    "words", ["31 February 2026", "page 12 of 40", "£1.5 million in 2026", "ratio 12/40", "0300 123 4567", "May 2026"]
)
def test_what_is_no_day_is_not_taken_for_one(words: str) -> None:
    assert find_days(words, TODAY) == []


def test_each_day_keeps_its_own_time() -> None:
    text = "Tuesday 5 May 2026 10am and Tuesday 2 June 2026, 2pm"
    assert [day.iso for day in find_days(text, TODAY)] == ["2026-05-05T10:00", "2026-06-02T14:00"]
