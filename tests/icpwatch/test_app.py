from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.errors import ConfigError
from icpwatch.app import App

REGION = """
region = "North East and Yorkshire"

[[system]]
id = "south-yorkshire"
name = "South Yorkshire"
icb = "NHS South Yorkshire Integrated Care Board"
ods = "QF7"
ons = "E54000061"
established = 2022-07-01
sources = ["https://example.org/"]
  [system.icp]
  name = "South Yorkshire Integrated Care Partnership"
  [[system.site]]
  url = "https://southyorkshire.example.org/"
  role = "icb"
"""


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    folder = tmp_path / "regions"
    folder.mkdir()
    (folder / "north_east_and_yorkshire.toml").write_text(REGION)
    return folder


def test_text_is_wrapped_in_a_terminal_with_its_addresses_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    App().show("  12 changed: “[bold]Chair\x1b[2J” of https://icb.example/partnership", hang=5)
    assert capsys.readouterr().out.splitlines() == [
        "  12 changed:",
        "     “[bold]Chair?[2J”",
        "     of",
        "     https://icb.example/partnership",
    ]


def test_text_for_a_pipe_stays_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    App(environ={}).show("word " * 60)
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_settings_are_found_in_the_folder_where_one_is_then_in_the_users(elsewhere: Path) -> None:
    users = elsewhere.parent / "home" / ".config" / "icpwatch"
    users.mkdir(parents=True)
    (users / "icpwatch.toml").write_text("[crawl]\nmax_depth = 3")
    assert App(environ={}).settings.crawl.max_depth == 3
    (elsewhere / "icpwatch.toml").write_text("[crawl]\nmax_depth = 4")
    assert App(environ={}).settings.crawl.max_depth == 4


def test_a_regions_folder_takes_the_place_of_the_shipped_one(elsewhere: Path, regions: Path) -> None:
    assert list(App(regions=regions, environ={}).registry.systems) == ["south-yorkshire"]


def test_a_subscription_to_a_system_that_is_not_watched_is_refused(elsewhere: Path, regions: Path) -> None:
    (elsewhere / "icpwatch.toml").write_text('[[subscription]]\nto = "a@b.org"\nsystems = ["south-yorkshir"]')
    with pytest.raises(ConfigError, match=r"subscription 1.*south-yorkshire"):
        _ = App(regions=regions, environ={}).registry


def test_the_users_own_additions_are_laid_over_the_regions(elsewhere: Path, regions: Path) -> None:
    (elsewhere / "icpwatch.toml").write_text("")
    (elsewhere / "icpwatch-sites.toml").write_text("[[systm]]")
    with pytest.raises(ConfigError, match=r"icpwatch-sites\.toml"):
        _ = App(regions=regions, environ={}).registry


def test_simulated_time_stands_still(elsewhere: Path) -> None:
    assert App(at=1_793_620_800).now() == 1_793_620_800


def test_json_goes_to_stdout_a_line_each_and_notes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    app = App()
    app.json_line({"url": "https://example.org/", "title": "Café\nBoard"})
    app.say("2 pages")
    App(quiet=True).say("unheard")
    out, err = capsys.readouterr()
    assert json.loads(out) == {"url": "https://example.org/", "title": "Café\nBoard"}
    assert out.count("\n") == 1
    assert err == "2 pages\n"
