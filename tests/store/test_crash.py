from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from icpwatch.sample.england import SampleEngland
from tests.store.torture import Watched, torture

KILLS = 20


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Give a file system of its own size."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        assert "CI" not in os.environ, "run as root, with the right to mount a file system"
        pytest.skip("needs the right to mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


@pytest.mark.slow
def test_killed_crawls_lose_nothing_and_tell_nothing_twice(tmp_path: Path) -> None:
    torture(tmp_path, KILLS, editions=4, seed=1, systems=("harrowdale", "mercaster-and-vale"))


@pytest.mark.slow
def test_a_full_disk_is_said_in_one_line_and_loses_nothing(tmp_path: Path) -> None:
    with SampleEngland() as england, small_disk(tmp_path / "disk", "600k") as disk:
        watched = Watched(disk, england)
        process = watched.start(england.editions[0])
        _, errors = process.communicate()
        assert process.returncode == 1
        assert b"Traceback" not in errors
        assert b"free some space" in errors
        remount(disk, "size=60m")
        watched.check()
        watched.crawl(england.editions[0])
        watched.check()
        assert watched.captures


@pytest.mark.slow
def test_a_read_only_folder_is_said_in_one_line(tmp_path: Path) -> None:
    with SampleEngland() as england, small_disk(tmp_path / "disk", "60m") as disk:
        watched = Watched(disk, england)
        remount(disk, "ro")
        process = watched.start(england.editions[0])
        _, errors = process.communicate()
        assert process.returncode == 1
        assert errors.count(b"\n") == 1
        assert b"writ" in errors


def test_a_second_crawl_at_the_same_time_waits_for_a_person(tmp_path: Path) -> None:
    with SampleEngland() as england:
        watched = Watched(tmp_path, england)
        held = (
            "import sys, time; from store.engine import open_store; from store.runs import take_lock\n"
            f"store = open_store('sqlite:///{tmp_path / 'icpwatch.db'}')\n"
            "with store.write() as session: take_lock(session, 'run', int(time.time()))\n"
            "print('held', flush=True); sys.stdin.read()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        ) as owner:
            assert owner.stdin
            assert owner.stdout
            owner.stdout.readline()
            process = watched.start(england.editions[0])
            _, errors = process.communicate()
            owner.stdin.close()
        assert process.returncode == 1
        assert b"another icpwatch is at work" in errors
        watched.crawl(england.editions[0])  # the owner has died, so its lock no longer counts
