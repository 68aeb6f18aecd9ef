"""What truly happens to the made sites in a year, and when it can be told at the latest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.simulation.sites import NORTH, PARTNERSHIP, SOUTH, STRATEGY
from tests.simulation.world import Page, World

Act = Callable[[World], None]


@dataclass(frozen=True)
class Truth:
    """One event to be told: by `days` after it happened, of an address, with words that the sentence must hold."""

    event: str
    url: str
    days: int = 1
    words: tuple[str, ...] = ()
    old_url: str = ""


@dataclass(frozen=True)
class Happening:
    """Something that happens on a day of the year, and on a day of the cut of sixty days.

    `lasting` tells how many days later `then` ends it; `flaps` allows two tellings of an address.
    """

    what: str
    day: int
    cut: int
    act: Act
    truths: tuple[Truth, ...] = ()
    then: tuple[int, Act, tuple[Truth, ...]] | None = None
    flaps: str = ""


def _at(host: str, path: str) -> str:
    return f"https://{host}{path}"


def n(path: str) -> str:
    return _at(NORTH, path)


def p(path: str) -> str:
    return _at(PARTNERSHIP, path)


def s(path: str) -> str:
    return _at(SOUTH, path)


def edit(site: str, path: str, old: str, new: str) -> Act:
    def act(world: World) -> None:
        world.sites[site].pages[path].replace(old, new)
        world.edited(site, path)

    return act


def add(site: str, path: str, page: Callable[[], Page], linked_from: str = "", text: str = "") -> Act:
    def act(world: World) -> None:
        pages = world.sites[site].pages
        pages[path] = page()
        if linked_from:
            pages[linked_from].links.append((path, text or pages[path].title))
        world.edited(site, path, *filter(None, [linked_from]))

    return act


def remove(site: str, path: str, linked_from: str = "") -> Act:
    def act(world: World) -> None:
        pages = world.sites[site].pages
        world.removed[site, path] = pages.pop(path)
        if linked_from:
            pages[linked_from].links = [link for link in pages[linked_from].links if link[0] != path]
            world.edited(site, linked_from)

    return act


def restore(site: str, path: str) -> Act:
    def act(world: World) -> None:
        world.sites[site].pages[path] = world.removed[site, path]

    return act


def move(site: str, old: str, new: str, *, redirect: bool = False, linked_from: str = "") -> Act:
    def act(world: World) -> None:
        here = world.sites[site]
        here.pages[new] = here.pages.pop(old)
        if redirect:
            here.redirects[old] = here.url(new)
        if linked_from:
            parent = here.pages[linked_from]
            parent.links = [(new if path == old else path, text) for path, text in parent.links]
        world.edited(site, new, *filter(None, [linked_from]))

    return act


def swap(site: str, one: str, two: str) -> Act:
    def act(world: World) -> None:
        pages = world.sites[site].pages
        pages[one], pages[two] = pages[two], pages[one]
        world.edited(site, one, two)

    return act


def setting(site: str, **values: object) -> Act:
    def act(world: World) -> None:
        for name, value in values.items():
            setattr(world.sites[site], name, value)
        world.edited(site, *world.sites[site].pages)

    return act


def _canonical(world: World) -> None:
    pages = world.sites["north"].pages
    pages["/partnership/priorities/"] = pages["/icp/priorities/"]
    pages["/icp/priorities/"].canonical = n("/partnership/priorities/")
    links = pages["/icp/"].links
    links[[path for path, _ in links].index("/icp/priorities/")] = (
        "/partnership/priorities/",
        "Priorities of the partnership",
    )


def _to_partnership_site(world: World) -> None:
    north, partnership = world.sites["north"], world.sites["partnership"]
    partnership.pages["/outcomes/"] = north.pages.pop("/icp/outcomes/")
    north.redirects["/icp/outcomes/"] = partnership.url("/outcomes/")
    partnership.pages["/who-we-are/"].links.append(("/outcomes/", "Outcomes of the partnership"))
    world.edited("partnership", "/outcomes/", "/who-we-are/")


def _redesign(world: World) -> None:
    site = world.sites["partnership"]
    site.theme = "upgraded"
    for number, (path, page) in enumerate(site.pages.items()):
        page.lines = [
            f"{page.title}, told in a new way: part {number} of what the Northmere Integrated Care Partnership does.",
            *(f"Passage {number}.{each} says it shorter than before, in words of this year." for each in range(3)),
        ]
        world.edited("partnership", path)


def _version_3(world: World) -> None:
    pages = world.sites["north"].pages
    page = pages["/files/integrated-care-strategy-v3.pdf"] = pages.pop("/files/integrated-care-strategy-v2.pdf")
    page.title = "Northmere integrated care strategy, version 3"
    page.lines = [*STRATEGY[:3], "Chapter 4: nobody shall wait more than four hours for a bed.", STRATEGY[4]]
    pages["/icp/strategy/"].links = [("/files/integrated-care-strategy-v3.pdf", "Integrated care strategy, version 3")]


def _merge(world: World) -> None:
    north, south = world.sites["north"], world.sites["south"]
    for path, page in south.pages.items():
        if path.startswith("/partnership/"):
            page.links = [(f"/southmere{link}", text) for link, text in page.links]
            north.pages[f"/southmere{path}"] = page
    north.pages["/icp/"].links.append(("/southmere/partnership/", "Southmere Integrated Care Partnership"))
    south.forward = n("/")


def _stale(world: World) -> None:
    world.sites["north"].stale.add("/icp/questions/")
    world.sites["north"].pages["/icp/questions/"].replace("five working days", "ten working days")


def flap(world: World) -> None:
    page = world.sites["south"].pages["/partnership/involve/"]
    now = "summer" if "winter" in page.lines[-1] else "winter"
    page.lines = [*page.lines[:2], f"The {now} programme is on show in every village hall of the district."]


def saying(world: World) -> None:
    page = world.sites["south"].pages["/partnership/history/"]
    words = " ".join(f"{word}{world.day * 7 % 13}" for word in ("sea", "moor", "gull", "boat"))
    page.lines = [page.lines[0], f"A thought of day {world.day}: {words}.", *page.lines[2:]]


def _nothing(world: World) -> None:
    """Nothing."""


MINUTES = "/files/icp-minutes-december-2022.pdf"
TIMELINE = (
    Happening(
        "a wording changes",
        10,
        4,
        edit("north", "/icp/about/", "by spring", "by autumn"),
        (Truth("changed", n("/icp/about/"), 1, ("by spring", "by autumn")),),
    ),
    Happening(
        "a slip of one day",
        16,
        6,
        edit("north", "/icp/strategy/", "Children come", "Chidlren come"),
        then=(1, edit("north", "/icp/strategy/", "Chidlren come", "Children come"), ()),
    ),
    Happening(
        "a page appears",
        23,
        8,
        add(
            "north",
            "/icp/task-groups/",
            lambda: Page(
                "Task groups of the Northmere Integrated Care Partnership",
                ["The partnership has two task groups: on data and on people."],
            ),
            "/icp/",
            "Task groups of the partnership",
        ),
        (Truth("appeared", n("/icp/task-groups/"), 1),),
    ),
    Happening(
        "a page on something else appears",
        25,
        9,
        add("north", "/services/ears/", lambda: Page("Ears", ["Hearing aids are mended on Mondays."]), "/services/"),
    ),
    Happening(
        "a document is added to a list",
        30,
        10,
        add(
            "north",
            MINUTES,
            lambda: Page(
                "Minutes of the Integrated Care Partnership, 13 December 2022",
                ["Present: Councillor Ada Lowe in the chair.", "The draft strategy was noted."],
            ),
            "/icp/meetings/",
            "Minutes of 13 December 2022",
        ),
        (Truth("document-added", n(MINUTES), 1),),
    ),
    Happening(
        "a document is replaced under its address",
        40,
        12,
        edit("north", MINUTES, "was noted", "was agreed with one amendment"),
        (Truth("document-replaced", n(MINUTES), 1, ("noted",)),),
    ),
    Happening(
        "a new version of a document follows the old one",
        50,
        14,
        _version_3,
        (Truth("document-added", n("/files/integrated-care-strategy-v3.pdf"), 1, ("replaces", "version 2")),),
    ),
    Happening(
        "a document is removed",
        60,
        16,
        remove("north", "/files/icp-agenda-july-2022.pdf", "/icp/meetings/"),
        (Truth("document-removed", n("/files/icp-agenda-july-2022.pdf"), 2),),
    ),
    Happening(
        "a page moves and redirects",
        70,
        18,
        move("north", "/icp/terms-of-reference/", "/icp/how-we-decide/", redirect=True, linked_from="/icp/"),
        (Truth("moved", n("/icp/how-we-decide/"), 1, old_url=n("/icp/terms-of-reference/")),),
    ),
    Happening(
        "a page moves without a redirect",
        80,
        20,
        move("south", "/partnership/members/", "/partnership/who/", linked_from="/partnership/"),
        (Truth("moved", s("/partnership/who/"), 1, old_url=s("/partnership/members/")),),
    ),
    Happening(
        "a page vanishes, and comes back",
        90,
        20,
        remove("north", "/icp/task-groups/"),
        (Truth("vanished", n("/icp/task-groups/"), 2),),
        then=(5, restore("north", "/icp/task-groups/"), (Truth("restored", n("/icp/task-groups/"), 1),)),
    ),
    Happening(
        "a page vanishes behind a page that says so with status 200",
        100,
        23,
        remove("south", "/partnership/contact/", "/partnership/"),
        (Truth("vanished", s("/partnership/contact/"), 2),),
    ),
    Happening(
        "two days of outage", 108, 26, setting("north", trouble="down"), then=(2, setting("north", trouble=""), ())
    ),
    Happening(
        "a night of maintenance",
        115,
        29,
        setting("partnership", trouble="maintenance"),
        then=(1, setting("partnership", trouble=""), ()),
    ),
    Happening(
        "five days of a bot wall",
        120,
        31,
        setting("south", trouble="wall"),
        (Truth("site-blocked", s("/"), 4),),
        then=(5, setting("south", trouble=""), ()),
    ),
    Happening("a page flaps between two versions every day", 130, 37, _nothing, flaps=s("/partnership/involve/")),
    Happening(
        "a page has a new saying every day, and a real edit beside it",
        140,
        38,
        edit("south", "/partnership/history/", "eight bodies", "nine bodies"),
        (Truth("changed", s("/partnership/history/"), 1, ("eight", "nine")),),
    ),
    Happening("a new theme with the same words", 150, 39, setting("north", theme="upgraded")),
    Happening(
        "another chair",
        158,
        40,
        edit("north", "/icp/members/", "Councillor Ada Lowe", "Councillor Hugh Tarn"),
        (Truth("changed", n("/icp/members/"), 0, ("Ada Lowe", "Hugh Tarn")),),
    ),
    Happening(
        "a member leaves and another joins",
        165,
        41,
        edit("south", "/partnership/who/", "Fitz Oram, NHS Southmere", "Ines Quay, NHS Southmere"),
        (Truth("changed", s("/partnership/who/"), 0, ("Fitz Oram", "Ines Quay")),),
    ),
    Happening(
        "a meeting is cancelled",
        172,
        42,
        edit("north", "/icp/meetings/", "14 March 2023, 10am", "14 March 2023, 10am (cancelled)"),
        (Truth("changed", n("/icp/meetings/"), 0, ("14 March 2023", "cancelled")),),
    ),
    Happening(
        "a meeting that was to be confirmed has its date",
        180,
        43,
        edit(
            "north", "/icp/meetings/", "The meeting after that is to be confirmed.", "Tuesday 12 September 2023, 10am"
        ),
        (Truth("changed", n("/icp/meetings/"), 0, ("to be confirmed", "12 September 2023")),),
    ),
    Happening(
        "two pages swap addresses",
        188,
        44,
        swap("south", "/partnership/strategy/", "/partnership/meetings/"),
        (
            Truth("moved", s("/partnership/strategy/"), 0, old_url=s("/partnership/meetings/")),
            Truth("moved", s("/partnership/meetings/"), 0, old_url=s("/partnership/strategy/")),
        ),
    ),
    Happening(
        "a page goes back to an old version",
        195,
        45,
        edit("partnership", "/get-involved/", "Two residents sit", "Three residents sit"),
        (Truth("changed", p("/get-involved/"), 1, ("Two", "Three")),),
        then=(
            3,
            edit("partnership", "/get-involved/", "Three residents sit", "Two residents sit"),
            (Truth("changed", p("/get-involved/"), 1, ("Three", "Two")),),
        ),
    ),
    Happening(
        "a notice on every page, for a while",
        205,
        46,
        setting("south", banner="Ferry strike: call before you travel to a clinic this week."),
        (Truth("site-text-changed", s("/"), 1, ("Ferry strike",)),),
        then=(4, setting("south", banner=""), (Truth("site-text-changed", s("/"), 1, ("Ferry strike",)),)),
    ),
    Happening(
        "a page moves by its canonical link",
        215,
        47,
        _canonical,
        (Truth("moved", n("/partnership/priorities/"), 1, old_url=n("/icp/priorities/")),),
    ),
    Happening(
        "a page moves to another site of the same body",
        225,
        48,
        _to_partnership_site,
        (Truth("moved", p("/outcomes/"), 1, old_url=n("/icp/outcomes/")),),
    ),
    Happening(
        "a page stops being about the partnership",
        235,
        49,
        edit(
            "partnership",
            "/who-we-are/how-we-work/",
            "The Northmere Integrated Care Partnership meets four times a year and works through task groups.",
            "The drop-in clinic mends bicycles.",
        ),
        (Truth("changed", p("/who-we-are/how-we-work/"), 1),),
    ),
    Happening(
        "a server says 304 though the page changed",
        245,
        44,
        _stale,
        (Truth("changed", n("/icp/questions/"), 11, ("five", "ten")),),
    ),
    Happening("a redesign", 270, 52, _redesign, (Truth("site-redesigned", p("/"), 0),)),
    Happening("two bodies merge", 300, 55, _merge, (Truth("site-moved", n("/"), 0, ("Northmere",), old_url=s("/")),)),
)


ROUTINE = (
    ("north", "/icp/about/"),
    ("south", "/partnership/"),
    ("north", "/icp/strategy/"),
    ("south", "/partnership/involve/"),
    ("north", "/icp/members/"),
)
"""Pages that are edited in turn all through the year, beside what else happens."""


def routine(first: int, last: int) -> list[Happening]:
    """Return an edit every five days."""
    found = []
    for number, day in enumerate(range(first, last, 5)):
        site, path = ROUTINE[number % len(ROUTINE)]
        url = n(path) if site == "north" else s(path)
        found.append(
            Happening(
                "a routine edit", day, day, _note(site, path, number), (Truth("changed", url, 1, (f"Note {number}",)),)
            )
        )
    return found


def _note(site: str, path: str, number: int) -> Act:
    def act(world: World) -> None:
        page = world.sites[site].pages[path]
        page.lines = [line for line in page.lines if not line.startswith("Note ")] + [
            f"Note {number} of the officer says what is new this week."
        ]
        world.edited(site, path)

    return act
