"""Scrapy's settings, as plain values and dotted strings only; our own, typed ones are in config/settings.py.

`icpwatch scrapy ...`, and bare `scrapy` in a checkout (scrapy.cfg), take them from here; what depends on icpwatch.toml
is laid over them when a crawl starts.
"""

from __future__ import annotations

from config import version

_SCRAPYS = "scrapy.downloadermiddlewares"

BOT_NAME = "icpwatch"
SPIDER_MODULES = ["spiders"]
USER_AGENT = f"icpwatch/{version.VERSION}"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.8",
}

DOWNLOADER_MIDDLEWARES = {
    f"{_SCRAPYS}.offsite.OffsiteMiddleware": None,
    "crawler.manners.guard.Guard": 50,
    f"{_SCRAPYS}.robotstxt.RobotsTxtMiddleware": None,
    "crawler.manners.robots.Robots": 100,
    f"{_SCRAPYS}.retry.RetryMiddleware": None,
    "crawler.manners.retry.Retry": 550,
    "crawler.manners.conditional.Conditional": 620,
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawler.manners.throttle.Throttle": 0,
}
ITEM_PIPELINES = {"crawler.pipelines.Remember": 100}
CONCURRENT_ITEMS = 1  # the store takes one at a time, and Scrapy makes this many tasks for each answer
TWISTED_DNS_RESOLVER = "crawler.manners.guard.GuardedResolver"

# A good guest. "One request a second" is a promise, not an average.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 30  # seconds
COOKIES_ENABLED = False
REFERRER_POLICY = "same-origin"

# Scrapy's defaults accept any certificate and open ports on which its process takes orders.
DOWNLOAD_VERIFY_CERTIFICATES = True
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# A proxy would resolve names in our stead, past the guard.
HTTPPROXY_ENABLED = False

# Every answer is news to a monitor: 404, 403 and 304 reach the callback. Scrapy's own cache would serve stale pages.
HTTPERROR_ALLOW_ALL = True
HTTPCACHE_ENABLED = False
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 5

# What a site may cost us. A crawl without a network is to end in seconds, so names that do not resolve are not retried.
DOWNLOAD_TIMEOUT = 60  # seconds
DNS_TIMEOUT = 20  # seconds
DOWNLOAD_MAXSIZE = 50_000_000  # bytes; the largest board packs seen are about half of it
DOWNLOAD_WARNSIZE = 0  # bytes; 0 is no warning
RETRY_TIMES = 2
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # a site that does not answer is told by us, as its state
