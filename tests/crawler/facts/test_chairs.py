from __future__ import annotations

import pytest

from crawler.facts.chair_sayings import chairs_said
from crawler.facts.chairs import chairs
from crawler.names import PageContext, bodies_of
from store.reading import Block

DORSET = bodies_of(PageContext("", names=("Dorset Integrated Care Partnership",), system_name="Dorset"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The partnership is chaired by Councillor Ann Other, Leader of Dorset Council.",
            [("Councillor Ann Other", "Chair")],
        ),
        (
            "Cllr Ann Other of Dorset Council chairs the partnership and Jo Quill is vice chair.",
            [("Cllr Ann Other", "Chair"), ("Jo Quill", "Vice chair")],
        ),
        (
            "The partnership is co-chaired by Cllr Ann Other (Dorset Council) and Dr Jo Quill (NHS Dorset).",
            [("Cllr Ann Other", "Co-chair"), ("Dr Jo Quill", "Co-chair")],
        ),
        (
            "Cllr Ann Other and Sir Jo O'Quill are joint chairs of the partnership.",
            [("Cllr Ann Other", "Co-chair"), ("Sir Jo O'Quill", "Co-chair")],
        ),
        ("Present: Cllr Ann Other (Chair), Dr Jo Quill, Sam Green", [("Cllr Ann Other", "Chair")]),
        (
            "The role of Chair is held jointly by Cllr Ann Other and Jo Quill.",
            [("Cllr Ann Other", "Chair"), ("Jo Quill", "Chair")],
        ),
        (
            "Your chair is Cllr Ann Other, with Jo Quill as deputy.",
            [("Jo Quill", "Deputy chair"), ("Cllr Ann Other", "Chair")],
        ),
        (
            "Cllr Ann Other stood down as chair in May and was succeeded by Cllr Jo Quill.",
            [("Cllr Jo Quill", "Chair")],
        ),
        ("Jo Quill took over as chair from Cllr Ann Other.", [("Jo Quill", "Chair")]),
        ("Jo Quill succeeded Cllr Ann Other as chair.", [("Jo Quill", "Chair")]),
        (
            "The partnership is co-chaired by Ann Other, chair of NHS Dorset, and Cllr Jo Quill, leader of it.",
            [("Ann Other", "Co-chair"), ("Cllr Jo Quill", "Co-chair")],
        ),
        (
            "That Ann Other be elected Chair and Jo Quill Vice-Chair.",
            [("Ann Other", "Chair"), ("Jo Quill", "Vice chair")],
        ),
        ("Chief Superintendent Dara Noone chairs the partnership.", [("Chief Superintendent Dara Noone", "Chair")]),
        (
            "The partnership has two chairs, Cllr Ann Other of Dorset Council and Dr Jo Quill of NHS Dorset.",
            [("Cllr Ann Other", "Chair"), ("Dr Jo Quill", "Chair")],
        ),
        (
            "It's chaired on alternate occasions by Cllr Ann Other (Leeds) and by Jo Quill, Chair of the ICB.",
            [("Cllr Ann Other", "Chair"), ("Jo Quill", "Chair")],
        ),
        (
            "Cllr Ann Other is in the chair, with vice-chairs Cllr Jo Quill (Bristol) and Cllr Sam Green (Bath).",
            [("Cllr Ann Other", "Chair"), ("Cllr Jo Quill", "Vice chair"), ("Cllr Sam Green", "Vice chair")],
        ),
        (
            "Chair: Cllr Ann Other, Vice Chair: Dr Jo Quill",
            [("Cllr Ann Other", "Chair"), ("Dr Jo Quill", "Vice chair")],
        ),
        ("Professor Jo Quill CBE, Independent Chair", [("Professor Jo Quill", "Chair")]),
        ("Her deputy is Dr Jo Quill of Lincoln.", [("Dr Jo Quill", "Deputy chair")]),
        ("Our Chair is Cllr Zoë Other-Smith.", [("Cllr Zoë Other-Smith", "Chair")]),
        ("Chair: Cllr Ann Other, Dorset Council", [("Cllr Ann Other", "Chair")]),
        ("Cllr Ann Other was elected Chair for the municipal year 2025/26.", [("Cllr Ann Other", "Chair")]),
        ("Jo Quill has been appointed as interim chair until a new chair is chosen.", [("Jo Quill", "Interim chair")]),
        ("Cllr Ann Other, Chair of the partnership, opened the meeting.", [("Cllr Ann Other", "Chair")]),
        (
            "Cllr Ann Other, Chair of Dorset Health and Wellbeing Board, is Chair of the partnership.",
            [("Cllr Ann Other", "Chair")],
        ),
        (
            "Following the departure of former chair Jo Quill, Cllr Ann Other becomes chair.",
            [("Cllr Ann Other", "Chair")],
        ),
    ],
)
def test_sentences_name_the_chair(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert set(chairs_said(sentence)) == set(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "Professor Jo Quill chairs the Integrated Care Board.",
        "The Health and Wellbeing Board is chaired by Cllr Ann Other.",
        "Jo Quill, Chair of NHS Dorset Integrated Care Board, welcomed the strategy.",
        "NHS Dorset Chair Jo Quill said that the board would help.",
        "Jo Quill - Chair, NHS Dorset ICB",
        "Members of the Audit Committee, chaired by Jo Quill, met in May.",
        "The former chair, Jo Quill, stood down in May.",
        "A new chair will be chosen in May.",
        "The chairperson of each district may attend.",
    ],
)
def test_chairs_of_others_and_former_chairs_are_not_the_partnerships(sentence: str) -> None:
    assert list(chairs_said(sentence)) == []


