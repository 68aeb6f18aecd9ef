"""The settings: icpwatch.toml, overlaid by ICPWATCH_... in the environment, checked and typed.

Each field states its default, its unit where it has one, and its check; `icpwatch.example.toml` beside this file
explains them to people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from config import checks
from config.errors import ConfigError
from config.tables import Place, checked, from_text, read_table, read_toml, refuse_unknown, tables_of
from config.words import EVENTS, KINDS, REGIONS, WEEKDAYS

EXAMPLE = Path(__file__).with_name("icpwatch.example.toml")
FILE_NAME = "icpwatch.toml"
PREFIX = "ICPWATCH_"

_POLITE_DELAY_SECONDS = 0.5
"""Twice as fast as the default is the most that anybody else's web site is asked to bear."""

_ENVIRONMENT = Place("environment", "", Path())
_USUAL_PORT = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How sites are visited. Without a `contact` no live crawl starts."""

    contact: str = checked(checks.contact, "")
    delay_seconds: float = checked(checks.between(0, 3600), 1.0)
    concurrent_requests_per_host: int = checked(checks.between(1, 8), 1)
    concurrent_requests: int = checked(checks.between(1, 256), 32)
    max_pages_per_site: int = checked(checks.between(1, 100_000), 400)
    max_depth: int = checked(checks.between(0, 100), 6)
    allow_private_addresses: bool = False
    vanish_checks: int = checked(checks.between(1, 100), 2)
    vanish_hours: int = checked(checks.between(0, 8760), 20)
    full_fetch_every: int = checked(checks.between(1, 1000), 10)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail is sent. Without a `port`, the usual one; `password` is what `password_file` holds, if there is one."""

    host: str = checked(checks.single_line, "")
    port: int = checked(checks.between(1, 65535), 0)
    security: str = checked(checks.one_of("starttls", "tls", "none"), "starttls")
    username: str = checked(checks.single_line, "")
    password: str = checked(checks.single_line, "", repr=False)
    password_file: Path | None = None
    sender: str = checked(checks.email_address, "")


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who is told what, and when. Empty lists mean everything."""

    to: str = checked(checks.receiver, "")
    name: str = checked(checks.single_line, "")
    regions: tuple[str, ...] = checked(checks.one_of(*REGIONS), ())
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = checked(checks.one_of(*KINDS), ())
    events: tuple[str, ...] = checked(checks.one_of(*EVENTS), ())
    watch_terms: tuple[str, ...] = checked(checks.with_a_word, ())
    every: str = checked(checks.one_of("crawl", "day", "week"), "day")
    at: str = checked(checks.clock_time, "07:30")
    day: str = checked(checks.one_of(*WEEKDAYS), "monday")
    zone: str = checked(checks.time_zone, "Europe/London")
    quiet: str = checked(checks.one_of("all-clear", "nothing"), "all-clear")
    format: str = checked(checks.one_of("both", "text"), "both")

    @property
    def key(self) -> str:
        """Return the name under which the store keeps how far this subscriber has been told."""
        return self.name or self.to


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """When jobs run, as cron expressions in `timezone`; an empty one is never run."""

    discover: str = checked(checks.cron, "15 3 * * sun")
    recheck: str = checked(checks.cron, "15 5 * * *")
    digest: str = checked(checks.cron, "30 7 * * *")
    timezone: str = checked(checks.time_zone, "Europe/London")


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """Where the report is written, and under which address it is published, if it is."""

    directory: Path = Path("report")
    base_url: str = checked(checks.site_address, "")
    when: str = checked(checks.one_of("after-crawl", "by-hand"), "after-crawl")


@dataclass(frozen=True, slots=True)
class HealthSettings:
    """When the monitor speaks up about itself: days that a site is blocked, hours without a finished crawl."""

    blocked_days: int = checked(checks.between(1, 365), 3)
    silent_hours: int = checked(checks.between(1, 8760), 36)
    ping_url: str = checked(checks.web_address, "")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `path` is the file they came from, None where there is none; all paths are absolute."""

    path: Path | None = None
    database: str = checked(checks.database_url, "", repr=False)
    crawl: CrawlSettings = CrawlSettings()
    mail: MailSettings = MailSettings()
    subscriptions: tuple[Subscription, ...] = ()
    schedule: ScheduleSettings = ScheduleSettings()
    report: ReportSettings = ReportSettings()
    health: HealthSettings = HealthSettings()


SECTIONS: Mapping[str, type] = {
    "crawl": CrawlSettings,
    "mail": MailSettings,
    "schedule": ScheduleSettings,
    "report": ReportSettings,
    "health": HealthSettings,
}


