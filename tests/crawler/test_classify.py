from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.classify import PageContext, classify, classify_text
from store.models import KINDS
from store.reading import Block, Judgement, Link, Reading
from tests.gold.cases import load_cases
from tests.gold.measure import context_of, reading_of


def judged(title: str, text: str, url: str = "https://example.icb.nhs.uk/page", **known: object) -> Judgement:
    return classify_text(title, text, PageContext(url, **known))  # type: ignore[arg-type]


GLOUCESTERSHIRE: dict[str, Any] = {
    "names": (
        "Gloucestershire Health and Wellbeing Partnership",
        "One Gloucestershire Health and Wellbeing Partnership",
    ),
    "system_name": "Gloucestershire",
    "role": "council",
}
SOMERSET = {
    "names": ("Somerset Board", "Somerset Integrated Care Partnership"),
    "system_name": "Somerset",
    "role": "council",
}
WEST_YORKSHIRE = {
    "names": ("Partnership Board", "West Yorkshire Integrated Care Partnership"),
    "system_name": "West Yorkshire",
    "role": "partnership",
}
NORTH_EAST = {
    "names": ("North East and North Cumbria Integrated Care Partnership",),
    "system_name": "North East and North Cumbria",
    "role": "icb",
}
DEVON = {"names": ("One Devon Partnership",), "system_name": "Devon", "role": "partnership"}
DORSET: dict[str, Any] = {"names": ("Dorset Integrated Care Partnership",), "system_name": "Dorset", "role": "icb"}


def test_the_partnership_of_a_county_is_told_from_its_health_and_wellbeing_board() -> None:
    agenda = (
        "Agenda and minutes\nGloucestershire Health and Wellbeing {} - Thursday 22 May 2025 11.00 am\nVenue: Shire Hall"
    )
    address = "https://glostext.gloucestershire.gov.uk/ieListDocuments.aspx?CId={}&MId=1&Ver=4"
    partnership = judged(
        "Agenda and minutes", agenda.format("Partnership"), address.format(881), committee=True, **GLOUCESTERSHIRE
    )
    board = judged("Agenda and minutes", agenda.format("Board"), address.format(653), **GLOUCESTERSHIRE)
    assert partnership.is_icp is True
    assert board.is_icp is False


def test_a_renamed_committee_is_not_the_partnership_on_a_meeting_before_july_2022() -> None:
    address = "https://democracy.somerset.gov.uk/ieListDocuments.aspx?CId=166&MId=3663"
    text = "Somerset Health and Wellbeing Board & Integrated Care Partnership\nThursday, 21st May, 2020 10.00 am"
    then = judged("Meeting documents", text, address, committee=True, **SOMERSET)
    now = judged("Meeting documents", text.replace("2020", "2025"), address, committee=True, **SOMERSET)
    assert then.is_icp is False
    assert "before 1 July 2022" in then.reason
    assert now.is_icp is True


def test_a_page_that_never_says_integrated_care_partnership_can_be_the_partnerships() -> None:
    page = judged(
        "Partnership Board",
        "The Board meets in public.",
        "https://wypartnership.co.uk/about/partnership-board",
        **WEST_YORKSHIRE,
    )
    assert page.is_icp is True


def test_another_places_partnership_board_is_not_the_partnership() -> None:
    page = judged(
        "Leeds Partnership Board",
        "The Board meets in Leeds.",
        "https://wypartnership.co.uk/places/leeds",
        **WEST_YORKSHIRE,
    )
    assert page.is_icp is False
    assert "place-partnership" in page.kinds


def test_one_word_more_makes_a_partnership_a_places() -> None:
    own = judged("One Devon Partnership", "It sets the direction.", "https://onedevon.org.uk/odp", **DEVON)
    place = judged(
        "One Eastern Devon Partnership", "A local care partnership in Devon.", "https://onedevon.org.uk/east", **DEVON
    )
    assert own.is_icp is True
    assert place.is_icp is False


def test_a_partnership_of_a_part_of_the_area_before_2022_is_not_the_partnership() -> None:
    text = "The ICP meets in public every two months. The next meeting is on Thursday 3rd of March 2022 9am to 12:30pm."
    page = judged(
        "North Cumbria Integrated Care Partnership Leaders Board",
        text,
        "https://www.nenc-northcumbria.icb.nhs.uk/north-cumbria-integrated-care-partnership-leaders-board/",
        **NORTH_EAST,
    )
    assert page.is_icp is False


