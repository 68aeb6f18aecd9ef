"""Region files: TOML in, checked values out. Every refusal names file, entry and field, and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from config.addresses import ip_of, is_public_ip
from config.errors import ConfigError
from config.systems import REGIONS, ROLES, VENDORS, Icp, Site, System
from config.words import nearest

_FILE_KEYS = ("region", "sources", "system")
_SYSTEM_KEYS = (
    "id", "name", "icb", "ods", "ons", "established", "dissolved", "successors", "cluster", "population", "councils",
    "unconfirmed", "sources", "icp", "site",
)  # fmt: skip
_ADDITION_KEYS = ("id", "icp", "site")
_ICP_KEYS = ("name", "aliases")
_SITE_KEYS = ("url", "role", "vendor", "committees", "start", "allow", "max_pages")
_MARKS = (*_SYSTEM_KEYS, "icp.name", "icp.aliases")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z0-9]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands, to say so in a refusal: a file, and a name such as `system "devon"`."""

    file: Path
    name: str = ""

    def refuse(self, key: str, problem: str) -> ConfigError:
        """Return the error for one field of this entry."""
        return ConfigError(self.file, ".".join(filter(None, (self.name, key))), problem)


class Loaded(NamedTuple):
    """A system and where it was read."""

    system: System
    place: Place


class Addition(NamedTuple):
    """What a user adds to a listed system."""

    id: str
    icp: Icp
    sites: tuple[Site, ...]
    place: Place


