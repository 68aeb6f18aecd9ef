"""A small made England for tests of the report: two areas, one found and one not, and a dissolved one before them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from config.registry import Icp, Registry, Site, System
from reports.scorecard import score_all
from store.models import Change, Page
from store.reading import Link
from tests.makers import (
    DAY,
    NOW,
    block,
    make_capture,
    make_change,
    make_fact,
    make_ledger_row,
    make_page,
    make_run,
    make_site,
    make_site_run,
    make_system,
)

HOSTILE = "<script>alert(1)</script>\u202egnp.exe & \"x\" 'y' ]]> {{ 7*7 }} <svg onload=x> Llŷr"
"""Words that try to be markup, script, template, other text direction and end of section, and Welsh."""


def made_registry() -> Registry:
    """Return West Yorkshire, Essex (of April 2026) and what was there before it."""
    return Registry(
        {
            "west-yorkshire": made_system("west-yorkshire", "West Yorkshire", "North East and Yorkshire"),
            "mid-south-essex": made_system(
                "mid-south-essex",
                "Mid and South Essex",
                "East of England",
                dissolved=date(2026, 3, 31),
                successors=("essex",),
            ),
            "essex": made_system("essex", "Essex", "East of England", established=date(2026, 4, 1)),
        }
    )


def fill_england(session: Session, words: str = "Zoë Quill") -> Change:
    """Fill a store; `words` stand as a chair's name wherever a page's words are shown. Returns a change with a diff."""
    registry = made_registry()
    run = make_run(session)
    sites = {}
    for system in registry.systems.values():
        row = make_system(
            session,
            system.id,
            name=system.name,
            region=system.region,
            established=system.established.isoformat(),
            dissolved=system.dissolved.isoformat() if system.dissolved else None,
            successors=list(system.successors),
        )
        sites[system.id] = make_site(session, row, system.sites[0].url)
        make_site_run(session, sites[system.id], run)
    change = _partnership_page(session, sites["west-yorkshire"], words)
    gone = make_page(session, sites["essex"], "/minutes.pdf", state="vanished", kinds=["papers"], title=words)
    make_change(session, gone, "vanished", f"The minutes are gone: {words}.", kinds=["papers"])
    make_page(session, sites["essex"], "/", title="Home")
    make_ledger_row(session)
    score_all(session, registry, NOW)
    return change


def _partnership_page(session: Session, site: object, words: str) -> Change:
    from store.models import SiteRow

    assert isinstance(site, SiteRow)
    page: Page = make_page(
        session,
        site,
        "/icp",
        title=words,
        kinds=["about"],
        is_icp=True,
        clicks=2,
        clicks_exact=True,
        click_path=[["About us", site.url], [words, site.url + "icp"]],
    )
    standing = [block(f"Line {number} that stays.") for number in range(20)]
    old = make_capture(session, page, [*standing, block("The chair is Ann Other.")], at=NOW - 30 * DAY)
    changed = [
        *standing,
        block(f"The chair is {words}."),
        block(words, "document", Link(words, "https://x.test/a.pdf")),
    ]
    new = make_capture(session, page, changed, at=NOW - DAY)
    make_fact(session, page, "chair", words, role="Chair", evidence=f"The chair is {words}.")
    make_fact(session, page, "member", words, organisation=words, role="Member")
    make_fact(session, page, "member", "Fred Gone", organisation="A Council", until=NOW - 9 * DAY)
    make_fact(session, page, "meeting", "9 December", starts_at="2026-12-09T14:00", organisation=words)
    make_fact(session, page, "meeting", "9 June", starts_at="2026-06-09")
    make_fact(session, page, "meeting", "3 December", starts_at="2026-12-03", role="cancelled")
    make_fact(session, page, "contact", "2 December", role="question-deadline", starts_at="2026-12-02", evidence=words)
    make_fact(session, page, "document", words, role="agenda", starts_at="2026-12-09", detail="https://x.test/a.pdf")
    facts = [{"kind": "chair", "action": "changed", "old": "Ann Other", "new": words, "sentence": f"Now {words}."}]
    return make_change(
        session,
        page,
        "changed",
        f"West Yorkshire: The chair is now {words}.",
        from_capture=old.id,
        to_capture=new.id,
        facts=facts,
    )


def made_system(id: str, name: str, region: str = "London", **fields: object) -> System:
    """Return a system of July 2022 with one site, unless told otherwise."""
    values: dict[str, object] = {
        "id": id,
        "name": name,
        "region": region,
        "icb": f"NHS {name} Integrated Care Board",
        "ods": "QWO",
        "ons": "E54000054",
        "established": date(2022, 7, 1),
        "icp": Icp(f"{name} Integrated Care Partnership"),
        "sites": (Site(f"https://{id}.test/", "icb"),),
    }
    return System(**{**values, **fields})  # type: ignore[arg-type]
