"""Add the full-text index and the views for people, which SQLAlchemy's tables cannot express."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

# Contentless: the words of a block stand in its reading already; a copy here would double the store.
INDEX = "CREATE VIRTUAL TABLE search_index USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')"

KINDS = "replace(replace(replace(CAST({0} AS TEXT), '[', ''), ']', ''), '\"', '') AS kinds"

VIEWS = {
    "current_pages": f"""
        SELECT p.id, s.region, s.name AS system, p.url, p.title, {KINDS.format("p.kinds")}, p.is_icp, p.state,
               p.clicks, p.clicks_exact, {{time:p.first_seen}} AS first_seen, {{time:p.last_checked}} AS last_checked,
               {{time:p.last_changed}} AS last_changed
        FROM pages p JOIN systems s ON s.id = p.system_id
        WHERE p.state NOT IN ('vanished', 'moved')""",
    "changes_plain": f"""
        SELECT c.id, {{time:c.at}} AS at, s.region, s.name AS system, c.event, c.weight, c.summary, c.url, c.old_url,
               {KINDS.format("c.kinds")}, c.reason, p.title AS page
        FROM changes c JOIN systems s ON s.id = c.system_id LEFT JOIN pages p ON p.id = c.page_id
        WHERE c.status = 'told' AND c.watched""",
    "scores_latest": """
        SELECT s.region, s.name AS system, x.indicator, x.level, x.points, x.evidence, x.url, x.version,
               {time:x.checked_at} AS since
        FROM scores x JOIN systems s ON s.id = x.system_id
        WHERE x.id = (SELECT max(y.id) FROM scores y WHERE y.system_id = x.system_id AND y.indicator = x.indicator)""",
    "icp_members": """
        SELECT s.region, s.name AS system, f.kind, f.value AS name, f.role, f.organisation, p.url,
               {time:f.since} AS since, f.evidence
        FROM facts f JOIN systems s ON s.id = f.system_id JOIN pages p ON p.id = f.page_id
        WHERE f.kind IN ('chair', 'member') AND f.until IS NULL AND p.state NOT IN ('vanished', 'moved')""",
}


def upgrade() -> None:
    """Make the views, and on SQLite the full-text index."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute(INDEX)
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query.format(time=_Time(is_sqlite))}")


class _Time:
    """Writes `{time:column}` as the column in words, UTC."""

    def __init__(self, is_sqlite: bool) -> None:
        self.is_sqlite = is_sqlite

    def __format__(self, column: str) -> str:
        return f"datetime({column}, 'unixepoch')" if self.is_sqlite else f"to_timestamp({column})"
