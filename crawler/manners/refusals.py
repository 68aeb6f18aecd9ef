"""Why an address was not asked, and what any failed request means for its page.

IgnoreRequest (Scrapy's: the request ends in the errback, without a retry)
└── RefusedError
    ├── UnlistedError          its host is not one of the spider's sites, or it is no web address
    ├── PrivateAddressError    it is on this machine or this network
    ├── ExcludedError          robots.txt forbids it
    ├── RulesUnknownError      robots.txt could not be had, which forbids everything for now
    └── RestingError           its host asked us to stay away for longer than a crawl can wait
"""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.outcome import Outcome


class RefusedError(IgnoreRequest):
    """Base of the refusals; raised by the downloader middlewares of this folder."""


class UnlistedError(RefusedError):
    """Raised by the guard for a host that is not listed, and for anything but http and https."""


class PrivateAddressError(RefusedError):
    """Raised by the guard for an address that is not on the public internet."""


class ExcludedError(RefusedError):
    """Raised for an address that robots.txt forbids."""


class RulesUnknownError(RefusedError):
    """Raised while robots.txt answers with an error or not at all."""


class RestingError(RefusedError):
    """Raised for a host whose Retry-After is longer than a crawl can wait."""


_UNREACHABLE: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "no answer in time"),
    (CannotResolveHostError, "no such host name, or no network"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (ResponseDataLossError, "the answer was cut off"),
)


def outcome_of_error(error: BaseException | None) -> Outcome:
    """Return what the error of a request means for its page.

    >>> outcome_of_error(ExcludedError("robots.txt forbids it"))
    Outcome(name='excluded', reason='robots.txt forbids it')
    """
    if isinstance(error, ExcludedError | UnlistedError | PrivateAddressError):
        return Outcome("excluded", str(error))
    if isinstance(error, RefusedError):
        return Outcome("unreachable", str(error))
    if isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error):
        return Outcome("unreadable", "larger than we read")
    for kind, reason in _UNREACHABLE:
        if isinstance(error, kind):
            return Outcome("unreachable", reason)
    if "certificate" in str(error):
        return Outcome("unreachable", "its certificate cannot be trusted")
    return Outcome("unreachable", f"{type(error).__name__}: {error}".rstrip(": "))
