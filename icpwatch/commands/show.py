"""icpwatch show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from icpwatch.options import When

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from icpwatch.app import App
    from store.models import Capture, Page


@click.command()
@click.argument("page", metavar="PAGE")
@click.option("--at", type=When(end_of_day=True), help="As it was then: a date, a date and time, or an age such as 7d.")
@click.option("--as", "view", type=click.Choice(["text", "raw", "blocks", "facts", "ignored"]), default="text")
@click.pass_obj
def command(app: App, page: str, at: int | None, view: str) -> None:
    """Show a page as it was read, by its id or address.

    \b
    Example: icpwatch show 12
             icpwatch show https://southyorkshire.icb.nhs.uk/ --at 2026-10-01 --as ignored
    """
    from config.times import british_time
    from store.queries import capture_at, find_page
    from store.redact import raw_bytes

    with app.store.read() as session:
        found = find_page(session, page)
        capture = capture_at(session, found.id, at)
        if view == "raw":
            sys.stdout.buffer.write(raw_bytes(session, capture))
            return
        app.say(
            f"{capture.url}, as of {british_time(capture.at)}, capture {capture.id}, SHA-256 {capture.body_hash.hex()}"
        )
        for line in _lines(session, found, capture, view):
            click.echo(line)


def _lines(session: Session, page: Page, capture: Capture, view: str) -> list[str]:
    from icpwatch.commands.facts import words_of
    from store.bodies import load_reading
    from store.facts import facts_at
    from store.fingerprints import learned
    from store.models import SiteRow
    from store.noise import set_aside

    if view == "facts":
        facts = facts_at(session, page.id, capture.at)
        return [f"{fact.kind:<9} {words_of(fact)}\n{'':10}“{fact.evidence}”" for fact in facts]
    reading = load_reading(session, capture)
    reasons = set_aside(reading, learned(session.get_one(SiteRow, page.site_id), page))
    pairs = list(zip(reading.blocks, reasons, strict=True))
    if view == "ignored":
        return [f"[{reason}] {block.text}" for block, reason in pairs if reason]
    if view == "blocks":
        return [f"{block.kind:<10} {' > '.join(block.path):<30} {block.text}" for block, _ in pairs]
    notes = [f"({note})" for note in reading.notes]
    return [*notes, reading.title, "", *(block.text for block, reason in pairs if not reason)]
