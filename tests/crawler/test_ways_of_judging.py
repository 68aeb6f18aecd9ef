"""Ordinary pages told in two lines: what each is about, and whether it is the partnership's own."""

from __future__ import annotations

import pytest

from crawler.classify import PageContext, classify
from crawler.reading.read import read
from store.reading import Judgement

# ruff: noqa: E501  (markup reads best as it stands on a page)

MENU = "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/about/'>About us</a></li></ul></nav></header>"


def judged(title: str, html: str, path: str, role: str = "icb", host: str = "www.devon.icb.nhs.uk") -> Judgement:
    names = ("One Devon Partnership", "Devon Integrated Care Partnership")
    context = PageContext(f"https://{host}/{path}", "devon", names, role=role, system_name="Devon")
    page = f"<title>{title} | NHS Devon</title>{MENU}<main><h1>{title}</h1>{html}</main>"
    return classify(read(page.encode(), "text/html; charset=utf-8", context.url), context)


@pytest.mark.parametrize(
    ("title", "html", "where", "kinds"),
    [
        (
            "Get involved",
            "<p>There are lots of ways to take part. Join our citizens' panel, come to an event or fill in a survey.</p>",
            ("get-involved/",),
            "involvement",
        ),
        (
            "Pain services",
            "<p>We are looking for people who use pain services. You will meet online. You will be paid for your time.</p>",
            ("pain/",),
            "involvement",
        ),
        (
            "Open work",
            "<p>Three pieces of work are open now. Send your comments. Comments may be made until 4 May.</p>",
            ("open-work/",),
            "involvement",
        ),
        ("Let's Talk", "<p>An online space for ideas about health.</p>", ("lets-talk/",), "involvement"),
        (
            "Citizens' Panel: results of wave 14",
            "<p>684 replied. Figures are weighted.</p>",
            ("library/wave-14/",),
            "other",
        ),
        (
            "Decision: contribution to a citizens' panel",
            "<p>Resolved to pay a share of the cost of the citizens' panel.</p>",
            ("ieDecisionDetails.aspx?ID=2214", "council", "www.devon.gov.uk"),
            "other",
        ),
        (
            "Could you spare ten minutes a month?",
            "<p>We are inviting people to join our panel. Sign up to take part in short surveys.</p>",
            ("ten-minutes/",),
            "involvement",
        ),
        (
            "About our committee",
            "<p>It looks at the county's health.</p><h2>How residents can shape our work</h2><p>Join our sounding group, which comments on drafts. A short questionnaire is open to those who would rather not come.</p>",
            ("committee/",),
            "about involvement",
        ),
        (
            "Citizens' panel",
            "<p>Our panel has 1,200 members who answer short surveys four times a year. Sign up below.</p>",
            ("get-involved/panel/",),
            "involvement",
        ),
        (
            "Public questions",
            "<p>You can ask the One Devon Partnership a question at its meetings. Send it by noon three working days before.</p>",
            ("icp/public-questions/",),
            "involvement",
        ),
        (
            "Winter pressures survey",
            "<p>Tell us about your experience of urgent care. The survey closes on 31 March.</p>",
            ("surveys/winter/",),
            "involvement",
        ),
        (
            "Engagement report",
            "<p>This report says what 900 people told us about the draft priorities for the integrated care strategy.</p>",
            ("strategy/engagement-report/",),
            "involvement strategy",
        ),
        (
            "Meetings in public",
            "<p>Members of the public may observe meetings of the One Devon Partnership. The next is on 12 March 2026.</p>",
            ("icp/meetings/",),
            "meetings",
        ),
        (
            "Patient participation groups",
            "<p>Every GP practice has a patient group. Ask your practice how to join.</p>",
            ("ppg/",),
            "involvement",
        ),
        (
            "Our strategy at a glance",
            "<p>The integrated care strategy has five goals.</p><ul><li>Start well</li></ul>",
            ("strategy/glance/",),
            "strategy",
        ),
        (
            "Priority 2: Mental health",
            "<p>We want everyone to have good mental health. What we will do. How we will measure success.</p>",
            ("integrated-care-strategy/priority-2/",),
            "strategy",
        ),
        (
            "Strategies and plans",
            "<ul><li><a href='/s.pdf'>Integrated care strategy (PDF)</a></li><li><a href='/j.pdf'>Joint forward plan (PDF)</a></li><li><a href='/g.pdf'>Green plan (PDF)</a></li></ul>",
            ("strategies/",),
            "strategy joint-forward-plan",
        ),
        ("Joint Forward Plan 2025-30", "<p>Our five-year plan for NHS services.</p>", ("jfp/",), "joint-forward-plan"),
        (
            "NHS Devon five-year strategic commissioning plan",
            "<p>The plan says how NHS Devon will commission services until 2031.</p>",
            ("plans/commissioning/",),
            "joint-forward-plan",
        ),
        (
            "Latest news",
            "<ul><li><a href='/news/a/'>New chair</a> 3 May 2025</li><li><a href='/news/b/'>Strategy agreed</a> 1 April 2025</li></ul>",
            ("news/",),
            "news",
        ),
        (
            "Partnership Bulletin – May 2026",
            "<p>Welcome to this month's bulletin from One Devon Partnership.</p><h2>In this issue</h2><p>A new hub opened in Barnstaple.</p>",
            ("bulletins/may-2026/",),
            "news",
        ),
        (
            "Chief executive's blog",
            "<p>Posted 4 May 2026</p><p>This week I visited Tavistock.</p>",
            ("blog/ceo-4-may/",),
            "news",
        ),
        ("How to contact us", "<p>Email us at icp@example.nhs.uk or call 01392 000000.</p>", ("contact/",), "contact"),
        (
            "Governance team",
            "<p>The governance team supports the One Devon Partnership.</p><h2>Contact</h2><p>icp@example.nhs.uk</p>",
            ("icp/team/",),
            "contact",
        ),
        (
            "Frequently asked questions",
            "<h2>What does the partnership do?</h2><p>It agrees a strategy.</p><h2>Can I come?</h2><p>Yes.</p><h2>Who pays?</h2><p>Nobody.</p>",
            ("icp/faq/",),
            "faq",
        ),
        (
            "Terms of Reference",
            "<h2>1. Purpose</h2><p>The Partnership shall prepare the strategy.</p><h2>2. Membership</h2><p>Members shall be:</p><ul><li>Devon County Council</li><li>Torbay Council</li><li>NHS Devon</li></ul><h2>3. Quorum</h2><p>One third.</p>",
            ("icp/tor/",),
            "terms-of-reference membership",
        ),
        (
            "Agenda",
            "<p>One Devon Partnership, Thursday 12 March 2026, 2pm, County Hall</p><ol><li>Apologies</li><li>Declarations of interest</li><li>Minutes</li><li>Public questions</li></ol>",
            ("icp/agenda-march/",),
            "meetings papers",
        ),
        (
            "Minutes of the meeting held on 4 December 2025",
            "<p>Present: Cllr Liz Marsh (Chair), Bob Stone</p><p>1. Apologies</p><p>2. Minutes of the previous meeting were agreed.</p>",
            ("icp/minutes-dec/",),
            "meetings papers chair",
        ),
        (
            "West Devon Local Care Partnership",
            "<p>One of five local care partnerships in Devon.</p><h2>Members</h2><ul><li>Livewell Southwest</li><li>Plymouth City Council</li><li>University Hospitals Plymouth NHS Trust</li></ul>",
            ("lcp/west/",),
            "place-partnership membership",
        ),
        (
            "Neighbourhood health in Torbay",
            "<p>Torbay's five neighbourhood teams bring together nurses, social workers and volunteers.</p>",
            ("places/torbay/neighbourhoods/",),
            "place-partnership",
        ),
        (
            "Finance and Performance Committee",
            "<p>A committee of the board of NHS Devon. It is chaired by Bob Stone, non-executive member.</p>",
            ("board/committees/finance/",),
            "icb-board chair",
        ),
        (
            "Board meeting – 26 March 2026",
            "<ul><li><a href='/a.pdf'>Agenda and papers</a></li></ul><p>The board meets at 9.30am in Exeter.</p>",
            ("board/meetings/26-march-2026/",),
            "icb-board meetings papers",
        ),
        (
            "Our board",
            "<ul><li>Dr Sarah Dean – Chair</li><li>Tim Fox – Chief Executive</li><li>Ann Hill – Non-executive member</li></ul>",
            ("about/board/",),
            "icb-board membership chair",
        ),
        (
            "Constitution",
            "<p>The constitution of NHS Devon Integrated Care Board, with standing orders.</p>",
            ("governance/constitution/",),
            "icb-board",
        ),
        (
            "Health Scrutiny Committee",
            "<p>The committee looks at how health services are planned. Its chair is Cllr Tom Ray.</p><h2>Membership</h2><ul><li>Cllr Tom Ray</li><li>Cllr Ann Hill</li><li>Cllr Jo Bell</li></ul>",
            ("scrutiny/", "council", "www.devon.gov.uk"),
            "about membership chair",
        ),
        (
            "Decision: appointment to the One Devon Partnership",
            "<p>Decision maker: Cabinet. Decision: that Cllr Liz Marsh be appointed to the Partnership.</p>",
            ("ieDecisionDetails.aspx?ID=5", "council", "democracy.devon.gov.uk"),
            "other",
        ),
        ("Privacy notice", "<p>How One Devon Partnership uses your information.</p>", ("privacy/",), "other"),
        ("Vaccinations", "<p>Book your flu jab.</p>", ("vaccinations/",), "other"),
        (
            "What is an integrated care system?",
            "<p>Integrated care systems bring together the NHS, councils and others. There are 36 in England.</p>",
            ("about/ics/",),
            "other",
        ),
        (
            "Our partners",
            "<ul><li>Devon County Council</li><li>Torbay Council</li><li>Royal Devon NHS Trust</li></ul>",
            ("icp/partners/",),
            "membership",
        ),
        (
            "Our chair",
            "<p>Cllr Liz Marsh has chaired the One Devon Partnership since 2024.</p>",
            ("icp/chair/",),
            "chair",
        ),
        (
            "Work with us: chair of the One Devon Partnership",
            "<p>We are looking for an independent chair. Closing date for applications: 3 May.</p>",
            ("jobs/chair/",),
            "chair",
        ),
        ("Pharmacy First", "<p>Your pharmacist can help with seven conditions.</p>", ("pharmacy-first/",), "other"),
        (
            "Key documents",
            "<ul><li><a href='/t.pdf'>Terms of reference</a></li><li><a href='/s.pdf'>Integrated care strategy</a></li><li><a href='/m.pdf'>Minutes, 4 December 2025</a></li></ul>",
            ("icp/documents/",),
            "terms-of-reference strategy papers meetings",
        ),
        ("Dates of meetings", "<ul><li>12 March 2026</li><li>11 June 2026</li></ul>", ("icp/dates/",), "meetings"),
        (
            "Devon VCSE Assembly",
            "<p>The Assembly is the voice of charities and community groups in Devon. It sends two members to the One Devon Partnership.</p>",
            ("vcse/",),
            "about",
        ),
        (
            "Provider collaborative",
            "<p>The Peninsula Acute Provider Collaborative is made up of five hospital trusts that work together.</p>",
            ("collab/",),
            "about",
        ),
        (
            "Health and Wellbeing Board membership",
            "<ul><li>Cllr Tom Ray (Chair)</li><li>Cllr Ann Hill</li><li>Dr Jo Bell</li></ul>",
            ("hwb/members/", "council", "www.devon.gov.uk"),
            "membership chair",
        ),
        (
            "Exmoor Strategic Partnership for Health and Care",
            "<p>The Exmoor Strategic Partnership is an alliance of the council, the NHS and charities. It oversees neighbourhood teams across the district for those who live there, at place level.</p>",
            ("health/strategic-partnership/", "council", "www.northdevon.gov.uk"),
            "place-partnership",
        ),
        (
            "Barnstaple Together",
            "<p>GPs, the council and charities in Barnstaple plan local services with one another. Each neighbourhood has a team.</p>",
            ("together/",),
            "place-partnership",
        ),
        (
            "Better Together",
            "<p>The award goes to teams that look after each other.</p>",
            ("awards/",),
            "other",
        ),
        (
            "Become a public partner",
            "<p>Public partners sit on our programme boards and bring the view of patients. Apply by 30 April. We pay expenses.</p>",
            ("public-partners/",),
            "involvement",
        ),
        (
            "Dental survey results",
            "<p>2,100 people answered. Half had not seen a dentist in two years.</p>",
            ("dental-survey-results/",),
            "other",
        ),
        (
            "Thrive Exeter",
            "<p>Thrive Exeter is a network of public services and charities that meets each month.</p>",
            ("thrive/", "council", "www.exeter.gov.uk"),
            "about",
        ),
        (
            "Exeter health profile 2025",
            "<p>This profile gives the main facts on the health of people in the borough. Life expectancy differs by six years.</p><h2>Differences within the borough</h2><p>Air quality is worst beside the A4.</p>",
            ("public-health/borough-health-profile/", "council", "www.exeter.gov.uk"),
            "other",
        ),
        (
            "District nursing: Tavistock locality",
            "<p>The Tavistock locality team looks after people who are housebound.</p><h2>How to be referred</h2><p>Your GP can refer you.</p>",
            ("district-nursing/tavistock-locality-team/", "", "www.torbayft.nhs.uk"),
            "other",
        ),
        (
            "NHS Devon Joint Forward Plan - Chapter 4: Neighbourhood health",
            "<p>The county has thirteen primary care networks. Each neighbourhood will have a team by year two.</p>",
            ("plans/jfp-chapter-4-neighbourhoods/",),
            "joint-forward-plan",
        ),
        (
            "NHS Devon Integrated Care Board: Joint Forward Plan 2025 to 2030",
            "<p>The Integrated Care Board and its partner trusts publish a plan before each financial year.</p>",
            ("plans/jfp/",),
            "joint-forward-plan",
        ),
        (
            "Minor injury units: outcome of consultation",
            "<p>The consultation has closed. This page sets out what people said and what was decided.</p><h2>What people said</h2><p>Seven in ten agreed.</p>",
            ("minor-injuries/",),
            "other",
        ),
        (
            "Report to Cabinet: Integrated Care Strategy for Devon",
            "<p>Report for: Cabinet</p><p>Date: 12 November 2025</p><p>Key decision: No</p><p>The strategy was looked at again this year. There are no financial implications.</p>",
            ("documents/s165110/report.pdf", "council", "democracy.devon.gov.uk"),
            "strategy",
        ),
        (
            "Coming to our meetings",
            "<p>We hold our meetings in public.</p><h2>If you want to say something</h2><p>Ten minutes are set aside for the public. Let us know what you'd like to raise seven days before, using our speaking form.</p>",
            ("icp/meetings/",),
            "meetings involvement",
        ),
        (
            "Patient participation groups",
            "<p>Each GP practice has a patient participation group. Ask at reception how to join.</p><p><a href='/ppg.docx'>PPG starter pack (Word)</a></p>",
            ("ppg/",),
            "involvement",
        ),
    ],
)
def test_a_page_is_of_the_kinds_that_it_is_about(title: str, html: str, where: tuple[str, ...], kinds: str) -> None:
    assert set(judged(title, html, *where).kinds) == set(kinds.split())


