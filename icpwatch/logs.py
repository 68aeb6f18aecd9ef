"""What is logged, for a person: our own lines, the libraries' errors, with -v everything; never a password."""

from __future__ import annotations

import logging
import re

import click

ROOMS = ("config", "store", "crawler", "spiders", "reports", "icpwatch")

_QUIET_LIBRARIES = ("sqlalchemy", "asyncio", "filelock", "tldextract")
"""Their debug lines tell how they work inside, which helps nobody who watches a crawl."""

_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+(?=@)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_secrets: set[str] = set()


def hide(secret: str) -> None:
    """Show *** in place of this secret from now on."""
    if secret:
        _secrets.add(secret)


def presentable(text: str) -> str:
    """Return the text without secrets, and without what could steer a terminal.

    >>> presentable("postgresql://watch:pw@db/icp refused \\x1b[2J")
    'postgresql://***@db/icp refused ?[2J'
    """
    for secret in _secrets:
        text = text.replace(secret, "***")
    return _CONTROL.sub("?", _CREDENTIALS.sub("***", text))


def set_up(*, verbose: bool = False, quiet: bool = False) -> None:
    """Send log lines to stderr: ours from INFO (from WARNING if quiet), the libraries' errors; with verbose, all."""
    root = logging.getLogger()
    root.handlers[:] = [_Lines(verbose=verbose, quiet=quiet)]
    root.setLevel(logging.DEBUG)
    for name in _QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Lines(logging.Handler):
    """Writes to whatever stderr is at the time, so that lines go above a progress bar and not through it.

    The threshold stands here and not at the loggers, because Scrapy sets the loggers' own.
    """

    def __init__(self, *, verbose: bool, quiet: bool) -> None:
        super().__init__()
        self._verbose = verbose
        self._ours = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
        self._others = logging.DEBUG if verbose else logging.ERROR
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S"))

    def filter(self, record: logging.LogRecord) -> bool:
        ours = record.name.partition(".")[0] in ROOMS
        return record.levelno >= (self._ours if ours else self._others)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            click.echo(presentable(self.format(record) if self._verbose else _plain(record)), err=True)
        except Exception:
            self.handleError(record)


def _plain(record: logging.LogRecord) -> str:
    """Return one line: the message, what it warns of first, and of an exception only what happened."""
    message = " ".join(record.getMessage().split())
    error = record.exc_info[1] if record.exc_info else None
    happened = f": {type(error).__name__}: {' '.join(str(error).split())}" if error else ""
    level = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
    return f"{level}{message}{happened}"
