"""The three made sites of two made bodies on the first day: 47 pages and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from config.systems import Icp, System
from config.systems import Site as WatchedSite
from tests.simulation.world import Page, Site, World

NORTH, PARTNERSHIP, SOUTH = "northmere.icb.example", "northmerepartnership.example", "southmere.icb.example"
REGION = "North East and Yorkshire"


def systems(merger: date) -> list[System]:
    """Return the two bodies; the second ends on the day before the merger, and the first goes on for both."""
    day_before = date.fromordinal(merger.toordinal() - 1)
    north = _system("northmere", NORTH, PARTNERSHIP)
    return [north, replace(_system("southmere", SOUTH), dissolved=day_before, successors=("northmere",))]


def _system(key: str, icb: str, partnership: str = "") -> System:
    hosts = {icb: "icb", partnership: "partnership"}
    return System(
        id=key,
        name=key.title(),
        region=REGION,
        icb=f"NHS {key.title()} Integrated Care Board",
        established=date(2022, 7, 1),
        icp=Icp(name=f"{key.title()} Integrated Care Partnership"),
        sites=tuple(WatchedSite(url=f"https://{host}/", role=role) for host, role in hosts.items() if host),
    )


def made_world() -> World:
    """Return all sites as they are on the first day."""
    return World(
        {
            "north": Site(
                NORTH, "NHS Northmere", _north(), "nhs", "etag", menu=("/about/", "/icp/", "/services/", "/contact/")
            ),
            "partnership": Site(
                PARTNERSHIP,
                "Northmere Together",
                _partnership(),
                "wordpress",
                "modified",
                clock=-3600,
                menu=("/who-we-are/", "/our-strategy/", "/get-involved/"),
            ),
            "south": Site(
                SOUTH, "NHS Southmere", _south(), "nhs", soft=True, menu=("/partnership/", "/about/", "/contact/")
            ),
        }
    )


def _north() -> dict[str, Page]:
    icp = "Northmere Integrated Care Partnership"
    pages = {
        "/": Page(
            "NHS Northmere",
            ["Health and care for the lakes and the towns of Northmere.", "Call 111 when it is urgent."],
            [("/icp/", "Our Integrated Care Partnership"), ("/services/", "Services near you")],
        ),
        "/about/": Page(
            "About NHS Northmere", ["We plan the health services of 640,000 people."], [("/about/board/", "Our board")]
        ),
        "/about/board/": Page(
            "Integrated Care Board",
            [
                "The board has a chief executive and non-executive members.",
                "Its constitution and standing orders are in the governance handbook.",
            ],
        ),
        "/services/": Page(
            "Services",
            ["Find a pharmacy, a dentist or a general practice."],
            [
                (f"/services/{name}/", name.title())
                for name in ("pharmacies", "dentists", "urgent", "maternity", "eyes")
            ],
        ),
        "/contact/": Page("Contact us", ["Write to Mere House, Lake Road, Northmere NM1 2AB."]),
        "/icp/": Page(
            icp,
            [
                f"The {icp} is a joint committee of NHS Northmere Integrated Care Board and Northmere County Council.",
                "It brings together councils, the NHS, Healthwatch and voluntary bodies as equal partners.",
            ],
            [
                ("/icp/about/", "About the partnership"),
                ("/icp/members/", "Members of the partnership"),
                ("/icp/meetings/", "Meetings of the partnership"),
                ("/icp/strategy/", "Integrated care strategy"),
                ("/icp/terms-of-reference/", "Terms of reference"),
                ("/icp/questions/", "Ask the partnership a question"),
                ("/icp/priorities/", "Priorities of the partnership"),
                ("/icp/outcomes/", "Outcomes of the partnership"),
            ],
        ),
        "/icp/about/": Page(
            f"About the {icp}",
            [
                f"The {icp} was formed under section 26 of the Health and Care Act 2022.",
                "It will publish an integrated care strategy by spring.",
                "It looks at the wider determinants of health.",
            ],
        ),
        "/icp/members/": Page(
            f"Members of the {icp}",
            [
                "| Name | Role | Organisation",
                "| Councillor Ada Lowe | Chair | Northmere County Council",
                "| Ben Moss | Vice chair | NHS Northmere Integrated Care Board",
                "| Dr Cora Finch | Member | Healthwatch Northmere",
                "| Dev Sandhu | Member | Northmere Voluntary Action",
            ],
        ),
        "/icp/meetings/": Page(
            f"Meetings of the {icp}",
            [
                "The partnership meets in public at the Corn Hall, Northmere.",
                "## Dates of meetings",
                "- Tuesday 13 December 2022, 10am",
                "- Tuesday 14 March 2023, 10am",
                "- Tuesday 13 June 2023, 10am",
                "- The meeting after that is to be confirmed.",
            ],
            [
                ("/files/icp-minutes-july-2022.pdf", "Minutes of 12 July 2022"),
                ("/files/icp-agenda-july-2022.pdf", "Agenda of 12 July 2022"),
            ],
        ),
        "/icp/strategy/": Page(
            f"Integrated care strategy of the {icp}",
            [
                "Our integrated care strategy says how people in Northmere will live longer in good health.",
                "Children come first, then carers, then those who live alone.",
            ],
            [("/files/integrated-care-strategy-v2.pdf", "Integrated care strategy, version 2")],
        ),
        "/icp/terms-of-reference/": Page(
            f"Terms of reference of the {icp}",
            [
                "The quorum is one member of each founding body.",
                "Decisions are by consensus; there are no votes.",
                "The terms are reviewed in public each April.",
            ],
        ),
        "/icp/questions/": Page(
            f"Questions to the {icp}",
            [
                "Questions from the public must reach us five working days before a meeting.",
                "Write to questions@northmere.example.",
            ],
        ),
        "/icp/priorities/": Page(
            f"{icp}: priorities",
            [
                "Warm homes, clean air and work that is good for you.",
                "Each priority has a lead from a district council.",
            ],
        ),
        "/icp/outcomes/": Page(
            f"{icp}: outcomes",
            [
                "By 2030 fewer children will live in poverty in Northmere.",
                "Each outcome has a measure that is published each autumn.",
            ],
        ),
        "/files/icp-minutes-july-2022.pdf": Page(
            "Minutes of the Integrated Care Partnership, 12 July 2022",
            [
                "Present: Councillor Ada Lowe in the chair.",
                "The partnership agreed its terms of reference.",
                "The next meeting is in December.",
            ],
        ),
        "/files/icp-agenda-july-2022.pdf": Page(
            "Agenda of the Integrated Care Partnership, 12 July 2022",
            ["1. Apologies", "2. Terms of reference", "3. Timetable of the strategy"],
        ),
        "/files/integrated-care-strategy-v2.pdf": Page("Northmere integrated care strategy, version 2", STRATEGY),
    }
    for name in ("pharmacies", "dentists", "urgent", "maternity", "eyes"):
        pages[f"/services/{name}/"] = Page(
            name.title(), [f"How to find {name} in Northmere at any hour.", f"All {name} are listed by town."]
        )
    return pages


STRATEGY = [
    "Chapter 1: the people of Northmere and what they told us about their health.",
    "Chapter 2: children and young people shall have the best start in life.",
    "Chapter 3: carers shall have a break when they need one.",
    "Chapter 4: nobody shall wait in a corridor for a bed.",
    "Chapter 5: how we shall know that it works.",
]


def _partnership() -> dict[str, Page]:
    name = "Northmere Integrated Care Partnership"
    chapters = {
        "children": "Every child shall have a place to play and a doctor who knows the family.",
        "carers": "Carers shall be asked how they are, at least once a year, by name.",
        "work": "Good work is good medicine, and employers are part of the answer.",
        "homes": "Damp homes make people ill; landlords and councils shall mend them.",
    }
    pages = {
        "/": Page(
            "Northmere Together",
            [f"The web site of the {name}.", "Five councils, one NHS, many helpers."],
            [
                ("/who-we-are/", "Who we are"),
                ("/our-strategy/", "Our strategy"),
                ("/get-involved/", "Get involved"),
                ("/places/", "Places"),
            ],
        ),
        "/who-we-are/": Page(
            "Who we are",
            [
                f"The {name} is a statutory committee of the councils and the NHS in Northmere.",
                "Its officers sit in the county hall.",
            ],
            [("/who-we-are/how-we-work/", "How the partnership works")],
        ),
        "/who-we-are/how-we-work/": Page(
            "How the partnership works",
            [
                f"The {name} meets four times a year and works through task groups.",
                "Each task group reports to the partnership in writing.",
            ],
        ),
        "/our-strategy/": Page(
            "Our integrated care strategy",
            [f"The {name} has agreed an integrated care strategy in four chapters."],
            [(f"/our-strategy/{key}/", f"Strategy: {key}") for key in chapters],
        ),
        "/get-involved/": Page(
            f"Get involved in the {name}",
            [f"Tell the {name} what matters to you.", "Two residents sit in each task group."],
        ),
        "/places/": Page(
            "Places",
            ["Each town has a place partnership of its own."],
            [(f"/places/{town}/", town.title()) for town in ("easton", "weston", "norton")],
        ),
        "/privacy/": Page("Privacy", ["How we use the addresses of people who write to us."]),
    }
    for key, text in chapters.items():
        pages[f"/our-strategy/{key}/"] = Page(
            f"Integrated care strategy: {key}",
            [f"A chapter of the integrated care strategy of the {name}.", text, f"We shall report on {key} each June."],
        )
    for town in ("easton", "weston", "norton"):
        pages[f"/places/{town}/"] = Page(
            f"{town.title()} place partnership", [f"The doctors and the council of {town.title()} meet monthly."]
        )
    return pages


def _south() -> dict[str, Page]:
    icp = "Southmere Integrated Care Partnership"
    return {
        "/": Page(
            "NHS Southmere",
            ["Health and care between the moor and the sea."],
            [("/partnership/", icp), ("/about/", "About us")],
        ),
        "/about/": Page(
            "About NHS Southmere",
            ["We serve 410,000 people in Southmere."],
            [("/about/board/", "Integrated Care Board")],
        ),
        "/about/board/": Page(
            "Board of NHS Southmere", ["The Integrated Care Board approves the budget and the annual report."]
        ),
        "/contact/": Page("Contact NHS Southmere", ["Quay House, Harbour Street, Southmere SM3 4CD."]),
        "/partnership/": Page(
            icp,
            [
                f"The {icp} is a joint committee of the board and Southmere Council.",
                "It agrees the integrated care strategy.",
            ],
            [
                (f"/partnership/{key}/", text)
                for key, text in (
                    ("members", "Members of the partnership"),
                    ("meetings", "Meetings of the partnership"),
                    ("strategy", "Integrated care strategy"),
                    ("involve", "How to take part"),
                    ("history", "How the partnership began"),
                    ("contact", "Contact the partnership"),
                )
            ],
        ),
        "/partnership/members/": Page(
            f"Members of the {icp}",
            [
                "- Chair: Councillor Edda Vane, Southmere Council",
                "- Fitz Oram, NHS Southmere",
                "- Gwen Pask, Healthwatch Southmere",
            ],
        ),
        "/partnership/meetings/": Page(
            f"Meetings of the {icp}",
            [
                "The partnership meets in the Guildhall.",
                "- Wednesday 18 January 2023, 2pm",
                "- Wednesday 19 April 2023, 2pm",
            ],
        ),
        "/partnership/strategy/": Page(
            f"Integrated care strategy of the {icp}",
            [
                "Our strategy is about the sea air, the moor and the people between.",
                "It will be renewed in five years.",
            ],
        ),
        "/partnership/involve/": Page(
            f"Take part in the {icp}",
            [
                "Fishermen, farmers and families are invited to our open evenings.",
                "The evenings are held in village halls.",
            ],
        ),
        "/partnership/history/": Page(
            f"How the {icp} began", ["In 2019 eight bodies began to talk; in 2022 the law made them a partnership."]
        ),
        "/partnership/contact/": Page(
            f"Contact the {icp}", ["The partnership's officer is at Quay House on weekdays."]
        ),
    }
