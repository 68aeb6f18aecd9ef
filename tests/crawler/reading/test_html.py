"""HTML pages become ordered blocks: nothing that a visitor can read is lost, nothing else is read."""

from __future__ import annotations

import pytest

from crawler.reading.html import read_html
from store.reading import Block, Link, Reading, reading_from_bytes, reading_to_bytes

URL = "https://www.a.icb.nhs.uk/about/icp/"


def read(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Reading:
    return read_html(body if isinstance(body, bytes) else body.encode(), content_type, URL)


def main_of(body: str) -> list[Block]:
    return [block for block in read(f"<main>{body}</main>").blocks if block.place == "main"]


def texts(body: str) -> list[str]:
    return [block.text for block in main_of(body)]


def test_blocks_come_in_page_order_with_the_headings_above_them() -> None:
    blocks = main_of(
        "<h1>ICP</h1><p>One</p><h2>Members</h2><ul><li>Two</ul><h3>Chair</h3><p>Three</p><h2>Papers</h2>Four"
    )

    assert [(block.kind, block.text, block.path) for block in blocks] == [
        ("heading", "ICP", ()),
        ("paragraph", "One", ("ICP",)),
        ("heading", "Members", ("ICP",)),
        ("item", "Two", ("ICP", "Members")),
        ("heading", "Chair", ("ICP", "Members")),
        ("paragraph", "Three", ("ICP", "Members", "Chair")),
        ("heading", "Papers", ("ICP",)),
        ("paragraph", "Four", ("ICP", "Papers")),
    ]


def test_white_space_is_single_and_line_breaks_are_kept() -> None:
    assert texts("<p>Date:\n 3&nbsp;December <br> Time:\t<b>2</b>pm<br/><br/>County Hall</p>") == [
        "Date: 3 December\nTime: 2pm\nCounty Hall"
    ]


def test_what_only_style_parts_are_two_lines() -> None:
    assert texts("<li><b>Ann Other</b><span>Example Council</span></li><p>The N<b>HS</b> and <i>G</i>Ps</p>") == [
        "Ann Other\nExample Council",
        "The NHS and GPs",
    ]


def test_text_is_in_one_unicode_form_without_invisible_characters() -> None:
    assert texts("<p>Zoe\u0308 Qu\u00adill\u200b</p>") == ["Zoë Quill"]


def test_links_are_absolute_without_fragment_and_scripts_are_no_links() -> None:
    (block,) = main_of(
        '<p><a href="../papers?id=2#top">Papers</a> <a href="//x.uk/a">X</a> <a href="mailto:icp@a.nhs.uk">Mail</a> '
        '<a href="#below">Below</a> <a href="javascript:void(0)">Open</a> <a href="tel:0114 1">Call</a> <a href="http://[">?</a></p>'
    )

    assert block.links == (
        Link("Papers", "https://www.a.icb.nhs.uk/about/papers?id=2"),
        Link("X", "https://x.uk/a"),
        Link("Mail", "mailto:icp@a.nhs.uk"),
        Link("Call", "tel:0114 1"),
    )
    assert block.text == "Papers X Mail Below Open Call ?"


def test_the_base_of_the_page_is_respected() -> None:
    reading = read('<head><base href="/other/"></head><body><p><a href="page">Page</a></p></body>')

    assert [link.url for _, link in reading.links()] == ["https://www.a.icb.nhs.uk/other/page"]


def test_a_linked_picture_gives_its_description_and_other_pictures_nothing() -> None:
    (block, logo) = main_of('<p><img alt="Photo.jpg" src="p"> Text</p><a href="/"><img alt="NHS A ICB"></a>')

    assert (block.text, logo.text, logo.links[0].text) == ("Text", "NHS A ICB", "NHS A ICB")


def test_a_line_that_is_only_a_file_is_a_document() -> None:
    blocks = main_of(
        '<ul><li><a href="a.pdf">Agenda</a> [PDF, 225 KB]<li><a href="m.docx?v=1">Minutes</a>'
        '<li>Read <a href="s.pdf">the strategy</a> in full<li><a href="page.html">A page</a></ul>'
    )

    assert [block.kind for block in blocks] == ["document", "document", "item", "item"]


def test_tables_keep_rows_cells_and_header_cells() -> None:
    head, ann, zoe = main_of(
        "<table><thead><tr><th>Name<th>Organisation</tr></thead>"
        '<tr><td>Ann<br>Other<td rowspan=2>A Council<tr><td><a href="/z">Zoë</a></table>'
    )

    assert head.kind == "row"
    assert head.cells == head.labels == ("Name", "Organisation")
    assert (ann.cells, ann.text) == (("Ann\nOther", "A Council"), "Ann Other | A Council")
    assert (zoe.cells, zoe.labels) == (("Zoë", "A Council"), ("Name", "Organisation"))
    assert zoe.links == (Link("Zoë", "https://www.a.icb.nhs.uk/z"),)


def test_a_bold_first_row_is_a_header_too() -> None:
    rows = main_of("<table><tr><td><b>Name</b><td><b>Role</b><tr><td>Ann<td>Chair</table>")

    assert [row.labels for row in rows] == [("Name", "Role"), ("Name", "Role")]


def test_the_caption_of_a_table_is_read_before_its_rows() -> None:
    blocks = main_of("<table><caption>Members</caption><tr><th>Name<th>Role<tr><td>Ann<td>Chair</table>")

    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", "Members"), ("row", "Name | Role"), ("row", "Ann | Chair"),
    ]  # fmt: skip


