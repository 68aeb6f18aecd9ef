from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_cms.wordpress import WordPress, missing_packages, running_wordpress


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    """A WordPress that holds the small board's site as first entered."""
    if reason := missing_packages():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Not pytest's own folder: the path of a socket has room for a hundred characters.
    with tempfile.TemporaryDirectory(prefix="wp") as folder, running_wordpress(Path(folder)) as running:
        yield running
