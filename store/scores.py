"""Keep the scorecard's answers: a row is added when an answer changes, and none is ever rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models import Score


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer as it is kept; `points` None where it is not checked or not applicable."""

    level: str
    points: int | None
    evidence: str
    url: str
    capture_id: int | None


def current_scores(session: Session) -> dict[str, dict[str, Score]]:
    """Return the newest answer for each system and indicator, by their ids."""
    newest = select(func.max(Score.id)).group_by(Score.system_id, Score.indicator)
    found: dict[str, dict[str, Score]] = {}
    for row in session.scalars(select(Score).where(Score.id.in_(newest)).order_by(Score.id)):
        found.setdefault(row.system_id, {})[row.indicator] = row
    return found


def score_history(session: Session, system_id: str) -> list[Score]:
    """Return all answers ever given for a system, oldest first."""
    return list(session.scalars(select(Score).where(Score.system_id == system_id).order_by(Score.id)))


def record_answers(
    session: Session, system_id: str, version: str, answers: Mapping[str, NewAnswer], now: int
) -> dict[str, Score]:
    """Add a row for each answer that differs from the newest one, and return the newest of all indicators."""
    newest = {row.indicator: row for row in score_history(session, system_id)}
    for indicator, answer in answers.items():
        old = newest.get(indicator)
        if old is not None and old.version == version and _is_same(old, answer):
            continue
        row = Score(
            system_id=system_id,
            version=version,
            indicator=indicator,
            level=answer.level,
            points=answer.points,
            evidence=answer.evidence,
            url=answer.url,
            capture_id=answer.capture_id,
            checked_at=now,
        )
        session.add(row)
        newest[indicator] = row
    session.flush()
    return newest


def _is_same(old: Score, new: NewAnswer) -> bool:
    """Compare answers; where nothing was found, the day and the pages we looked at make no difference."""
    if old.level != new.level or old.url != new.url:
        return False
    return new.level in ("not-found", "not-checked", "not-applicable") or old.evidence == new.evidence