def test_rows_in_a_form_are_rows_of_the_table_around_it() -> None:
    rows = main_of("<table><tr><th>Name<th>Role</tr><form><tr><td>Ann<td>Chair</tr></form></table>")

    assert [row.text for row in rows] == ["Name | Role", "Ann | Chair"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><h2>Menu</h2><ul><li>One</ul><td><p>Two</p></table>",
        "<table role=presentation><tr><td><h2>Menu</h2><p>One</p><td>Two</table>",
        "<table><tr><td><h2>Menu</h2><tr><td>One<tr><td>Two</table>",
    ],
)
def test_a_table_for_layout_gives_ordinary_blocks(table: str) -> None:
    blocks = main_of(table)

    assert [block.text for block in blocks] == ["Menu", "One", "Two"]
    assert "row" not in {block.kind for block in blocks}


def test_a_definition_list_keeps_its_pairs() -> None:
    chair, venue = main_of("<dl><div><dt>Chair<dd>Ann Other</div><dt>Venue:<dd>County Hall</dd><dd>Room 2</dl>")

    assert (chair.kind, chair.labels, chair.cells) == ("definition", ("Chair",), ("Ann Other",))
    assert (venue.text, venue.cells) == ("Venue: County Hall Room 2", ("County Hall", "Room 2"))


def test_parts_of_a_list_item_stay_together_and_lists_within_it_do_not() -> None:
    blocks = main_of("<ul><li><p>Ann Other</p><p>A Council</p><li>Papers<ul><li>May<li>June</ul></ul>")

    assert [(block.kind, block.text) for block in blocks] == [
        ("item", "Ann Other\nA Council"), ("item", "Papers"), ("item", "May"), ("item", "June"),
    ]  # fmt: skip


def test_a_card_is_a_heading_and_its_text_with_the_link_once() -> None:
    heading, text = main_of('<a href="/s"><div><h3>Our strategy</h3><p>What we want</p></div></a>')

    assert (heading.text, len(heading.links), text.text, text.links) == ("Our strategy", 1, "What we want", ())
    assert text.path == ("Our strategy",)


