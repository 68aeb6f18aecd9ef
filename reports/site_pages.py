"""Turn templates into files: the environment, what a text may hold, and writing only what changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from config.times import british_date, british_time, iso_utc

STATE_FILE = ".icpwatch-report.json"
REMOVED_NAME = "[name removed]"
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
EVENT_WORDS = {
    "appeared": "New page", "changed": "Changed", "moved": "Moved", "vanished": "Gone", "restored": "Back",
    "document-added": "New document", "document-replaced": "Document replaced", "document-removed": "Document gone",
    "site-moved": "Site moved", "site-redesigned": "Site rebuilt", "site-text-changed": "Text on many pages",
    "site-blocked": "Site closed to us", "site-gone": "Site gone",
}  # fmt: skip
LEVEL_WORDS = {
    "met": "Met", "part": "Part", "not-found": "Not found", "not-checked": "Not checked",
    "not-applicable": "Does not apply",
}  # fmt: skip


def slug(text: str) -> str:
    """Return a name for a file.

    >>> slug("North East and Yorkshire")
    'north-east-and-yorkshire'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def host_of(url: str) -> str:
    """Return the host of an address, without www."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def without_name(summary: str, name: str) -> str:
    """Return a sentence without the area's name before it, for lists that show the name anyway.

    >>> without_name("Essex: a page appeared", "Essex")
    'A page appeared'
    """
    rest = summary.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:]


def web_address(url: str) -> str:
    """Return the address if a browser may follow it, else nothing."""
    return url if re.match(r"https?://", url, re.IGNORECASE) else ""


def make_safe(redacted: Iterable[str]) -> Callable[[Any], Any]:
    """Return a function that takes controls and redacted names out of any text that a template shows."""
    names = sorted((name for name in redacted if name), key=len, reverse=True)
    forms = {form for name in names for form in (name, str(escape(name)))}
    pattern = re.compile("|".join(map(re.escape, forms)), re.IGNORECASE) if names else None

    def safe(value: Any) -> Any:
        if not isinstance(value, str):
            return "" if value is None else value
        text = _UNSAFE.sub("", value)
        text = pattern.sub(REMOVED_NAME, text) if pattern else text
        return Markup(text) if isinstance(value, Markup) else text

    return safe


def make_environment(safe: Callable[[Any], Any]) -> Environment:
    """Return the templates, with everything escaped, and the filters that they use."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=select_autoescape(("html.j2", "xml.j2")),
        undefined=StrictUndefined,
        finalize=safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=lambda moment: british_date(moment) if moment is not None else "",
        moment=lambda seconds: british_time(seconds) if seconds is not None else "",
        isoday=_iso_day,
        iso=iso_utc,
        host=host_of,
        web=web_address,
        without=without_name,
        slug=slug,
        event=lambda name: EVENT_WORDS.get(name, name),
        level=lambda name: LEVEL_WORDS.get(name, name),
        count=_count,
    )
    return environment


def _iso_day(text: str) -> str:
    """Return the day of an ISO date or time in words, other text as it is.

    >>> _iso_day("2026-11-02T14:00")
    '2 November 2026'
    """
    try:
        return british_date(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> _count(1, "page"), _count(1200, "page")
    ('1 page', '1,200 pages')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class RenderResult:
    """How many files were written and how many left as they were; `index` is the front page."""

    written: int
    unchanged: int
    index: Path


@dataclass
class Writer:
    """Writes files below `out`, skips those whose inputs did not change, and remembers what each was made from."""

    out: Path
    stamp: str
    known: Mapping[str, str]
    keys: dict[str, str] = field(default_factory=dict)
    written: int = 0

    @classmethod
    def open(cls, out: Path, stamp: str) -> Writer:
        """Go on from what the last rendering left."""
        try:
            known = json.loads((out / STATE_FILE).read_text("utf-8"))
        except (OSError, ValueError):
            known = {}
        return cls(out, stamp, known if isinstance(known, dict) else {})

    def file(self, path: str, inputs: object, make: Callable[[], bytes | str]) -> None:
        """Write one file, made only if its inputs (anything with a stable repr) are not those of the last time."""
        key = hashlib.blake2b(f"{self.stamp}{inputs!r}".encode(), digest_size=12).hexdigest()
        self.keys[path] = key
        target = self.out / path
        if self.known.get(path) == key and target.exists():
            return
        made = make()
        data = made.encode() if isinstance(made, str) else made
        if target.exists() and target.read_bytes() == data:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.write_bytes(data)
        part.replace(target)
        self.written += 1

    def close(self) -> RenderResult:
        """Remember the inputs. Files that are no longer made stay: somebody may have been pointed to them."""
        (self.out / STATE_FILE).write_text(json.dumps(self.keys), "utf-8")
        return RenderResult(self.written, len(self.keys) - self.written, self.out / "index.html")


def template_stamp(*parts: object) -> str:
    """Return a hash of all templates and of whatever else stands on every page."""
    digest = hashlib.blake2b(digest_size=12)
    folder = Path(__file__).with_name("templates")
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(file.read_bytes())
    digest.update(repr(parts).encode())
    return digest.hexdigest()
