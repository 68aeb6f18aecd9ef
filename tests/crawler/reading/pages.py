"""Makers of small documents, byte by byte, so that no binary file lies in the tree."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="https://a.icb.nhs.uk/terms.pdf"/></Relationships>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Terms of reference'
    "</dc:title><dc:creator>Ann Other</dc:creator><dcterms:created>2024-05-03T10:00:00Z</dcterms:created>"
    "</cp:coreProperties>"
)


def paragraph(text: str, properties: str = "") -> str:
    """Return one paragraph of WordprocessingML."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(body: str) -> bytes:
    """Return a DOCX with this WordprocessingML as its body."""
    return archive(
        {
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": _RELATIONS,
            "docProps/core.xml": _CORE,
        }
    )


def archive(parts: dict[str, str]) -> bytes:
    """Return a ZIP file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()


def table_pdf(rows: Sequence[Sequence[str]], *, columns: Sequence[int], ruled: bool) -> bytes:
    """Return a PDF of one page with a table whose cells begin at these places, in points; a newline wraps a cell."""
    said, drawn, top = [], [], 800
    for row in rows:
        drawn.append(f"{columns[0] - 5} {top + 12} m {columns[-1] + 150} {top + 12} l S")
        for x, cell in zip(columns, row, strict=True):
            said += [f"1 0 0 1 {x} {top - 13 * n} Tm ({line}) Tj" for n, line in enumerate(cell.split("\n"))]
        top -= 13 * max(1 + cell.count("\n") for cell in row)
    drawn.append(f"{columns[0] - 5} {top + 12} m {columns[-1] + 150} {top + 12} l S")
    drawn += [f"{x - 5} 812 m {x - 5} {top + 12} l S" for x in (*columns, columns[-1] + 155)]
    return _pdf([f"{' '.join(drawn) if ruled else ''} BT /F1 11 Tf {' '.join(said)} ET"])


def pdf(*pages: list[str], info: str = "", trailer: str = "") -> bytes:
    """Return a PDF with these lines on its pages."""
    texts = [" ".join(f"({line}) Tj T*" for line in lines) for lines in pages]
    return _pdf([f"BT /F1 11 Tf 50 800 Td 14 TL {text} ET" for text in texts], info, trailer)


def _pdf(pages: Sequence[str], info: str = "", trailer: str = "") -> bytes:
    kids = " ".join(f"{3 + 2 * index} 0 R" for index in range(len(pages)))
    font = 3 + 2 * len(pages)
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"]
    for index, text in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 {font} 0 R>>>>"
            f"/Contents {4 + 2 * index} 0 R>>"
        )
        objects.append(f"<</Length {len(text)}>>stream\n{text}\nendstream")
    objects += ["<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", f"<<{info}>>"]
    return _numbered(objects, f"/Info {len(objects)} 0 R{trailer}")


def locked_pdf() -> bytes:
    """Return a PDF that asks for a password; the keys are made up, so none opens it."""
    key = "00" * 32
    return pdf(["Secret"], trailer=f"/Encrypt<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>/ID[<00><00>]")


def _numbered(objects: list[str], trailer: str) -> bytes:
    out = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    start = len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R{trailer}>>\n"
    return f"{out}startxref\n{start}\n%%EOF".encode("cp1252")
