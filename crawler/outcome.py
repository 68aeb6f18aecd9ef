"""Decide the effective status of an answer: what it means, whatever number it carries. Plain functions of values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.urls import same_host, url_key
from store.noise import fingerprint
from store.reading import Reading

LIKE_NOT_FOUND = 0.9  # share of its own main blocks that a page has in common with the site's not-found page
SHORT_TEXT = 1_500  # characters of main text; notices of all kinds are shorter, pages that mention one are longer
EMPTY_TEXT = 20  # characters

_NOT_FOUND = re.compile(
    r"\b(?:page|content|document|file) (?:(?:was|is|has|could|can|cannot|can[’']t|couldn[’']t|not|be|been|you)\s?)*"
    r"(?:not )?(?:found|missing|moved or deleted|removed or deleted)\b|\b(?:error )?404\b|\bnot found\b"
    r"|\bpage (?:no longer exists|doesn[’']t exist)\b"
    r"|\bcan[’']t find (?:that|this|the) page\b|\bcannot find the page\b",
    re.IGNORECASE,
)
_BOT_WALL = re.compile(
    r"\bjust a moment\b|\bare you (?:a )?(?:human|robot)\b|\bverify(?:ing)? (?:that )?you are (?:a )?human\b"
    r"|\baccess denied\b|\battention required\b|\bchecking your browser\b|\bunusual traffic\b|\bcaptcha\b"
    r"|\brequest unsuccessful\b|\bsecurity check\b",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(
    r"\b(?:down for|under|scheduled|essential|undergoing) (?:\w+ )?maintenance\b"
    r"|\btemporarily unavailable\b|\bback (?:soon|shortly)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:accept|agree|consent)\b[^.]{0,40}\bcookies?\b[^.]{0,20}\bto (?:continue|proceed|enter)\b", re.I
)
_LOGIN = re.compile(r"/(?:log-?in|sign-?in|account/login|adfs|saml|oauth2?)(?:[/.?]|$)", re.IGNORECASE)
_WALL_HEADERS = {"cf-mitigated": "", "x-amzn-waf-action": "", "x-sucuri-block": "", "x-datadome": "protected"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of store.visits.OUTCOMES, and why in words."""

    name: str
    reason: str = ""


def redirect_outcome(url: str, target: str, home: str) -> Outcome:
    """Return what a redirect to another address means."""
    if _LOGIN.search(target) and not _LOGIN.search(url):
        return Outcome("blocked", f"redirects to a log-in page, {target}")
    is_home = url_key(target) == url_key(home) and url_key(url) != url_key(home)
    if is_home:
        return Outcome("redirect-home", "redirects to the home page")
    return Outcome("redirected", f"redirects to {target}")


def status_outcome(status: int, headers: Mapping[str, str]) -> Outcome | None:
    """Return what the status and the headers alone decide, or None where the text must be read."""
    if _is_wall(headers):
        return Outcome("blocked", f"a bot wall answered (HTTP {status})")
    if status == 304:
        return Outcome("not-modified")
    if status in (404, 410):
        return Outcome("gone", f"HTTP {status}")
    if status in (401, 403, 407, 429, 451):
        return Outcome("blocked", f"HTTP {status}")
    if status >= 400:
        return Outcome("unreachable", f"HTTP {status}")
    return None


def text_outcome(reading: Reading, not_found: frozenset[bytes], *, is_home: bool = False) -> Outcome:
    """Return what the text of an answer with status 200 means; `not_found` are blocks of the site's not-found page."""
    if reading.media != "html":
        return Outcome("ok")
    text = reading.text()
    first = next((block.text for block in reading.blocks if block.kind == "heading" and block.place == "main"), "")
    headline = f"{reading.title}\n{first}"
    if len(text) < SHORT_TEXT:
        if _BOT_WALL.search(headline) or (_BOT_WALL.search(text) and len(text) < SHORT_TEXT // 3):
            return Outcome("blocked", "a bot wall answered instead of the page")
        if _CONSENT.search(text) and len(text) < SHORT_TEXT // 3 and not _leads_on(reading):
            return Outcome("blocked", "a page that asks for consent answered instead of the page")
        if _MAINTENANCE.search(headline) or (_MAINTENANCE.search(text) and len(text) < SHORT_TEXT // 3):
            return Outcome("unreachable", "a maintenance page answered")
        if _NOT_FOUND.search(headline) and not is_home:
            return Outcome("soft-404", "the page says that it was not found")
    if len(text.strip()) < EMPTY_TEXT and not _leads_on(reading):
        return Outcome("empty", "empty without scripts")
    if not is_home and _is_like_not_found(reading, not_found):
        return Outcome("soft-404", "the same as the site's not-found page")
    return Outcome("ok")


def _leads_on(reading: Reading) -> bool:
    return any(block.place == "main" and block.links for block in reading.blocks)


def _is_like_not_found(reading: Reading, not_found: frozenset[bytes]) -> bool:
    if not not_found:
        return False
    own = {fingerprint(block) for block in reading.blocks if block.place == "main"}
    return bool(own) and len(own & not_found) >= LIKE_NOT_FOUND * max(len(own), len(not_found))


def _is_wall(headers: Mapping[str, str]) -> bool:
    return any(name in headers and value in headers[name].lower() for name, value in _WALL_HEADERS.items())


def leads_elsewhere(target_host: str, site_host: str) -> bool:
    """Return whether a redirect leaves the site."""
    return not same_host(target_host, site_host)
