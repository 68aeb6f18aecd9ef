from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.evidence import write_evidence
from reports.warc import write_warc
from store.models import Capture, Change
from store.queries import captures_between, ledger_head
from store.redact import redact
from store.verify import verify
from tests.store.watch import Made, Watcher

warcio = pytest.importorskip("warcio")


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    watcher = Watcher(tmp_path)
    home = Made(("Welcome.", "[About](about)"), icp=False)
    lines = tuple(f"Line {n} about the partnership." for n in range(6))
    for chair in ("Ann Other", "Zoë Quill", "Zoë Quill"):
        watcher.crawl({"": home, "about": Made((*lines, f"The chair is {chair}."))})
    return watcher


def pack(session: Session, out: Path) -> dict[str, bytes]:
    write_evidence(session, session.scalars(select(Change)).one(), out, 1_700_000_000)
    with zipfile.ZipFile(out) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_pack_holds_both_versions_and_what_proves_them(watcher: Watcher, tmp_path: Path) -> None:
    with watcher.store.read() as session:
        files = pack(session, tmp_path / "evidence.zip")
        change = session.scalars(select(Change)).one()
        old, new = (session.get_one(Capture, key) for key in (change.from_capture, change.to_capture))
    assert hashlib.sha256(files["before/body.html"]).digest() == old.body_hash
    assert hashlib.sha256(files["after/body.html"]).digest() == new.body_hash
    assert b"{+" in files["difference.txt"]
    assert b"Content-Type: text/html" in files["before/response-headers.txt"]
    assert "chair is Ann Other" in files["before/text.txt"].decode()
    described = json.loads(files["change.json"])
    assert [version["sha256"] for version in described["versions"]] == [old.body_hash.hex(), new.body_hash.hex()]
    assert described["versions"][0]["at_london"].endswith("+01:00")
    assert [step["url"] for step in described["click_path"]] == ["https://icb.example/", "https://icb.example/about"]


def test_the_commands_of_the_note_check_the_hashes(watcher: Watcher, tmp_path: Path) -> None:
    with watcher.store.read() as session:
        files = pack(session, tmp_path / "evidence.zip")
        leaf = hashlib.sha256(b"\0" + files["after/ledger-leaf.json"]).hexdigest()
    with zipfile.ZipFile(tmp_path / "evidence.zip") as file:
        file.extractall(tmp_path / "unpacked")
    readme = files["README.txt"].decode()
    commands = [line.strip() for line in readme.splitlines() if line.startswith(("    sha256sum", "    (printf"))]
    answers = [
        subprocess.run(["bash", "-c", command], cwd=tmp_path / "unpacked", capture_output=True, text=True, check=True)
        for command in commands
    ]
    assert answers[0].stdout.count(": OK\n") == len(files) - 2
    assert answers[2].stdout.split()[0] in readme
    assert answers[-1].stdout.split()[0] == leaf


def test_the_program_in_the_pack_follows_a_version_to_the_head_of_the_ledger_and_finds_what_was_altered(
    watcher: Watcher, tmp_path: Path
) -> None:
    with watcher.store.read() as session:
        pack(session, tmp_path / "evidence.zip")
        head = ledger_head(session)
    assert head
    folder = tmp_path / "pack"
    with zipfile.ZipFile(tmp_path / "evidence.zip") as file:
        file.extractall(folder)

    def check() -> tuple[int, str]:
        ended = subprocess.run([sys.executable, "check-ledger.py"], cwd=folder, capture_output=True, text=True)
        return ended.returncode, ended.stdout

    status, out = check()
    assert (status, head.head.hex() in out, "WRONG" in out) == (0, True, False), out
    assert out.count("is in the ledger") == 2
    for name in ("after/ledger-leaf.json", "before/body.html", "ledger.json", "ledger-leaves.json"):
        whole = (folder / name).read_bytes()
        at = whole.rindex(b"2") if b"2" in whole else len(whole) // 2
        (folder / name).write_bytes(whole[:at] + b"7" + whole[at + 1 :])
        assert check()[0] == 1, name
        (folder / name).write_bytes(whole)


