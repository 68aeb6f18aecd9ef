"""Made sites of 500 pages in the shapes of real ones, with the partnership's pages at known places.

A site is a graph of pages; what is asked of it is answered from the graph, so the true number of clicks to each page
can be counted from what it really links to. The generator is seeded: the same name and seed give the same site.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from random import Random

from config.systems import Icp, Site, System
from tests.crawler.driving import Reply, path_of

# ruff: noqa: E501, SIM905  (lists of words and links read best as they would stand on a page)

PAGES = 500
BUDGET = 150
"""Fetches of one site, all of them counted: pages, redirects, sitemaps, and the one for an address that is not there."""

NAME = "Wendale Integrated Care Partnership"
ALIAS = "Wendale Partnership Assembly"

_TOPICS = (
    "Asthma Diabetes Falls Maternity Stroke Sepsis Dementia Hearing Eyes Podiatry Physiotherapy Vaccination Screening Pharmacy Dentistry"
    " Ambulance Hospice Carers Volunteers Recruitment Safeguarding Complaints Procurement Estates Research Data Digital Prescribing"
    " Obesity Smoking Alcohol Sleep Pain Autism Wheelchairs Continence Nutrition Travel Interpreting Records Winter Heatwave"
).split()
_FORMS = (
    "services",
    "advice",
    "support",
    "for professionals",
    "in your area",
    "policy",
    "updates",
    "team",
    "referrals",
    "leaflets",
    "projects",
)
_ORDINARY = (
    "{} {} are provided by local teams across the area, who work with general practice and hospitals.",
    "If you need help with {} {}, speak to your practice or call NHS 111 when it is urgent.",
    "Our board agreed how money for {} {} is spent this year, and hears each month how it goes.",
    "Waiting times for {} {} are published by the providers themselves every quarter.",
)
_OURS = (
    "The {name} is a statutory committee of NHS Wendale Integrated Care Board and Wendale Council, who are equal partners in it.",
    "The partnership prepares the integrated care strategy, which the board and the councils must have regard to.",
    "Its members come from councils, the NHS, Healthwatch, housing and the voluntary sector, and it meets in public.",
    "It works on the wider determinants of health: homes, jobs, clean air and good schools.",
)


@dataclass
class MadePage:
    """A page: its title, its own links in the text, and whether it is the partnership's."""

    title: str
    links: list[tuple[str, str]] = field(default_factory=list)
    icp: bool = False
    topic: str = "Care"


