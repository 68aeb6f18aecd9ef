"""The digest as mail: both parts say the same, headers are sound, hostile text is harmless."""

from __future__ import annotations

import html
import json
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from reports.digest_values import Digest
from reports.mail import HTML_BYTES, Envelope, render, to_json, to_message
from tests.reports.digest_makers import DAY, NOW, composed, due, fact, news, site, wording

ENVELOPE = Envelope("watch@example.org", "ann@example.org", "contact@example.org")
CONTACT = "contact@example.org"


def a_digest() -> Digest:
    return composed(
        news(1, "vanished", "South Yorkshire: “Terms of reference” vanished; we did not find it", weight="high"),
        news(2, "appeared", link="https://report.example/changes/2.html"),
        news(3, wordings=(wording("agreed by ", "spring", "autumn", " 2027"),)),
        news(4, facts=(fact("joined", "Joined: Zoë Quill, Healthwatch"),)),
        dues=(due(6.5, quote="Tuesday at 2pm"),),
        watched=(site(), site("Kent and Medway", "blocked", since=NOW - 2 * DAY)),
        held=1,
        ledger="ab" * 32 + " (128, 12 November 2026, 05:31)",
        report_url="https://report.example/",
    )


def parsed(digest: Digest, envelope: Envelope = ENVELOPE) -> EmailMessage:
    raw = to_message(digest, envelope).as_bytes()
    message = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[]] * len(list(message.walk()))
    assert all(not header.defects for header in message.values())
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content = body.get_content()
    assert isinstance(content, str)
    return content


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def test_text_and_html_say_the_same() -> None:
    text, rendered = render(a_digest(), CONTACT)
    visible = re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]*>", " ", rendered, flags=re.DOTALL)
    only_text = words_of(text) - words_of(html.unescape(visible))
    assert only_text <= {"https", "changes", "html", "2", "report", "example"}  # addresses behind links
    assert not words_of(html.unescape(visible)) - words_of(text)


def test_text_keeps_to_72_columns_but_for_addresses() -> None:
    text, _ = render(a_digest(), CONTACT)
    assert not [line for line in text.splitlines() if len(line) > 72 and "://" not in line]


def test_html_has_no_script_no_remote_picture_and_inlined_styles() -> None:
    _, rendered = render(a_digest(), CONTACT)
    assert not re.search(r"<script|<img|<link |url\(|@import| on\w+=", rendered)
    assert "prefers-color-scheme: dark" in rendered
    assert len(re.findall(r"<td[^>]* style=", rendered)) > 10


def test_headers_let_a_mail_program_sort_thread_and_unsubscribe() -> None:
    message = parsed(a_digest())
    assert message["List-Id"] == "icpwatch digest <digest.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:contact@example.org?subject=unsubscribe>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.timestamp() == NOW
    assert message["In-Reply-To"] in message["References"]


def test_digests_of_one_subscription_share_a_thread() -> None:
    first = parsed(a_digest())
    second = parsed(a_digest(), Envelope("watch@example.org", "ann@example.org", CONTACT, first["Message-ID"]))
    assert second["References"].split() == [first["References"], first["Message-ID"]]
    assert second["In-Reply-To"] == first["Message-ID"]


def test_same_digest_is_the_same_message_to_the_byte() -> None:
    assert to_message(a_digest(), ENVELOPE).as_bytes() == to_message(a_digest(), ENVELOPE).as_bytes()


@pytest.mark.parametrize(
    "bad", ["x\r\nBcc: all@example.org", "\u202etxet \x00 <b>bold</b> “ü” 漢字 \ud83d", "=?utf-8?q?a?="]
)
def test_hostile_words_stay_words(bad: str) -> None:
    summary = f"South Yorkshire: “{bad}” vanished"
    digest = composed(news(1, "vanished", summary, title=bad, system=bad, wordings=(wording(bad, bad, bad, bad),)))
    message = parsed(digest)
    assert message["Bcc"] is None
    assert "\u202e" not in part(message, "plain") + part(message, "html") + message["Subject"]
    assert "<b>bold" not in part(message, "html")


def test_script_address_is_shown_and_not_linked() -> None:
    _, rendered = render(composed(news(1, url="javascript:alert(1)")), CONTACT)
    assert 'href="javascript' not in rendered


@pytest.mark.parametrize("length", range(1, 90, 7))
def test_subject_arrives_as_it_was_whatever_its_length(length: int) -> None:
    said = f"South Yorkshire: ‘by {'spring ' * length}’ became ‘by autumn’"
    digest = composed(news(1, summary=said))
    assert parsed(digest)["Subject"] == digest.subject


def test_lines_on_the_wire_are_short_and_ascii() -> None:
    raw = to_message(a_digest(), ENVELOPE).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998


def test_receiver_with_a_name_that_is_not_ascii_keeps_it() -> None:
    message = to_message(a_digest(), Envelope("watch@example.org", "zoë@exämple.org", CONTACT))
    assert "zoë@xn--exmple-cua.org".encode() in message.as_bytes()


def test_ten_thousand_changes_fit_under_what_mail_programs_cut() -> None:
    long = "a rather long sentence about what the partnership has put on this page " * 5
    digest = composed(
        *(news(number, "appeared", long, url=f"https://x.example/{'a' * 200}/{number}") for number in range(5000)),
        *(news(number, wordings=(wording(long, "a", str(number), long),)) for number in range(5000, 10_000)),
        report_url="https://report.example/",
    )
    text, rendered = render(digest, CONTACT)
    assert len(rendered.encode()) <= HTML_BYTES
    assert text.count("in the report") == 2
    assert parsed(digest)["Subject"].endswith("(and 9999 more)")


def test_what_was_folded_is_pointed_to_in_both_parts() -> None:
    digest = composed(*(news(number, "vanished") for number in range(30)), report_url="https://report.example/")
    text, rendered = render(digest, CONTACT)
    assert "And 5 more in the report:\n  https://report.example/" in text
    assert 'And 5 more <a class="link" href="https://report.example/"' in rendered


def test_notice_that_is_the_news_is_said_once() -> None:
    text, rendered = render(composed(held=2), CONTACT)
    assert text.count("are held back") == 1
    assert rendered.count("are held back") == 3, "the title, the line that mail programs preview, and the heading"


def test_webhook_gets_the_same_digest_as_json_with_times_in_words() -> None:
    payload = json.loads(to_json(a_digest(), CONTACT))
    assert payload["until"] == "2026-11-12T08:30:00+00:00"
    assert payload["sections"][0]["entries"][0]["at"] == "2026-11-11T08:30:00+00:00"
    assert payload["text"] == render(a_digest(), CONTACT)[0]
