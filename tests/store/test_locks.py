"""One icpwatch at a time, and none for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import StoreBusyError
from store.engine import open_store
from store.models import Lock
from store.runs import free_lock, take_lock


def test_a_lock_is_refused_while_its_owner_lives_and_names_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    code = (
        "import sys; from store.engine import open_store; from store.runs import take_lock\n"
        f"store = open_store({url!r})\n"
        "with store.write() as session: take_lock(session, 'run', 0)\n"
        "print('taken', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "taken\n"
    store = open_store(url)
    with pytest.raises(StoreBusyError, match=f"process {other.pid}"), store.write() as session:
        take_lock(session, "run", 1)
    other.kill()
    os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet taken note of by whoever started it
    with store.write() as session:
        take_lock(session, "run", 2)
        free_lock(session, "run")
    other.communicate()


def test_a_process_that_got_the_number_of_a_dead_owner_does_not_hold_its_lock(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    with store.write() as session:
        take_lock(session, "run", 0)
        lock = session.get_one(Lock, "run")
        host = lock.owner.partition(" process ")[0]
        lock.owner = f"{host} process {os.getppid()} 1"
    with store.write() as session:
        take_lock(session, "run", 1)
