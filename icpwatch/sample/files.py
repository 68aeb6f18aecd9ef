"""Small PDF and DOCX files from plain text: `# ` begins a heading, ` | ` parts the cells of a table row."""

from __future__ import annotations

import io
import textwrap
import zipfile
from itertools import accumulate

from icpwatch.sample.content import ENVIRONMENT

_LINES_PER_PAGE = 52  # 14 points a line on A4, with margins
_COLUMNS = 88  # characters of 11-point Helvetica that fit between the margins
_SCAN = b"0.9 g 72 72 451 698 re f"  # a grey box where the picture of a page would be
_WORD_PARTS = {
    "[Content_Types].xml": "docx/content-types.xml",
    "_rels/.rels": "docx/rels.xml",
    "word/document.xml": "docx/document.xml",
}


def to_docx(text: str) -> bytes:
    """Return a Word document, the same bytes for the same text."""
    lines = [line for line in text.splitlines() if line.strip()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, source in _WORD_PARTS.items():
            xml = ENVIRONMENT.get_template(source).render(lines=lines)
            archive.writestr(zipfile.ZipInfo(name, (2022, 7, 1, 9, 0, 0)), xml)
    return out.getvalue()


def to_pdf(text: str) -> bytes:
    """Return a PDF 1.4 file with the first line as its title; without text it holds a picture only, as a scan does."""
    lines = [part for line in text.strip().splitlines() for part in _wrapped(line)]
    starts = range(0, len(lines), _LINES_PER_PAGE)
    sheets = [_sheet(lines[start : start + _LINES_PER_PAGE]) for start in starts] or [_SCAN]
    title = _literal(text.strip().partition("\n")[0].removeprefix("# "))
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(sheets)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Producer (Sample England) >>" % title,
    ]
    for index, sheet in enumerate(sheets):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
        objects += [page + b"/Contents %d 0 R >>" % (6 + 2 * index)]
        objects += [b"<< /Length %d >>\nstream\n%s\nendstream" % (len(sheet), sheet)]
    return _with_table(objects)


def _wrapped(line: str) -> list[tuple[int, str]]:
    size, text = (15, line[2:]) if line.startswith("# ") else (11, line)
    return [(size, part) for part in textwrap.wrap(text, _COLUMNS * 11 // size)]


def _sheet(lines: list[tuple[int, str]]) -> bytes:
    shown = [b"/F1 %d Tf (%s) Tj T*" % (size, _literal(text)) for size, text in lines]
    return b"BT 14 TL 62 780 Td\n" + b"\n".join(shown) + b"\nET"


def _literal(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")


def _with_table(objects: list[bytes]) -> bytes:
    """Return the file: header, numbered objects, the table of their offsets, trailer."""
    parts = [b"%PDF-1.4\n"] + [b"%d 0 obj\n%s\nendobj\n" % numbered for numbered in enumerate(objects, 1)]
    *offsets, table = accumulate(map(len, parts))
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    tail = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    return b"".join([*parts, head, tail])
