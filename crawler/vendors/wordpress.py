"""WordPress: its sitemap, its `?p=` ids, its feeds."""

from __future__ import annotations

import re
from typing import ClassVar

from crawler.vendors.base import Vendor

_ATTACHMENT = re.compile(r"[?&]attachment_id=\d+")


class WordPress(Vendor):
    """A WordPress site; sitemaps of the core since 5.5 and of the two usual plug-ins."""

    name: ClassVar[str] = "wordpress"
    sitemaps: ClassVar[tuple[str, ...]] = ("/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml")
    marks: ClassVar[tuple[bytes, ...]] = (b"/wp-content/", b"/wp-includes/", b"wp-json")

    def trap(self, url: str) -> str:
        """Return why an address is not worth asking for; pages of a single picture are not."""
        return "page of a single picture" if _ATTACHMENT.search(url) else super().trap(url)
