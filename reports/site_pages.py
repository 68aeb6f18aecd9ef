"""Turn templates into files: the environment, what a text may hold, and writing only what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from config.times import british_date, british_time, iso_utc, london
from reports import words

TEMPLATES = Path(__file__).with_name("templates")
STATE_FILE = ".icpwatch-report.json"
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def safe(value: Any) -> Any:
    """Return a text without controls and invisible signs, None as nothing, and anything else as it is."""
    if isinstance(value, str):
        if value.isprintable():  # most are, and this is ten times as quick to see
            return value
        return type(value)(_UNSAFE.sub("", value)) if isinstance(value, Markup) else _UNSAFE.sub("", value)
    return "" if value is None else value


def make_environment() -> Environment:
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
        iso=iso_utc,
        month=lambda seconds: f"{london(seconds):%B %Y}",
        extract=lambda key, mapping: mapping[key],
        isoday=words.day_words,
        when=words.time_words,
        host=words.host_of,
        web=words.web_address,
        without=words.without_name,
        slug=words.slug,
        event=words.EVENT_WORDS.__getitem__,
        level=words.LEVEL_WORDS.__getitem__,
        outcome=words.OUTCOME_WORDS.__getitem__,
        state=lambda state: words.STATE_WORDS.get(state, state),
        count=words.counted,
    )
    return environment


@dataclass(frozen=True, slots=True)
class RenderResult:
    """How many files were written and how many left as they were; `index` is the front page."""

    written: int
    unchanged: int
    index: Path


class Writer:
    """Writes files below `out`, skips those whose inputs did not change, and remembers what each was made from."""

    def __init__(self, out: Path, *stands_everywhere: object) -> None:
        """Go on from what the last rendering left, unless the program or what stands on every page changed since."""
        self.out = out
        self._written = 0
        self._stamp = words.digest(words.made_by(), stands_everywhere)
        self._keys = {STATE_FILE: self._stamp}
        try:
            self._known = dict(json.loads((out / STATE_FILE).read_text("utf-8")))
        except (OSError, TypeError, ValueError):
            self._known = {}

    def file(self, path: str, inputs: object, make: Callable[[], bytes | str]) -> None:
        """Write one file, made only if its inputs (anything with a stable repr) are not those of the last time."""
        key = self._keys[path] = words.digest(self._stamp, inputs)
        target = self.out / path
        if self._known.get(path) == key and target.exists():
            return
        made = make()
        data = made.encode() if isinstance(made, str) else made
        if target.exists() and target.read_bytes() == data:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.write_bytes(data)
        part.replace(target)
        self._written += 1

    def earlier(self, path: str) -> str:
        """Return a text file as the last rendering left it, or nothing if that was another release."""
        file = self.out / path
        return file.read_text("utf-8") if self._known.get(STATE_FILE) == self._stamp and file.exists() else ""

    def close(self) -> RenderResult:
        """Remember the inputs. Files that are no longer made stay: somebody may have been pointed to them."""
        (self.out / STATE_FILE).write_text(json.dumps(self._keys), "utf-8")
        return RenderResult(self._written, len(self._keys) - 1 - self._written, self.out / "index.html")
