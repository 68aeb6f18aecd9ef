"""Hosts that watched pages link to as pages of a partnership, and that are not listed: what a person may add."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from config.registry import Registry
from config.systems import System
from config.vocabulary import vocabulary, words_of
from crawler.urls import host_of
from crawler.vendors.moderngov import committee_of
from store.reading import Reading

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


class FoundLink(NamedTuple):
    """A link in the main content of a page of a system."""

    system_id: str
    text: str
    url: str
    page: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A host to look at: the links that name the partnership, the first of each page."""

    system_id: str
    host: str
    links: tuple[FoundLink, ...]


def main_links(system_id: str, page: str, reading: Reading) -> Iterator[FoundLink]:
    """Yield the links of a page's main content."""
    for block, link in reading.links():
        if block.place == "main":
            yield FoundLink(system_id, link.text, link.url, page)


def propose(links: Iterable[FoundLink], registry: Registry) -> list[Proposal]:
    """Return the unlisted hosts that links lead to by a name of their system's partnership, most linked first.

    Hosts of national bodies and of the press are left out.
    """
    listed = {_bare(site.host) for system in registry.systems.values() for site in system.sites}
    found: dict[tuple[str, str], dict[str, FoundLink]] = {}
    for link in links:
        host = host_of(link.url)
        known = not host or _bare(host) in listed or _is_elsewhere(host)
        if not known and _names_partnership(link, registry.systems.get(link.system_id)):
            found.setdefault((link.system_id, host), {}).setdefault(link.page, link)
    proposals = [Proposal(system, host, tuple(pages.values())) for (system, host), pages in found.items()]
    return sorted(proposals, key=lambda each: (-len(each.links), each.system_id, each.host))


def proposals_toml(proposals: Iterable[Proposal]) -> str:
    """Return the proposals as entries for icpwatch-sites.toml."""
    entries: dict[str, list[str]] = {}
    for proposal in proposals:
        first, *others = proposal.links
        also = f" and {len(others)} more" if others else ""
        lines = entries.setdefault(proposal.system_id, ["[[system]]", f"id = {_toml(proposal.system_id)}"])
        lines += [f"  # {_toml(first.text)} on {_CONTROL.sub(' ', first.page)}{also}", "  [[system.site]]"]
        lines += [f"  {key} = {_toml(value)}" for key, value in _site(proposal.host, first.url).items()]
    return "\n\n".join("\n".join(lines) for lines in entries.values())


def _toml(value: object) -> str:
    """Return a text, a number or a list of them as TOML, of which JSON is a part but for a few characters."""
    return _CONTROL.sub(" ", json.dumps(value, ensure_ascii=False))


def _site(host: str, url: str) -> dict[str, object]:
    """Return the fields of a site on a host, of which a page is known."""
    parts = urlsplit(url)
    home = f"{parts.scheme}://{host}:{parts.port}/" if parts.port else f"https://{host}/"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if committee := committee_of(url):
        return {"url": home, "role": "council", "vendor": "moderngov", "committees": [committee]}
    if host.endswith(".gov.uk"):
        return {"url": home, "role": "council", "start": [path], "allow": [parts.path or "/"]}
    start = {"start": [path]} if parts.path not in ("", "/") else {}
    return {"url": home, "role": "partnership", **start}


def _names_partnership(link: FoundLink, system: System | None) -> bool:
    """Say whether a link's text or path holds a name of the partnership; a name needs two words to count."""
    names = ["integrated care partnership", *(system.icp.names if system else ())]
    wanted = [f" {' '.join(words)} " for name in names if len(words := words_of(name)) > 1]
    path = re.sub(r"[-_/]", " ", unquote(urlsplit(link.url).path))
    return any(name in f" {' '.join(words_of(text))} " for name in wanted for text in (link.text, path))


def _is_elsewhere(host: str) -> bool:
    hosts = (each for group in vocabulary().hosts.values() for each in group)
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def _bare(host: str) -> str:
    return host.removeprefix("www.")
