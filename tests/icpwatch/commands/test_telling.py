"""digest, outbox, status and schedule on the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from config.errors import StoreError
from config.settings import Settings, Subscription
from reports import telling
from store.engine import open_store
from store.models import JobRun, OutboxRow
from tests.makers import DAY, NOW, make_change, make_page, make_site, make_site_run, make_system

Run = Callable[..., tuple[int, str, str]]
TODAY = ("--now", "2026-11-12 08:30")
SETTINGS = """
database = "sqlite:///store.db"
[crawl]
contact = "me@example.org"
[[subscription]]
to = "folder:mail"
name = "my area"
"""


@pytest.fixture
def filled(elsewhere: Path) -> Path:
    """An empty folder with settings, and a store with one change."""
    (elsewhere / "icpwatch.toml").write_text(SETTINGS)
    store = open_store(f"sqlite:///{elsewhere / 'store.db'}")
    with store.write() as session:
        site = make_site(session, make_system(session, "south-yorkshire"))
        make_site_run(session, site)
        make_change(session, make_page(session, site), summary="South Yorkshire: the chair changed", weight="high")
    store.close()
    return elsewhere


def test_digest_is_shown_as_a_subscriber_would_get_it(icpwatch: Run, filled: Path) -> None:
    status, out, _ = icpwatch(*TODAY, "digest", "--to", "my area")
    assert status == 0
    assert out.startswith("Subject: South Yorkshire: The chair changed\n")
    assert "1 site of 1 area watched, 1 reached." in out


def test_digest_is_written_as_a_message(icpwatch: Run, filled: Path) -> None:
    assert icpwatch(*TODAY, "digest", "--since", "7d", "--out", "digest.eml")[0] == 0
    message = message_from_bytes((filled / "digest.eml").read_bytes(), policy=policy.SMTP)
    assert message["To"] == "me@example.org"
    assert message["Subject"] == "South Yorkshire: The chair changed"


def test_due_digests_are_sent_once(icpwatch: Run, filled: Path) -> None:
    assert "1 composed\n1 sent" in icpwatch(*TODAY, "digest", "--send")[2]
    assert "0 composed\n0 sent" in icpwatch(*TODAY, "digest", "--send")[2]
    assert len(list((filled / "mail").glob("*.eml"))) == 1


def test_digest_that_cannot_be_composed_holds_up_no_other(
    icpwatch: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compose(session: Session, settings: Settings, subscription: Subscription, now: int) -> OutboxRow | None:
        if subscription.key == "my area":
            raise StoreError("the disk is full")
        return whole(session, settings, subscription, now)

    whole = telling.compose_for_subscription
    (filled / "icpwatch.toml").write_text(f'{SETTINGS}[[subscription]]\nto = "folder:other"\n')
    with monkeypatch.context() as patch:
        patch.setattr(telling, "compose_for_subscription", compose)
        status, _, error = icpwatch(*TODAY, "digest", "--send")
    assert status == 1
    assert error.endswith("1 composed\n1 sent\nicpwatch: the digest of my area: the disk is full\n")
    assert len(list((filled / "other").glob("*.eml"))) == 1
    assert "1 composed" in icpwatch(*TODAY, "digest", "--send")[2]


def test_digest_is_either_sent_or_written(icpwatch: Run, filled: Path) -> None:
    status, _, error = icpwatch("digest", "--send", "--out", "digest.eml")
    assert status == 2
    assert "either --send or --out" in error


def test_preview_leaves_the_cursor_alone(icpwatch: Run, filled: Path) -> None:
    icpwatch(*TODAY, "digest", "--to", "my area")
    assert "1 composed" in icpwatch(*TODAY, "digest", "--send")[2]


def test_system_nobody_knows_and_receiver_that_is_none_are_refused(icpwatch: Run, filled: Path) -> None:
    assert icpwatch("digest", "--system", "south-yorkshir")[0] == 2
    status, _, error = icpwatch("digest", "--to", "nobody")
    assert status == 2
    assert "is no e-mail address" in error


@pytest.mark.parametrize("words", [("digest", "--send"), ("schedule", "--once")])
def test_subscription_to_an_area_nobody_knows_is_refused(icpwatch: Run, filled: Path, words: tuple[str, ...]) -> None:
    (filled / "icpwatch.toml").write_text(f'{SETTINGS}systems = ["south-yorkshir"]\n')
    status, _, error = icpwatch(*TODAY, *words)
    assert status == 2
    assert "icpwatch.toml: subscription 1: there is no system 'south-yorkshir'; did you mean south-yorkshire?" in error


def test_correction_of_an_area_nobody_knows_is_refused(icpwatch: Run, filled: Path) -> None:
    entry = 'indicator = "M2"\nlevel = "met"\nwho = "A"\nwhen = 2026-11-03\nwhy = "B"\nsource = "https://c.example"\n'
    (filled / "corrections.toml").write_text(f'[[correction]]\nsystem = "south-yorkshir"\n{entry}')
    error = icpwatch(*TODAY, "score")[2]
    assert "corrections.toml: correction 1: there is no system 'south-yorkshir'; did you mean south-yorkshire?" in error


def test_a_schedule_without_a_contact_uses_up_no_due_time(icpwatch: Run, filled: Path) -> None:
    (filled / "icpwatch.toml").write_text('database = "sqlite:///store.db"\n')
    status, _, error = icpwatch(*TODAY, "schedule", "--once")
    assert status == 1
    assert 'write contact = "you@example.org" under [crawl] in icpwatch.toml' in error
    store = open_store(f"sqlite:///{filled / 'store.db'}")
    with store.read() as session:
        assert session.query(JobRun).all() == []
    store.close()


def test_sending_to_nobody_says_how_to_subscribe(icpwatch: Run, elsewhere: Path) -> None:
    assert "nobody is subscribed: write a [[subscription]]" in icpwatch("digest", "--send")[2]


def test_password_that_others_can_read_is_pointed_out(icpwatch: Run, filled: Path) -> None:
    (filled / "pw").write_text("hunter2")
    (filled / "pw").chmod(0o644)
    (filled / "icpwatch.toml").write_text(f'{SETTINGS}[mail]\npassword_file = "pw"\n')
    assert f"chmod 600 {filled / 'pw'}" in icpwatch("outbox", "test", "folder:mail")[2]
    (filled / "pw").chmod(0o600)
    assert icpwatch("outbox", "test", "folder:mail")[2] == "sent\n"


def test_undelivered_mail_is_listed_with_its_reason_and_can_be_dropped(icpwatch: Run, filled: Path) -> None:
    icpwatch(*TODAY, "digest", "--send", "--to", "ann@example.org", "--since", "7d")
    (line,) = icpwatch("outbox", "list", "--json")[1].splitlines()
    row = json.loads(line)
    assert row["state"] == "waiting"
    assert "no mail server is set" in row["error"]
    assert icpwatch("outbox", "drop", str(row["id"]))[0] == 0
    assert "the outbox is empty" in icpwatch("outbox", "list")[2]
    assert icpwatch("outbox", "retry", "99")[0] == 1


def test_test_message_arrives_and_leaves_no_row(icpwatch: Run, filled: Path) -> None:
    assert icpwatch("outbox", "test", "folder:mail")[0] == 0
    assert len(list((filled / "mail").iterdir())) == 1
    assert "the outbox is empty" in icpwatch("outbox", "list", "--all")[2]


def test_status_fits_a_narrow_screen_and_says_what_comes_next(
    icpwatch: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    status, out, _ = icpwatch(*TODAY, "status")
    assert status == 0
    assert "1 site of 1 area watched, 1 reached." in out
    assert "13 November 2026, 05:15" in out
    long = [line for line in out.splitlines() if len(line) > 40]
    assert [line.strip() for line in long] == [f"{filled / 'store.db'},"], "a path stays whole, to be copied"


def test_status_stays_on_one_screen_while_many_sites_are_away(
    icpwatch: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    store = open_store(f"sqlite:///{filled / 'store.db'}")
    with store.write() as session:
        for number in range(60):
            system = make_system(session, f"away-{number:02}")
            site = make_site(session, system, outcome="unreachable", outcome_since=NOW - (number % 9) * DAY)
            make_site_run(session, site, outcome="unreachable")
    store.close()
    out = icpwatch(*TODAY, "status")[1]
    assert "61 sites of 61 areas watched, 1 reached." in out
    assert len(out.splitlines()) <= 24
    monkeypatch.setenv("COLUMNS", "200")
    lines = icpwatch(*TODAY, "status")[1].splitlines()
    assert len({line.strip("! .") for line in lines}) == len(lines), "nothing is said twice"
    assert icpwatch(*TODAY, "status", "--check")[1].count("\n") > 30


def test_status_for_a_monitor_fails_when_something_is_wrong(icpwatch: Run, filled: Path) -> None:
    assert icpwatch(*TODAY, "status", "--check")[:2] == (0, "")
    status, out, _ = icpwatch("--now", "2026-11-15", "status", "--check")
    assert status == 1
    assert out == "no crawl has reached a site since 12 November 2026, 08:30\n"


def test_status_as_json_names_each_site(icpwatch: Run, filled: Path) -> None:
    shown = json.loads(icpwatch(*TODAY, "status", "--json")[1])
    assert shown["sites"][0]["outcome"] == "reached"
    assert shown["problems"] == []


def test_units_hold_in_a_folder_with_a_strange_name(
    icpwatch: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled / "my 100% own"
    folder.mkdir()
    monkeypatch.chdir(folder)
    unit = icpwatch("--config", "x.toml", "schedule", "--print-systemd")[1]
    assert f"WorkingDirectory={filled}/my 100%% own\n" in unit
    assert f"--config '{filled}/my 100%% own/x.toml' schedule\n" in unit
    if shutil.which("systemd-analyze"):
        (folder / "icpwatch.service").write_text(unit)
        verified = ["systemd-analyze", "verify", "--man=no", str(folder / "icpwatch.service")]
        said = subprocess.run(verified, capture_output=True, text=True, check=False).stderr
        assert "icpwatch.service" not in said
    assert f"cd '{filled}/my 100\\% own' &&" in icpwatch("schedule", "--print-crontab")[1]


def test_units_name_this_command_and_these_settings(icpwatch: Run, filled: Path) -> None:
    unit = icpwatch("--config", "icpwatch.toml", "schedule", "--print-systemd")[1]
    assert f"--config {filled / 'icpwatch.toml'} schedule" in unit
    assert "KillMode=mixed" in unit
    given = ("--regions", "mine", "--database", "sqlite:///other.db")
    for way in ("--print-systemd", "--print-crontab"):
        printed = icpwatch(*TODAY, *given, "schedule", way)[1]
        assert f"--regions {filled / 'mine'} --database sqlite:///other.db " in printed
        assert "2026" not in printed
    line = icpwatch("schedule", "--print-crontab")[1].splitlines()[-1]
    assert line.endswith("schedule --once")
    assert f"cd {filled} &&" in line
