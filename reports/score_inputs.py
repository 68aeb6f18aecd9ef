"""What the answers about each system rest on, by which those that cannot have changed are left as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session

from store.models import Capture, FactRow, Page, Score, SiteRow
from store.queries import edition


def score_inputs(session: Session, oldest: int) -> Mapping[str, list[object]]:
    """Return by system all columns that an answer can rest on, as they lie in the store.

    What a page says follows from its newest reading; the words of a fact, and of a reading, change only with the
    edition of the store. When a site was last read counts where that was before `oldest`.
    """
    page = (
        *(Page.id, Page.site_id, Page.url, Page.title, Page.media, Page.state, Page.is_icp, Page.clicks),
        *(Page.clicks_exact, Page.clicks_own_site, Page.in_sitemap, Page.first_seen, Page.last_changed),
        *(type_coerce(Page.kinds, Text), type_coerce(Page.click_path, Text), Page.last_capture_id, Page.told_state),
    )
    queries = (
        select(SiteRow.system_id, SiteRow.id, SiteRow.url, SiteRow.role, SiteRow.outcome, SiteRow.baseline_run_id),
        select(SiteRow.system_id, SiteRow.id, SiteRow.last_reached).where(SiteRow.last_reached < oldest),
        select(Page.system_id, *page, Capture.reading_hash).outerjoin(Capture, Capture.id == Page.last_capture_id),
        select(FactRow.system_id, FactRow.id, FactRow.until),
    )
    stored = edition(session)
    found: dict[str, list[object]] = defaultdict(lambda: [stored])
    for query in queries:
        for row in sorted(session.execute(query), key=lambda row: row[:2]):
            found[row[0]].append(tuple(row))
    return found


def newest_answers(session: Session) -> dict[str, int]:
    """Return the id of the newest answer about each system, by which answers that another command found are seen."""
    return dict(session.execute(select(Score.system_id, func.max(Score.id)).group_by(Score.system_id)).all())
