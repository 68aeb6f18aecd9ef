from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.facts.extract import extract_facts
from crawler.names import PageContext
from store.reading import Block, BlockKind, Judgement, Link, Reading
from tests.gold.cases import load_cases
from tests.gold.measure import answer, measure

TODAY = date(2026, 3, 2)
DORSET = PageContext("https://x.org/icp", names=("Dorset Integrated Care Partnership",), system_name="Dorset")
PAGE = Reading("html", "Our partnership", (Block("paragraph", "The partnership is chaired by Cllr Ann Other."),))


@pytest.mark.parametrize(("is_icp", "expected"), [(True, 1), (None, 1), (False, 0)])
def test_facts_are_read_off_pages_that_are_or_may_be_the_partnerships(is_icp: bool | None, expected: int) -> None:
    assert len(extract_facts(PAGE, Judgement(("chair",), is_icp, 0.9), DORSET, TODAY)) == expected


def test_footers_give_no_facts() -> None:
    footer = Block("paragraph", "Email info@x.org or call 0300 123 4567", place="footer")
    page = Reading("html", "Our partnership", (*PAGE.blocks, footer))
    assert {fact.kind for fact in extract_facts(page, Judgement(("chair",), True, 0.9), DORSET, TODAY)} == {"chair"}


def test_each_fact_carries_short_words_that_prove_it() -> None:
    page = Reading(
        "html", "", (Block("paragraph", "The partnership is chaired by Cllr Ann Other, who " + "is " * 200),)
    )
    assert all(0 < len(fact.evidence) <= 160 for fact in extract_facts(page, Judgement((), True, 1), DORSET, TODAY))


kinds: st.SearchStrategy[BlockKind] = st.sampled_from(["heading", "paragraph", "item", "row", "definition", "document"])
words = st.text(max_size=80) | st.sampled_from(
    [
        "Members",
        "Chair",
        "Cllr Ann Other (Chair)",
        "Next meeting: TBC",
        "Thursday 12 March 2026, 2.30-5pm",
        "Name",
        "12/13/2026",
    ]
)
blocks = st.builds(
    Block,
    kinds,
    words,
    st.lists(words, max_size=3).map(tuple),
    st.lists(st.builds(Link, words, words), max_size=2).map(tuple),
    level=st.integers(0, 6),
    cells=st.lists(words, max_size=4).map(tuple),
    labels=st.lists(words, max_size=4).map(tuple),
)


@settings(max_examples=150)
@given(st.lists(blocks, max_size=8).map(tuple), words)
def test_any_blocks_give_facts_or_none(made: tuple[Block, ...], name: str) -> None:
    context = PageContext("https://x.org/", names=(name, "Dorset ICP"), system_name=name)
    extract_facts(Reading("html", name, made), Judgement(("other",), None, 0.5), context, TODAY)


@pytest.mark.parametrize(
    "filling",
    [
        *("A" * 1_000_000, "Ann Other, " * 50_000, "Chair of the " * 50_000, "12 March " * 50_000, "a@" * 100_000),
        *("Aa" * 40_000, "A. B. C. " * 9_000, "Members and " * 6_000, "Ann Other (Aaa), " * 4_000),
        *(
            "the meeting on 3 May " * 4_000,
            "questions about this plan by the public " * 9_000,
            "We want Ann Other, " * 9_000,
        ),
    ],
)
def test_lines_without_end_give_facts_or_none(filling: str) -> None:
    kinds: tuple[BlockKind, ...] = ("paragraph", "row", "row", "item", "definition")
    made = tuple(Block(kind, filling, ("Members",), cells=(filling, "Chair")) for kind in kinds)
    extract_facts(Reading("html", "", made), Judgement(("other",), None, 0.5), DORSET, TODAY)


@pytest.mark.parametrize(("short", "least"), [(False, 0.97), (True, 0.84)])
def test_the_made_pages_give_their_facts(short: bool, least: float) -> None:
    figures = measure([answer(case) for case in load_cases("dev") if case.path.exists() is not short])
    scores = Counter({name: round(figure.f1, 3) for name, figure in figures.items() if name.startswith("fact:")})
    assert {name: score for name, score in scores.items() if score < least} == {}
