"""The registry: which systems and sites are watched, read from the region files.

`load_registry` reads a folder of region files (the shipped one by default), lays the user's own additions over it,
and checks what no single entry can show: ids and codes that occur twice, successors that are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from config.errors import ConfigError, UsageError
from config.region_files import Addition, Loaded, read_overlay, read_region_file
from config.systems import REGIONS, ROLES, VENDORS, Icp, Site, System
from config.words import nearest

__all__ = ["REGIONS", "ROLES", "VENDORS", "Icp", "Registry", "Site", "System", "load_registry"]

SHIPPED = Path(__file__).with_name("regions")


@dataclass(frozen=True, slots=True)
class Registry:
    """All systems by id, in the order of the regions and then of their files."""

    systems: Mapping[str, System]

    @property
    def regions(self) -> tuple[str, ...]:
        """Return the regions that have a system, from north to south."""
        present = {system.region for system in self.systems.values()}
        return tuple(region for region in REGIONS if region in present)

    def system(self, id: str) -> System:
        """Return the system with this id. Raises UsageError with the nearest id."""
        if id in self.systems:
            return self.systems[id]
        hint = nearest(id, self.systems) or "; icpwatch systems list shows them"
        raise UsageError(f"there is no system {id!r}{hint}")

    def region_name(self, text: str) -> str:
        """Return a region's name however its case, spaces, hyphens or underscores are written.

        Raises UsageError with the nearest name.
        """
        wanted = _plain(text)
        names = {_plain(region): region for region in self.regions}
        if wanted in names:
            return names[wanted]
        hint = nearest(wanted, names) or f"; the regions are {', '.join(self.regions)}"
        raise UsageError(f"there is no region {text!r}{hint}")

    def region(self, text: str) -> tuple[System, ...]:
        """Return the systems of a region, live and dissolved; its name may be written as for `region_name`."""
        name = self.region_name(text)
        return tuple(system for system in self.systems.values() if system.region == name)

    def live(self, on: date) -> tuple[System, ...]:
        """Return the systems in being on that day."""
        return tuple(system for system in self.systems.values() if system.is_live(on))

    def predecessors(self, id: str) -> tuple[System, ...]:
        """Return the systems that name this one as a successor."""
        return tuple(system for system in self.systems.values() if id in system.successors)


def load_registry(
    folder: Path | None = None, *, overlay: Path | None = None, allow_private_addresses: bool = False
) -> Registry:
    """Return the registry of a folder of region files, with a file of the user's own additions laid over it.

    The addition adds sites, aliases or a partnership's name to a listed system, or whole systems. Addresses must be
    https and public unless `allow_private_addresses`. Raises ConfigError that names file, entry and field.
    """
    folder = folder or SHIPPED
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ConfigError(folder, "", "holds no region files (*.toml)")
    loaded = [entry for file in files for entry in read_region_file(file, allow_private=allow_private_addresses)]
    additions: list[Addition] = []
    if overlay is not None:
        known = {entry.system.id for entry in loaded}
        new, additions = read_overlay(overlay, known, allow_private=allow_private_addresses)
        loaded += new
    _check_unique(loaded)
    for addition in additions:
        loaded = [_extended(entry, addition) if entry.system.id == addition.id else entry for entry in loaded]
    _check_succession(loaded)
    ordered = sorted((entry.system for entry in loaded), key=lambda system: REGIONS.index(system.region))
    return Registry(MappingProxyType({system.id: system for system in ordered}))


def _extended(entry: Loaded, addition: Addition) -> Loaded:
    """Lay an addition over a listed system; a name that it replaces stays as an alias."""
    system = entry.system
    twice = {site.url for site in system.sites} & {site.url for site in addition.sites}
    if twice:
        raise addition.place.error("site", f"{min(twice)} is already listed for this system: leave it out")
    name = addition.icp.name or system.icp.name
    names = dict.fromkeys((system.icp.name, *system.icp.aliases, *addition.icp.aliases))
    icp = Icp(name, tuple(alias for alias in names if alias and alias != name))
    return entry._replace(system=replace(system, icp=icp, sites=system.sites + addition.sites))


def _check_unique(loaded: Iterable[Loaded]) -> None:
    """Refuse an id or a code that two entries share."""
    seen: dict[tuple[str, str], Loaded] = {}
    for entry in loaded:
        for key in ("id", "ods", "ons"):
            value = getattr(entry.system, key)
            first = seen.setdefault((key, value), entry)
            if value and first is not entry:
                raise entry.place.error(
                    key, f"{value!r} is already that of {first.place.section} in {first.place.source}"
                )


def _check_succession(loaded: list[Loaded]) -> None:
    """Refuse successors that are not listed, or not in being on the day after."""
    systems = {entry.system.id: entry.system for entry in loaded}
    for entry in loaded:
        for id in entry.system.successors:
            if id not in systems:
                raise entry.place.error("successors", f"there is no system {id!r}{nearest(id, systems)}")
            after = (entry.system.dissolved or date.min) + timedelta(days=1)
            if not systems[id].is_live(after):
                raise entry.place.error("successors", f"{id!r} is not in being on {after}, the day after `dissolved`")


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").casefold().split())
