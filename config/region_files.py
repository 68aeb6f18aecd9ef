"""Region files: TOML in, checked values out. Every refusal names file, entry and field, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from config.addresses import is_private_ip
from config.systems import Icp, Site, System
from config.tables import Place, read_table, read_toml, refuse_unknown, tables_of
from config.words import nearest

_PLAIN = tuple(each.name for each in fields(System) if each.name not in ("icp", "sites"))
_MARKS = (*_PLAIN, "icp.name", "icp.aliases")


class Loaded(NamedTuple):
    """A system and where it was read."""

    system: System
    place: Place


def read_region_file(
    file: Path, systems: dict[str, Loaded], *, extend: bool = False, allow_private: bool = False
) -> None:
    """Add the systems of a file to those read before; with `extend`, it may also add to systems that are listed.

    Its `region` and `sources`, if it gives them at the top, are those of every system in it.
    """
    top = Place(file, "", file.parent)
    table = read_toml(file)
    refuse_unknown(top, table, ("region", "sources", "system"))
    head = read_table(System, {key: value for key, value in table.items() if key != "system"}, top)
    for entry, place in tables_of(table, "system", top):
        id = entry.get("id")
        if isinstance(id, str) and id:
            place = replace(place, section=f"system {id!r}")
        listed = systems.get(str(id))
        if listed is None:
            system = _system(entry, head, place, allow_private)
        elif extend:
            system = _extended(listed.system, entry, place, allow_private)
        else:
            raise place.error("id", f"{id!r} is already that of {listed.place.section} in {listed.place.source}")
        systems[system.id] = Loaded(system, place)


def _extended(system: System, entry: Mapping[str, Any], place: Place, allow_private: bool) -> System:
    """Return a listed system with sites and names added; a name that is replaced stays as an alias."""
    refuse_unknown(place, entry, ("id", "icp", "site"))
    sites = _sites(entry, place, allow_private)
    if twice := {site.url for site in system.sites} & {site.url for site in sites}:
        raise place.error("site", f"{min(twice)} is already listed for this system: leave it out")
    added = _icp(entry, place)
    name = added.name or system.icp.name
    names = dict.fromkeys((system.icp.name, *system.icp.aliases, *added.aliases))
    icp = Icp(name, tuple(alias for alias in names if alias and alias != name))
    return replace(system, icp=icp, sites=system.sites + sites)


def _system(entry: Mapping[str, Any], head: Mapping[str, Any], place: Place, allow_private: bool) -> System:
    refuse_unknown(place, entry, (*_PLAIN, "icp", "site"))
    values = dict(head) | read_table(System, {key: entry[key] for key in entry if key in _PLAIN}, place)
    values["sources"] = head.get("sources", ()) + values.get("sources", ())
    _require(System, values, place)
    system = System(**values, icp=_icp(entry, place), sites=_sites(entry, place, allow_private))
    if system.dissolved is not None and system.dissolved < system.established:
        raise place.error("dissolved", f"{system.dissolved} is before `established` {system.established}")
    if system.dissolved is None and system.successors:
        raise place.error("successors", "only a body with a `dissolved` date has successors")
    _check_marks(system, place)
    return system


def _require(kind: type, values: Mapping[str, Any], place: Place) -> None:
    for each in fields(kind):
        if each.name not in values and each.default is MISSING and each.default_factory is MISSING:
            raise place.error(each.name, "must be given")


def _check_marks(system: System, place: Place) -> None:
    """Refuse a mark on what is not there, so that no mark outlives what it was put on."""
    known = (*_MARKS, *(f"site:{site.url}" for site in system.sites))
    for mark in system.unconfirmed:
        if mark not in known:
            hint = nearest(mark, known) or "; use a field's name, or site: and an address listed here"
            raise place.error("unconfirmed", f"{mark!r} is nothing in this entry{hint}")


def _icp(entry: Mapping[str, Any], place: Place) -> Icp:
    return Icp(**read_table(Icp, entry.get("icp", {}), replace(place, section=f"{place.section}.icp")))


def _sites(entry: Mapping[str, Any], place: Place, allow_private: bool) -> tuple[Site, ...]:
    sites: dict[str, Site] = {}
    for table, own in tables_of(entry, "site", place):
        site = _site(table, own, allow_private)
        if sites.setdefault(site.url, site) is not site:
            raise own.error("url", f"{site.url} is listed twice for this system")
    return tuple(sites.values())


def _site(table: Mapping[str, Any], place: Place, allow_private: bool) -> Site:
    values = read_table(Site, table, place)
    _require(Site, values, place)
    site = Site(**values)
    if problem := url_problem(site.url, allow_private=allow_private):
        raise place.error("url", f"{site.url!r} {problem}")
    if site.role == "council" and not (site.committees or site.allow):
        raise place.error("committees", "a council's site is never crawled whole: give `committees` or `allow`")
    return replace(site, start=tuple(urljoin(site.url, path) for path in site.start))


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
        return "must be a home page that ends in /, such as https://devon.icb.nhs.uk/"
    is_local = not re.search(r"[.:]", host) or host.endswith((".local", ".localhost", ".internal"))
    if not allow_private and (is_local or is_private_ip(host)):
        return "is a private address; crawl.allow_private_addresses = true lets such sites be listed"
    return ""
