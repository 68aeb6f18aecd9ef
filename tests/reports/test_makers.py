from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from config.times import LONDON
from store.bodies import load_reading
from store.models import Change
from tests.makers import (
    DAY,
    NOW,
    made_store,
    make_capture,
    make_change,
    make_fact,
    make_ledger_row,
    make_page,
    make_site,
    make_site_change,
    make_site_run,
    make_system,
)


def test_now_is_the_morning_of_12_november_2026() -> None:
    assert datetime.fromtimestamp(NOW, LONDON).isoformat() == "2026-11-12T08:30:00+00:00"


def test_the_makers_fill_a_store() -> None:
    with made_store() as session:
        site = make_site(session, make_system(session))
        make_site_run(session, site)
        page = make_page(session, site, "/icp", kinds=["about"], is_icp=True)
        old = make_capture(session, page, ["The chair is Ann Other."], at=NOW - DAY)
        new = make_capture(session, page, ["The chair is Zoë Quill."])
        make_fact(session, page, "chair", "Zoë Quill", role="Chair")
        make_change(session, page, from_capture=old.id, to_capture=new.id)
        make_site_change(session, site, "site-blocked", "The site could not be read.")
        assert make_ledger_row(session).previous == bytes(32)
        assert [change.event for change in session.scalars(select(Change))] == [
            "changed",
            "site-blocked",
        ]
        assert page.told_capture_id == new.id
        assert load_reading(session, new).text() == "The chair is Zoë Quill."
