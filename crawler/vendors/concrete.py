"""Concrete CMS, which several ICB sites of one agency run on."""

from __future__ import annotations

from typing import ClassVar

from crawler.vendors.base import Vendor


class Concrete(Vendor):
    """A Concrete site; its sorting and paging parameters (ccm_...) are dropped with all others of their kind."""

    name: ClassVar[str] = "concrete"
    marks: ClassVar[tuple[bytes, ...]] = (b"CCM_DISPATCHER_FILENAME", b"/concrete/js/", b"ccm-page", b"ccm_token")
