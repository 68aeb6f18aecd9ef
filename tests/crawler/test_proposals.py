"""Proposals: hosts that pages link to as the partnership's, written as what a person may add."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.registry import load_registry
from crawler.proposals import FoundLink, Proposal, main_links, proposals_toml, propose
from store.reading import Block, Link, Reading

REGISTRY = load_registry()
PAGE = "https://southyorkshire.icb.nhs.uk/about"


def link(text: str, url: str, system: str = "south-yorkshire", page: str = PAGE) -> FoundLink:
    return FoundLink(system, text, url, page)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("South Yorkshire Integrated Care Partnership", "https://new.example.org/"),
        ("Papers of the south yorkshire ICP board", "https://new.example.org/x"),
        ("Read more", "https://new.example.org/about/integrated-care-partnership/"),
        ("Our Integrated Care Partnership", "https://new.example.org/"),
    ],
)
def test_a_link_that_names_the_partnership_proposes_its_host(text: str, url: str) -> None:
    (proposal,) = propose([link(text, url)], REGISTRY)
    assert (proposal.system_id, proposal.host) == ("south-yorkshire", "new.example.org")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Integrated Care Partnership", "https://syics.co.uk/about"),
        ("Integrated Care Partnership", "https://www.syics.co.uk/about"),
        ("Integrated Care Partnership", "https://onedevon.org.uk/"),
        ("Integrated Care Partnership guidance", "https://www.england.nhs.uk/integrated-care-partnership/"),
        ("Integrated Care Partnership in the news", "https://www.hsj.co.uk/x"),
        ("Join our partnership", "https://new.example.org/"),
        ("Integrated care", "https://new.example.org/partnership-of-trusts"),
        ("Integrated Care Partnership", "mailto:icp@example.org"),
    ],
)
def test_listed_hosts_national_bodies_the_press_and_other_links_propose_nothing(text: str, url: str) -> None:
    assert propose([link(text, url)], REGISTRY) == []


def test_a_name_counts_for_its_own_system_only() -> None:
    words = "Somerset Board"
    assert propose([link(words, "https://new.example.org/", system="somerset")], REGISTRY)
    assert not propose([link(words, "https://new.example.org/", system="devon")], REGISTRY)


def test_the_host_that_most_pages_link_to_comes_first_and_each_page_counts_once() -> None:
    icp = "Integrated Care Partnership"
    links = [link(icp, "https://one.example.org/")] * 3
    links += [link(icp, "https://two.example.org/", page=f"{PAGE}/{number}") for number in range(2)]
    assert [(each.host, len(each.links)) for each in propose(links, REGISTRY)] == [
        ("two.example.org", 2),
        ("one.example.org", 1),
    ]


def test_only_links_in_the_main_content_count() -> None:
    there = Link("ICP", "https://a.example/")
    blocks = (Block("paragraph", "x", links=(there,)), Block("item", "y", links=(there,), place="footer"))
    assert len(list(main_links("devon", PAGE, Reading("html", "", blocks)))) == 1


@pytest.mark.parametrize(
    ("url", "lines"),
    [
        ("https://new.example.org/", {"role": "partnership"}),
        ("https://new.example.org/icp/?a=1", {"role": "partnership", "start": ["/icp/?a=1"]}),
        (
            "https://democracy.example.gov.uk/ieListMeetings.aspx?CommitteeId=137&x=1",
            {"role": "council", "vendor": "moderngov", "committees": [137]},
        ),
        (
            "https://democracy.example.gov.uk/mgCommitteeDetails.aspx?ID=137",
            {"role": "council", "vendor": "moderngov", "committees": [137]},
        ),
        ("https://www.example.gov.uk/icp", {"role": "council", "start": ["/icp"], "allow": ["/icp"]}),
    ],
)
def test_a_proposal_is_written_as_an_entry_that_loads(tmp_path: Path, url: str, lines: dict[str, object]) -> None:
    text = proposals_toml(propose([link("Integrated Care Partnership", url)], REGISTRY))
    (system,) = tomllib.loads(text)["system"]
    (site,) = system["site"]
    assert {key: value for key, value in site.items() if key != "url"} == lines
    overlay = tmp_path / "icpwatch-sites.toml"
    overlay.write_text(text)
    assert load_registry(overlay=overlay).system("south-yorkshire").sites[-1].url == site["url"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_link_text_or_page_breaks_out_of_its_comment(text: str, page: str) -> None:
    proposal = Proposal("devon", "new.example.org", (FoundLink("devon", text, "https://new.example.org/", page),))
    (system,) = tomllib.loads(proposals_toml([proposal]))["system"]
    assert [site["url"] for site in system["site"]] == ["https://new.example.org/"]
