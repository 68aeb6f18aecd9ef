"""find, verify, store and export on the command line."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import IcpwatchError
from icpwatch.commands.export import whole_file
from store.engine import open_store
from store.reading import Fact
from tests.makers import DAY, NOW, make_change, make_page, make_site, make_system
from tests.store.watch import Made, Watcher

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def filled(elsewhere: Path) -> Path:
    """An empty folder with settings, and a store that watched a page through a change."""
    watcher = Watcher(elsewhere)
    lines = tuple(f"Line {n} about the partnership." for n in range(6))
    for chair in ("Ann Other", "Ann Other", "Zoë Quill", "Zoë Quill"):
        watcher.crawl({"": Made((*lines, f"The chair is {chair}."))})
    watcher.store.close()
    (elsewhere / "icpwatch.toml").write_text('database = "sqlite:///watch.db"\n')
    return elsewhere


def test_find_prints_when_a_phrase_was_seen(icpwatch: Run, filled: Path) -> None:
    status, out, _ = icpwatch("find", "--json", "ann", "other")
    assert status == 0
    [hit] = [json.loads(line) for line in out.splitlines()]
    assert hit["current"] is False
    assert hit["last_seen"] == "2022-10-04T07:00:00+00:00"
    assert "last seen 4 October 2022" in icpwatch("find", '"ann other"')[1]


def test_facts_are_shown_as_they_were(icpwatch: Run, elsewhere: Path) -> None:
    watcher = Watcher(elsewhere)
    for chair in ("Ann Other", "Zoë Quill"):
        watcher.crawl({"": Made((f"The chair is {chair}.",), facts=(Fact("chair", chair, "Chair"),))})
    watcher.store.close()
    (elsewhere / "icpwatch.toml").write_text('database = "sqlite:///watch.db"\n')
    assert "Ann Other" in icpwatch("show", "1", "--at", "2022-10-03", "--as", "facts")[1]
    assert "Ann Other" not in icpwatch("show", "1", "--as", "facts")[1]


def test_changes_are_listed_by_day(icpwatch: Run, elsewhere: Path) -> None:
    store = open_store(f"sqlite:///{elsewhere / 'store.db'}")
    with store.write() as session:
        page = make_page(session, make_site(session, make_system(session)))
        for days in (1, 3, 1):  # a page that vanished is told later than it was first missed
            make_change(session, page, at=NOW - days * DAY)
    store.close()
    (elsewhere / "icpwatch.toml").write_text('database = "sqlite:///store.db"\n')
    told = [line for line in icpwatch("changes")[1].splitlines() if line.endswith("2026")]
    assert told == ["9 November 2026", "11 November 2026"]


def test_verify_ends_with_one_where_something_is_damaged(icpwatch: Run, filled: Path) -> None:
    status, out, _ = icpwatch("verify")
    assert status == 0
    assert "Nothing is damaged." in out
    damaged = (filled / "watch.db").read_bytes().replace(b'"Server","made"', b'"Server","maid"')
    (filled / "watch.db").write_bytes(damaged)
    status, out, _ = icpwatch("verify", "--json")
    assert status == 1
    assert "was changed" in json.loads(out)["damaged"][0]


def test_an_old_head_is_looked_for_in_the_ledger(icpwatch: Run, filled: Path) -> None:
    import sqlite3

    with sqlite3.connect(filled / "watch.db") as database:
        [head] = database.execute("SELECT hex(head) FROM ledger WHERE run_id = 2").fetchone()
    status, out, _ = icpwatch("verify", "--head", head.lower())
    assert (status, "goes on from the head that you gave, of 4 October 2022, 08:00" in out) == (0, True)
    status, out, _ = icpwatch("verify", "--head", "00" * 32)
    assert (status, "the ledger has no head 0000" in out) == (1, True)
    assert icpwatch("verify", "--head", "no hash")[0] == 2


def test_a_damaged_reading_is_repaired_with_the_real_reader(icpwatch: Run, filled: Path) -> None:
    import sqlite3

    with sqlite3.connect(filled / "watch.db") as database:
        database.execute("UPDATE bodies SET data = x'00' WHERE hash IN (SELECT reading_hash FROM captures)")
    assert icpwatch("verify")[0] == 1
    status, out, _ = icpwatch("verify", "--repair")
    assert (status, "Nothing is damaged." in out) == (0, True)


def test_a_backup_is_restored(icpwatch: Run, filled: Path) -> None:
    assert icpwatch("store", "backup", "copy.db")[0] == 0
    (filled / "watch.db").write_bytes(b"spoilt")
    assert icpwatch("store", "restore", "copy.db")[0] == 0
    assert icpwatch("verify")[0] == 0


def test_a_restored_backup_that_is_older_than_a_redaction_says_so(icpwatch: Run, filled: Path) -> None:
    icpwatch("store", "backup", "copy.db")
    icpwatch("store", "redact", "Ann Other")
    icpwatch("store", "backup", "later.db")
    assert "icpwatch store redact 'Ann Other'" in icpwatch("store", "restore", "copy.db")[2]
    assert "redact" not in icpwatch("store", "restore", "later.db")[2]


def test_a_redacted_name_is_found_and_shown_no_more(icpwatch: Run, filled: Path) -> None:
    status, _, notes = icpwatch("store", "redact", "Ann Other")
    assert (status, "blanked in 1 version;" in notes) == (0, True)
    assert "no version holds this name" in icpwatch("store", "redact", "Nobody Here")[2]
    assert icpwatch("find", "--json", "ann other")[1] == ""
    status, _, problem = icpwatch("show", "1", "--at", "2022-10-04", "--as", "raw")
    assert (status, "withheld" in problem) == (1, True)
    assert "[name removed]" in icpwatch("show", "1", "--at", "2022-10-04")[1]


def test_a_refused_redaction_leaves_the_store_free_for_others(icpwatch: Run, filled: Path) -> None:
    import sqlite3

    status, _, problem = icpwatch("store", "redact", "Al")
    assert (status, "too short" in problem) == (2, True)
    with sqlite3.connect(filled / "watch.db") as database:
        assert database.execute("SELECT * FROM locks").fetchall() == []


def test_compact_thins_only_when_asked(icpwatch: Run, filled: Path) -> None:
    assert "dropped" not in icpwatch("store", "compact")[2]
    assert "0 checks dropped" in icpwatch("store", "compact", "--thin-visits", "100y")[2]


def test_evidence_is_packed_under_the_name_of_the_change(icpwatch: Run, filled: Path) -> None:
    assert icpwatch("export", "evidence", "--change", "1")[0] == 0
    with zipfile.ZipFile(filled / "evidence-1.zip") as pack:
        assert pack.namelist()[0] == "README.txt"
    assert icpwatch("export", "evidence", "--change", "99")[0] == 1


def test_versions_are_written_as_warc(icpwatch: Run, filled: Path) -> None:
    pytest.importorskip("warcio")
    status, _, notes = icpwatch("export", "warc", "--page", "1", "--out", "page.warc.gz")
    assert (status, "2 versions" in notes) == (0, True)
    assert (filled / "page.warc.gz").stat().st_size


def test_an_export_that_cannot_be_finished_leaves_nothing_and_names_its_file(tmp_path: Path) -> None:
    target = tmp_path / "evidence-1.zip"
    target.write_bytes(b"an earlier one")

    def run_out_of_space() -> None:
        with whole_file(target) as part:
            part.write_bytes(b"half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(IcpwatchError, match=r"evidence-1\.zip cannot be written: No space left on device"):
        run_out_of_space()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(target.name, b"an earlier one")]