def test_a_chapter_of_the_strategy_need_not_name_the_partnership() -> None:
    address = "https://hwe.example.org/integrated-care-partnership-icp/integrated-care-strategy/9"
    page = judged("Priority 4: age well", "Where we are now: falls are common.", address, role="partnership")
    assert page.is_icp is True
    assert "strategy" in page.kinds


def test_a_joint_forward_plan_that_repeats_the_strategy_stays_the_boards() -> None:
    text = "The Dorset Integrated Care Partnership agreed the integrated care strategy. Priority 1: start well."
    page = judged("Our Joint Forward Plan", text, "https://nhsdorset.nhs.uk/joint-forward-plan/3", **DORSET)
    assert page.is_icp is False
    assert "joint-forward-plan" in page.kinds


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.uk/government/publications/integrated-care-partnership-icp-engagement-document",
        "https://www.hsj.co.uk/integrated-care/integrated-care-partnerships/7034749.article",
        "https://online.hscni.net/in-your-area/icps/",
        "https://democracy.example.gov.uk/ieDecisionDetails.aspx?ID=12",
        "https://nhsdorset.nhs.uk/news/dorset-integrated-care-partnership-meets/",
    ],
)
def test_pages_about_partnerships_elsewhere_are_not_the_partnerships_own(address: str) -> None:
    page = judged(
        "Integrated Care Partnership", "The Integrated Care Partnership is a statutory joint committee.", address
    )
    assert page.is_icp is False


def test_integrated_care_providers_only_share_the_initials() -> None:
    page = judged(
        "Integrated care provider (ICP) contract", "An integrated care provider (ICP) holds one contract.", **DORSET
    )
    assert page.is_icp is False


def test_a_bare_name_that_many_bodies_use_stays_unsure_and_says_why() -> None:
    page = judged("Partnership Board", "The board meets every other month.", "https://www.example.org/board")
    assert page.is_icp is None
    assert page.reason.startswith("Unsure:")


def test_other_stands_alone() -> None:
    page = judged("Stop smoking", "Our service helps people to stop.", **DORSET)
    assert page.kinds == ("other",)


def test_menus_do_not_make_a_page_what_they_list() -> None:
    menu = Block("item", "Integrated Care Partnership meetings and papers", place="nav")
    body = Block("paragraph", "Find a dentist near you.")
    page = classify(Reading("html", "Dentists", (menu, body)), PageContext("https://x.icb.nhs.uk/dentists", **DORSET))
    assert page.kinds == ("other",)
    assert page.is_icp is False


def test_every_verdict_comes_with_short_words_that_a_person_can_check() -> None:
    page = judged("Dorset Integrated Care Partnership", "The partnership is chaired by Cllr Ann Other. " * 30, **DORSET)
    assert {each.kind for each in page.evidence} == {"is_icp", *page.kinds}
    assert all(0 < len(each.quote) <= 160 for each in page.evidence)


def test_a_page_of_the_partnerships_text_lends_weight_to_what_it_links_to() -> None:
    alone = judged("Ageing well", "People here live longer.", "https://nhsdorset.nhs.uk/strategy/age", **DORSET)
    linked = judged(
        "Ageing well",
        "People here live longer.",
        "https://nhsdorset.nhs.uk/strategy/age",
        parent_kinds=("strategy",),
        under_parent=True,
        **DORSET,
    )
    assert (alone.is_icp, linked.is_icp) == (False, True)


@settings(max_examples=150)
@given(st.text(), st.text(), st.text(), st.tuples(st.text(), st.text()))
def test_any_text_is_judged(title: str, text: str, url: str, names: tuple[str, str]) -> None:
    judgement = classify_text(title, text, PageContext(url, names=names, link_text=title, system_name=text[:30]))
    assert set(judgement.kinds) <= set(KINDS)
    assert judgement.kinds
    assert 0 <= judgement.confidence <= 1


@pytest.mark.parametrize(
    "filling", ["a" * 10_000_000, "1 " * 2_000_000, "(" * 300_000, "Chair " * 100_000, "A b " * 200_000]
)
def test_lines_without_end_are_judged(filling: str) -> None:
    assert classify_text(filling, filling, PageContext("https://[/" + filling[:5_000])).kinds


def test_the_made_pages_are_told_apart() -> None:
    cases = [case for case in load_cases("dev") if case.is_icp is not None]
    verdicts = [(case.is_icp, classify(reading_of(case), context_of(case)).is_icp) for case in cases]
    found = sum(found is True for _, found in verdicts)
    right = sum(expected is True and found is True for expected, found in verdicts)
    assert right / found >= 0.98
    assert right / sum(expected is True for expected, _ in verdicts) >= 0.98


