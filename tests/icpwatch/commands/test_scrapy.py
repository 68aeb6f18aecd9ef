from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def called(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "icpwatch" / "__main__.py"), *arguments],
        cwd=folder, env={"HOME": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def scrapy(folder: Path, *arguments: str) -> str:
    done = called(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_scrapy_runs_with_this_projects_settings_from_any_folder(tmp_path: Path) -> None:
    assert scrapy(tmp_path, "scrapy", "settings", "--get", "BOT_NAME").strip() == "icpwatch"


def test_the_seven_regions_are_spiders(tmp_path: Path) -> None:
    assert len(scrapy(tmp_path, "scrapy", "list").split()) == 7


def test_a_spider_that_nobody_knows_is_wrong_use(tmp_path: Path) -> None:
    done = called(tmp_path, "scrapy", "crawl", "nowhere")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "icpwatch: Spider not found: nowhere; icpwatch scrapy list shows them"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DOWNLOAD_VERIFY_CERTIFICATES", "True"),
        ("REMOTE_CONTROL_ENABLED", "False"),
        ("TELNETCONSOLE_ENABLED", "False"),
        ("ROBOTSTXT_OBEY", "True"),
    ],
)
def test_scrapys_unsafe_defaults_are_closed(setting: str, value: str) -> None:
    from config import scrapy_settings

    assert str(getattr(scrapy_settings, setting)) == value
