"""The values of the registry: a system, its partnership, its sites. One system is one lifetime of one ICB.

What a field may hold stands beside it, as in config/settings.py; region files are read by these fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from config.checks import between, one_of, shaped
from config.tables import checked
from config.words import REGIONS

ROLES = ("icb", "partnership", "council", "former")
VENDORS = ("moderngov", "wordpress", "concrete", "plain")


_id = shaped(r"[a-z0-9]+(-[a-z0-9]+)*", "must look like south-yorkshire")
_words = shaped(r"\S.*", "must be one line of text")
_path = shaped(r"/(?!/)\S*", "must be a path on this site, which begins with /")
_code = shaped(r"[A-Z0-9]*", "must look like QF7, capital letters and digits")
_count = between(1, 100_000_000)


@dataclass(frozen=True, slots=True)
class Site:
    """One host of a system.

    `url` is the home page, ending in a slash. A council's site is never crawled whole: only `committees` (ids of its
    ModernGov committees) and paths that begin with one of `allow`. `start` holds known addresses beside the home page,
    written as paths in the files.
    An empty `vendor` is recognised while crawling; `max_pages` None means the limit of the settings.
    """

    url: str
    role: str = checked(one_of(*ROLES))
    vendor: str = checked(one_of(*VENDORS), "")
    committees: tuple[int, ...] = checked(_count, ())
    start: tuple[str, ...] = checked(_path, ())
    allow: tuple[str, ...] = checked(_path, ())
    max_pages: int | None = checked(_count, None)

    @property
    def host(self) -> str:
        """Return the host name in lower case, without port; a leading www. is kept."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Icp:
    """The names of a partnership; the name is empty where none is known."""

    name: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return all names that are known, the usual one first."""
        return tuple(filter(None, (self.name, *self.aliases)))


@dataclass(frozen=True, slots=True)
class System:
    """One integrated care system, from the day its ICB was established to its last day.

    `dissolved` is the last day of life, None while it lives; `successors` are ids. `ods` and `ons` are codes of the
    Organisation Data Service and the Office for National Statistics, empty where there is none. `councils` are the
    upper-tier and unitary councils of the area. `unconfirmed` names what nobody has checked yet: a field such as
    "icp.name", or an address as "site:https://...".
    """

    established: date
    id: str = checked(_id)
    name: str = checked(_words)
    region: str = checked(one_of(*REGIONS))
    icb: str = checked(_words)
    ods: str = checked(_code, "")
    ons: str = checked(_code, "")
    dissolved: date | None = None
    successors: tuple[str, ...] = ()
    cluster: str = ""
    population: int | None = checked(_count, None)
    councils: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    icp: Icp = field(default_factory=Icp)
    sites: tuple[Site, ...] = ()

    def is_live(self, on: date) -> bool:
        """Say whether the body was in being on that day, its first and last day included."""
        return self.established <= on and (self.dissolved is None or on <= self.dissolved)
