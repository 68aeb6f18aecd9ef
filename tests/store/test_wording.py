"""The sentence and the weight of each kind of change, as a table."""

from __future__ import annotations

from typing import Any

import pytest

from store.diff import diff_blocks
from store.facts import fact_changes
from store.models import FactRow
from store.reading import Block, FactChange, Link
from store.wording import Told, sentence, weight

OFF_LIMITS = ("does not exist", "breach", "refuse", "unlawful", "secret")


def told(event: str, **fields: Any) -> Told:
    defaults: dict[str, Any] = {
        "system": "Wendale",
        "title": "Terms of reference",
        "url": "https://a.example/terms",
        "is_icp": True,
        "was_icp": True,
        "misses": 2,
        "since": 1_664_780_400,
    }
    return Told(event=event, **{**defaults, **fields})


def texts(old: list[str], new: list[str]) -> dict[str, Any]:
    before, after = ([Block("paragraph", text) for text in side] for side in (old, new))
    return {"diff": diff_blocks(before, after)}


def fact(kind: str, value: str, **fields: str) -> FactRow:
    defaults = {"role": "", "organisation": "", "starts_at": "", "detail": ""}
    return FactRow(kind=kind, value=value, **{**defaults, **fields})


def facts(old: list[FactRow], new: list[FactRow]) -> dict[str, list[FactChange]]:
    return {"facts": fact_changes(old, new)}


ADA, BEN = fact("chair", "Ada Lowe", role="Chair"), fact("chair", "Ben Moss", role="Chair")
TBC = fact("meeting", "to be confirmed", role="to-be-confirmed")
NOVEMBER = fact("meeting", "Friday 25 November 2022", starts_at="2022-11-25T10:00")
OFF = fact("meeting", "Friday 25 November 2022", starts_at="2022-11-25T10:00", role="cancelled")
LATER = fact("meeting", "Friday 25 November 2022", starts_at="2022-11-25T14:00")
NO_TIME = fact("meeting", "Friday 25 November 2022", starts_at="2022-11-25")
MOVED = {"old_url": "https://a.example/tor"}

EXAMPLES = [
    (told("appeared"), "a page about the partnership appeared: “Terms of reference”", "high"),
    (told("appeared", linked=False), "a page about the partnership was first found: “Terms of reference”", "high"),
    (told("appeared", is_icp=False, was_icp=False), "a page appeared: “Terms of reference”", "low"),
    (
        told("moved", **MOVED),
        "“Terms of reference” moved from https://a.example/tor to https://a.example/terms",
        "high",
    ),
    (told("vanished"), "“Terms of reference” vanished; we did not find it at 2 checks since 3 October 2022", "high"),
    (told("restored"), "“Terms of reference” is back", "high"),
    (told("document-added", parent="Meetings"), "new document “Terms of reference”, linked from “Meetings”", "normal"),
    (
        told("document-added", follows="Terms v1"),
        "new document “Terms of reference”, which replaces “Terms v1”",
        "normal",
    ),
    (
        told("document-replaced", **texts(["Five members"], ["Six members"])),
        "another file stands in place of document “Terms of reference”, under the same address: ‘Five’ became ‘Six’",
        "normal",
    ),
    (
        told("changed", **facts([ADA], [BEN])),
        "Chair was Ada Lowe, is now Ben Moss (“Terms of reference”)",
        "high",
    ),
    (told("changed", **facts([NOVEMBER], [OFF])), "Meeting of Friday 25 November 2022 cancelled", "high"),
    (
        told("changed", **facts([NOVEMBER], [LATER])),
        "Meeting of Friday 25 November 2022 was at 10:00, is now at 14:00",
        "normal",
    ),
    (
        told("changed", **facts([NO_TIME], [NOVEMBER])),
        "Meeting of Friday 25 November 2022 was at no stated time, is now at 10:00",
        "normal",
    ),
    (
        told("changed", **facts([TBC], [NOVEMBER])),
        "Meeting was to be confirmed, is now Friday 25 November 2022",
        "normal",
    ),
    (
        told("changed", **facts([NOVEMBER], [TBC])),
        "Meeting was Friday 25 November 2022, is now to be confirmed",
        "normal",
    ),
    (
        told("changed", **facts([], [fact("member", "Dev Sandhu", organisation="Healthwatch")])),
        "Joined: Dev Sandhu, Healthwatch",
        "normal",
    ),
    (
        told("changed", kinds=("strategy",), **texts(["We agree by spring."], ["We agree by autumn."])),
        "‘by spring’ became ‘by autumn’ in “Terms of reference”",
        "normal",
    ),
    (told("changed", **texts(["We meet here."], ["We meet in public here."])), "‘in public’ added in “Terms", "low"),
    (told("changed", **texts(["We meet in public here."], ["We meet here."])), "‘in public’ removed in “Terms", "low"),
    (
        told("changed", **texts(["Strategy: carers added 4 days ago"], ["Strategy: paid carers added 8 days ago"])),
        "‘paid’ added in “Terms",
        "low",
    ),
    (told("changed", **texts(["A"], ["A", "The quorum is five."])), "‘The quorum is five.’ added in “Terms", "low"),
    (told("changed", **texts(["A", "The quorum is five."], ["A"])), "‘The quorum is five.’ removed in “Terms", "low"),
    (told("changed", **texts(["A b c", "D e"], ["A b d", "D f", "G"])), "1 passage added, 2 passages reworded", "low"),
    (told("changed", **texts([], ["word " * 200])), "1 passage added in “Terms of reference”", "normal"),
    (told("changed", was_icp=False), "“Terms of reference” is now a page about the partnership", "high"),
    (told("changed", is_icp=False), "“Terms of reference” is no longer a page about the partnership", "high"),
]


@pytest.mark.parametrize(("change", "words", "level"), EXAMPLES)
def test_each_change_has_its_sentence_and_weight(change: Told, words: str, level: str) -> None:
    assert words in sentence(change)
    assert sentence(change).startswith("Wendale: ")
    assert weight(change)[0] == level
    assert weight(change)[1]


@pytest.mark.parametrize("change", [change for change, _, _ in EXAMPLES])
def test_no_sentence_says_more_than_we_know(change: Told) -> None:
    assert not any(word in f"{sentence(change)} {weight(change)}" for word in OFF_LIMITS)


def test_a_link_that_leads_elsewhere_is_shown_as_such() -> None:
    old, new = (
        Block("paragraph", "Read the strategy now", links=(Link("strategy", f"https://a.example/{name}"),))
        for name in ("one", "two")
    )
    assert "the link ‘strategy’ now leads to https://a.example/two" in sentence(
        told("changed", diff=diff_blocks([old], [new]))
    )
