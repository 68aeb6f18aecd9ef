"""The ways to deliver one message: SMTP, webhook, folder.

Each raises DeliveryError; `permanent` where the receiver said no for good. What the operator can mend (a wrong
password, a bad certificate, a refused sender) is not permanent: the message waits until it is mended.
"""

from __future__ import annotations

import base64
import os
import smtplib
import ssl
import stat
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from config.errors import DeliveryError
from config.settings import MailSettings, Settings
from config.version import VERSION
from reports.mail import wire_address
from store.models import OutboxRow

TIMEOUT_SECONDS = 60.0  # for one answer; servers that check mail while we wait take half of that
LOSSES_IN_A_ROW = 3  # after so many lost connections the server is left alone until the next pass
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TRY_AGAIN = frozenset({408, 425, 429})  # 4xx answers to a webhook that mean "later"


class Senders:
    """All ways to deliver; the connection to the mail server is kept from one message to the next."""

    def __init__(self, settings: Settings, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._settings = settings
        self._timeout = timeout_seconds
        self._server: smtplib.SMTP | None = None
        self._losses = 0
        self._down = ""

    def close(self) -> None:
        """Take leave of the mail server."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except OSError:
            server.close()

    def send(self, letter: OutboxRow) -> None:
        """Deliver one message; raises DeliveryError with a reason that holds no password."""
        try:
            if letter.channel == "folder":
                write_to_folder(letter)
            elif letter.channel == "webhook":
                post(letter, self._timeout, allow_http=self._settings.crawl.allow_private_addresses)
            else:
                self._mail(letter)
        except DeliveryError as error:
            raise DeliveryError(without_password(str(error), self._settings.mail), permanent=error.permanent) from None
        except ValueError as error:
            raise DeliveryError(f"the receiver's address cannot be used: {error}", permanent=True) from error

    def _mail(self, letter: OutboxRow) -> None:
        server = self._connected()
        receiver = wire_address(letter.receiver)
        options = () if receiver.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
        try:
            server.sendmail(self._settings.mail.sender, [receiver], letter.message, options)
        except OSError as error:
            if isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPException):
                self.close()
                self._losses += 1
                if self._losses >= LOSSES_IN_A_ROW:
                    self._down = f"the mail server broke off: {_words(error)}"
            raise _refusal(error) from error
        self._losses = 0

    def _connected(self) -> smtplib.SMTP:
        if self._down:
            raise DeliveryError(self._down)
        if self._server is None:
            mail = self._settings.mail
            try:
                self._server = connect(mail, self._timeout)
            except OSError as error:
                self._down = f"the mail server {mail.host}:{mail.port} was not usable: {_words(error)}"
                raise DeliveryError(self._down) from error
        return self._server


def connect(mail: MailSettings, timeout_seconds: float) -> smtplib.SMTP:
    """Return a connection to the mail server, encrypted, its certificate checked, logged in; raises OSError."""
    if not (mail.host and mail.sender):
        raise DeliveryError("no mail server is set: give host and sender under [mail] in icpwatch.toml")
    if mail.security == "none" and mail.password and mail.host not in LOOPBACK:
        raise DeliveryError("a password is only sent over TLS: set security to starttls or tls under [mail]")
    context = ssl.create_default_context()
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=timeout_seconds, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=timeout_seconds)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.username:
            server.login(mail.username, mail.password)
    except BaseException:
        server.close()
        raise
    return server


def post(letter: OutboxRow, timeout_seconds: float, *, allow_http: bool = False) -> None:
    """Post the JSON to a webhook. Redirects are not followed: they could lead anywhere."""
    parts = urlsplit(letter.receiver)
    if parts.scheme != "https" and not (allow_http and parts.hostname in LOOPBACK):
        raise DeliveryError("a webhook must be an https:// address", permanent=True)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"icpwatch/{VERSION}",
        "Idempotency-Key": letter.message_id,
    }
    request = Request(letter.receiver, data=letter.message, headers=headers, method="POST")
    try:
        with build_opener(_NoRedirects).open(request, timeout=timeout_seconds):
            pass
    except HTTPError as error:
        error.close()
        permanent = error.code < 500 and error.code not in TRY_AGAIN
        raise DeliveryError(f"the webhook answered {error.code} {error.reason}", permanent=permanent) from error
    except (OSError, HTTPException) as error:
        raise DeliveryError(f"the webhook at {parts.hostname} did not answer: {_words(error)}") from error


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **options: Any) -> None:
        return None


def write_to_folder(letter: OutboxRow) -> None:
    """Write the message as a file named after its Message-ID, so that a second delivery changes nothing."""
    folder = Path(letter.receiver.removeprefix("folder:").strip()).expanduser()
    name = letter.message_id.strip("<>").partition("@")[0] + ".eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{name}.part"
        with draft.open("wb") as file:
            file.write(letter.message)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    except OSError as error:
        raise DeliveryError(f"the folder {folder} cannot be written: {_words(error)}") from error


def others_read(file: Path) -> bool:
    """Return whether a file can be read by any user of this machine."""
    return bool(file.stat().st_mode & stat.S_IROTH)


def without_password(text: str, mail: MailSettings) -> str:
    """Return text without the password, plain or as it goes over the wire at a login.

    >>> without_password("535 hunter2 refused", MailSettings(password="hunter2"))
    '535 *** refused'
    """
    if not mail.password:
        return text
    plain = f"\0{mail.username}\0{mail.password}"
    for secret in (mail.password, *(base64.b64encode(part.encode()).decode() for part in (mail.password, plain))):
        text = text.replace(secret, "***")
    return text


def _refusal(error: OSError) -> DeliveryError:
    """Return what the mail server's answer to one message means."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return DeliveryError(f"the receiver was refused: {_answer(code, words)}", permanent=code >= 500)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return DeliveryError(f"the sender was refused: {_words(error)}; check sender under [mail]")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return DeliveryError("the mail server takes no addresses with letters beyond a to z", permanent=True)
    if isinstance(error, smtplib.SMTPDataError):
        return DeliveryError(f"the message was refused: {_words(error)}", permanent=error.smtp_code >= 500)
    return DeliveryError(f"the mail server broke off: {_words(error)}")


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    cause = getattr(error, "reason", error)  # urllib wraps what happened
    words = getattr(cause, "strerror", None) or cause
    return " ".join(str(words).split()) or type(error).__name__


def _answer(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"