@pytest.mark.parametrize(
    "hidden",
    [
        '<div hidden id="p1">TBC</div><button aria-controls="p1">May</button>',
        '<div role="tabpanel" style="display: none">TBC</div>',
        '<div class="accordion__content" style="display:none">TBC</div>',
        "<details><summary>2024</summary>TBC</details>",
        '<div id="x" style="display:none">TBC</div><a href="#x">More</a>',
        '<div hidden="until-found">TBC</div>',
        '<button aria-expanded="false">May</button><div class="panel" style="display:none">TBC</div>',
        '<h3><button aria-expanded="false">May</button></h3><div hidden>TBC</div>',
    ],
)
def test_what_a_click_opens_is_read(hidden: str) -> None:
    assert "TBC" in texts(hidden)


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>TBC</div>",
        '<p style="DISPLAY : none">TBC</p>',
        '<i aria-hidden="true">TBC</i>',
        "<script>TBC</script><style>TBC</style><template>TBC</template>",
        "<noscript>TBC</noscript>",
        "<!-- TBC -->",
        "<svg><text>TBC</text></svg><select><option>TBC</select><button>TBC</button>",
    ],
)
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    assert texts(f"<p>Long enough to be the text of a page.</p>{hidden}") == ["Long enough to be the text of a page."]


def test_the_title_of_an_accordion_is_read() -> None:
    assert texts('<div><button class="accordion" aria-expanded="false">Members</button></div>') == ["Members"]


@pytest.mark.parametrize(
    "tabs",
    [
        '<div role="tablist"><button role="tab">Members</button><button role="tab">Papers</button></div>',
        '<div role="tablist"><a role="tab" href="#m">Members</a><a role="tab" href="#p">Papers</a></div>',
        '<div role="row"><span role="cell">Members</span><span role="cell">Papers</span></div>',
        '<span role="listitem">Members</span><span role="listitem">Papers</span>',
    ],
)
def test_parts_that_only_their_roles_set_apart_do_not_run_together(tabs: str) -> None:
    assert texts(tabs) == ["Members", "Papers"]


def test_a_heading_by_its_role_heads_what_is_below() -> None:
    heading, text = main_of('<div role="heading" aria-level="3">Members</div><p>Ann Other</p>')

    assert (heading.kind, heading.level, text.path) == ("heading", 3, ("Members",))


@pytest.mark.parametrize(
    "heading",
    [
        "<p><strong>Who takes part</strong></p>",
        "<div><b>Who takes part</b></div>",
        '<div class="card-header">Who takes part</div>',
        '<div class="mgSectionTitle">Who takes part</div>',
        '<p class="section-heading"><span>Who takes part</span></p>',
    ],
)
def test_a_heading_that_only_its_looks_tell_heads_what_is_below(heading: str) -> None:
    blocks = main_of(f"<h1>ICP</h1>{heading}<p>Example Council</p>")

    assert blocks[1].kind == "heading"
    assert blocks[2].path == ("ICP", "Who takes part")


@pytest.mark.parametrize(
    "line",
    [
        "<p><strong>We meet in public.</strong></p>",
        "<p><strong>Date:</strong> 3 May 2026</p>",
        "<p>Who takes part</p>",
        "<li><strong>Ann Other</strong></li>",
    ],
)
def test_bold_words_of_a_sentence_or_a_list_are_no_heading(line: str) -> None:
    assert [block.kind for block in main_of(f"<h1>ICP</h1>{line}")][1] != "heading"


def test_the_areas_of_a_map_are_links() -> None:
    (block,) = main_of('<img usemap="#m"><map name="m"><area href="/leeds" alt="Leeds"><area alt="Sea"></map>')

    assert (block.text, block.links) == ("Leeds", (Link("Leeds", "https://www.a.icb.nhs.uk/leeds"),))


def test_the_summary_of_details_heads_only_what_it_opens() -> None:
    blocks = main_of("<h2>Papers</h2><details><summary>2024</summary><p>May</p></details><p>After</p>")

    assert [(block.text, block.path) for block in blocks[2:]] == [("May", ("Papers", "2024")), ("After", ("Papers",))]


