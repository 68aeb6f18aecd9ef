from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crawler.facts.meetings import meetings
from crawler.names import PageContext, bodies_of
from store.reading import Block, Fact, Link

TODAY = date(2026, 3, 2)
OWN = bodies_of(PageContext("", names=("Dorset Integrated Care Partnership",), system_name="Dorset")).pattern
SECTION = ("Our partnership", "Meetings")


def found(*blocks: Block, title: str = "Our partnership") -> list[Fact]:
    return meetings(blocks, OWN, title, TODAY)


def paragraph(text: str, path: tuple[str, ...] = SECTION) -> Block:
    return Block("paragraph", text, path)


def test_a_sentence_gives_day_time_and_place() -> None:
    (fact,) = found(paragraph("Our next meeting is on Thursday 18 June 2026 2.30-5pm at The Durham Centre, Belmont."))
    assert (fact.starts_at, fact.organisation, fact.role) == ("2026-06-18T14:30", "The Durham Centre, Belmont", "")


def test_labelled_lines_belong_together() -> None:
    lines = (paragraph("Date: Wednesday 10 June 2026"), paragraph("Time: 2pm"), paragraph("Location: Town Hall, Poole"))
    (fact,) = found(*lines)
    assert (fact.starts_at, fact.organisation) == ("2026-06-10T14:00", "Town Hall, Poole")


@pytest.mark.parametrize(
    ("venue", "place"),
    [("County Hall, Poole. View directions", "County Hall, Poole"), ("To be confirmed. View directions", "")],
)
def test_a_link_to_a_map_is_no_part_of_the_place(venue: str, place: str) -> None:
    (fact,) = found(paragraph("Date: Wednesday 10 June 2026"), paragraph("Time: 2pm"), paragraph(f"Venue: {venue}"))
    assert fact.organisation == place


def test_a_table_gives_meetings_and_tells_which_was_called_off() -> None:
    labels = ("Date", "Time", "Venue")
    rows = [("Tuesday 5 May 2026", "10am", "Guildhall"), ("Tuesday 7 July 2026", "10am", "Cancelled")]
    facts = found(*(Block("row", " | ".join(cells), SECTION, cells=cells, labels=labels) for cells in rows))
    assert [(fact.starts_at, fact.role, fact.organisation) for fact in facts] == [
        ("2026-05-05T10:00", "", "Guildhall"),
        ("2026-07-07T10:00", "cancelled", ""),
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The meeting on Thursday 11 June 2026 has been stood down because of the pre-election period.", "stood-down"),
        ("The meeting on Thursday 11 June 2026 is cancelled.", "cancelled"),
        ("Our next meeting - TBC", "to-be-confirmed"),
        ("Next meeting: date to be confirmed", "to-be-confirmed"),
    ],
)
def test_meetings_called_off_or_not_yet_set_say_so(text: str, role: str) -> None:
    assert [fact.role for fact in found(paragraph(text))] == [role]


def test_papers_date_the_meeting_that_they_belong_to() -> None:
    link = Link("Agenda 12 March 2025", "https://x.org/agenda.pdf")
    (fact,) = found(Block("item", "Agenda 12 March 2025 (PDF 90 KB)", ("Papers",), (link,)))
    assert fact.starts_at == "2025-03-12"


@pytest.mark.parametrize(
    "text",
    [
        "Page published 3 March 2025",
        "The survey closes on 3 March 2025",
        "Questions must be received by 3 June 2026",
        "The strategy was approved on 3 March 2025",
        "The Health and Wellbeing Board meeting is on 3 June 2026",
        "The minutes of 4 November were agreed",
        "The meeting of 12 May 2026 has been moved to the summer",
        "Councils and the NHS became one partnership to meet the needs of patients on 3 March 2025",
        "Come to one of our listening events on 3 June 2026",
    ],
)
def test_other_days_are_not_meetings(text: str) -> None:
    assert found(paragraph(text, ("Our partnership",))) == []


def test_a_meeting_named_twice_is_told_once_with_all_that_is_known() -> None:
    facts = found(
        paragraph("Next meeting: 10 June 2026"), paragraph("The partnership meets on 10 June 2026 at 2pm, in public.")
    )
    assert [(fact.starts_at, fact.detail) for fact in facts] == [("2026-06-10T14:00", "in public")]


