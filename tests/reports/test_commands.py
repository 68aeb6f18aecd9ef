from __future__ import annotations

import json
from pathlib import Path

import pytest

from icpwatch.cli import run
from store.engine import open_store
from store.models import Page
from tests.reports.made_england import fill_england
from tests.reports.packages import check_package

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


@pytest.mark.parametrize(("how", "formats"), [(["csv"], ["csv"]), (["csv", "--excel"], ["csv"]), (["json"], ["jsonl"])])
def test_an_export_is_as_its_data_package_says(
    options: list[str], tmp_path: Path, how: list[str], formats: list[str]
) -> None:
    out = tmp_path / "tables"
    assert run([*options, "export", *how, "--out", str(out)]) == 0
    resources = check_package(out)
    assert sorted({resource["format"] for resource in resources}) == formats
    assert {resource["path"] for resource in resources} == {file.name for file in out.iterdir()} - {"datapackage.json"}


def test_two_exports_into_one_folder_are_both_described(options: list[str], tmp_path: Path) -> None:
    for how in ("json", "csv"):
        assert run([*options, "export", how, "--out", str(tmp_path / "tables")]) == 0
    assert {resource["format"] for resource in check_package(tmp_path / "tables")} == {"csv", "jsonl"}


def test_excel_is_told_that_a_table_is_utf_8(options: list[str], tmp_path: Path) -> None:
    for how in ([], ["--excel"]):
        assert run([*options, "export", "csv", *how, "--out", str(tmp_path / "tables")]) == 0
        assert (tmp_path / "tables/facts.csv").read_bytes().startswith(b"\xef\xbb\xbf") == bool(how)


@pytest.mark.parametrize(("verb", "table"), [("pages", "pages"), ("changes", "changes"), ("facts", "facts")])
def test_the_exported_lines_have_the_shape_of_the_verb(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str, table: str
) -> None:
    assert run([*options, "export", "json", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    assert run([*options, verb, "--json"]) == 0
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert shown
    written = [json.loads(line) for line in (tmp_path / f"{table}.jsonl").read_text("utf-8").splitlines()]
    assert {row["id"]: row for row in shown}.items() <= {row["id"]: row for row in written}.items()