@dataclass
class MadeSite:
    """A site as a graph. `menu` stands on every page; `endless` answers addresses that are no pages of the graph."""

    key: str
    site: Site
    pages: dict[str, MadePage]
    menu: list[tuple[str, str]] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    sitemap: list[str] = field(default_factory=list)
    endless: Callable[[str], MadePage | None] = lambda path: None

    @property
    def system(self) -> System:
        """Return the system that this site belongs to."""
        return System(
            id="wendale", name="Wendale", region="South West", icb="NHS Wendale Integrated Care Board",
            established=date(2022, 7, 1), icp=Icp(NAME, (ALIAS,)), sites=(self.site,),
        )  # fmt: skip

    def fetch(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Answer a request."""
        path = path_of(url)
        if path in self.redirects:
            return Reply(status=301, headers={"Location": self.redirects[path]})
        if path == "/sitemap.xml" and self.sitemap:
            listed = "".join(f"<url><loc>{escape(self.site.url + path[1:])}</loc></url>" for path in self.sitemap)
            xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
            return Reply(xml, headers={"Content-Type": "application/xml"})
        page = self.pages.get(path) or self.endless(path)
        return Reply(self.html(path, page)) if page else Reply("<h1>Page not found</h1>", 404)

    def html(self, path: str, page: MadePage) -> str:
        """Return a page as HTML."""
        texts = _OURS if page.icp else _ORDINARY
        paragraphs = "".join(
            f"<p>{escape(text.format(page.topic, page.title.lower(), name=NAME))}</p>"
            for text in (*texts, f"Page {path}.")
        )
        return (
            f"<!doctype html><html lang=en><title>{escape(page.title)} | NHS Wendale</title><body>"
            f"<nav><ul>{_list(self.menu)}</ul></nav><main><h1>{escape(page.title)}</h1>{paragraphs}"
            f"<ul>{_list(page.links)}</ul></main><footer><a href='/'>Home</a></footer></body></html>"
        )

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return self.site.url + path[1:]

    def icp_urls(self) -> set[str]:
        """Return the addresses of the partnership's pages."""
        return {self.url(path) for path, page in self.pages.items() if page.icp}

    def true_clicks(self) -> dict[str, int]:
        """Return the fewest clicks from the home page to each page of the graph; a redirect costs no click."""
        clicks, queue = {"/": 0}, deque(["/"])
        while queue:
            here = queue.popleft()
            for _, target in (*self.menu, *self.pages[here].links):
                target = self.redirects.get(target, target)
                if target in self.pages and target not in clicks:
                    clicks[target] = clicks[here] + 1
                    queue.append(target)
        return {self.url(path): count for path, count in clicks.items()}


def made_sites(seed: int) -> list[MadeSite]:
    """Return one site of each shape."""
    shapes = (mega_menu, deep_tree, council, wordpress_news, endless_traps, flat_shop_window)
    return [shape(Random(f"{shape.__name__} {seed}")) for shape in shapes]


def mega_menu(random: Random) -> MadeSite:
    """An ICB whose menu of 150 entries stands on every page, and names no partnership."""
    site = _site("mega-menu", {"/": MadePage("NHS Wendale")})
    areas = ("about-us", "your-health", "your-services", "news-and-media", "get-involved", "for-professionals")
    labels = _labels(random)
    for number in range(149):
        path = f"/{areas[number % len(areas)]}/{_slug(labels[number])}/"
        site.pages[path] = MadePage(labels[number])
        site.menu.append((labels[number], path))
    random.shuffle(site.menu)
    working = "/about-us/how-we-work-with-others/"
    site.pages[working] = MadePage("How we work with others", [("Joint arrangements", f"{working}joint-arrangements/")])
    site.menu.insert(random.randrange(100), ("How we work with others", working))
    site.pages[f"{working}joint-arrangements/"] = MadePage(
        "Joint arrangements", [("Integrated care partnership", f"{working}icp/")]
    )
    _partnership(site, f"{working}icp/")
    return _filled(site, random)


def deep_tree(random: Random) -> MadeSite:
    """A deep tree without a menu beyond its top; the partnership stands five clicks down, past a page that promises nothing."""
    site = _site("deep-tree", {"/": MadePage("NHS Wendale")})
    top = [
        ("About us", "/about/"),
        ("Your health", "/health/"),
        ("News", "/news/"),
        ("Get involved", "/involved/"),
        ("Publications", "/publications/"),
    ]
    site.menu = top
    for text, path in top:
        site.pages[path] = MadePage(text)
    way = ["/about/"]
    for text in random.choice(
        (("Our system", "Who does what", "Governance"), ("How we work", "More about this", "Committees"))
    ):
        path = f"{way[-1]}{_slug(text)}/"
        site.pages[way[-1]].links.append((text, path))
        site.pages[path] = MadePage(text)
        way.append(path)
    site.pages[way[-1]].links.append(("The integrated care partnership", f"{way[-1]}partnership/"))
    _partnership(site, f"{way[-1]}partnership/")
    return _filled(site, random, menu_pages=set())


def council(random: Random) -> MadeSite:
    """A council's ModernGov with forty committees, of which one is listed, and a calendar in every spelling."""
    pages = {
        "/": MadePage(
            "Council meetings",
            [("Committees", "/mgListCommittees.aspx?bcr=1"), ("Calendar", "/mgCalendarMonthView.aspx?M=1&Y=2022")],
        )
    }
    site = _site("council", pages, role="council", vendor="moderngov", committees=(881,))
    lists = pages["/mgListCommittees.aspx?bcr=1"] = MadePage("Committees")
    for committee in (881, *random.sample(range(100, 880), 30)):
        ours = committee == 881
        title = NAME if ours else f"{random.choice(_TOPICS)} committee"
        details, meetings = f"/mgCommitteeDetails.aspx?ID={committee}", f"/ieListMeetings.aspx?CId={committee}&Year=0"
        lists.links.append((title, details))
        pages[details] = MadePage(f"Committee details - {title}", [("Meetings", meetings)], icp=ours, topic=title)
        pages[meetings] = MadePage(f"Browse meetings - {title}", icp=ours, topic=title)
        for number in range(40 if ours else 14):
            meeting = 10_000 + 10 * committee + number
            path = f"/ieListDocuments.aspx?CId={committee}&MId={meeting}"
            pages[meetings].links.append((f"{number % 28 + 1} October 2022 10.00 am", f"{path}&Ver=4"))
            pages[path] = MadePage(f"Agenda for {title}", [("Previous", f"{path}&J={number}")], icp=ours, topic=title)
            site.redirects[f"{path}&Ver=4"] = path
    site.redirects.clear()
    spelt = re.compile(r"(?:&(?:Ver|J|x)=\d+)+$")
    site.endless = lambda path: (
        pages.get(spelt.sub("", path)) or (MadePage("Calendar", _calendar(path)) if "Calendar" in path else None)
    )
    return _filled(site, random)


def wordpress_news(random: Random) -> MadeSite:
    """A WordPress with 400 posts, sixty of which speak of the partnership, all listed in its sitemap before its pages."""
    site = _site("wordpress-news", {"/": MadePage("NHS Wendale")})
    site.menu = [
        ("About", "/about/"),
        ("Latest news", "/news/"),
        ("Contact us", "/contact/"),
        ("Work with us", "/jobs/"),
    ]
    for text, path in site.menu:
        site.pages[path] = MadePage(text)
    posts = []
    for number in range(400):
        title = (
            f"Integrated care partnership {random.choice(('agrees', 'hears of', 'backs'))} plan {number}"
            if number % 7 == 0
            else f"{random.choice(_TOPICS)} {random.choice(_FORMS)} {number}"
        )
        posts.append((title, f"/news/{_slug(title)}/" if number % 2 else f"/{_slug(title)}/"))
        site.pages[posts[-1][1]] = MadePage(title)
    for first in range(0, 400, 10):
        here = f"/news/page/{first // 10 + 1}/" if first else "/news/"
        site.pages[here] = MadePage(
            "Latest news", [*posts[first : first + 10], ("Older posts", f"/news/page/{first // 10 + 2}/")]
        )
    site.pages["/"].links = posts[:6]
    site.pages["/about/"].links = [("Who we are", "/about/who-we-are/")]
    site.pages["/about/who-we-are/"] = MadePage("Who we are", [("Working in partnership", "/?p=77")])
    site.redirects["/?p=77"] = "/about/working-in-partnership/"
    site.pages["/about/working-in-partnership/"] = MadePage("Working in partnership", [(ALIAS, "/about/assembly/")])
    _partnership(site, "/about/assembly/")
    site.sitemap = [path for _, path in posts] + ["/about/", "/contact/"]
    return _filled(site, random)


def endless_traps(random: Random) -> MadeSite:
    """A site whose calendar, filters, sessions and relative links never end, and sound of the partnership."""
    site = _site("endless-traps", {"/": MadePage("NHS Wendale")})
    site.menu = [
        ("About us", "/about-us"),
        ("Meetings diary", "/whats-on"),
        ("Documents", "/library"),
        ("Our places", "/places"),
    ]
    for text, path in site.menu:
        site.pages[path] = MadePage(text)
    site.pages["/about-us"].links = [
        ("Partnerships", "/about-us/partnerships?sessid=1"),
        ("Governance", "governance/here"),
    ]
    site.pages["/about-us/partnerships"] = MadePage("Partnerships", [("Wendale ICP", "/about-us/partnerships/icp")])
    _partnership(site, "/about-us/partnerships/icp", slash="")

    def endless(path: str) -> MadePage | None:
        name, _, query = path.partition("?")
        step = random.randrange(10**6)
        if name.startswith("/whats-on"):
            links = [
                (
                    f"Integrated care partnership meetings in month {n}",
                    f"/whats-on/{2022 + n % 9}/{n % 12 + 1}/{n % 28 + 1}",
                )
                for n in (step, step // 3)
            ]
        elif name.startswith("/library"):
            links = [
                ("Strategy and partnership papers", f"/library?theme={random.choice(_TOPICS)}&view={step}"),
                ("Papers", f"{path}&more={step % 97}" if query else "/library?more=1"),
            ]
        elif name.startswith("/about-us/") and "/here" in name:
            links = [("Governance of the partnership", "governance/here"), ("Members", f"here/{step % 5}/here")]
        elif "sessid" in query or "sid=" in query:
            page = site.pages.get(name)
            return (
                MadePage(page.title, [(text, f"{target}?sessid={step}") for text, target in page.links], page.icp)
                if page
                else None
            )
        else:
            return None
        return MadePage(f"{random.choice(_TOPICS)} list {step}", links)

    site.endless = endless
    site.pages["/whats-on"].links = [("Next month", "/whats-on/2022/11/1")]
    site.pages["/library"].links = [("Strategy", "/library?theme=Strategy")]
    return _filled(site, random)


def flat_shop_window(random: Random) -> MadeSite:
    """A partnership's flat site whose way to its board is one line at the foot of a page, under short addresses that redirect."""
    site = _site("flat", {"/": MadePage("Wendale, healthy together")})
    site.menu = [
        ("Our work", "/our-work"),
        ("Our people", "/our-people"),
        ("Stories", "/stories"),
        ("Say hello", "/hello"),
    ]
    for text, path in site.menu:
        site.pages[path] = MadePage(text)
    site.pages["/our-people"].links = [("Boards and groups", "/go/12")]
    site.redirects["/go/12"] = "/our-people/boards-and-groups"
    site.pages["/our-people/boards-and-groups"] = MadePage("Boards and groups", [("Partnership Assembly", "/assembly")])
    _partnership(site, "/assembly", slash="")
    return _filled(site, random)


def _site(key: str, pages: dict[str, MadePage], **fields: object) -> MadeSite:
    return MadeSite(key, Site(url=f"https://{key}.example/", **{"role": "icb", **fields}), pages)  # type: ignore[arg-type]


def _partnership(site: MadeSite, landing: str, slash: str = "/") -> None:
    """Add the partnership's fourteen pages below an address."""
    base = landing.rstrip("/")
    page = site.pages[landing] = MadePage(NAME, icp=True)
    for text in (
        "Who is on the partnership",
        "Meetings and papers",
        "Terms of reference",
        "Our integrated care strategy",
        "Ask a question",
    ):
        path = f"{base}/{_slug(text)}{slash}"
        page.links.append((text, path))
        site.pages[path] = MadePage(text, icp=True)
    strategy = f"{base}/our-integrated-care-strategy"
    for number, text in enumerate(
        ("Foreword", "Our ambitions", "Starting well", "Living well", "Ageing well", "How we will know"), start=1
    ):
        path = f"{strategy}/{number}{slash}"
        site.pages[f"{strategy}{slash}"].links.append((text, path))
        site.pages[path] = MadePage(f"Integrated care strategy: {text}", icp=True)
    for year in ("2022", "2023"):
        path = f"{base}/meetings-and-papers/{year}{slash}"
        site.pages[f"{base}/meetings-and-papers{slash}"].links.append((f"Meetings of {year}", path))
        site.pages[path] = MadePage(f"Meetings of the partnership in {year}", icp=True)


def _filled(site: MadeSite, random: Random, menu_pages: set[str] | None = None) -> MadeSite:
    """Add ordinary pages, each below another ordinary one, until the site has its 500."""
    parents = [path for path, page in site.pages.items() if not page.icp and path != "/" and "aspx" not in path]
    labels, number = _labels(random), 0
    while len(site.pages) < PAGES:
        label = f"{random.choice(labels)} {number}"
        parent = random.choice(parents) if parents else "/"
        path = f"{parent.rstrip('/')}/{_slug(label)}{'/' if parent.endswith('/') else ''}"
        site.pages[parent].links.insert(random.randrange(len(site.pages[parent].links) + 1), (label, path))
        site.pages[path] = MadePage(label, topic=label)
        parents.append(path)
        number += 1
    return site


def _labels(random: Random) -> list[str]:
    labels = [f"{topic} {form}" for topic in _TOPICS for form in _FORMS]
    random.shuffle(labels)
    return labels


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _list(links: list[tuple[str, str]]) -> str:
    return "".join(f'<li><a href="{escape(path)}">{escape(text)}</a></li>' for text, path in links)


def _calendar(path: str) -> list[tuple[str, str]]:
    month = int(re.findall(r"\d+", path)[0])
    return [
        ("Next month", f"/mgCalendarMonthView.aspx?M={month + 1}&Y=2022"),
        ("Agenda view", f"/mgCalendarAgendaView.aspx?M={month}"),
    ]
