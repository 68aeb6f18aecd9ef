"""Index the rows that another page took over, for the ledger now proves which page has them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the two indexes."""
    is_taken = sa.text("first_page_id IS NOT NULL")
    for table in ("visits", "captures"):
        op.create_index(
            f"ix_{table}_taken_over", table, ["first_page_id"], sqlite_where=is_taken, postgresql_where=is_taken
        )
