from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
import pytest
import vobject
from icalendar import Calendar
from lxml import etree, html
from sqlalchemy import select
from sqlalchemy.orm import Session

from config.registry import Icp, Registry, load_registry
from reports.scorecard import score_all
from reports.site import render_site
from reports.site_pages import RenderResult
from reports.tilemap import make_tiles
from store.engine import open_store
from store.models import FactRow, Page, SiteRow
from store.redact import redact
from tests.makers import DAY, NOW, made_store, make_change, make_fact, make_page, make_site, make_system
from tests.reports.made_england import HOSTILE, fill_england, made_registry, made_system
from tests.reports.packages import check_package

BASE = "https://icp.example.org/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def render(session: Session, out: Path, now: int = NOW) -> RenderResult:
    return render_site(session, made_registry(), out, now, BASE, contact="team@example.org")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    with made_store() as session:
        fill_england(session)
        render(session, out)
    return out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile")
    with made_store() as session:
        fill_england(session, HOSTILE)
        render(session, out)
    return out


def text_of(file: Path) -> str:
    spaced = re.sub(r"<(td|th|dd|dt|p|li|div)\b", r" <\1", file.read_text("utf-8"))
    return " ".join(html.fromstring(spaced).text_content().split())


def pages_of(report: Path) -> list[Path]:
    return sorted(report.rglob("*.html"))


class TestFrontPage:
    def test_begins_with_one_sentence_that_answers(self, report: Path) -> None:
        heading = html.fromstring((report / "index.html").read_text("utf-8")).findtext(".//h1")
        assert heading == "On 12 November 2026 we found a page about the partnership in 1 of 2 areas. In 1 we did not."

    def test_links_each_live_area_on_the_map_and_in_the_table(self, report: Path) -> None:
        tree = html.fromstring((report / "index.html").read_text("utf-8"))
        tiles = [a.get("href") for a in tree.xpath("//*[name()='svg']/*[name()='a']")]
        assert sorted(tiles) == ["systems/essex.html", "systems/west-yorkshire.html"]
        assert tree.xpath("//table//th[@scope='row']/a/text()") == ["Essex", "West Yorkshire"]

    def test_shows_six_answers_as_words_too(self, report: Path) -> None:
        row = text_of(report / "index.html")
        assert "Page: Met" in row
        assert "Chair: Met" in row
        assert "Chair: Not found" in row

    def test_stays_below_sixty_kilobytes_compressed(self, report: Path) -> None:
        assert len(gzip.compress((report / "index.html").read_bytes())) < 60_000

    def test_shows_the_head_of_the_ledger_there_and_under_coverage_only(self, report: Path) -> None:
        holding = [file.name for file in pages_of(report) if "Head of the ledger" in text_of(file)]
        assert holding == ["coverage.html", "index.html"]


def test_the_page_of_meetings_counts_those_that_stand(report: Path) -> None:
    assert "1 meeting in the next 90 days, in 1 of 2 areas. 1 called off." in text_of(report / "meetings.html")


def test_a_meeting_is_shown_with_its_place_where_a_list_of_dates_comes_first(tmp_path: Path) -> None:
    with made_store() as session:
        fill_england(session)
        page = session.query(Page).filter(Page.url.endswith("/icp")).one()
        for place in ("", "Town Hall, Wakefield"):
            make_fact(session, page, "meeting", "16 December 2026", starts_at="2026-12-16T10:00", organisation=place)
        render(session, tmp_path)
    assert "16 December 2026, 10:00 West Yorkshire Town Hall, Wakefield" in text_of(tmp_path / "meetings.html")


