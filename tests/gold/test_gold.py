from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.reading import Fact
from tests.gold.cases import KINDS, NOBODYS, PARTS, TWIN, Case, Part, load_cases

if TYPE_CHECKING:
    from tests.gold.measure import Figure


@pytest.fixture(scope="module")
def everything() -> tuple[Case, ...]:
    return tuple(case for part in PARTS for case in load_cases(part))


def test_a_page_without_a_twin_and_a_twin_without_a_page_are_errors(tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "page.html").write_text("<p>Hello")
    with pytest.raises(ValueError, match="page"):
        load_cases("dev", tmp_path)
    (tmp_path / "dev" / "page.html").rename(tmp_path / "dev" / f"alone{TWIN}")
    with pytest.raises(ValueError, match="alone"):
        load_cases("dev", tmp_path)


def test_set_aside_systems_and_dev_systems_do_not_overlap(everything: tuple[Case, ...]) -> None:
    systems = {part: {case.system for case in everything if case.part == part} - NOBODYS for part in PARTS}
    assert not systems["dev"] & (systems["aside"] | systems["unseen"])
    assert len(systems["dev"] | systems["aside"]) >= 25
    assert len(systems["aside"]) >= 10


def test_the_set_is_large_and_half_of_it_is_hard_negatives(everything: tuple[Case, ...]) -> None:
    whole = [case for case in everything if case.path.exists()]  # the short pages are of facts rather
    verdicts = Counter(case.is_icp for case in whole)
    assert len(whole) >= 300
    assert verdicts[False] >= 100
    assert 0.4 <= verdicts[True] / len(whole) <= 0.6


@pytest.mark.parametrize("part", ["aside", "unseen"])
def test_what_is_set_aside_has_twenty_examples_of_each_kind_and_fifty_hard_negatives(part: Part) -> None:
    cases = load_cases(part)
    kinds = Counter(kind for case in cases for kind in case.kinds)
    assert {kind: kinds[kind] for kind in KINDS if kinds[kind] < 20} == {}
    assert sum(case.is_icp is False for case in cases) >= 50
    assert len(cases) >= 160


def test_what_a_twin_expects_is_said_on_its_page(everything: tuple[Case, ...]) -> None:
    from tests.gold.measure import reading_of

    unsaid = [
        f"{case.path.name}: {fact.value or fact.organisation}"
        for case in everything
        if case.facts
        for said in [" ".join(block.text for block in reading_of(case).blocks)]
        for fact in case.facts
        if fact.kind in {"chair", "member"} and not _is_said(fact, said)
    ]
    assert unsaid == []


def _is_said(fact: Fact, text: str) -> bool:
    return " ".join((fact.value or fact.organisation).split()) in " ".join(text.split())


HELD: dict[Part, dict[str, tuple[float, float]]] = {
    "aside": {
        "is_icp": (0.99, 0.96),
        "about": (0.81, 0.83),
        "membership": (0.95, 0.85),
        "chair": (0.99, 0.97),
        "meetings": (0.95, 0.96),
        "papers": (0.98, 0.98),
        "terms-of-reference": (0.95, 0.93),
        "strategy": (0.90, 0.91),
        "joint-forward-plan": (0.97, 0.93),
        "involvement": (0.87, 0.92),
        "contact": (0.97, 0.92),
        "faq": (0.97, 0.93),
        "news": (0.95, 0.95),
        "icb-board": (0.91, 0.97),
        "place-partnership": (0.95, 0.91),
        "other": (0.92, 0.86),
        "fact: chair": (0.95, 0.93),
        "fact: next meeting": (0.95, 0.89),
        "fact: member (person)": (0.97, 0.94),
        "fact: member (organisation)": (0.93, 0.82),
    },
    "unseen": {
        "is_icp": (0.99, 0.96),
        "about": (0.90, 0.95),
        "membership": (0.93, 0.92),
        "chair": (0.99, 0.97),
        "meetings": (0.97, 0.97),
        "papers": (0.97, 1.00),
        "terms-of-reference": (1.00, 1.00),
        "strategy": (0.98, 0.95),
        "joint-forward-plan": (0.97, 1.00),
        "involvement": (0.96, 0.88),
        "contact": (0.97, 0.93),
        "faq": (1.00, 1.00),
        "news": (0.91, 1.00),
        "icb-board": (0.95, 1.00),
        "place-partnership": (0.98, 0.86),
        "other": (0.97, 0.90),
        "fact: chair": (0.98, 0.92),
        "fact: next meeting": (0.96, 0.93),
        "fact: member (person)": (0.99, 0.93),
        "fact: member (organisation)": (0.89, 0.87),
    },
}
"""Precision and recall that the rules reach on the set-aside systems, rounded down.

Raise these when the rules get better; what is aimed at, and what remains, stands in docs/figures.md."""


@pytest.mark.parametrize(("part", "what"), [(part, what) for part, held in HELD.items() for what in held])
def test_what_was_reached_on_systems_not_seen_while_tuning_is_held(part: Part, what: str) -> None:
    reached = _figures(part)[what]

    assert reached.precision >= HELD[part][what][0]
    assert reached.recall >= HELD[part][what][1]


def test_pages_are_told_better_than_by_the_keyword() -> None:
    for part in HELD:
        assert 1 - _figures(part)["is_icp"].f1 < (1 - _figures(part)["is_icp by keyword"].f1) / 10


@cache
def _figures(part: Part) -> Mapping[str, Figure]:
    from tests.gold.measure import answer, measure

    return measure([answer(case) for case in load_cases(part)])
