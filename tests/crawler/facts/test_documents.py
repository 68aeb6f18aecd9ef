from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crawler.facts.documents import documents, named_documents
from store.reading import Block, Fact, Link

TODAY = date(2026, 3, 2)


def found(text: str, url: str = "https://x.org/a.pdf", **place: Any) -> Fact:
    (fact,) = documents([Block("row" if "cells" in place else "item", text, links=(Link(text, url),), **place)], TODAY)
    return fact


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Agenda 5 May 2026", "agenda"),
        ("Agenda and papers", "papers"),
        ("Draft minutes", "minutes"),
        ("Notes of the last meeting", "minutes"),
        ("ICP Terms of Reference v3", "terms-of-reference"),
        ("Procedure rules", "terms-of-reference"),
        ("Integrated Care Strategy 2023-28 [pdf] 807KB", "strategy"),
        ("Joint Forward Plan", "joint-forward-plan"),
        ("Joint Local Health and Wellbeing Strategy", "other"),
        ("Map of the area", "other"),
    ],
)
def test_the_title_gives_the_role(title: str, role: str) -> None:
    assert found(title).role == role


def test_headings_give_role_and_day_where_the_title_gives_none() -> None:
    fact = found("12 March 2025", path=("Our partnership", "Minutes"))
    assert (fact.role, fact.starts_at) == ("minutes", "2025-03-12")
    assert found("Full set", path=("Agendas and papers", "Thursday 5 June 2025")).starts_at == "2025-06-05"


def test_the_day_of_publishing_is_not_the_documents() -> None:
    labels = ("File name", "Published date")
    fact = found("Pack", cells=("Pack", "3 March 2025"), labels=labels)
    assert fact.starts_at == ""


def test_modern_gov_addresses_without_an_ending_are_documents_and_pages_are_not() -> None:
    assert found("Report", "https://d.gov.uk/documents/s46748/Report").role == "papers"
    assert documents([Block("item", "Minutes", links=(Link("Minutes", "https://x.org/minutes/"),))], TODAY) == []


def test_a_vague_title_is_replaced_by_what_stands_beside_it() -> None:
    labels = ("Meeting", "Minutes")
    link = Link("Download", "https://x.org/m.pdf")
    (fact,) = documents(
        [Block("row", "5 June 2025 | Download", (), (link,), cells=("5 June 2025", "Download"), labels=labels)], TODAY
    )
    assert (fact.value, fact.role, fact.starts_at) == ("Minutes", "minutes", "2025-06-05")


def test_sizes_are_not_part_of_a_title() -> None:
    assert found("Minutes of the previous meeting PDF 189 KB").value == "Minutes of the previous meeting"


def test_lines_that_have_lost_their_links_still_name_documents() -> None:
    lines = (
        Block("paragraph", "Interim Integrated Care Strategy pdf icon PDF 225 KB"),
        Block("paragraph", "Terms of Reference - Integrated Care Partnership", ("Related downloads",)),
        Block("paragraph", "ICP Board papers 10 February 2026"),
        Block("paragraph", "How the partnership works is set out in its terms of reference."),
        Block("paragraph", "Questions on the papers of 10 February 2026 may be sent to us."),
    )
    assert [role for role, _ in named_documents(lines)] == ["strategy", "terms-of-reference", "papers"]
