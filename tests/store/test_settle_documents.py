"""Documents, the lines that link to them, and versions that follow one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.lineage import plain_name
from store.reading import UNREAD
from tests.store.watch import HOME, Made, Watcher, told

CHAPTERS = tuple(f"Chapter {n}: what the partnership will do about matter number {n} in its area." for n in range(6))
V2 = Made(CHAPTERS, document=True, kinds=("strategy",), title="Strategy v2", found_on="icp", link_text="Strategy v2")
V3 = Made((*CHAPTERS[:5], "Chapter 5 says something new."), document=True, kinds=("strategy",), title="Strategy v3",
          found_on="icp", link_text="Strategy v3")  # fmt: skip
ROWS = ("Date | Papers", "12 July 2022 | [Agenda](agenda.pdf)")
HOME_PAGE = {"": Made(("Welcome.", "[ICP](icp)"), icp=False)}


def icp(*lines: str) -> dict[str, Made]:
    return HOME_PAGE | {"icp": Made(("About the partnership.", *lines), title="ICP")}


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return Watcher(tmp_path)


def test_a_version_that_takes_the_place_of_another_names_it_and_is_compared_with_it(watcher: Watcher) -> None:
    watcher.crawl(icp("[Strategy v2](strategy-v2.pdf)") | {"strategy-v2.pdf": V2})
    old = watcher.page("strategy-v2.pdf")
    new = icp("[Strategy v3](strategy-v3.pdf)") | {"strategy-v3.pdf": V3, "strategy-v2.pdf": Made(outcome="gone")}
    (change,) = watcher.crawl(new)
    assert change.event == "document-added"
    assert "“Strategy v3”, which replaces “Strategy v2”" in change.summary
    assert (change.from_capture, change.old_url) == (old.last_capture_id, HOME + "strategy-v2.pdf")
    assert watcher.page("strategy-v3.pdf").follows_id == old.id
    assert watcher.crawl(new) + watcher.crawl(new) == []  # its end was told with what replaces it


def test_another_scan_under_the_same_address_is_told_at_once(watcher: Watcher) -> None:
    one, two = (Made((f"{UNREAD}{digit * 64}",), document=True, kinds=("papers",), title="Scan") for digit in "ab")
    watcher.crawl(icp("[Scan](scan.pdf)") | {"scan.pdf": one})
    (change,) = watcher.crawl(icp("[Scan](scan.pdf)") | {"scan.pdf": two})
    assert change.event == "document-replaced"
    assert "under the same address: other bytes, whose words cannot be read" in change.summary


def test_a_spreadsheet_is_told_once_it_stands_and_one_that_is_made_at_each_request_never(watcher: Watcher) -> None:
    def sheet(digit: str) -> dict[str, Made]:
        made = Made((f"{UNREAD}{digit * 64}",), document=True, kinds=("papers",), title="Sheet", media="office")
        return icp("[Sheet](sheet.xlsx)") | {"sheet.xlsx": made}

    assert [told(watcher.crawl(sheet(digit))) for digit in "abcdeff"] == [
        *[[]] * 6, ["document-replaced /sheet.xlsx"]
    ]  # fmt: skip


def test_a_document_beside_which_the_older_one_stays_replaces_nothing(watcher: Watcher) -> None:
    watcher.crawl(icp("[Strategy v2](strategy-v2.pdf)") | {"strategy-v2.pdf": V2})
    both = icp("[Strategy v2](strategy-v2.pdf)", "[Strategy v3](strategy-v3.pdf)")
    (change,) = watcher.crawl(both | {"strategy-v2.pdf": V2, "strategy-v3.pdf": V3})
    assert "replaces" not in change.summary


def test_a_row_that_gains_a_document_is_told_as_the_document_alone(watcher: Watcher) -> None:
    agenda, minutes = (Made((name,), document=True, kinds=("papers",)) for name in ("One item.", "All agreed."))
    watcher.crawl(icp(*ROWS) | {"agenda.pdf": agenda})
    gained = icp(ROWS[0], ROWS[1] + ", [Minutes](minutes.pdf)") | {"agenda.pdf": agenda, "minutes.pdf": minutes}
    events = [told(watcher.crawl(gained)) for _ in range(3)]
    assert events == [["document-added /minutes.pdf"], [], []]


def test_an_edit_beside_a_new_document_is_told_too(watcher: Watcher) -> None:
    minutes = Made(("All agreed.",), document=True, kinds=("papers",))
    watcher.crawl(icp("It meets on Mondays."))
    new = icp("It meets on Tuesdays.", "[Minutes](minutes.pdf)") | {"minutes.pdf": minutes}
    watcher.crawl(new)
    (change,) = watcher.crawl(new)
    assert "Mondays" in change.summary


def test_a_new_label_for_a_document_told_long_ago_is_told(watcher: Watcher) -> None:
    minutes = Made(("All agreed.",), document=True, kinds=("papers",))
    watcher.crawl(icp())
    watcher.crawl(icp("[Draft minutes](minutes.pdf)") | {"minutes.pdf": minutes})
    new = icp("[Approved minutes](minutes.pdf)") | {"minutes.pdf": minutes}
    watcher.crawl(new)
    assert told(watcher.crawl(new)) == ["changed /icp"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Integrated care strategy v2", "Integrated-care-strategy_v3.1-FINAL"),
        ("Terms of reference (draft, March 2024)", "Terms of reference April 2025"),
        ("Membership 2023", "membership-updated-2024"),
    ],
)
def test_versions_and_dates_are_no_part_of_a_name(one: str, two: str) -> None:
    assert plain_name(one) == plain_name(two) != ""


def test_other_documents_have_other_names() -> None:
    assert plain_name("Integrated care strategy") != plain_name("Joint forward plan")