@pytest.mark.parametrize(
    ("title", "html", "where", "presents"),
    [
        (
            "One Devon Partnership",
            "<p>The One Devon Partnership is the statutory joint committee of NHS Devon and the county's three upper-tier councils.</p><p>It agrees the strategy and looks at what makes people healthy.</p>",
            ("about/one-devon-partnership/",),
            True,
        ),
        (
            "One Devon Partnership",
            "<p>Every integrated care system has a partnership. Ours is called One Devon Partnership. Councils, the NHS, charities and others meet there to agree a strategy for health and care.</p>",
            ("about/one-devon-partnership/",),
            True,
        ),
        (
            "Our partnership",
            "<p>One Devon Partnership is where the NHS, councils and communities agree how to improve the health of people who live in Devon.</p>",
            ("about/one-devon-partnership/",),
            True,
        ),
        (
            "What we do",
            "<p>The Partnership sets direction. It does not buy services; that's the job of NHS Devon.</p><p>We produce the integrated care strategy and keep an eye on how it's delivered.</p>",
            ("icp/what-we-do/",),
            True,
        ),
        (
            "Working together in Devon",
            "<p>Devon's integrated care partnership (known as the One Devon Partnership) was created by the Health and Care Act 2022.</p><h2>What it's for</h2><p>It prepares the strategy.</p>",
            ("about/one-devon-partnership/",),
            True,
        ),
        (
            "Integrated Care Partnership",
            "<p>The ICP is a wide alliance of organisations. It was set up in July 2022.</p><h2>Next meeting</h2><p>12 March 2026</p><h2>Members</h2><ul><li>Devon County Council</li><li>Torbay Council</li><li>NHS Devon</li></ul>",
            ("about/one-devon-partnership/",),
            True,
        ),
        (
            "Devon Health and Wellbeing Board",
            "<p>The Board is a statutory committee of the County Council. It leads on the health of residents.</p>",
            ("hwb/", "council", "www.devon.gov.uk"),
            True,
        ),
        (
            "Integrated Care Partnership: who we are",
            "<p>We're a committee in which the NHS and councils have an equal say.</p>",
            ("about/one-devon-partnership/",),
            True,
        ),
        (
            "Meetings",
            "<p>The One Devon Partnership meets in public four times a year.</p><ul><li>12 March 2026</li><li>11 June 2026</li></ul>",
            ("icp/meetings/",),
            False,
        ),
        (
            "Members of the One Devon Partnership",
            "<p>The One Devon Partnership is made up of representatives from across the county.</p><ul><li>Cllr Liz Marsh, Devon County Council (Chair)</li><li>Bob Stone, NHS Devon</li><li>Jo Bell, Healthwatch Devon</li></ul>",
            ("icp/members/",),
            False,
        ),
        (
            "Terms of reference",
            "<p>These terms of reference set out how the One Devon Partnership works. Quorum: one third of members.</p><h2>Membership</h2><p>Each council appoints two members.</p>",
            ("icp/tor/",),
            False,
        ),
        (
            "Integrated care strategy",
            "<p>The One Devon Partnership is responsible for producing the integrated care strategy. Our strategy sets out how we'll improve lives.</p><h2>Our priorities</h2><ul><li>Mental health</li></ul>",
            ("strategy/",),
            False,
        ),
        (
            "Papers and minutes",
            "<p>Papers of the One Devon Partnership are published five days before each meeting.</p><ul><li><a href='/a.pdf'>Agenda 4 December 2025</a></li></ul>",
            ("icp/papers/",),
            False,
        ),
        (
            "Have your say on our strategy",
            "<p>The One Devon Partnership brings together the NHS and councils. It is asking for views on the draft strategy. Fill in the survey by 30 April.</p>",
            ("get-involved/strategy/",),
            False,
        ),
        (
            "Asking a question",
            "<p>Members of the public may ask the One Devon Partnership a question. Send it three working days before the meeting.</p>",
            ("icp/questions/",),
            False,
        ),
        (
            "Contact us",
            "<p>The One Devon Partnership is supported by the governance team. Email icp@example.nhs.uk.</p>",
            ("icp/contact/",),
            False,
        ),
        (
            "New chair for One Devon Partnership",
            "<p>Published 4 May 2025</p><p>Cllr Liz Marsh has been elected chair of the One Devon Partnership, which brings together councils and the NHS.</p>",
            ("news/new-chair/",),
            False,
        ),
        (
            "Our chair",
            "<p>Cllr Liz Marsh chairs the One Devon Partnership, the committee that brings together the NHS and councils. She has been a councillor since 2009.</p>",
            ("icp/chair/",),
            False,
        ),
        (
            "Joint forward plan",
            "<p>Our joint forward plan is the NHS's response to the integrated care strategy of the One Devon Partnership, which is a joint committee.</p>",
            ("jfp/",),
            False,
        ),
        (
            "Chapter 3: Starting well",
            "<p>Children who start well do better. We will give every child the best start.</p>",
            ("strategy/chapter-3/",),
            False,
        ),
        (
            "Frequently asked questions",
            "<h2>What is the One Devon Partnership?</h2><p>It's a joint committee.</p><h2>Who is on it?</h2><p>Councils and the NHS.</p><h2>When does it meet?</h2><p>Quarterly.</p>",
            ("icp/faq/",),
            True,
        ),
        (
            "Torbay and South Devon place partnership",
            "<p>The place partnership brings together local organisations in Torbay.</p>",
            ("places/torbay/",),
            False,
        ),
        (
            "NHS Devon Board",
            "<p>The board is responsible for planning services in Devon. It meets in public.</p>",
            ("about/board/",),
            False,
        ),
        (
            "Health inequalities",
            "<p>People in some parts of Devon die ten years earlier than others. The One Devon Partnership is responsible for the strategy that tackles this.</p>",
            ("our-work/inequalities/",),
            False,
        ),
        (
            "What is an integrated care system?",
            "<p>Integrated care systems are partnerships of organisations. Each has an integrated care board and an integrated care partnership. The ICP is a joint committee.</p>",
            ("about/ics/",),
            False,
        ),
        ("Digital strategy", "<p>NHS Devon's digital strategy is about better records.</p>", ("digital/",), False),
        (
            "Agenda and papers: 12 March 2026",
            "<p>The One Devon Partnership is a joint committee.</p><ol><li>Welcome and apologies</li><li>Minutes of the last meeting</li><li>Strategy update</li></ol>",
            ("icp/meetings/12-march/",),
            False,
        ),
        (
            "Fuel poverty grants",
            "<p>The grants scheme was set up by the One Devon Partnership, which brings together councils and NHS.</p>",
            ("grants/",),
            False,
        ),
        (
            "Vacancy: lay member",
            "<p>The One Devon Partnership is looking for a lay member. The partnership is a joint committee of the NHS and councils.</p>",
            ("jobs/lay/",),
            False,
        ),
    ],
)
def test_only_a_page_that_presents_a_body_is_about_it(
    title: str, html: str, where: tuple[str, ...], presents: bool
) -> None:
    assert ("about" in judged(title, html, *where).kinds) == presents


