"""Ordinary ways in which web pages say who chairs a partnership and when it meets; each was missed or feared once."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.facts.meetings import meetings
from crawler.facts.people import people
from crawler.main_blocks import main_blocks
from crawler.names import PageContext, bodies_of
from crawler.reading.read import read
from store.reading import Block
from tests.gold.measure import organisation, person

# ruff: noqa: E501  (markup reads best as it stands on a page)

TITLE = "One Devon Partnership"
DEVON = bodies_of(PageContext("", names=(TITLE, "Devon Integrated Care Partnership"), system_name="Devon"))
TODAY = date(2026, 3, 2)


def blocks(html: str) -> tuple[Block, ...]:
    page = f"<main><h1>{TITLE}</h1>{html}</main>".encode()
    return main_blocks(read(page, "text/html; charset=utf-8", "https://devon.example/"), most=100_000)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<p>Meetings are presided over by Cllr Liz Marsh, Devon's cabinet member for health, or, if she cannot be there, by Dr Amit Rao from Torbay as her deputy. NHS Devon's own chair, Jo Quill, has a seat but does not chair.</p>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>A senate had met for some years, with Dr Amit Rao as its chair.</p>", []),
        ("<p>Councillor Liz Marsh was its first chairman. He liked short papers.</p>", []),
        ("<p>Agreed: that Liz Marsh be appointed Vice-Chair for the same period.</p>", [("Liz Marsh", "vice")]),
        (
            "<p>Her fellow co-chair until January was Bob Stone; he retired then and Liz Marsh, a director of NHS Devon, was appointed in his place.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>There shall be a Deputy Chair from the voluntary sector. The post-holder is Mr Amit Rao.</p>",
            [("Amit Rao", "vice")],
        ),
        (
            "<p>The chair, Liz Marsh, is supported by two deputies, Amit Rao of NHS Devon and Canon Jo Quill.</p>",
            [("Amit Rao", "vice"), ("Jo Quill", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Meetings are run in turn by the chair of NHS Devon, Amit Rao, and the leader of Torbay Council, Cllr Liz Marsh. They have been co-chairs since 2022.</p>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>Chair of the partnership</h2><p>After four years of Bob Stone's good humour, there is somebody new. Liz Marsh succeeded him in April.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Membership changed when Bob Stone, who had been our chair, stood down.</p>", []),
        (
            "<p>The NHS board's seat was filled by its chair, Bob Stone. He left, and his successor, Jo Quill, has taken it over.</p>",
            [],
        ),
        (
            "<table><tr><th>Post</th><th>How filled</th><th>Holder</th></tr><tr><td>Chair</td><td>By election</td><td>Cllr Liz Marsh (Devon)</td></tr><tr><td>Vice-Chair</td><td>From the other council</td><td>Dr Amit Rao (Torbay)</td></tr></table>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<ul><li>The Partnership: sets the strategy. Liz Marsh chairs it.</li><li>Integrated care board: plans NHS services. Jo Quill chairs it.</li></ul>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Following the retirement of Cllr Bob Stone, who had led us, Liz Marsh is interim chair.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>The Chairman paid tribute to his predecessor, Mrs Jo Quill, for her service.</p>", []),
        ("<p>From its first meeting until March this year the Partnership was chaired by Bob Stone.</p>", []),
        (
            "<h2>Chairs of the local care partnerships</h2><p>Their chairs are Bob Stone (North) and Jo Quill (East).</p>",
            [],
        ),
        (
            "<ul><li>Liz Marsh, Devon County Council – she chairs our meetings</li><li>Amit Rao, NHS Devon – he stands in for Liz when she cannot be there</li></ul>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<ul><li>The Partnership</li><li>Chair: Liz Marsh</li><li>Prevention group</li><li>Chair: Jo Quill</li></ul>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<ul><li>NHS Devon</li><li>Healthwatch Devon</li></ul><h2>Officers</h2><ul><li>Chair: Liz Marsh</li></ul>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Do not confuse it with the Health and Wellbeing Board. That is a committee, and its chairman is Bob Stone.</p>",
            [],
        ),
        ("<ul><li>Chair, NHS Devon: Jo Quill</li></ul>", []),
        ("<p>There did. Dr Jo Quill was a third joint chair until summer 2024.</p>", []),
        (
            "<table><tr><th>Organisation</th><th>Representative</th></tr><tr><td>Devon County Council</td><td>Liz Marsh (chair)</td></tr><tr><td>NHS Devon</td><td>Amit Rao (first vice chair)</td></tr></table>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>Who leads it</h2><p>One co-chair comes from the councils and one from the NHS. For the councils it is Cllr Liz Marsh. For the NHS it is Amit Rao.</p>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Our Leader, Councillor Liz Marsh, is its co-chair with Amit Rao from the NHS.</p>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><th>Seat</th><th>Held by</th></tr><tr><td>Co-Chairs</td><td>Cllr Liz Marsh (Devon)</td></tr><tr><td>Co-Chairs</td><td>Amit Rao (NHS Devon)</td></tr></table>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>The Partnership is chaired by the county council's Cabinet Member for Health, with the Chair of NHS Devon as vice chair.</p><h2>Members</h2><ul><li>Cabinet Member for Health, Devon County Council: Cllr Liz Marsh</li><li>Chair, NHS Devon: Amit Rao</li><li>Chief Executive, Devon VCS Alliance: Jo Quill</li></ul>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Our chair is the Leader of Torbay Council.</p><h2>Members</h2><table><tr><th>Name</th><th>Role</th></tr><tr><td>Cllr Liz Marsh</td><td>Leader, Torbay Council</td></tr><tr><td>Cllr Bob Stone</td><td>Leader, Devon County Council</td></tr></table>",
            [("Liz Marsh", "chair")],
        ),
        (  # which of the two leaders nobody can say
            "<p>It is chaired by the leader of one of our councils.</p><h2>Members</h2><ul><li>Cllr Liz Marsh, Leader, Torbay Council</li><li>Cllr Bob Stone, Leader, Devon County Council</li></ul>",
            [],
        ),
        (
            "<p>The Partnership has been chaired since May 2025 by Councillor Liz Marsh, leader of Devon County Council.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Councillor Liz Marsh is in the chair for 2025/26, with Dr Amit Rao as her deputy.</p>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Our Chair, Cllr Liz Marsh, and Vice-Chair, Dr Amit Rao, were elected in June.</p>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Cllr Liz Marsh (Devon County Council) was re-elected as Chair at the July meeting, and Amit Rao (NHS Devon) as Vice Chair.</p>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>Meetings are led by an independent chair, Baroness Hilary Croft.</p>", [("Hilary Croft", "chair")]),
        (
            "<p>The role of chair is held by Cllr Liz Marsh, who took over from Cllr Bob Stone.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Cllr Liz Marsh took over as chair from Cllr Bob Stone in May.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>From April Cllr Liz Marsh will succeed Dr Amit Rao as chair of the Partnership.</p>",
            [("Amit Rao", "chair")],
        ),
        ("<p>Cllr Liz Marsh will take over as chair from Dr Amit Rao in May.</p>", []),  # Marsh is not the chair yet
        (
            "<p>Cllr Liz Marsh was chair until May 2026 and Dr Amit Rao is chair now.</p>",
            [("Amit Rao", "chair")],
        ),
        (
            "<p>The Partnership is co-chaired by the chair of NHS Devon, Dr Amit Rao, and the leader of Torbay Council, Cllr Liz Marsh.</p>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>The chair alternates each year between the two council leaders. For 2025/26 it is Cllr Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<h2>Chair</h2><p>Cllr Liz Marsh</p><p>Leader, Devon County Council</p>", [("Liz Marsh", "chair")]),
        (
            "<h2>Our chairs</h2><ul><li>Cllr Liz Marsh, Devon County Council</li><li>Dr Amit Rao, NHS Devon</li></ul>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<h3>Cllr Liz Marsh</h3><p>Chair of the One Devon Partnership</p><p>Liz has led the council since 2021.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<h3>Liz Marsh</h3><p><strong>Chair</strong></p><p>Liz has led the council since 2021.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><th>Name</th><th>Role</th><th>Organisation</th></tr><tr><td>Cllr Liz Marsh</td><td>Cabinet Member for Health (Chair)</td><td>Devon County Council</td></tr><tr><td>Amit Rao</td><td>Chair</td><td>NHS Devon</td></tr></table>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><th>Role</th><th>Name</th></tr><tr><td>Chair</td><td>Cllr Liz Marsh</td></tr><tr><td>Vice-chair</td><td>Dr Amit Rao</td></tr></table>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<dl><dt>Chair</dt><dd>Cllr Liz Marsh</dd><dt>Vice chair</dt><dd>Dr Amit Rao</dd></dl>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>Chair: Cllr Liz Marsh | Vice Chair: Dr Amit Rao</p>", [("Amit Rao", "vice"), ("Liz Marsh", "chair")]),
        (
            "<p><strong>Chair</strong><br>Cllr Liz Marsh, Devon County Council</p><p><strong>Vice chair</strong><br>Dr Amit Rao</p>",
            [("Amit Rao", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>“This strategy belongs to all of us,” said Cllr Liz Marsh, chair of the partnership.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Cllr Liz Marsh, who chairs the Partnership, said she was delighted.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Foreword</p><p>We want everyone to live well.</p><p>Cllr Liz Marsh<br>Chair, One Devon Partnership</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Cllr Liz Marsh and Dr Amit Rao<br>Co-chairs of the One Devon Partnership</p>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Liz Marsh, Leader of Torbay Council, has chaired the One Devon Partnership from its first meeting.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Chairing arrangements: Cllr Liz Marsh chairs in 2025/26; Cllr Amit Rao is Chair Elect.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>The Chair of the Health and Wellbeing Board, Cllr Bob Stone, is a member. The Partnership's Chair is Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>The board is chaired by Patricia Stone, chair of NHS Devon.</p>", []),
        ("<p>Patricia Stone, Chair of NHS Devon, welcomed the strategy.</p>", []),
        (
            "<p>Members include Patricia Stone (Chair, NHS Devon) and Cllr Bob Stone (Chair, Health and Wellbeing Board).</p>",
            [],
        ),
        (
            "<ul><li>Cllr Liz Marsh (Chair) – Devon County Council</li><li>Patricia Stone – Chair, NHS Devon</li><li>Dr Jo Bell – Royal Devon NHS Foundation Trust</li></ul>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<h2>Members</h2><ul><li>Chair – Cllr Liz Marsh</li><li>Vice Chair – Patricia Stone</li><li>Jo Bell</li></ul>",
            [("Liz Marsh", "chair"), ("Patricia Stone", "vice")],
        ),
        (
            "<h2>Members</h2><p>Councillor Liz Marsh, Chairman<br>Councillor Bob Stone, Vice-Chairman<br>Dr Jo Bell</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>The current Chair is Professor Sir Liam Hart KBE.</p>", [("Liam Hart", "chair")]),
        ("<p>The former chair, Bob Stone, stepped down in May. A new chair will be elected in July.</p>", []),
        (
            "<p>We are pleased that Liz Marsh has agreed to be our interim Chair until the elections.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Liz Marsh is the Partnership's independent Chair.</p>", [("Liz Marsh", "chair")]),
        ("<p>The Mayor, Oliver Coppage, presides over our meetings as chair.</p>", [("Oliver Coppage", "chair")]),
        (
            "<p>Mayor Oliver Coppage chairs the One Devon Partnership; Cllr Bob Stone and Dr Jo Bell are his vice chairs.</p>",
            [("Bob Stone", "vice"), ("Jo Bell", "vice"), ("Oliver Coppage", "chair")],
        ),
        (
            "<p>Cllr Liz Marsh serves as Chair, supported by two Deputy Chairs: Bob Stone (Plymouth City Council) and Jo Bell (Healthwatch).</p>",
            [("Bob Stone", "vice"), ("Jo Bell", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Jo Bell chairs our workforce sub-group and Bob Stone chairs the health inequalities working group. Liz Marsh chairs the partnership itself.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Questions should be sent to the chair, c/o Jo Bell, governance officer.</p>", []),
        ("<p>Meeting chaired by: Cllr Liz Marsh</p>", [("Liz Marsh", "chair")]),
        ("<p>In the Chair: Councillor L Marsh</p>", [("L Marsh", "chair")]),
        (
            "<p>PRESENT: Councillor Liz Marsh (in the Chair), Councillors Bob Stone and Jo Bell</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>The Chair (Cllr Liz Marsh) opened the meeting and welcomed everyone.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Liz Marsh – Chair of the One Devon Partnership and Leader of Devon County Council</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Liz Marsh, Chair of the Devon ICP</p>", [("Liz Marsh", "chair")]),
        (
            "<p>The Partnership is jointly led by Cllr Liz Marsh and Dr Amit Rao, who share the role of chair.</p>",
            [("Amit Rao", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>At its annual meeting the Partnership appointed Councillor Liz Marsh as its Chair for the coming year.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Councillor Marsh, the Chair, thanked everyone.</p>", [("Marsh", "chair")]),
        ("<div class='card'><img alt='Liz'><p>Liz Marsh</p><p>Partnership Chair</p></div>", [("Liz Marsh", "chair")]),
        (
            "<table><tr><td>Chair</td><td>Cllr Liz Marsh</td></tr><tr><td>Next meeting</td><td>4 June 2026</td></tr></table>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Who chairs the Partnership? Cllr Liz Marsh, the leader of Torbay Council.</p>", [("Liz Marsh", "chair")]),
        ("<h3>Who chairs it?</h3><p>Cllr Liz Marsh does, and has since 2023.</p>", [("Liz Marsh", "chair")]),
        ("<p>Cllr Liz Marsh has been chosen by the members to chair for two years.</p>", [("Liz Marsh", "chair")]),
        ("<p>The Partnership is under the chairmanship of Cllr Liz Marsh.</p>", [("Liz Marsh", "chair")]),
        ("<p>Chaired by Liz Marsh, the Partnership meets four times a year.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Liz Marsh, independent Chair of the Partnership, leads the discussions. NHS Devon is chaired by Bob Stone.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>The chair of NHS Devon, Bob Stone, sits on the Partnership alongside its chair Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Your chair: Liz Marsh</p>", [("Liz Marsh", "chair")]),
        ("<p>Meet Liz Marsh, who became Chair of One Devon Partnership in January.</p>", [("Liz Marsh", "chair")]),
        ("<p>Liz Marsh was appointed as the first Chair of the One Devon Partnership.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>As Chair, Liz Marsh sets the agenda with the Vice-Chair, Bob Stone.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>The Vice-Chair (Bob Stone of Healthwatch Devon) stands in when needed.</p>", [("Bob Stone", "vice")]),
        (
            "<p>Liz Marsh (Chair), Bob Stone (Vice Chair), Jo Bell, Amit Rao</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Chair – Liz Marsh; Deputy Chair – Bob Stone; Members – Jo Bell</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>Co-chairs: Liz Marsh and Bob Stone</p>", [("Bob Stone", "chair"), ("Liz Marsh", "chair")]),
        ("<p>Liz Marsh and Bob Stone are the joint chairs.</p>", [("Bob Stone", "chair"), ("Liz Marsh", "chair")]),
        (
            "<p>Liz Marsh and Bob Stone co-chair the One Devon Partnership.</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>The chair is Liz Marsh from Torbay Council and the vice-chair is Bob Stone from NHS Devon.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Councillor Liz Marsh, Cabinet Member for Adult Social Care at Devon County Council, chairs the Partnership.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>At the moment the Partnership's meetings are chaired by Councillor Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Liz Marsh presented the strategy. Bob Stone, who chairs the Devon Safeguarding Board, replied.</p>", []),
        ("<p>Bob Stone is Chair of Healthwatch Devon and a member of the Partnership.</p>", []),
        (
            "<p>The committee's chairman, Cllr Liz Marsh, can be reached at the address below.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<h2>Message from the Chair</h2><p>Welcome to our page. We hope it helps.</p><p>Liz Marsh</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<h2>Foreword from our Chair</h2><p>I am proud of this.</p><p>Councillor Liz Marsh, Leader of Devon County Council</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<h2>Foreword</h2><p>Text.</p><p>Liz Marsh, Chair, One Devon Partnership<br>Bob Stone, Chair, NHS Devon</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<table><thead><tr><th>Member</th><th>Organisation</th><th>Position</th></tr></thead><tr><td>Cllr Liz Marsh</td><td>Torbay Council</td><td>Chair</td></tr><tr><td>Bob Stone</td><td>NHS Devon</td><td>Vice-Chair</td></tr><tr><td>Jo Bell</td><td>Healthwatch</td><td></td></tr></table>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<table><thead><tr><th>Organisation</th><th>Representative</th><th>Job title</th></tr></thead><tr><td>Torbay Council</td><td>Cllr Liz Marsh (Chair)</td><td>Leader</td></tr><tr><td>NHS Devon</td><td>Bob Stone</td><td>Chair</td></tr></table>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<ul><li><strong>Cllr Liz Marsh</strong>, Leader, Torbay Council – Chair of the Partnership</li><li><strong>Bob Stone</strong>, Chair, NHS Devon – Vice Chair of the Partnership</li></ul>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<ul><li>Liz Marsh, Torbay Council (chair)</li><li>Bob Stone, University of Exeter (vice-chair)</li></ul>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<div><h3>Chair</h3><h4>Liz Marsh</h4><p>Torbay Council</p></div><div><h3>Vice chair</h3><h4>Bob Stone</h4><p>NHS Devon</p></div>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<div><h3>Liz Marsh (Chair)</h3><p>Torbay Council</p></div><div><h3>Bob Stone (Vice Chair)</h3><p>NHS Devon</p></div>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<div><h3>Liz Marsh – Chair</h3><p>Leader, Torbay Council</p></div>", [("Liz Marsh", "chair")]),
        ("<p>The partnership's new chair will be Liz Marsh, who starts on 1 September.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Liz Marsh has stepped down as chair. Bob Stone will act as chair until a successor is found.</p>",
            [("Bob Stone", "chair")],
        ),
        (
            "<p>Liz Marsh, our chair until May 2024, has retired; Bob Stone now chairs the Partnership.</p>",
            [("Bob Stone", "chair")],
        ),
        ("<p>Bob Stone takes over the chair from Liz Marsh this month.</p>", [("Bob Stone", "chair")]),
        (
            "<p>The Chair rotates between councils. Torbay's leader, Cllr Liz Marsh, holds it until May 2027.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Elected chair: Cllr Liz Marsh (Lab)</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Cllr Liz Marsh (Chair), Torbay Council; Bob Stone, Chair of NHS Devon; Jo Bell, Chair, Healthwatch Devon.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>The Chair of the Partnership is appointed by the councils. Currently this is Cllr Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>The present Chair is the Leader of Torbay Council, Cllr Liz Marsh.</p>", [("Liz Marsh", "chair")]),
        ("<p>The Partnership is led by its Chair, who is Cllr Liz Marsh.</p>", [("Liz Marsh", "chair")]),
        ("<p>Chairperson: Liz Marsh</p><p>Deputy: Bob Stone</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Liz Marsh (chair of One Devon Partnership) and Bob Stone (chief executive of NHS Devon) launched the strategy.</p>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>Dr Liz Marsh-Okafor chairs our meetings.</p>", [("Liz Marsh-Okafor", "chair")]),
        ("<p>Since May the chair has been Cllr Liz Marsh.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>It is chaired by the Mayor of Torbay, Liz Marsh, with Bob Stone and Jo Bell as vice-chairs.</p>",
            [("Bob Stone", "vice"), ("Jo Bell", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>It is chaired jointly by Liz Marsh for the councils and Bob Stone for the NHS.</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        ("<p>Liz Marsh has been Chair since the Partnership began in 2022.</p>", [("Liz Marsh", "chair")]),
        ("<p>The joint committee is chaired by Cllr Liz Marsh.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Cllr Liz Marsh - Chair</p><p>Bob Stone - Vice Chair</p><p>Jo Bell - Member</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>Liz Marsh<br>Chair</p><p>Bob Stone<br>Vice Chair</p>", [("Bob Stone", "vice"), ("Liz Marsh", "chair")]),
        ("<p>Email the Chair's office: Jo Bell, 01392 000000.</p>", []),
        ("<p>Welcome from Liz Marsh, Chair</p>", [("Liz Marsh", "chair")]),
        ("<p>Signed: Liz Marsh, Chair of the Partnership, 3 May 2025</p>", [("Liz Marsh", "chair")]),
        ("<p>Council leader Liz Marsh chairs the Partnership.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>The chair is always a councillor (currently Cllr Liz Marsh) and the vice-chair comes from the NHS (currently Bob Stone).</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>Joint Chairmen: Cllr Liz Marsh and Dr Bob Stone.</p>", [("Bob Stone", "chair"), ("Liz Marsh", "chair")]),
        ("<h3>Liz Marsh</h3><p>Co-Chair of Devon ICP and Chair of NHS Devon</p>", [("Liz Marsh", "chair")]),
        ("<p>Cllr Liz West was elected chair of the Partnership in May.</p>", [("Liz West", "chair")]),
        (
            "<p>The chair comes from the councils and the deputy from the NHS. These posts are held by Liz Marsh (Devon County Council) and Bob Stone (NHS Devon) respectively.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>The meeting was chaired by Bob Stone, the Vice-Chair.</p>", [("Bob Stone", "vice")]),
        (
            "<h2>Our members</h2><h3>Liz Marsh</h3><p>Chair<br>Exeter Voluntary Forum</p><h3>Bob Stone</h3><p>NHS Devon</p>",
            [],
        ),
        ("<h2>News</h2><ul><li>Trust names Liz Marsh as interim chair, 9 October 2025</li></ul>", []),
        ("<p>Professor Bob Stone chairs the Devon Clinical Senate. He spoke to the Partnership's Chair.</p>", []),
        (
            "<p>After Sam Croft stood down as chair, members elected Liz Marsh in his place.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><th>Co-chairs</th><td>Liz Marsh (Devon County Council) and Bob Stone (NHS Devon)</td></tr></table>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Meetings are led by Liz Marsh. If she cannot be there Bob Stone steps in as her deputy.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>The Partnership is led by its director, Bob Stone.</p>", []),
        (
            "<p>Liz Marsh took the chair in June 2024. Bob Stone of Devon Community Healthcare is her deputy.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Liz Marsh chairs our meetings. Bob Stone (Torbay) deputises for her.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>Our members</h2><h4>Liz Marsh</h4><p>Board Chair</p><p>Devon County Council</p><h4>Bob Stone</h4><p>Board Vice Chair</p><p>NHS Devon</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><td>Liz Marsh</td><td>Devon County Council (CHAIR)</td></tr><tr><td>Bob Stone</td><td>NHS Devon</td></tr></table>",
            [("Liz Marsh", "chair")],
        ),
        ("<p>The Board thanked Sam Croft, who had given up the chair in September.</p>", []),
        ("<h2>Previous chairs</h2><p>Bob Stone chaired us from 2022 to 2024.</p>", []),
        ("<p>The Partnership is chaired by Mrs Liz Marsh CC, cabinet member for health.</p>", [("Liz Marsh", "chair")]),
        ("<p>Serving as chair since last May is Liz Marsh, a former headteacher.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>Chairing duties are shared between Liz Marsh and Bob Stone.</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        ("<p>The post of chair went to Liz Marsh of Devon County Council.</p>", [("Liz Marsh", "chair")]),
        ("<p>As chair of the partnership, I, Liz Marsh, want to thank you.</p>", [("Liz Marsh", "chair")]),
        (
            "<p>The Partnership's chair is whoever leads the county council, which is at present Cllr Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><th>Chair</th><td>Liz Marsh</td></tr><tr><th>Deputy</th><td>Bob Stone</td></tr></table>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>Our co-chairs</h2><p>Liz Marsh is Leader of Devon County Council. Bob Stone is Chair of NHS Devon.</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<dl><dt>Chair (Devon County Council)</dt><dd>Liz Marsh<br>Leader</dd><dt>Vice-chairs</dt><dd>Bob Stone<br>Jo Bell</dd></dl>",
            [("Bob Stone", "vice"), ("Jo Bell", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>Healthwatch Devon (Chair: Liz Marsh) is a member.</p>", []),
        ("<p>Holding the reins as chair this year we have Liz Marsh.</p>", [("Liz Marsh", "chair")]),
        (
            "<h1>Meet our chair</h1><h2>Liz Marsh</h2><p>Chair since 2024</p><h2>Her deputy</h2><p>Bob Stone of Torbay Council takes the meeting when Liz cannot.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Liz Marsh (Torbay) reaches the end of her term this winter. She remains Chair until May. Bob Stone (Exeter), her deputy, will not stand.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        ("<p>Our chair, Cllr Liz Marsh, retired at the end of August.</p>", []),
        (
            "<p>Alongside the two co-chairs are Liz Marsh for Torbay, Bob Stone for Exeter and Jo Bell for the trusts.</p>",
            [],
        ),
        ("<p>We thank Liz Marsh, under whose leadership as chair the first edition was made.</p>", []),
        (
            "<p>Liz Marsh was elected chair in July. Dr Bob Stone, a GP in Totnes, stands in for her as deputy.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>There are to be two co-chairs, serving for two years.</p><p>At the date of this version they are Liz Marsh (Torbay) and Bob Stone (NHS Devon).</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        ("<p>Liz Marsh has been in the chair since June. She follows Bob Stone.</p>", [("Liz Marsh", "chair")]),
        ("<p>Our first chair, the late Liz Marsh, brought cake.</p>", []),
        ("<p>The Chair welcomed Liz Marsh to her first meeting.</p>", []),
        ("<p>Write to the chair, care of Liz Marsh in the office.</p>", []),
        (
            "<p>Our chair is Sarah Hall; the vice-chair is Tom Page.</p>",
            [("Sarah Hall", "chair"), ("Tom Page", "vice")],
        ),
        (
            "<h2>Chairing arrangements</h2><p>The job rotates each year. For 2025/26 it falls to Cllr Liz Marsh; Bob Stone is vice-chair.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>The partnership elects one of its own number to preside. At present this is Cllr Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>The co-chairs of the Partnership are the two council leaders, Cllr Liz Marsh (Devon) and Cllr Bob Stone (Torbay).</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Cllr Liz Marsh and Cllr Bob Stone chair the Partnership together.</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>It has two chairs, one from each side of the house. Liz Marsh speaks for local government. Bob Stone speaks for health.</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>Members present</h2><p>Liz Marsh (LM), Chair, Devon County Council</p><p>Bob Stone (BS), Vice Chair, NHS Devon</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>Members</h2><table><tr><th>Name</th><th>Post</th></tr><tr><td>Liz Marsh</td><td>Chair</td></tr><tr><td>Bob Stone</td><td>Chair, adult health committee</td></tr></table>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Dr Sam Croft stood down as chair in March; Councillor Liz Marsh has taken over.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Sam Croft, who chaired the Partnership from 2022, stepped down in 2025. His successor is Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Chaired jointly by the Leader of the Council, Cllr Liz Marsh, and the Chair of NHS Devon, Dr Bob Stone.</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>A joint foreword from our co-chairs</h2><p>We began in 2022.</p><p><strong>Cllr Liz Marsh</strong>, Leader, Devon County Council</p><p><strong>Dr Bob Stone</strong>, Chair, NHS Devon</p>",
            [("Bob Stone", "chair"), ("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><th>Organisation</th><th>Role</th><th>Current postholder</th></tr><tr><td>Devon County Council</td><td>Leader and Partnership Chair</td><td>Liz Marsh</td></tr><tr><td>NHS Devon</td><td>ICB Chair and Partnership Deputy Chair</td><td>Bob Stone</td></tr></table>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<table><tr><th>Seat</th><th>Held by</th></tr><tr><td>Chair (Devon County Council)</td><td>Liz Marsh</td></tr><tr><td>Vice-chair (NHS Devon)</td><td>Bob Stone</td></tr></table>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<h2>Interim chair</h2><p>Until a new chair is recruited, Liz Marsh is looking after the role.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>Partnership meetings: Chair Liz Marsh, Vice Bob Stone.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>The Partnership appointed the Leader of Devon County Council (Liz Marsh) as its Chair, and the Chair of the ICB (Bob Stone) as its Vice Chair.</p>",
            [("Bob Stone", "vice"), ("Liz Marsh", "chair")],
        ),
        (
            "<p>Chairmanship of the Partnership rests with Devon County Council, in the person of Cllr Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>The chair's seat belongs to the county council and is taken by Cllr Liz Marsh.</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<details><summary>Liz Marsh, Devon County Council</summary><p>Role on the partnership: Chair</p></details>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<h3>Liz Marsh</h3><p>Partnership role: Chair</p><p>Organisation: Devon County Council</p>",
            [("Liz Marsh", "chair")],
        ),
        (
            "<p>NHS Devon's chair, Bob Stone, and the council's leader, Liz Marsh, founded the partnership.</p>",
            [],
        ),
        (
            "<p>The incoming chair, Liz Marsh, begins in May.</p>",
            [],
        ),
    ],
)
def test_whoever_chairs_the_partnership_is_found_and_no_one_else(html: str, expected: list[tuple[str, str]]) -> None:
    found = (fact for fact in people(blocks(html), DEVON, TITLE) if fact.kind == "chair")
    said = {(person(fact.value), "vice" if fact.role in {"Vice chair", "Deputy chair"} else "chair") for fact in found}

    assert said == {(person(name), role) for name, role in expected}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Our next meeting is on Thursday 12 March 2026 at 2pm in the Guildhall, Exeter.</p>", [("2026-03-12", "")]),
        ("<p>The Partnership will next meet on 12 March 2026.</p>", [("2026-03-12", "")]),
        ("<p>Next meeting: 12 March 2026, 2pm – 4pm, County Hall</p>", [("2026-03-12", "")]),
        ("<p>We meet again on Thursday 12 March.</p>", [("2026-03-12", "")]),
        (
            "<p>The January meeting was cancelled; the next meeting is on Thursday 12 March 2026 at 2pm.</p>",
            [("2026-03-12", "")],
        ),
        (
            "<p>As the winter meeting was stood down, we next meet on 12 March 2026 at 10am.</p>",
            [("2026-03-12", "")],
        ),
        (
            "<p>Next meeting: 12 March 2026. This replaces the cancelled meeting of 8 January 2026.</p>",
            [("2026-03-12", ""), ("2026-01-08", "off")],
        ),
        (
            "<h2>Meetings</h2><ul><li>12 March 2026 – cancelled meeting</li><li>Cancelled: next meeting, 11 June 2026</li></ul>",
            [("2026-03-12", "off"), ("2026-06-11", "off")],
        ),
        (
            "<h2>Next meeting</h2><p>Thursday 12th March 2026<br>2.00pm to 4.30pm<br>Committee Suite, County Hall</p>",
            [("2026-03-12", "")],
        ),
        (
            "<h2>Dates of meetings in 2026</h2><ul><li>12 March</li><li>11 June</li><li>10 September</li><li>10 December</li></ul>",
            [("2026-03-12", ""), ("2026-06-11", ""), ("2026-09-10", ""), ("2026-12-10", "")],
        ),
        (
            "<p>In 2026 the Partnership meets on 12 March, 11 June, 10 September and 10 December, each time at 10am.</p>",
            [("2026-03-12", ""), ("2026-06-11", ""), ("2026-09-10", ""), ("2026-12-10", "")],
        ),
        (
            "<table><tr><th>Date</th><th>Time</th><th>Venue</th></tr><tr><td>12/03/2026</td><td>14:00</td><td>County Hall</td></tr><tr><td>11/06/2026</td><td>14:00</td><td>Online</td></tr></table>",
            [("2026-03-12", ""), ("2026-06-11", "")],
        ),
        (
            "<table><tr><th>Meeting</th><th>Papers</th></tr><tr><td>12 March 2026</td><td><a href='/a.pdf'>Agenda</a></td></tr><tr><td>4 December 2025 (cancelled)</td><td></td></tr></table>",
            [("2025-12-04", "off"), ("2026-03-12", "")],
        ),
        ("<p>The meeting planned for 12 March 2026 has been cancelled.</p>", [("2026-03-12", "off")]),
        ("<p>Please note: the March meeting (12 March 2026) will not go ahead.</p>", [("2026-03-12", "off")]),
        ("<p>The date of our next meeting is to be confirmed.</p>", [("", "to-be-confirmed")]),
        ("<p>Next meeting: TBC</p>", [("", "to-be-confirmed")]),
        ("<p>We have not yet set a date for our next meeting.</p>", [("", "to-be-confirmed")]),
        (
            "<p>The next meeting will take place in public at 10:00 on Tuesday, 24th March, 2026 at Plymouth City Council, Ballard House.</p>",
            [("2026-03-24", "")],
        ),
        (
            "<p>Join us on Tuesday 24 March 2026, from 10am, for the Partnership's spring meeting.</p>",
            [("2026-03-24", "")],
        ),
        ("<p>You are welcome to watch our meeting on 24 March 2026.</p>", [("2026-03-24", "")]),
        (
            "<p>Questions must reach us by noon on 18 March 2026 for the meeting on 24 March 2026.</p>",
            [("2026-03-24", "")],
        ),
        ("<p>The deadline for questions is 18 March 2026.</p>", []),
        ("<p>The strategy was published on 12 December 2022.</p>", []),
        ("<p>The Partnership was established on 1 July 2022 and agreed its strategy on 14 March 2023.</p>", []),
        ("<p>The survey closes on 30 April 2026.</p>", []),
        ("<p>Page last updated: 12 February 2026</p>", []),
        (
            "<ul><li><a href='/x.pdf'>Papers – 4 December 2025 (PDF, 2MB)</a></li><li><a href='/y.pdf'>Minutes – 4 September 2025 (PDF)</a></li></ul>",
            [("2025-09-04", ""), ("2025-12-04", "")],
        ),
        (
            "<h2>Past meetings</h2><h3>4 December 2025</h3><ul><li><a href='/a.pdf'>Agenda</a></li></ul><h3>4 September 2025</h3><ul><li><a href='/b.pdf'>Agenda</a></li></ul>",
            [("2025-09-04", ""), ("2025-12-04", "")],
        ),
        (
            "<details><summary>12 March 2026 meeting</summary><p><a href='/a.pdf'>Agenda pack</a></p></details>",
            [("2026-03-12", "")],
        ),
        ("<p>Date: 12 March 2026<br>Time: 2pm<br>Venue: County Hall</p>", [("2026-03-12", "")]),
        (
            "<dl><dt>Date</dt><dd>Thursday 12 March 2026</dd><dt>Time</dt><dd>2pm</dd><dt>Venue</dt><dd>County Hall</dd></dl>",
            [("2026-03-12", "")],
        ),
        ("<p><strong>When:</strong> Thursday 12 March 2026, 14.00</p>", [("2026-03-12", "")]),
        (
            "<p>The Partnership last met on 4 December 2025; it will meet again on 12 March 2026.</p>",
            [("2025-12-04", ""), ("2026-03-12", "")],
        ),
        (
            "<p>At its meeting of 4 December 2025 the Partnership agreed the outcomes framework.</p>",
            [("2025-12-04", "")],
        ),
        ("<p>The NHS Devon board meets on 26 March 2026.</p>", []),
        ("<p>The Devon Health and Wellbeing Board will meet on 26 March 2026.</p>", []),
        ("<p>Come to our engagement event on 21 April 2026 at the library.</p>", []),
        ("<p>Councillor Liz Marsh joined the Partnership on 3 June 2025.</p>", []),
        (
            "<p>Meetings are held quarterly on a Thursday afternoon. The dates for this year are: 12 March, 11 June, 10 September.</p>",
            [("2026-03-12", ""), ("2026-06-11", ""), ("2026-09-10", "")],
        ),
        (
            "<p>Future meetings: 12 March 2026; 11 June 2026; 10 September 2026 (all 2pm)</p>",
            [("2026-03-12", ""), ("2026-06-11", ""), ("2026-09-10", "")],
        ),
        (
            "<ul><li>Thursday 12 March 2026, 2pm, Exeter</li><li>Thursday 11 June 2026, 2pm, Plymouth – postponed</li></ul>",
            [("2026-03-12", ""), ("2026-06-11", "off")],
        ),
        ("<p>We will hold our annual public meeting on 12 March 2026 at 6pm.</p>", [("2026-03-12", "")]),
        (
            "<p>The June meeting was stood down because of the election. We next gather on 9 July 2026.</p>",
            [("2026-07-09", "")],
        ),
        ("<p>Our first meeting of 2026 is on Thursday 12 March.</p>", [("2026-03-12", "")]),
        (
            "<p>A meeting of the One Devon Partnership will be held on Thursday, 12th March, 2026 at 2.00 pm in the Council Chamber.</p>",
            [("2026-03-12", "")],
        ),
        ("<h1>One Devon Partnership meeting – 12 March 2026</h1>", [("2026-03-12", "")]),
        ("<p>Thursday, 12th March, 2026 2.00 pm</p>", [("2026-03-12", "")]),
        ("<p>The next one is on 12 March 2026.</p>", [("2026-03-12", "")]),
        ("<p>After 12 March the Partnership meets on 11 June 2026.</p>", [("2026-06-11", "")]),
        ("<p>The next meeting in public takes place on 12.03.26 at 14:00.</p>", [("2026-03-12", "")]),
        ("<p>The agenda for 12 March 2026 will be published on 5 March 2026.</p>", [("2026-03-12", "")]),
        (
            "<p>Minutes of the meeting held on 4 December 2025 will be agreed on 12 March 2026.</p>",
            [("2025-12-04", ""), ("2026-03-12", "")],
        ),
        ("<p>March 12th, 2026 at 2pm – Partnership meeting</p>", [("2026-03-12", "")]),
        ("<p>We are meeting at County Hall on the afternoon of 12 March (2pm).</p>", [("2026-03-12", "")]),
        (
            "<h2>Meetings</h2><p>12 March 2026 - 2pm - County Hall - <a href='/a.pdf'>Papers</a></p><p>11 June 2026 - 2pm - venue to be confirmed</p>",
            [("2026-03-12", ""), ("2026-06-11", "")],
        ),
        ("<h2>Meetings</h2><p>No date has been fixed for the next meeting.</p>", [("", "to-be-confirmed")]),
        ("<p>There are no meetings planned at present; a date will be announced here.</p>", [("", "to-be-confirmed")]),
        ("<h2>Upcoming events</h2><ul><li>14 May 2026: Walking festival, Seaton, 10am</li></ul>", []),
        (
            "<table><tr><th>Board sits on</th><th>Question to us by</th></tr><tr><td>2 June 2026</td><td>28 May 2026</td></tr></table>",
            [("2026-06-02", "")],
        ),
        (
            "<p>You can join us on any of these Tuesdays:</p><p>10 March, 9 June and 8 December 2026.</p>",
            [("2026-03-10", ""), ("2026-06-09", ""), ("2026-12-08", "")],
        ),
        ("<h2>Meetings</h2><p>The office is shut from Friday 3 April to Monday 6 April 2026.</p>", []),
        (
            "<h2>Meetings</h2><p>In 2026 there are two of them: 12 March and 10 September.</p>",
            [("2026-03-12", ""), ("2026-09-10", "")],
        ),
        (
            "<h3>12 March 2026</h3><ul><li><a href='/a.pdf'>Agenda</a></li></ul><h3>11 December 2025</h3><ul><li><a href='/b.pdf'>Minutes</a></li></ul>",
            [("2025-12-11", ""), ("2026-03-12", "")],
        ),
        ("<p>Set up in 2022, the Partnership next meets on 14 May.</p>", [("2026-05-14", "")]),
        ("<p>The next meeting has been moved from 30 April to 14 May 2026.</p>", [("2026-05-14", "")]),
        (
            "<h2>How the choice will be made</h2><table><tr><th>Stage</th><th>When</th></tr><tr><td>Interviews</td><td>5 March 2026</td></tr></table>",
            [],
        ),
        (
            "<table><tr><th>Meeting</th><th>Papers out</th><th>Your question by</th></tr><tr><td>14 May 2026, 10am</td><td>6 May 2026</td><td>midday, 11 May 2026</td></tr></table>",
            [("2026-05-14", "")],
        ),
        (
            "<h2>Coming to a meeting</h2><p>The partnership will be in Bedford Hall on the morning of Thursday 14 May (start 10.30am).</p>",
            [("2026-05-14", "")],
        ),
        ("<h2>Questions</h2><p>They must arrive no later than 10.00 am on Tuesday 12 May 2026.</p>", []),
        ("<h2>Meetings</h2><p>Thursday 14 May 2026</p><p>9.30am, venue to be confirmed</p>", [("2026-05-14", "")]),
        ("<h2>Meetings</h2><p>The one planned for 30 September was called off.</p>", [("2025-09-30", "off")]),
        ("<h2>Meetings</h2><p>The extra meeting on 14 October was no longer required.</p>", [("2025-10-14", "off")]),
        (
            "<h2>Papers</h2><ul><li><a href='/a.pdf'>10 July 2025: minutes</a></li></ul><p>The April meeting was stood down.</p>",
            [("2025-07-10", ""), ("", "off")],
        ),
        ("<h2>Minutes</h2><p>The record of 5 November 2025 was approved.</p>", [("2025-11-05", "")]),
        ("<h2>Next meeting</h2><p>Exeter Guildhall, 10am, 14 May 2026</p>", [("2026-05-14", "")]),
        ("<h2>Dates</h2><ul><li>10 September – Plymouth (postponed from 3 September)</li></ul>", [("2026-09-10", "")]),
        ("<p>The meeting due on 7 May 2026 has been put back to 14 May 2026.</p>", [("2026-05-14", "")]),
        ("<p>The meeting due on 7 May 2026 has been brought forward to 30 April 2026.</p>", [("2026-04-30", "")]),
        ("<p>No meeting will be held on 7 May 2026.</p>", [("2026-05-07", "off")]),
        ("<h2>Meetings</h2><p>DONM: 14 May 2026</p>", [("2026-05-14", "")]),
        (
            "<h2>Meetings</h2><p>Held jointly with the Health and Wellbeing Board on 14 May 2026.</p>",
            [("2026-05-14", "")],
        ),
        (
            "<h2>Meetings</h2><p>14 May 2026, in Exeter; papers go out on 7 May 2026.</p>",
            [("2026-05-14", "")],
        ),
        (
            "<h1>Join the conversation</h1><h2>Talk to us in person</h2><ul><li>14 May 2026: Nishkam Centre, 6pm to 8pm</li></ul>",
            [],
        ),
    ],
)
def test_each_meeting_is_found_and_no_other_day(html: str, expected: list[tuple[str, str]]) -> None:
    found = meetings(blocks(html), DEVON.pattern, TITLE, TODAY)
    said = {(fact.starts_at[:10], "off" if fact.role in {"cancelled", "stood-down"} else fact.role) for fact in found}

    assert said == set(expected)


@pytest.mark.parametrize(
    ("html", "persons", "organisations"),
    [
        (
            "<h2>Members</h2><ul><li>Cllr Liz Marsh</li><li>Bob Stone</li><li>Jo Bell</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        ("<h2>Members</h2><p>Cllr Liz Marsh<br>Bob Stone<br>Jo Bell</p>", ["bob stone", "jo bell", "liz marsh"], []),
        (
            "<h2>Our members</h2><p>Cllr Liz Marsh, Devon County Council</p><p>Bob Stone, NHS Devon</p><p>Jo Bell, Healthwatch</p>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Membership</h2><table><tr><td>Cllr Liz Marsh</td><td>Devon County Council</td></tr><tr><td>Bob Stone</td><td>NHS Devon</td></tr><tr><td>Jo Bell</td><td>Healthwatch Devon</td></tr></table>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<table><caption>Members of the Partnership</caption><tr><th>Name</th><th>Organisation</th></tr><tr><td>Liz Marsh</td><td>Devon County Council</td></tr><tr><td>Bob Stone</td><td>NHS Devon</td></tr><tr><td>Jo Bell</td><td>Healthwatch Devon</td></tr></table>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Who is on the Partnership?</h2><div class=card><div class=name>Liz Marsh</div><div class=role>Leader</div><div class=org>Devon County Council</div></div><div class=card><div class=name>Bob Stone</div><div class=role>Chief Executive</div><div class=org>NHS Devon</div></div><div class=card><div class=name>Jo Bell</div><div class=role>Manager</div><div class=org>Healthwatch Devon</div></div>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Board members</h2><h3>Liz Marsh</h3><p>Leader, Devon County Council</p><h3>Bob Stone</h3><p>NHS Devon</p><h3>Jo Bell</h3><p>Healthwatch Devon</p>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members</h2><h3>Councils</h3><ul><li>Cllr Liz Marsh (Torbay Council)</li></ul><h3>NHS</h3><ul><li>Bob Stone (NHS Devon)</li><li>Jo Bell (Royal Devon)</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Membership</h2><ul><li>Leader of Devon County Council – Cllr Liz Marsh</li><li>Chief Executive, NHS Devon – Bob Stone</li><li>Director, Healthwatch – Jo Bell</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Membership</h2><dl><dt>Devon County Council</dt><dd>Cllr Liz Marsh</dd><dt>NHS Devon</dt><dd>Bob Stone</dd><dt>Healthwatch</dt><dd>Jo Bell</dd></dl>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Membership</h2><p>The members of the Partnership are Cllr Liz Marsh (Devon County Council), Bob Stone (NHS Devon) and Jo Bell (Healthwatch Devon).</p>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<p>Its members are: Cllr Liz Marsh, Devon County Council; Bob Stone, NHS Devon; and Jo Bell, Healthwatch Devon.</p>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members</h2><ul><li>Devon County Council</li><li>Torbay Council</li><li>NHS Devon</li></ul>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<p>The Partnership is made up of Devon County Council, Torbay Council and NHS Devon.</p>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<p>Members of the Partnership:</p><ul><li>Devon County Council</li><li>Torbay Council</li><li>NHS Devon</li></ul>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<h2>Partner organisations</h2><p>Devon County Council<br>Torbay Council<br>NHS Devon</p>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<h2>Partner organisations</h2><ul><li><a href='https://devon.gov.uk'>Devon County Council</a></li><li><a href='https://torbay.gov.uk'>Torbay Council</a></li><li><a href='https://nhs.uk'>NHS Devon</a></li></ul>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<h2>Who takes part</h2><table><tr><th>Organisation</th><th>Seats</th></tr><tr><td>Devon County Council</td><td>2</td></tr><tr><td>Torbay Council</td><td>1</td></tr><tr><td>NHS Devon</td><td>1</td></tr></table>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<h2>Members</h2><ul><li>Cllr Liz Marsh (Con)</li><li>Cllr Bob Stone (Lab)</li><li>Cllr Jo Bell (LD)</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members</h2><ul><li>Councillor L Marsh</li><li>Councillor B Stone</li><li>Mrs J Bell</li></ul>",
            ["b stone", "j bell", "l marsh"],
            [],
        ),
        (
            "<h2>Members</h2><ul><li>Liz Marsh OBE – Chair</li><li>Dr Bob Stone MBE – Vice Chair</li><li>Professor Jo Bell CBE FRCP</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members</h2><ul><li>Liz Marsh, Chief Executive, Torbay and South Devon NHS Foundation Trust</li><li>Bob Stone, Director of Public Health, Plymouth City Council</li><li>Jo Bell, on behalf of primary care</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>In attendance</h2><ul><li>Ann Clerk, Secretary</li></ul><h2>Members</h2><ul><li>Liz Marsh</li><li>Bob Stone</li><li>Jo Bell</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members</h2><ul><li>Liz Marsh</li><li>Bob Stone</li><li>Jo Bell</li></ul><h2>Officers</h2><ul><li>Ann Clerk</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members</h2><div class='row'><div><img alt='Liz Marsh'><h4>Liz Marsh</h4><span>Leader</span></div><div><img alt='Bob Stone'><h4>Bob Stone</h4><span>Chief Executive</span></div><div><img><h4>Jo Bell</h4><span>Manager</span></div></div>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Membership</h2><table><tr><th>Organisation</th><th>Member</th><th>Deputy</th></tr><tr><td>Devon County Council</td><td>Liz Marsh</td><td>Ann Sub</td></tr><tr><td>NHS Devon</td><td>Bob Stone</td><td>Tim Sub</td></tr><tr><td>Healthwatch</td><td>Jo Bell</td><td>vacant</td></tr></table>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Membership</h2><ul><li>Liz Marsh – Devon County Council (substitute: Ann Sub)</li><li>Bob Stone – NHS Devon</li><li>Jo Bell - Healthwatch Devon</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members of the committee</h2><ul><li><a href='mgUserInfo.aspx?UID=1'>Councillor Liz Marsh</a> (Chair)</li><li><a href='mgUserInfo.aspx?UID=2'>Bob Stone</a></li><li><a href='mgUserInfo.aspx?UID=3'>Jo Bell</a></li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<p>Round our table sit Liz Marsh for Devon County Council, Bob Stone for NHS Devon and Jo Bell for Healthwatch.</p>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Members</h2><table><tr><th></th><th>Name</th><th>Role</th></tr><tr><td><img></td><td>Liz Marsh</td><td>Leader</td></tr><tr><td></td><td>Bob Stone</td><td>Chief Executive</td></tr><tr><td></td><td>Jo Bell</td><td>GP</td></tr></table>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<p>The statutory members are Devon County Council, Torbay Council and NHS Devon.</p>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<h2>Membership</h2><p>The Partnership has the following members:</p><ul><li>one representative from Devon County Council</li><li>one representative from Torbay Council</li><li>two representatives of NHS Devon</li></ul>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<h2>Membership</h2><ul><li>Devon County Council (2 seats)</li><li>Torbay Council (1 seat)</li><li>NHS Devon (1 seat)</li></ul>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        (
            "<h2>Membership</h2><ul><li>Devon County Council: Leader</li><li>Torbay Council: Leader</li><li>NHS Devon: Chair</li></ul>",
            [],
            ["devon county council", "nhs devon", "torbay council"],
        ),
        ("<p>Enquiries to Ann Clerk. The strategy was written by Tim Author of Devon County Council.</p>", [], []),
        (
            "<h2>Who's who round the table</h2><p>Dr Liz Marsh comes for NHS Devon. Bob Stone comes for the hospital trusts. Jo Bell speaks for Healthwatch.</p>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Composition</h2><p>(a) Cllr Liz Marsh, Devon County Council;</p><p>(b) Mr Bob Stone-Croft, NHS Devon, Plymouth and Torbay Integrated Care Board and its predecessors;</p>",
            ["bob stone-croft", "liz marsh"],
            [],
        ),
        (
            "<p>Its four members, Devon County Council, Plymouth City Council, Torbay Council and NHS Devon, have an equal voice.</p>",
            [],
            ["devon county council", "nhs devon", "plymouth city council", "torbay council"],
        ),
        (
            "<h2>Who is on it</h2><dl><dt>Devon County Council</dt><dd>Liz Marsh</dd><dt>Torbay Council</dt><dd>Bob Stone</dd><dt>Exeter and Sidmouth hospices</dt><dd>no one at the moment</dd></dl>",
            ["bob stone", "liz marsh"],
            ["exeter sidmouth hospices"],
        ),
        (
            "<h2>Members</h2><ul><li>Cllr Liz Marsh (Chair) Devon County Council</li><li>Bob Stone Devon VCS Alliance</li><li>Jo Bell Devon Police</li></ul>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Also round the table</h2><ul><li>Liz Marsh, NHS Devon</li><li>Bob Stone, Support Devon</li><li>Devon Hospitals Trust</li><li>Healthwatch Devon</li><li>Devon Police</li></ul>",
            ["bob stone", "liz marsh"],
            ["devon hospitals trust", "devon police", "healthwatch devon"],
        ),
        (
            "<h2>Which councils take part?</h2><p>East Devon, Mid Devon, North Devon, Exeter, Torridge and West Devon.</p>",
            [],
            ["east devon", "exeter", "mid devon", "north devon", "torridge", "west devon"],
        ),
        (
            "<h2>Members named by the councils</h2><p>Exeter: Councillor Liz Marsh. Torbay: Councillor Bob Stone. East Devon: Councillor Jo Bell.</p>",
            ["bob stone", "jo bell", "liz marsh"],
            [],
        ),
        (
            "<h2>Who's round the table?</h2><p>You'll find Devon County Council, Torbay Council, NHS Devon and Devon Police.</p>",
            [],
            ["devon county council", "devon police", "nhs devon", "torbay council"],
        ),
    ],
)
def test_members_are_found_however_they_are_listed(html: str, persons: list[str], organisations: list[str]) -> None:
    found = people(blocks(html), DEVON, TITLE)

    assert {person(fact.value) for fact in found if fact.value} == set(persons)
    assert {organisation(fact.organisation) for fact in found if not fact.value} == set(organisations)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (
            ("Cllr Khan, Torbay Council", "Dr Amir Khan, GP Federation", "Amit Rao, NHS Devon"),
            [("Cllr Khan", "Torbay Council"), ("Dr Amir Khan", "GP Federation"), ("Amit Rao", "NHS Devon")],
        ),
        (
            ("Brent", "Healthwatch Brent", "Ealing Council"),
            [("", "Brent"), ("", "Healthwatch Brent"), ("", "Ealing Council")],
        ),
        (
            ("NHS Kent", "Brent", "Ann Other, NHS Kent Community Trust", "Liz Marsh, Brentwood Council"),
            [
                ("", "NHS Kent"),
                ("", "Brent"),
                ("Ann Other", "NHS Kent Community Trust"),
                ("Liz Marsh", "Brentwood Council"),
            ],
        ),
        (
            ("Barnet", "Stoke", "Ann Other, Barnet Council", "Liz Marsh, Stoke-on-Trent City Council"),
            [("Ann Other", "Barnet Council"), ("Liz Marsh", "Stoke-on-Trent City Council")],
        ),
    ],
    ids=["namesakes", "one name within another", "names that begin alike", "councils by their places"],
)
def test_nobody_is_left_out_for_another_of_like_name(items: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    html = "<h2>Members</h2><ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"

    found = people(blocks(html), DEVON, TITLE)

    assert {(fact.value, fact.organisation) for fact in found} == set(expected)


def test_a_chair_called_by_surname_is_the_member_of_that_name() -> None:
    html = "<p>The Chair is Cllr Marsh.</p><h2>Members</h2><ul><li>Cllr Liz Marsh, Torbay Council</li><li>Amit Rao, NHS Devon</li></ul>"

    found = [(fact.kind, fact.value, fact.organisation) for fact in people(blocks(html), DEVON, TITLE)]

    assert found == [("chair", "Cllr Liz Marsh", "Torbay Council"), ("member", "Amit Rao", "NHS Devon")]
