"""Sample England is the yardstick of the demo, so it is held to its own list of what truly happened."""

from __future__ import annotations

import io
import re
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest
from lxml import etree, html

from config.registry import load_registry
from icpwatch.sample.answers import Answer, answer
from icpwatch.sample.content import Page, Site
from icpwatch.sample.england import SampleEngland, TrueEvent
from store.models import EVENTS

ENGLAND = SampleEngland()
EDITIONS = range(len(ENGLAND.editions))
SITES = list(ENGLAND.sites.values())
ALL = [pytest.param(site, id=site.key) for site in SITES]
SLIP = "/about/boards/integrated-care-partnership/about/"
TRUTH = [(edition, event) for edition in EDITIONS for event in ENGLAND.truth(edition)]


@cache
def plain_get(key: str, path: str, edition: int) -> Answer:
    return answer(ENGLAND.scene(key, edition), path, {})


def get(site: Site | str, path: str, edition: int, headers: dict[str, str] | None = None) -> Answer:
    key = site if isinstance(site, str) else site.key
    return answer(ENGLAND.scene(key, edition), path, headers) if headers else plain_get(key, path, edition)


def open_editions(site: Site) -> list[int]:
    """Editions in which the host serves its own pages."""
    shut = {*site.down, *site.walled}
    until = site.forwards["edition"] if site.forwards else len(EDITIONS)
    return [edition for edition in EDITIONS if edition not in shut and edition < until]


def pages_of(site: Site, edition: int) -> Iterator[tuple[Page, str]]:
    for page in ENGLAND.scene(site.key, edition).pages():
        yield page, site.spelt(page.path_in(edition))


def is_gone(site: Site, path: str, edition: int) -> bool:
    """Say whether a person would call the page gone, which a soft 404 hides from its status."""
    reply = get(site, path, edition)
    return reply.status == 404 or b"we can't find the page" in reply.body


def long_paragraphs(body: bytes) -> list[str]:
    """Paragraphs of the main landmark but slides and news teasers; other noise is short, or differs in digits only."""
    main = html.fromstring(body).xpath("//main | //*[@role='main']")[0]
    shown = "self::p or self::li or self::td or self::dd"
    elements = main.xpath(f".//*[{shown}][not(.//time) and not(ancestor::*[@aria-roledescription])]")
    texts = [" ".join(element.text_content().split()) for element in elements]
    return [re.sub(r"\d+", "", text) for text in texts if len(text) > 60 and "Next review due" not in text]


@pytest.mark.parametrize("site", ALL)
def test_every_page_of_every_edition_is_a_page_of_real_size(site: Site) -> None:
    for edition in open_editions(site):
        for page, path in pages_of(site, edition):
            reply = get(site, path, edition)
            assert reply.status == 200, (edition, path)
            if not page.is_file:
                tree = html.fromstring(reply.body)
                assert len(tree.findall(".//h1")) == 1, path
                assert page.title in (tree.findtext(".//title") or "")
                assert 15_000 < len(reply.body) < 90_000, (path, len(reply.body))


@pytest.mark.parametrize("site", ALL)
def test_sites_have_as_many_pages_as_small_real_ones(site: Site) -> None:
    assert 12 <= sum(1 for page, _ in pages_of(site, 0) if not page.is_file) <= 40


@pytest.mark.parametrize("site", ALL)
def test_links_lead_somewhere_but_for_those_broken_on_purpose(site: Site) -> None:
    for edition in open_editions(site):
        targets = {
            urljoin(path, link)
            for page, path in pages_of(site, edition)
            if not page.is_file
            for link in html.fromstring(get(site, path, edition).body).xpath("//a/@href")
            if link.startswith("/")
        }
        dead = {path for path in targets if is_gone(site, path, edition)}
        assert {urlsplit(path).path for path in dead} <= {site.spelt(path) for path in site.broken}, edition


@pytest.mark.parametrize("site", ALL)
def test_tables_and_lists_stay_whole_in_the_markup_of_the_theme(site: Site) -> None:
    for page, path in pages_of(site, 0):
        if not page.is_file:
            main = html.fromstring(get(site, path, 0).body).xpath("//main | //*[@role='main']")[0]
            assert not main.xpath(".//tr[not(ancestor::table)] | .//li[not(parent::ul or parent::ol)]"), path
    rows = html.fromstring(get("harrowdale-partnership", "/about/partnership-board/meetings", 0).body).xpath(
        "//tbody/tr"
    )
    assert len(rows) == 4


def test_links_between_sites_name_hosts_of_the_sample() -> None:
    roots = {ENGLAND.url(site.key) for site in SITES}
    linked = {
        link
        for site in SITES
        for page, path in pages_of(site, 0)
        if not page.is_file
        for link in html.fromstring(get(site, path, 0).body).xpath("//main//a/@href | //*[@role='main']//a/@href")
        if link.startswith("http://")
    }
    assert linked
    assert all(any(link.startswith(root) for root in roots) for link in linked)


