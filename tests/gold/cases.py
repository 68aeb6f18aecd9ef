"""Load the gold set: every page under dev/, aside/ and unseen/ with the twin that says what to expect of it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from store.reading import Fact

Part = Literal["dev", "aside", "unseen"]
PARTS: tuple[Part, ...] = ("dev", "aside", "unseen")
HERE = Path(__file__).parent
TWIN = ".expected.json"

KINDS = (
    "about",
    "membership",
    "chair",
    "meetings",
    "papers",
    "terms-of-reference",
    "strategy",
    "joint-forward-plan",
    "involvement",
    "contact",
    "faq",
    "news",
    "icb-board",
    "place-partnership",
    "other",
)

NOBODYS = frozenset({"national", "northern-ireland", "scotland"})
"""Labels of pages that belong to no system of England; every part may have them."""


@dataclass(frozen=True, slots=True)
class Case:
    """One made page: its bytes, what a caller knows of it, and what to expect. README.md describes the fields."""

    path: Path
    part: Part
    body: bytes
    url: str
    system: str
    system_name: str
    names: tuple[str, ...]
    other_bodies: tuple[str, ...]
    role: str
    committee: bool
    link_text: str
    today: date
    is_icp: bool | None
    kinds: frozenset[str]
    facts: tuple[Fact, ...]

    @property
    def is_text(self) -> bool:
        """True where the page stands for a PDF's text: a title on the first line, then the text."""
        return self.path.suffix == ".txt"

    def title_and_text(self) -> tuple[str, str]:
        """Return the title and the text of a .txt page."""
        title, _, text = self.body.decode("utf-8").partition("\n")
        return title.strip(), text.strip()


def load_cases(part: Part, folder: Path = HERE) -> tuple[Case, ...]:
    """Return the cases of one part in order of their paths, the short pages last.

    A page without a twin, a twin without a page, and a twin that does not fit README.md raise ValueError.
    """
    pages = [path for path in sorted((folder / part).rglob("*")) if path.suffix in {".html", ".txt"}]
    _check_pairs(pages, (folder / part).rglob("*" + TWIN))
    alone = (_case(json.loads(twin_of(path).read_text("utf-8")), path, path.read_bytes(), part) for path in pages)
    return (*alone, *_short_pages(folder / part, part))


def _short_pages(folder: Path, part: Part) -> Iterator[Case]:
    """Yield the pages that stand one on a line with their twins: main contents alone."""
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            raw = json.loads(line)
            page = f"<!doctype html><title>{html.escape(raw['title'])}</title><main>{raw['html']}</main>"
            yield _case(raw, path.with_name(f"{raw['id']}.html"), page.encode(), part)


def twin_of(page: Path) -> Path:
    """Return the path of the twin that belongs to a page."""
    return page.with_name(page.stem + TWIN)


def _check_pairs(pages: Iterable[Path], twins: Iterable[Path]) -> None:
    wanted, found = {twin_of(page) for page in pages}, set(twins)
    if wanted != found:
        raise ValueError(f"a page without a twin, or a twin without a page: {sorted(map(str, wanted ^ found))}")


def _case(raw: dict[str, Any], path: Path, body: bytes, part: Part) -> Case:
    expected = raw["expected"]
    kinds = frozenset(expected["kinds"])
    if not kinds or not kinds <= set(KINDS) or ("other" in kinds and len(kinds) > 1):
        raise ValueError(f"{path}: kinds must be some of the fifteen, and 'other' stands alone: {sorted(kinds)}")
    if expected["facts"] and expected["is_icp"] is not True:
        raise ValueError(f"{path}: facts are expected of ICP pages only")
    return Case(
        path=path,
        part=part,
        body=body,
        url=raw["url"],
        system=raw["system"],
        system_name=raw["system_name"],
        names=tuple(raw["names"]),
        other_bodies=tuple(raw.get("other_bodies", ())),
        role=raw["role"],
        committee=raw.get("committee", False),
        link_text=raw["link_text"],
        today=date.fromisoformat(raw["today"]),
        is_icp=expected["is_icp"],
        kinds=kinds,
        facts=tuple(Fact(**fact) for fact in expected["facts"]),
    )