@pytest.mark.parametrize(
    ("title", "html", "where", "own"),
    [
        (
            "Our partners",
            "<p>One Devon Partnership brings together more than thirty organisations. They include the councils, the NHS and Healthwatch.</p>",
            ("our-partners/", "partnership", "onedevon.org.uk"),
            True,
        ),
        (
            "Who's who",
            "<p>Meet the people on the One Devon Partnership.</p><ul><li>Cllr Liz Marsh, Chair</li><li>Bob Stone</li></ul>",
            ("about/one-devon-partnership/whos-who/",),
            True,
        ),
        (
            "Devon Integrated Care Strategy 2023-28",
            "<p>Our five-year strategy for health and care.</p>",
            ("our-strategy/",),
            True,
        ),
        (
            "Growing older well",
            "<p>By 2035 one in three of us will be over 65. Our ambition is that people stay well.</p>",
            ("integrated-care-strategy/growing-older-well/",),
            True,
        ),
        (
            "Integrated care partnership",
            "<p>Devon's ICP meets quarterly and is chaired by Cllr Liz Marsh.</p>",
            ("about/icp/",),
            True,
        ),
        (
            "How to ask a question at the One Devon Partnership",
            "<p>Anyone who lives in Devon may ask a question.</p>",
            ("x/questions/",),
            True,
        ),
        (
            "One Devon Partnership: terms of reference",
            "<p>These were agreed in July 2023.</p>",
            ("documents/tor/",),
            True,
        ),
        (
            "Minutes of the One Devon Partnership",
            "<p>Minutes of the meeting held on 4 December 2025. Present: Cllr Liz Marsh (Chair).</p>",
            ("documents/minutes/",),
            True,
        ),
        (
            "How our strategy was made",
            "<p>More than 2,000 people told us what matters to them. The One Devon Partnership agreed the strategy in 2022.</p>",
            ("strategy/how-made/",),
            True,
        ),
        (
            "Tell us what you think of our draft strategy",
            "<p>One Devon Partnership is updating its integrated care strategy. Fill in the survey.</p>",
            ("get-involved/draft-strategy/",),
            True,
        ),
        (
            "ICP members",
            "<table><tr><th>Name</th><th>Organisation</th></tr><tr><td>Liz Marsh</td><td>Devon County Council</td></tr></table>",
            ("about-us/integrated-care-partnership-icp/members/",),
            True,
        ),
        (
            "New chair elected",
            "<p>Date posted: 3 May 2025</p><p>One Devon Partnership has elected a new chair.</p>",
            ("news/new-chair/",),
            False,
        ),
        (
            "Joint Forward Plan: how we deliver the integrated care strategy",
            "<p>The strategy of the One Devon Partnership sets out priorities; our plan responds.</p>",
            ("joint-forward-plan/strategy/",),
            False,
        ),
        (
            "NHS Devon Board papers – March 2026",
            "<p>Item 9: update on the One Devon Partnership.</p>",
            ("board/papers/march-2026/",),
            False,
        ),
        (
            "Plymouth Health and Care Partnership",
            "<p>The partnership brings together city organisations.</p>",
            ("places/plymouth/",),
            False,
        ),
        (
            "Our governance",
            "<p>NHS Devon is governed by a board. It also takes part in the One Devon Partnership, the integrated care partnership for Devon.</p>",
            ("about/governance/",),
            False,
        ),
        (
            "About NHS Devon",
            "<p>NHS Devon is the integrated care board for Devon. The One Devon Partnership, our integrated care partnership, sets the strategy.</p>",
            ("about/",),
            False,
        ),
        (
            "Our integrated care system",
            "<p>One Devon is our integrated care system. It has an integrated care board and an integrated care partnership called the One Devon Partnership.</p>",
            ("about/ics/",),
            False,
        ),
        (
            "Voluntary sector alliance",
            "<p>The alliance gives charities a voice on the One Devon Partnership.</p>",
            ("vcse/",),
            False,
        ),
        (
            "Carers' strategy 2025",
            "<p>This strategy was endorsed by the One Devon Partnership.</p>",
            ("strategies/carers/",),
            False,
        ),
        ("People plan", "<p>Our workforce strategy.</p>", ("strategies/people/",), False),
        ("Home", "<p>Welcome to NHS Devon.</p>", ("",), False),
        (
            "Blog: why partnership matters",
            "<p>By Liz Marsh, chair of One Devon Partnership</p><p>Last week I ...</p>",
            ("blog/why/",),
            False,
        ),
        (
            "Vacancy: chair of the One Devon Partnership",
            "<p>We are looking for a chair. Salary: £20,000. Apply through NHS Jobs by 3 May.</p>",
            ("jobs/chair/",),
            False,
        ),
        (
            "Health and Care Scrutiny Committee",
            "<p>The committee received a report on the One Devon Partnership.</p>",
            ("ieListDocuments.aspx?CId=429&MId=1", "council", "democracy.devon.gov.uk"),
            False,
        ),
        ("Clinical strategy", "<p>One Devon's clinical strategy for hospitals.</p>", ("strategy/clinical/",), False),
        (
            "Annual report 2024/25",
            "<p>The year at NHS Devon. We worked with the One Devon Partnership.</p>",
            ("publications/annual-report/",),
            False,
        ),
        (
            "Our vision",
            "<p>Equal chances for everyone in Devon to lead long, happy, healthy lives: that is the vision of our integrated care strategy.</p>",
            ("our-vision/", "partnership", "onedevon.org.uk"),
            True,
        ),
        (
            "Integrated Care Partnership meeting 12 March 2026",
            "<ul><li><a href='/a.pdf'>Agenda</a></li></ul>",
            ("events/icp-12-march/",),
            True,
        ),
        (
            "The VCSE Collaborative",
            "<p>The Collaborative is an alliance of voluntary groups, set up in 2020 and hosted by a charity.</p>",
            ("our-work/vcse/", "partnership", "onedevon.org.uk"),
            False,
        ),
        (
            "TQ Integrated Care Partnership",  # of the town that its initials stand for
            "<p>Who works with whom in Torquay.</p>",
            ("groups/tq/", "council", "www.torquay.gov.uk"),
            False,
        ),
    ],
)
def test_the_partnerships_own_pages_are_told_from_pages_that_speak_of_it(
    title: str, html: str, where: tuple[str, ...], own: bool
) -> None:
    assert judged(title, html, *where).is_icp is own
