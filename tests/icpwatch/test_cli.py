from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from config.errors import StoreError
from icpwatch.cli import VERBS, cli
from icpwatch.commands import init

Call = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make `icpwatch init` fail."""

    def arrange(error: BaseException) -> None:
        def fail() -> None:
            raise error

        monkeypatch.setattr(init, "command", click.Command("init", callback=fail))

    return arrange


def loaded_by(*arguments: str) -> set[str]:
    code = "import sys; from icpwatch.cli import run; run(sys.argv[1:]); print('MODULES', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.partition("MODULES")[2].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option: str) -> None:
    heavy = {"scrapy", "twisted", "sqlalchemy", "jinja2", "lxml", "bs4", "rich", "apscheduler", "store", "crawler"}
    assert not loaded_by(option) & heavy


def test_help_lists_every_verb_of_this_version_with_what_it_does(icpwatch: Call) -> None:
    status, out, _ = icpwatch("--help")
    assert status == 0
    for verb in cli.list_commands(click.Context(cli)):
        assert f"  {verb} " in out
        assert VERBS[verb] in out


@pytest.mark.parametrize("verb", cli.list_commands(click.Context(cli)))
def test_each_verb_has_help_with_an_example(verb: str) -> None:
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    below = command.commands if isinstance(command, click.Group) else {}
    for name, each in {verb: command, **{f"{verb} {name}": each for name, each in below.items()}}.items():
        assert f"Example: icpwatch {name}" in each.get_help(click.Context(each, info_name=name))


@pytest.mark.parametrize("words", [(), ("outbox",)])
def test_nothing_said_gets_the_help_as_it_is_and_status_2(icpwatch: Call, words: tuple[str, ...]) -> None:
    status, out, err = icpwatch(*words)
    assert (status, out) == (2, "")
    assert err.rstrip("\n") == icpwatch(*words, "--help")[1].rstrip("\n")


def test_a_misspelt_verb_gets_one_line_with_the_nearest_and_status_2(icpwatch: Call) -> None:
    status, out, err = icpwatch("inti")
    assert (status, out) == (2, "")
    assert err == "icpwatch: there is no verb 'inti'; did you mean init? (`icpwatch --help` lists them)\n"


def test_a_misspelt_option_gets_one_line_with_the_nearest_and_status_2(icpwatch: Call) -> None:
    status, _, err = icpwatch("--confg", "x", "init")
    assert status == 2
    assert "Did you mean '--config'?" in err
    assert err.count("\n") == 1


def test_a_global_option_behind_the_verb_is_told_where_it_goes(icpwatch: Call) -> None:
    status, _, err = icpwatch("init", "--database", "sqlite:///x.db")
    assert status == 2
    assert "--database goes before the verb" in err


def test_an_option_without_its_value_gets_one_line_and_no_wrong_hint(icpwatch: Call) -> None:
    assert icpwatch("crawl", "--system") == (2, "", "icpwatch: Option '--system' requires an argument.\n")


def test_an_error_is_one_line_and_status_1_without_a_traceback(
    icpwatch: Call, failing: Callable[[BaseException], None]
) -> None:
    failing(StoreError("the store\nis locked"))
    assert icpwatch("init") == (1, "", "icpwatch: the store is locked\n")


def test_debug_shows_where_an_error_arose(icpwatch: Call, failing: Callable[[BaseException], None]) -> None:
    failing(StoreError("the store is locked"))
    status, _, err = icpwatch("--debug", "init")
    assert status == 1
    assert "Traceback" in err
    assert err.endswith("icpwatch: the store is locked\n")


def test_an_unforeseen_error_is_one_line_that_says_how_to_see_more(
    icpwatch: Call, failing: Callable[[BaseException], None]
) -> None:
    failing(KeyError("x"))
    status, _, err = icpwatch("init")
    assert status == 1
    assert err == "icpwatch: this should not happen: KeyError: 'x'; put --debug before the verb to see where\n"


def test_an_error_shows_no_password_and_cannot_steer_the_terminal(
    icpwatch: Call, failing: Callable[[BaseException], None]
) -> None:
    failing(StoreError("postgresql://watch:hunter2@db/icp \x1b[2J"))
    assert icpwatch("init") == (1, "", "icpwatch: postgresql://***@db/icp ?[2J\n")


def test_ctrl_c_ends_with_one_word_and_the_status_of_shells(
    icpwatch: Call, failing: Callable[[BaseException], None]
) -> None:
    failing(KeyboardInterrupt())
    status, _, err = icpwatch("init")
    assert status == 130
    assert err.strip() == "icpwatch: stopped"


def test_a_reader_that_stops_reading_ends_the_output_without_a_word() -> None:
    code = "import sys; from icpwatch.__main__ import main; sys.argv = ['icpwatch', '--help']; main()"
    with subprocess.Popen(
        [sys.executable, "-c", f"import os; os.read(0, 1)\n{code}"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(b"x")
        process.stdin.close()
        assert process.stderr.read() == b""


def test_the_launcher_runs_from_any_folder_and_a_foreign_config_package_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "__init__.py").write_text("raise ImportError('not ours')")
    done = subprocess.run(
        [sys.executable, str(ROOT / "icpwatch" / "__main__.py"), "--version"],
        cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.startswith("icpwatch ")