def test_of_what_vanished_the_pack_holds_the_checks_that_did_not_find_it(watcher: Watcher, tmp_path: Path) -> None:
    for _ in range(2):
        watcher.crawl({"": Made(("Welcome.",), icp=False), "about": Made(outcome="gone")})
    with watcher.store.read() as session:
        change = session.scalars(select(Change).where(Change.event == "vanished")).one()
        write_evidence(session, change, tmp_path / "evidence.zip", 1_700_000_000)
    with zipfile.ZipFile(tmp_path / "evidence.zip") as file:
        files = {name: file.read(name).decode() for name in file.namelist()}
    checks = [line.split(",")[1] for line in files["checks.csv"].splitlines()[1:]]
    assert checks == ["ok", "ok", "ok", "gone", "gone"]
    assert change.run_id in [row["run_id"] for row in json.loads(files["ledger.json"])]
    assert "we did not find the page afterwards" in files["README.txt"]
    assert "after/" not in files["README.txt"]


def test_a_page_of_which_no_version_is_kept_is_packed_and_says_so(watcher: Watcher, tmp_path: Path) -> None:
    home = Made(("Welcome.", "[About](about)", "[News](news)"), icp=False)
    watcher.crawl({"": home, "news": Made(("Flu jabs.",), icp=False, found_on="", link_text="News")})
    with watcher.store.read() as session:
        change = session.scalars(select(Change).where(Change.event == "appeared")).one()
        names = write_evidence(session, change, tmp_path / "evidence.zip", 1_700_000_000)
    ledger = ["ledger.json", "ledger-leaves.json", "check-ledger.py"]
    assert names == ["README.txt", "checks.csv", "change.json", *ledger, "SHA256SUMS"]
    with zipfile.ZipFile(tmp_path / "evidence.zip") as file:
        assert "No version of this page is kept" in file.read("README.txt").decode()


def test_an_event_of_a_whole_site_names_its_pages(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    for notice in ((), ("No boats sail during the strike.",), ("No boats sail during the strike.",)):
        watcher.crawl({f"p{n}": Made((f"Page {n} has words of its own.", *notice)) for n in range(8)})
    with watcher.store.read() as session:
        files = pack(session, tmp_path / "evidence.zip")
    assert b"happened to a whole site" in files["README.txt"]
    assert len(json.loads(files["change.json"])["pages"]) == 8
    assert "checks.csv" not in files


def test_a_withheld_version_goes_without_its_bytes_and_says_so(watcher: Watcher, tmp_path: Path) -> None:
    with watcher.store.write() as session:
        redact(session, "Ann Other", "1", watcher.now)
    with watcher.store.read() as session:
        files = pack(session, tmp_path / "evidence.zip")
    assert "before/body.html" not in files
    assert "after/body.html" in files
    assert b"bytes are withheld" in files["README.txt"]
    assert not any(b"Ann Other" in data for data in files.values())


def test_warcio_accepts_what_is_exported(watcher: Watcher, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.checker import Checker

    out = tmp_path / "all.warc.gz"
    with watcher.store.write() as session:
        captures = captures_between(session)
        captures[1].redirects = [[301, "https://icb.example/old", "https://icb.example/about"]]
        captures[1].headers = [["Content-Type", "text/html"], ["Content-Encoding", "gzip"]]
        with out.open("wb") as file:
            assert write_warc(session, captures, file, out.name) == (3, 0)
        session.rollback()
    with out.open("rb") as file:
        records = [
            (
                record.rec_type,
                record.http_headers and record.http_headers.get_statuscode(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
        ]
    kinds = [kind for kind, _, _ in records]
    assert kinds == ["warcinfo", "response", "request", "response", "response", "request", "response", "request"]
    with watcher.store.read() as session:
        bodies = [hashlib.sha256(data).digest() for kind, code, data in records if kind == "response" and code == "200"]
        assert bodies == list(session.scalars(select(Capture.body_hash).order_by(Capture.id)))
    checker = Checker(type("Arguments", (), {"verbose": False, "inputs": [str(out)]})())
    checker.process_all()
    assert checker.exit_value == 0


def test_exports_leave_out_bytes_with_a_redacted_name(watcher: Watcher, tmp_path: Path) -> None:
    with watcher.store.write() as session:
        redact(session, "Ann Other", "1", watcher.now)
    with watcher.store.read() as session, (tmp_path / "some.warc.gz").open("wb") as file:
        assert write_warc(session, captures_between(session), file, "some") == (2, 1)
        assert verify(session, lambda words: None).damages == []