def test_the_partnership_is_known_by_its_own_names_and_its_area_is_no_person() -> None:
    blocks = [
        Block("paragraph", "Cllr Ann Other is Chair of the Dorset Integrated Care Partnership."),
        Block("paragraph", "Cllr Lee Marsh is Chair of the Devon Integrated Care Partnership."),
    ]
    (fact,) = chairs(blocks, DORSET)
    assert (fact.value, fact.role) == ("Cllr Ann Other", "Chair")


def test_on_another_bodys_page_its_chair_is_whoever_it_names() -> None:
    block = Block("paragraph", "The Health and Wellbeing Board is chaired by Cllr Ann Other.")
    assert [fact.value for fact in chairs([block], DORSET, ours=False)] == ["Cllr Ann Other"]


def test_a_bare_board_is_the_partnerships_only_where_its_name_is_one() -> None:
    board = bodies_of(PageContext("", names=("West Yorkshire Partnership Board",), system_name="West Yorkshire"))
    said = [Block("paragraph", "The Board is chaired by Cllr Ann Other.")]
    assert [fact.value for fact in chairs(said, board)] == ["Cllr Ann Other"]
    assert list(chairs(said, DORSET)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you to all who took part.\nAnn Other\nChair, Dorset Integrated Care Partnership", ["Ann Other"]),
        ("The role of chair is being filled on an interim basis by Dr Jo Quill until May.", ["Dr Jo Quill"]),
        ("Reports come from the Safeguarding Partnership, which is chaired by Jo Quill.", []),
    ],
)
def test_a_signature_and_a_post_that_is_filled_name_the_chair(text: str, expected: list[str]) -> None:
    assert [fact.value for fact in chairs([Block("paragraph", text)], DORSET)] == expected


def test_minutes_in_a_table_name_who_took_the_chair_and_a_column_of_posts_is_left_to_the_members() -> None:
    minutes = "Minutes of the previous meeting. Cllr Ann Other took the chair and the minutes were agreed."
    rows = (
        Block("row", minutes, cells=("2.", minutes), labels=("No.", "Item")),
        Block("row", "Jo Quill | Chair", cells=("Jo Quill", "Chair"), labels=("Name", "Post")),
    )
    assert [fact.value for fact in chairs(rows, DORSET)] == ["Cllr Ann Other"]


def test_a_name_in_the_line_above_a_post_signs_for_the_partnership() -> None:
    lines = ("Ann Other", "Chair, Dorset Integrated Care Partnership", "Jo Quill", "Chair, Dorset NHS Trust")
    assert [fact.value for fact in chairs([Block("paragraph", line) for line in lines], DORSET)] == ["Ann Other"]


def test_what_stands_over_a_list_or_a_name_says_who_chairs() -> None:
    blocks = (
        Block("paragraph", "We have two co-chairs:"),
        Block("item", "Cllr Ann Other, Leader of Dorset Council"),
        Block("item", "Jo Quill, Chair of NHS Dorset"),
        Block("paragraph", "Vice chair:"),
        Block("paragraph", "Sam Green"),
        Block("paragraph", "Pat Brown takes notes."),
    )
    said = [(fact.value, fact.role) for fact in chairs(blocks, DORSET)]
    assert said == [("Cllr Ann Other", "Co-chair"), ("Jo Quill", "Co-chair"), ("Sam Green", "Vice chair")]


def test_an_office_that_goes_round_is_held_by_whom_the_next_sentence_names() -> None:
    text = "The chair rotates between the councils each year. For 2025/26 it is held by Councillor Ann Other (Poole)."
    assert [fact.value for fact in chairs((Block("paragraph", text),), DORSET)] == ["Councillor Ann Other"]
