from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from icpwatch.cli import run

Outcome = tuple[int, str, str]
"""Exit status, stdout, stderr."""


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("scrapy", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, an empty home, and no width of a terminal that somebody had set."""
    home = tmp_path / "home"
    home.mkdir()
    here = tmp_path / "here"
    here.mkdir()
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def icpwatch(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run one command in this process, in the empty folder."""

    def call(*arguments: str) -> Outcome:
        status = run(arguments)
        return status, *capsys.readouterr()

    return call
