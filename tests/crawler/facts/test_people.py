from __future__ import annotations

import pytest

from crawler.facts.people import people
from crawler.facts.persons import is_person, names_in
from crawler.names import PageContext, bodies_of
from store.reading import Block, Fact

DORSET = bodies_of(PageContext("", names=("Dorset Integrated Care Partnership",), system_name="Dorset"))
MEMBERS = ("Our partnership", "Members")


def found(*blocks: Block, heading: str = "Our partnership") -> list[tuple[str, str, str]]:
    return [(fact.kind, fact.value, fact.organisation) for fact in people(blocks, DORSET, heading)]


def row(*cells: str, labels: tuple[str, ...] = ("Name", "Role", "Organisation"), path: tuple[str, ...] = ()) -> Block:
    return Block("row", " | ".join(cells), path, cells=cells, labels=labels)


def item(text: str, path: tuple[str, ...] = MEMBERS) -> Block:
    return Block("item", text, path)


def test_a_table_with_names_and_organisations_lists_members_without_a_heading_that_says_so() -> None:
    assert found(
        row("Name", "Role", "Organisation"),
        row("Cllr Ann Other", "Chair", "Dorset Council"),
        row("Jo Quill", "Chief Executive", "NHS Dorset"),
        row("Vacant", "", "Healthwatch Dorset"),
    ) == [
        ("chair", "Cllr Ann Other", "Dorset Council"),
        ("member", "Jo Quill", "NHS Dorset"),
        ("member", "", "Healthwatch Dorset"),
    ]


def test_a_chair_of_an_nhs_body_is_a_member_and_a_co_chair_is_the_partnerships() -> None:
    rows = (row("Jo Quill", "Chair", "Dorset County Hospital NHS Trust"), row("Lee Marsh", "Co-chair", "NHS Dorset"))
    assert [(kind, name) for kind, name, _ in found(*rows)] == [("chair", "Lee Marsh"), ("member", "Jo Quill")]


@pytest.mark.parametrize(
    "line",
    [
        "Jo Quill, Director of Public Health, Dorset Council",
        "Jo Quill – Director of Public Health, Dorset Council",
        "Jo Quill (Director of Public Health, Dorset Council)",
        "Jo Quill, Director of Public Health at Dorset Council",
        "Dorset Council: Jo Quill, Director of Public Health",
        "Director of Public Health, Dorset Council - Jo Quill",
    ],
)
def test_list_lines_are_read_in_any_order(line: str) -> None:
    (fact,) = people([item(line)], DORSET)
    assert (fact.value, fact.role, fact.organisation) == ("Jo Quill", "Director of Public Health", "Dorset Council")


def test_definitions_cards_and_sentences_list_members_too() -> None:
    definition = Block(
        "definition",
        "Dorset Council: Jo Quill (Leader)",
        MEMBERS,
        labels=("Dorset Council",),
        cells=("Jo Quill (Leader)",),
    )
    card = (
        Block("heading", "Dr Lee Marsh", MEMBERS, level=3),
        Block("paragraph", "Healthwatch Dorset", (*MEMBERS, "Dr Lee Marsh")),
    )
    sentence = Block("paragraph", "The members are Ann Other (Dorset Police) and Usha Bray (NHS Dorset).")
    assert [name for _, name, _ in found(definition, *card, sentence)] == [
        "Jo Quill",
        "Dr Lee Marsh",
        "Ann Other",
        "Usha Bray",
    ]


def test_two_people_of_one_organisation_may_share_a_line() -> None:
    assert [name for _, name, _ in found(item("NHS Dorset – Jo Quill, Lee Marsh"))] == ["Jo Quill", "Lee Marsh"]


def test_organisations_are_members_where_nobody_is_named() -> None:
    text = "It is made up of Dorset Council, Westmorland and Furness Council, Healthwatch Dorset and Dorset Police."
    assert [organisation for *_, organisation in found(Block("paragraph", text))] == [
        "Dorset Council", "Westmorland and Furness Council", "Healthwatch Dorset", "Dorset Police",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading", ["Apologies", "In attendance", "Members present", "Members' questions", "Contact officers", "News"]
)
def test_people_under_other_headings_are_not_members(heading: str) -> None:
    assert found(item("Jo Quill, Democratic Services, Dorset Council", ("Minutes", heading))) == []


def test_a_person_named_twice_is_one_fact_and_being_chair_counts_more() -> None:
    facts: list[Fact] = people(
        [item("Cllr Ann Other, Dorset Council"), Block("paragraph", "Chair: Councillor Ann Other")], DORSET
    )
    assert [(fact.kind, fact.role) for fact in facts] == [("chair", "Chair")]


