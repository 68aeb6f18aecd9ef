"""icpwatch verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from icpwatch.app import App
    from store.verify import Findings

SHOWN = 50  # damages printed; a store with more needs its backup, not a list


@click.command()
@click.option("--repair", "mend", is_flag=True, help="Make anew what can be: readings, stored links, search index.")
@click.option("--head", metavar="HASH", help="Also look for this head of the ledger, from an old digest or report.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line.")
@click.pass_obj
def command(app: App, mend: bool, head: str | None, as_json: bool) -> None:
    """Check every hash, the ledger's chain, references and the search index; exit 1 if anything is damaged.

    \b
    Example: icpwatch verify
             icpwatch verify --repair
    """
    witness = _bytes(head) if head else None
    found = _verify(app, witness)
    if mend and any(damage.derived for damage in found.damages):
        _repair(app, found)
        found = _verify(app, witness)
    if as_json:
        app.json_line(_shape(app, found))
    else:
        _show(app, found, mended=mend)
    if found.damages:
        raise click.exceptions.Exit(1)


def _bytes(head: str) -> bytes:
    from config.errors import UsageError

    try:
        return bytes.fromhex(head)
    except ValueError:
        raise UsageError(f"{head!r} is no head of a ledger: that is 64 digits and letters from a to f") from None


def _verify(app: App, witness: bytes | None) -> Findings:
    from store.verify import verify

    with app.store.read() as session, app.console.status("Checking") as status:
        return verify(session, lambda words: status.update(f"Checking {words}"), witness)


def _repair(app: App, found: Findings) -> None:
    from crawler.reading.read import READER_VERSION, read
    from store.repair import repair
    from store.runs import alone

    with alone(app.store, app.now()), app.store.write() as session:
        for sentence in repair(session, found, read, READER_VERSION):
            app.say(sentence)


def _shape(app: App, found: Findings) -> dict[str, object]:
    from store.queries import ledger_head

    with app.store.read() as session:
        head = ledger_head(session)
    return {
        "damaged": [damage.what for damage in found.damages],
        "repairable": sum(damage.derived for damage in found.damages),
        "bodies": len(found.hashes),
        "captures": found.captures,
        "manifests": found.manifests,
        "manifests_whole": found.manifests_whole,
        "uncovered": found.uncovered,
        "unused_bytes": found.unused_bytes,
        "head": head.head.hex() if head else None,
    }


def _show(app: App, found: Findings, *, mended: bool) -> None:
    from config.times import british_time

    shape = _shape(app, found)
    for damage in found.damages[:SHOWN]:
        app.console.print(f"! {damage.what}", style="bold red", markup=False, soft_wrap=True)
    if len(found.damages) > SHOWN:
        app.console.print(f"! and {len(found.damages) - SHOWN} more", style="bold red")
    lines = [
        f"{shape['bodies']:,} distinct bodies and {found.captures:,} versions checked, {len(found.bad):,} damaged",
        f"{found.manifests_whole:,} of {found.manifests:,} crawls of a site are exactly as the ledger recorded them",
        f"head of the ledger: {shape['head'] or 'none yet'}",
    ]
    if found.witness:
        lines.append(f"the ledger goes on from the head that you gave, of {british_time(found.witness)}")
    if found.uncovered:
        lines.append(f"{found.uncovered:,} checks belong to crawls that have not ended, which no manifest covers yet")
    if found.unused:
        lines.append(
            f"{found.unused_bytes / 1e6:,.1f} MB are needed by nothing: icpwatch store compact gives them back"
        )
    for line in lines:
        app.console.print(line, markup=False, soft_wrap=True)
    if not found.damages:
        app.console.print("Nothing is damaged.", style="bold")
    elif not mended and shape["repairable"]:
        app.say("icpwatch verify --repair makes anew what is derived")
    else:
        app.say("what is lost stays listed; a backup brings it back: icpwatch store restore FILE")
