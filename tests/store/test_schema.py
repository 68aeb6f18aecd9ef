from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from config.errors import NewerStoreError
from store.engine import make_engine, open_store
from store.migrate import HEAD
from store.models import Base
from store.verify import verify
from tests.makers import make_capture, make_change, make_fact, make_page, make_site, make_system
from tests.store.schema_page import PAGE, described, schema_page

DATA = Path(__file__).parent / "data"
OLD_STORES = sorted(DATA.glob("*.db"))
"""One store made by each released schema, from the first on."""


def test_every_table_and_column_says_what_it_holds() -> None:
    bare = [
        f"{table.name}.{c.name}" for table in Base.metadata.sorted_tables for c in table.columns if not described(c)
    ]
    assert bare == []


def test_the_schema_page_of_the_docs_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == schema_page(), "run: make schema"


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    ours = set(Base.metadata.tables)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name in ours}
        )
        assert compare_metadata(context, Base.metadata) == []
    store.close()


def test_the_newest_migration_is_the_one_that_the_program_expects() -> None:
    scripts = ScriptDirectory(str(Path(__file__).parents[2] / "store" / "migrations"))
    assert scripts.get_current_head() == HEAD


@pytest.mark.parametrize("old", OLD_STORES, ids=lambda path: path.stem)
def test_a_store_of_an_earlier_schema_upgrades_and_verifies(old: Path, tmp_path: Path) -> None:
    path = tmp_path / "icpwatch.db"
    shutil.copy(old, path)
    store = open_store(f"sqlite:///{path}")
    with store.read() as session:
        found = verify(session, lambda words: None)
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    store.close()
    assert found.damages == []
    assert found.captures
    assert found.manifests_whole == found.manifests > 0


def test_a_store_of_a_newer_icpwatch_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "icpwatch.db"
    open_store(f"sqlite:///{path}").close()
    engine = make_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerStoreError, match="upgrade icpwatch"):
        open_store(f"sqlite:///{path}")


def test_the_views_need_no_joins(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'icpwatch.db'}")
    with store.write() as session:
        site = make_site(session, make_system(session))
        page = make_page(session, site, "/icp", kinds=["about", "chair"], is_icp=True)
        make_page(session, site, "/gone", state="vanished")
        make_capture(session, page, ["The chair is Ann Other."])
        make_fact(session, page, "chair", "Ann Other", role="Chair")
        make_change(session, page, summary="Another chair is named.")
    with store.read() as session:
        [shown] = session.execute(text("SELECT system, title, kinds, last_checked FROM current_pages")).all()
        assert tuple(shown) == ("West Yorkshire", "Icp", "about,chair", "2026-11-12 08:30:00")
        assert session.execute(text("SELECT name, role, system FROM icp_members")).all() == [
            ("Ann Other", "Chair", "West Yorkshire")
        ]
        assert session.scalar(text("SELECT summary FROM changes_plain")) == "Another chair is named."
        assert session.execute(text("SELECT * FROM scores_latest")).all() == []
    assert {"current_pages", "changes_plain", "scores_latest", "icp_members"} <= set(
        inspect(store.engine).get_view_names()
    )
    store.close()
