from __future__ import annotations

import pytest

from crawler.facts.contacts import contacts
from store.reading import Block, Link

QUESTIONS = ("Our partnership", "Questions from the public")


def found(text: str, *links: Link, path: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(fact.role, fact.value) for fact in contacts([Block("paragraph", text, path, links)])]


def test_addresses_and_numbers_are_read_from_text_and_links_once() -> None:
    links = (Link("icp@x.org", "mailto:ICP@x.org?subject=Hello"), Link("ring us", "tel:01234567890"))
    assert found("Email icp@x.org or ring us", *links) == [("email", "icp@x.org"), ("phone", "01234567890")]


@pytest.mark.parametrize(
    "number", ["01234 567890", "0300 123 4567", "(01632) 960 123", "020 7946 0321", "+44 (0)20 7946 0321"]
)
def test_british_numbers_are_telephone_numbers(number: str) -> None:
    assert found(f"Tel: {number}") == [("phone", number)]


@pytest.mark.parametrize("text", ["Reference 0123456789012345", "£01234567890", "Charity 1234567", "CId=01234567890"])
def test_other_numbers_are_not(text: str) -> None:
    assert found(text) == []


def test_forms_are_contacts_and_surveys_and_more_information_are_not() -> None:
    assert found("Use our form", Link("online form", "https://x.org/forms/ask")) == [
        ("form", "https://x.org/forms/ask")
    ]
    assert found("Fill it in", Link("survey form", "https://x.org/survey")) == []
    assert found("Read on", Link("More information", "https://x.org/information")) == []


def test_how_to_ask_and_by_when_are_told_apart() -> None:
    text = (
        "Anyone may ask questions in writing. They must reach us no later than the 8th working day before the meeting."
    )
    assert [role for role, _ in found(text, path=QUESTIONS)] == ["question", "question-deadline"]


@pytest.mark.parametrize(
    "text",
    [
        "No public questions were received.",
        "Frequently asked questions",
        "Members' questions: none.",
        "Does anyone question this?",
    ],
)
def test_talk_of_questions_alone_is_no_way_to_ask_one(text: str) -> None:
    assert found(text) == []
