"""The report as a site like any other: our own spider walks it over HTTP, and no link leads nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from icpwatch.commands.serve import report_server
from reports.site import render_site
from store.bodies import load_body
from store.models import Page
from tests.crawler.watching import MadeSystem, Watch
from tests.makers import NOW, made_store
from tests.reports.made_england import HOSTILE, fill_england, made_registry


def test_our_own_spider_finds_every_page_of_the_report_and_no_link_that_leads_nowhere(tmp_path: Path) -> None:
    report = tmp_path / "report"
    with made_store() as session:
        fill_england(session, HOSTILE)
        render_site(session, made_registry(), report, NOW)
    written = {f"/{file.relative_to(report).as_posix()}" for file in report.rglob("*.html")}
    with report_server(report, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        watch = Watch(tmp_path, [MadeSystem([(site, "icb", "")])])
        crawled = watch.crawl()[site]
        server.shutdown()
    assert (crawled["outcome"], crawled["errors"], crawled["blocked"]) == ("reached", 0, 0)
    pages = watch.pages()
    assert written <= set(pages)
    assert {path: page.state for path, page in pages.items() if page.state != "live"} == {}
    linked = _links(watch, site)
    assert {Path(path).suffix for path in linked} >= {".html", ".xml", ".ics", ".csv", ".json"}
    assert {path for path in linked if not (report / path.removeprefix("/")).exists()} == set()


def _links(watch: Watch, site: str) -> set[str]:
    """Return the paths of all links within the site that the spider saw, fetched or not."""
    with watch.store() as store, store.read() as session:
        stored = [load_body(session, page.links_hash) for page in session.query(Page) if page.links_hash]
    targets = {target for links in stored for target, _, _ in json.loads(links)}
    return {unquote(urlsplit(target).path) for target in targets if target.startswith(f"{site}/")}