class _Table:
    """One TOML table, read field by field and never silently."""

    def __init__(self, values: Any, place: Place, known: Collection[str]) -> None:
        self.place = place
        if not isinstance(values, dict):
            raise place.refuse("", "must be a table")
        self.values: Mapping[str, Any] = values
        for key in values:
            if key not in known:
                raise place.refuse(key, f"no such key{nearest(key, known) or _choice(known)}")

    def text(self, key: str, *, required: bool = False, pattern: re.Pattern[str] | None = None) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            raise self.place.refuse(key, "must be given as text in quotes")
        if pattern and not pattern.fullmatch(value):
            raise self.place.refuse(key, f"{value!r} must look like {_EXAMPLES[pattern]}")
        return value.strip()

    def one_of(self, key: str, known: Collection[str], *, required: bool = True) -> str:
        value = self.text(key, required=required)
        if value and value not in known:
            raise self.place.refuse(key, f"{value!r} is not known{nearest(value, known) or _choice(known)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self._list(key, str, "texts in quotes"))

    def numbers(self, key: str) -> tuple[int, ...]:
        return tuple(self._list(key, int, "whole numbers"))

    def number(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise self.place.refuse(key, "must be a whole number above 0")
        return value

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.place.refuse(key, "must be a date without quotes, such as 2022-07-01")
        return value

    def tables(self, key: str) -> list[Any]:
        return self._list(key, dict, f"tables, each under [[{key}]] or [[system.{key}]]")

    def _list(self, key: str, kind: type, what: str) -> list[Any]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(type(item) is kind and item != "" for item in value):
            raise self.place.refuse(key, f"must be a list of {what}")
        if kind is not dict and len(set(value)) < len(value):
            raise self.place.refuse(key, "names the same thing twice")
        return value


def read_region_file(file: Path, *, allow_private: bool) -> list[Loaded]:
    """Return the systems of one region file."""
    top = _Table(_parse(file), Place(file), _FILE_KEYS)
    region = top.one_of("region", REGIONS)
    shared = top.texts("sources")
    entries = [_Table(values, _place(file, values, at), _SYSTEM_KEYS) for at, values in _numbered(top)]
    return [Loaded(_system(entry, region, shared, allow_private), entry.place) for entry in entries]


def read_overlay(file: Path, known: Collection[str], *, allow_private: bool) -> tuple[list[Loaded], list[Addition]]:
    """Return the new systems of a user's own file, and what it adds to `known` ones (ids).

    A new system names its `region`, which in this file stands in the entry.
    """
    top = _Table(_parse(file), Place(file), ("system",))
    new: list[Loaded] = []
    additions: list[Addition] = []
    for at, values in _numbered(top):
        place = _place(file, values, at)
        if isinstance(values, dict) and values.get("id") in known:
            entry = _Table(values, place, _ADDITION_KEYS)
            additions.append(Addition(values["id"], _icp(entry), _sites(entry, allow_private), place))
        else:
            entry = _Table(values, place, ("region", *_SYSTEM_KEYS))
            new.append(Loaded(_system(entry, entry.one_of("region", REGIONS), (), allow_private), place))
    return new, additions


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(file, "", f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise ConfigError(file, "", f"is not valid TOML: {error}") from error


def _numbered(top: _Table) -> list[tuple[int, Any]]:
    return list(enumerate(top.tables("system"), start=1))


def _place(file: Path, values: Any, at: int) -> Place:
    id = values.get("id") if isinstance(values, dict) else None
    return Place(file, f"system {id!r}" if isinstance(id, str) and id else f"system {at}")


def _system(entry: _Table, region: str, shared: tuple[str, ...], allow_private: bool) -> System:
    established, dissolved = _lifetime(entry)
    system = System(
        id=entry.text("id", required=True, pattern=_ID),
        name=entry.text("name", required=True),
        region=region,
        icb=entry.text("icb", required=True),
        ods=entry.text("ods", pattern=_CODE),
        ons=entry.text("ons", pattern=_CODE),
        established=established,
        dissolved=dissolved,
        successors=entry.texts("successors"),
        cluster=entry.text("cluster"),
        population=entry.number("population"),
        councils=entry.texts("councils"),
        sources=shared + entry.texts("sources"),
        unconfirmed=entry.texts("unconfirmed"),
        icp=_icp(entry),
        sites=_sites(entry, allow_private),
    )
    _check_marks(entry, system)
    return system


def _lifetime(entry: _Table) -> tuple[date, date | None]:
    established, dissolved = entry.day("established"), entry.day("dissolved")
    if established is None:
        raise entry.place.refuse("established", "must be given, such as 2022-07-01")
    if dissolved is not None and dissolved < established:
        raise entry.place.refuse("dissolved", f"{dissolved} is before `established` {established}")
    if dissolved is None and entry.texts("successors"):
        raise entry.place.refuse("successors", "only a body with a `dissolved` date has successors")
    return established, dissolved


def _check_marks(entry: _Table, system: System) -> None:
    """Refuse a mark on what is not there, so that no mark outlives what it was put on."""
    urls = [f"site:{site.url}" for site in system.sites]
    for mark in system.unconfirmed:
        if mark not in urls and mark not in _MARKS:
            hint = nearest(mark, (*_MARKS, *urls)) or "; use a field's name, or site: and an address listed here"
            raise entry.place.refuse("unconfirmed", f"{mark!r} is nothing in this entry{hint}")


def _icp(entry: _Table) -> Icp:
    table = _Table(entry.values.get("icp", {}), Place(entry.place.file, f"{entry.place.name}.icp"), _ICP_KEYS)
    return Icp(table.text("name"), table.texts("aliases"))


def _sites(entry: _Table, allow_private: bool) -> tuple[Site, ...]:
    sites: list[Site] = []
    for at, values in enumerate(entry.tables("site"), start=1):
        table = _Table(values, Place(entry.place.file, f"{entry.place.name}.site {at}"), _SITE_KEYS)
        site = _site(table, allow_private)
        if any(site.url == other.url for other in sites):
            raise table.place.refuse("url", f"{site.url} is listed twice for this system")
        sites.append(site)
    return tuple(sites)


def _site(table: _Table, allow_private: bool) -> Site:
    url = table.text("url", required=True)
    if problem := url_problem(url, allow_private=allow_private):
        raise table.place.refuse("url", f"{url!r} {problem}")
    site = Site(
        url=url,
        role=table.one_of("role", ROLES),
        vendor=table.one_of("vendor", VENDORS, required=False),
        committees=table.numbers("committees"),
        start=tuple(urljoin(url, path) for path in _paths(table, "start")),
        allow=_paths(table, "allow"),
        max_pages=table.number("max_pages"),
    )
    if site.role == "council" and not (site.committees or site.allow):
        raise table.place.refuse("committees", "a council's site is never crawled whole: give `committees` or `allow`")
    return site


def _paths(table: _Table, key: str) -> tuple[str, ...]:
    paths = table.texts(key)
    for path in paths:
        if not path.startswith("/") or path.startswith("//"):
            raise table.place.refuse(key, f"{path!r} must be a path on this site that begins with /")
    return paths


def url_problem(url: str, *, allow_private: bool) -> str:
    """Say what is wrong with the address of a site, or return "" if it may be listed."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address"
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        return "must begin with https://"
    if not host or parts.username is not None or parts.query or parts.fragment or not parts.path.endswith("/"):
        return "must be a home page that ends in /, such as https://www.devon.icb.nhs.uk/"
    if not allow_private and _is_private(host):
        return "is a private address; crawl.allow_private_addresses = true lets such sites be listed"
    return ""


def _is_private(host: str) -> bool:
    """Say whether a host is not on the public internet, as far as its name shows."""
    if address := ip_of(host):
        return not is_public_ip(address)
    return "." not in host or host.rsplit(".", 1)[-1] in ("local", "localhost", "internal")


def _choice(names: Collection[str]) -> str:
    return f"; use one of {', '.join(names)}"


_EXAMPLES = {_ID: "south-yorkshire", _CODE: "QF7 (capital letters and digits)"}