@pytest.mark.parametrize(
    ("element", "place"),
    [
        ("<nav>X</nav>", "nav"),
        ('<div role="navigation">X</div>', "nav"),
        ('<div class="nhsuk-breadcrumb">X</div>', "nav"),
        ('<ol class="breadcrumb"><li>X</ol>', "nav"),
        ('<a class="nhsuk-skip-link" href="#c">X</a>', "nav"),
        ("<header>X</header>", "header"),
        ('<div id="header">X</div>', "header"),
        ("<header><nav>X</nav></header>", "nav"),
        ("<footer>X</footer>", "footer"),
        ('<div class="site-footer">X</div>', "footer"),
        ('<div id="cookie-banner">X</div>', "dialog"),
        ('<div id="onetrust-banner-sdk">X</div>', "dialog"),
        ('<div role="dialog" aria-label="Cookies">X</div>', "dialog"),
        ('<aside><a href="/n">X</a></aside>', "aside"),
        ('<div class="sidebar"><a href="/n">X</a></div>', "aside"),
        ('<div class="social-share">X</div>', "nav"),
        ('<div class="has-sidebar no-nav content">X</div>', "main"),
        ('<div class="home-carousel"><h3>X</h3>Keep warm this winter<a href="/n">More</a></div>', "aside"),
        ('<div aria-roledescription="carousel"><h3>X</h3>Keep warm<a href="/n">More</a></div>', "aside"),
        ('<div class="home-carousel"><h3>X</h3>Member of the board</div>', "main"),
        ("<main><header><p>X</p></header></main>", "main"),
        ("<article><footer>X</footer></article>", "main"),
        ('<form id="aspnetForm"><div>X</div></form>', "main"),
        ('<div id="nav"><div id="main-content">X</div></div>', "main"),
        ("<aside>X, the next meeting, is on 3 December</aside>", "main"),
        ("<header><h1>X</h1></header>", "main"),
        ('<p><a class="popup" href="x.pdf">X</a></p>', "main"),
        ('<h2 id="cookies">X</h2>', "main"),
        ('<div class="social-care">X</div>', "main"),
    ],
)
def test_each_block_knows_its_landmark(element: str, place: str) -> None:
    blocks = [
        block for block in read(f"<body>{element}<p>Text of the page itself.</p></body>").blocks if block.text[0] == "X"
    ]

    assert [block.place for block in blocks] == [place]


@pytest.mark.parametrize("control", ['button class="reachdeck"', 'button id="menu"', 'select class="translate"'])
def test_a_control_that_is_called_a_menu_does_not_swallow_the_page(control: str) -> None:
    page = f"<div><{control}>Listen</{control.split()[0]}></div><h1>Partnership Board</h1><p>We meet in Leeds.</p>"

    assert [(block.place, block.text) for block in read(page).blocks][-1] == ("main", "We meet in Leeds.")


def test_a_page_whose_header_never_ends_is_read() -> None:
    words = "The partnership brings councils and the NHS together to agree a strategy for health and care. "
    page = f"<body><header><ul><li><a href='/'>Home</a></ul><h1>Partnership</h1><p>{words * 3}<p>{words * 4}</header>"

    main = [block.text for block in read(page).blocks if block.place == "main"]

    assert main == ["Partnership", (words * 3).strip(), (words * 4).strip()]


def test_headings_of_a_footer_do_not_head_the_main_text() -> None:
    reading = read("<h1>ICP</h1><nav><h2>Menu</h2><p>Item</p></nav><p>Text</p>")

    assert [(block.text, block.path) for block in reading.blocks[2:]] == [("Item", ("Menu",)), ("Text", ("ICP",))]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Our partnership - NHS A ICB</title>", "<h1>Our partnership</h1>", "Our partnership"),
        ("<title>Our partnership | A</title><meta property=og:site_name content=A>", "", "Our partnership"),
        ("<title>A :: Our partnership</title><meta property=og:site_name content=A>", "", "Our partnership"),
        ("<title> Health - and\n care </title>", "<h1>Other</h1>", "Health - and care"),
        ("", "<h1>Our partnership</h1>", "Our partnership"),
        ("", "", ""),
    ],
)
def test_the_title_is_the_pages_own(head: str, body: str, title: str) -> None:
    assert read(f"<html><head>{head}</head><body>{body}<p>.</p></body></html>").title == title


