"""Bytes are read as what they are; whatever they are, there is a reading or a named error."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import ReadingError
from crawler.reading.child import DocumentReader, shared_reader
from crawler.reading.read import read, sniff
from store.reading import UNREAD, reading_from_bytes, reading_to_bytes
from tests.crawler.reading.pages import archive, docx, locked_pdf, paragraph, pdf, table_pdf

URL = "https://a.icb.nhs.uk/x"


def test_html_served_as_pdf_is_html() -> None:
    assert read(b"<!DOCTYPE html><title>Not found</title><p>Sorry", "application/pdf", URL).media == "html"


def test_a_pdf_served_as_html_is_a_pdf() -> None:
    assert read(pdf(["Agenda"]), "text/html", URL).media == "pdf"


def test_plain_text_becomes_paragraphs() -> None:
    reading = read(b"Members\r\nAnn Other\r\n\r\nPapers", "text/plain", URL)

    assert [block.text for block in reading.blocks] == ["Members\nAnn Other", "Papers"]
    assert (reading.media, reading.title) == ("text", "Members")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "text/html"), (b"GIF89a", "image/gif"), (bytes(range(256)), "")],
)
def test_pictures_and_other_bytes_are_named_errors(body: bytes, content_type: str) -> None:
    with pytest.raises(ReadingError, match="neither a page nor a document"):
        read(body, content_type, URL)


PARAGRAPH = (
    "The partnership will meet in public and publish its papers five work-",
    "ing days before each meeting of its board, as it always has done.",
)


def test_a_pdf_is_read_page_by_page_in_paragraphs() -> None:
    reading = read(
        pdf(
            ["Integrated care strategy", *PARAGRAPH, "- Housing", "- Transport"],
            ["Page two"],
            info="/Title(Our strategy)/Author(Ann Other)/CreationDate(D:20240503101010Z)",
        ), "application/pdf", URL,
    )  # fmt: skip

    assert reading.title == "Our strategy"
    assert reading.metadata == {"author": "Ann Other", "created": "2024-05-03", "pages": "2"}
    assert [(block.kind, block.text, block.path) for block in reading.blocks] == [
        ("paragraph", "Integrated care strategy", ("Page 1",)),
        ("paragraph", " ".join(PARAGRAPH).replace("work- ing", "working"), ("Page 1",)),
        ("item", "Housing", ("Page 1",)),
        ("item", "Transport", ("Page 1",)),
        ("paragraph", "Page two", ("Page 2",)),
    ]  # fmt: skip


MEMBERS = (
    ("Name", "Role", "Organisation"),
    ("Cllr Ann Other", "Chair", "Example County Council"),
    ("Dr Jo Quill", "Vice chair", "NHS Example\nIntegrated Care Board"),
    ("Pat Lane", "Member", "Healthwatch"),
)


def test_a_table_that_is_drawn_in_a_pdf_is_read_by_its_cells_however_they_wrap() -> None:
    blocks = read(table_pdf(MEMBERS, columns=(50, 200, 300), ruled=True), "application/pdf", URL).blocks
    assert [block.cells for block in blocks] == [tuple(cell.replace("\n", " ") for cell in row) for row in MEMBERS]
    assert {(block.kind, block.path) for block in blocks} == {("row", ("Page 1",))}


def test_a_table_without_rules_in_a_pdf_is_read_by_its_gaps() -> None:
    rows = [row for row in MEMBERS if "\n" not in row[2]]
    blocks = read(table_pdf(rows, columns=(50, 135, 300), ruled=False), "application/pdf", URL).blocks
    assert [block.cells for block in blocks] == rows


def test_numbers_before_paragraphs_of_a_pdf_make_no_table() -> None:
    rows = [("1.", "The partnership is a joint committee."), ("2.", "It meets in public.")]
    blocks = read(table_pdf(rows, columns=(50, 90), ruled=False), "application/pdf", URL).blocks
    assert [(block.kind, block.text) for block in blocks] == [("paragraph", " ".join(row)) for row in rows]


def test_a_scanned_pdf_has_no_text_layer() -> None:
    assert read(pdf([], []), "application/pdf", URL).notes == ("no text layer",)


def test_two_files_that_cannot_be_read_differ_by_their_bytes() -> None:
    scans = [pdf([], []), pdf([], [], [])]
    one, two, again = (read(scan, "application/pdf", URL).blocks for scan in (*scans, scans[0]))

    assert one == again != two
    assert one[0].text.startswith(UNREAD)


def test_a_locked_pdf_is_said_to_be_encrypted() -> None:
    assert read(locked_pdf(), "application/pdf", URL).notes == ("encrypted",)


def test_a_docx_keeps_headings_lists_tables_links_and_insertions() -> None:
    cell = "<w:tc>{}</w:tc>".format
    reading = read(
        docx(
            paragraph("Terms of reference", '<w:pStyle w:val="Heading1"/>')
            + paragraph("Quorum", "<w:numPr/>")
            + "<w:p><w:ins><w:r><w:t>Inserted</w:t></w:r></w:ins>"
            + "<w:del><w:r><w:delText>Deleted</w:delText></w:r></w:del>"
            + '<w:hyperlink r:id="rId1"><w:r><w:t> link</w:t></w:r></w:hyperlink></w:p>'
            + f"<w:sdt><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
            + f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell(paragraph('Name'))}{cell(paragraph('Role'))}</w:tr>"
            + f"<w:tr>{cell(paragraph('Ann Other'))}{cell(paragraph('Chair') + paragraph('until May'))}</w:tr></w:tbl>"
        ), "application/octet-stream", URL,
    )  # fmt: skip

    assert reading.media == "docx"
    assert reading.metadata == {"author": "Ann Other", "created": "2024-05-03"}
    assert [(block.kind, block.text) for block in reading.blocks] == [
        ("heading", "Terms of reference"), ("item", "Quorum"), ("paragraph", "Inserted link"),
        ("paragraph", "In a control"), ("row", "Name | Role"), ("row", "Ann Other | Chair until May"),
    ]  # fmt: skip
    assert reading.blocks[2].links[0].url == "https://a.icb.nhs.uk/terms.pdf"
    assert reading.blocks[5].cells == ("Ann Other", "Chair\nuntil May")
    assert reading.blocks[5].labels == ("Name", "Role")


def test_other_office_files_give_metadata_alone() -> None:
    sheet = archive({"xl/workbook.xml": "<x/>", "docProps/app.xml": "<P><Application>Excel</Application></P>"})

    reading = read(sheet, "", URL)

    assert (reading.metadata, reading.notes) == ({"generator": "Excel"}, ("only its bytes are compared",))
    assert [block.text for block in reading.blocks] == [f"{UNREAD}{sha256(sheet).hexdigest()}"]
    assert read(b"\xd0\xcf\x11\xe0" + bytes(600), "application/msword", URL).media == "office"


def test_a_document_that_unpacks_without_end_is_refused() -> None:
    part = paragraph("x" * 900_000)

    with pytest.raises(ReadingError, match="more than 100 MB"):
        read(docx(part * 115), "", URL)


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 nothing else", pdf(["Text"])[:200], docx(paragraph("x"))[:300], b"PK\x03\x04"]
)
def test_damaged_documents_are_named_errors(body: bytes) -> None:
    with pytest.raises(ReadingError, match="damaged"):
        read(body, "application/pdf", URL)


def test_a_child_that_died_is_started_again() -> None:
    read(pdf(["One"]), "", URL)
    child = shared_reader()._child
    assert child
    child[0].kill()
    child[0].wait()

    assert read(pdf(["Second"]), "", URL).title == "Second"


def test_a_child_that_takes_too_long_is_ended_and_the_next_document_read() -> None:
    with closing(DocumentReader(wall_seconds=0)) as reader:
        with pytest.raises(ReadingError, match="crashes its reader"):
            reader.read(pdf(["One"]), "pdf")
        reader._wall_seconds = 60
        assert reader.read(pdf(["Second"]), "pdf").title == "Second"


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "text/plain; charset=utf-16", "application/pdf"]))
def test_any_bytes_give_a_reading_or_a_reading_error(body: bytes, content_type: str) -> None:
    check_any(body, content_type)


MARKUP = """
<p> </p> <table> <tr> <td/rowspan=9> <th/colspan=99> </table> <dl> <dt> <dd> <li> <ul> </ul> <h2> </h2> <a/href=x> </a>
<a/href=http://[> <br> <main> <nav> </nav> <div/hidden> <div/style=display:none> </div> <template> <details> <summary>
<base/href=//[> <noscript> <script> <title> <aside> </aside> <img/alt=x> <button> &#0; &#xD800; \0 text <![CDATA[ <form>
<frameset> <body> </html> <svg> <math> <!-- --> <meta/charset=utf-16> <select> <option> <caption> <dl/><div/><dt/>
"""
TAGS = st.sampled_from(MARKUP.split())


@settings(max_examples=200)
@given(st.lists(TAGS, max_size=40).map(" ".join))
def test_any_markup_gives_a_reading_that_can_be_kept(markup: str) -> None:
    check_any(markup.encode(), "text/html")


@settings(max_examples=60)
@given(data=st.data())
def test_any_damage_to_a_document_gives_a_reading_or_a_reading_error(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from([pdf(["One", "Two"]), docx(paragraph("One"))])))
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(8, len(body) - 1))] = data.draw(st.integers(0, 255))

    check_any(bytes(body), "application/pdf")


def check_any(body: bytes, content_type: str) -> None:
    try:
        reading = read(body, content_type, URL)
    except ReadingError:
        return
    assert reading_from_bytes(reading_to_bytes(reading)) == reading


def test_sniffing_never_needs_the_header() -> None:
    assert (sniff(b"%PDF-1.4"), sniff(b"<html>"), sniff(b"PK\x03\x04"), sniff(b"a,b", "text/csv")) == (
        "pdf", "html", "office", "text",
    )  # fmt: skip


def test_characters_that_steer_a_terminal_or_turn_text_round_are_left_out() -> None:
    page = (
        "<title>A\x1b[31m title</title><main>"
        "<h1>Head\x9bing</h1><p>x\x1b]0;evil\x07y \u202eabc\u2066d&#27;[2J</p></main>"
    )
    reading = read(page.encode(), "text/html; charset=utf-8", "https://a.example/")
    everything = repr(reading)
    assert reading.title == "A[31m title"
    assert not any(sign in everything for sign in ("\\x1b", "\\x07", "\\x9b", "\\u202e", "\\u2066"))
