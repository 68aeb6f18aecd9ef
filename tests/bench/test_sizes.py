from __future__ import annotations

import pytest

from tests.bench.sizes import BOUNDS, KINDS, measure


@pytest.mark.slow
def test_pages_take_no_more_of_the_store_than_their_bounds() -> None:
    # SQLite gives out 4 KB at a time: with fewer pages, these would outweigh what one page costs.
    sized = measure(*KINDS["15 KB"], sites=1, pages=96)
    assert sized.bytes.keys() == BOUNDS.keys()
    assert not {what: value for what, value in sized.bytes.items() if value > BOUNDS[what]}
    assert sized.recovered == sized.captures > 96
