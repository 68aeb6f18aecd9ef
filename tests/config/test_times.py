from __future__ import annotations

import pytest

from config.errors import UsageError
from config.times import from_epoch, parse_when
from tests.makers import NOW


@pytest.mark.parametrize("text", ["3000y", "99999999999999d", "yesterday", "2026-13-01", ""])
def test_a_time_that_cannot_be_meant_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UsageError, match="write 2026-11-02"):
        parse_when(text, from_epoch(NOW))