class TestSystemPage:
    def test_answers_the_questions_with_evidence(self, report: Path) -> None:
        text = text_of(report / "systems/west-yorkshire.html")
        assert "Who chairs it? Zoë Quill The chair is Zoë Quill." in text
        assert "2 clicks: About us › Zoë Quill" in text
        assert "Thursday 3 December 2026 cancelled" in text
        assert "Next: Wednesday 9 December 2026, 14:00" in text

    def test_shows_who_left(self, report: Path) -> None:
        assert "Fred Gone A Council not listed since 3 November 2026" in text_of(report / "systems/west-yorkshire.html")

    def test_names_each_member_once_and_not_the_partnership_itself(self, tmp_path: Path) -> None:
        with made_store() as session:
            fill_england(session)
            page = session.query(Page).filter(Page.url.endswith("/icp")).one()
            minutes = make_page(
                session, session.get_one(SiteRow, page.site_id), "/m.pdf", kinds=["papers"], is_icp=True
            )
            make_fact(session, minutes, "chair", "Fred Former", role="Chair")
            make_fact(session, page, "member", "Dr Zoë Quill", role="Member")
            make_fact(session, page, "member", "", organisation="the Zoë Quill")
            make_fact(session, page, "member", "", organisation="The Partnership Board")
            make_fact(session, page, "member", "", organisation="Hull City Council")
            render(session, tmp_path)
        tree = html.fromstring((tmp_path / "systems/west-yorkshire.html").read_text("utf-8"))
        rows = tree.xpath("//section[@aria-labelledby='members-h']//tbody/tr[not(@class)]")
        assert [[cell.text_content() for cell in row][:3] for row in rows] == [
            ["Zoë Quill", "Zoë Quill", "Chair"],
            ["–", "Hull City Council", ""],
        ]

    def test_says_how_to_get_to_met_and_who_asks_for_it(self, report: Path) -> None:
        text = text_of(report / "systems/essex.html")
        assert "How to get to met: Publish the final strategy" in text
        assert "The Act requires an integrated care strategy" in text
        assert "The Regulations require an accessibility statement" in text
        assert "new, reply window until 26 November 2026" in text

    def test_names_successors_and_predecessors(self, report: Path) -> None:
        assert "Succeeded by Essex." in text_of(report / "systems/mid-south-essex.html")
        assert "In place of Mid and South Essex." in text_of(report / "systems/essex.html")