def test_what_the_head_says_is_metadata() -> None:
    reading = read(
        '<html lang="en-GB"><head><link rel="canonical" href="/icp"><meta name="Description" content=" What  we do ">'
        "<meta name=generator content=WordPress>"
        '<meta property=article:modified_time content="2024-05-03T10:00:00">'
    )

    assert reading.language == "en-GB"
    assert reading.metadata == {
        "canonical": "https://www.a.icb.nhs.uk/icp",
        "description": "What we do",
        "generator": "WordPress",
        "updated": "2024-05-03T10:00:00",
    }


def test_a_line_that_dates_the_page_is_metadata_too() -> None:
    assert read("<p>Text</p><footer>Page last updated: 3 May 2024</footer>").metadata["updated"] == "3 May 2024"


@pytest.mark.parametrize("shell", ['<div id="root"></div>', "<p>Loading...</p>", "<header>NHS A ICB</header>"])
def test_a_page_that_scripts_must_fill_says_so(shell: str) -> None:
    assert read(f'{shell}<script src="/app.js"></script>').notes == ("empty without scripts",)


def test_noscript_is_read_if_there_is_nothing_else() -> None:
    reading = read(
        "<div id=root></div><noscript><p>Our partnership board meets in public.</p></noscript><script></script>"
    )

    assert [block.text for block in reading.blocks] == ["Our partnership board meets in public."]


def test_a_short_page_without_scripts_is_no_shell() -> None:
    assert read("<p>TBC</p>").notes == ()


def test_broken_markup_keeps_its_text() -> None:
    body = (
        "<body><div id=nav><a href=/>Home<div id=content><h2>Members<p>Ann <b>Other<table><tr><td>Zoë<li>Quill</body>"
    )

    assert " ".join(block.text for block in read(body).blocks if block.place == "main") == "Members Ann Other Zoë Quill"


@pytest.mark.parametrize("element", ["main", "section", "article", "x-page"])
def test_a_page_that_never_opens_its_body_is_read(element: str) -> None:
    reading = read(f"<title>Partnership</title><{element}><h1>Partnership</h1><p>We meet in public.</p></{element}>")

    assert [block.text for block in reading.blocks] == ["Partnership", "We meet in public."]


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>T</title></head></html><body><p>One</p><p>Two</p></body>",
        "<body><p>One</p></body><p>Two</p>",
        "<html><body><p>One</p></body></html><p>Two</p>",
        "<html><body><p>One</p></html>\n<!doctype html><html><head><title>T</title></head><body><p>Two</p></html>",
        "<html><body><p>One<script>document.write('</body></html>')</script><p>Two</p></body></html>",
    ],
)
def test_what_comes_after_the_end_of_a_page_is_read(page: str) -> None:
    assert [block.text for block in read(page).blocks] == ["One", "Two"]


def test_what_a_page_says_for_browsers_without_frames_is_not_read() -> None:
    assert read("<frameset><frame src=a.html><noframes><p>Get another browser.</p></noframes></frameset>").blocks == ()


def test_obfuscated_mail_is_left_as_found() -> None:
    assert texts('<p>Write to <a href="/cdn-cgi/l/email-protection#a1">[email&#160;protected]</a></p>') == [
        "Write to [email protected]"
    ]


def test_deep_nesting_does_not_lose_the_text() -> None:
    assert "Deep inside" in [block.text for block in read("<div>" * 1_500 + "Deep inside" + "</div>" * 1_500).blocks]


