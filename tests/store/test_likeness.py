"""Likeness tells a moved or revised text from another one."""

from __future__ import annotations

from store.likeness import likeness
from store.reading import Block

STRATEGY = [
    Block("paragraph", f"Priority {number}: people live well in place {number} for longer.") for number in range(40)
]
OTHER = [Block("paragraph", f"The auditor reports on account {number} of the financial year.") for number in range(40)]


def test_the_same_words_in_other_blocks_are_wholly_alike() -> None:
    one_block = [Block("item", " ".join(block.text for block in STRATEGY))]

    assert likeness(STRATEGY, one_block) == 1.0


def test_a_revised_document_is_more_alike_than_another_one() -> None:
    revised = [*STRATEGY[:35], Block("paragraph", "A foreword by the new chair of the partnership.")]

    assert likeness(STRATEGY, revised) > 0.85
    assert likeness(STRATEGY, OTHER) < 0.1


def test_empty_texts_have_nothing_in_common() -> None:
    assert likeness([], []) == 0.0
    assert likeness([Block("paragraph", "TBC")], [Block("item", "TBC")]) == 1.0