LONG = "Llŷr ap " + "Aber" * 370


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report of bodies as real lists hold them now and then."""
    out = tmp_path_factory.mktemp("odd")
    bodies = [
        made_system("bare", "Bare", icp=Icp(""), sites=(), ods="", ons=""),
        made_system("empty", "Empty", icp=Icp("شراكة الرعاية المتكاملة")),
        made_system("new", "New", established=date(2026, 10, 20)),
        made_system("future", "Future", established=date(2027, 4, 1)),
        made_system("closing", "Closing", dissolved=date(2026, 12, 31), successors=("future",)),
        made_system("gone", "Gone", dissolved=date(2026, 3, 31), successors=("new", "empty")),
        made_system("long", LONG),
    ]
    registry = Registry({system.id: system for system in bodies})
    with made_store() as session:
        for system in bodies:
            row = make_system(session, system.id, name=system.name, region=system.region)
            if system.id in ("empty", "closing", "gone", "long"):
                site = make_site(session, row, system.sites[0].url)
            if system.id in ("closing", "gone", "long"):
                page = make_page(session, site, "/icp", title=system.name, kinds=["about"], is_icp=True, clicks=1)
                make_fact(session, page, "member", LONG, organisation="مجلس المدينة")
                make_change(session, page)
        score_all(session, registry, NOW)
        render_site(session, registry, out, NOW)
    return out


class TestOddBodies:
    """Bodies with no site, no page, no name, a very long one, before their first day and after their last."""

    @pytest.mark.parametrize(
        ("id", "words"),
        [
            ("bare", "Not checked 18 of 18 questions could not be checked"),
            ("empty", "We have no page of empty.test to look at."),
            ("empty", "Find it not checked"),
            ("empty", "شراكة الرعاية المتكاملة."),
            ("new", "Not scored: established on 20 October 2026, less than 60 days ago."),
            ("new", "In place of Gone."),
            ("future", "Not scored: it begins on 1 April 2027."),
            ("closing", "Not scored: its last day is 31 December 2026."),
            ("closing", "Who is on it"),
            ("gone", "Not scored: its last day was 31 March 2026."),
            ("gone", "Succeeded by New, Empty."),
            ("gone", "Who was on it"),
            ("long", LONG),
        ],
    )
    def test_are_told_as_they_are(self, odd: Path, id: str, words: str) -> None:
        assert words in text_of(odd / f"systems/{id}.html")

    def test_are_never_counted_as_not_found(self, odd: Path) -> None:
        text = text_of(odd / "index.html")
        assert "we found a page about the partnership in 1 of 5 areas. In 2 we could not look. 2 are too new" in text
        assert "In 2 areas no site has been looked at." in text
        assert "Bare: no site of it has been looked at; we know of none" in text_of(odd / "coverage.html")
        assert "Closing or new Page: Does not apply" in text


def test_a_change_page_shows_words_in_context_hashes_and_the_command(report: Path) -> None:
    tree = html.fromstring((report / "changes/1.html").read_text("utf-8"))
    assert tree.xpath("//del//text()")[-1].strip(". ") == "Ann Other"
    assert any("Zoë Quill" in words for words in tree.xpath("//ins//text()"))
    assert "unchanged lines" in tree.xpath("string(//details/summary)")
    assert tree.xpath("string(//h1)") == "The chair is now Zoë Quill."
    text = text_of(report / "changes/1.html")
    assert re.search(r"SHA-256 [0-9a-f]{64}", text)
    assert "icpwatch export evidence --change 1" in text


def test_every_link_within_the_report_leads_somewhere(report: Path) -> None:
    for file in pages_of(report):
        here = "https://r.test/" + file.relative_to(report).as_posix()
        for element in html.fromstring(file.read_text("utf-8")).xpath("//*[@href]"):
            target, fragment = urldefrag(urljoin(here, element.get("href")))
            if urlsplit(target).hostname != "r.test":
                continue
            found = report / urlsplit(target).path.lstrip("/")
            assert found.is_file(), (file, target)
            if fragment and found.suffix == ".html":
                assert html.fromstring(found.read_text("utf-8")).get_element_by_id(fragment) is not None


class TestSafety:
    def test_each_page_has_a_strict_policy_and_nothing_inline(self, report: Path) -> None:
        for file in pages_of(report):
            tree = html.fromstring(file.read_text("utf-8"))
            policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
            assert policy.startswith("default-src 'none'"), file
            assert "unsafe" not in policy
            assert not tree.xpath("//*[@style] | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"), file

    def test_hostile_words_of_pages_are_shown_as_harmless_text(self, hostile: Path) -> None:
        for file in [*pages_of(hostile), *hostile.rglob("*.xml")]:
            source = file.read_text("utf-8")
            assert "<script>alert" not in source, file
            assert "<svg onload" not in source, file
            assert "\u202e" not in source, file
        assert "<script>alert(1)</script>gnp.exe" in text_of(hostile / "systems/west-yorkshire.html")
        assert "{{ 7*7 }}" in text_of(hostile / "changes/1.html")

    def test_addresses_that_no_browser_should_follow_are_no_links(self, tmp_path: Path) -> None:
        with made_store() as session:
            change = fill_england(session)
            change.url = "javascript:alert(1)"
            render(session, tmp_path)
        assert not html.fromstring((tmp_path / "changes/1.html").read_text()).xpath("//@href[starts-with(., 'java')]")

    def test_a_redacted_name_is_gone_everywhere(self, tmp_path: Path) -> None:
        out = tmp_path / "report"
        with open_store(f"sqlite:///{tmp_path / 'store.db'}").write() as session:
            fill_england(session)
            render(session, out)
            assert any("Quill" in file.read_text("utf-8") for file in out.rglob("*.html"))
            redact(session, "Zoë Quill", "1.0.0", NOW)
            render(session, out)
        assert not [file for file in out.rglob("*") if file.is_file() and "Quill" in file.read_text("utf-8")]

    def test_a_spreadsheet_formula_is_only_text(self, tmp_path: Path) -> None:
        with made_store() as session:
            fill_england(session, "=HYPERLINK(1)")
            render(session, tmp_path)
        cells = [cell for row in csv.reader(io.StringIO((tmp_path / "data/facts.csv").read_text())) for cell in row]
        assert "'=HYPERLINK(1)" in cells
        assert not [cell for cell in cells if cell.startswith("=")]


class TestWords:
    FORBIDDEN = re.compile(r"\b(does not exist|breach|refuses|unlawful|secret)\b", re.IGNORECASE)

    def test_no_page_of_the_report_uses_a_forbidden_word(self, report: Path) -> None:
        for file in pages_of(report):
            assert not self.FORBIDDEN.search(text_of(file)), file

    def test_no_template_or_question_uses_a_forbidden_word(self) -> None:
        root = Path(__file__).parents[2]
        sources = [
            *(root / "reports").rglob("*.j2"),
            *(root / "reports").rglob("*.py"),
            root / "config/indicators.toml",
        ]
        for file in sources:
            assert not self.FORBIDDEN.search(file.read_text("utf-8")), file


class TestIncremental:
    def test_a_second_rendering_writes_nothing(self, tmp_path: Path) -> None:
        with made_store() as session:
            fill_england(session)
            first = render(session, tmp_path)
            second = render(session, tmp_path)
        assert second.written == 0
        assert second.unchanged == first.written

    def test_a_calendar_names_the_address_to_which_its_page_moved(self, tmp_path: Path) -> None:
        with made_store() as session:
            fill_england(session)
            render(session, tmp_path)
            fact = session.scalars(select(FactRow).where(FactRow.kind == "meeting", FactRow.until.is_(None))).first()
            assert fact
            session.get_one(Page, fact.page_id).url = "https://moved.example/meetings"
            render(session, tmp_path)
        assert "https://moved.example/meetings" in (tmp_path / "calendar/all.ics").read_text("utf-8")

    def test_a_page_that_was_away_between_two_reports_is_not_said_to_have_stood_all_along(self, tmp_path: Path) -> None:
        with made_store() as session:
            change = fill_england(session)
            render(session, tmp_path)
            session.get_one(Page, change.page_id).state_since = NOW - 2 * DAY
            render(session, tmp_path)
        assert "State: live, since 10 November 2026." in text_of(tmp_path / f"pages/{change.page_id}.html")

    def test_another_release_makes_every_page_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with made_store() as session:
            fill_england(session)
            render(session, tmp_path)
            page = tmp_path / "systems/essex.html"
            page.write_text("as an earlier release wrote it")
            render(session, tmp_path)
            assert page.read_text() == "as an earlier release wrote it"
            monkeypatch.setattr("reports.words.made_by", lambda: "a later release")
            render(session, tmp_path)
        assert "Essex" in page.read_text()

    def test_one_change_writes_only_what_shows_it(self, tmp_path: Path) -> None:
        with made_store() as session:
            change = fill_england(session)
            render(session, tmp_path)
            before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
            page = session.get_one(Page, change.page_id)
            make_change(session, page, "changed", "One more change.", at=NOW)
            render(session, tmp_path)
            after = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
        fresh = {file.relative_to(tmp_path).as_posix() for file in after if before.get(file) != after[file]}
        assert "changes/3.html" in fresh
        assert "systems/west-yorkshire.html" in fresh
        assert {"index.html", "changes.html", "regions/north-east-and-yorkshire.html"} <= fresh
        assert not fresh & {
            "regions/east-of-england.html",
            "compare.html",
            "vanished.html",
            "changes/1.html",
            "systems/essex.html",
            "coverage.html",
            "feeds/system-essex.xml",
            "style.css",
        }

    def test_another_day_alone_leaves_the_pages_of_systems_as_they_were(self, tmp_path: Path) -> None:
        with made_store() as session:
            fill_england(session)
            render(session, tmp_path)
            before = (tmp_path / "systems/west-yorkshire.html").read_bytes()
            render(session, tmp_path, NOW + DAY)
        assert (tmp_path / "systems/west-yorkshire.html").read_bytes() == before

    def test_what_was_not_found_then_is_said_to_be_not_found_since_once_the_site_was_read_again(
        self, tmp_path: Path
    ) -> None:
        with made_store() as session:
            fill_england(session)
            render(session, tmp_path)
            assert "Not since then either." not in text_of(tmp_path / "systems/essex.html")
            session.query(SiteRow).filter_by(system_id="essex").update({"last_reached": NOW + DAY})
            render(session, tmp_path, NOW + DAY)
        assert (
            "on these pages on 12 November 2026. We looked at 1 page of essex.test. Not since then either."
            in text_of(tmp_path / "systems/essex.html")
        )


class TestFeeds:
    @pytest.mark.parametrize("kind", ["report", "hostile"])
    def test_are_valid_by_the_grammar_of_rfc_4287(self, kind: str, request: pytest.FixtureRequest) -> None:
        grammar = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
        feeds = list((request.getfixturevalue(kind) / "feeds").iterdir())
        assert len(feeds) > 15
        for file in feeds:
            assert grammar.validate(etree.parse(file)), (file, grammar.error_log)

    def test_are_read_by_a_feed_reader(self, report: Path) -> None:
        for file in (report / "feeds").iterdir():
            read = feedparser.parse(file.read_bytes())
            assert not read.bozo, (file, read.get("bozo_exception"))
            assert read.version == "atom10"
            assert read.feed.link.startswith(BASE)
            assert len({entry.id for entry in read.entries}) == len(read.entries)
        entries = feedparser.parse((report / "feeds/system-west-yorkshire.xml").read_bytes()).entries
        assert [entry.title for entry in entries] == ["West Yorkshire: The chair is now Zoë Quill."]
        assert (entries[0].link, entries[0].tags[0].term) == (BASE + "changes/1.html", "changed")

    def test_hold_what_the_grammar_cannot_ask_for(self, report: Path) -> None:
        for file in (report / "feeds").iterdir():
            feed = etree.parse(file)
            assert feed.find("a:author/a:name", ATOM) is not None
            assert feed.find("a:link[@rel='self']", ATOM).get("href") == f"{BASE}feeds/{file.name}"
            for entry in feed.findall("a:entry", ATOM):
                assert entry.find("a:link[@rel='alternate']", ATOM) is not None
            ids = feed.xpath("//a:id/text()", namespaces=ATOM)
            assert len(set(ids)) == len(ids)
            assert all(id.startswith("urn:uuid:") for id in ids)

    def test_entries_hold_the_changed_words(self, report: Path) -> None:
        entry = etree.fromstring((report / "feeds/event-changed.xml").read_bytes()).find("a:entry", ATOM)
        assert entry.findtext("a:title", None, ATOM) == "West Yorkshire: The chair is now Zoë Quill."
        assert "{+Zoë Quill+}" in entry.findtext("a:content", None, ATOM)
        assert entry.find("a:link", ATOM).get("href") == BASE + "changes/1.html"

    def test_entries_say_for_ever_what_they_said_first(self, tmp_path: Path) -> None:
        with made_store() as session:
            change = fill_england(session, HOSTILE)
            render(session, tmp_path)
            before = feedparser.parse((tmp_path / "feeds/all.xml").read_bytes()).entries
            change.facts = []
            make_change(session, session.get_one(Page, change.page_id), "changed", "One more change.", at=NOW)
            render(session, tmp_path)
        after = feedparser.parse((tmp_path / "feeds/all.xml").read_bytes()).entries
        assert [entry.content for entry in after[1:]] == [entry.content for entry in before]
        assert "{+<script>alert(1)</script>gnp.exe" in after[2].content[0].value

    def test_ids_do_not_change_with_the_address_of_the_report(self, tmp_path: Path, report: Path) -> None:
        with made_store() as session:
            fill_england(session)
            render_site(session, made_registry(), tmp_path, NOW)
        first, second = (etree.fromstring((out / "feeds/all.xml").read_bytes()) for out in (report, tmp_path))
        assert first.xpath("//a:id/text()", namespaces=ATOM) == second.xpath("//a:id/text()", namespaces=ATOM)


class TestCalendars:
    def test_hold_meetings_with_place_and_zone_and_question_deadlines(self, report: Path) -> None:
        calendar = Calendar.from_ical((report / "calendar/system-west-yorkshire.ics").read_bytes())
        events = {f"{event.decoded('dtstart'):%Y%m%d}": event for event in calendar.walk("VEVENT")}
        meeting = events["20261209"]
        assert str(meeting["location"]) == "Zoë Quill"
        assert meeting["dtstart"].params["TZID"] == "Europe/London"
        assert calendar.walk("VTIMEZONE")
        assert "last day" in str(events["20261202"]["summary"])

    def test_are_read_alike_by_two_libraries(self, report: Path) -> None:
        files = list((report / "calendar").iterdir())
        assert len(files) > 4
        for file in files:
            events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
            other = vobject.readOne(file.read_text("utf-8"))
            others = {event.uid.value: event for event in other.contents.get("vevent", [])}
            assert {str(event["uid"]) for event in events} == others.keys()
            for event in events:
                twin = others[str(event["uid"])]
                assert twin.summary.value == str(event["summary"])
                assert twin.dtstart.value == event.decoded("dtstart")

    def test_a_cancelled_meeting_stays_as_an_update(self, report: Path) -> None:
        calendar = Calendar.from_ical((report / "calendar/all.ics").read_bytes())
        off = [event for event in calendar.walk("VEVENT") if str(event.get("status")) == "CANCELLED"]
        assert [event["dtstart"].to_ical() for event in off] == [b"20261203"]

    def test_a_meeting_keeps_its_uid_when_its_time_changes(self, tmp_path: Path) -> None:
        uids = []
        for number, start in enumerate(("2026-12-09T14:00", "2026-12-09T15:30")):
            with made_store() as session:
                fill_england(session)
                fact = session.query(FactRow).filter(FactRow.starts_at == "2026-12-09T14:00").one()
                fact.starts_at = start
                render(session, tmp_path / str(number))
            events = Calendar.from_ical((tmp_path / str(number) / "calendar/all.ics").read_bytes()).walk("VEVENT")
            uids.append(sorted(str(event["uid"]) for event in events))
        assert uids[0] == uids[1]


def test_the_data_package_describes_what_is_beside_it(report: Path) -> None:
    assert {resource["format"] for resource in check_package(report / "data")} == {"csv", "jsonl"}


class TestMap:
    def test_each_live_system_of_england_has_a_tile_and_merged_ones_cover_several(self) -> None:
        registry = load_registry()
        tiles = {tile.system.id: tile for tile in make_tiles(registry.live(date(2026, 11, 12)), registry.systems)}
        assert len(tiles) == 36
        merged = {id for id, tile in tiles.items() if tile.merged}
        assert merged == {"central-east", "norfolk-suffolk", "west-north-london", "surrey-sussex", "thames-valley"}
        assert all(len(tile.boxes) == 1 for tile in tiles.values())

    def test_every_label_fits_its_tile(self) -> None:
        registry = load_registry()
        for day in (date(2022, 10, 3), date(2026, 11, 12)):
            for tile in make_tiles(registry.live(day), registry.systems):
                assert all(len(line) <= 9 for line in tile.lines), tile.lines
        made = [
            replace(registry.systems["sussex"], id=name, name=name) for name in ("Harrowdale", "Wendale and Marrow")
        ]
        assert [tile.lines for tile in make_tiles(made, {})] == [("Harrow.",), ("WM",)]

    def test_in_2022_there_were_forty_two(self) -> None:
        registry = load_registry()
        tiles = make_tiles(registry.live(date(2022, 10, 3)), registry.systems)
        assert len(tiles) == 42
        assert not any(tile.merged for tile in tiles)
