"""Answer the scorecard's questions for a command, with the user's own corrections."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from config.corrections import Correction, load_corrections
from config.errors import ConfigError, UsageError
from reports.scorecard import score_all

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.models import Score

CORRECTIONS_NAME = "corrections.toml"
"""The user's own corrections, beside icpwatch.toml."""

SCORES_FILE = ".icpwatch-scores.json"
"""In the report's folder: what the answers that it shows rest on."""


def score_now(app: App, memory: Path | None = None) -> dict[str, dict[str, Score]]:
    """Answer all questions from what the store holds, and keep the answers that changed.

    With a file as `memory`, only for the systems in which something changed since it was written.
    """
    try:
        known = dict(json.loads(memory.read_text("utf-8"))) if memory else None
    except (OSError, TypeError, ValueError):
        known = {}
    with app.store.write() as session:
        scores = score_all(session, app.registry, app.now(), find_corrections(app), known)
    if memory:
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps(known), "utf-8")
    return scores


def find_corrections(app: App) -> tuple[Correction, ...]:
    """Return the shipped corrections and those beside icpwatch.toml; raises ConfigError for a system nobody knows."""
    if not app.settings.path:
        return load_corrections()
    file = app.settings.path.with_name(CORRECTIONS_NAME)
    own = load_corrections(file)
    for number, correction in enumerate(own, 1):
        try:
            app.registry.system(correction.system)
        except UsageError as error:
            raise ConfigError(file, f"correction {number}", str(error)) from None
    return (*load_corrections(), *own)