@pytest.mark.parametrize(
    "name",
    [
        "Ann Other",
        "Cllr Zoë O'Rourke",
        "The Rt Hon Jo Quill",
        "Mary-Jane de Souza",
        "Dr A. B. McAllister-Lee",
        "Sir Dash",
    ],
)
def test_names_are_people(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["Dorset Council", "Public Health", "Ann", "Chief Executive", "Age UK", "ann other", "Thursday Morning", ""]
)
def test_bodies_roles_and_single_words_are_not_people(name: str) -> None:
    assert not is_person(name)


def test_what_stands_before_council_is_a_place() -> None:
    text = "Cllr Ann Other of Central Bedfordshire Council and Jo Quill"
    assert [name for *_, name in names_in(text)] == ["Cllr Ann Other", "Jo Quill"]


@pytest.mark.parametrize(
    "heading", ["Voting members", "Non-voting members", "Public sector members", "Who's around the table"]
)
def test_headings_of_all_sorts_open_a_list_of_members(heading: str) -> None:
    assert found(item("Jo Quill, Dorset Council", ("Our partnership", heading))) == [
        ("member", "Jo Quill", "Dorset Council")
    ]


def test_bodies_of_an_enumeration_keep_the_commas_and_the_and_of_their_names() -> None:
    context = PageContext("", names=("LLR ICP",), system_name="Leicester, Leicestershire and Rutland")
    text = (
        "Its members include Leicester City Council, NHS Leicester, Leicestershire and Rutland, Dales Housing, "
        "the Police and Crime Commissioner and the Bishop of Leicester."
    )
    facts = people([Block("paragraph", text)], bodies_of(context))
    assert [fact.organisation for fact in facts] == [
        "Leicester City Council",
        "NHS Leicester, Leicestershire and Rutland",
        "Dales Housing",
        "Police and Crime Commissioner",
        "Bishop of Leicester",
    ]


def test_lettered_paragraphs_under_a_line_that_ends_in_a_colon_are_members() -> None:
    lines = ["Its membership is as follows:", "(a) NHS Dorset;", "(b) Dorset Council; and", "(c) Healthwatch Dorset."]
    facts = found(*(Block("paragraph", line) for line in lines))
    assert [organisation for _, _, organisation in facts] == ["NHS Dorset", "Dorset Council", "Healthwatch Dorset"]


def test_people_of_a_sentence_stand_for_the_places_named_with_them() -> None:
    text = "Also at the table are Cllr Vikram Sodhi for Poole, Cllr Tess Larkin for Weymouth and Jo Quill for Swanage."
    assert found(Block("paragraph", text)) == [
        ("member", "Cllr Vikram Sodhi", "Poole"),
        ("member", "Cllr Tess Larkin", "Weymouth"),
        ("member", "Jo Quill", "Swanage"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bolton Council (1 seat)", ["Bolton Council"]),
        ("Leader, West Example Council", ["West Example Council"]),
        ("the chair of NHS Example", ["NHS Example"]),
        ("10GM, for the voluntary sector (2 seats)", ["10GM"]),
        ("Poole Hospital (vacant)", ["Poole Hospital"]),
        ("Dorset & Wiltshire Fire and Rescue", ["Dorset & Wiltshire Fire and Rescue"]),
        ("BCP Council; Dorset Council; NHS Dorset", ["BCP Council", "Dorset Council", "NHS Dorset"]),
        ("Councils: BCP Council and Dorset Council", ["BCP Council", "Dorset Council"]),
        ("Observers: Bath Council and Wells Council", []),
    ],
)
def test_a_line_names_organisations_whatever_stands_with_them(line: str, expected: list[str]) -> None:
    assert found(item(line)) == [("member", "", name) for name in expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On the partnership you will find Dorset Council, NHS Dorset and Healthwatch Dorset, alongside our GPs.", 3),
        ("They are joined by Dorset Police, Bournemouth University, Dorset County Hospital and BCP Council.", 4),
        ("Each of Dorset Council, BCP Council and Poole Council appoints one councillor.", 3),
        ("The partnership's strategy was agreed by Dorset Council, NHS Dorset, BCP Council and Dorset Police.", 0),
    ],
)
def test_a_sentence_lists_members_in_many_words(sentence: str, expected: int) -> None:
    assert len(found(Block("paragraph", sentence))) == expected


def test_a_table_of_bodies_and_seats_lists_bodies_and_a_table_of_terms_does_not() -> None:
    labels = ("Organisation", "Votes")
    assert found(row("Hull City Council", "1", labels=labels)) == [("member", "", "Hull City Council")]
    assert found(row("Appointed by", "Up to ten members", labels=(), path=MEMBERS)) == []


def test_a_label_is_a_weaker_word_for_whom_a_person_stands_for() -> None:
    assert found(item("Voluntary sector: Jo Quill, Dorset VCSE Assembly")) == [
        ("member", "Jo Quill", "Dorset VCSE Assembly")
    ]