@pytest.mark.parametrize(
    ("address", "title", "expected"),
    [
        ("https://nhsdorset.nhs.uk/our-strategy/starting-well", "Starting well", True),
        ("https://nhsdorset.nhs.uk/digital-strategy", "Our digital strategy", False),
        ("https://nhsdorset.nhs.uk/primary-care-strategy", "Primary care strategy 2025 to 2028", False),
    ],
)
def test_only_the_strategy_for_health_and_care_is_the_partnerships(address: str, title: str, expected: bool) -> None:
    page = judged(title, "Every child deserves the best start. Our ambition is for 2030.", address, **DORSET)
    assert page.is_icp is expected
    assert ("strategy" in page.kinds) is expected


def test_a_page_under_the_partnerships_page_is_its_own_whatever_its_title() -> None:
    crumb = Block(
        "paragraph", "About", place="nav", links=(Link("Integrated Care Partnership", "https://x.icb.nhs.uk/a/b"),)
    )
    page = classify(
        Reading("html", "Contact", (crumb, Block("heading", "Contact", level=1), Block("paragraph", "Write to us."))),
        PageContext("https://x.icb.nhs.uk/a/b/contact", **DORSET),
    )
    assert page.is_icp is True


def test_a_vacancy_with_the_partnership_is_not_its_page() -> None:
    text = "Band 8a, fixed term. The post holder supports the chair of the Dorset Integrated Care Partnership."
    assert judged("Programme manager, integrated care partnership", text, **DORSET).is_icp is False


LANDING = """Skip to main content
Enable Recite

Integrated Care Partnership

The Integrated Care Partnership (ICP) is a committee of the ICB and our fourteen councils.

Views welcome on our draft integrated care strategy

We would like to hear views by 25 November, so that the next draft can take account of them when it is discussed.

Related downloads

Terms of Reference - Integrated Care Partnership
Minutes of 15 December 2022 (PDF, 310KB)"""


def test_a_text_that_has_lost_its_marks_keeps_its_headings_and_documents() -> None:
    page = judged("", LANDING, "https://northeastnorthcumbria.nhs.uk/our-icp", **NORTH_EAST)
    assert page.is_icp is True
    assert {"about", "strategy", "involvement", "papers", "terms-of-reference"} <= set(page.kinds)


def test_a_page_without_a_title_is_named_by_its_address() -> None:
    text = "Councils and the NHS meet here, and chairs take turns."
    page = judged("", text, "https://www.wypartnership.co.uk/about/partnership-board", **WEST_YORKSHIRE)
    assert page.is_icp is True
    assert judged("", text, "https://www.wypartnership.co.uk/about/the-team", **WEST_YORKSHIRE).is_icp is not True


def test_an_agenda_item_is_about_what_its_second_line_says() -> None:
    text = "Agenda item\nIntegrated Care Strategy for Dorset\nTo receive the report."
    page = judged("", text, "https://democracy.dorset.gov.uk/mgAi.aspx?ID=1", **{**DORSET, "role": "council"})
    assert (page.is_icp, page.kinds) == (False, ("strategy",))


def test_a_post_of_one_day_is_news_and_a_file_in_a_folder_by_date_is_not() -> None:
    post, file = (
        judged("Dorset Integrated Care Partnership", "We met.", f"https://x.icb.nhs.uk/{path}", **DORSET)
        for path in ("2024/03/08/we-met/", "wp-content/uploads/2024/03/we-met.pdf")
    )
    assert (post.is_icp, "news" in post.kinds) == (False, True)
    assert (file.is_icp, "news" in file.kinds) == (True, False)


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Our partnership brings together councils, NHS trusts, Healthwatch, the police and charities.", True),
        ("Our strategy was written by a partnership of councils, NHS trusts, Healthwatch and charities.", False),
        ("In 2020 our plan was shaped by councils, the NHS, Healthwatch, hospices and charities.", False),
    ],
)
def test_only_a_body_has_members(opening: str, expected: bool) -> None:
    assert ("membership" in judged("Our partnership", opening, **DORSET).kinds) is expected


def test_days_in_a_list_and_days_under_meetings_are_not_the_day_of_a_post() -> None:
    assert "news" not in judged("Meetings", "15 April 2025\nPapers for this meeting follow.", **DORSET).kinds
    assert "news" not in judged("Come and see", "15 April 2025\n17 June 2025\nAll welcome.", **DORSET).kinds
    assert (
        "news"
        in judged(
            "Warm homes", '15 April 2025\n"A grant will help many," Ann Other said, and added: "Ask us."', **DORSET
        ).kinds
    )
