"""diff on the command line: live over HTTP, and documents that follow one another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.engine import open_store
from tests.crawler.server import Answer, Seen, serving
from tests.crawler.watching import NAME, MadeSystem, Watch
from tests.makers import make_capture, make_page, make_site, make_system

Run = Callable[..., tuple[int, str, str]]


def test_live_fetches_the_page_shows_what_differs_and_the_next_crawl_tells_it(tmp_path: Path) -> None:
    words = ["The partnership meets in public, and it agrees a strategy by spring."]

    def answer(seen: Seen) -> Answer:
        if not words and seen.path != "/":
            return Answer("away for now", 503)
        text = words[0] if words and seen.path == "/icp" else f'<a href="/icp">{NAME}</a> and other things we do here'
        return Answer(f"<title>{NAME}</title><main><h1>{NAME}</h1><p>{text}</p></main>")

    with serving(answer) as server:
        watch = Watch(tmp_path, [MadeSystem([(server.url, "icb", "")])])
        watch.crawl(day=0)
        words[0] = words[0].replace("spring", "autumn")
        live = watch.run("diff", f"{server.url}/icp", "--live", day=1)
        watch.crawl(day=2)
        words.clear()
        lost = watch.run("diff", f"{server.url}/icp", "--live", day=3)
    assert "a strategy by [-spring-]{+autumn+}" in live.stdout
    assert watch.changes() == ["changed /icp"]
    assert (lost.returncode, lost.stdout) == (1, "")
    assert "could not be compared with today's: robots.txt answered 503" in lost.stderr


def test_a_document_with_one_version_is_compared_with_the_one_that_it_follows(icpwatch: Run, elsewhere: Path) -> None:
    (elsewhere / "icpwatch.toml").write_text('database = "sqlite:///store.db"')
    store = open_store(f"sqlite:///{elsewhere / 'store.db'}")
    with store.write() as session:
        site = make_site(session, make_system(session, "south-yorkshire"))
        old, new = (make_page(session, site, f"/strategy-v{number}.pdf", media="pdf") for number in (2, 3))
        make_capture(session, old, ["We agree by spring."])
        make_capture(session, new, ["We agree by autumn."])
        new.follows_id = old.id
        number = new.id
    store.close()
    code, out, _ = icpwatch("diff", str(number))
    assert (code, "We agree by [-spring-]{+autumn+}" in out) == (0, True)