def find_settings_file() -> Path | None:
    """Return icpwatch.toml in the current folder, else the one in the user's config folder, else None."""
    from platformdirs import user_config_path

    candidates = (Path.cwd() / FILE_NAME, user_config_path("icpwatch") / FILE_NAME)
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def load_settings(path: Path | None, environ: Mapping[str, str], database: str | None = None) -> Settings:
    """Return the settings of a file (None: the defaults), overlaid by the environment, then by `database`.

    Paths in the file are relative to it. Raises ConfigError, naming file and key, for what cannot be right.
    """
    folder = (path.parent if path else Path.cwd()).resolve()
    top = Place(path or "settings", "", folder)
    if path and not path.exists():
        raise ConfigError(path, "", "there is no such file; `icpwatch init` writes one")
    table = read_toml(path) if path else {}
    refuse_unknown(top, table, ("database", "subscription", *SECTIONS))
    overlay = _environment(environ)
    place = replace(_ENVIRONMENT, folder=Path.cwd())
    sections = {
        name: kind(
            **read_table(kind, table.get(name, {}), replace(top, section=name))
            | read_table(kind, overlay[name], replace(place, section=name))
        )
        for name, kind in SECTIONS.items()
    }
    settings = Settings(
        path=path.resolve() if path else None,
        database=_database(database, (overlay[""], place), (table, top)),
        subscriptions=_subscriptions(tables_of(table, "subscription", top)),
        **sections,
    )
    _refuse_haste(settings.crawl, top)
    return replace(settings, mail=_finish_mail(settings.mail, top))


def variable_names() -> dict[str, tuple[str, str]]:
    """Return each variable of the environment that is read, with its section ("" for the top) and field."""
    names = {f"{PREFIX}DATABASE": ("", "database")}
    for section, kind in SECTIONS.items():
        names |= {f"{PREFIX}{section}_{each.name}".upper(): (section, each.name) for each in fields(kind)}
    return names


def as_environment(settings: Settings) -> dict[str, str]:
    """Return the variables that give a child process the same database and crawl settings."""
    crawl = {f"{PREFIX}CRAWL_{each.name.upper()}": getattr(settings.crawl, each.name) for each in fields(CrawlSettings)}
    values = {f"{PREFIX}DATABASE": settings.database, **crawl}
    return {name: str(value) for name, value in values.items() if value != ""}


def _environment(environ: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Return what the environment sets, by section ("" for the top) and field, as it would stand in the file."""
    known = variable_names()
    given = sorted(name for name in environ if name.startswith(PREFIX))
    refuse_unknown(_ENVIRONMENT, given, known)
    tables: dict[str, dict[str, object]] = {section: {} for section in ("", *SECTIONS)}
    for section, key, text in ((*known[name], environ[name]) for name in given):
        tables[section][key] = from_text(SECTIONS.get(section, Settings), key, text)
    return tables


def _subscriptions(tables: Iterable[tuple[object, Place]]) -> tuple[Subscription, ...]:
    found: dict[str, Subscription] = {}
    for table, place in tables:
        values = read_table(Subscription, table, place)
        if not values.get("to"):
            raise place.error("to", "say who is told: an e-mail address, an https:// webhook or folder:PATH")
        if values["to"].startswith("folder:"):
            target = Path(values["to"].removeprefix("folder:")).expanduser()
            values["to"] = f"folder:{(place.folder / target).resolve()}"
        subscription = Subscription(**values)
        if subscription.key in found:
            raise place.error("name", f"{subscription.key!r} is told twice; give each its own name")
        found[subscription.key] = subscription
    return tuple(found.values())


def _database(given: str | None, *tables: tuple[Mapping[str, Any], Place]) -> str:
    """Return the database's address, that of an SQLite file as an absolute path; the first that is given counts."""
    from platformdirs import user_data_path

    option = {} if given is None else {"database": given}
    for table, place in ((option, Place("--database", "", Path.cwd())), *tables):
        if "database" in table:
            url: str = read_table(Settings, {"database": table["database"]}, place)["database"]
            scheme, _, file = url.partition(":///")
            if scheme.startswith("sqlite") and file and file != ":memory:":
                return f"{scheme}:///{(place.folder / Path(file).expanduser()).resolve()}"
            return url
    return f"sqlite:///{user_data_path('icpwatch') / 'icpwatch.db'}"


def _refuse_haste(crawl: CrawlSettings, top: Place) -> None:
    if crawl.delay_seconds < _POLITE_DELAY_SECONDS and not crawl.allow_private_addresses:
        problem = f"{crawl.delay_seconds} would press other people's sites; write {_POLITE_DELAY_SECONDS} or more"
        raise replace(top, section="crawl").error("delay_seconds", problem)


def _finish_mail(mail: MailSettings, top: Place) -> MailSettings:
    place = replace(top, section="mail")
    if mail.host and not mail.sender:
        raise place.error("sender", "say from which address mail is sent")
    mail = replace(mail, port=mail.port or _USUAL_PORT[mail.security])
    if mail.password_file is not None:
        if mail.password:
            raise place.error("password", "give either password or password_file, not both")
        mail = replace(mail, password=_password_in(mail.password_file, place))
    if mail.host and bool(mail.username) != bool(mail.password):
        raise place.error("password" if mail.username else "username", "a login needs a username and a password")
    return mail


def _password_in(file: Path, place: Place) -> str:
    try:
        password = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", "it is no text")
        raise place.error("password_file", f"{file} cannot be read: {reason}") from None
    if not password:
        raise place.error("password_file", f"{file} is empty")
    return password
