"""Every error that icpwatch raises on purpose.

    IcpwatchError
    ├── UsageError                 what was asked for makes no sense; the command line exits 2
    │   └── ConfigError            a settings or region file is wrong; names file, entry and field
    ├── CrawlError                 a crawl could not start or go on
    ├── ReadingError               bytes that give no reading; becomes the page state `unreadable`
    ├── StoreError                 the store could not do what was asked
    │   ├── NotFoundError          no such page, capture, change or system in the store
    │   ├── StoreBusyError         another icpwatch holds the run lock
    │   └── NewerStoreError        the store was written by a newer icpwatch
    └── DeliveryError              mail or a webhook was not taken; the outbox keeps it and tries again

Each message is one line that tells a person what to do. The command line is the only place that catches
`IcpwatchError` itself; `UsageError` ends with exit status 2, all others with 1.
"""


class IcpwatchError(Exception):
    """Base of all errors raised on purpose."""


class UsageError(IcpwatchError):
    """Raised by the command line and by loaders for a wrong option, name or date."""


class ConfigError(UsageError):
    """Raised by the settings and region loaders.

    `source` is the file, `field` the dotted name of the entry, `problem` what is wrong and what would be right.
    """

    def __init__(self, source: object, field: str, problem: str) -> None:
        super().__init__(f"{source}: {field}: {problem}" if field else f"{source}: {problem}")
        self.source = str(source)
        self.field = field
        self.problem = problem


class CrawlError(IcpwatchError):
    """Raised when a crawl cannot start, for example without a contact address."""


class ReadingError(IcpwatchError):
    """Raised by readers for bytes that give no reading; the judge turns it into the state `unreadable`."""


class StoreError(IcpwatchError):
    """Raised by the store; wraps SQLAlchemy's errors in one place (store/engine.py) and keeps the cause."""


class NotFoundError(StoreError):
    """Raised when a page, capture, change or system is not in the store."""


class StoreBusyError(StoreError):
    """Raised when another icpwatch holds the run lock."""


class NewerStoreError(StoreError):
    """Raised when the store's schema is newer than this program."""


class DeliveryError(IcpwatchError):
    """Raised by mail and webhook senders; `permanent` is true when trying again cannot help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
