"""Small PDF and DOCX files from plain text: `# ` begins a heading, ` | ` parts the cells of a table row."""

from __future__ import annotations

import io
import textwrap
import zipfile
from itertools import groupby, islice
from xml.sax.saxutils import escape

_LINES_PER_PAGE = 52  # 14 points a line on A4, with margins
_COLUMNS = 88  # characters of 11-point Helvetica that fit between the margins
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def to_pdf(title: str, text: str) -> bytes:
    """Return a PDF 1.4 file; without text it holds a picture only, as a scan does."""
    sheets = [_sheet(lines) for lines in _paged(text)] or [b"0.9 g 72 72 451 698 re f"]
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _pdf_string(title) + b") /Producer (Sample England) >>",
    ]
    for index, sheet in enumerate(sheets):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (6 + 2 * index)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(sheet), sheet))
    return _pdf_file(objects)


def _paged(text: str) -> list[list[tuple[int, str]]]:
    lines = iter([(size, part) for line in text.strip().splitlines() for size, part in _wrapped(line)])
    pages = []
    while page := list(islice(lines, _LINES_PER_PAGE)):
        pages.append(page)
    return pages


def _wrapped(line: str) -> list[tuple[int, str]]:
    size, text = (15, line[2:]) if line.startswith("# ") else (11, line)
    return [(size, part) for part in textwrap.wrap(text, _COLUMNS * 11 // size) or [""]]


def _sheet(lines: list[tuple[int, str]]) -> bytes:
    shown = [b"/F1 %d Tf (%s) Tj T*" % (size, _pdf_string(text)) for size, text in lines]
    return b"BT 14 TL 62 780 Td\n" + b"\n".join(shown) + b"\nET"


def _pdf_string(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")


def _pdf_file(objects: list[bytes]) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return out.getvalue()


def to_docx(title: str, text: str) -> bytes:
    """Return a Word document, the same bytes for the same text."""
    lines = [line for line in text.splitlines() if line.strip()]
    body = "".join(_word_blocks(rows, list(group)) for rows, group in groupby(lines, lambda line: " | " in line))
    kind = "application/vnd.openxmlformats"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{kind}-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{kind}-officedocument.wordprocessingml.document.main+xml"/><Override '
        f'PartName="/docProps/core.xml" ContentType="{kind}-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
        f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, (2022, 7, 1, 9, 0, 0))
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml)
    return out.getvalue()


def _word_blocks(rows: bool, lines: list[str]) -> str:
    if not rows:
        return "".join(_word_paragraph(line) for line in lines)
    cells = [[f"<w:tc>{_word_paragraph(cell)}</w:tc>" for cell in line.split(" | ")] for line in lines]
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells) + "</w:tbl>"


def _word_paragraph(line: str) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if line.startswith("# ") else ""
    text = line.removeprefix("# ")
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
