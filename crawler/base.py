"""The spider that all regions share: it collects answers, has them judged, and yields what the store is to remember.

Redirects are not followed by Scrapy, which loses those to an address it has seen: each hop is an answer of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from config.times import london
from crawler.frontier import HOME, UNKNOWN_DEPTH, Candidate, Found
from crawler.judge import Judged, context_of, judge
from crawler.manners.refusals import outcome_of_error
from crawler.manners.robots import sitemaps
from crawler.outcome import Outcome, leads_elsewhere, redirect_outcome, status_outcome
from crawler.plan import CrawlPlan
from crawler.redirects import MAX_HOPS, REDIRECTS, next_hop
from crawler.session import CrawlSession
from crawler.site_crawl import SiteCrawl, SiteEnd, is_always_watched, is_document_answer, names_icp
from crawler.sitemaps import SITEMAPS_READ, read_sitemap
from crawler.urls import host_of
from store.visits import Answer, PageVisit


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """A visit and the site it belongs to."""

    site_id: int
    visit: PageVisit


Out = Request | SiteVisit | SiteEnd


class RegionSpider(Spider):
    """Crawl the sites of one region, as the plan says."""

    region: ClassVar[str] = ""

    def __init__(self, plan: CrawlPlan, session: CrawlSession, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.session = session
        self.crawls = [SiteCrawl(site, plan.settings.max_depth) for site in plan.sites]
        self.allowed_hosts = frozenset(site.site.host for site in plan.sites)
        self._sitemaps: dict[str, tuple[str, ...]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> RegionSpider:
        """Return the spider of a crawl; one that was started without a plan (scrapy crawl NAME) makes its own."""
        if "plan" not in kwargs:
            from crawler.alone import plan_alone

            kwargs["plan"], kwargs["session"] = plan_alone(crawler, cls.region)
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signal=signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the home page of each site."""
        for crawl in self.crawls:
            crawl.sent()
            yield self._request(crawl, crawl.home)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Hear of the sitemaps that a robots.txt names."""
        self._sitemaps[urlparse_cached(request).netloc] = sitemaps(robotparser)

    def parse_page(self, response: Response, crawl: SiteCrawl, candidate: Candidate) -> Iterator[Out]:
        """Judge an answer, and go on with the site."""
        return self._after(crawl, self._collect(response, crawl, candidate))

    def parse_not_found(self, response: Response, crawl: SiteCrawl) -> Iterator[Out]:
        """Learn how the site says "not found"; only an answer with status 200 needs to be known again."""
        if response.status == 200:
            crawl.learn_not_found(response.body, _header(response, "Content-Type"))
        return self._after(crawl, ())

    def parse_sitemap(self, response: Response, crawl: SiteCrawl, left: int) -> Iterator[Out]:
        """Take in the addresses of a sitemap, and ask for the `left` sitemaps that it may name at most."""
        return self._after(crawl, self._sitemap(response, crawl, left))

    def failed(self, failure: Failure) -> Iterator[Out]:
        """Record that no answer came, and go on with the site."""
        request: Request = failure.request  # type: ignore[attr-defined]
        crawl, candidate = request.cb_kwargs["crawl"], request.cb_kwargs.get("candidate")
        return self._after(crawl, self._no_answer(failure, crawl, candidate) if candidate else ())

    def _after(self, crawl: SiteCrawl, outs: Iterable[Out]) -> Iterator[Out]:
        """Yield what an answer brings, then what is next; a mistake of ours costs one page, not its site."""
        crawl.in_flight -= 1
        try:
            yield from outs
        except Exception:
            self.logger.exception("%s: a page could not be taken in; this should not happen", crawl.plan.site.url)
        yield from self._go_on(crawl)

    def _no_answer(self, failure: Failure, crawl: SiteCrawl, candidate: Candidate) -> Iterator[Out]:
        outcome = outcome_of_error(failure.value)
        crawl.note(candidate, outcome)
        yield from self._visit(crawl, candidate, outcome)

    def _sitemap(self, response: Response, crawl: SiteCrawl, left: int) -> Iterator[Out]:
        listed, is_index = read_sitemap(response.body if response.status == 200 else b"")
        urls = [response.urljoin(url) for url in listed]
        if is_index:
            named = sorted(urls, key=lambda url: "page" not in url)[:left]  # rather pages than posts
            for url in named:
                yield from self._ask_sitemap(crawl, url, (left - len(named)) // len(named))
        else:
            page = Candidate(crawl.plan.site.url, UNKNOWN_DEPTH - 1)
            found = [Found(crawl.canonical(url), "") for url in urls]
            crawl.in_sitemap.update(link.url for link in found)
            crawl.follow(page, found, None)

    def _collect(self, response: Response, crawl: SiteCrawl, candidate: Candidate) -> Iterator[Out]:
        if response.status in REDIRECTS:
            yield from self._redirected(response, crawl, candidate)
            return
        headers = {name.lower(): value for name, value in _pairs(response.headers)}
        outcome = status_outcome(response.status, headers)
        judged = self._judge(response, crawl, candidate) if outcome is None else Judged(outcome)
        outcome = judged.outcome
        if candidate.tier == HOME and outcome.name in ("ok", "not-modified", "empty"):
            yield from self._opened(response, crawl)
        crawl.note(candidate, outcome)
        links: tuple[tuple[str, str, str], ...] = ()
        if judged.reading is not None and outcome.name == "ok":
            links, found = crawl.links_of(judged.reading)
            crawl.follow(candidate, found, judged)
        elif outcome.name == "not-modified" and crawl.frontier.discover:  # else no link would be taken in
            crawl.follow(candidate, crawl.stored_links(candidate), None)
        yield from self._visit(crawl, candidate, outcome, response=response, judged=judged, links=links)

    def _judge(self, response: Response, crawl: SiteCrawl, candidate: Candidate) -> Judged:
        if candidate.tier == HOME:
            crawl.recognise(response.body)
        return judge(
            response.body,
            _header(response, "Content-Type"),
            context_of(crawl.plan, crawl.vendor, candidate),
            not_found=crawl.not_found,
            is_home=candidate.tier == HOME,
            today=self._today(),
        )

    def _opened(self, response: Response, crawl: SiteCrawl) -> Iterator[Out]:
        """Begin with the site, now that its home page has answered."""
        crawl.home_answered = True
        crawl.open()
        probe = response.urljoin(f"/icpwatch-looks-for-a-page-that-is-not-here-{crawl.plan.site_id}")
        if crawl.plan.site.role != "council":
            crawl.sent()
            yield self._make(probe, self.parse_not_found, {"crawl": crawl})
        if crawl.frontier.discover:
            named = self._sitemaps.get(urlparse_cached(response).netloc, ())
            usual = () if named else crawl.vendor.sitemaps
            for address in (*named, *usual)[:SITEMAPS_READ]:
                yield from self._ask_sitemap(crawl, response.urljoin(address), SITEMAPS_READ)

    def _redirected(self, response: Response, crawl: SiteCrawl, candidate: Candidate) -> Iterator[Out]:
        hop = next_hop(response.url, response.status, _header(response, "Location"))
        target = crawl.canonical(hop) if hop else ""
        outcome = Outcome("unreachable", f"HTTP {response.status} without an address to go to")
        before = [candidate.url, *(start for _, start, _ in candidate.hops)]
        if hop in before or len(before) > MAX_HOPS:
            outcome = Outcome("unreachable", "redirects without end")
        elif target:
            outcome = redirect_outcome(candidate.url, target, crawl.plan.site.url)
        if hop and candidate.tier == HOME and not leads_elsewhere(host_of(hop), crawl.plan.site.host):
            # The home page may stand at an address of its own; it is still the home page.
            hops = (*candidate.hops, (response.status, response.url, hop))
            if len(hops) <= MAX_HOPS:
                crawl.sent()
                home = Candidate(candidate.url, 0, "Home", known=candidate.known, hops=hops, tier=HOME)
                yield self._request(crawl, home, hop)
                return
        crawl.note(candidate, outcome)
        if candidate.tier == HOME and outcome.name == "redirected":
            crawl.note(candidate, Outcome("unreachable", outcome.reason))
        elif outcome.name == "redirected":
            crawl.redirected(candidate, (response.status, candidate.url, target))
        yield from self._visit(crawl, candidate, outcome, redirect=target)

    def _visit(
        self,
        crawl: SiteCrawl,
        candidate: Candidate,
        outcome: Outcome,
        *,
        response: Response | None = None,
        judged: Judged | None = None,
        links: tuple[tuple[str, str, str], ...] = (),
        redirect: str = "",
    ) -> Iterator[Out]:
        reading = judged.reading if judged else None
        visit = PageVisit(
            url=candidate.url,
            at=self.plan.clock(),
            outcome=outcome.name,
            reason=outcome.reason,
            redirect=redirect,
            answer=_answer(response, candidate) if response is not None else None,
            reading=reading,
            judgement=judged.judgement if judged else None,
            facts=judged.facts if judged else (),
            found_on=candidate.found_on,
            link_text=candidate.text,
            linked_in_text=bool(candidate.parent_kinds),
            names_icp=names_icp(candidate.text, context_of(crawl.plan, crawl.vendor, candidate)),
            document=is_document_answer(candidate, reading),
            always_watched=is_always_watched(candidate),
            links=links,
        )
        yield SiteVisit(crawl.plan.site_id, visit)

    def _go_on(self, crawl: SiteCrawl) -> Iterator[Out]:
        """Ask for what is next, as many at once as one host may be asked for; end the site when nothing is left."""
        if self.session.failure:
            return
        while crawl.in_flight < self.plan.settings.concurrent_requests_per_host:
            candidate = crawl.next()
            if candidate is None:
                break
            crawl.sent()
            yield self._request(crawl, candidate)
        if crawl.in_flight == 0 and not crawl.ended:
            crawl.ended = True
            yield crawl.end()

    def _request(self, crawl: SiteCrawl, candidate: Candidate, url: str = "") -> Request:
        known = candidate.known
        request = self._make(url or candidate.url, self.parse_page, {"crawl": crawl, "candidate": candidate})
        if known is not None and not known.full and not candidate.hops:
            request.meta.update(etag=known.etag, last_modified=known.last_modified)
        return request

    def _make(self, url: str, callback: Any, arguments: dict[str, Any]) -> Request:
        return Request(
            url,
            callback=callback,
            errback=self.failed,
            cb_kwargs=arguments,
            dont_filter=True,
            meta={"handle_httpstatus_all": True, "dont_redirect": True},
        )

    def _ask_sitemap(self, crawl: SiteCrawl, url: str, left: int) -> Iterator[Out]:
        if url not in crawl.sitemaps and crawl.vendor.allows(url, crawl.plan.site):
            crawl.sitemaps.add(url)
            crawl.sent()
            yield self._make(url, self.parse_sitemap, {"crawl": crawl, "left": left})

    def _today(self) -> date:
        return london(self.plan.clock()).date()


def _answer(response: Response, candidate: Candidate) -> Answer:
    request = response.request
    return Answer(
        status=response.status,
        url=response.url,
        body=response.body,
        content_type=_header(response, "Content-Type"),
        headers=_pairs(response.headers),
        request_headers=_pairs(request.headers) if request is not None else (),
        redirects=candidate.hops,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
    )


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""


def _pairs(headers: Any) -> list[tuple[str, str]]:
    items: Iterable[tuple[bytes, list[bytes]]] = headers.items()
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in items for value in values]