def test_nesting_without_end_is_cut_and_says_so() -> None:
    assert read("<p>Text</p>" + "<div>" * 50_000).notes == ("cut off where elements are nested too deeply",)


def test_a_tag_with_a_hundred_thousand_attributes_is_cut_and_the_rest_read() -> None:
    tag = "<div " + " ".join(f"a{number}=1" for number in range(100_000)) + ">"

    assert texts(f"{tag}<p>Text</p></div>") == ["Text"]


def test_many_tags_of_a_thousand_attributes_are_cut_and_the_rest_read() -> None:
    tag = "<div " + " ".join(f"a{number}" for number in range(1_000)) + ">"

    assert texts(f"{tag}<p>Text</p></div>" * 3) == ["Text"] * 3


def test_a_long_picture_in_an_attribute_costs_its_tag_nothing() -> None:
    picture = "data:image/png;base64," + "A" * 10_000

    assert texts(f'<div class="cookie-banner" style="background: url({picture})"><p>Text</p></div><p>Main</p>') == [
        "Main"
    ]


def test_a_less_than_sign_in_a_script_does_not_swallow_the_page() -> None:
    assert texts(f"<script>if (a<b) {{ x = '{'y' * 30_000}' }}</script><p>Text</p>") == ["Text"]


def test_a_page_of_more_than_five_megabytes_is_cut_and_says_so() -> None:
    reading = read("<p>Text</p>" + "<!-- " + "x" * 5_000_000 + " --><p>Too late</p>")

    assert [block.text for block in reading.blocks] == ["Text"]
    assert reading.notes == ("cut off at 5 MB",)


def test_a_page_of_endless_tags_is_cut_and_says_so() -> None:
    reading = read("<p>Text</p><table>" + "<tr>" * 1_200_000 + "</table><p>Too late</p>")

    assert [block.text for block in reading.blocks] == ["Text"]
    assert reading.notes == ("cut off after 150,000 tags",)


def test_a_page_of_endless_blocks_is_cut_and_says_so() -> None:
    reading = read("<p>x" * 25_000)

    assert len(reading.blocks) == 20_000
    assert reading.notes == ("cut off after 20,000 blocks",)


def test_nothing_is_a_reading_without_blocks() -> None:
    assert read("").blocks == ()
    assert read("<!-- only a comment -->").blocks == ()


def joined(body: str) -> list[tuple[str, bool]]:
    return [(block.text, block.joined) for block in main_of(body)]


def test_blocks_in_one_of_several_like_boxes_are_joined() -> None:
    card = "<div class=card><h3>{}</h3><p>Chair</p></div>"
    assert joined(f"<div>{card.format('Ann Other')}{card.format('Jo Quill')}</div>") == [
        ("Ann Other", False),
        ("Chair", True),
        ("Jo Quill", False),
        ("Chair", True),
    ]


def test_what_stands_in_no_box_or_in_a_box_of_its_own_is_joined_to_nothing() -> None:
    assert joined("<h2>Members</h2><p>Ann Other</p><p>Jo Quill</p>") == [
        ("Members", False),
        ("Ann Other", False),
        ("Jo Quill", False),
    ]
    assert joined("<div><p>Ann Other</p><p>Chair</p></div>") == [("Ann Other", False), ("Chair", False)]


def test_lines_that_are_boxes_themselves_belong_to_the_box_round_them() -> None:
    card = "<li class=card><div class=line>{}</div><div class=line><h4>Chair</h4></div></li>"
    assert joined(f"<ul>{card.format('Ann Other')}{card.format('Jo Quill')}</ul>") == [
        ("Ann Other", False),
        ("Chair", True),
        ("Jo Quill", False),
        ("Chair", True),
    ]


def test_a_reading_keeps_what_is_joined() -> None:
    reading = read("<main><div><p>B</p><p>C</p></div><div><p>D</p><p>E</p></div></main>")
    assert [block.joined for block in reading.blocks] == [False, True, False, True]
    assert reading_from_bytes(reading_to_bytes(reading)) == reading
