"""icpwatch digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icpwatch.options import When, system_option

if TYPE_CHECKING:
    from config.settings import Subscription
    from icpwatch.app import App
    from reports.digest_values import Digest


@click.command()
@click.option("--since", type=When(), help="What was told since then; default: since the reader's last digest.")
@system_option
@click.option("--to", metavar="RECEIVER", help="The digest of this subscription, or of this address without one.")
@click.option("--send", is_flag=True, help="Send it; without --to, to all whose digest is due.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.eml", help="Write it as mail.")
@click.pass_obj
def command(app: App, since: int | None, system: str | None, to: str | None, send: bool, out: Path | None) -> None:
    """Show the digest, or send it.

    \b
    Example: icpwatch digest --since 7d --system south-yorkshire
             icpwatch digest --to ann@example.org --out digest.eml
             icpwatch digest --send
    """
    if send and out:
        raise click.UsageError("either --send or --out: icpwatch outbox keeps what was sent")
    app.registry  # noqa: B018 - refuses areas that nobody knows, which would stay silent for ever
    if send and to is None and since is None and system is None:
        send_due(app)
    else:
        _one(app, choose(app, to, system), since, send=send, out=out)


def send_due(app: App) -> None:
    """Compose the digest of each subscription that is due, then deliver what waits."""
    from config.errors import IcpwatchError

    composed = 0
    failures = []
    for subscription in app.settings.subscriptions:
        try:
            composed += _compose_if_due(app, subscription)
        except IcpwatchError as error:  # no reason that others hear nothing
            failures.append(f"the digest of {subscription.key}: {error}")
    nobody = "" if app.settings.subscriptions else "; nobody is subscribed: write a [[subscription]] into icpwatch.toml"
    app.say(f"{composed} composed{nobody}")
    deliver_now(app)
    if failures:
        raise IcpwatchError("; ".join(failures))


def _compose_if_due(app: App, subscription: Subscription) -> bool:
    from icpwatch.due import is_digest_due
    from reports.telling import compose_for_subscription
    from store import jobs, outbox

    with app.store.write() as session:
        position = outbox.position(session, subscription.key)
        if not is_digest_due(subscription, position.composed_at, jobs.last_crawl(session), app.now()):
            return False
        return compose_for_subscription(session, app.settings, subscription, app.now()) is not None


def deliver_now(app: App) -> None:
    """Deliver what waits in the outbox, and say what came of it."""
    from icpwatch.deliver import deliver, in_words

    counts = deliver(app.store, app.settings, app.now)
    hint = "; icpwatch outbox list says why" if len(counts) > 1 else ""
    app.say(f"{in_words(counts)}{hint}")


def choose(app: App, to: str | None, system: str | None = None) -> Subscription:
    """Return the subscription of that receiver or name, or one for an address that has none."""
    from config import checks
    from config.errors import UsageError
    from config.settings import Subscription

    found = next((each for each in app.settings.subscriptions if to in (each.to, each.key)), None)
    if found is None and to is not None:
        try:
            checks.receiver(to)
        except ValueError as error:
            raise UsageError(str(error)) from None
    subscription = found or Subscription(to=to or "")
    if system:
        subscription = replace(subscription, regions=(), systems=(system,))
    return subscription


def _one(app: App, subscription: Subscription, since: int | None, *, send: bool, out: Path | None) -> None:
    """Show, write or send one digest; only sending a subscription's own moves its cursor."""
    from reports.telling import compose_for_subscription, envelope_for, to_letter

    if send and since is None and subscription in app.settings.subscriptions:
        with app.store.write() as session:
            compose_for_subscription(session, app.settings, subscription, app.now())
        deliver_now(app)
        return
    digest = _compose(app, subscription, since)
    if send:
        _send(app, digest, subscription)
    elif out:
        receiver = subscription.to if "@" in subscription.to else envelope_for(app.settings, "").receiver
        out.write_bytes(to_letter(digest, app.settings, replace(subscription, to=receiver)).message)
        app.say(f"{out} written: {digest.subject}")
    else:
        _show(digest, envelope_for(app.settings, subscription.to).contact)


def _compose(app: App, subscription: Subscription, since: int | None) -> Digest:
    """Return the digest without moving any cursor."""
    from reports.telling import digest_since, next_digest

    now = app.now()
    with app.store.read() as session:
        if since is None:
            return next_digest(session, app.settings, subscription, now)
        return digest_since(session, app.settings, subscription, since, now)


def _send(app: App, digest: Digest, subscription: Subscription) -> None:
    from config.errors import UsageError
    from reports.telling import to_letter
    from store import outbox

    if not subscription.to:
        raise UsageError("--send with --since or --system needs --to RECEIVER")
    letter = to_letter(digest, app.settings, subscription)
    letter.subscription = ""
    with app.store.write() as session:
        outbox.put(session, letter, app.now())
    deliver_now(app)


def _show(digest: Digest, contact: str) -> None:
    from icpwatch.logs import presentable
    from reports.mail import render

    text, _ = render(digest, contact)
    for line in (f"Subject: {digest.subject}", "", *text.splitlines()):
        click.echo(presentable(line))
