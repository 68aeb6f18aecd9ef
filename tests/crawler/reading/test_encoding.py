"""Whatever a page's bytes are called, its words come out right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.encoding import decode

TEXT = "<p>Zoë – “£5 billion” for Llŷn</p>"
WESTERN = "<p>Zoë – “£5 billion”</p>"


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/html; charset=iso-8859-1", "text/html; charset=nonsense", ""]
)
def test_utf8_is_recognised_whatever_is_declared(content_type: str) -> None:
    assert decode(TEXT.encode(), content_type) == TEXT


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_wide_and_marked_texts_are_recognised_by_their_first_bytes(codec: str) -> None:
    assert decode(TEXT.encode(codec), "text/html") == TEXT


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=ISO-8859-1", "text/html; charset=windows-1252", "text/html"]
)
def test_windows_1252_is_read_where_latin_1_or_nothing_is_declared(content_type: str) -> None:
    assert decode(WESTERN.encode("cp1252"), content_type) == WESTERN


def test_windows_1252_pasted_into_utf8_is_mended() -> None:
    assert decode("Zoë ".encode() + "“Llyn” – £5".encode("cp1252"), "text/html; charset=utf-8") == "Zoë “Llyn” – £5"


def test_windows_1252_called_utf8_is_read() -> None:
    assert decode("<p>Café – naïve</p>".encode("cp1252"), "text/html; charset=utf-8") == "<p>Café – naïve</p>"


def test_utf8_called_latin_1_is_read_although_one_byte_of_it_is_wrong() -> None:
    assert decode(TEXT.encode() + b" \x96 \x81", "text/html; charset=iso-8859-1") == f"{TEXT} – \ufffd"


def test_the_charset_named_in_the_page_is_used() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'

    assert decode(page.encode("iso-8859-2"), "text/html") == page


def test_nul_bytes_are_dropped() -> None:
    assert decode(b"Mem\0bers", "text/html") == "Members"


@pytest.mark.parametrize(
    "header", ["", ";", "text/html; charset", 'text/html; charset="', "\r\nX: y; charset=utf-8", "é=ü"]
)
def test_a_broken_header_does_no_harm(header: str) -> None:
    assert "5 billion" in decode(WESTERN.encode("cp1252"), header)


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=utf-7", "x; charset=big5"]),
)
def test_any_bytes_give_a_text_without_nuls(body: bytes, content_type: str) -> None:
    assert "\0" not in decode(body, content_type)
