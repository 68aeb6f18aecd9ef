"""All vendors by name, and how to recognise one from a page."""

from __future__ import annotations

from crawler.vendors.base import Vendor
from crawler.vendors.concrete import Concrete
from crawler.vendors.moderngov import ModernGov
from crawler.vendors.wordpress import WordPress

VENDORS: dict[str, Vendor] = {vendor.name: vendor for vendor in (Vendor(), ModernGov(), WordPress(), Concrete())}


def vendor_of(name: str) -> Vendor:
    """Return the vendor with this name, the plain one for an empty or unknown name."""
    return VENDORS.get(name, VENDORS["plain"])


def recognise(body: bytes) -> str:
    """Return the name of the vendor whose marks a page holds, or ""."""
    return next((name for name, vendor in VENDORS.items() if any(mark in body for mark in vendor.marks)), "")
