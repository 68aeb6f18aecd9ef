"""Answer the scorecard's questions for a command, with the user's own corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.corrections import Correction, load_corrections
from reports.scorecard import score_all

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.models import Score

CORRECTIONS_NAME = "corrections.toml"
"""The user's own corrections, beside icpwatch.toml."""


def score_now(app: App) -> dict[str, dict[str, Score]]:
    """Answer all questions from what the store holds, and keep the answers that changed."""
    with app.store.write() as session:
        return score_all(session, app.registry, app.now(), find_corrections(app))


def find_corrections(app: App) -> tuple[Correction, ...]:
    """Return the shipped corrections and those beside icpwatch.toml."""
    path = app.settings.path
    return load_corrections(*([path.with_name(CORRECTIONS_NAME)] if path else []))
