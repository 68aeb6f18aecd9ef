from __future__ import annotations

import json
from pathlib import Path

import pytest

from icpwatch.cli import run
from store.engine import open_store
from store.models import Page
from tests.reports.made_england import fill_england

REGIONS = """region = "North East and Yorkshire"
[[system]]
id = "west-yorkshire"
name = "West Yorkshire"
icb = "NHS West Yorkshire Integrated Care Board"
ods = "QWO"
ons = "E54000054"
established = 2022-07-01
sources = ["https://west-yorkshire.test/"]
  [[system.site]]
  url = "https://west-yorkshire.test/"
  role = "icb"
"""


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return global options for a filled store and a made registry, at the made time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions/north_east_and_yorkshire.toml").write_text(REGIONS, "utf-8")
    url = f"sqlite:///{tmp_path / 'icpwatch.db'}"
    with open_store(url).write() as session:
        fill_england(session)
    return ["--database", url, "--regions", str(tmp_path / "regions"), "--now", "2026-11-12T08:30"]


def test_report_writes_pages_and_says_where(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*options, "report", "--out", str(tmp_path / "public")]) == 0
    assert (tmp_path / "public/systems/west-yorkshire.html").is_file()
    assert "files written" in capsys.readouterr().err


def test_report_answers_the_questions_anew_when_a_page_changed(options: list[str], tmp_path: Path) -> None:
    report = [*options, "report", "--out", "public"]
    assert run(report) == 0
    with open_store(options[1]).write() as session:
        session.query(Page).filter_by(system_id="west-yorkshire").update({"is_icp": False})
    assert run(report) == 0
    assert (
        "We did not find a page about the partnership" in (tmp_path / "public/systems/west-yorkshire.html").read_text()
    )


def test_report_opens_the_front_page_where_asked(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    assert run([*options, "report", "--out", "public", "--open"]) == 0
    assert opened == [(tmp_path / "public/index.html").resolve().as_uri()]


def test_score_prints_one_json_line_for_each_answer(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*options, "score", "--json", "--system", "west-yorkshire"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["indicator"] for line in lines][:3] == ["F1", "F2", "F3"]
    assert len(lines) == 18
    required = {"system", "version", "indicator", "level", "points", "evidence", "url", "checked_at"}
    assert all(required <= line.keys() for line in lines)


def test_score_lays_the_user_s_own_corrections_over(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "icpwatch.toml").write_text("", "utf-8")
    (tmp_path / "corrections.toml").write_text(
        '[[correction]]\nsystem = "west-yorkshire"\nindicator = "T1"\nlevel = "met"\nwho = "Ann Other"\n'
        'when = 2026-11-01\nwhy = "Seen in the library."\nsource = "https://west-yorkshire.test/"\n',
        "utf-8",
    )
    assert run([*options, "score", "--system", "west-yorkshire"]) == 0
    assert "Corrected by Ann Other on 1 November 2026: Seen in the library." in " ".join(
        capsys.readouterr().out.split()
    )


def test_export_writes_all_tables(options: list[str], tmp_path: Path) -> None:
    assert run([*options, "export", "csv", "--out", str(tmp_path / "tables")]) == 0
    assert run([*options, "export", "json", "--out", str(tmp_path / "tables")]) == 0
    names = {file.name for file in (tmp_path / "tables").iterdir()}
    assert {"datapackage.json", "systems.csv", "changes.csv", "scores.json"} <= names
