"""What a page costs in the store: `python -m tests.bench.sizes [SITES PAGES]`, part of `make bench`.

Made pages are read, recorded and settled as a crawl does it, without HTTP. Furniture is shared by the pages of a site,
words are drawn from 1,500, and each answer has a token, a nonce and a time of its own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from sqlalchemy import text

from crawler.reading.read import read
from store.engine import Store, open_store
from store.lifecycle import Rules
from store.models import SiteRow, SiteRun
from store.reading import Judgement
from store.record import Recorder
from store.runs import begin_run, begin_site, end_run, end_site
from store.visits import Answer, PageVisit
from tests.makers import make_system

START, DAY = 1_664_780_400, 86_400
CHECKS = 30
CHANGED = 0.02  # of the pages at each check
FULL_EVERY = 10
HEADERS = tuple(
    (name, value)
    for name, value in {
        "Date": "Mon, 03 Oct 2022 07:00:00 GMT",
        "Content-Type": "text/html; charset=UTF-8",
        "Server": "nginx",
        "Cache-Control": "max-age=3600",
        "ETag": 'W/"5f3a-60d5ec49b2f40"',
        "Last-Modified": "Sun, 02 Oct 2022 11:12:13 GMT",
        "X-Frame-Options": "SAMEORIGIN",
        "X-Content-Type-Options": "nosniff",
        "Strict-Transport-Security": "max-age=31536000",
        "Vary": "Accept-Encoding",
    }.items()
)
REQUEST = (
    ("User-Agent", "icpwatch/1.0 (+https://example.org)"),
    ("Accept", "text/html,*/*;q=0.8"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
)

_WORDS = [
    "".join(random.choice("aeiou") if n % 2 else random.choice("bcdfglmnprst") for n in range(random.randint(3, 9)))
    for random in [Random(1)]
    for _ in range(1_500)
]


class Farm:
    """Made sites of pages of one size: `page(site, number, edition, check)` gives the bytes."""

    def __init__(self, size: int, words: int) -> None:
        self.size, self.words = size, words

    def page(self, site: int, number: int, edition: int, check: int) -> bytes:
        own, ours = Random(f"{site} {number}"), Random(f"{site}")
        noise = Random(f"{site} {number} {check}").randbytes(16).hex()
        menu = "".join(f'<li><a href="/menu-{n}/">{_text(ours, 3)}</a></li>' for n in range(40))
        paragraphs = [f"<p>{_text(own, 40)}.</p>" for _ in range(self.words // 40)]
        for n in range(edition):
            paragraphs[n % len(paragraphs)] = f"<p>{_text(Random(f'{site} {number} {n}'), 40)}.</p>"
        head = (
            f'<!doctype html><html lang=en><head><title>Page {number}</title><meta name=csrf content="{noise}"><style>'
        )
        links = "".join(f'<li><a href="/page-{own.randrange(48)}/">{_text(own, 3)}</a></li>' for _ in range(8))
        body = (
            f"</style></head><body><header><nav><ul>{menu}</ul></nav></header><main><h1>Page {number}</h1>"
            f"{''.join(paragraphs)}<ul>{links}</ul></main><footer><p>{_text(ours, 60)}</p><p>Served in {check} ms</p>"
            "</footer></body></html>"
        )
        style, rules = Random(site), list[str]()
        room = self.size - len(head) - len(body)
        while sum(map(len, rules)) < room:
            rules.append(
                f".{style.choice(_WORDS)}{{margin:{style.randrange(99)}px;color:#{style.randrange(4096):03x}}}\n"
            )
        return f"{head}{''.join(rules)[: max(0, room)]}{body}".encode()


def _text(random: Random, words: int) -> str:
    return " ".join(random.choices(_WORDS, k=words)).capitalize()


class Bench:
    """One store of made sites, and what each round of checks adds to its file."""

    def __init__(self, folder: Path, farm: Farm, sites: int, pages: int) -> None:
        self.farm, self.pages, self.now, self.check = farm, pages, START, 0
        self.store: Store = open_store(f"sqlite:///{folder / 'sizes.db'}")
        self.editions: dict[tuple[int, int], int] = {}
        with self.store.write() as session:
            for number in range(sites):
                make_system(session, f"area-{number}")
                session.add(SiteRow(system_id=f"area-{number}", url=f"https://area-{number}.example/", role="icb"))
        self.sites = range(1, sites + 1)

    def size(self) -> int:
        """Return the bytes in use in the file."""
        with self.store.engine.connect() as connection:
            used, free, size = (
                connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("page_count", "freelist_count", "page_size")
            )
        return int((used - free) * size)

    def round(self, is_full: Callable[[int, int], bool]) -> int:
        """Check every page once, in full where asked so, and return the bytes that the store grew by."""
        before = self.size()
        with self.store.write() as session:
            run = begin_run(session, "discover", "1.0.0", "1", self.now)
            site_runs = {
                site: begin_site(session, run, session.get_one(SiteRow, site), self.now) for site in self.sites
            }
        for site in self.sites:
            with self.store.write() as session:
                recorder = Recorder(session, site_runs[site], "1")
                for number in range(self.pages):
                    recorder.record(self._visit(site, number, is_full(site, number)))
                site_run = session.get_one(SiteRun, (run.id, site))
                site_run.outcome, site_run.discovery = "reached", True
                end_site(session, site_run, Rules(), self.now)
        with self.store.write() as session:
            end_run(session, session.merge(run), [], self.now)
        self.now, self.check = self.now + DAY, self.check + 1
        return self.size() - before

    def _visit(self, site: int, number: int, full: bool) -> PageVisit:
        url = f"https://area-{site - 1}.example/" + (f"page-{number}/" if number else "")
        at = self.now + number
        if not full:
            return PageVisit(url=url, at=at, outcome="not-modified")
        body = self.farm.page(site, number, self.editions.get((site, number), 0), self.check)
        reading = read(body, "text/html", url)
        answer = Answer(200, url, body, "text/html", HEADERS, REQUEST, (), 'W/"5f3a-60d5ec49b2f40"', "Sun, 02 Oct 2022")
        judgement = Judgement(("about",), True, 0.9)
        links = tuple((link.url, link.text, block.place) for block, link in reading.links())
        return PageVisit(url, at, "ok", answer=answer, reading=reading, judgement=judgement, links=_once(links))


def _once(links: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple({link[0]: link for link in reversed(links)}.values())


def measure(size: int, words: int, sites: int, pages: int) -> Iterator[tuple[str, float, float]]:
    """Yield what, bytes for each, and the bound in bytes."""
    total = sites * pages
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), Farm(size, words), sites, pages)
        first = bench.round(lambda *_: True)
        search = _share(bench, ("search%", "passages%", "%search_texts%"))
        yield "first capture, without search", (first - search) / total, 10_000
        yield "first capture, with search", first / total, 18_000
        yield "a noisy 200", bench.round(lambda *_: True) / total, 100
        unchanged = sum(bench.round(lambda *_: False) for _ in range(5))
        yield "a 304", unchanged / total / 5, 40
        picked = Random(1)
        grown, count = 0, 0
        for _ in range(CHECKS - 7):
            changed = {key for key in ((s, n) for s in bench.sites for n in range(pages)) if picked.random() < CHANGED}
            for key in changed:
                bench.editions[key] = bench.editions.get(key, 0) + 1
            grown += bench.round(lambda site, number, changed=changed: (site, number) in changed)  # type: ignore[misc]
            count += len(changed)
        rest = (CHECKS - 7) * total - count
        yield "a changed page", (grown - rest * unchanged / total / 5) / count, 2_500
        yield f"the store after {CHECKS} checks, a page", bench.size() / total, float("inf")
        _tables(bench)


def _share(bench: Bench, names: tuple[str, ...]) -> int:
    where = " OR ".join(f"name LIKE '{name}'" for name in names)
    with bench.store.read() as session:
        return int(session.scalar(text(f"SELECT sum(pgsize) FROM dbstat WHERE {where}")) or 0)


def _tables(bench: Bench) -> None:
    query = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 10"
    total = len(bench.sites) * bench.pages
    with bench.store.read() as session:
        rows = session.execute(text(query)).all()
    print("   ", ", ".join(f"{name} {size / total:,.0f}" for name, size in rows))


def main() -> int:
    """Print the figures; 1 where a bound is missed."""
    sites, pages = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (42, 48)
    missed = 0
    for size, words in ((61_000, 700), (15_000, 300)):
        print(f"{sites * pages:,} pages of {size / 1000:.0f} KB, {words} words of text, {CHECKS} checks: bytes")
        for what, value, bound in measure(size, words, sites, pages):
            print(f"    {what:<40} {value:>8,.0f}" + (f"  at most {bound:,.0f}" if bound < 1e9 else ""))
            missed += value > bound
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
