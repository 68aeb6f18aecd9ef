"""What a site's content management system tells a crawler; a plain site tells nothing."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from config.systems import Site
from crawler.urls import canonical_url, same_host, trap


class Vendor:
    """A plain site, and the base of the others. Sites are data: a vendor holds no state of any."""

    name: ClassVar[str] = "plain"
    sitemaps: ClassVar[tuple[str, ...]] = ("/sitemap.xml",)
    marks: ClassVar[tuple[bytes, ...]] = ()
    """Bytes that only pages of this system hold; any one is enough."""

    def starts(self, site: Site) -> tuple[str, ...]:
        """Return addresses to begin with, beside the home page."""
        return site.start

    def canonical(self, url: str) -> str:
        """Return the address that a page is known by."""
        return canonical_url(url)

    def trap(self, url: str) -> str:
        """Return why an address is not worth asking for, or ""."""
        return trap(url)

    def allows(self, url: str, site: Site) -> bool:
        """Return whether an address belongs to the watched part of a site."""
        parts = urlsplit(url)
        if not same_host(parts.hostname or "", site.host) or parts.port != urlsplit(site.url).port:
            return False
        if site.role != "council" or url in (site.url, *site.start):
            return True
        return any(parts.path.startswith(prefix) for prefix in site.allow)

    def follows(self, url: str, site: Site, page: str) -> bool:
        """Return whether a link on a page of the site is followed."""
        return self.allows(url, site)

    def committee(self, url: str, site: Site) -> bool:
        """Return whether the region file lists the address, by its committee or by its path on a council's site."""
        return site.role == "council" and any(urlsplit(url).path.startswith(prefix) for prefix in site.allow)
