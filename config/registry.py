"""The registry: which systems and sites are watched, read from the region files.

`load_registry` reads a folder of region files (the shipped one by default), lays the user's own additions over it,
and checks what no single entry can show: ids and codes that occur twice, successors that are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from config.checks import one_of
from config.errors import ConfigError, UsageError
from config.region_files import Loaded, read_region_file
from config.systems import Icp, Site, System
from config.tables import Place
from config.words import REGIONS, nearest

__all__ = ["Icp", "Registry", "Site", "System", "load_registry"]

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

    def region(self, text: str) -> tuple[System, ...]:
        """Return the systems of a region, live and dissolved, however its case, spaces and hyphens are written.

        Raises UsageError with the nearest name.
        """
        try:
            name = one_of(*self.regions)(text)
        except ValueError as error:
            raise UsageError(f"there is no such region: {error}") from None
        return tuple(system for system in self.systems.values() if system.region == name)

    def choose(self, regions: Iterable[str], ids: Iterable[str]) -> list[System]:
        """Return the systems of the regions and those named, in order; all where none is named. Raises UsageError."""
        wanted = {self.system(id).id for id in ids} | {each.id for region in regions for each in self.region(region)}
        return [system for system in self.systems.values() if not wanted or system.id in wanted]

    def names_of_others(self, system: System) -> tuple[str, ...]:
        """Return the names of other systems' partnerships, which are easily taken for this one's."""
        own = {"", *system.icp.names}
        return tuple(other.icp.name for other in self.systems.values() if other.icp.name not in own)

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
    loaded: dict[str, Loaded] = {}
    for file in files:
        read_region_file(file, loaded, allow_private=allow_private_addresses)
    if overlay is not None:
        read_region_file(overlay, loaded, extend=True, allow_private=allow_private_addresses)
    _check_codes(loaded.values())
    _check_succession(loaded)
    ordered = sorted((entry.system for entry in loaded.values()), key=lambda system: REGIONS.index(system.region))
    return Registry({system.id: system for system in ordered})


def _check_codes(loaded: Iterable[Loaded]) -> None:
    """Refuse a code that two entries share."""
    seen: dict[tuple[str, str], Place] = {}
    for system, place in loaded:
        for key in ("ods", "ons"):
            code = getattr(system, key)
            first = seen.setdefault((key, code), place)
            if code and first is not place:
                raise place.error(key, f"{code!r} is already that of {first.section} in {first.source}")


def _check_succession(loaded: Mapping[str, Loaded]) -> None:
    """Refuse successors that are not listed, or not in being on the day after."""
    for system, place in loaded.values():
        after = (system.dissolved or date.min) + timedelta(days=1)
        for id in system.successors:
            if id not in loaded:
                raise place.error("successors", f"there is no system {id!r}{nearest(id, loaded)}")
            if not loaded[id].system.is_live(after):
                raise place.error("successors", f"{id!r} is not in being on {after}, the day after `dissolved`")
