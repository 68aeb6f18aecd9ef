"""Scrapy's settings, as dotted strings and plain values only; our own, typed ones are in config/settings.py.

Used by `icpwatch crawl`, `icpwatch scrapy ...`, and by bare `scrapy` in a checkout (scrapy.cfg).
"""

from __future__ import annotations

from config.version import VERSION

BOT_NAME = "icpwatch"
SPIDER_MODULES = ["spiders"]
USER_AGENT = f"icpwatch/{VERSION}"
"""Without a contact, and so without a live crawl: `icpwatch crawl` adds the one from icpwatch.toml."""

# A good guest. The pace is set per host, and only ever slower than this.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 32
COOKIES_ENABLED = False

# What a site may cost us.
DOWNLOAD_TIMEOUT = 60  # seconds
DOWNLOAD_MAXSIZE = 50 * 1024 * 1024  # bytes; the largest board packs seen are about half of it
DOWNLOAD_WARNSIZE = 0  # bytes; 0 is no warning
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # a site that does not answer is told by us, as its state

# Scrapy's defaults accept any certificate and open ports on which its process takes orders.
DOWNLOAD_VERIFY_CERTIFICATES = True
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Answers are conditional on what the store holds; Scrapy's own cache serves stale pages and loses validators.
HTTPCACHE_ENABLED = False