@pytest.mark.parametrize("site", ALL)
def test_each_edition_brings_new_noise_to_every_page_and_is_itself_stable(site: Site) -> None:
    editions = open_editions(site)
    for page, path in pages_of(site, editions[0]):
        if page.is_file:
            continue
        present = [edition for edition in editions if page in ENGLAND.scene(site.key, edition).pages()]
        bodies = [get(site, site.spelt(page.path_in(edition)), edition).body for edition in present]
        assert len(set(bodies)) == len(bodies), path
        assert get(site, path, editions[0]).body == bodies[0]


@pytest.mark.parametrize("site", ALL)
def test_only_pages_that_the_truth_names_change_their_text(site: Site) -> None:
    told = {event.path for _, event in TRUTH if event.site == site.key}
    editions = [edition for edition in open_editions(site) if site.banner is None or edition < site.banner]
    for page, path in pages_of(site, 0):
        named = any(event_path in page.body or event_path == page.path_in(5) for event_path in told - {"/"})
        if page.is_file or page.path in ("/news/", SLIP) or named or told & {page.path}:
            continue
        present = [edition for edition in editions if page in ENGLAND.scene(site.key, edition).pages()]
        texts = {
            tuple(long_paragraphs(get(site, site.spelt(page.path_in(edition)), edition).body)) for edition in present
        }
        assert len(texts) == 1, path


def test_files_open_and_hold_their_text() -> None:
    scanned = 0
    for site in SITES:
        for page, path in pages_of(site, 0):
            body = get(site, path, 0).body
            if path.endswith(".pdf"):
                document = pypdfium2.PdfDocument(body)
                text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
                assert text or not page.body.rpartition("%}")[2], path
                scanned += not text
            elif path.endswith(".docx"):
                xml = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml")
                assert "The quorum is one third" in "".join(etree.fromstring(xml).itertext())
    assert scanned == 1, "one file is a scan without text"


@pytest.mark.parametrize(("edition", "event"), [pytest.param(*pair, id=f"{pair[0]}-{pair[1].event}") for pair in TRUTH])
def test_the_truth_can_be_seen_on_the_sites(edition: int, event: TrueEvent) -> None:
    site, path = ENGLAND.sites[event.site], urlsplit(event.url).path
    before, now = get(site, path, edition - 1), get(site, path, edition)
    if event.event == "vanished":
        assert is_gone(site, path, edition)
        assert is_gone(site, path, edition - 1)
        assert any(not is_gone(site, path, earlier) for earlier in range(edition - 1))
    elif event.event in ("appeared", "restored", "document-added"):
        assert is_gone(site, path, edition - 1)
        assert now.status == 200
    elif event.event == "moved":
        old = get(site, urlsplit(event.old_url).path, edition)
        assert (old.status, old.headers.get("Location")) in ((301, path), (404, None))
        assert get(site, urlsplit(event.old_url).path, edition - 1).status == 200
    elif event.event == "site-moved":
        assert all(get(site, page.path, edition).headers["Location"] == event.url for page in site.pages)
    elif event.event != "site-text-changed":
        versions = [get(site, path, earlier).body for earlier in range(edition + 1)]
        assert all(any(word.encode() in body for body in versions) for word in event.words)
        assert before.status == now.status == 200


def test_the_truth_uses_known_events_and_systems() -> None:
    systems = {event.system for _, event in TRUTH}
    assert {event.event for _, event in TRUTH} <= set(EVENTS)
    assert len(systems) == 7
    assert ENGLAND.truth(0) == (), "the first crawl is the baseline"


def test_wording_is_told_at_the_check_after_the_one_that_first_saw_it() -> None:
    event = next(event for _, event in TRUTH if "autumn" in event.words)
    path = urlsplit(event.url).path
    assert b"spring" in get(event.site, path, 0).body
    assert b"autumn" in get(event.site, path, 1).body
    assert event in ENGLAND.truth(2)


def test_a_banner_stands_in_the_main_text_of_every_page_of_one_site() -> None:
    site = ENGLAND.sites["penmarrick-icb"]
    for page, path in pages_of(site, 3):
        assert not page.is_file
        assert any("Ferry strike" in text for text in long_paragraphs(get(site, path, 3).body))
        assert b"Ferry strike" not in get(site, path, 2).body


def test_a_page_missing_for_one_edition_only_is_in_no_event() -> None:
    site, path = ENGLAND.sites["eastmere-icb"], "/about/boards/integrated-care-partnership/meetings/"
    assert [is_gone(site, path, edition) for edition in (1, 2, 3)] == [False, True, False]
    assert path not in {event.path for _, event in TRUTH}


def test_a_slip_put_right_by_the_next_edition_is_in_no_event() -> None:
    slips = [b"wider detriments" in get("eastmere-icb", SLIP, edition).body for edition in EDITIONS]
    assert slips == [False, False, False, False, True, False]
    assert SLIP not in {event.path for _, event in TRUTH}


