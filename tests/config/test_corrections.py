from __future__ import annotations

from pathlib import Path

import pytest

from config.corrections import load_corrections
from config.errors import ConfigError

ENTRY = """[[correction]]
system = "essex"
indicator = "M2"
level = "met"
who = "Ann Other"
when = 2026-11-03
why = "The chair is named in a caption."
source = "https://example.org/icp"
"""


def test_a_correction_is_read(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text(ENTRY)
    (correction,) = load_corrections(tmp_path / "corrections.toml")
    assert (correction.system, correction.indicator, correction.until) == ("essex", "M2", None)


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ('who = "Ann Other"\n', "", "correction 1: needs who"),
        ('"M2"', '"Z9"', "correction 1: there is no question 'Z9'"),
        ('"met"', '"yes"', "correction 1: level must be one of met, part"),
        ("2026-11-03", '"soon"', "correction 1: when must be a day"),
        ("2026-11-03", '2026-11-03\nuntil = "soon"', "correction 1: until must be a day"),
        ("who", 'whom = "?"\nwho', "correction 1: whom: no such key"),
        ("[[correction]]", "[[correction", "not valid TOML"),
    ],
)
def test_a_correction_that_cannot_be_meant_is_refused(tmp_path: Path, right: str, wrong: str, problem: str) -> None:
    (tmp_path / "corrections.toml").write_text(ENTRY.replace(right, wrong, 1))
    with pytest.raises(ConfigError, match=problem):
        load_corrections(tmp_path / "corrections.toml")