def test_a_meeting_in_common_with_the_health_and_wellbeing_board_is_the_partnerships_too() -> None:
    text = "The Health and Wellbeing Board and the Dorset Integrated Care Partnership meet in common on 3 June 2026."
    assert [fact.starts_at for fact in found(paragraph(text))] == ["2026-06-03"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Next: Tues 17 March, 1.30pm. After that: Tues 14 July, 1.30pm.", ["2026-03-17T13:30", "2026-07-14T13:30"]),
        ("The last was in January. The next one is on 21/04/2026 at 14:00 in the Civic Suite.", ["2026-04-21T14:00"]),
        ("Every other month. Next dates: 24 March 2026, 19 May 2026.", ["2026-03-24", "2026-05-19"]),
        ("Questions for the meeting of 6 May 2026 must reach us by 12noon on Friday 1 May 2026.", ["2026-05-06"]),
    ],
)
def test_what_comes_next_is_a_meeting_and_a_deadline_is_not(text: str, expected: list[str]) -> None:
    assert [fact.starts_at for fact in found(paragraph(text, ("Our partnership", "When")))] == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12 March 2026: agenda (PDF, 954KB), minutes (PDF, 752KB)", ""),
        ("Meeting on Monday, 28th September, 2026, 2.00 pm", ""),
        ("Meeting 20 October 2026, 2pm, Beacon Court, Saltness: cancelled", "Beacon Court, Saltness"),
    ],
)
def test_a_place_is_no_day_no_size_and_no_cancellation(text: str, place: str) -> None:
    assert [fact.organisation for fact in found(paragraph(text))] == [place]


def test_a_meeting_that_is_moved_is_on_its_new_day_alone() -> None:
    facts = found(paragraph("The 12 May 2026 meeting has been moved to 19 May 2026 at 2pm."))
    assert [fact.starts_at for fact in facts] == ["2026-05-19T14:00"]


def test_a_line_of_day_and_time_is_a_meeting_wherever_it_stands() -> None:
    (fact,) = found(paragraph("Wednesday 10 June 2026 from 2pm to 4pm, County Hall", ("About us",)))
    assert fact.starts_at == "2026-06-10T14:00"


def test_a_meeting_that_is_rearranged_is_off_on_one_day_and_held_on_another() -> None:
    text = (
        "The meeting planned for Tuesday 3 March 2026 has been rearranged. It will now take place on Tuesday 24 March"
        " 2026 at 1.30pm."
    )
    assert [(fact.starts_at, fact.role) for fact in found(paragraph(text))] == [
        ("2026-03-03", "cancelled"),
        ("2026-03-24T13:30", ""),
    ]


def test_dates_for_a_year_are_meetings_and_a_time_may_stand_before_a_day() -> None:
    assert len(found(paragraph("Dates for 2026: 12 March, 11 June and 10 September"))) == 3
    (fact,) = found(paragraph("10am on the 19th of March 2026", ("When we meet",)))
    assert fact.starts_at == "2026-03-19T10:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We expect to meet on 17 March 2026 and 23 June 2026, both at 1.30pm.",
            ["2026-03-17T13:30", "2026-06-23T13:30"],
        ),
        ("It will meet at 10am on these Thursdays: 4 June, 9 July.", ["2026-06-04T10:00", "2026-07-09T10:00"]),
        ("Dates: 4 June 2026; 9 July 2026 (1.30pm start, all by MS Teams)", ["2026-06-04T13:30", "2026-07-09T13:30"]),
        (
            "It meets on 4 June and 9 July 2026, both at 10am. The meeting on 2 April 2026 has been cancelled.",
            ["2026-06-04T10:00", "2026-07-09T10:00", "2026-04-02"],
        ),
    ],
)
def test_a_time_for_several_days_is_that_of_each(text: str, expected: list[str]) -> None:
    assert [fact.starts_at for fact in found(paragraph(text))] == expected


def test_a_time_may_stand_in_a_column_of_its_own() -> None:
    labels = ("Meeting", "Papers issued", "Start", "Venue")
    row = Block("row", "4 June 2026 | 28 May | 2.00pm | Town Hall", SECTION, labels=labels)
    assert [fact.starts_at for fact in found(replace(row, cells=tuple(row.text.split(" | "))))] == ["2026-06-04T14:00"]
