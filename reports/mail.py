"""Put a digest into form: an e-mail with text and HTML of equal worth, or JSON for a webhook."""

from __future__ import annotations

import hashlib
import json
import textwrap
from dataclasses import asdict, dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from config.times import british_date, british_time, from_epoch, iso_utc
from reports.digest import fold
from reports.digest_values import Digest
from reports.digest_words import clean, shorten

COLUMNS = 72
HTML_BYTES = 95_000  # Gmail cuts a message at 102 KB, quoted-printable and headers included
FIRST_FOLD = 25  # entries a section; halved until the HTML is small enough
NO_DOMAIN = "icpwatch.invalid"


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom to whom. `contact` takes unsubscriptions; `previous` is the Message-ID of the digest before."""

    sender: str
    receiver: str
    contact: str
    previous: str = ""


def to_message(digest: Digest, envelope: Envelope, *, text_only: bool = False) -> EmailMessage:
    """Return the digest as a message that is the same, Message-ID included, each time it is made."""
    text, html = render(digest, envelope.contact)
    message = start_message(envelope, digest.subject, message_id(digest, envelope), digest.until)
    root = make_id("thread", digest.key, envelope.sender)
    message["References"] = " ".join(filter(None, (root, envelope.previous)))
    message["In-Reply-To"] = envelope.previous or root
    message["List-Id"] = f"icpwatch digest <digest.{_domain(envelope.sender)}>"
    message["List-Unsubscribe"] = f"<mailto:{envelope.contact}?subject=unsubscribe>"
    message.set_content(text, cte="quoted-printable")
    if not text_only:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        message.set_boundary(make_id("part", message["Message-ID"], "")[1:].partition("@")[0])
    return message


class _Policy(EmailPolicy):
    """The rules of SMTP, with a subject that keeps its spaces: Python's own folding loses some of them up to 3.13."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name != "Subject" or str(value).isascii() or self.utf8:
            return super().fold_binary(name, value)
        return f"Subject: {Header(str(value), 'utf-8', header_name=name).encode(linesep=self.linesep)}\r\n".encode()


def start_message(envelope: Envelope, subject: str, identity: str, at: int) -> EmailMessage:
    """Return a message without a body, with the headers that all our mail has."""
    needs_utf8 = not envelope.receiver.rpartition("@")[0].isascii()
    message = EmailMessage(policy=_Policy(linesep="\r\n", utf8=needs_utf8))
    message["From"] = _address("icpwatch", envelope.sender)
    message["To"] = _address("", envelope.receiver)
    message["Subject"] = shorten(clean(subject).strip(), 150)
    message["Date"] = format_datetime(from_epoch(at))
    message["Message-ID"] = identity
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "en-GB"
    return message


def message_id(digest: Digest, envelope: Envelope) -> str:
    """Return a Message-ID that follows from the subscription and what the digest covers."""
    after, until = digest.cursor
    return make_id("digest", f"{digest.key} {after} {until} {digest.until}", envelope.sender)


def to_json(digest: Digest, contact: str) -> bytes:
    """Return the digest as JSON; `text` holds the text part, as chat webhooks expect it."""
    small, text, _ = _forms(digest, contact)
    fields = asdict(small) | {"since": iso_utc(digest.since), "until": iso_utc(digest.until), "text": text}
    for due in fields["dues"]:
        due["at"] = iso_utc(due["at"])
    for section in fields["sections"]:
        for entry in section["entries"]:
            entry["at"] = iso_utc(entry["at"])
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")


def render(digest: Digest, contact: str) -> tuple[str, str]:
    """Return the text part, at most 72 columns but for addresses, and the HTML part, both with the same entries."""
    return _forms(digest, contact)[1:]


def _forms(digest: Digest, contact: str) -> tuple[Digest, str, str]:
    """Return the digest with so many entries that the HTML is small enough, its text and its HTML."""
    text, html = (_environment().get_template(f"digest.{form}.j2") for form in ("txt", "html"))
    limit = FIRST_FOLD
    while True:
        small = fold(digest, limit)
        rendered = html.render(digest=small, contact=contact)
        if len(rendered.encode("utf-8", "replace")) <= HTML_BYTES or limit == 1:
            return small, text.render(digest=small, contact=contact), rendered
        limit //= 2


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=lambda name: bool(name and ".html" in name),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"wrap": wrap, "british_date": british_date, "british_time": british_time}
    return environment


def wrap(text: str, first: str = "", rest: str | None = None) -> str:
    """Return text wrapped at 72 columns, its lines led by `first` and `rest`; addresses stay whole.

    >>> wrap("The members page vanished.", "* ")
    '* The members page vanished.'
    """
    rest = " " * len(first) if rest is None else rest
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def wire_address(address: str) -> str:
    """Return an address with its domain as the mail servers want it.

    >>> wire_address("ann@exämple.org")
    'ann@xn--exmple-cua.org'
    """
    local, _, domain = clean(address).rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"


def _address(name: str, address: str) -> Address:
    local, _, domain = wire_address(address).rpartition("@")
    return Address(name, local, domain)


def _domain(sender: str) -> str:
    return wire_address(sender).rpartition("@")[2] or NO_DOMAIN


def make_id(kind: str, text: str, sender: str) -> str:
    """Return a Message-ID that follows from what a message is and tells."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    return f"<{kind}.{digest}@{_domain(sender)}>"
