"""Keep the scorecard's answers: a row is added when an answer changes, and none is ever rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.indicators import POINTS
from store.models import Score


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a level, the words that prove it or where we looked, and the page and capture they stand on."""

    level: str
    evidence: str
    url: str = ""
    capture_id: int | None = None


def current_scores(session: Session) -> dict[str, dict[str, Score]]:
    """Return the newest answer for each system and indicator, by their ids."""
    newest = select(func.max(Score.id)).group_by(Score.system_id, Score.indicator)
    found: dict[str, dict[str, Score]] = {}
    for row in session.scalars(select(Score).where(Score.id.in_(newest)).order_by(Score.id)):
        found.setdefault(row.system_id, {})[row.indicator] = row
    return found


def record_answers(
    session: Session, answers: Mapping[str, Mapping[str, Answer]], version: str, now: int
) -> dict[str, dict[str, Score]]:
    """Add a row for each answer by system and indicator that differs from the newest one; return the newest of all."""
    known = current_scores(session)
    newest = {system: dict(known.get(system, {})) for system in answers}
    for system, found in answers.items():
        for indicator, answer in found.items():
            old = newest[system].get(indicator)
            if old is None or old.version != version or not _is_same(old, answer):
                row = Score(system_id=system, version=version, indicator=indicator, checked_at=now, **asdict(answer))
                row.points = POINTS.get(answer.level)
                newest[system][indicator] = row
                session.add(row)
    session.flush()
    return newest


def _is_same(old: Score, new: Answer) -> bool:
    """Compare answers; where nothing was found, the day and the pages we looked at make no difference."""
    if old.level != new.level or old.url != new.url:
        return False
    return new.level in ("not-found", "not-checked", "not-applicable") or old.evidence == new.evidence
