from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from config.settings import load_settings

Call = Callable[..., tuple[int, str, str]]


def test_init_writes_settings_that_load(icpwatch: Call, elsewhere: Path) -> None:
    status, out, err = icpwatch("init")
    assert (status, out) == (0, "")
    assert "icpwatch.toml" in err
    settings = load_settings(elsewhere / "icpwatch.toml", {})
    assert settings.database == f"sqlite:///{elsewhere}/icpwatch.db"


def test_init_never_overwrites(icpwatch: Call, elsewhere: Path) -> None:
    (elsewhere / "icpwatch.toml").write_text("mine")
    status, _, err = icpwatch("init")
    assert status == 2
    assert "is already there" in err
    assert (elsewhere / "icpwatch.toml").read_text() == "mine"