@pytest.mark.parametrize("site", [site for site in ALL if isinstance(site.values[0], Site) and site.values[0].sitemap])
def test_sitemaps_list_every_page_that_is_there_and_no_other(site: Site) -> None:
    for edition in open_editions(site):
        name = "wp-sitemap-posts-page-1.xml" if site.theme == "wordpress" else "sitemap.xml"
        tree = etree.fromstring(get(site, f"/{name}", edition).body)
        listed = {urlsplit(str(text)).path for text in tree.xpath("//*[local-name()='loc']/text()")}
        assert listed == {path for page, path in pages_of(site, edition) if not page.is_file}
        assert f"Sitemap: {ENGLAND.url(site.key)}" in get(site, "/robots.txt", edition).body.decode()


def test_failures_of_a_host_are_no_pages() -> None:
    outage = get("harrowdale-icb", "/about-us", 3)
    assert (outage.status, outage.headers["Retry-After"]) == (503, "3600")
    wall = get("thornmoor-icb", "/", 2)
    assert wall.status == 403
    assert b"Checking if the site connection is secure" in wall.body
    assert get("eastmere-icb", "/no-such-page/", 0).status == 404
    assert get("thornmoor-icb", "/no-such-page/", 0).status == 200


def test_traps_have_no_end() -> None:
    path = "/events/month/"
    for _ in range(40):
        links = html.fromstring(get("wendale-icb", path, 0).body).xpath("//a[@rel='next']/@href")
        assert links[0] != path
        path = links[0]
    assert path == "/events/month/2026-02/"
    facets = html.fromstring(get("mercaster-icb", "/publications/?topic=finance", 0).body)
    assert "/publications/?topic=finance&year=2022" in facets.xpath("//main//a/@href")


@pytest.mark.parametrize(
    "spelling",
    [
        "/ieListDocuments.aspx?CId=881&MId=11333&Ver=4",
        "/ielistdocuments.aspx?MeetingId=11333&CommitteeId=881",
        "/ieListDocuments.aspx?CId=881&MId=11333&Ver=4&x=2&J=7&$LO$=1",
    ],
)
def test_moderngov_shows_one_meeting_under_many_spellings(spelling: str) -> None:
    assert b"Monday, 26th September, 2022" in get("mercaster-council", spelling, 0).body


def test_other_spellings_of_an_address_redirect_to_the_one_of_the_cms() -> None:
    assert get("harrowdale-partnership", "/about/", 0).headers["Location"] == "/about"
    assert get("thornmoor-icb", "/about-us", 0).headers["Location"] == "/about-us/"
    short = html.fromstring(get("thornmoor-icb", "/about-us/", 0).body).xpath("//link[@rel='shortlink']/@href")[0]
    assert get("thornmoor-icb", short, 0).headers["Location"] == "/about-us/"


def test_validators_hold_while_the_bytes_stay() -> None:
    path = "/media/mercaster-integrated-care-strategy.pdf"
    first = get("mercaster-icb", path, 0)
    asked = {"If-None-Match": first.headers["ETag"]}
    assert get("mercaster-icb", path, 2, asked).status == 304
    assert get("mercaster-icb", path, 3, asked).status == 200
    dated = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert get("mercaster-icb", path, 2, dated).status == 304
    assert get("mercaster-icb", path, 3, dated).status == 200
    assert not {"ETag", "Last-Modified"} & set(get("mercaster-council", "/", 0).headers)


def test_region_files_name_the_hosts_and_the_end_of_a_body(tmp_path: Path) -> None:
    registry = load_registry(ENGLAND.regions_folder(tmp_path / "regions"), allow_private_addresses=True)
    assert [site.url for site in registry.system("harrowdale").sites] == [
        ENGLAND.url("harrowdale-icb"),
        ENGLAND.url("harrowdale-partnership"),
    ]
    assert registry.system("ouseley-and-the-levels").successors == ("eastmere",)
    assert len(registry.region("North East and Yorkshire")) == 3
    assert {site.url for system in registry.systems.values() for site in system.sites} == {
        ENGLAND.url(site.key) for site in SITES
    }
    assert all(tomllib.loads(path.read_text("utf-8")) for path in (tmp_path / "regions").iterdir())


def test_hosts_answer_over_http_and_follow_the_edition() -> None:
    with SampleEngland() as england, SampleEngland() as second:
        assert england.port != second.port, "where the usual port is taken, another one is used"
        late = england.url("wendale-partnership", "/about/integrated-care-partnership/")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(late)
        england.edition = 3
        with urllib.request.urlopen(late) as reply:
            assert b"Mayor Nadia Fairbrother" in reply.read()
        with urllib.request.urlopen(urllib.request.Request(late, method="HEAD")) as reply:
            assert int(reply.headers["Content-Length"]) > 15_000
            assert reply.read() == b""
        packed = urllib.request.Request(late, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(packed) as reply:
            assert reply.headers["Content-Encoding"] == "gzip"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(england.url("eastmere-icb", "/__edition"))


def test_pages_of_another_edition_can_be_looked_at_without_serving() -> None:
    scene = ENGLAND.scene("eastmere-icb", 0)
    assert answer(replace(scene, edition=4), "/", {}).body != answer(scene, "/", {}).body
