"""`make bench`: the figures of crawl and report beside their bounds, as ratios measured in one run on one machine.

Ends with status 1 where a ratio misses its bound; absolute times count only at three times theirs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from config.settings import CrawlSettings
from store.engine import open_store
from tests.bench import sizes
from tests.bench.farm import ROOT, farm, region_files
from tests.crawler.driving import Drive
from tests.crawler.made_sites import BUDGET, made_sites
from tests.makers import NOW
from tests.reports.whole_england import CHANGES, SYSTEMS, change_one_page, fill_whole_england, whole_registry
from tests.reports.whole_england import PAGES as PAGES_EACH

SITES, PAGES = 42, 48
MANY_PAGES = 150  # a site, for the memory of 6,300 pages
SETTINGS = """database = "sqlite:///icpwatch.db"
[crawl]
contact = "bench@example.org"
allow_private_addresses = true
delay_seconds = 0
"""


@dataclass(frozen=True)
class Figure:
    """One measured value; `ok` None where its bound is not asserted."""

    what: str
    bound: str
    value: str
    ok: bool | None


@dataclass(frozen=True)
class Spent:
    """What a process cost: processor and clock seconds, memory in megabytes."""

    cpu: float
    wall: float
    peak: float


def run(*command: str) -> Spent:
    """Run a process to its end."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return Spent(usage.ru_utime + usage.ru_stime, time.perf_counter() - begun, usage.ru_maxrss / 1024)


