"""Make the first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "bodies",
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the bytes before compression"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes before compression"),
        sa.Column(
            "base",
            sa.LargeBinary(),
            nullable=True,
            comment="hash of the body whose bytes are the prefix to decompress with",
        ),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="zstd frame"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_bodies")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="site-blocked, site-unreachable, site-shrunk, reader, outbox, disk, silent",
        ),
        sa.Column("subject", sa.Text(), nullable=False, comment="what it is about, such as a site's address"),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("began_at", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.Integer(), nullable=True, comment="when its beginning was told"),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("end_told_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index("ix_incidents_open", "incidents", ["ended_at"], unique=False)
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("job", sa.Text(), nullable=False, comment="discover, recheck, digest or report"),
        sa.Column("due_at", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.Integer(), nullable=True, comment="empty while it runs, and if it was killed"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="done, failed or caught-up, with words"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("job", "due_at", name=op.f("uq_job_runs_job")),
    )
    op.create_table(
        "locks",
        sa.Column("name", sa.Text(), nullable=False, comment="run or schedule"),
        sa.Column("owner", sa.Text(), nullable=False, comment="host and process id"),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_locks")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False, comment="key of the subscription; empty for health mail"),
        sa.Column("channel", sa.Text(), nullable=False, comment="mail, webhook or folder"),
        sa.Column("receiver", sa.Text(), nullable=False, comment="address, URL or folder"),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False, comment="the message as it is sent"),
        sa.Column("composed_at", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False, comment="why the last try failed; never a password"),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'refused', 'dropped')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "next_try_at"], unique=False)
    op.create_table(
        "redactions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "name_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of the name in UTF-8, as logged in the ledger",
        ),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_redactions")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="discover or recheck"),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column(
            "finished_at", sa.Integer(), nullable=True, comment="empty while it runs, and for a run that was killed"
        ),
        sa.Column("program", sa.Text(), nullable=False, comment="version of icpwatch"),
        sa.Column("rules", sa.Text(), nullable=False, comment="versions of reader, noise rules and vocabulary"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("key", sa.Text(), nullable=False, comment="stable name of the subscription in the settings"),
        sa.Column("cursor", sa.Integer(), nullable=False, comment="id of the last change that a digest covered"),
        sa.Column("composed_at", sa.Integer(), nullable=True, comment="when the last digest was composed"),
        sa.Column("message_id", sa.Text(), nullable=False, comment="Message-ID of the last digest, for threading"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "systems",
        sa.Column("id", sa.Text(), nullable=False, comment="id in the region files, such as south-yorkshire"),
        sa.Column("name", sa.Text(), nullable=False, comment="name of the area"),
        sa.Column("region", sa.Text(), nullable=False, comment="NHS England region"),
        sa.Column("icb", sa.Text(), nullable=False, comment="legal name of the Integrated Care Board"),
        sa.Column("icp", sa.Text(), nullable=True, comment="name of the partnership, empty where not known"),
        sa.Column("ods", sa.Text(), nullable=True, comment="Organisation Data Service code"),
        sa.Column("ons", sa.Text(), nullable=True, comment="Office for National Statistics code"),
        sa.Column("established", sa.Text(), nullable=False, comment="ISO date"),
        sa.Column("dissolved", sa.Text(), nullable=True, comment="ISO date of its last day, empty while it lives"),
        sa.Column("successors", sa.JSON(), nullable=False, comment="ids of the systems that took over"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_systems")),
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("system_id", sa.Text(), nullable=False, comment="the system it belongs to"),
        sa.Column("url", sa.Text(), nullable=False, comment="address as configured"),
        sa.Column("role", sa.Text(), nullable=False, comment="icb, partnership, council or former"),
        sa.Column("vendor", sa.Text(), nullable=False, comment="kind of content management system, as recognised"),
        sa.Column(
            "baseline_run_id", sa.Integer(), nullable=True, comment="run of the first healthy crawl; empty until then"
        ),
        sa.Column(
            "outcome", sa.Text(), nullable=False, comment="outcome of the last crawl: reached, partly, blocked ..."
        ),
        sa.Column("outcome_since", sa.Integer(), nullable=True, comment="since when the outcome has been this"),
        sa.Column("last_reached", sa.Integer(), nullable=True, comment="when it was last reached"),
        sa.Column(
            "shared", sa.LargeBinary(), nullable=False, comment="fingerprints (8 bytes each) of blocks on many pages"
        ),
        sa.Column("came", sa.LargeBinary(), nullable=False, comment="blocks that came on many pages, not yet told"),
        sa.Column("went", sa.LargeBinary(), nullable=False, comment="blocks that went from many pages, not yet told"),
        sa.Column("came_at", sa.Integer(), nullable=True, comment="when these were first seen"),
        sa.ForeignKeyConstraint(["system_id"], ["systems.id"], name=op.f("fk_sites_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("system_id", "url", name=op.f("uq_sites_system_id")),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="crawl, thinning or redaction"),
        sa.Column("run_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("site_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("leaves", sa.Integer(), nullable=False, comment="number of leaves under the root"),
        sa.Column("root", sa.LargeBinary(), nullable=False, comment="Merkle root, see store.ledger"),
        sa.Column("program", sa.Text(), nullable=False, comment="version of icpwatch"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "previous", sa.LargeBinary(), nullable=False, comment="head of the row before; 32 zero bytes for the first"
        ),
        sa.Column("head", sa.LargeBinary(), nullable=False, comment="SHA-256 over all other fields"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_ledger_run_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_ledger_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("site_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("system_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="canonical address today"),
        sa.Column("media", sa.Text(), nullable=False, comment="html, pdf, docx, office or text"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="what the last checks showed"),
        sa.Column("state_reason", sa.Text(), nullable=False, comment="why, in words"),
        sa.Column("state_since", sa.Integer(), nullable=False, comment="since when it has been in this state"),
        sa.Column(
            "told_state", sa.Text(), nullable=False, comment="live, vanished or moved as last told; empty: never"
        ),
        sa.Column("misses", sa.Integer(), nullable=False, comment="checks in a row that did not find it"),
        sa.Column("missing_since", sa.Integer(), nullable=True, comment="time of the first of these"),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("is_icp", sa.Boolean(), nullable=True, comment="true, false, or empty for unsure"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why unsure"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.Column("evidence", sa.JSON(), nullable=False, comment="kind, rule and quote of each match"),
        sa.Column("watched", sa.Boolean(), nullable=False, comment="captured, re-checked daily and told"),
        sa.Column("clicks", sa.Integer(), nullable=True, comment="from the ICB's home page; empty if there is no way"),
        sa.Column("clicks_exact", sa.Boolean(), nullable=False, comment="false: at most this many"),
        sa.Column("clicks_own_site", sa.Integer(), nullable=True, comment="from the home page of its own site"),
        sa.Column("click_path", sa.JSON(), nullable=False, comment="steps as [link text, address]"),
        sa.Column(
            "parent_id",
            sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            nullable=True,
            comment="page whose link first led here",
        ),
        sa.Column("link_text", sa.Text(), nullable=False, comment="text of that link"),
        sa.Column(
            "linked_in_text", sa.Boolean(), nullable=False, comment="whether it stands in the text, not in a menu"
        ),
        sa.Column(
            "follows_id",
            sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            nullable=True,
            comment="document that this one replaces",
        ),
        sa.Column(
            "moved_to_id",
            sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            nullable=True,
            comment="page that this one became",
        ),
        sa.Column("redirect", sa.Text(), nullable=False, comment="where its address redirects, if elsewhere"),
        sa.Column("first_seen", sa.Integer(), nullable=False),
        sa.Column(
            "first_run_id",
            sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            nullable=False,
            comment="run that first saw it",
        ),
        sa.Column("last_checked", sa.Integer(), nullable=False),
        sa.Column("last_changed", sa.Integer(), nullable=True, comment="time of the last told change"),
        sa.Column("etag", sa.Text(), nullable=False, comment="validator exactly as received"),
        sa.Column("last_modified", sa.Text(), nullable=False, comment="validator exactly as received"),
        sa.Column(
            "checks_since_full", sa.Integer(), nullable=False, comment="conditional checks since the last full answer"
        ),
        sa.Column("body_hash", sa.LargeBinary(), nullable=True, comment="SHA-256 of the last full answer"),
        sa.Column(
            "block_hashes", sa.LargeBinary(), nullable=False, comment="fingerprints (8 bytes each) of its main blocks"
        ),
        sa.Column(
            "links_hash",
            sa.LargeBinary(),
            nullable=True,
            comment="body with its links as JSON [[address, text, place]]",
        ),
        sa.Column(
            "new_links", sa.LargeBinary(), nullable=False, comment="8 bytes for each target that it had gained then"
        ),
        sa.Column(
            "gained", sa.LargeBinary(), nullable=False, comment="main blocks that its last full reading had gained"
        ),
        sa.Column("lost", sa.LargeBinary(), nullable=False, comment="main blocks that its last full reading had lost"),
        sa.Column(
            "flapping",
            sa.LargeBinary(),
            nullable=False,
            comment="fingerprints of blocks that come and go by themselves",
        ),
        sa.Column("last_capture_id", sa.Integer(), nullable=True, comment="newest capture"),
        sa.Column(
            "told_capture_id", sa.Integer(), nullable=True, comment="capture that was last told; changes are against it"
        ),
        sa.Column(
            "told_at", sa.Integer(), nullable=True, comment="when that was decided; fact changes since then are untold"
        ),
        sa.CheckConstraint(
            "state IN ('live', 'missing', 'vanished', 'moved', 'blocked', 'unreachable', 'empty', 'unreadable', 'excluded')",
            name=op.f("ck_pages_state"),
        ),
        sa.ForeignKeyConstraint(["first_run_id"], ["runs.id"], name=op.f("fk_pages_first_run_id")),
        sa.ForeignKeyConstraint(["follows_id"], ["pages.id"], name=op.f("fk_pages_follows_id")),
        sa.ForeignKeyConstraint(["moved_to_id"], ["pages.id"], name=op.f("fk_pages_moved_to_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["pages.id"], name=op.f("fk_pages_parent_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_pages_site_id")),
        sa.ForeignKeyConstraint(["system_id"], ["systems.id"], name=op.f("fk_pages_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("site_id", "url", name=op.f("uq_pages_site_id")),
    )
    op.create_index("ix_pages_system", "pages", ["system_id"], unique=False)
    op.create_table(
        "site_runs",
        sa.Column("run_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("site_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.Integer(), nullable=True, comment="empty if it was cut short"),
        sa.Column("settled", sa.Boolean(), nullable=False, comment="whether its changes were decided"),
        sa.Column("discovery", sa.Boolean(), nullable=False, comment="whether it looked for new pages and finished"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="reached, partly, blocked, unreachable or excluded"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why, in words"),
        sa.Column("fetched", sa.Integer(), nullable=False, comment="answers with a body"),
        sa.Column("not_modified", sa.Integer(), nullable=False, comment="answers 304"),
        sa.Column("same_bytes", sa.Integer(), nullable=False, comment="bodies identical to the last"),
        sa.Column("same_text", sa.Integer(), nullable=False, comment="bodies with other bytes and the same blocks"),
        sa.Column(
            "only_noise", sa.Integer(), nullable=False, comment="bodies that differ in blocks that are set aside"
        ),
        sa.Column("changed", sa.Integer(), nullable=False, comment="pages with a new capture"),
        sa.Column("new", sa.Integer(), nullable=False, comment="pages seen for the first time"),
        sa.Column("blocked", sa.Integer(), nullable=False, comment="answers that were a refusal or a bot wall"),
        sa.Column("errors", sa.Integer(), nullable=False, comment="answers that were an error, or none"),
        sa.Column("scripted", sa.Integer(), nullable=False, comment="pages that are empty without scripts"),
        sa.Column("unvisited", sa.Integer(), nullable=False, comment="addresses left unvisited"),
        sa.Column("unvisited_why", sa.Text(), nullable=False, comment="why, in words"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_site_runs_run_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_site_runs_site_id")),
        sa.PrimaryKeyConstraint("run_id", "site_id", name=op.f("pk_site_runs")),
    )
    op.create_table(
        "addresses",
        sa.Column("page_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True, comment="empty for the address of today"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_addresses_page_id")),
        sa.PrimaryKeyConstraint("page_id", "url", name=op.f("pk_addresses")),
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("page_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("run_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False, comment="time of the visit that first showed it"),
        sa.Column("url", sa.Text(), nullable=False, comment="address that answered"),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False, comment="response headers as [name, value] in order received"),
        sa.Column("request_headers", sa.JSON(), nullable=False, comment="request headers as [name, value]"),
        sa.Column("redirects", sa.JSON(), nullable=False, comment="hops before it as [status, from, to]"),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False, comment="raw bytes as received"),
        sa.Column("reading_hash", sa.LargeBinary(), nullable=False, comment="reading as JSON"),
        sa.Column("reader", sa.Text(), nullable=False, comment="version of the reader that made the reading"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_hash"], ["bodies.hash"], name=op.f("fk_captures_body_hash")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_captures_page_id")),
        sa.ForeignKeyConstraint(["reading_hash"], ["bodies.hash"], name=op.f("fk_captures_reading_hash")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_captures_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
    )
    op.create_index("ix_captures_page", "captures", ["page_id", "at"], unique=False)
    op.create_table(
        "visits",
        sa.Column(
            "page_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), autoincrement=False, nullable=False
        ),
        sa.Column("at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("outcome", sa.Integer(), nullable=False, comment="index into store.visits.OUTCOMES"),
        sa.Column(
            "status", sa.Integer(), nullable=True, comment="HTTP status; empty for a 304 and where there was no answer"
        ),
        sa.Column("body_hash", sa.LargeBinary(), nullable=True, comment="SHA-256 of the bytes of a full answer"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_visits_page_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_visits_run_id")),
        sa.PrimaryKeyConstraint("page_id", "at", name=op.f("pk_visits")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "changes",
        sa.Column(
            "id",
            sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            nullable=False,
            comment="grows with the time of telling",
        ),
        sa.Column("at", sa.Integer(), nullable=False, comment="when it was first seen"),
        sa.Column("run_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("system_id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "page_id",
            sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            nullable=True,
            comment="empty for an event of a whole site",
        ),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False, comment="told, held (quarantined run) or discarded"),
        sa.Column("watched", sa.Boolean(), nullable=False, comment="whether the page was watched then"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("old_url", sa.Text(), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False, comment="one sentence"),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it has this weight"),
        sa.Column("from_capture", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("to_capture", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False, comment="fact changes, see store.reading.FactChange"),
        sa.Column("pages", sa.JSON(), nullable=False, comment="addresses folded into this event"),
        sa.CheckConstraint(
            "event IN ('appeared', 'changed', 'moved', 'vanished', 'restored', 'document-added', 'document-replaced', 'document-removed', 'site-moved', 'site-redesigned', 'site-text-changed', 'site-blocked', 'site-gone')",
            name=op.f("ck_changes_event"),
        ),
        sa.CheckConstraint("status IN ('told', 'held', 'discarded')", name=op.f("ck_changes_status")),
        sa.CheckConstraint("weight IN ('high', 'normal', 'low')", name=op.f("ck_changes_weight")),
        sa.ForeignKeyConstraint(["from_capture"], ["captures.id"], name=op.f("fk_changes_from_capture")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_changes_page_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_changes_run_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_changes_site_id")),
        sa.ForeignKeyConstraint(["system_id"], ["systems.id"], name=op.f("fk_changes_system_id")),
        sa.ForeignKeyConstraint(["to_capture"], ["captures.id"], name=op.f("fk_changes_to_capture")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_page", "changes", ["page_id"], unique=False)
    op.create_index("ix_changes_system", "changes", ["system_id", "at"], unique=False)
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("page_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("system_id", sa.Text(), nullable=False),
        sa.Column(
            "capture_id",
            sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            nullable=False,
            comment="capture that first said it",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="chair, member, meeting, document or contact"),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False, comment="ISO 8601, London time, or a date alone"),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False, comment="words of the page that say so"),
        sa.Column("since", sa.Integer(), nullable=False, comment="time of the first capture that said so"),
        sa.Column("until", sa.Integer(), nullable=True, comment="time of the first capture that no longer did"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_facts_capture_id")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_facts_page_id")),
        sa.ForeignKeyConstraint(["system_id"], ["systems.id"], name=op.f("fk_facts_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )
    op.create_index("ix_facts_page", "facts", ["page_id"], unique=False)
    op.create_index("ix_facts_system", "facts", ["system_id", "kind"], unique=False)
    op.create_table(
        "scores",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("system_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False, comment="version of the method"),
        sa.Column("indicator", sa.Text(), nullable=False, comment="F1 to Q3"),
        sa.Column("level", sa.Text(), nullable=False, comment="met, part, not-found, not-checked or not-applicable"),
        sa.Column(
            "points", sa.Integer(), nullable=True, comment="2, 1 or 0; empty where not checked or not applicable"
        ),
        sa.Column("evidence", sa.Text(), nullable=False, comment="the words, or where we looked"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("checked_at", sa.Integer(), nullable=False, comment="when this answer was first given"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_scores_capture_id")),
        sa.ForeignKeyConstraint(["system_id"], ["systems.id"], name=op.f("fk_scores_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
    )
    op.create_index("ix_scores_system", "scores", ["system_id", "indicator"], unique=False)
