"""icpwatch systems: what is watched, whether it answers, and what to add."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store.engine import open_store
from store.reading import Link
from tests.crawler.crawling import ROOT
from tests.crawler.server import Answer, serving
from tests.makers import block, make_capture, make_page, make_site, make_system

Run = Callable[..., tuple[int, str, str]]

HOME = Answer("<html><main><h1>NHS Wessex</h1><p>" + "We plan care for everybody who lives in Wessex. " * 5 + "</p>")
WALL = Answer("<html><title>Just a moment...</title><h1>Just a moment</h1>", type="text/html")


def test_list_names_every_system_and_those_that_have_ended(icpwatch: Run) -> None:
    status, out, _ = icpwatch("--now", "2026-11-22", "systems", "list")
    assert status == 0
    assert "East of England" in out
    assert "ended 31 March 2026, then thames-valley, surrey-sussex, hampshire-isle-of-wight" in out


def test_list_gives_a_json_line_for_each_system(icpwatch: Run) -> None:
    _, out, _ = icpwatch("--now", "2026-11-22", "systems", "list", "--json")
    systems = [json.loads(line) for line in out.splitlines()]
    assert len(systems) == 48
    assert sum(system["live"] for system in systems) == 36


def test_show_tells_names_predecessors_committees_and_what_is_unconfirmed(icpwatch: Run) -> None:
    _, out, _ = icpwatch("systems", "show", "gloucestershire")
    assert "One Gloucestershire Health and Wellbeing Partnership" in out
    assert "committee 881" in out
    assert "site:https://www.nhsglos.nhs.uk/" in out
    assert "bedfordshire-luton-milton-keynes" in icpwatch("systems", "show", "central-east")[1]


def test_an_unknown_system_is_wrong_use_and_answered_with_the_nearest(icpwatch: Run) -> None:
    status, _, err = icpwatch("systems", "show", "glouchestershire")
    assert status == 2
    assert "gloucestershire" in err


def test_check_refuses_without_a_contact_and_says_the_line_to_write(icpwatch: Run) -> None:
    status, out, err = icpwatch("systems", "check")
    assert (status, out) == (1, "")
    assert 'contact = "you@example.org"' in err


def check(folder: Path, regions: str, *ids: str) -> tuple[int, dict[str, Any], str]:
    """Run the check in a process of its own; return its status, its lines by site, and what it said."""
    (folder / "south_west.toml").write_text(f'region = "South West"\n{regions}')
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "ICPWATCH_CRAWL_CONTACT": "tests@example.org",
        "ICPWATCH_CRAWL_ALLOW_PRIVATE_ADDRESSES": "true",
        "ICPWATCH_CRAWL_DELAY_SECONDS": "0",
    }
    command = [sys.executable, "-m", "icpwatch", "--regions", str(folder), "systems", "check", "--json", *ids]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    return ran.returncode, {line["site"]: line for line in lines}, ran.stderr


def entry(id: str, *sites: str, role: str = "icb", more: str = "") -> str:
    head = f'\n[[system]]\nid = "{id}"\nname = "{id}"\nicb = "{id}"\nestablished = 2022-07-01\n'
    return head + "".join(f'  [[system.site]]\n  url = "{site}/"\n  role = "{role}"\n{more}' for site in sites)


def test_check_asks_each_address_once_and_says_what_came(tmp_path: Path) -> None:
    with (
        serving({"/": HOME}, host="127.0.0.2") as fine,
        serving({"/": Answer(status=301, headers={"Location": fine.url + "/"})}, host="127.0.0.3") as merged,
        serving({"/": Answer(status=302, headers={"Location": "https://else.example/"})}, host="127.0.0.4") as strange,
        serving({"/": WALL}, host="127.0.0.5") as walled,
        serving({"/": Answer("forbidden", 403)}, host="127.0.0.6") as refused,
        serving({"/": Answer("gone", 410)}, host="127.0.0.7") as gone,
        serving({"/robots.txt": Answer("User-agent: *\nDisallow: /", type="text/plain")}, host="127.0.0.8") as shut,
        serving({"/": Answer(status=302, headers={"Location": "/en/"}), "/en/": HOME}, host="127.0.0.9") as inner,
    ):
        servers = (fine, merged, strange, walled, refused, gone, shut, inner)
        regions = entry("wessex", fine.url) + entry("mercia", *(server.url for server in servers[1:]))
        status, lines, said = check(tmp_path, regions)
        assert [len(server.pages()) for server in servers] == [1, 1, 1, 1, 1, 1, 0, 2]
    outcomes = {site: line["outcome"] for site, line in lines.items()}
    assert outcomes == {
        fine.url + "/": "answers",
        merged.url + "/": "redirects",
        strange.url + "/": "redirects",
        walled.url + "/": "blocked",
        refused.url + "/": "blocked",
        gone.url + "/": "gone",
        shut.url + "/": "excluded",
        inner.url + "/": "answers",
    }
    assert lines[merged.url + "/"]["target_systems"] == ["wessex"]
    assert lines[strange.url + "/"]["target_systems"] == []
    assert status == 0
    assert "2 of 8 addresses" in said


def test_check_asks_for_the_committee_and_never_for_the_rest_of_a_councils_site(tmp_path: Path) -> None:
    more = '  vendor = "moderngov"\n  committees = [881]\n'
    with serving({"/mgCommitteeDetails.aspx?ID=881": HOME}) as council:
        _, lines, _ = check(tmp_path, entry("wessex", council.url, role="council", more=more))
        assert council.pages() == ["/mgCommitteeDetails.aspx?ID=881"]
    assert lines[council.url + "/"]["outcome"] == "answers"


def test_check_asks_only_the_systems_that_are_named(tmp_path: Path) -> None:
    with serving({"/": HOME}, host="127.0.0.2") as named, serving({"/": HOME}, host="127.0.0.3") as other:
        status, lines, _ = check(tmp_path, entry("wessex", named.url) + entry("mercia", other.url), "wessex")
        assert (status, list(lines)) == (0, [named.url + "/"])
        assert other.pages() == []


def test_check_fails_where_nothing_answers(tmp_path: Path) -> None:
    with serving({}) as server:
        address = server.url
    status, lines, _ = check(tmp_path, entry("wessex", address))
    assert status == 1
    assert lines[address + "/"]["outcome"] == "unreachable"
    assert lines[address + "/"]["reason"] == "the connection was refused"


def test_propose_prints_hosts_that_watched_pages_link_to_and_asks_nobody(icpwatch: Run, elsewhere: Path) -> None:
    database = f"sqlite:///{elsewhere / 'kept.db'}"
    with open_store(database).write() as session:
        page = make_page(session, make_site(session, make_system(session, "devon")), "/about")
        there = Link("The Devon Integrated Care Partnership", "https://partnership.example.org/icp/")
        make_capture(session, page, [block("Our partners have a site.", "paragraph", there)])
    status, out, _ = icpwatch("--database", database, "systems", "check", "--propose")
    assert status == 0
    (system,) = tomllib.loads(out)["system"]
    assert system["id"] == "devon"
    assert system["site"][0]["url"] == "https://partnership.example.org/"


def test_propose_says_so_where_there_is_nothing_to_add(icpwatch: Run, elsewhere: Path) -> None:
    status, out, err = icpwatch("--database", f"sqlite:///{elsewhere / 'kept.db'}", "systems", "check", "--propose")
    assert (status, out) == (0, "")
    assert "no host to add" in err
