"""ModernGov, the committee system of most councils: pages by committee and meeting id, not by path."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from config.systems import Site
from crawler.urls import canonical_url, same_host
from crawler.vendors.base import Vendor

_NAMES = {
    "committeeid": "CId", "cid": "CId", "meetingid": "MId", "mid": "MId", "id": "ID", "year": "Year", "iid": "IId",
    "opt": "Opt", "ct": "CT",
}  # fmt: skip
"""Parameters that name something; all others (Ver, x, J, LLL, sort orders, session ids) are noise."""
_COMMITTEE_PAGES = (
    "ielistmeetings.aspx", "mgcommitteedetails.aspx", "ielistdocuments.aspx", "mgmeetingattendance.aspx",
    "mgcommitteemailinglist.aspx",
)  # fmt: skip
_DOCUMENTS = re.compile(r"^/documents/s?g?\d+/", re.IGNORECASE)
_SESSION = re.compile(r"/\(S\([^)]*\)\)", re.IGNORECASE)


class ModernGov(Vendor):
    """A council's committee site, of which only listed committees are read."""

    name: ClassVar[str] = "moderngov"
    sitemaps: ClassVar[tuple[str, ...]] = ()
    marks: ClassVar[tuple[bytes, ...]] = (b"mgCommitteeDetails.aspx", b"ieListMeetings.aspx", b"mgListCommittees.aspx")

    def starts(self, site: Site) -> tuple[str, ...]:
        """Return the details and the meetings of each listed committee."""
        pages = ("mgCommitteeDetails.aspx?ID={}", "ieListMeetings.aspx?CId={}&Year=0")
        return site.start + tuple(site.url + page.format(number) for number in site.committees for page in pages)

    def canonical(self, url: str) -> str:
        """Return the address with only the parameters that name something, by one spelling each."""
        url = canonical_url(_SESSION.sub("", url))
        parts = urlsplit(url)
        if not parts.path.lower().endswith(".aspx"):
            return url
        named = sorted((_NAMES[key.lower()], value) for key, value in parse_qsl(parts.query) if key.lower() in _NAMES)
        return parts._replace(query=urlencode(named)).geturl()

    def trap(self, url: str) -> str:
        """Return why an address is not worth asking for; sessions are dropped and years are few here."""
        page = urlsplit(url).path.rsplit("/", 1)[-1].lower()
        if page in ("mgcalendarmonthview.aspx", "mgcalendarweekview.aspx", "mgcalendaragendaview.aspx"):
            return "calendar"
        return "" if page.endswith(".aspx") else super().trap(url)

    def allows(self, url: str, site: Site) -> bool:
        """Return whether an address is of a listed committee, of its papers, or of a listed path."""
        parts = urlsplit(url)
        if not same_host(parts.hostname or "", site.host) or parts.port != urlsplit(site.url).port:
            return False
        if site.role != "council" and not site.committees:
            return True
        if url == site.url or self.committee(url, site) or _DOCUMENTS.match(parts.path):
            return True
        return super().allows(url, site)

    def follows(self, url: str, site: Site, page: str) -> bool:
        """Return whether a link is followed; papers only from pages of a listed committee or path."""
        if site.committees and _DOCUMENTS.match(urlsplit(url).path) and url not in site.start:
            listed = self.committee(page, site) or (page != site.url and super().allows(page, site))
            return listed and self.allows(url, site)
        return self.allows(url, site)

    def committee(self, url: str, site: Site) -> bool:
        """Return whether the address carries the id of a listed committee, or is listed by its path."""
        return committee_of(url) in site.committees or super().committee(url, site)


def committee_of(url: str) -> int:
    """Return the id of the committee that an address is about, 0 for none.

    >>> committee_of("https://council.example/ieListMeetings.aspx?CommitteeId=881&x=1")
    881
    """
    parts = urlsplit(url)
    page = parts.path.rpartition("/")[2].lower()
    values = {_NAMES.get(key.lower()): value for key, value in parse_qsl(parts.query)}
    number = values.get("ID" if page == "mgcommitteedetails.aspx" else "CId", "")
    return int(number) if page in _COMMITTEE_PAGES and re.fullmatch(r"[1-9]\d{0,6}", number, re.ASCII) else 0
