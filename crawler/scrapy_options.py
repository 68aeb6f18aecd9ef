"""Scrapy's settings, made from ours. Values that only repeat Scrapy's defaults are left out."""

from __future__ import annotations

from config.errors import CrawlError
from config.settings import Settings
from config.version import VERSION

_MANNERS = "crawler.manners"
_SCRAPYS = "scrapy.downloadermiddlewares"

_MIDDLEWARES: dict[str, int | None] = {
    f"{_SCRAPYS}.offsite.OffsiteMiddleware": None,
    f"{_MANNERS}.guard.Guard": 50,
    f"{_SCRAPYS}.robotstxt.RobotsTxtMiddleware": None,
    f"{_MANNERS}.robots.Robots": 100,
    f"{_SCRAPYS}.retry.RetryMiddleware": None,
    f"{_MANNERS}.retry.Retry": 550,
    f"{_MANNERS}.conditional.Conditional": 620,
}

_EXTENSIONS: dict[str, int | None] = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    f"{_MANNERS}.throttle.Throttle": 0,
}

_RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
]
"""Scrapy's, without names that do not resolve: a crawl without a network is to end in seconds."""

_FIXED: dict[str, object] = {
    "BOT_NAME": "icpwatch",
    "DOWNLOADER_MIDDLEWARES": _MIDDLEWARES,
    "EXTENSIONS": _EXTENSIONS,
    "TWISTED_DNS_RESOLVER": f"{_MANNERS}.guard.GuardedResolver",
    "ROBOTSTXT_OBEY": True,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
        "Accept-Language": "en-GB,en;q=0.8",
    },
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    # A proxy would resolve names in our stead, past the guard.
    "HTTPPROXY_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REFERRER_POLICY": "same-origin",
    # Every answer is news to a monitor: 404, 403 and 304 reach the callback.
    "HTTPERROR_ALLOW_ALL": True,
    "REDIRECT_MAX_TIMES": 5,
    "RETRY_TIMES": 2,
    "RETRY_EXCEPTIONS": _RETRY_EXCEPTIONS,
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
    "DOWNLOAD_MAXSIZE": 50_000_000,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 60,
    "DNS_TIMEOUT": 20,
    # "One request a second" is a promise, not an average.
    "DOWNLOAD_DELAY_JITTER": 0,
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_MAX_DELAY": 30,
}


def options(settings: Settings, *, verbose: bool) -> dict[str, object]:
    """Return Scrapy's settings for a crawl. Raises CrawlError while no contact is set."""
    crawl = settings.crawl
    return {
        **_FIXED,
        "USER_AGENT": user_agent(VERSION, crawl.contact),
        "CONCURRENT_REQUESTS": crawl.concurrent_requests,
        "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.concurrent_requests_per_host,
        "DOWNLOAD_DELAY": crawl.delay_seconds,
        "AUTOTHROTTLE_START_DELAY": crawl.delay_seconds,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(crawl.concurrent_requests_per_host),
        "ICPWATCH_ALLOW_PRIVATE_ADDRESSES": crawl.allow_private_addresses,
        "LOG_ENABLED": verbose,
        "LOG_LEVEL": "DEBUG",
    }


def user_agent(version: str, contact: str) -> str:
    """Return how we name ourselves to a server: the program, its version, and whom to complain to.

    Raises CrawlError, with the line to write, while no contact is set.
    """
    if not contact:
        raise CrawlError(
            "no contact is set: people whose sites are visited must be able to reach you; "
            'write contact = "you@example.org" under [crawl] in icpwatch.toml'
        )
    return f"icpwatch/{version} (+{contact})"