@contextmanager
def watched_farm(pages: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Serve a farm; yields its port and the beginning of an icpwatch command that watches it."""
    with tempfile.TemporaryDirectory() as name, farm(SITES, pages) as port:
        folder = Path(name)
        (folder / "icpwatch.toml").write_text(SETTINGS, "utf-8")
        regions = region_files(folder / "regions", SITES, port)
        yield port, ("-m", "icpwatch", "-q", "--config", str(folder / "icpwatch.toml"), "--regions", str(regions))


def crawling() -> Iterator[Figure]:
    """First pass, re-check, and the memory of a first pass, against bare Scrapy."""
    total = SITES * PAGES
    with watched_farm(PAGES) as (port, icpwatch):
        bare = ("-m", "tests.bench.bare", str(SITES), str(PAGES), str(port))
        fetching = run(*bare)
        first = run(*icpwatch, "crawl")
        both = run(*bare, "again")
        again = run(*icpwatch, "crawl")
    fetching_again = max(both.cpu - fetching.cpu, 0.01) + _start()
    yield _ratio(f"first pass, {total} pages of 61 KB, against bare Scrapy", fetching.cpu / first.cpu, 0.25)
    yield _rate("first pass", total / first.wall, 42)
    yield _ratio("re-check with 304s, against bare Scrapy", fetching_again / again.cpu, 0.75)
    with watched_farm(MANY_PAGES) as (_, icpwatch):
        many = run(*icpwatch, "crawl")
    yield Figure(f"peak memory, {SITES * MANY_PAGES} pages", "at most 250 MB", f"{many.peak:.0f} MB", many.peak <= 250)
    growth = many.peak / first.peak - 1
    yield Figure(f"the same, against {total} pages", "at most 10 % more", f"{growth:+.0%}", growth <= 0.10)


def _start() -> float:
    """Return the seconds of processor time in which Scrapy starts; a second pass begins with it as well."""
    return run("-c", "import scrapy.crawler, scrapy.core.downloader.handlers.http11").cpu


def judging() -> Iterator[Figure]:
    """Classify texts of 2,000 characters."""
    from crawler.classify import PageContext, classify_text

    random = Random(1)
    words = ("partnership", "council", "health", "board", "members", "meeting", "chair", "strategy", "people", "plan")
    texts = [" ".join(random.choices(words, k=330))[:2_000] for _ in range(500)]
    context = PageContext("https://a.example/", names=("Wendale Integrated Care Partnership",), system_name="Wendale")
    classify_text("", texts[0], context)
    seconds = _seconds(lambda: [classify_text("A page", text, context) for text in texts])
    yield _rate("classify, texts of 2,000 characters", len(texts) / seconds, 1_000, of="texts")


def comparing() -> Iterator[Figure]:
    """Compare two documents of 50,000 words with 100 edits."""
    from store.diff import diff_blocks
    from store.reading import Block

    random = Random(2)
    old = [Block("paragraph", " ".join(f"word{random.randrange(5_000)}" for _ in range(50))) for _ in range(1_000)]
    new = list(old)
    for at in random.sample(range(1_000), 100):
        new[at] = Block("paragraph", old[at].text.replace("word", "term", 1))
    yield _time("word diff of 50,000 words, 100 edits", _seconds(lambda: diff_blocks(old, new)), 1.0)


def starting() -> Iterator[Figure]:
    """Start the command line."""
    run("-m", "icpwatch", "--help")
    yield _time("icpwatch --help", run("-m", "icpwatch", "--help").wall, 0.3)


def finding() -> Iterator[Figure]:
    """Find the partnership's pages on made sites of 500 pages, 150 fetches each."""
    for shape in zip(*(made_sites(seed) for seed in range(1, 4)), strict=True):
        there = found = 0
        for site in shape:
            with tempfile.TemporaryDirectory() as folder:
                drive = Drive(Path(folder), [site.system], site.fetch, CrawlSettings(max_pages_per_site=BUDGET))
                drive.crawl()
                there += len(site.icp_urls())
                found += len([url for url, page in drive.pages().items() if page.is_icp and url in site.icp_urls()])
        yield Figure(
            f"found on made sites: {shape[0].key}", "at least 99 %", f"{found} of {there}", found >= 0.99 * there
        )


def reporting() -> Iterator[Figure]:
    """Render the report of a made England, and again after one change on one page, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        database = f"sqlite:///{name}/icpwatch.db"
        with open_store(database).write() as session:
            fill_whole_england(session, whole_registry())
        moment = datetime.fromtimestamp(NOW, UTC).isoformat()
        command = ("-m", "icpwatch", "-q", "--database", database, "--now", moment, "report", "--out", f"{name}/report")
        first = run(*command)
        with open_store(database).write() as session:
            change_one_page(session)
        again = run(*command)
    size = f"{SYSTEMS} systems, {PAGES_EACH} pages and {CHANGES} changes each"
    yield _time(f"report of {size}, processor time", first.cpu, 20)
    yield _time("the same after one change", again.cpu, 2)
    yield Figure("the same, peak memory", "", f"{first.peak:.0f} MB", None)


def storing() -> Iterator[Figure]:
    """Check pages of two sizes thirty times, 2 % of them changed each time."""
    for name, (size, words) in sizes.KINDS.items():
        sized = sizes.measure(size, words, SITES, PAGES)
        for what, value in sized.bytes.items():
            most = sizes.BOUNDS[what]
            yield Figure(f"{name}: {what}", f"at most {most:,} bytes", f"{value:,.0f} bytes", value <= most)
        ok = sized.recovered == sized.captures
        yield Figure(f"{name}: bytes given back exactly", "all", f"{sized.recovered:,} of {sized.captures:,}", ok)
        whole = f"{sized.whole:,.0f} bytes a page"
        yield Figure(f"{name}: the store after {sizes.CHECKS} checks", "", whole, None)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _ratio(what: str, value: float, least: float) -> Figure:
    return Figure(what, f"at least {least:.2f} x", f"{value:.2f} x", value >= least)


def _rate(what: str, value: float, least: float, of: str = "pages") -> Figure:
    return Figure(what, f"at least {least:,.0f} {of}/s", f"{value:,.0f} {of}/s", value >= least / 3)


def _time(what: str, seconds: float, most: float) -> Figure:
    return Figure(what, f"at most {most} s", f"{seconds:.2f} s", seconds <= most * 3)


PARTS = {
    "crawl": crawling,
    "sizes": storing,
    "find": finding,
    "judge": judging,
    "diff": comparing,
    "start": starting,
    "report": reporting,
}


def main(wanted: Sequence[str]) -> int:
    """Print the table and return the exit status."""
    from rich.console import Console
    from rich.table import Table

    if unknown := [name for name in wanted if name not in PARTS]:
        print(f"there is no part called {' or '.join(unknown)}: choose from {', '.join(PARTS)}", file=sys.stderr)
        return 2
    table = Table("What", "Bound", "Measured", "", title="Figures", title_justify="left", box=None)
    failed = False
    for name in wanted or PARTS:
        for figure in PARTS[name]():
            failed |= figure.ok is False
            table.add_row(figure.what, figure.bound, figure.value, "MISSED" if figure.ok is False else "")
    Console(width=120).print(table)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
