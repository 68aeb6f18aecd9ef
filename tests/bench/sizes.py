"""What a page costs in the store: `make bench ARGS=sizes`.

Made pages are read, recorded and settled as a crawl does it, without HTTP. Furniture is shared by the pages of a site,
words are drawn from 1,500, and each answer has a token, a nonce and a time of its own. All pages are watched, which is
the dearest case.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import select, text

from crawler.reading.read import read
from store.bodies import hash_bytes, load_body
from store.engine import Store, open_store
from store.lifecycle import Rules
from store.models import Capture, SiteRow, SiteRun
from store.reading import Judgement
from store.record import Recorder
from store.runs import begin_run, begin_site, end_run, end_site
from store.visits import Answer, PageVisit
from tests.makers import make_system

START, DAY = 1_664_780_400, 86_400
CHECKS = 30
CHANGED = 0.02  # of the pages at each check
FULL_EVERY = 10
KINDS = {"61 KB": (61_000, 700), "15 KB": (15_000, 300)}
"""Bytes of a page, and words of its text."""
BOUNDS = {
    "first capture, without search": 10_000,
    "first capture, with search": 18_000,
    "a changed page": 2_500,
    "a noisy 200": 100,
    "a 304": 40,
}
"""Bytes a page, at most."""

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
        self.editions: Counter[tuple[int, int]] = Counter()
        self.served: dict[tuple[str, int], bytes] = {}
        with self.store.write() as session:
            for number in range(sites):
                make_system(session, f"area-{number}")
                session.add(SiteRow(system_id=f"area-{number}", url=f"https://area-{number}.example/", role="icb"))
        self.sites = range(1, sites + 1)
        self.all = {(site, number) for site in self.sites for number in range(pages)}

    def size(self) -> int:
        """Return the bytes in use in the file."""
        with self.store.engine.connect() as connection:
            used, free, size = (
                connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("page_count", "freelist_count", "page_size")
            )
        return int((used - free) * size)

    def round(self, full: Collection[tuple[int, int]]) -> int:
        """Check every page once, those named in full, and return the bytes that the store grew by."""
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
                    recorder.record(self._visit(site, number, (site, number) in full))
                site_run = session.get_one(SiteRun, (run.id, site))
                site_run.outcome, site_run.discovery = "reached", True
                end_site(session, site_run, Rules(), self.now)
        with self.store.write() as session:
            end_run(session, session.merge(run), [], self.now)
        self.now, self.check = self.now + DAY, self.check + 1
        print(f"\r    check {self.check}", end="", file=sys.stderr, flush=True)
        return self.size() - before

    def recovered(self) -> tuple[int, int]:
        """Return of how many captures the store gives back the bytes that were served, and how many there are."""
        with self.store.read() as session:
            captures = session.execute(select(Capture.url, Capture.at, Capture.body_hash)).all()
            right = (hash_bytes(load_body(session, key)) == self.served[url, at] for url, at, key in captures)
            return sum(right), len(captures)

    def _visit(self, site: int, number: int, full: bool) -> PageVisit:
        url = f"https://area-{site - 1}.example/" + (f"page-{number}/" if number else "")
        at = self.now + number
        if not full:
            return PageVisit(url=url, at=at, outcome="not-modified")
        body = self.farm.page(site, number, self.editions[site, number], self.check)
        self.served[url, at] = hash_bytes(body)
        reading = read(body, "text/html", url)
        answer = Answer(200, url, body, "text/html", HEADERS, REQUEST, (), 'W/"5f3a-60d5ec49b2f40"', "Sun, 02 Oct 2022")
        judgement = Judgement(("about",), True, 0.9)
        links = tuple((link.url, link.text, block.place) for block, link in reading.links())
        return PageVisit(url, at, "ok", answer=answer, reading=reading, judgement=judgement, links=_once(links))


def _once(links: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple({link[0]: link for link in reversed(links)}.values())


@dataclass(frozen=True)
class Sizes:
    """Bytes by what they are for, as in BOUNDS; of how many captures the bytes came back; bytes a page in the end."""

    bytes: dict[str, float]
    recovered: int
    captures: int
    whole: float


def measure(size: int, words: int, sites: int, pages: int) -> Sizes:
    """Check made sites CHECKS times, some pages changed each time, and every tenth time all in full."""
    picked, total = Random(1), sites * pages
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), Farm(size, words), sites, pages)
        first = bench.round(bench.all)
        search = _share(bench, ("search%", "passages%", "%search_texts%"))
        grown = count = noisy = 0
        for check in range(2, CHECKS + 1):
            changed = {key for key in sorted(bench.all) if picked.random() < CHANGED}
            bench.editions.update(changed)
            full = check % FULL_EVERY == 0
            grown += bench.round(bench.all if full else changed)
            count += len(changed)
            noisy += total - len(changed) if full else 0
        whole = bench.size() / total
        grown += bench.round(())  # in which the last changes are told
        # What a check without a change costs is measured apart, and taken off.
        unchanged = sum(bench.round(()) for _ in range(5)) / 5 / total
        noise = bench.round(bench.all) / total
        quiet = CHECKS * total - count - noisy
        values = {
            "first capture, without search": (first - search) / total,
            "first capture, with search": first / total,
            "a changed page": (grown - noisy * noise - quiet * unchanged) / count,
            "a noisy 200": noise,
            "a 304": unchanged,
        }
        return Sizes(values, *bench.recovered(), whole)


def _share(bench: Bench, names: tuple[str, ...]) -> int:
    where = " OR ".join(f"name LIKE '{name}'" for name in names)
    with bench.store.read() as session:
        return int(session.scalar(text(f"SELECT sum(pgsize) FROM dbstat WHERE {where}")) or 0)
