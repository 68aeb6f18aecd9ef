"""icpwatch diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from icpwatch.options import When

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from icpwatch.app import App
    from store.models import Capture


@click.command()
@click.argument("page", metavar="[PAGE]", required=False)
@click.option("--from", "since", type=When(end_of_day=True), help="The older version, at a date, a time or an age.")
@click.option("--to", "until", type=When(end_of_day=True), help="The newer version; the newest if left out.")
@click.option("--live", is_flag=True, help="Fetch the page now, compare with what is stored, keep what was seen.")
@click.option("--change", "change_id", type=int, metavar="ID", help="The two versions of a change.")
@click.option("--captures", type=int, nargs=2, metavar="A B", help="Any two captures, also of two documents.")
@click.option("--view", type=click.Choice(["words", "unified", "html"]), default="words", show_default=True)
@click.pass_obj
def command(
    app: App,
    page: str | None,
    since: int | None,
    until: int | None,
    live: bool,
    change_id: int | None,
    captures: tuple[int, int] | None,
    view: str,
) -> None:
    """Show what changed between two versions of a page, word by word.

    \b
    Example: icpwatch diff 12 --from 30d
             icpwatch diff https://southyorkshire.icb.nhs.uk/ --live
             icpwatch diff --change 31 --view html > change.html
    """
    from store.compare import compare_captures
    from store.queries import find_page

    if sum((page is not None, change_id is not None, captures is not None)) != 1:
        raise click.UsageError("name one thing to compare: PAGE, --change ID or --captures A B")
    if live:
        if page is None:
            raise click.UsageError("--live needs a PAGE")
        with app.store.read() as session:
            page_id = find_page(session, page).id
        before = _newest(app, page_id)
        _fetch(app, page_id)
        captures = (before, _newest(app, page_id))
    with app.store.read() as session:
        old, new = _pair(app, session, page, (since, until), change_id, captures)
        diff = compare_captures(session, old, new)
    _show(app, old, new, diff, view)


def _pair(
    app: App,
    session: Session,
    page: str | None,
    times: tuple[int | None, int | None],
    change_id: int | None,
    captures: tuple[int, int] | None,
) -> tuple[Capture, Capture]:
    from config.errors import NotFoundError
    from store.queries import capture_at, captures_of, find_page, get_capture, get_change

    if change_id is not None:
        change = get_change(session, change_id)
        if change.from_capture is None or change.to_capture is None:
            raise NotFoundError(f"change {change_id} ({change.event}) has one version only: icpwatch show shows it")
        captures = (change.from_capture, change.to_capture)
    if captures is not None:
        return get_capture(session, captures[0]), get_capture(session, captures[1])
    found = find_page(session, page or "")
    since, until = times
    new = capture_at(session, found.id, until)
    if since is not None:
        return capture_at(session, found.id, since), new
    earlier = [capture for capture in captures_of(session, found.id) if capture.id < new.id]
    if not earlier and found.follows_id is not None:
        return capture_at(session, found.follows_id), new
    return (earlier[-1] if earlier else new), new


def _newest(app: App, page_id: int) -> int:
    from store.queries import capture_at

    with app.store.read() as session:
        return capture_at(session, page_id).id


def _fetch(app: App, page_id: int) -> None:
    """Ask for a page now; raises CrawlError if it was not seen as it is."""
    from config.errors import CrawlError
    from crawler.session import CrawlSession, Wish
    from icpwatch.crawling import crawl
    from store.models import Page, SiteRow

    with app.store.read() as session:
        page = session.get_one(Page, page_id)
        site = session.get_one(SiteRow, page.site_id)
    wish = Wish([app.registry.system(page.system_id)], only=(site.url, page.url))
    began, session_of_crawl = app.now(), CrawlSession(app.store, app.registry, app.settings, app.now)
    reasons = [run.reason for run in crawl(session_of_crawl, wish, app.settings, verbose=app.verbose)]
    with app.store.read() as session:
        page = session.get_one(Page, page_id)
    if page.state != "live" or page.last_checked < began:
        why = next(filter(None, (page.state_reason, *reasons)), page.state)
        raise CrawlError(f"{page.url} could not be compared with today's: {why}")


def _show(app: App, old: Capture, new: Capture, diff: object, view: str) -> None:
    from config.times import british_time
    from store.diff import Diff
    from store.diff_views import unified_view, words_view

    assert isinstance(diff, Diff)
    names = [f"{capture.url}, {british_time(capture.at)}, capture {capture.id}" for capture in (old, new)]
    if view == "html":
        from reports.diff_page import diff_page

        click.echo(diff_page(names[0], names[1], diff))
        return
    if diff.is_empty:
        app.say(f"nothing that matters differs between {names[0]} and {names[1]}; --as ignored of show tells the rest")
        return
    if view == "unified":
        click.echo(unified_view(diff, *names))
        return
    app.say(f"from {names[0]}\nto   {names[1]}\n")
    for line in words_view(diff).splitlines():
        app.console.print(_coloured(line), soft_wrap=True, highlight=False)


def _coloured(line: str) -> object:
    """Colour what is marked; the marks stay, for terminals and people without colour."""
    from rich.text import Text

    text = Text(line)
    text.highlight_regex(r"\[-.*?-\]", "red")
    text.highlight_regex(r"\{\+.*?\+\}", "green")
    return text
