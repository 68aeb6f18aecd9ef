from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import (
    EXAMPLE,
    SECTIONS,
    Settings,
    Subscription,
    as_environment,
    load_settings,
    variable_names,
)
from config.words import EVENTS, KINDS
from store import models

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(text: str) -> Path:
        path = tmp_path / "icpwatch.toml"
        path.write_text(text, "utf-8")
        return path

    return write_file


def refusal(write: Write, text: str, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(write(text), environ or {})
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_without_a_file_the_defaults_hold_and_the_store_is_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere/data")
    settings = load_settings(None, {})
    assert settings.path is None
    assert settings.database == "sqlite:////somewhere/data/icpwatch/icpwatch.db"
    assert settings.crawl.delay_seconds == 1.0
    assert settings.crawl.contact == ""
    assert settings.mail.port == 587


def test_the_example_file_loads_with_every_line_as_it_is_and_with_every_line_switched_on(write: Write) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert load_settings(write(text), {}).crawl == Settings().crawl
    switched_on = re.sub(r"^# (?=(\[\[)|(\w+ = ))", "", text, flags=re.MULTILINE)
    switched_on = re.sub(r'^password = ""\n', "", switched_on, flags=re.MULTILINE)
    (write("").parent / "mail-password.txt").write_text("secret\n")
    settings = load_settings(write(switched_on), {})
    assert settings.crawl.contact == "you@example.org"
    assert settings.mail.password == "secret"
    assert settings.subscriptions[0].systems == ("south-yorkshire",)


@pytest.mark.parametrize("section", [*SECTIONS, "subscription"])
def test_the_example_file_names_every_setting_of_a_section_and_shows_its_default(section: str) -> None:
    kind = SECTIONS.get(section, Subscription)
    text = EXAMPLE.read_text("utf-8")
    named = dict(re.findall(r"^(?:# )?(\w+) = (.*?)(?: *#.*)?$", text, flags=re.MULTILINE))
    for each in fields(kind):
        assert each.name in named
        if type(each.default) in (int, float, bool) and each.name != "port":
            assert named[each.name] == str(each.default).lower()


def test_paths_are_relative_to_the_file(write: Write, tmp_path: Path) -> None:
    settings = load_settings(
        write('database = "sqlite:///here.db"\n[report]\ndirectory = "out"\n[[subscription]]\nto = "folder:digests"'),
        {},
    )
    assert settings.database == f"sqlite:///{tmp_path}/here.db"
    assert settings.report.directory == tmp_path / "out"
    assert settings.subscriptions[0].to == f"folder:{tmp_path}/digests"


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(write: Write) -> None:
    path = write('database = "sqlite:///file.db"\n[crawl]\ncontact = "file@example.org"\nmax_depth = 3')
    environ = {
        "ICPWATCH_CRAWL_CONTACT": "env@example.org",
        "ICPWATCH_CRAWL_DELAY_SECONDS": "2",
        "ICPWATCH_CRAWL_ALLOW_PRIVATE_ADDRESSES": "true",
        "ICPWATCH_DATABASE": "sqlite:////env.db",
        "HOME": "/root",
    }
    settings = load_settings(path, environ)
    assert settings.crawl.contact == "env@example.org"
    assert settings.crawl.delay_seconds == 2.0
    assert settings.crawl.allow_private_addresses is True
    assert settings.crawl.max_depth == 3
    assert settings.database == "sqlite:////env.db"
    assert load_settings(path, environ, "sqlite:////given.db").database == "sqlite:////given.db"


@pytest.mark.parametrize(
    ("text", "field", "help_given"),
    [
        ("[crawl]\ncontcat = 'a@b.org'", "crawl.contcat", "did you mean contact?"),
        ("[craw]\n", "craw", "did you mean crawl?"),
        ("[[subscriptions]]\nto = 'a@b.org'", "subscriptions", "did you mean subscription?"),
        ("[subscription]\nto = 'a@b.org'", "subscription", "[[subscription]]"),
        ("[[subscription]]\nname = 'x'", "subscription 1.to", "who is told"),
        ("[[subscription]]\nto = 'a@b.org'\nkinds = ['membershp']", "subscription 1.kinds", "did you mean membership?"),
        ("[[subscription]]\nto = 'a@b.org'\nevents = 'moved'", "subscription 1.events", "must be a list"),
        ("[[subscription]]\nto = 'a@b.org'\nat = '7.30'", "subscription 1.at", "07:30"),
        ("[[subscription]]\nto = 'http://example.org/hook'", "subscription 1.to", "https://"),
        ("[[subscription]]\nto = 'a@b.org'\nzone = 'London'", "subscription 1.zone", "Europe/London"),
        ("[[subscription]]\nto = 'a@b.org'\n[[subscription]]\nto = 'a@b.org'", "subscription 2.name", "its own name"),
        ("[crawl]\ndelay_seconds = '1'", "crawl.delay_seconds", "must be a number"),
        ("[crawl]\nmax_depth = true", "crawl.max_depth", "must be a whole number"),
        ("[crawl]\nvanish_checks = 0", "crawl.vanish_checks", "not between 1 and"),
        ("[crawl]\ndelay_seconds = 0.1", "crawl.delay_seconds", "press other people's sites"),
        ("[crawl]\ncontact = 'me'", "crawl.contact", "e-mail address"),
        ("[crawl]\ncontact = \"a@b.org\\r\\nX: y\"", "crawl.contact", "e-mail address"),
        ("[mail]\nsecurity = 'ssl'", "mail.security", "starttls, tls, none"),
        ("[mail]\nhost = 'mail.example.org'", "mail.sender", "from which address"),
        ("[mail]\npassword_file = 'nowhere.txt'", "mail.password_file", "cannot be read"),
        ("[mail]\npassword_file = '.'", "mail.password_file", "cannot be read: Is a directory"),
        ("[mail]\npassword_file = 'icpwatch.toml'\nhost = 'h'\nsender = 'a@b.org'", "mail.username", "a login needs"),
        ("[mail]\nusername = 'watch'\nhost = 'h'\nsender = 'a@b.org'", "mail.password", "a login needs"),
        ("[[subscription]]\nto = 'a@exämple..org'", "subscription 1.to", "no e-mail address"),
        ("[mail]\nsender = 'a@exämple..org'", "mail.sender", "a dot too many"),
        ("[[subscription]]\nto = 'a@b.org'\nwatch_terms = ['']", "subscription 1.watch_terms", "holds no word"),
        ("[schedule]\ndiscover = '0 3 31 feb *'", "schedule.discover", "never comes"),
        ("[schedule]\nrecheck = '30 1 * * *'", "schedule.recheck", "01:00"),
        ("[schedule]\nrecheck = '0 * * * *'", "schedule.recheck", "01:00"),
        ("[schedule]\ndiscover = '0 3 * * 1'", "schedule.discover", "mon to sun"),
        ("[schedule]\ndiscover = '0 3 * * mnoday'", "schedule.discover", "no cron expression"),
        ("[schedule]\ndigest = '61 3 * * *'", "schedule.digest", "no cron expression"),
        ("[schedule]\ndigest = '0 3 * *'", "schedule.digest", "no cron expression"),
        ("database = 'icpwatch.db'", "database", "sqlite:///icpwatch.db"),
        ("database = 'mysql://x/y'", "database", "not supported"),
        ("crawl = 3", "crawl", "must be a table"),
        ("[crawl", "", "cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_with_file_key_and_what_would_be_right(
    write: Write, text: str, field: str, help_given: str
) -> None:
    message = refusal(write, text)
    assert "icpwatch.toml: " + (f"{field}: " if field else "") in message
    assert help_given in message


@pytest.mark.parametrize(("held", "reason"), [(b"\n", "is empty"), (b"\xff\xfe", "cannot be read: it is no text")])
def test_a_password_file_that_holds_no_password_is_refused(write: Write, held: bytes, reason: str) -> None:
    file = write("").with_name("pw")
    file.write_bytes(held)
    assert refusal(write, "[mail]\npassword_file = 'pw'").endswith(f"mail.password_file: {file} {reason}")


def test_receiver_may_have_letters_beyond_a_to_z(write: Write) -> None:
    settings = load_settings(write("[[subscription]]\nto = 'zoë@exämple.org'"), {})
    assert settings.subscriptions[0].to == "zoë@exämple.org"


def test_a_misspelt_variable_of_the_environment_is_refused_with_the_nearest_name(write: Write) -> None:
    message = refusal(write, "", {"ICPWATCH_CRAWL_CONTCAT": "a@b.org"})
    assert "ICPWATCH_CRAWL_CONTCAT" in message
    assert "did you mean ICPWATCH_CRAWL_CONTACT?" in message


def test_a_wrong_value_in_the_environment_names_its_setting(write: Write) -> None:
    message = refusal(write, "", {"ICPWATCH_CRAWL_MAX_DEPTH": "deep"})
    assert message == "environment: crawl.max_depth: must be a whole number, not 'deep'"


def test_a_child_process_gets_the_same_database_and_crawl_settings(write: Write) -> None:
    text = (
        'database = "sqlite:///x.db"\n[crawl]\ncontact = "a@b.org"\ndelay_seconds = 2\nallow_private_addresses = true'
    )
    settings = load_settings(write(text), {})
    child = load_settings(None, as_environment(settings))
    assert (child.database, child.crawl) == (settings.database, settings.crawl)


def test_region_of_a_subscription_is_known_however_it_is_written(write: Write) -> None:
    text = '[[subscription]]\nto = "a@b.org"\nregions = ["north_east_and_yorkshire", "SOUTH-WEST"]'
    assert load_settings(write(text), {}).subscriptions[0].regions == ("North East and Yorkshire", "South West")
    assert "did you mean Midlands?" in refusal(write, text.replace("SOUTH-WEST", "midland"))


def test_subscriptions_come_from_the_file_only() -> None:
    assert not [name for name in variable_names() if "SUBSCRIPTION" in name]


@pytest.mark.parametrize(
    "expression", ["15 3 * * sun", "0 7-19 * * mon-fri", "*/20 2-23 * * *", "0 6 1 * *", "30 4 * * SAT,SUN", ""]
)
def test_schedules_that_people_write_are_accepted(write: Write, expression: str) -> None:
    settings = load_settings(write(f"[schedule]\nrecheck = '{expression}'"), {})
    assert settings.schedule.recheck == expression.lower()


def test_a_password_never_shows_when_settings_are_printed(write: Write, tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("hunter2\n")
    settings = load_settings(write("[mail]\npassword_file = 'pw'"), {})
    assert settings.mail.password == "hunter2"
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security_unless_it_is_given(write: Write, security: str, port: int) -> None:
    assert load_settings(write(f"[mail]\nsecurity = '{security}'"), {}).mail.port == port
    assert load_settings(write(f"[mail]\nsecurity = '{security}'\nport = 2525"), {}).mail.port == 2525


def test_settings_and_store_know_the_same_words() -> None:
    assert models.KINDS == KINDS
    assert models.EVENTS == EVENTS
