from __future__ import annotations

from pathlib import Path

from store.queries import changes
from tests.store.watch import Made, Watcher

PAGES = {"": Made(("Welcome.",)), "icp": Made(("The partnership.",)), "terms": Made(("Terms of reference.",))}


def test_changes_since_a_time_holds_what_was_told_then_though_it_was_seen_before(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    watcher.crawl(PAGES)
    watcher.crawl(PAGES | {"icp": Made(outcome="gone")})
    confirmed_at = watcher.now
    watcher.crawl(PAGES | {"icp": Made(outcome="gone")})
    with watcher.store.read() as session:
        (vanished,) = changes(session, since=confirmed_at)
        assert (vanished.event, vanished.at < confirmed_at) == ("vanished", True)
        assert changes(session, since=confirmed_at + 1) == []
